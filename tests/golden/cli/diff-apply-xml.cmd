confab diff published-1.json published-2.json --format json -o changes.json
echo '<schedule><day date="2026-05-14"/></schedule>' >old.xml
confab diff --apply changes.json old.xml
