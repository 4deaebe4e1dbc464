revising.o: src/cli/revising.c src/cli/revising.h src/cli/session.h \
  src/cli/options.h include/confab/diag.h include/confab/source.h \
  include/confab/arena.h include/confab/base.h include/confab/diag.def \
  include/confab/generate.h include/confab/hypothesis.h \
  include/confab/solve.h include/confab/score.h \
  include/confab/timetable.h include/confab/problem.h \
  include/confab/calendar.h src/cli/commands.def \
  include/confab/explain.h include/confab/read_timetable.h \
  include/confab/schedule.h src/output/read_time.h src/revise/revise.h

src/cli/revising.h:

src/cli/session.h:

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

include/confab/explain.h:

include/confab/read_timetable.h:

include/confab/schedule.h:

src/output/read_time.h:

src/revise/revise.h:
