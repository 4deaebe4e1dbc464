fragile.o: src/revise/fragile.c src/revise/fragile.h \
  include/confab/solve.h include/confab/score.h \
  include/confab/timetable.h include/confab/problem.h \
  include/confab/calendar.h include/confab/arena.h include/confab/base.h \
  include/confab/source.h src/base/vec.h include/confab/audit.h \
  src/core/rule.h src/core/model.h src/explain/variant.h \
  src/revise/budget.h src/revise/curve.h src/revise/revise.h

src/revise/fragile.h:

include/confab/solve.h:

include/confab/score.h:

include/confab/timetable.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/source.h:

src/base/vec.h:

include/confab/audit.h:

src/core/rule.h:

src/core/model.h:

src/explain/variant.h:

src/revise/budget.h:

src/revise/curve.h:

src/revise/revise.h:
