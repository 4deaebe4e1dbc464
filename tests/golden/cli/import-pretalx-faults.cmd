# Ids only, pages missing, wrong types, nothing accepted: all of it is survived.
cat >submissions.json <<'JSON'
{"count": 9, "results": [
 {"code": "AAAAAA", "title": {"de": "Garn"}, "state": "submitted", "speakers": ["XXXXXX", 7, null, {"code": []}], "submission_type": 4,
  "track": 5, "tags": [6], "duration": "long", "slot_count": 0, "slots": [{"id": 1, "room": 3, "start": "soon"}]},
 {"code": "AAAAAA", "title": "Again", "state": "submitted"},
 {"code": "BBBBBB", "title": ["a"], "state": "submitted", "speakers": {}, "slots": [[]], "slot_count": 2,
  "slots_of": 1},
 {"title": "No code", "state": "submitted"},
 {"code": "CCCCCC", "state": "drafted", "title": "Left out"},
 [], 5
]}
JSON
cat >rooms.json <<'JSON'
[{"id": 3, "name": "Loom Hall", "capacity": -4, "availabilities": [{"start": "2026-05-14T09:00:00+02:00"}, 7,
  {"start": "2026-05-14T12:00:00+02:00", "end": "2026-05-14T09:00:00+02:00"},
  {"start": "2026-05-14T00:00:00+02:00", "end": "2026-05-16T00:00:00+02:00"}]},
 {"id": 4, "name": "Vault", "hidden": true, "capacity": 5}]
JSON
echo '[{"id": 9, "what": 1}]' >odd.json
echo '{"detail": "Authentication credentials were not provided."}' >denied.json
echo '[]' >tags.json
confab import pretalx submissions.json rooms.json odd.json denied.json tags.json --every-fault -o problem.yaml --timezone Europe/Zurich --date 2026-05-14 --hours 10:00-12:00,13:00-15:00
cat problem.yaml
confab solve problem.yaml -q --threads 1 --format text | tail -n 3
echo "--- none at all"
confab import pretalx rooms.json
echo '{' >broken.json
confab import pretalx broken.json
confab import pretalx submissions.json --date tomorrow -q
confab import pretalx submissions.json --hours nine-12 -q
confab import pretalx submissions.json --title Weavers --timezone Europe/Zurich -o problem.yaml --published x.json; echo "exit code $?"; ls problem.yaml x.json
echo "--- offsets, but no zone"
sed "s|\"soon\"|\"2026-05-14T10:00:00+02:00\"|" submissions.json >offsets.json
confab import pretalx offsets.json rooms.json
confab import pretalx
