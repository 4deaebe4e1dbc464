confab validate small.yaml --seed 3
