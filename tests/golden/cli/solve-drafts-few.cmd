printf 'talks: [{id: fuzzing, pin: {start: "12:00"}}, {id: caches, pin: {start: "10:00"}}, {id: traces, pin: {start: "11:00"}}]\n' >pins.yaml
confab solve guild.yaml pins.yaml --drafts 9 --differ 100 -j 1 -o plan.json
echo "exit $?"
ls plan*
