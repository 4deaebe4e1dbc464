nearest_broken.o: src/engine/nearest_broken.c src/engine/nearest_broken.h \
  src/engine/search_state.h src/core/model.h src/base/vec.h \
  include/confab/arena.h include/confab/base.h include/confab/score.h \
  include/confab/timetable.h include/confab/problem.h \
  include/confab/calendar.h include/confab/source.h

src/engine/nearest_broken.h:

src/engine/search_state.h:

src/core/model.h:

src/base/vec.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/score.h:

include/confab/timetable.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/source.h:
