confab help init
