# Not on the grid, and where the press is not.
confab whatif harvest.yaml harvest.json --move "apples@2026-09-18 10:20"
echo "exit $?"
confab whatif harvest.yaml harvest.json --move apples@/loft
echo "exit $?"
