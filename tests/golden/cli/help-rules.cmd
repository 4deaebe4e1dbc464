confab help rules
