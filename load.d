load.o: src/input/load.c include/confab/load.h include/confab/diag.h \
  include/confab/source.h include/confab/arena.h include/confab/base.h \
  include/confab/diag.def include/confab/problem.h \
  include/confab/calendar.h src/input/decode.h src/base/strmap.h \
  src/base/vec.h src/core/rule.h include/confab/score.h \
  include/confab/timetable.h src/core/model.h src/input/overlay.h \
  src/input/yaml_tree.h

include/confab/load.h:

include/confab/diag.h:

include/confab/source.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/diag.def:

include/confab/problem.h:

include/confab/calendar.h:

src/input/decode.h:

src/base/strmap.h:

src/base/vec.h:

src/core/rule.h:

include/confab/score.h:

include/confab/timetable.h:

src/core/model.h:

src/input/overlay.h:

src/input/yaml_tree.h:
