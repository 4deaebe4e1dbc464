confab whatif harvest.yaml harvest.json
confab whatif harvest.yaml harvest.json --move "aples@2026-09-18 11:00" --move apples --move apples@11 --move apples@/ \
    --move apples@/bran --drop figs --unavailable "Mira Vog" --unavailable mira@tomorrow \
    --unavailable "mira@2026-09-18 12:00-11:00"
confab whatif harvest.yaml harvest.json --move apples@/loft --drop apples
printf 'fixed: [{id: lunch, title: Lunch, date: 2026-09-18, time: 13:00-14:00, where: barn}]\n' >lunch.yaml
confab whatif harvest.yaml lunch.yaml harvest.json --move lunch@/loft
confab solve harvest.yaml --drop apples
confab whatif harvest.yaml harvest.json --unavailable 20 --previous harvest.json
