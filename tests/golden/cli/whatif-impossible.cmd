confab whatif harvest.yaml harvest.json --unavailable mira
