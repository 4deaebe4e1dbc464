changes.o: src/revise/changes.c include/confab/changes.h \
  include/confab/schedule.h include/confab/problem.h \
  include/confab/calendar.h include/confab/arena.h include/confab/base.h \
  include/confab/source.h src/base/strmap.h src/base/vec.h \
  src/revise/pair_entries.h src/revise/same_people.h

include/confab/changes.h:

include/confab/schedule.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/source.h:

src/base/strmap.h:

src/base/vec.h:

src/revise/pair_entries.h:

src/revise/same_people.h:
