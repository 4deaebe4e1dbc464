confab solve guild.yaml --drafts 3
echo "exit $?"
confab solve guild.yaml --drafts 0 --differ 101 -o new.json
echo "exit $?"
confab solve guild.yaml --differ 10 -o new.json
echo "exit $?"
cp guild.yaml guild-2.yaml
confab solve guild-2.yaml --drafts 2 -o guild.yaml
echo "exit $?"
confab solve guild.yaml --drafts 2 -o plan.json --previous plan-2.json
echo "exit $?"
confab solve guild.yaml --drafts 2 -o plan.json --log plan-1.json
echo "exit $?"
confab solve guild.yaml --drafts 2 -o plan.json --previous good.json --curve plan-2
echo "exit $?"
confab solve guild.yaml -o plan.json --previous good.json --curve good
echo "exit $?"
