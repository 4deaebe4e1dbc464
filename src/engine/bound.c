#include "engine/bound.h"

#include "engine/bound_pairs.h"
#include "engine/bound_spread.h"

#include <stdlib.h>
#include <string.h>

enum { ITEMS_MOST = 2000 };

void bound_closed_forms(struct board *board)
{
    board_raise_bound(board, board->model->levels.soft, bound_spread(board->model), BOARD_NOTHING,
                      "bound");
}

/* ---- pairs: events into times ------------------------------------------------------------ */

struct pairing {
    struct board *board;
    const struct search_index *index;
    const struct bound_options *options;
    uint32_t n_items, n_slots;
    uint32_t *item_of;   /* [choices]; ID_NONE: need not be placed */
    uint32_t *choice_of; /* [n_items] */
    uint32_t *capacity;  /* [n_slots] */
    int64_t *slot_costs; /* [n_items × n_slots] */
    bool *never;         /* [n_items × n_items] */
    int64_t *weights;    /* [n_items × n_items], i < j */
    VEC(struct bound_crowd) crowds;
    struct placement *chosen;
};

static uint32_t slot_at(const struct pairing *pairing, int32_t tick)
{
    return pairing->index->lanes[0].axis->before[tick];
}

/* Events that must be placed when the levels before the last cost nothing. */
static void find_items(struct pairing *pairing, struct arena *arena)
{
    const struct model *model = pairing->board->model;
    pairing->item_of = arena_array(arena, model->choices.n, sizeof(uint32_t));
    pairing->choice_of = arena_array(arena, model->choices.n, sizeof(uint32_t));
    for (size_t c = 0; c < model->choices.n; c++) {
        pairing->item_of[c] = ID_NONE;
    }
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        if (unary->out && unary->level < model->levels.soft && unary->cost > 0) {
            pairing->item_of[unary->literal.choice.v] = 0;
        }
    }
    for (uint32_t c = 0; c < model->choices.n; c++) {
        if (pairing->item_of[c] == 0 && model->choices.v[c].n > 0) {
            pairing->item_of[c] = pairing->n_items;
            pairing->choice_of[pairing->n_items++] = c;
        } else {
            pairing->item_of[c] = ID_NONE;
        }
    }
}

/* What the cheapest placement of each item costs in each slot. */
static void find_slot_costs(struct pairing *pairing, struct arena *arena)
{
    const struct search_index *index = pairing->index;
    uint32_t last = pairing->board->model->levels.soft;
    size_t n = (size_t)pairing->n_items * pairing->n_slots;
    pairing->slot_costs = arena_array(arena, n, sizeof(int64_t));
    for (size_t i = 0; i < n; i++) {
        pairing->slot_costs[i] = -1;
    }
    for (uint32_t i = 0; i < pairing->n_items; i++) {
        uint32_t c = pairing->choice_of[i];
        const struct search_choice *choice = &index->choices[c];
        for (uint32_t k = 0; k < choice->n; k++) {
            struct spot spot = search_index_spot(index, c, k);
            int64_t cost = 0;
            for (uint32_t u = 0; u < choice->n_costs; u++) {
                const struct box_cost *box = &index->costs[choice->first_cost + u];
                bool here = box->from <= spot.tick && spot.tick < box->to &&
                            (box->room.v == ID_NONE || box->room.v == index->runs[spot.run].room.v);
                cost += here && box->level == last ? box->cost : 0;
            }
            int64_t *least =
                &pairing->slot_costs[(size_t)i * pairing->n_slots + slot_at(pairing, spot.tick)];
            *least = *least < 0 || cost < *least ? cost : *least;
        }
    }
}

/* How many events the rooms open in a slot take, as far as a rule says so. */
static void find_capacities(struct pairing *pairing, struct arena *arena)
{
    const struct model *model = pairing->board->model;
    const struct search_index *index = pairing->index;
    uint32_t n_rooms = index->n_rooms;
    uint32_t *users = arena_array(arena, (size_t)n_rooms + 1, sizeof(*users));
    int64_t *places = arena_array(arena, (size_t)n_rooms + 1, sizeof(*places));
    uint8_t *open = arena_array(arena, ((size_t)n_rooms + 1) * pairing->n_slots, 1);
    pairing->capacity = arena_array(arena, pairing->n_slots, sizeof(uint32_t));
    for (uint32_t c = 0; c < model->choices.n; c++) {
        const struct search_choice *choice = &index->choices[c];
        for (uint32_t k = choice->first_run; k < choice->first_run + choice->n_runs; k++) {
            const struct search_run *run = &index->runs[k];
            uint32_t room = run->room.v == ID_NONE ? n_rooms : run->room.v;
            users[room] += k == choice->first_run || run[-1].room.v != run->room.v;
            for (uint32_t i = 0; i < run->n; i++) {
                int32_t tick = run->first + (int32_t)i * run->step;
                open[(size_t)room * pairing->n_slots + slot_at(pairing, tick)] = 1;
            }
        }
    }
    for (uint32_t r = 0; r <= n_rooms; r++) {
        places[r] = users[r];
    }
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        uint32_t room = model->members.v[timeline->first].room.v;
        bool all = timeline->kind == TIMELINE_AT_MOST && room != ID_NONE &&
                   timeline->n_heads == timeline->n && timeline->n == users[room];
        for (uint32_t i = 0; i < timeline->n && all; i++) {
            all = model->members.v[timeline->first + i].room.v == room;
        }
        if (all && timeline->most < places[room]) {
            places[room] = timeline->most;
        }
    }
    for (uint32_t r = 0; r <= n_rooms; r++) {
        for (uint32_t s = 0; s < pairing->n_slots; s++) {
            pairing->capacity[s] +=
                open[(size_t)r * pairing->n_slots + s] ? (uint32_t)places[r] : 0;
        }
    }
}

/* Weights of pairs that overlap when they share a slot, and pairs that must not. */
static size_t find_pairs(struct pairing *pairing, struct arena *arena)
{
    const struct model *model = pairing->board->model;
    size_t n = pairing->n_items, n_weights = 0;
    pairing->never = arena_array(arena, n * n, sizeof(bool));
    pairing->weights = arena_array(arena, n * n, sizeof(int64_t));
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        bool never = timeline->kind == TIMELINE_AT_MOST && timeline->most == 1;
        if (!never && (timeline->kind != TIMELINE_STARTS || timeline->shape != TIMELINE_PAIRS ||
                       timeline->level != model->levels.soft)) {
            continue;
        }
        for (uint32_t a = 0; a < timeline->n; a++) {
            struct member first = model->members.v[timeline->first + a];
            for (uint32_t b = a + 1; b < timeline->n; b++) {
                struct member second = model->members.v[timeline->first + b];
                uint32_t i = pairing->item_of[first.choice.v];
                uint32_t j = pairing->item_of[second.choice.v];
                if (i == ID_NONE || j == ID_NONE || i == j || first.room.v != ID_NONE ||
                    second.room.v != ID_NONE || (never && a >= timeline->n_heads)) {
                    continue;
                }
                size_t at = i < j ? i * n + j : j * n + i;
                if (never) {
                    pairing->never[i * n + j] = pairing->never[j * n + i] = true;
                } else {
                    n_weights += pairing->weights[at] == 0;
                    pairing->weights[at] += timeline->weight;
                }
            }
        }
    }
    return n_weights;
}

/* Timelines of which all but one costs: the items among their members. */
static void find_crowds(struct pairing *pairing, struct arena *arena)
{
    const struct model *model = pairing->board->model;
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        if (timeline->kind != TIMELINE_STARTS || timeline->shape != TIMELINE_EXCESS ||
            timeline->level != model->levels.soft) {
            continue;
        }
        uint32_t *items = arena_array(arena, timeline->n, sizeof(*items));
        uint32_t n = 0;
        for (uint32_t a = 0; a < timeline->n; a++) {
            struct member member = model->members.v[timeline->first + a];
            uint32_t item = pairing->item_of[member.choice.v];
            bool known = item == ID_NONE || member.room.v != ID_NONE;
            for (uint32_t b = 0; b < n && !known; b++) {
                known = items[b] == item;
            }
            if (!known) {
                items[n++] = item;
            }
        }
        if (n > 1) {
            struct bound_crowd crowd = {items, n, timeline->weight};
            vec_push(&pairing->crowds, crowd);
        }
    }
}

/* ---- what the bound asks and tells ----------------------------------------------------------- */

static void pass_yield(void *context)
{
    const struct pairing *pairing = context;
    pairing->options->yield(pairing->options->yield_context);
}

static void pass_bound(void *context, int64_t bound)
{
    struct pairing *pairing = context;
    board_raise_bound(pairing->board, pairing->board->model->levels.soft, bound, BOARD_NOTHING,
                      "pairs");
}

/* Events into times: each takes its cheapest placement then. Where rooms differ that may break
 * something, and the board does not take it. */
static void pass_found(void *context, int64_t cost, const uint32_t *slot_of)
{
    (void)cost;
    struct pairing *pairing = context;
    const struct search_index *index = pairing->index;
    uint64_t version = 0;
    if (!board_take(pairing->board, &version, pairing->chosen, NULL)) {
        return;
    }
    for (uint32_t i = 0; i < pairing->n_items; i++) {
        uint32_t c = pairing->choice_of[i];
        for (uint32_t k = 0; k < index->choices[c].n; k++) {
            struct spot spot = search_index_spot(index, c, k);
            if (slot_at(pairing, spot.tick) == slot_of[i]) {
                pairing->chosen[c] = search_index_placement(index, spot);
                break;
            }
        }
    }
    (void)board_offer(pairing->board, pairing->chosen, "pairs");
}

static struct pair_weight *list_weights(const struct pairing *pairing, struct arena *arena,
                                        size_t n_weights)
{
    struct pair_weight *list = arena_array(arena, n_weights, sizeof(*list));
    size_t n = 0;
    for (uint32_t i = 0; i < pairing->n_items; i++) {
        for (uint32_t j = i + 1; j < pairing->n_items; j++) {
            int64_t weight = pairing->weights[(size_t)i * pairing->n_items + j];
            if (weight > 0) {
                list[n++] = (struct pair_weight){i, j, weight};
            }
        }
    }
    return list;
}

static bool known_value(struct board *board, int64_t *value)
{
    pthread_mutex_lock(&board->mutex);
    bool known = board->has_incumbent;
    for (uint32_t k = 0; k < board->model->levels.soft && known; k++) {
        known = board->values[k] == 0;
    }
    *value = known ? board->values[board->model->levels.soft] : 0;
    pthread_mutex_unlock(&board->mutex);
    return known;
}

bool bound_pair_relaxation(struct board *board, const struct search_index *index,
                           const struct bound_options *options)
{
    const struct model *model = board->model;
    struct pairing pairing = {.board = board, .index = index, .options = options};
    if (!index->single || index->n_lanes == 0 || model->choices.n > ITEMS_MOST) {
        return false;
    }
    struct arena arena = ARENA_EMPTY;
    pairing.n_slots = index->lanes[0].axis->n;
    find_items(&pairing, &arena);
    size_t n_weights = find_pairs(&pairing, &arena);
    find_crowds(&pairing, &arena);
    bool any = (n_weights > 0 || pairing.crowds.n > 0) && pairing.n_items > 1;
    if (any) {
        find_slot_costs(&pairing, &arena);
        find_capacities(&pairing, &arena);
        pairing.chosen = arena_array(&arena, model->choices.n, sizeof(struct placement));
        struct bound_pairs problem = {
            .n_items = pairing.n_items,
            .n_slots = pairing.n_slots,
            .capacity = pairing.capacity,
            .weights = list_weights(&pairing, &arena, n_weights),
            .n_weights = n_weights,
            .crowds = pairing.crowds.v,
            .n_crowds = (uint32_t)pairing.crowds.n,
            .never = pairing.never,
            .slot_costs = pairing.slot_costs,
        };
        struct bound_pairs_limits limits = {
            .seconds = options->seconds,
            .rounds = options->rounds,
            .stop = &board->stop,
            .context = &pairing,
            .yield = options->yield != NULL ? pass_yield : NULL,
            .improved = pass_bound,
            .found = pass_found,
        };
        limits.has_known = known_value(board, &limits.known);
        int64_t bound = 0;
        if (bound_pairs(&problem, &limits, &bound) != BOUND_NONE) {
            pass_bound(&pairing, bound);
        }
    }
    vec_free(&pairing.crowds);
    arena_free(&arena);
    return any;
}
