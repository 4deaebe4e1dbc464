confab check small.yaml shape.json
