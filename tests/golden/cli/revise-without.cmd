# Options about what was announced, where nothing was; a problem that says what was `published` is enough.
confab solve harvest.yaml --freeze-before "2026-09-18 12:00" --max-moves 3 -o out.json
echo "exit $?"
confab explain harvest.yaml --freeze day:2026-09-18
echo "exit $?"
confab model harvest.yaml --stability people >/dev/null
echo "exit $?"
echo 'talks: [{id: apples, published: {start: "2026-09-18 10:00"}}]' >published.yaml
confab solve -q harvest.yaml published.yaml --stability events --max-moves 3 -o out.json
echo "exit $?"
