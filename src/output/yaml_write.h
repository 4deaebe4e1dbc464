/* Writes a tree as YAML. */
#ifndef OUTPUT_YAML_WRITE_H
#define OUTPUT_YAML_WRITE_H

#include "output/json.h"

/* The tree's texts come back as they are when Confab reads them. Those that others would take for
 * a number or a flag (`no`, 2013) are quoted; dates and clocks are not. `comment` (NULL: none):
 * lines for the top of the file, without their #. In `arena`. */
const char *yaml_write(struct arena *arena, const char *comment, const cJSON *root);

#endif
