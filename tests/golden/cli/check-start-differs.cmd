# Of `date` and `start`, `date` counts.
confab check small.yaml start-differs.json
