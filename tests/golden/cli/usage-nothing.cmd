confab
