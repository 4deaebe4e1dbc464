confab explain small.yaml good.json --event chat
