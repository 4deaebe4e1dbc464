confab validate - <small.yaml
