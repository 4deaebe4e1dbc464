read_timetable.o: src/exchange/read_timetable.c \
  include/confab/read_timetable.h include/confab/diag.h \
  include/confab/source.h include/confab/arena.h include/confab/base.h \
  include/confab/diag.def include/confab/schedule.h \
  include/confab/problem.h include/confab/calendar.h \
  include/confab/timetable.h src/exchange/match_schedule.h \
  src/base/strmap.h src/exchange/read_schedule_file.h \
  include/confab/read_schedule.h src/exchange/faults.h src/base/vec.h

include/confab/read_timetable.h:

include/confab/diag.h:

include/confab/source.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/diag.def:

include/confab/schedule.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/timetable.h:

src/exchange/match_schedule.h:

src/base/strmap.h:

src/exchange/read_schedule_file.h:

include/confab/read_schedule.h:

src/exchange/faults.h:

src/base/vec.h:
