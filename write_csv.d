write_csv.o: src/output/write_csv.c include/confab/write.h \
  include/confab/explain.h include/confab/solve.h include/confab/score.h \
  include/confab/timetable.h include/confab/problem.h \
  include/confab/calendar.h include/confab/arena.h include/confab/base.h \
  include/confab/source.h include/confab/hypothesis.h \
  include/confab/revision.h include/confab/changes.h \
  include/confab/schedule.h include/confab/read_timetable.h \
  include/confab/diag.h include/confab/diag.def include/confab/whatif.h \
  src/output/names.h src/output/agenda.h src/output/strbuf.h

include/confab/write.h:

include/confab/explain.h:

include/confab/solve.h:

include/confab/score.h:

include/confab/timetable.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/source.h:

include/confab/hypothesis.h:

include/confab/revision.h:

include/confab/changes.h:

include/confab/schedule.h:

include/confab/read_timetable.h:

include/confab/diag.h:

include/confab/diag.def:

include/confab/whatif.h:

src/output/names.h:

src/output/agenda.h:

src/output/strbuf.h:
