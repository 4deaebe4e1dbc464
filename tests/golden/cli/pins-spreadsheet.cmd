# As spreadsheets write it: a mark at the beginning, semicolons, CRLF, capitals, empty cells and rows.
printf '\357\273\277Notes;ROOM;Title;Start;DATE\r\n;hall;Arenas;9:30;14.05.2026\r\n;;;;\r\n"a ""note""; here";Lab, upstairs;Pools;;\r\n\r\n;;Caches;11:00:00;2026-05-14\r\n;;Traces;"2026-05-14 14:00";\r\n;;Fuzzing, "properly";;\r\n' >pins.csv
confab solve guild.yaml --pins pins.csv -j 1 -o new.json
echo "exit $?"
printf '\357\273\277Notes;ROOM;Title;Start;DATE\r\n;hall;Arenas;11:00;14.05.2026\r\n;;;;\r\n"a ""note""; here";Lab, upstairs;Pools;;\r\n' >pins.csv
confab solve -q guild.yaml --pins pins.csv -j 1 -o new.json
confab render guild.yaml new.json | grep '^arenas\|^pools' | cut -d, -f1,5,8
printf 'sep=|\nid|room|start\narenas|lab|12:00\n' >pins.csv
confab solve -q guild.yaml --pins pins.csv -j 1 -o new.json
confab render guild.yaml new.json | grep ^arenas | cut -d, -f1,5,8
printf 'id\tstart\narenas\t11:00\n' >pins.csv
confab solve -q guild.yaml --pins pins.csv -j 1 -o new.json
confab render guild.yaml new.json | grep ^arenas | cut -d, -f1,5
