confab check small.yaml good.json
