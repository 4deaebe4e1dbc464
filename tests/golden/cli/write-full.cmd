confab solve small.yaml -o /dev/full
echo "exit $?"
confab solve small.yaml >/dev/full
echo "exit $?"
confab solve small.yaml --format text >/dev/full
echo "exit $?"
confab rules >/dev/full
echo "exit $?"
confab check small.yaml good.json >/dev/full
