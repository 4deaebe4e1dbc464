robust.o: src/revise/robust.c src/revise/robust.h include/confab/solve.h \
  include/confab/score.h include/confab/timetable.h \
  include/confab/problem.h include/confab/calendar.h \
  include/confab/arena.h include/confab/base.h include/confab/source.h \
  src/revise/budget.h src/revise/drafts.h src/revise/fragile.h

src/revise/robust.h:

include/confab/solve.h:

include/confab/score.h:

include/confab/timetable.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/source.h:

src/revise/budget.h:

src/revise/drafts.h:

src/revise/fragile.h:
