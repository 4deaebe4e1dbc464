confab check small.yaml event-twice.json
