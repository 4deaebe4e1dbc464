confab help diagnostics
