confab model infeasible.yaml --level soft --time-limit 0.000000001
