confab diff --apply published-2.json published-1.json
