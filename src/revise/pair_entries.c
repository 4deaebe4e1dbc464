#include "revise/pair_entries.h"

#include "base/strmap.h"

#include <string.h>

/* What an entry is recognised by, the most reliable first. */
enum pair_key { KEY_EVENT, KEY_GUID, KEY_CODE, KEY_ID, KEY_TITLE, PAIR_KEYS };

struct pairing {
    struct arena *arena;
    const struct schedule *old_schedule, *new_schedule;
    uint32_t *old_of; /* [new entries] */
    bool *taken;      /* [old entries] */
};

/* NULL: it has none. */
static const char *key_of(const struct schedule_entry *entry, enum pair_key key)
{
    switch (key) {
    case KEY_EVENT:
        return entry->event;
    case KEY_GUID:
        return entry->guid;
    case KEY_CODE:
        return entry->code;
    case KEY_ID:
        return entry->id;
    case KEY_TITLE:
        return entry->title[0] != '\0' ? entry->title : NULL;
    case PAIR_KEYS:
        break;
    }
    BUG("key %d", (int)key);
}

/* Entries of one schedule by a key: chains in the file's order. */
struct chains {
    struct strmap first; /* key → entry */
    uint32_t *next;      /* ID_NONE: the last */
    uint32_t *n;         /* of a chain's first entry: its length */
};

static struct chains make_chains(struct pairing *pairing, const struct schedule *schedule,
                                 enum pair_key key, bool is_new)
{
    struct chains chains = {
        .next = arena_array(pairing->arena, schedule->n_entries, sizeof(*chains.next)),
        .n = arena_array(pairing->arena, schedule->n_entries, sizeof(*chains.n))};
    uint32_t *last = arena_array(pairing->arena, schedule->n_entries, sizeof(*last));
    for (uint32_t e = 0; e < schedule->n_entries; e++) {
        const struct schedule_entry *entry = &schedule->entries[e];
        const char *text = key_of(entry, key);
        bool done = is_new ? pairing->old_of[e] != ID_NONE : pairing->taken[e];
        chains.next[e] = ID_NONE;
        if (text == NULL || entry->filler || done) {
            continue;
        }
        uint32_t first = e;
        if (!strmap_add(&chains.first, text, e)) {
            first = strmap_find(&chains.first, text);
            chains.next[last[first]] = e;
        }
        last[first] = e;
        chains.n[first]++;
    }
    return chains;
}

static bool is_other(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) != 0;
}

/* An id alone is not believed: numbers begin anew in the next file. */
static bool is_believed(enum pair_key key, const struct schedule_entry *a,
                        const struct schedule_entry *b)
{
    return key != KEY_ID || !is_other(a->guid, b->guid) || strcmp(a->title, b->title) == 0;
}

static bool is_unmoved(const struct schedule_entry *a, const struct schedule_entry *b)
{
    return a->span.from_min == b->span.from_min && a->span.to_min == b->span.to_min &&
           strcmp(a->room, b->room) == 0 && strcmp(a->title, b->title) == 0;
}

/* Of several with the same key, those that did not move first, then one after the other. */
static void pair_by(struct pairing *pairing, enum pair_key key, bool unmoved)
{
    struct chains of_old = make_chains(pairing, pairing->old_schedule, key, false);
    struct chains of_new = make_chains(pairing, pairing->new_schedule, key, true);
    for (uint32_t e = 0; e < pairing->new_schedule->n_entries; e++) {
        const struct schedule_entry *entry = &pairing->new_schedule->entries[e];
        const char *text = key_of(entry, key);
        if (text == NULL || entry->filler || pairing->old_of[e] != ID_NONE) {
            continue;
        }
        uint32_t at = strmap_find(&of_old.first, text);
        bool unique = at != STRMAP_NONE && of_old.n[at] == 1 &&
                      of_new.n[strmap_find(&of_new.first, text)] == 1;
        if (key == KEY_TITLE && !unmoved && !unique) {
            continue;
        }
        for (; at != ID_NONE && pairing->old_of[e] == ID_NONE; at = of_old.next[at]) {
            const struct schedule_entry *old = &pairing->old_schedule->entries[at];
            if (!pairing->taken[at] && is_believed(key, old, entry) &&
                (!unmoved || is_unmoved(old, entry))) {
                pairing->old_of[e] = at;
                pairing->taken[at] = true;
            }
        }
    }
    strmap_free(&of_old.first);
    strmap_free(&of_new.first);
}

const uint32_t *pair_entries(struct arena *arena, const struct schedule *old_schedule,
                             const struct schedule *new_schedule)
{
    struct arena work = ARENA_EMPTY;
    struct pairing pairing = {
        .arena = &work,
        .old_schedule = old_schedule,
        .new_schedule = new_schedule,
        .old_of = arena_array(arena, new_schedule->n_entries, sizeof(*pairing.old_of)),
        .taken = arena_array(&work, old_schedule->n_entries, sizeof(*pairing.taken)),
    };
    for (uint32_t e = 0; e < new_schedule->n_entries; e++) {
        pairing.old_of[e] = ID_NONE;
    }
    for (enum pair_key key = KEY_EVENT; key < PAIR_KEYS; key++) {
        pair_by(&pairing, key, true);
        pair_by(&pairing, key, false);
    }
    arena_free(&work);
    return pairing.old_of;
}
