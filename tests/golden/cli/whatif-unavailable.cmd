confab whatif harvest.yaml harvest.json --unavailable "Mira Vogt@2026-09-18 10:00-11:00"
