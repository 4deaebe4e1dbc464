#include "revise/same_people.h"

#include <string.h>

static void list_people(struct same_people_list *list, const struct schedule *schedule)
{
    for (uint32_t e = 0; e < schedule->n_entries; e++) {
        const struct schedule_entry *entry = &schedule->entries[e];
        for (uint32_t p = 0; p < entry->n_people; p++) {
            const struct schedule_person *person = &entry->people[p];
            if (person->guid != NULL && strmap_add(&list->guids, person->guid, 0) &&
                !strmap_add(&list->names, person->name, 0)) {
                (void)strmap_add(&list->shared, person->name, 0);
            }
        }
    }
}

struct same_people same_people_create(const struct schedule *old_schedule,
                                      const struct schedule *new_schedule)
{
    struct same_people people = {0};
    list_people(&people.old_list, old_schedule);
    list_people(&people.new_list, new_schedule);
    return people;
}

static bool is_in(const struct strmap *set, const char *key)
{
    return strmap_find(set, key) != STRMAP_NONE;
}

static bool is_only_in(const struct same_people_list *list, const struct same_people_list *other,
                       const char *guid)
{
    return is_in(&list->guids, guid) && !is_in(&other->guids, guid);
}

bool same_people_is_renumbered(const struct same_people *people, const struct schedule_person *a,
                               const struct schedule_person *b)
{
    const struct same_people_list *old = &people->old_list, *new = &people->new_list;
    bool other_code = a->code != NULL && b->code != NULL && strcmp(a->code, b->code) != 0;
    if (a->guid == NULL || b->guid == NULL || other_code || strcmp(a->name, b->name) != 0 ||
        is_in(&old->shared, a->name) || is_in(&new->shared, a->name)) {
        return false;
    }
    return (is_only_in(old, new, a->guid) && is_only_in(new, old, b->guid)) ||
           (is_only_in(new, old, a->guid) && is_only_in(old, new, b->guid));
}

bool same_people_is_new_guid(const struct same_people *people, const char *guid)
{
    return is_in(&people->new_list.guids, guid);
}

void same_people_free(struct same_people *people)
{
    struct same_people_list *lists[] = {&people->old_list, &people->new_list};
    for (size_t i = 0; i < BASE_COUNT(lists); i++) {
        strmap_free(&lists[i]->guids);
        strmap_free(&lists[i]->names);
        strmap_free(&lists[i]->shared);
    }
}
