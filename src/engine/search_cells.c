#include "engine/search_cells.h"

#include "core/rule.h"

#include <string.h>

enum { TABLE_MOST = 1 << 24 };

/* ---- recognition -------------------------------------------------------------------------------
 */

static bool is_on(const struct problem *problem, const char *id)
{
    uint32_t rule = rule_table_find(id);
    if (problem->settings == NULL || rule == ID_NONE) {
        return false;
    }
    struct strength strength = problem->settings[rule].strength;
    return strength.kind == STRENGTH_HARD ||
           (strength.kind == STRENGTH_SOFT && strength.weight > 0);
}

/* Tracks of the choices that may be moved: most choices must have one, and share it. */
static bool find_tracks(struct search_cells *cells)
{
    const struct model *model = cells->index->model;
    const struct problem *problem = model->problem;
    uint32_t n_choices = (uint32_t)model->choices.n, n_shared = 0;
    uint32_t *sizes = base_alloc_zero((size_t)problem->n_tracks + 1, sizeof(*sizes));
    uint32_t *number = base_alloc_zero((size_t)problem->n_tracks + 1, sizeof(*number));
    cells->track_of = arena_array(&cells->arena, n_choices, sizeof(uint32_t));
    cells->tracks = arena_array(&cells->arena, problem->n_tracks, sizeof(*cells->tracks));
    cells->members = arena_array(&cells->arena, n_choices, sizeof(uint32_t));
    for (uint32_t c = 0; c < n_choices; c++) {
        uint32_t track = problem->events[model->choices.v[c].event.v].track.v;
        bool moves = track != ID_NONE && cells->index->choices[c].n > 1;
        cells->track_of[c] = moves ? track : ID_NONE;
        sizes[moves ? track : problem->n_tracks] += moves;
    }
    for (uint32_t t = 0; t < problem->n_tracks; t++) {
        n_shared += sizes[t] > 1 ? sizes[t] : 0;
        number[t] = cells->n_tracks;
        if (sizes[t] > 0) {
            cells->tracks[cells->n_tracks++] = (struct cell_track){.first = cells->n_members};
            cells->n_members += sizes[t];
        }
    }
    for (uint32_t c = 0; c < n_choices; c++) {
        if (cells->track_of[c] != ID_NONE) {
            cells->track_of[c] = number[cells->track_of[c]];
            struct cell_track *track = &cells->tracks[cells->track_of[c]];
            cells->members[track->first + track->n++] = c;
        }
    }
    base_free(sizes);
    base_free(number);
    return 2 * n_shared >= n_choices && cells->n_tracks > 1;
}

/* Ordered tracks of which all events are here. Whether the model says the same of them is looked at
 * later (search_terms.c). */
static void find_counted(struct search_cells *cells)
{
    const struct model *model = cells->index->model;
    const struct problem *problem = model->problem;
    for (uint32_t k = 0; k < cells->n_tracks; k++) {
        struct cell_track *track = &cells->tracks[k];
        uint32_t lead = model->choices.v[cells->members[track->first]].event.v, n = 0;
        for (uint32_t e = 0; e < problem->n_events; e++) {
            n += problem->events[e].track.v == problem->events[lead].track.v;
        }
        track->counted = track->ordered && n == track->n && problem->n_waivers == 0;
    }
}

/* Numbers of events in their tracks, when they are to be kept to. */
static void find_numbers(struct search_cells *cells)
{
    const struct model *model = cells->index->model;
    const struct problem *problem = model->problem;
    uint32_t rule = rule_table_find("order-in-track");
    cells->order_rule = ID_NONE;
    cells->number = arena_array(&cells->arena, model->choices.n, sizeof(uint32_t));
    if (rule == ID_NONE || problem->settings[rule].strength.kind == STRENGTH_OFF) {
        return;
    }
    struct strength strength = problem->settings[rule].strength;
    cells->order_weight = strength.kind == STRENGTH_HARD ? INT64_MAX : strength.weight;
    const struct value *by = attrs_find(&problem->settings[rule].params, "by");
    cells->by_position = by != NULL && strcmp(by->as.text, "positions") == 0;
    for (uint32_t i = 0; i < cells->n_members; i++) {
        uint32_t c = cells->members[i];
        const struct event *event = &problem->events[model->choices.v[c].event.v];
        const struct value *number = attrs_find(&event->attrs, "order");
        if (number != NULL && number->as.number > 0 && number->as.number < INT32_MAX) {
            cells->number[c] = (uint32_t)number->as.number;
            cells->tracks[cells->track_of[c]].ordered = true;
        }
    }
    if (cells->by_position && strength.kind == STRENGTH_SOFT) {
        cells->order_rule = rule;
        find_counted(cells);
    }
}

static int32_t tick_of(const struct search_index *index, int32_t t_min)
{
    int32_t tick = (t_min - index->base_min) / index->tick_min;
    tick = tick < 0 ? 0 : tick;
    return tick > index->horizon ? index->horizon : tick;
}

static void find_cells(struct search_cells *cells)
{
    const struct search_index *index = cells->index;
    const struct problem *problem = index->model->problem;
    size_t n_at = (size_t)cells->n_sessions * cells->n_rooms;
    cells->cells = arena_array(&cells->arena, problem->n_windows, sizeof(*cells->cells));
    cells->cell_at = arena_array(&cells->arena, n_at, sizeof(uint32_t));
    memset(cells->cell_at, 0xff, n_at * sizeof(uint32_t));
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        if (window->room.v < cells->n_rooms) {
            cells->cell_at[window->session.v * cells->n_rooms + window->room.v] = w;
        }
    }
    for (size_t i = 0; i < n_at; i++) {
        if (cells->cell_at[i] == ID_NONE) {
            continue;
        }
        const struct window *window = &problem->windows[cells->cell_at[i]];
        cells->cells[cells->n_cells] =
            (struct cell){window->room, window->session.v, tick_of(index, window->span.from_min),
                          tick_of(index, window->span.to_min)};
        cells->cell_at[i] = cells->n_cells++;
    }
    size_t n_ticks = (size_t)cells->n_rooms * (size_t)index->horizon;
    cells->by_tick = arena_array(&cells->arena, n_ticks, sizeof(uint32_t));
    memset(cells->by_tick, 0xff, n_ticks * sizeof(uint32_t));
    for (uint32_t i = 0; i < cells->n_cells; i++) {
        const struct cell *cell = &cells->cells[i];
        for (int32_t t = cell->from; t < cell->to; t++) {
            cells->by_tick[cell->room.v * (size_t)index->horizon + (size_t)t] = i;
        }
    }
}

static void find_runs(struct search_cells *cells)
{
    const struct search_index *index = cells->index;
    size_t n_choices = index->model->choices.n, n_runs = index->model->runs.n;
    cells->first_in = arena_array(&cells->arena, n_choices * cells->n_cells, sizeof(uint32_t));
    memset(cells->first_in, 0xff, n_choices * cells->n_cells * sizeof(uint32_t));
    cells->busy = arena_array(&cells->arena, n_runs, sizeof(int32_t));
    for (uint32_t c = 0; c < n_choices; c++) {
        const struct search_choice *choice = &index->choices[c];
        uint32_t *first_in = cells->first_in + (size_t)c * cells->n_cells;
        for (uint32_t k = choice->first_run; k < choice->first_run + choice->n_runs; k++) {
            const struct search_run *run = &index->runs[k];
            cells->busy[k] = choice->length;
            for (uint32_t i = run->first_ref; i < run->first_ref + run->n_refs; i++) {
                const struct ref *ref = &index->refs[i];
                bool longer = index->lanes[ref->lane].at_most && ref->length > cells->busy[k];
                cells->busy[k] = longer ? ref->length : cells->busy[k];
            }
            for (uint32_t i = 0; i < run->n && run->room.v != ID_NONE; i++) {
                int32_t tick = run->first + (int32_t)i * run->step;
                uint32_t cell = cells->by_tick[run->room.v * (size_t)index->horizon + (size_t)tick];
                if (cell != ID_NONE && first_in[cell] == ID_NONE) {
                    first_in[cell] = k;
                }
            }
        }
    }
}

/* Whether most cells take two events or more. */
static bool are_large(const struct search_cells *cells)
{
    int64_t length = 0, span = 0;
    for (uint32_t i = 0; i < cells->n_members; i++) {
        length += cells->index->choices[cells->members[i]].length;
    }
    for (uint32_t i = 0; i < cells->n_cells; i++) {
        span += cells->cells[i].to - cells->cells[i].from;
    }
    return cells->n_cells > 1 &&
           span * cells->n_members >= 3 * length / 2 * (int64_t)cells->n_cells;
}

struct search_cells *search_cells_find(const struct search_index *index)
{
    const struct problem *problem = index->model->problem;
    size_t n_choices = index->model->choices.n;
    bool two_level = problem != NULL && is_on(problem, "window-one-track");
    if (problem == NULL || n_choices < 2 || problem->n_windows == 0 || problem->n_tracks < 2 ||
        index->n_rooms == 0 ||
        !(two_level || is_on(problem, "track-one-room") || is_on(problem, "track-contiguous")) ||
        (uint64_t)problem->n_windows * n_choices > TABLE_MOST ||
        (uint64_t)index->n_rooms * (uint64_t)index->horizon > TABLE_MOST) {
        return NULL;
    }
    struct search_cells *cells = base_alloc_zero(1, sizeof(*cells));
    cells->index = index;
    cells->two_level = two_level;
    cells->n_rooms = index->n_rooms;
    cells->n_sessions = problem->n_sessions;
    bool found = find_tracks(cells);
    if (found) {
        find_cells(cells);
        found = are_large(cells);
    }
    if (!found) {
        search_cells_free(cells);
        return NULL;
    }
    find_numbers(cells);
    find_runs(cells);
    return cells;
}

void search_cells_free(struct search_cells *cells)
{
    if (cells != NULL) {
        arena_free(&cells->arena);
        base_free(cells);
    }
}

/* ---- what a cell holds ----------------------------------------------------------------------- */

static bool has_ref(const struct search_index *index, uint32_t first, uint32_t n, uint32_t lane,
                    int32_t length)
{
    bool found = false;
    for (uint32_t i = first; i < first + n && !found; i++) {
        found = index->refs[i].lane == lane && index->refs[i].length >= length;
    }
    return found;
}

bool search_cells_is_member(const struct search_cells *cells, uint32_t lane, uint32_t choice,
                            uint32_t cell)
{
    const struct search_index *index = cells->index;
    const struct search_choice *one = &index->choices[choice];
    const struct cell *in = &cells->cells[cell];
    bool always = has_ref(index, one->first_ref, one->n_refs, lane, one->length);
    for (uint32_t k = one->first_run; k < one->first_run + one->n_runs; k++) {
        const struct search_run *run = &index->runs[k];
        if (run->room.v != in->room.v || run->first >= in->to) {
            continue;
        }
        int32_t steps = (in->to - 1 - run->first) / run->step;
        steps = steps < (int32_t)run->n ? steps : (int32_t)run->n - 1;
        int32_t last = run->first + steps * run->step;
        bool holds = always || has_ref(index, run->first_ref, run->n_refs, lane, one->length);
        if (last >= in->from && (!holds || last + one->length > in->to)) {
            return false;
        }
    }
    return true;
}

uint32_t search_cells_lane(const struct search_cells *cells, uint32_t track, uint32_t cell,
                           uint32_t *n_members)
{
    const struct search_index *index = cells->index;
    const uint32_t *members = cells->members + cells->tracks[track].first;
    uint32_t n = cells->tracks[track].n, best = ID_NONE;
    *n_members = 0;
    for (uint32_t i = 0; i < n && *n_members < n; i++) {
        uint32_t k = cells->first_in[(size_t)members[i] * cells->n_cells + cell];
        for (uint32_t r = 0; k != ID_NONE && r < index->runs[k].n_refs && *n_members < n; r++) {
            uint32_t lane = index->refs[index->runs[k].first_ref + r].lane, votes = 0;
            if (!index->lanes[lane].at_most || lane == best) {
                continue;
            }
            for (uint32_t m = 0; m < n; m++) {
                votes += search_cells_is_member(cells, lane, members[m], cell);
            }
            best = votes > *n_members ? lane : best;
            *n_members = votes > *n_members ? votes : *n_members;
        }
    }
    return best;
}

/* ---- where things are ---------------------------------------------------------------- */

uint32_t search_cells_of(const struct search_cells *cells, const struct search_state *state,
                         uint32_t choice)
{
    struct spot spot = state->at[choice];
    if (spot.run == ID_NONE || cells->index->runs[spot.run].room.v == ID_NONE) {
        return ID_NONE;
    }
    size_t row = cells->index->runs[spot.run].room.v * (size_t)cells->index->horizon;
    return cells->by_tick[row + (size_t)spot.tick];
}

struct spot search_cells_fit(const struct search_cells *cells, uint32_t choice, uint32_t cell,
                             int32_t tick)
{
    const struct search_index *index = cells->index;
    const struct cell *in = &cells->cells[cell];
    const struct search_choice *one = &index->choices[choice];
    uint32_t k = cells->first_in[(size_t)choice * cells->n_cells + cell];
    tick = tick < in->from ? in->from : tick;
    for (; k != ID_NONE && k < one->first_run + one->n_runs; k++) {
        const struct search_run *run = &index->runs[k];
        if (run->room.v != in->room.v || run->first >= in->to) {
            break;
        }
        int32_t last = run->first + (int32_t)(run->n - 1) * run->step;
        if (last < tick) {
            continue;
        }
        int32_t steps = tick <= run->first ? 0 : (tick - run->first + run->step - 1) / run->step;
        int32_t at = run->first + steps * run->step;
        return at < in->to ? (struct spot){k, at} : SPOT_OUT;
    }
    return SPOT_OUT;
}
