read_schedule.o: src/exchange/read_schedule.c \
  src/exchange/read_schedule_file.h include/confab/read_schedule.h \
  include/confab/diag.h include/confab/source.h include/confab/arena.h \
  include/confab/base.h include/confab/diag.def \
  include/confab/schedule.h include/confab/problem.h \
  include/confab/calendar.h src/exchange/faults.h src/base/vec.h \
  src/exchange/read_schedule_json.h src/exchange/raw.h \
  src/exchange/read_schedule_xml.h src/exchange/schedule_build.h \
  src/input/yaml_tree.h

src/exchange/read_schedule_file.h:

include/confab/read_schedule.h:

include/confab/diag.h:

include/confab/source.h:

include/confab/arena.h:

include/confab/base.h:

include/confab/diag.def:

include/confab/schedule.h:

include/confab/problem.h:

include/confab/calendar.h:

src/exchange/faults.h:

src/base/vec.h:

src/exchange/read_schedule_json.h:

src/exchange/raw.h:

src/exchange/read_schedule_xml.h:

src/exchange/schedule_build.h:

src/input/yaml_tree.h:
