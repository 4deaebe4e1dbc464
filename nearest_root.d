nearest_root.o: src/engine/nearest_root.c src/engine/nearest_inside.h \
  src/engine/nearest.h src/engine/board.h src/core/model.h \
  src/base/vec.h include/confab/arena.h include/confab/base.h \
  include/confab/score.h include/confab/timetable.h \
  include/confab/problem.h include/confab/calendar.h \
  include/confab/source.h src/engine/search_state.h \
  src/engine/nearest_broken.h

src/engine/nearest_inside.h:

src/engine/nearest.h:

src/engine/board.h:

src/core/model.h:

src/base/vec.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/score.h:

include/confab/timetable.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/source.h:

src/engine/search_state.h:

src/engine/nearest_broken.h:
