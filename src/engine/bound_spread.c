#include "engine/bound_spread.h"

#include "engine/bound_days.h"

#include <stdlib.h>

enum { WORK_MOST = 320000 };

/* Choices that must be placed if the levels before the last cost nothing. */
static bool *find_placed(const struct model *model)
{
    bool *placed = base_alloc_zero(model->choices.n + 1, sizeof(*placed));
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        if (unary->out && unary->level < model->levels.soft && unary->cost > 0) {
            placed[unary->literal.choice.v] = true;
        }
    }
    return placed;
}

/* ---- timelines ------------------------------------------------------------------------ */

/* At time t_min one member more (by 1) or fewer (−1) may run. */
struct step {
    int32_t t_min, by;
};

struct steps {
    struct step *v;
    size_t n, cap;
};

static int compare_steps(const void *a, const void *b)
{
    const struct step *x = a, *y = b;
    return (x->t_min > y->t_min) - (x->t_min < y->t_min);
}

/* The times that the member may cover (or start at), each once, as steps up and down. */
static void add_reach(const struct model *model, const struct timeline *timeline,
                      struct member member, struct steps *own, struct steps *all)
{
    const struct choice *choice = &model->choices.v[member.choice.v];
    int32_t length_min = timeline->kind == TIMELINE_STARTS ? 1 : model_member_length(model, member);
    own->n = 0;
    for (uint32_t k = 0; k < choice->n_runs; k++) {
        const struct run *run = &model->runs.v[choice->first_run + k];
        bool dense = run->step_min <= length_min;
        for (uint32_t i = 0; i < (dense ? 1 : run->n); i++) {
            int32_t from_min = run->first_min + (int32_t)i * run->step_min;
            int32_t last_min =
                dense ? run->first_min + (int32_t)(run->n - 1) * run->step_min : from_min;
            struct step up = {from_min, 1}, down = {last_min + length_min, -1};
            vec_push(own, up);
            vec_push(own, down);
        }
    }
    if (own->n > 0) {
        qsort(own->v, own->n, sizeof(*own->v), compare_steps);
    }
    int32_t depth = 0;
    for (size_t i = 0, next = 0; i < own->n; i = next) {
        int32_t before = depth;
        for (next = i; next < own->n && own->v[next].t_min == own->v[i].t_min; next++) {
            depth += own->v[next].by;
        }
        if ((before > 0) != (depth > 0)) {
            struct step step = {own->v[i].t_min, depth > 0 ? 1 : -1};
            vec_push(all, step);
        }
    }
}

static int compare_sizes(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (x[0] < y[0]) - (x[0] > y[0]);
}

/* The least Σ shape(n_p) over units of time p with Σ n_p = load and n_p ≤ how many can run then:
 * level by level, for the next member of a unit costs no less than the one before it (shapes are
 * convex). `sizes` are pairs: how many can run, for how many units; most first. */
static int64_t fill(enum timeline_shape shape, int64_t (*sizes)[2], size_t n_sizes, int64_t load)
{
    int64_t cost = 0;
    size_t wide = n_sizes; /* so many still have room at this depth */
    for (int64_t depth = 0; load > 0; depth++) {
        while (wide > 0 && sizes[wide - 1][0] <= depth) {
            wide--;
        }
        int64_t units = 0;
        for (size_t i = 0; i < wide; i++) {
            units += sizes[i][1];
        }
        if (units == 0) {
            break;
        }
        int64_t filled = units < load ? units : load;
        cost += filled * (shape == TIMELINE_PAIRS ? depth : depth > 0);
        load -= filled;
    }
    return cost;
}

static int64_t spread_timeline(const struct model *model, const struct timeline *timeline,
                               const bool *placed)
{
    struct steps own = {0}, all = {0};
    int64_t load = 0;
    int32_t unit_min = timeline->kind == TIMELINE_STARTS ? 1 : model->tick_min;
    for (uint32_t i = 0; i < timeline->n; i++) {
        struct member member = model->members.v[timeline->first + i];
        if (!placed[member.choice.v] || !model_member_always_runs(model, member)) {
            continue;
        }
        load += timeline->kind == TIMELINE_STARTS
                    ? 1
                    : model_member_length(model, member) / model->tick_min;
        add_reach(model, timeline, member, &own, &all);
    }
    if (all.n > 0) {
        qsort(all.v, all.n, sizeof(*all.v), compare_steps);
    }
    int64_t(*sizes)[2] = base_alloc_zero(all.n + 1, sizeof(*sizes));
    size_t n_sizes = 0;
    int64_t depth = 0;
    for (size_t i = 0; i + 1 < all.n; i++) {
        depth += all.v[i].by;
        int64_t units = (all.v[i + 1].t_min - all.v[i].t_min) / unit_min;
        if (depth > 0 && units > 0) {
            sizes[n_sizes][0] = depth;
            sizes[n_sizes++][1] = units;
        }
    }
    if (n_sizes > 0) {
        qsort(sizes, n_sizes, sizeof(*sizes), compare_sizes);
    }
    int64_t cost = fill(timeline->shape, sizes, n_sizes, load) * timeline->weight;
    base_free(sizes);
    vec_free(&own);
    vec_free(&all);
    return cost;
}

/* ---- single placements -------------------------------------------------------------------- */

static int64_t cheapest(const struct model *model, struct choice_id id, const struct unary *unaries,
                        size_t n_unaries)
{
    int64_t least = INT64_MAX;
    uint32_t n = model->choices.v[id.v].n;
    for (uint32_t i = 0; i < n && least > 0; i++) {
        struct placement placement = model_placement_at(model, id, i);
        int64_t cost = 0;
        for (size_t k = 0; k < n_unaries; k++) {
            cost += model_unary_holds(&unaries[k], placement) ? unaries[k].cost : 0;
        }
        least = cost < least ? cost : least;
    }
    return least == INT64_MAX ? 0 : least;
}

static int compare_unaries(const void *a, const void *b)
{
    const struct unary *x = a, *y = b;
    return (x->literal.choice.v > y->literal.choice.v) -
           (x->literal.choice.v < y->literal.choice.v);
}

static int64_t spread_singles(const struct model *model, const bool *placed)
{
    VEC(struct unary) unaries = {0};
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        if (!unary->out && unary->level == model->levels.soft) {
            vec_push(&unaries, *unary);
        }
    }
    if (unaries.n > 0) {
        qsort(unaries.v, unaries.n, sizeof(*unaries.v), compare_unaries);
    }
    int64_t cost = 0;
    for (size_t i = 0, next = 0; i < unaries.n; i = next) {
        struct choice_id choice = unaries.v[i].literal.choice;
        for (next = i; next < unaries.n && unaries.v[next].literal.choice.v == choice.v;) {
            next++;
        }
        if (placed[choice.v] && (size_t)model->choices.v[choice.v].n * (next - i) <= WORK_MOST) {
            cost += cheapest(model, choice, unaries.v + i, next - i);
        }
    }
    vec_free(&unaries);
    return cost;
}

int64_t bound_spread_timelines(const struct model *model, int64_t *apart)
{
    bool *placed = find_placed(model);
    int64_t bound = 0;
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        if (timeline->kind != TIMELINE_AT_MOST && timeline->level == model->levels.soft) {
            int64_t alone = spread_timeline(model, timeline, placed);
            int64_t with = apart == NULL ? -1 : bound_days(model, timeline, placed, apart);
            bound += with > alone ? with : alone;
        }
    }
    base_free(placed);
    return bound;
}

int64_t bound_spread(const struct model *model)
{
    bool *placed = find_placed(model);
    int64_t singles = spread_singles(model, placed);
    base_free(placed);
    return singles + bound_spread_timelines(model, NULL);
}
