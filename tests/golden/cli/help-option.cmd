confab solve --help | diff - help-solve.out && echo the same
