# The changes of a timetable are a list, too.
confab solve -q -j1 harvest.yaml harvest-away.yaml --previous harvest.json -o new.json
confab diff harvest.json new.json
confab diff --apply new.json harvest.json -o moved.json && confab diff new.json moved.json
