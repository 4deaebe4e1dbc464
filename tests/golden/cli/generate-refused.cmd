confab generate --talks none --durations 60-5 --tags content
confab generate --wishes 4
confab generate --hours 2 --days 1 --rooms 1 --durations 50 --talks 3
confab generate --talks 6 --speakers 3 -o out.yaml
ls out.yaml 2>/dev/null
confab generate problem.yaml
