# The acronym is made of the title: with another one all guids are others, but people and events are the same.
sed 's/^title:.*/title: Weavers by the sea/' weavers.yaml >renamed.yaml
confab solve -q -j 1 weavers.yaml -o old.json
confab solve -j 1 renamed.yaml --previous old.json -o new.json
confab diff old.json new.json
sed 's/Loom Hall/Long Hall/; s/"room": "Loom Hall"/"room": "Long Hall"/' new.json >moved.json
confab diff old.json moved.json
