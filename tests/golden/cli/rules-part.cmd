confab rules room
