confab check small.yaml good.json --format json
