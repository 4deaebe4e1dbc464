faults.o: src/exchange/faults.c src/exchange/faults.h src/base/vec.h \
  include/confab/arena.h include/confab/base.h include/confab/diag.h \
  include/confab/source.h include/confab/diag.def

src/exchange/faults.h:

src/base/vec.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/diag.h:

include/confab/source.h:

include/confab/diag.def:
