/* Construction by tracks: cells first, then their events packed from the start. */
#include "engine/search_cells.h"

#include <float.h>

struct build {
    struct desk *desk;
    uint32_t events[DESK_SPILL]; /* of the present track, that are out */
    uint32_t n_events;
    uint32_t noise;
};

static uint32_t list_out(struct desk *desk, uint32_t track, uint32_t *events)
{
    const struct search_cells *cells = desk->cells;
    const struct cell_track *one = &cells->tracks[track];
    uint32_t n = 0;
    for (uint32_t i = 0; i < one->n && n < DESK_SPILL; i++) {
        uint32_t c = cells->members[one->first + i];
        if (desk->state->at[c].run == ID_NONE) {
            uint32_t k = rng_below(desk->rng, n + 1);
            events[n] = events[k];
            events[k] = c;
            n++;
        }
    }
    return n;
}

/* What counts besides events that stay out. */
static int64_t cost_of(const struct search_state *state)
{
    const struct levels *levels = &state->index->model->levels;
    int64_t cost = state->energy;
    for (uint32_t k = 0; k < levels->n; k++) {
        cost -= k == levels->soft ? 0 : state->level_cost[k] * state->level_weight[k];
    }
    return cost;
}

/* Puts what fits of the track's events into the cell, behind what is there; how many that are. */
static uint32_t fill_cell(struct build *build, uint32_t cell)
{
    const struct desk *desk = build->desk;
    int32_t tick = search_desk_end(desk, cell);
    uint32_t n = 0;
    for (uint32_t i = 0; i < build->n_events; i++) {
        uint32_t c = build->events[i];
        struct spot spot = search_cells_fit(desk->cells, c, cell, tick);
        if (desk->state->at[c].run == ID_NONE && spot.run != ID_NONE) {
            search_state_put(desk->state, c, spot);
            tick = spot.tick + desk->cells->busy[spot.run];
            n++;
        }
    }
    return n;
}

static bool is_full(const struct desk *desk, uint32_t cell)
{
    const struct cell *in = &desk->cells->cells[cell];
    int32_t end = search_desk_end(desk, cell);
    return desk->cells->two_level ? end > in->from : end >= in->to;
}

/* Cells that hold several tracks: first that few events are left over, then what it costs, then
 * that little of the cell is. */
static double try_cell(struct build *build, uint32_t cell)
{
    const struct desk *desk = build->desk;
    struct search_state *state = desk->state;
    size_t mark = state->log.n;
    int64_t before = cost_of(state);
    uint32_t placed = fill_cell(build, cell);
    double cost = (double)(cost_of(state) - before);
    double left = (double)(desk->cells->cells[cell].to - search_desk_end(desk, cell));
    search_state_undo_to(state, mark);
    if (placed == 0) {
        return DBL_MAX;
    }
    double more = (double)rng_below(build->desk->rng, 1024) / 1024.0;
    if (!desk->cells->two_level) {
        double noise = 1.0 + more * build->noise / 100.0;
        double out = (double)(build->n_events - placed) * 1e15;
        return out + (cost + left / ((double)state->index->horizon + 1.0)) * noise;
    }
    return (cost * (1.0 + more * build->noise / 100.0) + more) / placed;
}

/* Cell by cell, the one in which an event costs least. */
static void place_track(struct build *build, uint32_t track)
{
    struct desk *desk = build->desk;
    for (;;) {
        build->n_events = list_out(desk, track, build->events);
        uint32_t best = ID_NONE;
        double best_cost = DBL_MAX;
        bool over = desk->over != NULL && desk->over(desk->over_context);
        for (uint32_t i = 0; i < desk->cells->n_cells && build->n_events > 0 && !over; i++) {
            double cost = is_full(desk, i) ? DBL_MAX : try_cell(build, i);
            if (cost < best_cost) {
                best_cost = cost;
                best = i;
            }
        }
        if (best == ID_NONE) {
            break;
        }
        (void)fill_cell(build, best);
    }
    for (uint32_t i = 0; i < build->n_events; i++) {
        (void)search_desk_place(desk, build->events[i]);
    }
    if (desk->cells->tracks[track].ordered) {
        search_desk_reorder(desk, track);
    }
}

void search_cells_construct(struct desk *desk, uint32_t noise)
{
    const struct search_cells *cells = desk->cells;
    struct build build = {.desk = desk, .noise = noise};
    int64_t *sizes = base_alloc_zero((size_t)cells->n_tracks + 1, sizeof(*sizes));
    for (uint32_t i = 0; i < cells->n_members; i++) {
        uint32_t c = cells->members[i];
        bool out = desk->state->at[c].run == ID_NONE;
        sizes[cells->track_of[c]] += out ? cells->index->choices[c].length : 0;
    }
    for (uint32_t t = 0; t < cells->n_tracks; t++) {
        sizes[t] += sizes[t] * rng_below(desk->rng, noise + 1) / 100;
    }
    for (;;) {
        uint32_t largest = 0;
        for (uint32_t t = 1; t < cells->n_tracks; t++) {
            largest = sizes[t] > sizes[largest] ? t : largest;
        }
        if (sizes[largest] == 0) {
            break;
        }
        sizes[largest] = 0;
        place_track(&build, largest);
    }
    base_free(sizes);
}
