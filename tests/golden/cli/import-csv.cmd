cat >talks.csv <<'CSV'
sep=;
Titel;Referent;Dauer;Themenbereich;Art;Sprache;Niveau;Schlagworte;Stimmen;Status;Abwesend
Kette und Schuss;Mira Vogt (Weberzunft);45 min;Handwerk;Vortrag;Deutsch;Einsteiger;Garn, Baumwolle;17;angenommen;2026-05-14 09:00-12:00
"Färben";"Arlen, Jon";1h30;Chemie;Workshop;Englisch;;;;;
Knoten;Mira Vogt und Jon Arlen;;Handwerk;Lightning Talk;;Fortgeschritten;;viele;;morgens
;;;;;;;;;;
Filz;Ina Berg;lang;;;;;;;zurückgezogen;
Mittagspause;;60;;;;;;;;
;Niemand;20;;;;;;;;
CSV
printf '\357\273\277Raum\tSitzplätze\tAusstattung\tOffen\nSaal\t120 Plätze\tBeamer, Video\nDachboden\t\t\n\t5\t\n' >raeume.csv
cat >speakers.csv <<'CSV'
First name,Last name,Company,Available
Jon,Arlen,Dye Works,"2026-05-14; 15.05.2026 09:00–12:00; 5/16/2026; 05/06/2026"
Ina,Berg,,13:00-17:00
CSV
confab import csv talks.csv raeume.csv speakers.csv --every-fault --timezone Europe/Zurich --title Webertage -o problem.yaml
cat problem.yaml
confab validate problem.yaml
confab solve problem.yaml -q --threads 1 --format text | tail -n 2
echo "--- a schedule, under its title"
cat >plan.csv <<'CSV'
Weavers' Days,,,,,
,,,,,
Date,Start,End,Room,Title,Speakers
14.05.2026,9:00,9:45,Loom Hall,Warp and weft,Mira Vogt
14.05.2026,9:30 am,10:00,Attic,Dyes,"Mira Vogt, Jon Arlen"
14.05.2026,12.00 Uhr,13:00,,Lunch,
14.05.2026,23:00,1:00,Attic,Night of threads,
,14:00,,Attic,Knots,Ina Berg
Friday,,,,,
CSV
confab import csv plan.csv --timezone Europe/Zurich --published published.json -o problem.yaml
cat problem.yaml
confab check problem.yaml published.json | head -n 6
echo "--- only titles"
printf 'Title\nWarp\nWeft\nDyes\n' >titles.csv
confab import csv titles.csv --timezone Europe/Zurich --date "2026-05-14 - 2026-05-15" --hours 9:00-12:30,14:00-18:00 -q | tail -n +9
echo "--- JSON"
cat >tables.json <<'JSON'
{"talks": [{"title": "Warp", "speakers": ["Mira Vogt", {"name": "Jon Arlen"}], "minutes": 45}, 7, {"title": {"x": 1}}], "rooms": [{"name": "Attic", "capacity": 20}], "note": "none"}
JSON
confab import csv tables.json --timezone Europe/Zurich --date 2026-05-14 --hours 9:00-12:00 | tail -n +9
echo "--- not of the kind"
echo '[]' >none.json
confab import csv none.json
printf 'a,b\n1,2\n' >odd.csv
confab import csv odd.csv
confab import csv raeume.csv
printf '"open\n' >open.csv
confab import csv open.csv
