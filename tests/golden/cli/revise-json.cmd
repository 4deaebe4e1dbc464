# The same for programs; a second change is announced as the second one.
confab solve -q harvest.yaml harvest-away.yaml --previous harvest.json -o second.json
sed -n '/"changes"/,/"run"/p' second.json
confab solve -q harvest.yaml --previous second.json -o third.json
sed -n '/"sequence"/,/}/p' third.json
