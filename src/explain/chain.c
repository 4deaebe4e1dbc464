#include "explain/chain.h"

#include "base/vec.h"
#include "explain/remedy.h"
#include "explain/variant.h"

#include <string.h>

enum {
    LEFT_MOST = 8,
    CONFLICTS_MOST = 16, /* looked at in all */
    BRANCHES = 2,        /* remedies of the first conflict with which the others are looked at */
    BRANCHES_MOST = 4,   /* the same while there are fewer than ENOUGH sets */
    ENOUGH = 3,
};

struct chain {
    const struct conflicts *conflicts;
    const struct feasibility_options *options;
    const struct chain_taker *taker;
    uint32_t taken;
    uint32_t conflicts_mended;
    bool done;
};

/* Where a chain has got to. */
struct link {
    struct arena arena;     /* of what is here */
    struct problem variant; /* with the changes so far */
    bool *held;             /* [n_events] */
    struct changes changes;
    uint32_t next;  /* of the events that were left over */
    uint32_t depth; /* conflicts mended */
};

static bool is_over(const struct chain *chain)
{
    return chain->done || feasibility_is_over(chain->options);
}

static void add_change(struct link *link, const struct change *change)
{
    vec_push(&link->changes, *change);
    change_apply(&link->arena, &link->variant, change);
}

static struct link copy_link(const struct link *from)
{
    struct link link = {.next = from->next, .depth = from->depth};
    size_t n = from->variant.n_events;
    link.variant = variant_create(&link.arena, &from->variant);
    link.held = arena_copy(&link.arena, from->held, n * sizeof(*link.held));
    for (size_t i = 0; i < from->changes.n; i++) {
        vec_push(&link.changes, from->changes.v[i]);
    }
    return link;
}

static void free_link(struct link *link)
{
    vec_free(&link->changes);
    arena_free(&link->arena);
}

/* What is known when nothing has been changed need not be found again. */
static enum feasibility find_conflict(const struct chain *chain, struct link *link,
                                      struct event_id event, struct subset *subset)
{
    for (uint32_t i = 0; i < chain->conflicts->n && link->depth == 0; i++) {
        if (chain->conflicts->first[i].v == event.v) {
            *subset = chain->conflicts->subsets[i];
            return FEASIBILITY_NO;
        }
    }
    return subset_find(&link->arena, &link->variant, link->held, event, chain->options, subset);
}

static struct changes list_remedies(const struct chain *chain, struct link *link,
                                    const struct subset *subset)
{
    struct changes remedies = {0};
    uint32_t room = 1;
    for (size_t i = 0; i < link->changes.n; i++) {
        room += link->changes.v[i].kind == CHANGE_ROOM;
    }
    remedy_find(&link->arena, &link->variant, link->held, subset, room, chain->options, &remedies);
    return remedies;
}

static uint32_t extend(struct chain *chain, struct link *link);

/* Tries the remedies of a conflict; returns how many conflicts came after it. */
static uint32_t branch(struct chain *chain, struct link *link, const struct subset *subset)
{
    if (chain->conflicts_mended++ >= CONFLICTS_MOST) {
        return 1;
    }
    struct changes remedies = list_remedies(chain, link, subset);
    uint32_t after = 0;
    for (size_t k = 0; k < remedies.n && !is_over(chain); k++) {
        size_t most = after == 0              ? SIZE_MAX
                      : link->depth > 0       ? 1
                      : chain->taken < ENOUGH ? BRANCHES_MOST
                                              : BRANCHES;
        if (k >= most) {
            break;
        }
        struct link next = copy_link(link);
        next.depth++;
        next.next++;
        add_change(&next, &remedies.v[k]);
        uint32_t more = extend(chain, &next);
        after = more > after ? more : after;
        free_link(&next);
    }
    vec_free(&remedies);
    return after;
}

/* Goes on to the next conflict; returns how many there were. */
static uint32_t extend(struct chain *chain, struct link *link)
{
    for (; link->next < chain->conflicts->n_left; link->next++) {
        struct event_id event = chain->conflicts->left[link->next];
        struct subset subset = {0};
        link->held[event.v] = true;
        enum feasibility known = find_conflict(chain, link, event, &subset);
        if (known == FEASIBILITY_UNKNOWN || is_over(chain)) {
            return 1;
        }
        if (known == FEASIBILITY_NO) {
            return 1 + branch(chain, link, &subset);
        }
    }
    chain->taken++;
    chain->done = !chain->taker->take(&link->changes, chain->taker->context);
    return 0;
}

void chain_find(const struct problem *hard, const struct conflicts *conflicts,
                const struct feasibility_options *options, const struct chain_taker *taker)
{
    struct chain chain = {.conflicts = conflicts, .options = options, .taker = taker};
    if (conflicts->together == NULL || conflicts->crowded || conflicts->n_left == 0 ||
        conflicts->n_left > LEFT_MOST) {
        return;
    }
    struct link link = {.next = 0};
    link.variant = variant_create(&link.arena, hard);
    link.held = arena_copy(&link.arena, conflicts->together, hard->n_events * sizeof(*link.held));
    (void)extend(&chain, &link);
    free_link(&link);
}
