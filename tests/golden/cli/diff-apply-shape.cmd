cat >changes.json <<'END'
{"changes": [1,
  {"title": "A", "what": ["moved"]},
  {"title": "A", "what": ["added", "time"]},
  {"title": "A", "what": ["added"]},
  {"title": "A", "what": ["time"], "from": {"start": "2026-05-14", "end": 1, "room": "Attic"}, "to": []}]}
END
confab diff --apply changes.json published-1.json
