confab rules comfortable-hours
