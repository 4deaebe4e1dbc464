confab solve -q guild.yaml -o old.json
confab solve guild.yaml guild-away.yaml --previous old.json --curve moves -j 1 -o new.json
cat moves.csv
grep -v '"start"\|"room"' moves.json
cat moves.svg
