confab solve small.yaml --output
