solve_curve.o: src/cli/solve_curve.c src/cli/solve_curve.h \
  src/cli/session.h src/cli/options.h include/confab/diag.h \
  include/confab/source.h include/confab/arena.h include/confab/base.h \
  include/confab/diag.def include/confab/generate.h \
  include/confab/hypothesis.h include/confab/solve.h \
  include/confab/score.h include/confab/timetable.h \
  include/confab/problem.h include/confab/calendar.h \
  src/cli/commands.def include/confab/explain.h \
  include/confab/read_timetable.h include/confab/schedule.h \
  src/output/strbuf.h include/confab/audit.h include/confab/write.h \
  include/confab/revision.h include/confab/changes.h \
  include/confab/whatif.h src/output/write_curve.h src/revise/curve.h

src/cli/solve_curve.h:

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

include/confab/audit.h:

include/confab/write.h:

include/confab/revision.h:

include/confab/changes.h:

include/confab/whatif.h:

src/output/write_curve.h:

src/revise/curve.h:
