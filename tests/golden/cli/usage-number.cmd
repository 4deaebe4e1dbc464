confab solve small.yaml --time-limit soon --gap some --seed -1
