confab check small.yaml event-unknown.json
