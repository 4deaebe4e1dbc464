confab whatif harvest.yaml harvest.json --move "apples@2026-09-18 11:00" --drop plums --format json
confab whatif harvest.yaml harvest.json --unavailable mira --format json -o answer.json
echo "exit $?"
grep -A 2 '"answer"' answer.json
