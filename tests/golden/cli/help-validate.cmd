confab help validate
