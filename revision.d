revision.o: src/exchange/revision.c include/confab/revision.h \
  include/confab/changes.h include/confab/schedule.h \
  include/confab/problem.h include/confab/calendar.h \
  include/confab/arena.h include/confab/base.h include/confab/source.h \
  include/confab/read_timetable.h include/confab/diag.h \
  include/confab/diag.def include/confab/timetable.h src/core/rule.h \
  include/confab/score.h src/core/model.h src/base/vec.h \
  src/exchange/schedule_of.h src/output/names.h src/output/agenda.h \
  src/revise/cause.h

include/confab/revision.h:

include/confab/changes.h:

include/confab/schedule.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/source.h:

include/confab/read_timetable.h:

include/confab/diag.h:

include/confab/diag.def:

include/confab/timetable.h:

src/core/rule.h:

include/confab/score.h:

src/core/model.h:

src/base/vec.h:

src/exchange/schedule_of.h:

src/output/names.h:

src/output/agenda.h:

src/revise/cause.h:
