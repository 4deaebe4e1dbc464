confab explain weavers.yaml --prices --threads 1
