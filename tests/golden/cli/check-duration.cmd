confab check small.yaml duration.json
