/* What the parts of sorting terms into a grid share: leaves of terms and what terms count
 * (search_grid_leaves.c), terms that read tracks (search_grid_tracks.c) or one or two events, and
 * timelines (search_grid_pairs.c). Private to them and search_grid_terms.c. */
#ifndef ENGINE_SEARCH_GRID_SORT_H
#define ENGINE_SEARCH_GRID_SORT_H

#include "engine/search_grid.h"

enum { LEAF_UNKNOWN = 0, LEAF_NONE, LEAF_TRACKS };

/* A track counts in a leaf when it is in one of these cells. */
struct leaf_part {
    uint32_t track;
    struct grid_set cells;
};

struct sorted_pair {
    uint32_t u, v;
    int64_t apart[GRID_SESSIONS], tick, start;
};

struct sorter {
    struct grid *grid;
    const struct search_index *index;
    const struct model *model;
    struct placement *at;     /* [events · cells]: at the start of the cell */
    struct grid_set *allowed; /* [events] */
    struct grid_set *may;     /* [tracks]: some event of it is allowed there */
    struct grid_set *in_leaf; /* [events]: scratch */
    struct leaf {
        uint32_t state, first, n;
    } * leaves; /* [terms] */
    VEC(struct leaf_part) parts;
    /* What is tried out: */
    struct grid_set *now;   /* [tracks]: the cells that each has, … */
    uint32_t *now_in;       /* [events]: … or the cell in which each is; ID_NONE */
    VEC(uint32_t) reads;    /* tracks, or events, that the present term reads */
    struct grid_set united; /* all cells of its leaves */
    int64_t *beside;        /* [sessions · tracks · tracks] */
    uint32_t *pair_at;      /* [events²]: of pairs, + 1 */
    VEC(struct sorted_pair) pairs;
};

/* ---- sets ----------------------------------------------------------------------------------- */

static inline void set_add(struct grid_set *set, uint32_t cell)
{
    set->v[cell / 64] |= UINT64_C(1) << (cell % 64);
}

static inline bool set_has(const struct grid_set *set, uint32_t cell)
{
    return (set->v[cell / 64] >> (cell % 64) & 1) != 0;
}

static inline void set_unite(struct grid_set *set, const struct grid_set *other)
{
    for (uint32_t w = 0; w < GRID_WORDS; w++) {
        set->v[w] |= other->v[w];
    }
}

static inline bool set_meets(const struct grid_set *set, const struct grid_set *other)
{
    uint64_t both = 0;
    for (uint32_t w = 0; w < GRID_WORDS; w++) {
        both |= set->v[w] & other->v[w];
    }
    return both != 0;
}

/* Whether it is `other`, but for cells that are not allowed. */
static inline bool set_is(const struct grid_set *set, const struct grid_set *other,
                          const struct grid_set *allowed)
{
    bool same = true;
    for (uint32_t w = 0; w < GRID_WORDS; w++) {
        same = same && set->v[w] == (other->v[w] & allowed->v[w]);
    }
    return same;
}

/* Its only cell; ID_NONE: there are none or several. */
static inline uint32_t set_only(const struct grid_set *set)
{
    uint32_t only = ID_NONE, n = 0;
    for (uint32_t w = 0; w < GRID_WORDS; w++) {
        n += (uint32_t)__builtin_popcountll(set->v[w]);
        only = set->v[w] != 0 ? w * 64 + (uint32_t)__builtin_ctzll(set->v[w]) : only;
    }
    return n == 1 ? only : ID_NONE;
}

static inline uint32_t set_first(const struct grid_set *set, uint32_t from, uint32_t to,
                                 uint32_t but)
{
    while (from < to && (from == but || !set_has(set, from))) {
        from++;
    }
    return from < to ? from : ID_NONE;
}

/* The term as a leaf, which counts whether tracks are in cells. */
const struct leaf *search_grid_leaf(struct sorter *x, uint32_t t);
/* What the term costs when the tracks hold what is in `now`, or the events are where `now_in` says.
 */
int64_t search_grid_cost_tracks(struct sorter *x, uint32_t t);
int64_t search_grid_cost_events(const struct sorter *x, uint32_t t);
int64_t search_grid_cost_of(const struct sorter *x, const struct term *term, int64_t n);
/* Adds it to `reads`, once. */
void search_grid_read(struct sorter *x, uint32_t id);

/* Sorts the term, which reads tracks alone; false: it does not fit. */
bool search_grid_sort_tracks(struct sorter *x, uint32_t t);
/* Lists the tracks that the term reads; false: it reads something else. */
bool search_grid_list_tracks(struct sorter *x, uint32_t t);
bool search_grid_finish_tracks(struct sorter *x);
/* The same of events, and of timelines. */
bool search_grid_sort_events(struct sorter *x, uint32_t t);
bool search_grid_sort_timeline(struct sorter *x, const struct timeline *timeline);
bool search_grid_finish_events(struct sorter *x);

/* False when the sum is too large for a table. */
static inline bool search_grid_add(int32_t *entry, int64_t more)
{
    int64_t sum = *entry + more;
    bool small = sum < 4 * (int64_t)GRID_DEAREST && sum > -4 * (int64_t)GRID_DEAREST;
    *entry = small ? (int32_t)sum : *entry;
    return small;
}

#endif
