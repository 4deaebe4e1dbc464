confab help solve
