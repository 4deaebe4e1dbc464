write_curve_json.o: src/output/write_curve_json.c src/output/json.h \
  include/confab/arena.h include/confab/base.h src/output/write_curve.h \
  src/output/strbuf.h src/revise/curve.h include/confab/solve.h \
  include/confab/score.h include/confab/timetable.h \
  include/confab/problem.h include/confab/calendar.h \
  include/confab/source.h src/revise/revise.h

src/output/json.h:

include/confab/arena.h:

include/confab/base.h:

src/output/write_curve.h:

src/output/strbuf.h:

src/revise/curve.h:

include/confab/solve.h:

include/confab/score.h:

include/confab/timetable.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/source.h:

src/revise/revise.h:
