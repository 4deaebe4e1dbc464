command_solve.o: src/cli/command_solve.c src/cli/commands.h \
  src/cli/options.h include/confab/diag.h include/confab/source.h \
  include/confab/arena.h include/confab/base.h include/confab/diag.def \
  include/confab/generate.h include/confab/hypothesis.h \
  include/confab/solve.h include/confab/score.h \
  include/confab/timetable.h include/confab/problem.h \
  include/confab/calendar.h src/cli/commands.def src/cli/progress.h \
  src/cli/revising.h src/cli/session.h include/confab/explain.h \
  include/confab/read_timetable.h include/confab/schedule.h \
  src/cli/solve_drafts.h src/output/strbuf.h src/revise/drafts.h \
  src/cli/solve_extras.h src/revise/budget.h src/cli/solve_pins.h \
  src/cli/stop.h src/cli/trace.h include/confab/write.h \
  include/confab/revision.h include/confab/changes.h \
  include/confab/whatif.h src/output/display.h src/output/report.h \
  src/output/report_revision.h

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

src/cli/progress.h:

src/cli/revising.h:

src/cli/session.h:

include/confab/explain.h:

include/confab/read_timetable.h:

include/confab/schedule.h:

src/cli/solve_drafts.h:

src/output/strbuf.h:

src/revise/drafts.h:

src/cli/solve_extras.h:

src/revise/budget.h:

src/cli/solve_pins.h:

src/cli/stop.h:

src/cli/trace.h:

include/confab/write.h:

include/confab/revision.h:

include/confab/changes.h:

include/confab/whatif.h:

src/output/display.h:

src/output/report.h:

src/output/report_revision.h:
