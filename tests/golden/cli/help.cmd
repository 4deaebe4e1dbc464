confab --help
