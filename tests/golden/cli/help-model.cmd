confab help model
