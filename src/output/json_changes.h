/* The parts that lists of changes share, whoever asked for them. */
#ifndef OUTPUT_JSON_CHANGES_H
#define OUTPUT_JSON_CHANGES_H

#include "confab/changes.h"
#include "output/json.h"

/* The key "changes": what can be applied (docs/diff.md). */
void json_changes_add_list(struct arena *arena, cJSON *object, const struct changes *changes);
/* The key "people": whom to tell of which. */
void json_changes_add_people(cJSON *object, const struct changes *changes);

#endif
