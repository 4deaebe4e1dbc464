#include "engine/nearest.h"

#include "engine/nearest_broken.h"

#include <stdlib.h>
#include <string.h>

enum {
    KEY = 5,              /* levels about what has been announced, at most */
    NODES_MOST = 1500000, /* 60 MB */
    LOOK_EVERY = 4096,    /* tries between looks at the clock */
};

/* What those levels cost, first to last. */
struct key {
    int32_t v[KEY];
};

/* One choice decided after those of its parent. */
struct node {
    uint32_t parent; /* ID_NONE: of the root */
    uint32_t choice; /* ID_NONE: the root */
    struct spot to;  /* its home: it stays */
    struct key key;  /* no selection below costs less */
    uint32_t rank;   /* of equal keys the lowest comes first: what is broken or not placed */
    bool sharp;      /* the key counts the next one that must go elsewhere, too */
};

/* Unary costs: those of choice c are v[first[c] … first[c + 1]), by level. */
struct nearest_costs {
    size_t *first;
    struct nearest_cost {
        uint32_t level, unary; /* of the model's */
    } * v;
};

struct nearest {
    struct board *board;
    const struct search_index *index;
    struct arena arena;
    struct search_state state;
    struct nearest_broken broken;
    uint32_t n_choices, first_level, n_levels;
    struct nearest_costs costs;
    struct spot *homes; /* [choices]; SPOT_OUT: loose, or never placed */
    uint32_t *loose;    /* choices that must be placed, those with the fewest places first */
    uint32_t n_loose;
    struct key *loose_key; /* [n_loose + 1]: what those from here on cost at least */
    struct key *away; /* [choices]: what going elsewhere costs at least, by the place alone; … */
    bool *has_away;   /* … once it was asked for */
    VEC(struct node) nodes;
    VEC(uint32_t) heap;
    VEC(uint32_t) path; /* nodes from the root to the one that is looked at */
    bool *decided;      /* [choices]: on the path */
    bool has_best;
    struct key best_key;
    int64_t *best_cost;     /* [levels] */
    struct placement *best; /* [choices] */
    const struct nearest_limits *limits;
    uint64_t tries, most_tries;
    uint64_t next_look; /* at the clock, in tries */
    bool gave_up;
};

static int compare_keys(const struct nearest *n, const struct key *a, const struct key *b)
{
    for (uint32_t k = 0; k < n->n_levels; k++) {
        if (a->v[k] != b->v[k]) {
            return a->v[k] < b->v[k] ? -1 : 1;
        }
    }
    return 0;
}

static struct key key_now(const struct nearest *n)
{
    struct key key = {{0}};
    for (uint32_t k = 0; k < n->n_levels; k++) {
        int64_t cost = n->state.level_cost[n->first_level + k];
        key.v[k] = cost < INT32_MAX / 2 ? (int32_t)cost : INT32_MAX / 2;
    }
    return key;
}

static struct key key_plus(struct key a, const struct key *b)
{
    for (uint32_t k = 0; k < KEY; k++) {
        a.v[k] += b->v[k];
    }
    return a;
}

static bool is_same_spot(struct spot a, struct spot b)
{
    return a.run == b.run && a.tick == b.tick;
}

/* ---- the queue --------------------------------------------------------------------------------
 */

static bool comes_before(const struct nearest *n, uint32_t a, uint32_t b)
{
    const struct node *x = &n->nodes.v[a], *y = &n->nodes.v[b];
    int order = compare_keys(n, &x->key, &y->key);
    if (order == 0 && x->rank != y->rank) {
        order = x->rank < y->rank ? -1 : 1;
    }
    return order != 0 ? order < 0 : a < b;
}

static void push(struct nearest *n, uint32_t node)
{
    vec_push(&n->heap, node);
    size_t i = n->heap.n - 1;
    while (i > 0 && comes_before(n, node, n->heap.v[(i - 1) / 2])) {
        n->heap.v[i] = n->heap.v[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    n->heap.v[i] = node;
}

static uint32_t pop(struct nearest *n)
{
    uint32_t first = n->heap.v[0], last = n->heap.v[--n->heap.n];
    size_t i = 0;
    while (2 * i + 1 < n->heap.n) {
        size_t child = 2 * i + 1;
        child += child + 1 < n->heap.n && comes_before(n, n->heap.v[child + 1], n->heap.v[child]);
        if (!comes_before(n, n->heap.v[child], last)) {
            break;
        }
        n->heap.v[i] = n->heap.v[child];
        i = child;
    }
    n->heap.v[i] = last;
    return first;
}

/* ---- nodes ------------------------------------------------------------------------------------
 */

/* The state becomes that of the node; the path its decisions. */
static void go_to(struct nearest *n, uint32_t node)
{
    search_state_undo(&n->state);
    for (size_t i = 0; i < n->path.n; i++) {
        n->decided[n->nodes.v[n->path.v[i]].choice] = false;
    }
    vec_clear(&n->path);
    for (uint32_t i = node; n->nodes.v[i].choice != ID_NONE; i = n->nodes.v[i].parent) {
        vec_push(&n->path, i);
    }
    for (size_t i = n->path.n; i-- > 0;) {
        const struct node *one = &n->nodes.v[n->path.v[i]];
        n->decided[one->choice] = true;
        if (!is_same_spot(n->state.at[one->choice], one->to)) {
            search_state_put(&n->state, one->choice, one->to);
        }
    }
}

/* A selection that breaks nothing. */
static void keep(struct nearest *n, struct key key)
{
    uint32_t n_levels = n->index->model->levels.n;
    bool better = !n->has_best;
    for (uint32_t k = 0; k < n_levels && !better; k++) {
        if (n->state.level_cost[k] != n->best_cost[k]) {
            better = n->state.level_cost[k] < n->best_cost[k];
            break;
        }
    }
    if (!better) {
        return;
    }
    n->has_best = true;
    n->best_key = key;
    memcpy(n->best_cost, n->state.level_cost, n_levels * sizeof(*n->best_cost));
    for (uint32_t c = 0; c < n->n_choices; c++) {
        n->best[c] = search_index_placement(n->index, n->state.at[c]);
    }
}

static uint32_t add_node(struct nearest *n, uint32_t parent, uint32_t choice, struct spot to,
                         struct key key, uint32_t rank)
{
    struct node node = {parent, choice, to, key, rank, false};
    vec_push(&n->nodes, node);
    return (uint32_t)n->nodes.n - 1;
}

/* Tries the choice of a node's child at a place. */
static void try_spot(struct nearest *n, uint32_t parent, uint32_t choice, struct spot to,
                     uint32_t n_unplaced)
{
    size_t before = n->state.log.n;
    n->tries++;
    search_state_put(&n->state, choice, to);
    struct key key = key_plus(key_now(n), &n->loose_key[n->n_loose - n_unplaced]);
    const struct key *least = &n->nodes.v[parent].key;
    key = compare_keys(n, &key, least) < 0 ? *least : key;
    bool worse = n->has_best && compare_keys(n, &key, &n->best_key) > 0;
    if (!worse && n->state.excess == 0 && n_unplaced == 0) {
        keep(n, key);
    } else if (!worse) {
        int64_t rank = n->state.excess + n_unplaced;
        push(n,
             add_node(n, parent, choice, to, key, rank < UINT32_MAX ? (uint32_t)rank : UINT32_MAX));
    }
    search_state_undo_to(&n->state, before);
}

/* Tries all places of a choice but the one where it is. */
static void try_choice(struct nearest *n, uint32_t parent, uint32_t choice, uint32_t n_unplaced)
{
    struct spot home = n->state.at[choice];
    const struct search_choice *one = &n->index->choices[choice];
    for (uint32_t r = one->first_run; r < one->first_run + one->n_runs; r++) {
        const struct search_run *run = &n->index->runs[r];
        for (uint32_t i = 0; i < run->n; i++) {
            struct spot spot = {r, run->first + (int32_t)i * run->step};
            if (!is_same_spot(spot, home)) {
                try_spot(n, parent, choice, spot, n_unplaced);
            }
        }
    }
}

/* Of the placements those that cost least at one level, by the choice's unary costs. */
static int32_t keep_cheapest(struct nearest *n, uint32_t c, uint32_t level,
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
    int64_t least = INT32_MAX / 2;
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
    return (int32_t)least;
}

/* What the choice's places alone cost elsewhere, at least: its unary costs. */
static struct key least_away(struct nearest *n, uint32_t c)
{
    struct placement home = search_index_placement(n->index, n->homes[c]);
    struct placements places = {0};
    struct key least = {{0}};
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

/* What it costs at least that one of the choices in the way goes elsewhere. */
static struct key least_extra(struct nearest *n)
{
    struct key before = key_now(n), least = {{0}};
    for (size_t i = 0; i < n->broken.members.n; i++) {
        uint32_t c = n->broken.members.v[i];
        if (!n->has_away[c]) {
            n->has_away[c] = true;
            n->away[c] = least_away(n, c);
        }
        size_t mark = n->state.log.n;
        search_state_put(&n->state, c, SPOT_OUT);
        struct key key = key_plus(key_now(n), &n->away[c]);
        search_state_undo_to(&n->state, mark);
        for (uint32_t k = 0; k < KEY; k++) {
            key.v[k] -= before.v[k];
        }
        least = i == 0 || compare_keys(n, &key, &least) < 0 ? key : least;
    }
    return least;
}

/* Counts what the next one that must go elsewhere costs, and puts the node back into the queue.
 * Done only when it comes to the front: most never do. */
static void sharpen(struct nearest *n, uint32_t node, uint32_t n_unplaced)
{
    struct key key = key_plus(key_now(n), &n->loose_key[n->n_loose - n_unplaced]);
    struct key extra = least_extra(n);
    key = key_plus(key, &extra);
    struct node *one = &n->nodes.v[node];
    one->sharp = true;
    one->key = compare_keys(n, &key, &one->key) > 0 ? key : one->key;
    if (!n->has_best || compare_keys(n, &one->key, &n->best_key) <= 0) {
        push(n, node);
    }
}

/* Whatever is broken there needs one of its choices elsewhere: the first, or else the second … */
static void branch(struct nearest *n, uint32_t node)
{
    uint32_t parent = node;
    struct key key = n->nodes.v[node].key;
    VEC(uint32_t) members = {0};
    for (size_t i = 0; i < n->broken.members.n; i++) {
        vec_push(&members, n->broken.members.v[i]);
    }
    for (size_t i = 0; i < members.n; i++) {
        try_choice(n, parent, members.v[i], 0);
        parent = add_node(n, parent, members.v[i], n->state.at[members.v[i]], key, 0);
    }
    vec_free(&members);
}

static void expand(struct nearest *n, uint32_t node)
{
    go_to(n, node);
    uint32_t n_unplaced = n->n_loose;
    for (uint32_t i = 0; i < n->n_loose; i++) {
        n_unplaced -= n->decided[n->loose[i]];
    }
    /* Places may bring ranges in order; members too many stay so. */
    bool lanes_only = n_unplaced > 0;
    bool broken = n->state.excess > 0 && nearest_broken_find(&n->broken, n->decided, lanes_only);
    BUG_UNLESS(broken || lanes_only);
    if (broken && n->broken.members.n == 0) {
        return; /* it cannot be mended */
    }
    if (broken && !n->nodes.v[node].sharp) {
        sharpen(n, node, n_unplaced);
    } else if (n_unplaced > 0) {
        try_choice(n, node, n->loose[n->n_loose - n_unplaced], n_unplaced - 1);
    } else {
        branch(n, node);
    }
}

static bool is_over(struct nearest *n)
{
    bool full = n->tries > n->most_tries || n->nodes.n > NODES_MOST;
    if (n->tries >= n->next_look) {
        const struct nearest_limits *limits = n->limits;
        bool told = limits->stop != NULL && atomic_load(limits->stop) != 0;
        full = full || told || (limits->ends_s > 0 && board_clock_s() > limits->ends_s);
        n->next_look = n->tries + LOOK_EVERY;
    }
    n->gave_up = n->gave_up || full;
    return n->gave_up;
}

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
static struct key least_of(struct nearest *n, uint32_t choice)
{
    struct key before = key_now(n), least = {{0}};
    bool any = false;
    for (uint32_t i = 0; i < n->index->choices[choice].n; i++) {
        search_state_put(&n->state, choice, search_index_spot(n->index, choice, i));
        struct key more = key_now(n);
        search_state_undo(&n->state);
        for (uint32_t k = 0; k < KEY; k++) {
            more.v[k] -= before.v[k];
        }
        if (!any || compare_keys(n, &more, &least) < 0) {
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
static bool init(struct nearest *n)
{
    const struct model *model = n->index->model;
    n->n_choices = (uint32_t)model->choices.n;
    n->first_level = model->levels.announced;
    n->n_levels = model->levels.n_announced;
    BUG_UNLESS(n->n_levels <= KEY);
    search_state_init(&n->state, n->index);
    n->decided = arena_array(&n->arena, n->n_choices, sizeof(*n->decided));
    n->best = arena_array(&n->arena, n->n_choices, sizeof(*n->best));
    n->best_cost = arena_array(&n->arena, model->levels.n, sizeof(*n->best_cost));
    n->away = arena_array(&n->arena, n->n_choices, sizeof(*n->away));
    n->has_away = arena_array(&n->arena, n->n_choices, sizeof(*n->has_away));
    n->homes = arena_array(&n->arena, n->n_choices, sizeof(*n->homes));
    n->costs = list_costs(model);
    place_homes(n);
    nearest_broken_init(&n->broken, &n->state);
    if (n->n_levels == 0 || !all_belong_in(model) || !loose_count_for_nothing(n)) {
        return false;
    }
    n->loose_key = arena_array(&n->arena, n->n_loose + 1, sizeof(*n->loose_key));
    for (uint32_t i = n->n_loose; i-- > 0 && n->tries <= n->most_tries;) {
        n->loose_key[i] = key_plus(least_of(n, n->loose[i]), &n->loose_key[i + 1]);
    }
    return true;
}

static void end(struct nearest *n)
{
    nearest_broken_free(&n->broken);
    search_state_free(&n->state);
    base_free(n->costs.first);
    base_free(n->costs.v);
    vec_free(&n->nodes);
    vec_free(&n->heap);
    vec_free(&n->path);
    arena_free(&n->arena);
}

/* ---- what is known then -----------------------------------------------------------------------
 */

/* With all that can be placed in its place, nothing costs less at the levels before; `least`: what
 * those about what has been announced cost at least, each while the ones before it cost that. */
static void tell_bounds(struct nearest *n, const struct key *least, bool all)
{
    for (uint32_t k = 0; k < n->first_level; k++) {
        board_raise_bound(n->board, k, n->best_cost[k], BOARD_OPTIMUM, "nearest");
    }
    bool holds = true;
    for (uint32_t k = 0; k < n->n_levels && holds; k++) {
        board_raise_bound(n->board, n->first_level + k, least->v[k], BOARD_OPTIMUM, "nearest");
        holds = least->v[k] == n->best_key.v[k];
    }
    for (uint32_t k = n->first_level + n->n_levels; all && k < n->index->model->levels.n; k++) {
        board_raise_bound(n->board, k, n->best_cost[k], BOARD_OPTIMUM, "nearest");
    }
}

/* Whoever cannot go elsewhere without costing more than `most`, by the root. */
static void find_stays(struct nearest *n, const struct key *most, bool *stays,
                       struct placement *homes)
{
    search_state_undo(&n->state);
    struct key root = key_plus(key_now(n), &n->loose_key[0]), now = key_now(n);
    for (uint32_t i = 0; i < n->n_loose; i++) {
        n->decided[n->loose[i]] = true;
    }
    for (uint32_t c = 0; c < n->n_choices; c++) {
        stays[c] = n->index->choices[c].n == 1;
        homes[c] = search_index_placement(n->index, n->state.at[c]);
        if (n->decided[c] || n->index->choices[c].n <= 1) {
            continue;
        }
        search_state_put(&n->state, c, SPOT_OUT);
        struct key key = root, away = key_now(n);
        search_state_undo(&n->state);
        for (uint32_t k = 0; k < KEY; k++) {
            key.v[k] += away.v[k] - now.v[k];
        }
        if (compare_keys(n, &key, most) <= 0) {
            struct key least = least_away(n, c);
            key = key_plus(key, &least);
        }
        stays[c] = compare_keys(n, &key, most) > 0;
    }
}

/* The best first, until the best selection is nearer than what is left; returns the least that
 * then was left. */
static struct key search_tree(struct nearest *n)
{
    struct key least = key_plus(key_now(n), &n->loose_key[0]);
    uint32_t root = add_node(n, ID_NONE, ID_NONE, SPOT_OUT, least, 0);
    bool proven = false;
    if (n->n_loose == 0 && n->state.excess == 0) {
        keep(n, least);
    } else {
        push(n, root);
    }
    while (n->heap.n > 0 && !is_over(n)) {
        uint32_t node = pop(n);
        least = n->nodes.v[node].key;
        int order = n->has_best ? compare_keys(n, &least, &n->best_key) : -1;
        if (order > 0) {
            vec_clear(&n->heap);
            break;
        }
        if (order == 0 && !proven) {
            proven = true;
            uint64_t most = n->tries + n->limits->ties;
            n->most_tries = most < n->most_tries ? most : n->most_tries;
        }
        expand(n, node);
    }
    if (n->heap.n > 0 && n->gave_up) {
        least = n->nodes.v[n->heap.v[0]].key;
    } else if (n->has_best) {
        least = n->best_key;
    }
    return n->has_best && compare_keys(n, &least, &n->best_key) > 0 ? n->best_key : least;
}

enum nearest_end nearest_solve(struct board *board, const struct search_index *index,
                               const struct nearest_limits *limits, bool *stays,
                               struct placement *homes, int64_t *guess)
{
    struct nearest n = {
        .board = board, .index = index, .limits = limits, .most_tries = limits->tries};
    if (!init(&n)) {
        end(&n);
        return NEAREST_UNSUITED;
    }
    struct key least = search_tree(&n), most = n.best_key;
    enum nearest_end end_is = n.has_best ? NEAREST_CLOSE : NEAREST_GUESSED;
    if (n.has_best) {
        (void)board_offer(board, n.best, "nearest");
        tell_bounds(&n, &least, !n.gave_up);
        end_is = n.gave_up ? NEAREST_CLOSE : NEAREST_PROVEN;
    }
    *guess = least.v[0];
    if (!n.has_best || n.best_key.v[0] > least.v[0]) {
        end_is = NEAREST_GUESSED;
        most = (struct key){{least.v[0], INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX}};
    }
    if (end_is != NEAREST_PROVEN) {
        find_stays(&n, &most, stays, homes);
    }
    atomic_fetch_add(&board->moves, n.tries);
    end(&n);
    return end_is;
}
