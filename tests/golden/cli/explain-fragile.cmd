confab solve -q guild.yaml -j 1 -o old.json
confab explain guild.yaml old.json --fragile -j 1
echo "exit $?"
confab explain guild.yaml old.json --fragile --format json -j 1 >fragile.json
grep -c '"status"' fragile.json
head -20 fragile.json
confab explain guild.yaml --fragile
echo "exit $?"
confab explain guild.yaml old.json --fragile --prices
echo "exit $?"
