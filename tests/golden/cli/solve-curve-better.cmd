# With as many moves, a timetable that moves further is better; each point's timetable can be taken.
confab solve -q guild.yaml -o old.json
echo 'speakers: [{id: mira, unavailable: [2026-05-14 10:00-12:00]}]' >mira.yaml
confab solve guild.yaml mira.yaml --previous old.json --curve moves -j 1 -o new.json
ls moves*
sed -n '/"solution"/,/"events"/p' moves-2.json
confab check guild.yaml mira.yaml moves-2.json
confab diff old.json moves-2.json
# Any of its files in the way of another one.
cp old.json moves-2.json
confab solve guild.yaml mira.yaml --previous moves-2.json --curve moves -o new.json
echo "exit $?"
confab solve guild.yaml mira.yaml --previous old.json --curve moves -o ./moves-7.json
echo "exit $?"
confab solve guild.yaml mira.yaml --previous old.json --curve moves --log moves-12.json -o new.json
echo "exit $?"
