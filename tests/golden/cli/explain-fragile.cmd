confab solve -q retreat.yaml -j 1 -o old.json
confab explain retreat.yaml old.json --fragile -j 1
echo "exit $?"
confab explain retreat.yaml old.json --fragile --format json -j 1 >fragile.json
grep -c '"status"' fragile.json
head -20 fragile.json
confab explain retreat.yaml --fragile
echo "exit $?"
confab explain retreat.yaml old.json --fragile --prices
echo "exit $?"
confab solve -q guild.yaml -j 1 -o old.json
confab explain guild.yaml old.json --fragile -j 1 | head -4
