confab diff published-1.json published-2.json --format json -o changes.json
confab diff --apply changes.json published-1.json -o result.json && confab diff published-2.json result.json && cat result.json
