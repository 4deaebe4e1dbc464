confab diff published-1.json published-1.json
