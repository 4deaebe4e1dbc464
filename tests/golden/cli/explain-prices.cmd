confab explain prices.yaml --prices --threads 1
