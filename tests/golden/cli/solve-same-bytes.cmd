confab solve small.yaml --seed 7 >one.json && confab solve small.yaml --seed 7 >two.json && cmp one.json two.json && echo the same
grep -c seconds one.json
confab solve small.yaml --timing | grep -c seconds
