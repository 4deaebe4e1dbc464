mkdir fresh
confab solve -q small.yaml -o fresh/out.json && confab solve -q small.yaml -o fresh/out.json && ls -A fresh
