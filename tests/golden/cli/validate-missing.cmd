confab validate no-such.yaml
