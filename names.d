names.o: src/output/names.c src/output/names.h src/output/agenda.h \
  include/confab/timetable.h include/confab/problem.h \
  include/confab/calendar.h include/confab/arena.h include/confab/base.h \
  include/confab/source.h src/base/strmap.h src/base/vec.h \
  src/output/slug.h src/output/strbuf.h src/output/uuid5.h

src/output/names.h:

src/output/agenda.h:

include/confab/timetable.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/source.h:

src/base/strmap.h:

src/base/vec.h:

src/output/slug.h:

src/output/strbuf.h:

src/output/uuid5.h:
