confab validate small.yaml
