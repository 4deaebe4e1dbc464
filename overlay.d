overlay.o: src/input/overlay.c src/input/overlay.h src/base/strmap.h \
  include/confab/arena.h include/confab/base.h src/input/yaml_tree.h \
  include/confab/diag.h include/confab/source.h include/confab/diag.def \
  src/input/text.h src/input/yaml_merge.h src/base/vec.h

src/input/overlay.h:

src/base/strmap.h:

include/confab/arena.h:

include/confab/base.h:

src/input/yaml_tree.h:

include/confab/diag.h:

include/confab/source.h:

include/confab/diag.def:

src/input/text.h:

src/input/yaml_merge.h:

src/base/vec.h:
