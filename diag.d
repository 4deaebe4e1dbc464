diag.o: src/input/diag.c include/confab/diag.h include/confab/source.h \
  include/confab/arena.h include/confab/base.h include/confab/diag.def \
  src/base/vec.h src/input/text.h

include/confab/diag.h:

include/confab/source.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/diag.def:

src/base/vec.h:

src/input/text.h:
