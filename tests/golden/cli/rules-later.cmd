confab rules fair-share
