confab solve small.yaml --format jsno
