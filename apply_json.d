apply_json.o: src/output/apply_json.c src/base/strmap.h \
  include/confab/arena.h include/confab/base.h src/base/vec.h \
  include/confab/read_schedule.h include/confab/diag.h \
  include/confab/source.h include/confab/diag.def \
  include/confab/schedule.h include/confab/problem.h \
  include/confab/calendar.h include/confab/write_changes.h \
  include/confab/changes.h src/output/change_list.h \
  src/input/yaml_tree.h src/output/json_days.h src/output/json_tree.h \
  src/output/json.h

src/base/strmap.h:

include/confab/arena.h:

include/confab/base.h:

src/base/vec.h:

include/confab/read_schedule.h:

include/confab/diag.h:

include/confab/source.h:

include/confab/diag.def:

include/confab/schedule.h:

include/confab/problem.h:

include/confab/calendar.h:

include/confab/write_changes.h:

include/confab/changes.h:

src/output/change_list.h:

src/input/yaml_tree.h:

src/output/json_days.h:

src/output/json_tree.h:

src/output/json.h:
