#include "engine/nearest_inside.h"

/* Of the placements those that cost least at one level, by the choice's unary costs. */
static int64_t keep_cheapest(struct nearest *n, uint32_t c, uint32_t level,
                             struct placements *places)
{
    const struct model *model = n->index->model;
    size_t from = n->costs.first[c], to = n->costs.first[c + 1];
    while (from < to && n->costs.v[from].level < level) {
        from++;
    }
    while (from < to && n->costs.v[to - 1].level > level) {
        to--;
    }
    int64_t least = INT64_MAX;
    size_t n_kept = 0;
    for (size_t i = 0; i < places->n; i++) {
        int64_t cost = 0;
        for (size_t k = from; k < to && cost <= least; k++) {
            const struct unary *unary = &model->unaries.v[n->costs.v[k].unary];
            cost += model_literal_holds(unary->literal, places->v[i]) ? unary->cost : 0;
        }
        n_kept = cost < least ? 0 : n_kept;
        if (cost <= least) {
            least = cost;
            places->v[n_kept++] = places->v[i];
        }
    }
    places->n = n_kept;
    return least;
}

/* By its unary costs. */
static struct nearest_key find_away(struct nearest *n, uint32_t c)
{
    struct placement home = search_index_placement(n->index, n->homes[c]);
    struct placements places = {0};
    struct nearest_key least = {{0}};
    model_list_placements(n->index->model, (struct choice_id){c}, &places);
    size_t n_away = 0;
    for (size_t i = 0; i < places.n; i++) {
        struct placement at = places.v[i];
        if (at.room.v != home.room.v || at.start_min != home.start_min) {
            places.v[n_away++] = at;
        }
    }
    places.n = n_away;
    for (uint32_t k = 0; k < n->n_levels && places.n > 0; k++) {
        least.v[k] = keep_cheapest(n, c, n->first_level + k, &places);
    }
    vec_free(&places);
    return least;
}

const struct nearest_key *nearest_least_away(struct nearest *n, uint32_t c)
{
    if (!n->has_away[c]) {
        n->has_away[c] = true;
        n->away[c] = find_away(n, c);
    }
    return &n->away[c];
}

struct nearest_key nearest_without(struct nearest *n, uint32_t c)
{
    size_t mark = n->state.log.n;
    search_state_put(&n->state, c, SPOT_OUT);
    struct nearest_key key = nearest_now(n);
    search_state_undo_to(&n->state, mark);
    for (uint32_t k = 0; k < n->n_levels; k++) {
        key.v[k] -= n->out_key[c].v[k];
    }
    return key;
}

struct nearest_key nearest_place_cost(const struct nearest *n, uint32_t c,
                                      struct placement placement)
{
    struct nearest_key key = {{0}};
    for (size_t i = n->costs.first[c]; i < n->costs.first[c + 1]; i++) {
        const struct unary *unary = &n->index->model->unaries.v[n->costs.v[i].unary];
        bool holds = model_literal_holds(unary->literal, placement);
        key.v[n->costs.v[i].level - n->first_level] += holds ? unary->cost : 0;
    }
    return key;
}

struct nearest_key nearest_least_extra(struct nearest *n)
{
    struct nearest_key before = nearest_now(n), least = {{0}};
    for (size_t i = 0; i < n->broken.members.n; i++) {
        uint32_t c = n->broken.members.v[i];
        struct nearest_key key = nearest_plus(nearest_without(n, c), nearest_least_away(n, c));
        for (uint32_t k = 0; k < NEAREST_KEY; k++) {
            key.v[k] -= before.v[k];
        }
        least = i == 0 || nearest_compare(n, &key, &least) < 0 ? key : least;
    }
    return least;
}
