confab check ambiguous.yaml event-ambiguous.json
