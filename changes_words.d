changes_words.o: src/output/changes_words.c src/output/changes_words.h \
  include/confab/changes.h include/confab/schedule.h \
  include/confab/problem.h include/confab/calendar.h \
  include/confab/arena.h include/confab/base.h include/confab/source.h \
  src/core/phrase.h src/output/display.h src/output/strbuf.h

src/output/changes_words.h:

include/confab/changes.h:

include/confab/schedule.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/source.h:

src/core/phrase.h:

src/output/display.h:

src/output/strbuf.h:
