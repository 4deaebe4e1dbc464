hypothesis.o: src/revise/hypothesis.c include/confab/hypothesis.h \
  include/confab/solve.h include/confab/score.h \
  include/confab/timetable.h include/confab/problem.h \
  include/confab/calendar.h include/confab/arena.h include/confab/base.h \
  include/confab/source.h src/base/strmap.h src/base/vec.h \
  include/confab/audit.h include/confab/explain.h src/explain/variant.h

include/confab/hypothesis.h:

include/confab/solve.h:

include/confab/score.h:

include/confab/timetable.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/source.h:

src/base/strmap.h:

src/base/vec.h:

include/confab/audit.h:

include/confab/explain.h:

src/explain/variant.h:
