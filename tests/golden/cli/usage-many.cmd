confab rules one two
