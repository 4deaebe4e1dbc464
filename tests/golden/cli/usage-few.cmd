confab check small.yaml
