confab help check
