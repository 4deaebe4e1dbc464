# Talks and where they are: dates and clocks, rooms and evenings, and a timetable of ours beside the talks.
cat >talks.csv <<'CSV'
Title,Speaker,Day,Time,Room,Duration
A,X Y,14.05.2026,10:00,Great Hall,45
B,Y Z,14.05.,11:00,great hall,45
C,U V,Thursday,1 pm,Great Hall,45
D,V W,2026-05-14,10h30,Grat Hall,30
E,V U,14/05/2026,14.30,Aula,30
F,W U,14 May 2026,9:00-9:45,Aula,
G,W X,"Thu, May 14, 2026",15 Uhr,Aula,30
H,W R,2026-05-14 16:00,,Aula,30
I,W S,someday,17:00,Aula,30
J,W T,14.05.2026,soon,Aula,30
K,W Q,14.05.2026,23:30,Aula,30
L,W P,,16:45,TBD,
CSV
printf 'Room,Capacity (seats)\nGreat Hall,300\nAula,100\nBar,20\n' >rooms.csv
confab import csv talks.csv rooms.csv --every-fault --title Days --timezone Europe/Zurich -o problem.yaml --published published.json
sed -n '/^rooms/,/^speakers/p' problem.yaml
grep -o '"title":.*\|"date":.*' published.json | paste - - | grep T
echo "--- talks, and our timetable of them"
printf 'Title,Speakers,Minutes\nWarp,"Mira Vogt, Jon Arlen",45\nWeft,Ina Berg,30\nDyes,Ina Berg,30\n' >accepted.csv
confab import csv accepted.csv --title Days --timezone Europe/Zurich --date 2026-05-14 --hours 9:00-12:00 -o problem.yaml
confab solve problem.yaml -q --threads 1 -o timetable.json
confab render problem.yaml timetable.json -o timetable.csv
printf 'Felt,Lea Lang,30\nWarp,Mira Vogt & Jon Arlen,30\n' >>accepted.csv
confab import csv timetable.csv accepted.csv --title Days --timezone Europe/Zurich -o again.yaml --published again.json
grep -v '^#' again.yaml
confab solve again.yaml -q --threads 1 --previous again.json --format text | grep -A 9 '^Thu'
