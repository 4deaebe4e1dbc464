#include "engine/nearest_inside.h"

#include <stdlib.h>
#include <string.h>

enum { LOOSE_MOST = 300 }; /* to place more than that is no small change, but another timetable */

/* ---- the root ---------------------------------------------------------------------------------
 */

static int compare_levels(const void *a, const void *b)
{
    const struct nearest_cost *x = a, *y = b;
    if (x->level != y->level) {
        return x->level < y->level ? -1 : 1;
    }
    return (x->unary > y->unary) - (x->unary < y->unary);
}

/* The unary costs of each choice's placements at those levels. */
static struct nearest_costs list_costs(const struct model *model)
{
    uint32_t first = model->levels.announced, end = first + model->levels.n_announced;
    size_t n = model->choices.n;
    struct nearest_costs costs = {base_alloc_zero(n + 2, sizeof(*costs.first)),
                                  base_alloc_zero(model->unaries.n + 1, sizeof(*costs.v))};
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < model->unaries.n; i++) {
            const struct unary *unary = &model->unaries.v[i];
            uint32_t c = unary->literal.choice.v;
            if (unary->out || unary->cost == 0 || unary->level < first || unary->level >= end) {
                continue;
            }
            if (pass == 0) {
                costs.first[c + 2]++;
            } else {
                costs.v[costs.first[c + 1]++] = (struct nearest_cost){unary->level, i};
            }
        }
        for (size_t c = 2; pass == 0 && c < n + 2; c++) {
            costs.first[c] += costs.first[c - 1];
        }
    }
    for (size_t c = 0; c < n; c++) {
        if (costs.first[c + 1] > costs.first[c] + 1) {
            qsort(costs.v + costs.first[c], costs.first[c + 1] - costs.first[c], sizeof(*costs.v),
                  compare_levels);
        }
    }
    return costs;
}

/* The only placement without costs there; PLACEMENT_OUT: there is none, or several are. */
static struct placement find_home(const struct model *model, uint32_t c,
                                  const struct nearest_costs *costs)
{
    const struct choice *choice = &model->choices.v[c];
    struct placement home = PLACEMENT_OUT;
    for (uint32_t r = choice->first_run; r < choice->first_run + choice->n_runs; r++) {
        const struct run *run = &model->runs.v[r];
        for (uint32_t i = 0; i < run->n; i++) {
            struct placement at = {run->room, run->first_min + (int32_t)i * run->step_min};
            bool free = true;
            for (size_t k = costs->first[c]; k < costs->first[c + 1] && free; k++) {
                free = !model_literal_holds(model->unaries.v[costs->v[k].unary].literal, at);
            }
            if (free && !placement_is_out(home)) {
                return PLACEMENT_OUT;
            }
            home = free ? at : home;
        }
    }
    return home;
}

static void list_out_costs(struct nearest *n)
{
    const struct model *model = n->index->model;
    n->out_key = arena_array(&n->arena, n->n_choices, sizeof(*n->out_key));
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        uint32_t level = unary->level - n->first_level; /* earlier ones are out of range, too */
        if (unary->out && level < n->n_levels) {
            n->out_key[unary->literal.choice.v].v[level] += unary->cost;
        }
    }
}

static int compare_places(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b; /* places, then the choice */
    if (x[0] != y[0]) {
        return x[0] < y[0] ? -1 : 1;
    }
    return (x[1] > y[1]) - (x[1] < y[1]);
}

/* Everything that has a home goes there, the rest is loose. */
static void place_homes(struct nearest *n)
{
    uint32_t(*order)[2] = arena_array(&n->arena, n->n_choices, sizeof(*order));
    for (uint32_t c = 0; c < n->n_choices; c++) {
        uint32_t n_places = n->index->choices[c].n;
        n->homes[c] = SPOT_OUT;
        if (n_places == 0) {
            continue; /* it stays out, whatever is done */
        }
        struct placement home = n_places == 1 /* there is nothing to decide */
                                    ? model_placement_at(n->index->model, (struct choice_id){c}, 0)
                                    : find_home(n->index->model, c, &n->costs);
        if (placement_is_out(home)) {
            order[n->n_loose][0] = n_places;
            order[n->n_loose++][1] = c;
        } else {
            n->homes[c] = search_index_from(n->index, c, home);
            search_state_put(&n->state, c, n->homes[c]);
        }
    }
    qsort(order, n->n_loose, sizeof(*order), compare_places);
    n->loose = arena_array(&n->arena, n->n_loose, sizeof(*n->loose));
    for (uint32_t i = 0; i < n->n_loose; i++) {
        n->loose[i] = order[i][1];
    }
    search_state_keep(&n->state);
}

/* The least that placing a loose choice adds, wherever the others are: what its place alone costs.
 */
static struct nearest_key least_of(struct nearest *n, uint32_t choice)
{
    struct nearest_key before = nearest_now(n), least = {{0}};
    bool any = false;
    for (uint32_t i = 0; i < n->index->choices[choice].n; i++) {
        search_state_put(&n->state, choice, search_index_spot(n->index, choice, i));
        struct nearest_key more = nearest_now(n);
        search_state_undo(&n->state);
        for (uint32_t k = 0; k < NEAREST_KEY; k++) {
            more.v[k] -= before.v[k];
        }
        if (!any || nearest_compare(n, &more, &least) < 0) {
            any = true;
            least = more;
        }
    }
    n->tries += n->index->choices[choice].n;
    return least;
}

/* Whether staying out costs every choice something before those levels, so that nothing stays out
 * to be nearer. */
static bool all_belong_in(const struct model *model)
{
    bool *costs = base_alloc_zero(model->choices.n + 1, sizeof(*costs));
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        if (unary->out && unary->cost > 0 && unary->level < model->levels.announced) {
            costs[unary->literal.choice.v] = true;
        }
    }
    bool all = true;
    for (size_t c = 0; c < model->choices.n && all; c++) {
        all = costs[c] || model->choices.v[c].n == 0;
    }
    base_free(costs);
    return all;
}

/* Whether what terms cost at those levels while the loose ones stay out is no more than they cost
 * then: none of them counts a loose one that has homes. */
static bool loose_count_for_nothing(struct nearest *n)
{
    const struct model *model = n->index->model;
    bool none = true;
    for (size_t t = 0; t < model->terms.n && none; t++) {
        const struct term *term = &model->terms.v[t];
        bool counts = term->kind == TERM_COST && term->level >= n->first_level &&
                      term->level < n->first_level + n->n_levels;
        for (uint32_t i = term->first; counts && i < term->first + term->n; i++) {
            const struct term_child *child = &model->children.v[i];
            none = none && child->term.v == ID_NONE &&
                   n->homes[child->literal.choice.v].run != ID_NONE;
        }
    }
    return none;
}

/* False: the model does not suit. */
bool nearest_root_init(struct nearest *n)
{
    const struct model *model = n->index->model;
    n->n_choices = (uint32_t)model->choices.n;
    n->first_level = model->levels.announced;
    n->n_levels = model->levels.n_announced;
    BUG_UNLESS(n->n_levels <= NEAREST_KEY);
    search_state_init(&n->state, n->index);
    n->decided = arena_array(&n->arena, n->n_choices, sizeof(*n->decided));
    n->best = arena_array(&n->arena, n->n_choices, sizeof(*n->best));
    n->best_cost = arena_array(&n->arena, model->levels.n, sizeof(*n->best_cost));
    n->away = arena_array(&n->arena, n->n_choices, sizeof(*n->away));
    n->has_away = arena_array(&n->arena, n->n_choices, sizeof(*n->has_away));
    n->homes = arena_array(&n->arena, n->n_choices, sizeof(*n->homes));
    n->costs = list_costs(model);
    list_out_costs(n);
    place_homes(n);
    nearest_broken_init(&n->broken, &n->state);
    if (n->n_levels == 0 || n->n_loose > LOOSE_MOST || !all_belong_in(model) ||
        !loose_count_for_nothing(n)) {
        return false;
    }
    n->loose_key = arena_array(&n->arena, n->n_loose + 1, sizeof(*n->loose_key));
    for (uint32_t i = n->n_loose; i-- > 0 && n->tries <= n->most_tries;) {
        n->loose_key[i] = nearest_plus(least_of(n, n->loose[i]), &n->loose_key[i + 1]);
    }
    return true;
}
