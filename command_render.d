command_render.o: src/cli/command_render.c src/cli/commands.h \
  src/cli/options.h include/confab/diag.h include/confab/source.h \
  include/confab/arena.h include/confab/base.h include/confab/diag.def \
  include/confab/generate.h include/confab/hypothesis.h \
  include/confab/solve.h include/confab/score.h \
  include/confab/timetable.h include/confab/problem.h \
  include/confab/calendar.h src/cli/commands.def src/cli/session.h \
  include/confab/explain.h include/confab/read_timetable.h \
  include/confab/schedule.h include/confab/audit.h \
  include/confab/write.h include/confab/revision.h \
  include/confab/changes.h include/confab/whatif.h

src/cli/commands.h:

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

include/confab/audit.h:

include/confab/write.h:

include/confab/revision.h:

include/confab/changes.h:

include/confab/whatif.h:
