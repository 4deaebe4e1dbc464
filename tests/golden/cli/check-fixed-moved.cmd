confab check small.yaml fixed-moved.json
