confab explain odd.yaml --prices --threads 1
