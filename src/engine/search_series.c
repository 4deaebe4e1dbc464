#include "engine/search_series.h"

#include "engine/search_moves.h"

enum { EVICT_MOST = 16 };

/* ---- which they are ---------------------------------------------------------- */

static const struct event *event_of(const struct search_index *index, uint32_t c)
{
    return &index->model->problem->events[index->model->choices.v[c].event.v];
}

/* Appends the choices of the series, in the order of the parts. */
static uint32_t list_parts(const struct search_index *index, uint32_t first, uint32_t n_parts,
                           uint32_t *parts)
{
    uint32_t n = 0;
    for (uint32_t part = 1; part <= n_parts; part++) {
        for (uint32_t c = first; c < index->model->choices.n; c++) {
            const struct event *event = event_of(index, c);
            if (event->n_parts > 1 && event->part == part &&
                event->series.v == event_of(index, first)->series.v) {
                parts[n++] = c;
                break;
            }
        }
    }
    return n;
}

void search_series_list(struct search_index *index)
{
    uint32_t n_choices = (uint32_t)index->model->choices.n, n = 0;
    bool *listed = base_alloc_zero((size_t)n_choices + 1, sizeof(*listed));
    index->parts = arena_array(&index->arena, n_choices, sizeof(*index->parts));
    index->series = arena_array(&index->arena, n_choices, sizeof(*index->series));
    for (uint32_t c = 0; c < n_choices; c++) {
        const struct event *event = event_of(index, c);
        if (event->n_parts < 2 || listed[c]) {
            continue;
        }
        uint32_t n_parts = list_parts(index, c, event->n_parts, index->parts + n);
        for (uint32_t i = n; i < n + n_parts; i++) {
            listed[index->parts[i]] = true;
        }
        if (n_parts > 1) {
            index->series[index->n_series++] = (struct series){n, n_parts};
            n += n_parts;
        }
    }
    base_free(listed);
}

/* ---- where they go ----------------------------------------------------------- */

static struct room_id room_of(const struct search_state *state, struct spot spot)
{
    if (spot.run == ID_NONE) {
        return (struct room_id){ID_NONE};
    }
    return state->index->runs[spot.run].room;
}

/* When the next one can begin in that room: after all pauses that follow. */
static int32_t free_from(const struct search_state *state, uint32_t c, struct spot spot)
{
    const struct search_index *index = state->index;
    const struct search_choice *choice = &index->choices[c];
    const struct search_run *run = &index->runs[spot.run];
    int32_t length = choice->length;
    for (uint32_t i = choice->first_ref; i < choice->first_ref + choice->n_refs; i++) {
        length = index->refs[i].length > length ? index->refs[i].length : length;
    }
    for (uint32_t i = run->first_ref; i < run->first_ref + run->n_refs; i++) {
        length = index->refs[i].length > length ? index->refs[i].length : length;
    }
    return spot.tick + length;
}

bool search_series_put(struct search_state *state, uint32_t series, struct spot spot)
{
    const struct series *one = &state->index->series[series];
    const uint32_t *parts = state->index->parts + one->first;
    struct room_id room = room_of(state, spot);
    for (uint32_t i = 0; i < one->n; i++) {
        if (i > 0) {
            int32_t next = free_from(state, parts[i - 1], spot);
            spot = search_move_first_from(state, parts[i], room, next);
        }
        if (spot.run == ID_NONE) {
            search_state_undo(state);
            return false;
        }
        search_state_put(state, parts[i], spot);
    }
    return true;
}

/* ---- the move ---------------------------------------------------------------- */

static bool is_part(const struct search_state *state, const struct series *series, uint32_t c)
{
    for (uint32_t i = 0; i < series->n; i++) {
        if (state->index->parts[series->first + i] == c) {
            return true;
        }
    }
    return false;
}

/* Another choice in the room that runs in [from, to); ID_NONE. */
static uint32_t find_in_way(const struct search_state *state, struct room_id room,
                            const struct series *series, int32_t from, int32_t to)
{
    const struct room_list *list = &state->rooms[room.v];
    for (size_t i = 0; i < list->n; i++) {
        uint32_t c = list->v[i];
        struct spot spot = state->at[c];
        if (spot.tick < to && from < free_from(state, c, spot) && !is_part(state, series, c)) {
            return c;
        }
    }
    return ID_NONE;
}

/* Those that run in the room in [from, to) go to the old room, one after the other from `old` on as
 * long as they fit before old_end, else anywhere. */
static void evict(struct search_state *state, struct rng *rng, const struct series *series,
                  struct room_id room, struct interval span, struct spot old, int32_t old_end)
{
    int32_t next = old.tick;
    for (uint32_t i = 0; i < EVICT_MOST; i++) {
        uint32_t d = find_in_way(state, room, series, span.from_min, span.to_min);
        if (d == ID_NONE) {
            return;
        }
        struct spot to = old.run == ID_NONE
                             ? SPOT_OUT
                             : search_move_first_from(state, d, room_of(state, old), next);
        if (to.run != ID_NONE && free_from(state, d, to) <= old_end) {
            next = free_from(state, d, to);
        } else {
            to = search_move_draw(state, rng, d);
        }
        search_state_put(state, d, to);
    }
}

bool search_series_move(struct search_state *state, struct rng *rng)
{
    const struct search_index *index = state->index;
    if (index->n_series == 0) {
        return false;
    }
    uint32_t s = rng_below(rng, index->n_series);
    const struct series *series = &index->series[s];
    uint32_t first = index->parts[series->first];
    uint32_t last = index->parts[series->first + series->n - 1];
    struct spot old = state->at[first], old_last = state->at[last];
    int32_t old_end = old_last.run == ID_NONE ? 0 : free_from(state, last, old_last);
    if (index->choices[first].n == 0) {
        return false;
    }
    struct spot to = search_move_draw(state, rng, first);
    struct room_id room = room_of(state, to);
    if (room.v == ID_NONE || (to.run == old.run && to.tick == old.tick) ||
        !search_series_put(state, s, to)) {
        return false;
    }
    if (search_move_takes_one(state, to)) {
        struct interval span = {to.tick, free_from(state, last, state->at[last])};
        evict(state, rng, series, room, span, old, old_end);
    }
    return true;
}
