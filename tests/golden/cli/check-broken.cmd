confab check small.yaml broken.json
