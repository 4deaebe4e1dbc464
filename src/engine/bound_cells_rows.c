#include "engine/bound_cells_maker.h"

#include <stdlib.h>

/* ---- what a cell holds ----------------------------------------------------------------------- */

/* How long the cell is, times the events that its lane takes at once. 0: no limit is known. */
static int32_t capacity_of(const struct maker *maker, uint32_t track, uint32_t cell)
{
    uint32_t lane = maker->lane[track * (size_t)maker->cells->n_cells + cell];
    const struct cell *in = &maker->cells->cells[cell];
    return lane == ID_NONE ? 0
                           : (int32_t)((in->to - in->from) * maker->cells->index->lanes[lane].most);
}

void bound_cells_find_lanes(struct maker *maker)
{
    const struct search_cells *cells = maker->cells;
    for (uint32_t k = 0; k < cells->n_tracks; k++) {
        for (uint32_t w = 0; w < cells->n_cells; w++) {
            uint32_t n;
            maker->lane[k * (size_t)cells->n_cells + w] = search_cells_lane(cells, k, w, &n);
        }
    }
    for (uint32_t c = 0; c < maker->model->choices.n; c++) {
        uint32_t track = cells->track_of[c];
        for (uint32_t w = 0; w < cells->n_cells && track != ID_NONE; w++) {
            uint32_t lane = maker->lane[track * (size_t)cells->n_cells + w];
            maker->free[(size_t)c * cells->n_sessions + cells->cells[w].session] |=
                is_reached(reach_of(maker, c, w)) && lane != ID_NONE &&
                !search_cells_is_member(cells, lane, c, w);
        }
    }
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* Of the track's events that are at least that long, the cells of the session hold no more than fit
 * in, as a number of events or of ticks. */
static void limit_session(struct maker *maker, uint32_t track, uint32_t session, int32_t length,
                          bool in_events)
{
    const struct search_cells *cells = maker->cells;
    struct cells_model *derived = maker->derived;
    struct model *model = &derived->model;
    struct room_id any = {ID_NONE};
    bool limited = true;
    model_term_begin(model, 0, ORIGIN_NONE);
    for (size_t i = 0; i < derived->classes.n; i++) {
        const struct cells_class *class = &derived->classes.v[i];
        int32_t its = cells->index->choices[class->first].length;
        struct literal literal =
            model_literal_between(class->choice, time_of(session), time_of(session) + 1, any);
        if (class->track != track || its < length ||
            maker->free[(size_t) class->first * cells->n_sessions + session]) {
            continue;
        }
        /* Each unit of the class counts, but the term's range must know of one only. */
        model_term_add(model, in_events ? 1 : its, literal);
    }
    for (uint32_t r = 0; r < cells->n_rooms; r++) {
        uint32_t w = cells->cell_at[session * cells->n_rooms + r];
        size_t at = track * (size_t)cells->n_cells + (w == ID_NONE ? 0 : w);
        if (w == ID_NONE || maker->use[at].v == ID_NONE) {
            continue;
        }
        int32_t most = capacity_of(maker, track, w);
        limited = limited && most > 0;
        most = in_events ? most / length : most;
        if (most > 0) {
            model_term_add(
                model, -most,
                model_literal_between(maker->use[at], time_of(session), time_of(session) + 1, any));
        }
    }
    if (limited) {
        (void)model_term_end_range(model, INT64_MIN, 0);
    } else {
        model_term_drop(model);
    }
}

static int compare_sizes(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x < y) - (x > y);
}

/* Whether every cell the choice may be in counts it in its lane. */
static bool is_counted(const struct maker *maker, uint32_t choice)
{
    uint32_t n = maker->cells->n_sessions;
    for (uint32_t session = 0; session < n; session++) {
        if (maker->free[(size_t)choice * n + session]) {
            return false;
        }
    }
    return true;
}

/* How many of the largest cells hold the track's events that are at least that long. */
static uint32_t count_needed(struct maker *maker, uint32_t track, int32_t length, bool in_events)
{
    const struct search_cells *cells = maker->cells;
    const uint32_t *members = cells->members + cells->tracks[track].first;
    int32_t *sizes = base_alloc_zero((size_t)cells->n_cells + 1, sizeof(*sizes));
    int64_t left = 0;
    uint32_t n = 0, needed = 0;
    for (uint32_t i = 0; i < cells->tracks[track].n; i++) {
        int32_t its = cells->index->choices[members[i]].length;
        bool counts = maker->placed[members[i]] && its >= length && is_counted(maker, members[i]);
        left += !counts ? 0 : in_events ? 1 : its;
    }
    for (uint32_t w = 0; w < cells->n_cells; w++) {
        int32_t most = capacity_of(maker, track, w);
        if (maker->use[track * (size_t)cells->n_cells + w].v != ID_NONE) {
            sizes[n++] = most == 0 ? INT32_MAX : in_events ? most / length : most;
        }
    }
    if (n > 0) {
        qsort(sizes, n, sizeof(*sizes), compare_sizes);
    }
    while (left > 0 && needed < n) {
        left -= sizes[needed++];
    }
    base_free(sizes);
    return needed;
}

/* Rounding up what the capacities say: a track uses at least so many cells. */
static void need_cells(struct maker *maker, uint32_t track, uint32_t needed)
{
    const struct search_cells *cells = maker->cells;
    struct model *model = &maker->derived->model;
    model_term_begin(model, 0, ORIGIN_NONE);
    for (uint32_t w = 0; w < cells->n_cells; w++) {
        struct choice_id use = maker->use[track * (size_t)cells->n_cells + w];
        if (use.v != ID_NONE) {
            int32_t t = time_of(cells->cells[w].session);
            model_term_add(model, 1,
                           model_literal_between(use, t, t + 1, (struct room_id){ID_NONE}));
        }
    }
    (void)model_term_end_range(model, needed, INT64_MAX);
}

void bound_cells_limit(struct maker *maker)
{
    const struct search_cells *cells = maker->cells;
    for (uint32_t k = 0; k < cells->n_tracks; k++) {
        int32_t shorter = INT32_MAX;
        uint32_t needed = count_needed(maker, k, 1, false);
        for (;;) { /* the lengths of the track's events, longest first */
            int32_t length = 0;
            for (uint32_t i = 0; i < cells->tracks[k].n; i++) {
                int32_t its =
                    cells->index->choices[cells->members[cells->tracks[k].first + i]].length;
                length = its > length && its < shorter ? its : length;
            }
            if (length == 0) {
                break;
            }
            for (uint32_t s = 0; s < cells->n_sessions; s++) {
                limit_session(maker, k, s, length, true);
            }
            uint32_t these = count_needed(maker, k, length, true);
            needed = these > needed ? these : needed;
            shorter = length;
        }
        need_cells(maker, k, needed);
        for (uint32_t s = 0; s < cells->n_sessions; s++) {
            limit_session(maker, k, s, 1, false);
        }
    }
}
