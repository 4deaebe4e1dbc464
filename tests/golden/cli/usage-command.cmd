confab sovle small.yaml
