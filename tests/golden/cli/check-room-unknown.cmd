confab check small.yaml room-unknown.json
