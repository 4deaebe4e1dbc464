confab explain place.yaml place.json --event Arenas --exact --threads 1
