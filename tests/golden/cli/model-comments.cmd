# Which event the columns mean: in front of the program, in ASCII, on short lines.
confab model odd.yaml | grep '^\\ '
confab model odd.yaml --format mps | grep '^\* [xyo]'
