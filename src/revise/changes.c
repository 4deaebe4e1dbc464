#include "confab/changes.h"

#include "base/strmap.h"
#include "base/vec.h"
#include "revise/pair_entries.h"
#include "revise/same_people.h"

#include <stdlib.h>
#include <string.h>

/* Somebody while people are gathered. */
struct known {
    struct schedule_person person;
    VEC(uint32_t) changes;
};

struct person_list {
    const struct schedule_person **v;
    size_t n, cap;
};

struct finder {
    struct arena *arena;
    const struct schedule *old_schedule, *new_schedule;
    VEC(struct change) changes;
    VEC(struct known) people;
    struct same_people same;
    struct strmap guids, codes, names; /* → person */
    struct strmap told;                /* guid → the first of the new schedule's `told` */
    uint32_t *next_told;               /* the next of the same event; ID_NONE: none */
};

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t\r\n");
}

/* The same words: files differ in blanks and line ends, which nobody sees. */
static bool is_same_text(const char *a, const char *b)
{
    a = skip_blanks(a);
    b = skip_blanks(b);
    while (*a != '\0' && *b != '\0') {
        const char *after_a = skip_blanks(a), *after_b = skip_blanks(b);
        if (after_a > a && after_b > b) {
            a = after_a;
            b = after_b;
        } else if (*a++ != *b++) {
            return false;
        }
    }
    return *skip_blanks(a) == '\0' && *skip_blanks(b) == '\0';
}

static bool is_same_room(const struct finder *finder, const struct schedule_entry *a,
                         const struct schedule_entry *b)
{
    if (is_same_text(a->room, b->room)) {
        return true;
    }
    const struct schedule_room *old_room = schedule_find_room(finder->old_schedule, a->room);
    const struct schedule_room *new_room = schedule_find_room(finder->new_schedule, b->room);
    return old_room != NULL && new_room != NULL && old_room->guid != NULL &&
           new_room->guid != NULL && strcmp(old_room->guid, new_room->guid) == 0;
}

static bool is_same_person(const struct finder *finder, const struct schedule_person *a,
                           const struct schedule_person *b)
{
    if (a->guid != NULL && b->guid != NULL) {
        return strcmp(a->guid, b->guid) == 0 || same_people_is_renumbered(&finder->same, a, b);
    }
    if (a->code != NULL && b->code != NULL) {
        return strcmp(a->code, b->code) == 0;
    }
    return is_same_text(a->name, b->name);
}

static bool has_person(const struct finder *finder, const struct schedule_entry *entry,
                       const struct schedule_person *person)
{
    for (uint32_t p = 0; p < entry->n_people; p++) {
        if (is_same_person(finder, &entry->people[p], person)) {
            return true;
        }
    }
    return false;
}

static bool has_all(const struct finder *finder, const struct schedule_entry *entry,
                    const struct schedule_entry *of)
{
    for (uint32_t p = 0; p < of->n_people; p++) {
        if (!has_person(finder, entry, &of->people[p])) {
            return false;
        }
    }
    return true;
}

static unsigned compare_entries(const struct finder *finder, const struct schedule_entry *a,
                                const struct schedule_entry *b)
{
    unsigned what = 0;
    what |= a->span.from_min != b->span.from_min ? CHANGE_TIME : 0u;
    what |= !is_same_room(finder, a, b) ? CHANGE_ROOM : 0u;
    what |=
        a->span.to_min - a->span.from_min != b->span.to_min - b->span.from_min ? CHANGE_LENGTH : 0u;
    what |= !is_same_text(a->title, b->title) ? CHANGE_TITLE : 0u;
    what |= !has_all(finder, a, b) || !has_all(finder, b, a) ? CHANGE_PEOPLE : 0u;
    return what;
}

static void gather_changes(struct finder *finder)
{
    const struct schedule *old = finder->old_schedule, *new = finder->new_schedule;
    const uint32_t *old_of = pair_entries(finder->arena, old, new);
    bool *there = arena_array(finder->arena, old->n_entries, sizeof(*there));
    BUG_UNLESS(old->n_entries == 0 || old->entries != NULL);
    for (uint32_t e = 0; e < new->n_entries; e++) {
        const struct schedule_entry *entry = &new->entries[e];
        const struct schedule_entry *before =
            old_of[e] != ID_NONE ? &old->entries[old_of[e]] : NULL;
        if (before != NULL) {
            there[old_of[e]] = true;
        }
        struct change change = {.what = before != NULL ? compare_entries(finder, before, entry)
                                                       : CHANGE_ADDED,
                                .old_entry = before,
                                .new_entry = entry};
        if (change.what != 0 && !entry->filler) {
            vec_push(&finder->changes, change);
        }
    }
    for (uint32_t e = 0; e < old->n_entries; e++) {
        struct change change = {.what = CHANGE_WITHDRAWN, .old_entry = &old->entries[e]};
        if (!there[e] && !old->entries[e].filler) {
            vec_push(&finder->changes, change);
        }
    }
}

static int by_start(const void *a, const void *b)
{
    const struct change *one = a, *other = b;
    const struct schedule_entry *x = one->new_entry != NULL ? one->new_entry : one->old_entry;
    const struct schedule_entry *y = other->new_entry != NULL ? other->new_entry : other->old_entry;
    if (x->span.from_min != y->span.from_min) {
        return x->span.from_min < y->span.from_min ? -1 : 1;
    }
    int order = strcmp(x->room, y->room);
    order = order != 0 ? order : strcmp(x->title, y->title);
    /* What else is equal stays in the order of the files: entries lie there one after the other. */
    bool is_old = one->new_entry == NULL, other_is_old = other->new_entry == NULL;
    if (order == 0 && is_old != other_is_old) {
        return is_old ? 1 : -1;
    }
    return order != 0 ? order : (x > y) - (x < y);
}

/* Whether somebody known under a name may be this person: nothing else says otherwise. */
static bool may_be(const struct finder *finder, const struct schedule_person *known,
                   const struct schedule_person *person)
{
    bool other_guid = known->guid != NULL && person->guid != NULL;
    bool other_code = known->code != NULL && person->code != NULL;
    return (!other_guid || strcmp(known->guid, person->guid) == 0 ||
            same_people_is_renumbered(&finder->same, known, person)) &&
           (!other_code || strcmp(known->code, person->code) == 0);
}

static uint32_t find_person(struct finder *finder, const struct schedule_person *person)
{
    uint32_t found = person->guid != NULL ? strmap_find(&finder->guids, person->guid) : STRMAP_NONE;
    if (found == STRMAP_NONE && person->code != NULL) {
        found = strmap_find(&finder->codes, person->code);
    }
    if (found == STRMAP_NONE) {
        found = strmap_find(&finder->names, person->name);
        BUG_UNLESS(found == STRMAP_NONE || finder->people.v != NULL);
        found = found != STRMAP_NONE && may_be(finder, &finder->people.v[found].person, person)
                    ? found
                    : STRMAP_NONE;
    }
    if (found == STRMAP_NONE) {
        struct known known = {.person = *person};
        found = (uint32_t)finder->people.n;
        vec_push(&finder->people, known);
    }
    BUG_UNLESS(finder->people.v != NULL);
    struct schedule_person *known = &finder->people.v[found].person;
    /* Who has two guids is known by the new one from now on. */
    if (person->guid != NULL &&
        (known->guid == NULL || same_people_is_new_guid(&finder->same, person->guid))) {
        known->guid = person->guid;
    }
    known->code = known->code != NULL ? known->code : person->code;
    if (person->guid != NULL) {
        (void)strmap_add(&finder->guids, person->guid, found);
    }
    if (known->code != NULL) {
        (void)strmap_add(&finder->codes, known->code, found);
    }
    (void)strmap_add(&finder->names, person->name, found);
    return found;
}

static void index_told(struct finder *finder)
{
    const struct schedule *schedule = finder->new_schedule;
    uint32_t *next = arena_array(finder->arena, schedule->n_told, sizeof(*next));
    uint32_t *last = arena_array(finder->arena, schedule->n_told, sizeof(*last));
    for (uint32_t i = 0; i < schedule->n_told; i++) {
        const char *guid = schedule->told[i].guid;
        uint32_t first = i;
        next[i] = ID_NONE;
        if (!strmap_add(&finder->told, guid, i)) {
            first = strmap_find(&finder->told, guid);
            next[last[first]] = i;
        }
        last[first] = i;
    }
    finder->next_told = next;
}

/* Everybody of the new entry, of the old one, and whom the new schedule itself tells of it. */
static struct person_list people_of(const struct finder *finder, const struct change *change)
{
    struct person_list list = {0};
    const struct schedule_entry *entries[] = {change->new_entry, change->old_entry};
    for (size_t i = 0; i < BASE_COUNT(entries); i++) {
        for (uint32_t p = 0; entries[i] != NULL && p < entries[i]->n_people; p++) {
            vec_push(&list, &entries[i]->people[p]);
        }
    }
    const struct schedule_entry *last = entries[0] != NULL ? entries[0] : entries[1];
    BUG_UNLESS(last != NULL);
    uint32_t told = last->guid != NULL ? strmap_find(&finder->told, last->guid) : STRMAP_NONE;
    if (told == STRMAP_NONE && change->old_entry != NULL && change->old_entry->guid != NULL) {
        told = strmap_find(&finder->told, change->old_entry->guid);
    }
    for (; told != ID_NONE; told = finder->next_told[told]) {
        vec_push(&list, &finder->new_schedule->told[told].person);
    }
    return list;
}

static void gather_people(struct finder *finder, uint32_t index, const struct change *change)
{
    struct person_list list = people_of(finder, change);
    for (size_t p = 0; p < list.n; p++) {
        uint32_t who = find_person(finder, list.v[p]);
        struct known *known = &finder->people.v[who];
        if (known->changes.n == 0 || known->changes.v[known->changes.n - 1] != index) {
            vec_push(&known->changes, index);
        }
    }
    vec_free(&list);
}

struct ranked {
    const struct known *known;
    uint32_t index;
};

static int by_name(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int order = strcmp(x->known->person.name, y->known->person.name);
    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

/* The people of a change in the order of the list; `rank` leads from the order of finding to it. */
static void name_people(struct finder *finder, struct change *change, const uint32_t *rank)
{
    VEC(uint32_t) notify = {0};
    struct person_list list = people_of(finder, change);
    for (size_t p = 0; p < list.n; p++) {
        uint32_t who = rank[find_person(finder, list.v[p])];
        bool known = false;
        for (size_t k = 0; k < notify.n; k++) {
            known = known || notify.v[k] == who;
        }
        if (!known) {
            vec_push(&notify, who);
        }
    }
    vec_free(&list);
    change->notify = vec_to_arena(&notify, finder->arena);
    change->n_notify = (uint32_t)notify.n;
    vec_free(&notify);
}

static void list_people(struct finder *finder, struct changes *changes)
{
    size_t n = finder->people.n;
    struct ranked *order = arena_array(finder->arena, n, sizeof(*order));
    uint32_t *rank = arena_array(finder->arena, n, sizeof(*rank));
    struct changes_person *people = arena_array(finder->arena, n, sizeof(*people));
    for (size_t i = 0; i < n; i++) {
        order[i] = (struct ranked){&finder->people.v[i], (uint32_t)i};
    }
    if (n > 1) {
        qsort(order, n, sizeof(*order), by_name);
    }
    for (size_t i = 0; i < n; i++) {
        const struct known *known = order[i].known;
        rank[order[i].index] = (uint32_t)i;
        people[i] =
            (struct changes_person){known->person, vec_to_arena(&known->changes, finder->arena),
                                    (uint32_t)known->changes.n};
    }
    for (uint32_t c = 0; c < changes->n; c++) {
        name_people(finder, &changes->v[c], rank);
    }
    changes->people = people;
    changes->n_people = (uint32_t)n;
}

struct changes changes_find(struct arena *arena, const struct schedule *old_schedule,
                            const struct schedule *new_schedule)
{
    struct finder finder = {
        .arena = arena, .old_schedule = old_schedule, .new_schedule = new_schedule};
    finder.same = same_people_create(old_schedule, new_schedule);
    index_told(&finder);
    gather_changes(&finder);
    if (finder.changes.n > 1) {
        qsort(finder.changes.v, finder.changes.n, sizeof(*finder.changes.v), by_start);
    }
    struct changes changes = {.v = vec_to_arena(&finder.changes, arena),
                              .n = (uint32_t)finder.changes.n,
                              .old_schedule = old_schedule,
                              .new_schedule = new_schedule};
    for (uint32_t c = 0; c < changes.n; c++) {
        gather_people(&finder, c, &changes.v[c]);
    }
    list_people(&finder, &changes);
    for (size_t p = 0; p < finder.people.n; p++) {
        vec_free(&finder.people.v[p].changes);
    }
    vec_free(&finder.people);
    vec_free(&finder.changes);
    strmap_free(&finder.guids);
    strmap_free(&finder.codes);
    strmap_free(&finder.names);
    strmap_free(&finder.told);
    same_people_free(&finder.same);
    return changes;
}

uint32_t changes_sequence(const struct change *change)
{
    const struct schedule_entry *old = change->old_entry, *new = change->new_entry;
    if (old == NULL) {
        return new->sequence;
    }
    uint32_t again = old->sequence < UINT32_MAX ? old->sequence + 1 : UINT32_MAX;
    return new != NULL &&new->sequence > old->sequence ? new->sequence : again;
}
