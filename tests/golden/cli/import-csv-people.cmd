# Columns, people, rooms and states as people write them.
cat >einreichungen.csv <<'CSV'
Session ID;Session title;Presenter(s);Co-speaker;Length (min);Session format;Status;Abwesend am;E-Mail;Raumwunsch;T-Shirt
1;Warp;Prof. Dr. Mira Weiß;;45;Session (45 min);Accepted;;a@x.org;Great Hall;L
2;Weft;"Dr. Carla Rossi, University of Bern";;45,0;Vortrag;Accepted;;;;
3;Dyes;"Vogt, Mira; Arlen, Jon, MSc";Ina Berg;0;Lecture;angenommen;;;;
4;Knots;Mira Weiss & jon arlen;;5000;Tutorial;confirmed;;;;
5;Felt;TBA;;half;Presentation;Type B;;;;
6;Silk;N.N.;;30;Talk;Waitlisted;;;;
7;Wool;Lea Lang;;30;Talk;Ablehnung;;;;
8;Lace;Lea Lang;;30;Talk;pending;;;;
9;Warp;Mira Weiß;;30;Talk;Accepted;;;;
CSV
cat >leute.csv <<'CSV'
Referent*innen,Firma,Can't attend,Anwesend
WEIß Mira,Guild,14.05.2026 vormittags,
Jon Arlen,,"ab 14:00; 15.05.",
Ina Berg,,Friday,
Carla Rossi,,at night,
Mira Vogt,,,-
Lea Lang,,,
Ina Burg,,2026-05-14,
CSV
printf 'Room,Max. Personen,Geöffnet\nGreat Hall,300,14.05.2026 - 15.05.2026\nAula,100,9-17\nAttic,,14.05.2026 - 15.05.2026\n' >rooms.csv
confab import csv einreichungen.csv leute.csv rooms.csv --every-fault --title Webertage --timezone Europe/Zurich --hours 9-17 -o problem.yaml
cat problem.yaml
confab validate problem.yaml
echo "--- nothing decided, and nobody speaks"
printf 'Proposal,State\nWarp,submitted\nWeft,maybe\nDyes,No\n' >proposals.csv
confab import csv proposals.csv --title Webertage --timezone Europe/Zurich --date 14.05.2026 | tail -n 12
