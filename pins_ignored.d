pins_ignored.o: src/exchange/pins_ignored.c src/exchange/pins_ignored.h \
  include/confab/diag.h include/confab/source.h include/confab/arena.h \
  include/confab/base.h include/confab/diag.def include/confab/problem.h \
  include/confab/calendar.h src/input/csv.h src/output/names.h \
  src/output/agenda.h include/confab/timetable.h src/output/read_time.h

src/exchange/pins_ignored.h:

include/confab/diag.h:

include/confab/source.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/diag.def:

include/confab/problem.h:

include/confab/calendar.h:

src/input/csv.h:

src/output/names.h:

src/output/agenda.h:

include/confab/timetable.h:

src/output/read_time.h:
