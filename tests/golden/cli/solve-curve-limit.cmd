confab solve -q guild.yaml -o old.json
confab solve guild.yaml guild-away.yaml --previous old.json --curve moves --max-moves 1 -j 1 -o new.json
echo "exit $?"
cat moves.csv
