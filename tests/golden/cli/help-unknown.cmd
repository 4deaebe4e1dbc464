confab help slove
