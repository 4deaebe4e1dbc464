confab diff published-1.json published-2.json --format json -o changes.json
confab diff --apply changes.json published-2.json -o result.json
code=$?
ls result.json 2>/dev/null
exit $code
