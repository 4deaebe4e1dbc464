#include "output/json_revision.h"

#include "base/strmap.h"
#include "output/json_changes.h"

void json_revision_add(struct arena *arena, cJSON *object, const struct revision *revision)
{
    json_changes_add_list(arena, object, &revision->changes);
    cJSON *to_tell = json_object(object, "to_tell");
    json_changes_add_people(to_tell, &revision->changes);
    json_integer(to_tell, "attendees", revision->n_attendees);
}

static void add_number(cJSON *sequence, const struct schedule_entry *entry,
                       const struct schedule_entry *otherwise, uint32_t n)
{
    const char *guid = entry != NULL && entry->guid != NULL ? entry->guid
                       : otherwise != NULL                  ? otherwise->guid
                                                            : NULL;
    if (guid != NULL && n > 0 && !cJSON_HasObjectItem(sequence, guid)) {
        json_integer(sequence, guid, n);
    }
}

/* By the problem's id, or else the guid; NULL: it is not there. */
static const struct schedule_entry *same_entry(const struct strmap *ids,
                                               const struct schedule *schedule,
                                               const struct schedule_entry *entry)
{
    const char *id = entry->event != NULL ? entry->event : entry->guid;
    uint32_t index = id == NULL ? STRMAP_NONE : strmap_find(ids, id);
    return index == STRMAP_NONE ? NULL : &schedule->entries[index];
}

void json_revision_add_sequence(cJSON *object, const struct revision *revision)
{
    cJSON *sequence = json_object(object, "sequence");
    struct strmap ids = {0};
    for (uint32_t c = 0; c < revision->changes.n; c++) {
        const struct change *change = &revision->changes.v[c];
        add_number(sequence, change->new_entry, change->old_entry, changes_sequence(change));
    }
    for (uint32_t i = 0; i < revision->now.n_entries; i++) {
        const struct schedule_entry *entry = &revision->now.entries[i];
        if (entry->event != NULL) {
            (void)strmap_add(&ids, entry->event, i);
        }
        if (entry->guid != NULL) {
            (void)strmap_add(&ids, entry->guid, i);
        }
    }
    /* What has not changed keeps its number. */
    for (uint32_t i = 0; i < revision->was.n_entries; i++) {
        const struct schedule_entry *entry = &revision->was.entries[i];
        add_number(sequence, same_entry(&ids, &revision->now, entry), entry, entry->sequence);
    }
    strmap_free(&ids);
}
