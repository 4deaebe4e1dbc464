cat >pretalx-event.json <<'JSON'
{"name": {"de": "Webertage 2026", "en": "Weavers' Days 2026"}, "slug": "weavers-2026", "is_public": true,
 "date_from": "2026-05-14", "date_to": "2026-05-15", "timezone": "Europe/Zurich"}
JSON
cat >pretalx-submissions.json <<'JSON'
{"count": 6, "next": null, "previous": null, "results": [
 {"code": "WARP01", "title": "Warp and weft", "speakers": ["MVOGT1", "JARLN2"], "submission_type": 1, "track": 7,
  "tags": [3], "state": "confirmed", "abstract": "Threads.\nAnd more threads.", "description": null, "duration": 45, "slot_count": 1,
  "content_locale": "en", "slots": [101], "answers": [], "resources": [], "signup_status": null},
 {"code": "DYES02", "title": "Dyes from the garden", "speakers": ["IBERG3"], "submission_type": 2, "track": null,
  "tags": [], "state": "accepted", "abstract": null, "description": "With samples.", "duration": null, "slot_count": 2,
  "content_locale": "de", "slots": [102, 103]},
 {"code": "KNOT03", "title": "Knots", "speakers": ["JARLN2"], "submission_type": {"id": 3, "name": {"en": "Lightning talk"}, "default_duration": 5},
  "track": {"id": 8, "name": {"en": "Craft"}, "color": "#00ff00"}, "state": "accepted", "slot_count": 1, "slots": [
   {"id": 104, "room": null, "start": null, "end": null, "duration": 5}]},
 {"code": "LOOM04", "title": "Looms nobody wants", "speakers": [], "submission_type": 1, "state": "rejected"},
 {"code": "WOOL05", "title": "Wool?", "speakers": ["IBERG3"], "submission_type": 1, "state": "withdrawn"},
 {"code": "SILK06", "title": "Silk", "speakers": ["IBERG3"], "submission_type": 1, "state": "submitted"}
]}
JSON
cat >pretalx-speakers.json <<'JSON'
[{"code": "MVOGT1", "name": "Mira Vogt", "availabilities": [{"start": "2026-05-14T00:00:00+02:00", "end": "2026-05-15T00:00:00+02:00", "allDay": true}]},
 {"code": "JARLN2", "name": "Jon Arlen", "availabilities": [{"start": "2026-05-14T13:00:00+02:00", "end": "2026-05-15T12:00:00+02:00", "allDay": false}]},
 {"code": "IBERG3", "name": "Ina Berg", "availabilities": []}]
JSON
cat >pretalx-rooms.json <<'JSON'
{"count": 2, "results": [
 {"id": 17, "name": {"en": "Loom Hall"}, "uuid": "0b1f6f0e-2f0b-4a2e-8a39-5d2a4c1be001", "guid": null, "capacity": 120, "position": 1,
  "availabilities": [{"start": "2026-05-14T09:00:00+02:00", "end": "2026-05-14T17:30:00+02:00"}, {"start": "2026-05-15T09:00:00+02:00", "end": "2026-05-15T13:00:00+02:00"}]},
 {"id": 18, "name": {"en": "Attic"}, "uuid": "0b1f6f0e-2f0b-4a2e-8a39-5d2a4c1be002", "capacity": null, "position": 2, "availabilities": []}]}
JSON
cat >pretalx-types.json <<'JSON'
[{"id": 1, "name": {"en": "Talk"}, "default_duration": 30}, {"id": 2, "name": {"en": "Demonstration"}, "default_duration": 60}]
JSON
cat >pretalx-tracks.json <<'JSON'
{"count": 1, "results": [{"id": 7, "name": {"en": "Basics", "de": "Grundlagen"}, "color": "#ff0000"}]}
JSON
cat >pretalx-tags.json <<'JSON'
{"count": 1, "results": [{"id": 3, "tag": "cotton", "color": "#ff0000"}]}
JSON
cat >pretalx-slots.json <<'JSON'
{"count": 6, "results": [
 {"id": 101, "room": 17, "start": "2026-05-14T10:00:00+02:00", "end": "2026-05-14T10:45:00+02:00", "submission": "WARP01", "schedule": 2, "duration": 45},
 {"id": 102, "room": 17, "start": "2026-05-14T11:00:00+02:00", "end": "2026-05-14T12:00:00+02:00", "submission": "DYES02", "schedule": 2, "duration": 60},
 {"id": 103, "room": null, "start": null, "end": null, "submission": "DYES02", "schedule": 2, "duration": 60},
 {"id": 90, "room": 17, "start": "2026-05-14T11:00:00+02:00", "end": "2026-05-14T12:00:00+02:00", "submission": "DYES02", "schedule": 1, "duration": 60},
 {"id": 105, "room": 17, "start": "2026-05-14T12:00:00+02:00", "end": "2026-05-14T13:00:00+02:00", "submission": null, "schedule": 2, "duration": 60, "description": {"en": "Lunch"}, "slot_type": "break"},
 {"id": 106, "room": 18, "start": "2026-05-14T12:00:00+02:00", "end": "2026-05-14T13:00:00+02:00", "submission": null, "schedule": 2, "duration": 60, "description": {"en": "Lunch"}, "slot_type": "break"}]}
JSON
confab import pretalx pretalx-*.json -o problem.yaml --published published.json || exit
cat problem.yaml
confab validate problem.yaml
echo "--- what is placed, back again"
confab render problem.yaml published.json --format pretalx
echo "--- the slots as those of a schedule"
sed 's/^{"count": 6, "results"/{"id": 2, "version": "wip", "slots"/' pretalx-slots.json >wip.json
mv pretalx-slots.json slots.txt
confab import pretalx pretalx-*.json wip.json -q -o again.yaml
diff problem.yaml again.yaml | grep -v '^[<>-] # Made by'
mv slots.txt pretalx-slots.json
echo "--- a timetable of it"
confab solve problem.yaml -o timetable.json -q --threads 1
confab render problem.yaml timetable.json --format pretalx
echo "--- what pretalx does not know"
cat >more.yaml <<'YAML'
rooms:
  - Cellar
  - {name: Vault, ref: "018"}
talks:
  - {title: Darning, duration: 30, pin: {room: attic}}
  - {title: Felt, code: FELT07, duration: 30, pin: {room: attic}}
  - {title: Yarn, code: YARN08, duration: 30, pin: {room: cellar}}
  - {title: Batik, code: BATI09, duration: 30, pin: {room: vault}}
  - {title: Loden, code: LODE10, ref: "101", duration: 30, pin: {room: attic}}
  - {title: Tulle, code: TULL11, ref: "slot 7", duration: 30, pin: {room: attic}}
windows:
  - {date: 2026-05-14, time: 09:00-12:00, rooms: [cellar, vault]}
YAML
confab solve problem.yaml more.yaml -o timetable.json -q --threads 1
confab render problem.yaml more.yaml timetable.json --format pretalx | tail -n 12
