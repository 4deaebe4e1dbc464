confab solve guild.yaml --curve moves
echo "exit $?"
confab solve guild.yaml --previous good.json --curve -
echo "exit $?"
confab solve guild.yaml --previous good.json --curve new -o new.json
echo "exit $?"
