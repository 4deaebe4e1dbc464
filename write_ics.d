write_ics.o: src/exchange/write_ics.c src/base/vec.h \
  include/confab/arena.h include/confab/base.h \
  include/confab/write_changes.h include/confab/changes.h \
  include/confab/schedule.h include/confab/problem.h \
  include/confab/calendar.h include/confab/source.h \
  include/confab/diag.h include/confab/diag.def src/input/text.h \
  src/output/changes_words.h src/output/display.h src/output/strbuf.h \
  src/output/file.h

src/base/vec.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/write_changes.h:

include/confab/changes.h:

include/confab/schedule.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/source.h:

include/confab/diag.h:

include/confab/diag.def:

src/input/text.h:

src/output/changes_words.h:

src/output/display.h:

src/output/strbuf.h:

src/output/file.h:
