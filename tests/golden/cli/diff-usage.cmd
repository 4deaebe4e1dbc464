confab diff published-1.json
confab diff --apply published-1.json published-1.json published-2.json
confab diff --apply published-1.json published-1.json --ics calendars
confab diff published-1.json published-2.json -o published-2.json
