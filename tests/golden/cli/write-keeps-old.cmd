# A run that fails leaves the file of the last one alone.
echo old >out.json
confab solve no-such.yaml -o out.json
echo "exit $?"
cat out.json
