solve_extras.o: src/cli/solve_extras.c src/cli/solve_extras.h \
  src/cli/session.h src/cli/options.h include/confab/diag.h \
  include/confab/source.h include/confab/arena.h include/confab/base.h \
  include/confab/diag.def include/confab/generate.h \
  include/confab/hypothesis.h include/confab/solve.h \
  include/confab/score.h include/confab/timetable.h \
  include/confab/problem.h include/confab/calendar.h \
  src/cli/commands.def include/confab/explain.h \
  include/confab/read_timetable.h include/confab/schedule.h \
  src/output/strbuf.h src/revise/budget.h src/revise/drafts.h \
  src/cli/solve_curve.h src/cli/solve_drafts.h src/cli/solve_robust.h

src/cli/solve_extras.h:

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

src/output/strbuf.h:

src/revise/budget.h:

src/revise/drafts.h:

src/cli/solve_curve.h:

src/cli/solve_drafts.h:

src/cli/solve_robust.h:
