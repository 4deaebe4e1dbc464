# Mira's two talks may be at any time, but her absence upsets least what is beside an empty slot.
confab solve guild.yaml -q -j 1 -w 1000 -o plain.json
confab solve guild.yaml --robust -j 1 -w 1000 -o robust.json
echo "exit $?"
for file in plain robust; do confab explain guild.yaml $file.json --fragile -j 1 | grep -A1 away | head -4; done
confab solve guild.yaml --robust -q -j 1 -w 1000 -o again.json
cmp robust.json again.json && echo the same again
