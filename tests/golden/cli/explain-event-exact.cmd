confab explain small.yaml good.json --event "Third things" --exact --threads 1 -o out.txt && cat out.txt
