confab solve small.yaml -o none/out.json
