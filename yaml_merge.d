yaml_merge.o: src/input/yaml_merge.c src/input/yaml_merge.h \
  src/base/vec.h include/confab/arena.h include/confab/base.h \
  src/input/yaml_tree.h include/confab/diag.h include/confab/source.h \
  include/confab/diag.def

src/input/yaml_merge.h:

src/base/vec.h:

include/confab/arena.h:

include/confab/base.h:

src/input/yaml_tree.h:

include/confab/diag.h:

include/confab/source.h:

include/confab/diag.def:
