confab solve guild.yaml --drafts 4 --differ 50% -j 1 -o plan.json
echo "exit $?"
for file in plan*; do
    echo "$file"
    confab check guild.yaml "$file" | head -1
done
confab solve guild.yaml --drafts 2 -j 1 -o dir.d/plan
echo "exit $?"
