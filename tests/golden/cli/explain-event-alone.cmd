confab explain small.yaml --event three
