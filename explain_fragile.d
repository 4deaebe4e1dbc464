explain_fragile.o: src/cli/explain_fragile.c src/cli/explain_fragile.h \
  src/cli/options.h include/confab/diag.h include/confab/source.h \
  include/confab/arena.h include/confab/base.h include/confab/diag.def \
  include/confab/generate.h include/confab/hypothesis.h \
  include/confab/solve.h include/confab/score.h \
  include/confab/timetable.h include/confab/problem.h \
  include/confab/calendar.h src/cli/commands.def src/cli/session.h \
  include/confab/explain.h include/confab/read_timetable.h \
  include/confab/schedule.h src/cli/stop.h src/output/write_fragile.h \
  src/revise/fragile.h

src/cli/explain_fragile.h:

src/cli/options.h:

include/confab/diag.h:

include/confab/source.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/diag.def:

include/confab/generate.h:

include/confab/hypothesis.h:

include/confab/solve.h:

include/confab/score.h:

include/confab/timetable.h:

include/confab/problem.h:

include/confab/calendar.h:

src/cli/commands.def:

src/cli/session.h:

include/confab/explain.h:

include/confab/read_timetable.h:

include/confab/schedule.h:

src/cli/stop.h:

src/output/write_fragile.h:

src/revise/fragile.h:
