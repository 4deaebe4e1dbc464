confab --version
