/* What changes of an announced timetable, in JSON. */
#ifndef OUTPUT_JSON_REVISION_H
#define OUTPUT_JSON_REVISION_H

#include "confab/revision.h"
#include "output/json.h"

/* The keys "changes", with causes, and "to_tell". */
void json_revision_add(struct arena *arena, cJSON *object, const struct revision *revision);
/* The key "sequence": how often each event has been announced anew, by its guid; those of 0 are
 * not in it. */
void json_revision_add_sequence(cJSON *object, const struct revision *revision);

#endif
