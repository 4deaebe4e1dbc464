fields.o: src/input/fields.c src/input/fields.h src/input/decode.h \
  src/base/strmap.h include/confab/arena.h include/confab/base.h \
  src/base/vec.h include/confab/diag.h include/confab/source.h \
  include/confab/diag.def include/confab/problem.h \
  include/confab/calendar.h src/core/rule.h include/confab/score.h \
  include/confab/timetable.h src/core/model.h src/input/overlay.h \
  src/input/yaml_tree.h src/input/text.h

src/input/fields.h:

src/input/decode.h:

src/base/strmap.h:

include/confab/arena.h:

include/confab/base.h:

src/base/vec.h:

include/confab/diag.h:

include/confab/source.h:

include/confab/diag.def:

include/confab/problem.h:

include/confab/calendar.h:

src/core/rule.h:

include/confab/score.h:

include/confab/timetable.h:

src/core/model.h:

src/input/overlay.h:

src/input/yaml_tree.h:

src/input/text.h:
