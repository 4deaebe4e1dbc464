confab diff published-1.json published-2.json --format markdown
