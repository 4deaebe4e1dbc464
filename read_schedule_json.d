read_schedule_json.o: src/exchange/read_schedule_json.c \
  src/exchange/read_schedule_json.h src/exchange/faults.h src/base/vec.h \
  include/confab/arena.h include/confab/base.h include/confab/diag.h \
  include/confab/source.h include/confab/diag.def src/exchange/raw.h \
  include/confab/schedule.h include/confab/problem.h \
  include/confab/calendar.h src/input/yaml_tree.h

src/exchange/read_schedule_json.h:

src/exchange/faults.h:

src/base/vec.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/diag.h:

include/confab/source.h:

include/confab/diag.def:

src/exchange/raw.h:

include/confab/schedule.h:

include/confab/problem.h:

include/confab/calendar.h:

src/input/yaml_tree.h:
