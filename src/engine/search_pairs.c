#include "engine/search_pairs.h"

#include <string.h>

enum {
    CHOICES_MOST = 2048, /* 16 MB */
    REFS_FEW = 3,        /* for each choice: so few lanes are looked at as quickly, … */
    CHOICES_FEW = 64,    /* … unless there are so few choices */
};

/* A timeline whose every member counts in all rooms, and once. */
static bool is_pairs(const struct model *model, const struct lane *lane,
                     const struct timeline *timeline, uint32_t *seen, uint32_t mark)
{
    bool fits = !lane->over && lane->level == model->levels.soft && lane->weight > 0;
    for (uint32_t i = 0; i < timeline->n && fits; i++) {
        const struct member *member = &model->members.v[timeline->first + i];
        fits = member->room.v == ID_NONE && seen[member->choice.v] != mark;
        seen[member->choice.v] = mark;
    }
    return fits;
}

static uint64_t take_lanes(struct search_pairs *pairs, const struct search_index *index)
{
    const struct model *model = index->model;
    uint64_t n_refs = 0;
    uint32_t *seen = base_alloc_zero((size_t)pairs->n + 1, sizeof(*seen));
    for (uint32_t t = 0; t < index->n_lanes; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        pairs->taken[t] = is_pairs(model, &index->lanes[t], timeline, seen, t + 1);
        n_refs += pairs->taken[t] ? timeline->n : 0;
    }
    base_free(seen);
    return n_refs;
}

/* False: some row's sum is too large for what the search keeps. */
static bool add_costs(struct search_pairs *pairs, const struct search_index *index)
{
    const struct model *model = index->model;
    int64_t *sums = base_alloc_zero((size_t)pairs->n + 1, sizeof(*sums));
    bool fits = true;
    for (uint32_t t = 0; t < index->n_lanes && fits; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        const struct member *members = model->members.v + timeline->first;
        for (uint32_t i = 0; i < timeline->n && pairs->taken[t] && fits; i++) {
            uint32_t c = members[i].choice.v;
            fits = timeline->weight < INT32_MAX &&
                   (sums[c] += timeline->weight * (timeline->n - 1)) < INT32_MAX;
            for (uint32_t k = 0; k < timeline->n && fits; k++) {
                int32_t weight = k == i ? 0 : (int32_t)timeline->weight;
                pairs->costs[(size_t)c * pairs->stride + members[k].choice.v] += weight;
            }
        }
    }
    base_free(sums);
    return fits;
}

struct search_pairs *search_pairs_find(const struct search_index *index, struct arena *arena)
{
    uint32_t n = (uint32_t)index->model->choices.n;
    if (!index->single || index->n_lanes == 0 || n > CHOICES_MOST) {
        return NULL;
    }
    struct search_pairs *pairs = arena_alloc(arena, sizeof(*pairs));
    pairs->n = n;
    pairs->stride = (n + SEARCH_PAIRS_GRAIN - 1) / SEARCH_PAIRS_GRAIN * SEARCH_PAIRS_GRAIN;
    pairs->n_moments = index->lanes[0].axis->n;
    pairs->moments = index->lanes[0].axis->before;
    pairs->level = index->model->levels.soft;
    pairs->taken = arena_array(arena, index->n_lanes, sizeof(*pairs->taken));
    uint64_t n_refs = take_lanes(pairs, index);
    if (n_refs == 0 || (n > CHOICES_FEW && n_refs <= (uint64_t)REFS_FEW * n)) {
        return NULL;
    }
    pairs->costs = arena_array(arena, (size_t)n * pairs->stride, sizeof(*pairs->costs));
    return add_costs(pairs, index) ? pairs : NULL;
}
