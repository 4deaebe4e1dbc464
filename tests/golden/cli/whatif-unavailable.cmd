confab whatif harvest.yaml harvest.json --unavailable "Mira Vogt@2026-09-18 10:00-11:00"
# A name with an @ in it is one; a time that nothing of theirs is in changes nothing.
sed 's/name: Mira Vogt/name: Mira@Vogt/' harvest.yaml >address.yaml
confab whatif address.yaml harvest.json --unavailable Mira@Vogt 2>&1 | tail -n 1
confab whatif address.yaml harvest.json --unavailable "Mira@Vogt@2026-09-18 10:30-11:00"
