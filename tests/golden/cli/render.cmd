confab solve -q guild.yaml -j 1 -o old.json
confab render guild.yaml old.json
confab render guild.yaml old.json -o plan.csv
confab render guild.yaml old.json | cmp - plan.csv && echo the same in a file
confab render guild.yaml old.json --format csv -o guild.yaml
echo "exit $?"
