# Where two timetables cost the same, the one that a single absence upsets least.
confab solve retreat.yaml -q -j 1 -w 1000 -o plain.json
confab solve retreat.yaml --robust -j 1 -w 1000 -o robust.json
echo "exit $?"
for file in plain robust; do confab explain retreat.yaml $file.json --fragile -j 1 | grep -A1 away | head -4; done
confab solve retreat.yaml --robust -q -j 1 -w 1000 -o again.json
cmp robust.json again.json && echo the same again
