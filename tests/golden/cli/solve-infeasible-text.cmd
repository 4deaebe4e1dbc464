confab solve infeasible.yaml --format text
