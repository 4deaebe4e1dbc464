# Mira Vogt cannot be there at ten: her talk goes to where another one was, and that one makes room.
confab solve harvest.yaml harvest-away.yaml --previous harvest.json --format text
