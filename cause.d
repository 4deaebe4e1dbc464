cause.o: src/revise/cause.c src/revise/cause.h include/confab/score.h \
  include/confab/timetable.h include/confab/problem.h \
  include/confab/calendar.h include/confab/arena.h include/confab/base.h \
  include/confab/source.h src/base/strmap.h src/base/vec.h \
  include/confab/audit.h src/core/rule.h src/core/model.h \
  src/explain/variant.h src/revise/cause_inside.h src/revise/revise.h

src/revise/cause.h:

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

src/core/rule.h:

src/core/model.h:

src/explain/variant.h:

src/revise/cause_inside.h:

src/revise/revise.h:
