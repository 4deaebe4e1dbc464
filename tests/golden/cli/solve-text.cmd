confab solve small.yaml --format text
