confab solve --help >long && confab help solve | diff - long && echo the same
