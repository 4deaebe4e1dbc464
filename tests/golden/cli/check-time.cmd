confab check small.yaml time.json
