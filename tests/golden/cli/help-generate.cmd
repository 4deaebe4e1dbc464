confab help generate
