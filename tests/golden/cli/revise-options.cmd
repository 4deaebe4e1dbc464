# What may not move stays; too little may move; what is frozen by a name that there is not.
confab solve -q --threads 1 harvest.yaml harvest-away.yaml --previous harvest.json --freeze-before "2026-10-03 23:00" -o out.json
confab solve --threads 1 harvest.yaml harvest-away.yaml --previous harvest.json --freeze room:barn --freeze-before tomorrow -o out.json
confab solve --threads 1 harvest.yaml harvest-away.yaml --previous harvest.json --freeze hall:barn --freeze track:none -o out.json
confab solve --threads 1 harvest.yaml harvest-away.yaml --previous harvest.json --max-moves 0 -o out.json
confab solve --threads 1 harvest.yaml harvest-away.yaml --previous harvest.json --stability events -o out.json
confab solve --threads 1 harvest.yaml harvest-away.yaml --previous harvest.json --stability minutes -o out.json
confab solve --threads 1 harvest.yaml --previous harvest.json --stability places -o out.json
confab solve --threads 1 harvest.yaml --previous missing.json -o out.json
# A room is lost with all that was in it, and many events are unknown.
sed '/id: barn/d' harvest.yaml >lost.yaml
confab solve --threads 1 lost.yaml --previous harvest.json -o out.json
