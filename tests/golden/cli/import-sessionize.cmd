cat >all.json <<'JSON'
{"sessions": [
  {"id": "501", "title": "Warp and weft", "description": "Threads.\r\nAnd more threads.", "startsAt": "2026-05-14T09:00:00", "endsAt": "2026-05-14T09:45:00",
   "isServiceSession": false, "isPlenumSession": false, "speakers": ["a-1"], "categoryItems": [11, 21, 31, 41, 51], "questionAnswers": [], "roomId": 1, "status": "Accepted"},
  {"id": "502", "title": "Dyes", "startsAt": null, "endsAt": null, "speakers": ["a-2", "a-9"], "categoryItems": [12, 22, 42, 99], "roomId": null},
  {"id": "503", "title": "Knots", "startsAt": null, "endsAt": null, "speakers": ["a-2"], "categoryItems": [13], "roomId": null},
  {"id": "504", "title": "Silk", "startsAt": null, "endsAt": null, "speakers": [], "categoryItems": [], "roomId": null},
  {"id": "505", "title": "Lunch", "startsAt": "2026-05-14T12:00:00", "endsAt": "2026-05-14T13:00:00", "isServiceSession": true, "isPlenumSession": true, "speakers": [], "roomId": 1},
  {"id": "506", "title": "Opening", "startsAt": "2026-05-14T08:45:00", "endsAt": "2026-05-14T09:00:00", "isServiceSession": false, "isPlenumSession": true, "speakers": ["a-1"], "roomId": 1},
  {"id": "507", "title": "Closing", "startsAt": null, "endsAt": null, "isServiceSession": true, "speakers": [], "roomId": null}
 ], "speakers": [
  {"id": "a-1", "firstName": "Mira", "lastName": "Vogt", "fullName": "Mira Vogt"},
  {"id": "a-2", "firstName": "Jon", "lastName": "Arlen"}
 ], "questions": [], "categories": [
  {"id": 1, "title": "Session format", "items": [{"id": 11, "name": "Talk (45 min)"}, {"id": 12, "name": "Deep dive - 1h30"}, {"id": 13, "name": "Lightning talk"}]},
  {"id": 2, "title": "Track", "items": [{"id": 21, "name": "Craft"}, {"id": 22, "name": "Chemistry"}]},
  {"id": 3, "title": "Level", "items": [{"id": 31, "name": "Introductory and overview"}]},
  {"id": 4, "title": "Language", "items": [{"id": 41, "name": "English"}, {"id": 42, "name": "Elvish"}]},
  {"id": 5, "title": "Tags", "items": [{"id": 51, "name": "cotton"}]}
 ], "rooms": [{"id": 1, "name": "Loom Hall", "sort": 0}, {"id": 2, "name": "Attic", "sort": 1}]}
JSON
confab import sessionize all.json --title "Weavers' Days" --timezone Europe/Zurich -o problem.yaml --published published.json
cat problem.yaml
confab validate problem.yaml
confab solve problem.yaml -q --threads 1 --format text | tail -n 3
echo "--- view Sessions"
cat >sessions.json <<'JSON'
[{"groupId": null, "groupName": "All", "sessions": [
  {"id": "501", "title": "Warp and weft", "startsAt": "2026-05-14T09:00:00", "endsAt": "2026-05-14T09:45:00", "speakers": [{"id": "a-1", "name": "Mira Vogt"}],
   "categories": [{"id": 1, "name": "Session format", "categoryItems": [{"id": 11, "name": "Workshop"}]}], "roomId": 1, "room": "Loom Hall"}]}]
JSON
confab import sessionize sessions.json --title Weavers --timezone Europe/Zurich | tail -n +9
echo "--- view GridSmart"
cat >grid.json <<'JSON'
[{"date": "2026-05-14T00:00:00", "rooms": [
  {"id": 1, "name": "Loom Hall", "sessions": [
    {"id": "506", "title": "Opening", "startsAt": "2026-05-14T08:45:00", "endsAt": "2026-05-14T09:00:00", "isPlenumSession": true, "speakers": [], "roomId": 1, "room": "Loom Hall"},
    {"id": "501", "title": "Warp and weft", "startsAt": "2026-05-14T09:00:00", "endsAt": "2026-05-14T09:45:00", "speakers": [], "roomId": 1, "room": "Loom Hall"}]},
  {"id": 2, "name": "Attic", "sessions": [
    {"id": "506", "title": "Opening", "startsAt": "2026-05-14T08:45:00", "endsAt": "2026-05-14T09:00:00", "isPlenumSession": true, "speakers": [], "roomId": 1, "room": "Loom Hall"}]}]}]
JSON
confab import sessionize grid.json --title Weavers --timezone Europe/Zurich | tail -n +9
echo "--- not of the kind"
echo '[]' >none.json
confab import sessionize none.json
confab import sessionize
