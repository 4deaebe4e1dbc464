confab help help
