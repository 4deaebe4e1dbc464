# To where another one is; with only a time, and only a room; where it is already.
confab whatif harvest.yaml harvest.json --move "apples@2026-09-18 11:00/barn"
confab whatif harvest.yaml harvest.json --move "Plums@2026-09-18 11:00"
confab whatif harvest.yaml harvest.json --move plums@/Loft
confab whatif harvest.yaml harvest.json --move plums@/barn
