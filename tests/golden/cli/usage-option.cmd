confab solve small.yaml --tme-limit 3 -x
