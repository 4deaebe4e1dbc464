confab explain small.yaml good.json --event thre
