confab explain place.yaml place.json --event arenas --exact --threads 1 --format json
