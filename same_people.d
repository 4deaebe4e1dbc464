same_people.o: src/revise/same_people.c src/revise/same_people.h \
  src/base/strmap.h include/confab/arena.h include/confab/base.h \
  include/confab/schedule.h include/confab/problem.h \
  include/confab/calendar.h include/confab/source.h

src/revise/same_people.h:

src/base/strmap.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/schedule.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/source.h:
