revise.o: src/revise/revise.c src/revise/revise.h \
  include/confab/timetable.h include/confab/problem.h \
  include/confab/calendar.h include/confab/arena.h include/confab/base.h \
  include/confab/source.h src/core/rule.h include/confab/score.h \
  src/core/model.h src/base/vec.h

src/revise/revise.h:

include/confab/timetable.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/source.h:

src/core/rule.h:

include/confab/score.h:

src/core/model.h:

src/base/vec.h:
