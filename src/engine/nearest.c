#include "engine/nearest_inside.h"

#include <string.h>

enum {
    NODES_MOST = 1500000, /* 100 MB */
    LOOK_EVERY = 4096,    /* tries between looks at the clock */
};

/* ---- the queue --------------------------------------------------------------------------------
 */

static bool comes_before(const struct nearest *n, uint32_t a, uint32_t b)
{
    const struct nearest_node *x = &n->nodes.v[a], *y = &n->nodes.v[b];
    int order = nearest_compare(n, &x->key, &y->key);
    if ((order == 0 || n->in_haste) && x->rank != y->rank) {
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
        const struct nearest_node *one = &n->nodes.v[n->path.v[i]];
        n->decided[one->choice] = true;
        if (!nearest_same_spot(n->state.at[one->choice], one->to)) {
            search_state_put(&n->state, one->choice, one->to);
        }
    }
}

/* A selection that breaks nothing. */
static void keep(struct nearest *n, struct nearest_key key)
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
                         struct nearest_key key, uint32_t rank)
{
    struct nearest_node node = {parent, choice, to, key, rank, false};
    vec_push(&n->nodes, node);
    return (uint32_t)n->nodes.n - 1;
}

/* In haste, of a node's children only those are kept that are better than the ones before. */
static bool is_better_child(struct nearest *n, const struct nearest_key *key, uint32_t rank)
{
    bool better = rank < n->child_rank ||
                  (rank == n->child_rank && nearest_compare(n, key, &n->child_key) < 0);
    if (better) {
        n->child_rank = rank;
        n->child_key = *key;
    }
    return better;
}

/* Tries the choice of a node's child at a place. */
static void try_spot(struct nearest *n, uint32_t parent, uint32_t choice, struct spot to,
                     uint32_t n_unplaced)
{
    size_t before = n->state.log.n;
    n->tries++;
    search_state_put(&n->state, choice, to);
    struct nearest_key key = nearest_plus(nearest_now(n), &n->loose_key[n->n_loose - n_unplaced]);
    const struct nearest_key *least = &n->nodes.v[parent].key;
    key = nearest_compare(n, &key, least) < 0 ? *least : key;
    bool worse = n->has_best && nearest_compare(n, &key, &n->best_key) > 0;
    if (!worse && n->state.excess == 0 && n_unplaced == 0) {
        keep(n, key);
    } else if (!worse) {
        int64_t excess = n->state.excess + n_unplaced;
        uint32_t rank = excess < UINT32_MAX ? (uint32_t)excess : UINT32_MAX;
        if (!n->in_haste || is_better_child(n, &key, rank)) {
            push(n, add_node(n, parent, choice, to, key, rank));
        }
    }
    search_state_undo_to(&n->state, before);
}

/* Whether the place alone makes it dearer than the best. */
static bool is_too_dear(const struct nearest *n, uint32_t choice, struct placement placement,
                        const struct nearest_key *without)
{
    struct nearest_key key = nearest_place_cost(n, choice, placement);
    key = nearest_plus(key, without);
    return nearest_compare(n, &key, &n->best_key) > 0;
}

/* Tries all places of a choice but the one where it is. */
static void try_choice(struct nearest *n, uint32_t parent, uint32_t choice, uint32_t n_unplaced)
{
    struct spot home = n->state.at[choice];
    struct nearest_key without =
        nearest_plus(nearest_without(n, choice), &n->loose_key[n->n_loose - n_unplaced]);
    const struct search_choice *one = &n->index->choices[choice];
    for (uint32_t r = one->first_run; r < one->first_run + one->n_runs; r++) {
        const struct search_run *run = &n->index->runs[r];
        for (uint32_t i = 0; i < run->n; i++) {
            struct spot spot = {r, run->first + (int32_t)i * run->step};
            struct placement at = search_index_placement(n->index, spot);
            if (!nearest_same_spot(spot, home) &&
                !(n->has_best && is_too_dear(n, choice, at, &without))) {
                try_spot(n, parent, choice, spot, n_unplaced);
            }
        }
    }
}

/* Counts what the next one that must go elsewhere costs, and puts the node back into the queue.
 * Done only when it comes to the front: most never do. */
static void sharpen(struct nearest *n, uint32_t node, uint32_t n_unplaced)
{
    struct nearest_key key = nearest_plus(nearest_now(n), &n->loose_key[n->n_loose - n_unplaced]);
    struct nearest_key extra = nearest_least_extra(n);
    key = nearest_plus(key, &extra);
    struct nearest_node *one = &n->nodes.v[node];
    one->sharp = true;
    one->key = nearest_compare(n, &key, &one->key) > 0 ? key : one->key;
    if (!n->has_best || nearest_compare(n, &one->key, &n->best_key) <= 0) {
        push(n, node);
    }
}

/* Whatever is broken there needs one of its choices elsewhere: the first, or else the second … */
static void branch(struct nearest *n, uint32_t node)
{
    uint32_t parent = node;
    struct nearest_key key = n->nodes.v[node].key;
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

/* Looks at the clock now and then. */
static bool is_stopped(struct nearest *n)
{
    if (n->tries >= n->next_look) {
        const struct nearest_limits *limits = n->limits;
        n->next_look = n->tries + LOOK_EVERY;
        n->stopped = n->stopped || (limits->stop != NULL && atomic_load(limits->stop) != 0) ||
                     (limits->ends_s > 0 && board_clock_s() > limits->ends_s);
    }
    return n->stopped;
}

static bool is_over(struct nearest *n)
{
    bool full = n->tries > n->most_tries || n->nodes.n > NODES_MOST;
    n->gave_up = n->gave_up || full || is_stopped(n);
    return n->gave_up;
}

/* A try is a move, and a thousand of them a unit of work. */
static void count(struct nearest *n)
{
    atomic_fetch_add(&n->board->moves, n->tries);
    atomic_fetch_add(&n->board->work, n->tries / 1000);
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
static void tell_bounds(struct nearest *n, const struct nearest_key *least, bool all)
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
static void find_stays(struct nearest *n, const struct nearest_key *most, bool *stays)
{
    struct nearest_key root = nearest_plus(nearest_now(n), &n->loose_key[0]), now = nearest_now(n);
    for (uint32_t c = 0; c < n->n_choices; c++) {
        stays[c] = n->index->choices[c].n == 1;
        if (n->homes[c].run == ID_NONE || n->index->choices[c].n <= 1) {
            continue;
        }
        struct nearest_key key = root, away = nearest_without(n, c);
        for (uint32_t k = 0; k < NEAREST_KEY; k++) {
            key.v[k] += away.v[k] - now.v[k];
        }
        if (nearest_compare(n, &key, most) <= 0) {
            key = nearest_plus(key, nearest_least_away(n, c));
        }
        stays[c] = nearest_compare(n, &key, most) > 0;
    }
}

/* The best first, until the best selection is nearer than what is left; returns the least that
 * then was left. */
static struct nearest_key search_tree(struct nearest *n)
{
    struct nearest_key least = nearest_plus(nearest_now(n), &n->loose_key[0]);
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
        int order = n->has_best ? nearest_compare(n, &least, &n->best_key) : -1;
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
    return n->has_best && nearest_compare(n, &least, &n->best_key) > 0 ? n->best_key : least;
}

/* No selection was found, the best first: now whatever has least out of order, so that there is
 * one. */
static void find_some(struct nearest *n)
{
    uint64_t most_tries = n->tries + n->limits->haste_tries;
    VEC(uint32_t) left = {0};
    for (size_t i = 0; i < n->heap.n; i++) {
        vec_push(&left, n->heap.v[i]);
    }
    vec_clear(&n->heap);
    n->in_haste = true;
    for (size_t i = 0; i < left.n; i++) {
        push(n, left.v[i]);
    }
    vec_free(&left);
    while (n->heap.n > 0 && !n->has_best && n->tries < most_tries && !is_stopped(n)) {
        n->child_rank = UINT32_MAX;
        expand(n, pop(n));
    }
}

static void tell_rest(struct nearest *n, const struct nearest_key *least, struct nearest_rest *rest)
{
    struct nearest_key guess = {{least->v[0], INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX}};
    search_state_undo(&n->state);
    rest->guess = least->v[0];
    rest->has_best = n->has_best;
    for (uint32_t c = 0; c < n->n_choices; c++) {
        rest->homes[c] = search_index_placement(n->index, n->state.at[c]);
    }
    find_stays(n, &guess, rest->guessed);
    if (n->has_best) {
        find_stays(n, &n->best_key, rest->stays);
    }
}

/* The best so far, if everything has its place in it. */
static void begin_with(struct nearest *n, const struct board *board)
{
    bool whole = board->has_incumbent;
    for (uint32_t c = 0; c < n->n_choices && whole; c++) {
        whole = !placement_is_out(board->chosen[c]) || n->index->choices[c].n == 0;
    }
    if (!whole) {
        return;
    }
    n->has_best = true;
    memcpy(n->best, board->chosen, n->n_choices * sizeof(*n->best));
    memcpy(n->best_cost, board->values, n->index->model->levels.n * sizeof(*n->best_cost));
    for (uint32_t k = 0; k < n->n_levels; k++) {
        n->best_key.v[k] = board->values[n->first_level + k];
    }
}

enum nearest_end nearest_solve(struct board *board, const struct search_index *index,
                               const struct nearest_limits *limits, struct nearest_rest *rest)
{
    struct nearest n = {
        .board = board, .index = index, .limits = limits, .most_tries = limits->tries};
    if (!nearest_root_init(&n)) {
        end(&n);
        return NEAREST_UNSUITED;
    }
    begin_with(&n, board);
    struct nearest_key least = search_tree(&n);
    if (!n.has_best && !n.gave_up) {
        count(&n);
        end(&n);
        return NEAREST_NONE;
    }
    if (!n.has_best) {
        board_raise_bound(board, n.first_level, least.v[0], BOARD_NOTHING, "nearest");
        find_some(&n);
    }
    if (n.has_best) {
        (void)board_offer(board, n.best, "nearest");
        tell_bounds(&n, &least, !n.gave_up);
    }
    bool proven = n.has_best && !n.gave_up;
    if (!proven) {
        tell_rest(&n, &least, rest);
    }
    count(&n);
    end(&n);
    return proven ? NEAREST_PROVEN : NEAREST_OPEN;
}
