schedule_build.o: src/exchange/schedule_build.c \
  src/exchange/schedule_build.h src/exchange/faults.h src/base/vec.h \
  include/confab/arena.h include/confab/base.h include/confab/diag.h \
  include/confab/source.h include/confab/diag.def src/exchange/raw.h \
  include/confab/schedule.h include/confab/problem.h \
  include/confab/calendar.h src/base/strmap.h src/output/read_time.h

src/exchange/schedule_build.h:

src/exchange/faults.h:

src/base/vec.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/diag.h:

include/confab/source.h:

include/confab/diag.def:

src/exchange/raw.h:

include/confab/schedule.h:

include/confab/problem.h:

include/confab/calendar.h:

src/base/strmap.h:

src/output/read_time.h:
