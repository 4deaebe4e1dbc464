confab solve small.yaml -o out.json
echo "exit $?"
confab solve small.yaml -o - | cmp - out.json && echo the same on standard output
confab check small.yaml out.json
