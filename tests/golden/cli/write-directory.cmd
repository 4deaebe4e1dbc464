mkdir there
confab solve small.yaml -o there
echo "exit $?"
ls -A there
