write_curve_csv.o: src/output/write_curve_csv.c src/output/write_curve.h \
  src/output/strbuf.h include/confab/arena.h include/confab/base.h \
  src/revise/curve.h include/confab/solve.h include/confab/score.h \
  include/confab/timetable.h include/confab/problem.h \
  include/confab/calendar.h include/confab/source.h

src/output/write_curve.h:

src/output/strbuf.h:

include/confab/arena.h:

include/confab/base.h:

src/revise/curve.h:

include/confab/solve.h:

include/confab/score.h:

include/confab/timetable.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/source.h:
