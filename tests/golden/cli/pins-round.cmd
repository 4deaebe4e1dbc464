# What was rendered asks for nothing new; one row is edited, and little else moves.
confab solve -q guild.yaml -j 1 -o old.json
confab render guild.yaml old.json -o old.csv
confab solve guild.yaml --previous old.json --pins old.csv -j 1 -o same.json
confab render guild.yaml same.json | diff old.csv - && echo nothing has changed
awk -F, -v OFS=, '$1 == "traces" { $5 = ($5 == "10:00" ? "11:00" : "10:00") } { print }' old.csv >new.csv
confab solve guild.yaml --previous old.json --pins new.csv -j 1 -o new.json
confab render guild.yaml new.json | diff old.csv - | cut -d, -f1,2,5,8
