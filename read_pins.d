read_pins.o: src/exchange/read_pins.c src/exchange/read_pins.h \
  include/confab/diag.h include/confab/source.h include/confab/arena.h \
  include/confab/base.h include/confab/diag.def \
  include/confab/timetable.h include/confab/problem.h \
  include/confab/calendar.h src/base/strmap.h src/base/vec.h \
  src/exchange/pins_ignored.h src/input/csv.h src/output/read_time.h

src/exchange/read_pins.h:

include/confab/diag.h:

include/confab/source.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/diag.def:

include/confab/timetable.h:

include/confab/problem.h:

include/confab/calendar.h:

src/base/strmap.h:

src/base/vec.h:

src/exchange/pins_ignored.h:

src/input/csv.h:

src/output/read_time.h:
