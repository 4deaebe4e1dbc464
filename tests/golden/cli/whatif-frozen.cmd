# What may not move limits what can follow.
confab whatif harvest.yaml harvest.json --unavailable "mira@2026-09-18 10:00-11:00" --freeze event:plums
confab whatif harvest.yaml harvest.json --unavailable "mira@2026-09-18 10:00-11:00" --max-moves 1
echo "exit $?"
