confab diff published-1.json nothing.json
