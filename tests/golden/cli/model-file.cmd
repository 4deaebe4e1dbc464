confab model small.yaml -o out.lp && confab model small.yaml --format lp --level 3 | cmp - out.lp && echo the same
