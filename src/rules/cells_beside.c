/* Pairs of cells of one session, J · K where group a has J of them and b has K and no cell is of
 * both: Σ_{i,k ≥ 1} [[J ≥ i] + [K ≥ k] ≥ 2], where [J ≥ 1] is [Σ_e [e in the session] ≥ 1], so
 * that the first of them, often the only one that matters, is as tight as its events. Where cells
 * may be of both: Σ over two rooms r, q of [[a in r] + [b in q] ≥ 2]. */
#include "rules/cells.h"
#include "rules/terms.h"

struct beside {
    const struct compile *compile;
    struct strength strength;
    const struct cells_events *a, *b;
    struct terms_ids counts; /* soft: terms of which 2 is a pair */
};

static bool never_share(const struct beside *beside)
{
    for (size_t i = 0; i < beside->a->n; i++) {
        for (size_t k = 0; k < beside->b->n; k++) {
            if (!cells_never_share(beside->compile->problem, beside->a->v[i], beside->b->v[k])) {
                return false;
            }
        }
    }
    return true;
}

static void add_both(struct beside *beside, struct term_id one, int32_t at_least_one,
                     struct term_id other, int32_t at_least_other, int32_t at_min)
{
    struct model *model = beside->compile->model;
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = beside->a->v[0];
    origin.events[1] = beside->b->v[0];
    origin.at_min = at_min;
    model_term_begin(model, beside->compile->rule, origin);
    model_term_add_at_least(model, 1, one, at_least_one);
    model_term_add_at_least(model, 1, other, at_least_other);
    if (beside->strength.kind == STRENGTH_HARD) {
        model_term_end_range(model, INT64_MIN, 1);
    } else {
        vec_push(&beside->counts, model_term_end_count(model));
    }
}

/* How many cells of the session the group has; its rooms differ. */
static struct term_id count_cells(const struct beside *beside, const struct cells_events *events,
                                  struct session_id session)
{
    const struct problem *problem = beside->compile->problem;
    VEC(struct term_id) counts = {0};
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        if (problem->windows[w].session.v == session.v) {
            vec_push(&counts, cells_count(beside->compile, events, (struct window_id){w}));
        }
    }
    model_term_begin(beside->compile->model, beside->compile->rule, ORIGIN_NONE);
    for (size_t i = 0; i < counts.n; i++) {
        model_term_add_at_least(beside->compile->model, 1, counts.v[i], 1);
    }
    vec_free(&counts);
    return model_term_end_shared(beside->compile->model);
}

static int32_t most_cells(const struct model *model, struct term_id cells, size_t n_events)
{
    int64_t most = cells.v == ID_NONE ? 0 : model->terms.v[cells.v].most;
    return (int32_t)(most < (int64_t)n_events ? most : (int64_t)n_events);
}

static void add_products(struct beside *beside, struct session_id session)
{
    const struct compile *compile = beside->compile;
    struct term_id a = cells_count_session(compile, beside->a, session);
    struct term_id b = cells_count_session(compile, beside->b, session);
    if (a.v == ID_NONE || b.v == ID_NONE) {
        return;
    }
    int32_t at_min = compile->problem->sessions[session.v].span.from_min;
    add_both(beside, a, 1, b, 1, at_min);
    if (beside->strength.kind == STRENGTH_HARD) {
        return;
    }
    struct term_id a_cells = count_cells(beside, beside->a, session);
    struct term_id b_cells = count_cells(beside, beside->b, session);
    int32_t a_most = most_cells(compile->model, a_cells, beside->a->n);
    int32_t b_most = most_cells(compile->model, b_cells, beside->b->n);
    for (int32_t i = 1; i <= a_most; i++) {
        for (int32_t k = 1; k <= b_most; k++) {
            if (i > 1 || k > 1) {
                add_both(beside, i == 1 ? a : a_cells, i, k == 1 ? b : b_cells, k, at_min);
            }
        }
    }
}

/* The events of the group that are in the session and the room. */
static struct term_id count_in_room(const struct beside *beside, const struct cells_events *events,
                                    const struct cells_places *places, struct room_id room)
{
    struct model *model = beside->compile->model;
    struct origin origin = ORIGIN_NONE;
    origin.room = room;
    model_term_begin(model, beside->compile->rule, origin);
    for (size_t e = 0; e < events->n; e++) {
        for (size_t i = 0; i < places->n; i++) {
            if (places->v[i].room.v == room.v) {
                model_term_add(model, 1, cells_in(beside->compile, events->v[e], places->v[i]));
            }
        }
    }
    return model_term_end_shared(model);
}

static void add_rooms(struct beside *beside, struct session_id session,
                      const struct cells_places *places)
{
    const struct problem *problem = beside->compile->problem;
    int32_t at_min = problem->sessions[session.v].span.from_min;
    VEC(struct term_id) of_b = {0};
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        vec_push(&of_b, count_in_room(beside, beside->b, places, (struct room_id){r}));
    }
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        struct term_id of_a = count_in_room(beside, beside->a, places, (struct room_id){r});
        for (uint32_t q = 0; q < problem->n_rooms && of_a.v != ID_NONE; q++) {
            if (q != r && of_b.v[q].v != ID_NONE) {
                add_both(beside, of_a, 1, of_b.v[q], 1, at_min);
            }
        }
    }
    vec_free(&of_b);
}

static bool rooms_differ(const struct cells_places *places)
{
    for (size_t i = 0; i < places->n; i++) {
        for (size_t k = i + 1; k < places->n; k++) {
            if (places->v[i].room.v == places->v[k].room.v) {
                return false;
            }
        }
    }
    return true;
}

void cells_beside(const struct compile *compile, struct strength strength,
                  const struct cells_events *a, const struct cells_events *b)
{
    struct beside beside = {.compile = compile, .strength = strength, .a = a, .b = b};
    struct cells_places places = {0};
    if (a->n == 0 || b->n == 0) {
        return;
    }
    bool apart = never_share(&beside);
    for (uint32_t s = 0; s < compile->problem->n_sessions; s++) {
        struct session_id session = {s};
        vec_clear(&places);
        cells_add_session(compile->problem, session, &places);
        if (apart && rooms_differ(&places)) {
            add_products(&beside, session);
        } else {
            add_rooms(&beside, session, &places);
        }
    }
    model_term_begin(compile->model, compile->rule, ORIGIN_NONE);
    for (size_t i = 0; i < beside.counts.n; i++) {
        model_term_add_at_least(compile->model, 1, beside.counts.v[i], 2);
    }
    model_term_end_cost(compile->model, compile->level, model_cost_linear, strength.weight);
    vec_free(&beside.counts);
    vec_free(&places);
}
