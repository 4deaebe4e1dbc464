# To a minute that is on no grid: in the hours that is a place like any other.
confab solve -q -j1 weavers.yaml -o woven.json
confab whatif -j1 weavers.yaml woven.json --move "twill@2026-09-18 10:07"
echo "exit $?"
