/* The local repair works on the search's state: a move costs only what it touches. */
#include "engine/compile.h"
#include "engine/search_state.h"
#include "explain/whatif_inside.h"

#include <string.h>

/* Of each member too many, in the state's energy: more than what any place costs, so that a place
 * in the way of others is known before it is tried. */
static const int64_t PENALTY = INT64_C(1) << 40;

struct whatif_repair {
    struct model model;
    struct search_index *index;
    struct search_state state;
    int64_t *best; /* [levels] */
};

struct whatif_repair *whatif_repair_create(const struct problem *problem,
                                           const struct timetable *timetable)
{
    struct whatif_repair *repair = base_alloc_zero(1, sizeof(*repair));
    compile_model(problem, &repair->model);
    repair->index = search_index_create(&repair->model);
    search_state_init(&repair->state, repair->index);
    for (uint32_t l = 0; l < repair->index->n_lanes; l++) {
        repair->state.penalties[l] = PENALTY;
    }
    search_state_recount(&repair->state);
    repair->best = base_alloc_zero(repair->model.levels.n, sizeof(*repair->best));
    for (uint32_t c = 0; c < repair->model.choices.n; c++) {
        const struct assignment *now = &timetable->v[repair->model.choices.v[c].event.v];
        /* Where the problem would not have it, an event is not seen: the audit will. */
        struct placement at = {now->room, now->start_min};
        if (now->placed && model_has_placement(&repair->model, (struct choice_id){c}, at)) {
            search_state_put(&repair->state, c, search_index_from(repair->index, c, at));
        }
    }
    search_state_keep(&repair->state);
    return repair;
}

void whatif_repair_free(struct whatif_repair *repair)
{
    if (repair == NULL) {
        return;
    }
    search_state_free(&repair->state);
    search_index_free(repair->index);
    model_free(&repair->model);
    base_free(repair->best);
    base_free(repair);
}

static bool is_cheaper(const struct whatif_repair *repair)
{
    for (uint32_t k = 0; k < repair->model.levels.n; k++) {
        if (repair->state.level_cost[k] != repair->best[k]) {
            return repair->state.level_cost[k] < repair->best[k];
        }
    }
    return false;
}

/* Puts the choice, which is out, where it costs least without breaking anything; at `vacant`, which
 * may be no place of its, if nothing is cheaper. */
static bool place_best(struct whatif_repair *repair, uint32_t c, struct placement vacant,
                       int64_t excess_most)
{
    struct search_state *state = &repair->state;
    struct spot best = SPOT_OUT;
    size_t mark = state->log.n;
    bool fits = model_has_placement(&repair->model, (struct choice_id){c}, vacant);
    for (uint32_t i = fits ? 0 : 1; i <= repair->model.choices.v[c].n; i++) {
        struct spot spot = i == 0 ? search_index_from(repair->index, c, vacant)
                                  : search_index_spot(repair->index, c, i - 1);
        if (search_state_delta(state, c, spot, PENALTY / 2) >= PENALTY / 2) {
            continue;
        }
        search_state_put(state, c, spot);
        if (state->excess <= excess_most && (best.run == ID_NONE || is_cheaper(repair))) {
            best = spot;
            memcpy(repair->best, state->level_cost, repair->model.levels.n * sizeof(*repair->best));
        }
        search_state_undo_to(state, mark);
    }
    if (best.run == ID_NONE) {
        return false;
    }
    search_state_put(state, c, best);
    return true;
}

/* Places them in their order, or the other way round. The state is changed. */
static bool place_all(struct whatif_repair *repair, const struct event_id *events, uint32_t n,
                      bool backwards, struct placement vacant, int64_t excess_most)
{
    for (uint32_t i = 0; i < n; i++) {
        if (!place_best(repair, events[backwards ? n - 1 - i : i].v, vacant, excess_most)) {
            return false;
        }
    }
    return true;
}

static struct whatif_move move_of(const struct whatif_repair *repair, struct event_id event)
{
    struct placement at = search_index_placement(repair->index, repair->state.at[event.v]);
    return (struct whatif_move){event, {true, at.room, at.start_min}};
}

bool whatif_repair_find(struct whatif_repair *repair, struct event_id event, struct placement place,
                        const struct event_id *in_the_way, uint32_t n, struct whatif_move *moves)
{
    struct search_state *state = &repair->state;
    if (!model_has_placement(&repair->model, (struct choice_id){event.v}, place)) {
        return false;
    }
    struct placement vacant = search_index_placement(repair->index, state->at[event.v]);
    int64_t excess_most = state->excess;
    search_state_put(state, event.v, SPOT_OUT);
    /* What is broken elsewhere is not this event's fault. */
    excess_most = state->excess < excess_most ? state->excess : excess_most;
    bool found = false;
    for (uint32_t i = 0; i < n; i++) {
        search_state_put(state, in_the_way[i].v, SPOT_OUT);
    }
    search_state_put(state, event.v, search_index_from(repair->index, event.v, place));
    size_t mark = state->log.n;
    int64_t *cost = base_alloc_zero(repair->model.levels.n, sizeof(*cost));
    size_t bytes = repair->model.levels.n * sizeof(*cost);
    for (int way = 0; way < (n > 1 ? 2 : 1); way++) {
        if (!place_all(repair, in_the_way, n, way > 0, vacant, excess_most)) {
            search_state_undo_to(state, mark);
            continue;
        }
        memcpy(repair->best, cost, bytes);
        if (!found || is_cheaper(repair)) {
            found = true;
            memcpy(cost, state->level_cost, bytes);
            for (uint32_t i = 0; i < n; i++) {
                moves[i] = move_of(repair, in_the_way[i]);
            }
        }
        search_state_undo_to(state, mark);
    }
    base_free(cost);
    search_state_undo(state);
    return found;
}
