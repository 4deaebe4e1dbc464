options.o: src/cli/options.c src/cli/options.h include/confab/diag.h \
  include/confab/source.h include/confab/arena.h include/confab/base.h \
  include/confab/diag.def include/confab/generate.h \
  include/confab/hypothesis.h include/confab/solve.h \
  include/confab/score.h include/confab/timetable.h \
  include/confab/problem.h include/confab/calendar.h \
  src/cli/commands.def src/cli/options.def

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

src/cli/options.def:
