confab check small.yaml foreign.json
