# Beside a file, all is told; beside JSON on the screen, what changes.
confab solve harvest.yaml harvest-away.yaml --previous harvest.json -o out.json
confab solve harvest.yaml harvest-away.yaml --previous harvest.json >out2.json
cmp out.json out2.json
confab solve harvest.yaml --previous harvest.json >out3.json
