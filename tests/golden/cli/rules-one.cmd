confab rules room-capacity
