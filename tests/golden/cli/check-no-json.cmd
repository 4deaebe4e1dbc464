confab check small.yaml no-json.json
