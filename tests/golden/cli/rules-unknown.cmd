confab rules track-paralel
