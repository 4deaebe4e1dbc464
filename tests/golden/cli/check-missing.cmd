confab check small.yaml missing.json
