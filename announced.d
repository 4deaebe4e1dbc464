announced.o: src/engine/announced.c src/engine/announced.h \
  src/engine/optimise.h src/engine/board.h src/core/model.h \
  src/base/vec.h include/confab/arena.h include/confab/base.h \
  include/confab/score.h include/confab/timetable.h \
  include/confab/problem.h include/confab/calendar.h \
  include/confab/source.h src/engine/exact.h src/engine/nearest.h \
  src/engine/search_state.h src/engine/presolve.h

src/engine/announced.h:

src/engine/optimise.h:

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

src/engine/exact.h:

src/engine/nearest.h:

src/engine/search_state.h:

src/engine/presolve.h:
