#include "confab/write_changes.h"

#include "output/json_changes.h"

const char *write_changes_json(struct arena *arena, const struct changes *changes)
{
    cJSON *root = json_begin();
    json_text_if(root, "from_version", changes->old_schedule->version);
    json_text_if(root, "to_version", changes->new_schedule->version);
    json_changes_add_list(arena, root, changes);
    json_changes_add_people(root, changes);
    return json_finish(arena, root);
}
