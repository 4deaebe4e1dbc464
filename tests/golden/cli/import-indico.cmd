cat >event.json <<'JSON'
{"count": 1, "_type": "HTTPAPIResult", "results": [{"id": "1", "title": "Weavers' Days", "timezone": "Europe/Zurich", "room": "",
 "startDate": {"date": "2026-05-14", "time": "06:00:00", "tz": "UTC"}, "endDate": {"date": "2026-05-15", "time": "16:00:00", "tz": "UTC"},
 "contributions": [
  {"id": "12", "title": "Warp and weft", "startDate": {"date": "2026-05-14", "time": "08:00:00", "tz": "UTC"}, "endDate": {"date": "2026-05-14", "time": "08:45:00", "tz": "UTC"},
   "duration": 45, "room": "Loom Hall", "session": "Morning", "track": "Craft", "type": "Talk", "keywords": ["cotton"], "url": "https://indico.example/12",
   "speakers": [{"person_id": 1, "first_name": "Mira", "last_name": "Vogt", "fullName": "Vogt, Mira", "affiliation": "Guild"}],
   "primaryauthors": [{"person_id": 1, "fullName": "Vogt, Mira"}, {"person_id": 2, "fullName": "Arlen, Jon"}], "coauthors": []},
  {"id": "13", "title": "Dyes", "startDate": null, "endDate": null, "duration": 20, "room": "", "track": null, "type": null, "speakers": [], "primaryauthors": [{"person_id": 2, "fullName": "Arlen, Jon"}, {"affiliation": "nobody"}], "coauthors": [7]},
  {"id": "13", "title": "Dyes again", "duration": 20},
  {"id": "14", "title": "Knots", "startDate": {"date": "2026-05-14", "time": "08:00:00", "tz": "Mars/Base"}, "duration": "much", "room": "", "speakers": 3}
 ], "sessions": [{"id": "s1", "title": "Afternoon", "room": "Attic", "contributions": [
  {"id": "15", "title": "Felt", "startDate": {"date": "2026-05-14", "time": "14:00:00", "tz": "Europe/Zurich"}, "duration": 30, "speakers": []}]}]}]}
JSON
cat >timetable.json <<'JSON'
{"count": 1, "results": {"1": {"20260514": {
 "b1": {"entryType": "Break", "title": "Lunch", "startDate": {"date": "2026-05-14", "time": "12:00:00", "tz": "Europe/Zurich"}, "endDate": {"date": "2026-05-14", "time": "13:30:00", "tz": "Europe/Zurich"}, "room": ""},
 "s1": {"entryType": "Session", "title": "Afternoon", "room": "Attic", "entries": {
   "c1": {"entryType": "Contribution", "title": "Felt", "startDate": {"date": "2026-05-14", "time": "14:00:00", "tz": "Europe/Zurich"}, "duration": 30, "presenters": [{"firstName": "Ina", "familyName": "Berg"}]}}}}}}}
JSON
confab import indico event.json timetable.json -o problem.yaml --published published.json --every-fault
cat problem.yaml
confab validate problem.yaml
confab solve problem.yaml -q --threads 1 --format text | tail -n 3
echo "--- the timetable alone"
confab import indico timetable.json --timezone Europe/Zurich | tail -n +9
echo "--- not of the kind"
echo '{"results": []}' >none.json
confab import indico none.json
