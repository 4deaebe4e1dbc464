confab explain ambiguous.yaml event-ambiguous.json --event "Things"
