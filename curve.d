curve.o: src/revise/curve.c src/revise/curve.h include/confab/solve.h \
  include/confab/score.h include/confab/timetable.h \
  include/confab/problem.h include/confab/calendar.h \
  include/confab/arena.h include/confab/base.h include/confab/source.h \
  include/confab/audit.h src/core/rule.h src/core/model.h src/base/vec.h \
  src/explain/variant.h src/revise/budget.h src/revise/revise.h

src/revise/curve.h:

include/confab/solve.h:

include/confab/score.h:

include/confab/timetable.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/source.h:

include/confab/audit.h:

src/core/rule.h:

src/core/model.h:

src/base/vec.h:

src/explain/variant.h:

src/revise/budget.h:

src/revise/revise.h:
