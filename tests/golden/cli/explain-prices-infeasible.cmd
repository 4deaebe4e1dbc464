confab explain infeasible.yaml --prices --threads 1
