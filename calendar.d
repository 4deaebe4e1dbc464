calendar.o: src/core/calendar.c include/confab/calendar.h \
  include/confab/arena.h include/confab/base.h src/base/vec.h

include/confab/calendar.h:

include/confab/arena.h:

include/confab/base.h:

src/base/vec.h:
