#include "engine/search_cells.h"

#include <string.h>

enum {
    PLACE_TRIES = 16,
    EMPTY_TRIES = 8,
    DEAR = 8,
    PUT_WORK = 4, /* for each event that is only looked at */
    FIRST_WORK = 200,
};

void search_desk_init(struct desk *desk, const struct search_cells *cells,
                      struct search_state *state, struct rng *rng)
{
    *desk = (struct desk){.cells = cells, .state = state, .rng = rng};
    desk->open = base_alloc_zero(DESK_CELLS, sizeof(*desk->open));
    desk->slot = base_alloc_zero((size_t)cells->n_cells + 1, sizeof(uint32_t));
    memset(desk->slot, 0xff, cells->n_cells * sizeof(uint32_t));
    for (uint32_t k = 0; k < DESK_KINDS; k++) {
        desk->tries[k] = 1;
        desk->work[k] = FIRST_WORK;
    }
}

void search_desk_free(struct desk *desk)
{
    base_free(desk->open);
    base_free(desk->slot);
}

void search_desk_clear(struct desk *desk)
{
    for (uint32_t i = 0; i < desk->n_open; i++) {
        desk->slot[desk->open[i].cell] = ID_NONE;
    }
    desk->n_open = desk->n_spill = 0;
    desk->failed = false;
}

static void insert_by_time(struct desk *desk, struct desk_cell *open, uint32_t choice)
{
    const struct spot *at = desk->state->at;
    uint32_t i = open->n++;
    for (; i > 0 && (at[open->v[i - 1]].tick > at[choice].tick ||
                     (at[open->v[i - 1]].tick == at[choice].tick && open->v[i - 1] > choice));
         i--) {
        open->v[i] = open->v[i - 1];
    }
    open->v[i] = choice;
    desk->done++;
}

struct desk_cell *search_desk_open(struct desk *desk, uint32_t cell)
{
    const struct cell *in = &desk->cells->cells[cell];
    if (desk->slot[cell] != ID_NONE) {
        return &desk->open[desk->slot[cell]];
    }
    if (desk->n_open == DESK_CELLS) {
        desk->failed = true;
        return &desk->open[0];
    }
    struct desk_cell *open = &desk->open[desk->n_open];
    desk->slot[cell] = desk->n_open++;
    open->cell = cell;
    open->n = 0;
    const struct room_list *list = &desk->state->rooms[in->room.v];
    desk->done++;
    for (size_t i = 0; i < list->n; i++) {
        uint32_t c = list->v[i];
        int32_t tick = desk->state->at[c].tick;
        if (tick < in->from || tick >= in->to || desk->cells->track_of[c] == ID_NONE) {
            continue;
        }
        if (open->n == DESK_EVENTS) {
            desk->failed = true;
            break;
        }
        insert_by_time(desk, open, c);
    }
    return open;
}

void search_desk_spill(struct desk *desk, uint32_t choice)
{
    if (desk->n_spill < DESK_SPILL) {
        desk->spill[desk->n_spill++] = choice;
    } else {
        desk->failed = true;
    }
}

void search_desk_put(struct desk *desk, uint32_t choice, struct spot to)
{
    struct spot at = desk->state->at[choice];
    if (at.run != to.run || at.tick != to.tick) {
        search_state_put(desk->state, choice, to);
        desk->done += PUT_WORK;
    }
}

static void touch(struct desk *desk, uint32_t choice)
{
    uint32_t track = desk->cells->track_of[choice];
    if (!desk->cells->tracks[track].ordered || desk->n_touched == DESK_TRACK) {
        return;
    }
    for (uint32_t i = 0; i < desk->n_touched; i++) {
        if (desk->touched[i] == track) {
            return;
        }
    }
    desk->touched[desk->n_touched++] = track;
}

static void pack(struct desk *desk, const struct desk_cell *open)
{
    int32_t tick = 0;
    for (uint32_t i = 0; i < open->n; i++) {
        struct spot spot = search_cells_fit(desk->cells, open->v[i], open->cell, tick);
        if (spot.run == ID_NONE) {
            search_desk_spill(desk, open->v[i]);
            continue;
        }
        search_desk_put(desk, open->v[i], spot);
        touch(desk, open->v[i]);
        tick = spot.tick + desk->cells->busy[spot.run];
    }
}

/* ---- what is left over ------------------------------------------------------------------- */

int32_t search_desk_end(const struct desk *desk, uint32_t cell)
{
    const struct cell *in = &desk->cells->cells[cell];
    const struct room_list *list = &desk->state->rooms[in->room.v];
    int32_t end = in->from;
    for (size_t i = 0; i < list->n; i++) {
        struct spot at = desk->state->at[list->v[i]];
        if (at.tick >= in->from && at.tick < in->to) {
            int32_t its = at.tick + desk->cells->busy[at.run];
            end = its > end ? its : end;
        }
    }
    return end;
}

/* The spot behind everything that is in the cell; `alone`: which must be nothing. */
static struct spot find_behind(const struct desk *desk, uint32_t choice, uint32_t cell, bool alone)
{
    int32_t end = search_desk_end(desk, cell);
    bool taken = alone && end > desk->cells->cells[cell].from;
    return taken ? SPOT_OUT : search_cells_fit(desk->cells, choice, cell, end);
}

static bool put_behind(struct desk *desk, uint32_t choice, uint32_t cell, bool alone)
{
    struct spot spot = find_behind(desk, choice, cell, alone);
    if (spot.run != ID_NONE) {
        search_desk_put(desk, choice, spot);
    }
    return spot.run != ID_NONE;
}

bool search_desk_place(struct desk *desk, uint32_t choice)
{
    const struct search_cells *cells = desk->cells;
    const struct cell_track *track = &cells->tracks[cells->track_of[choice]];
    uint32_t begin = rng_below(desk->rng, track->n), tried[PLACE_TRIES], n_tried = 0;
    for (uint32_t i = 0; i < track->n && n_tried < PLACE_TRIES; i++) {
        uint32_t other = cells->members[track->first + (begin + i) % track->n];
        uint32_t cell = search_cells_of(cells, desk->state, other);
        bool known = cell == ID_NONE;
        for (uint32_t k = n_tried; k-- > 0 && !known;) {
            known = tried[k] == cell;
        }
        if (known) {
            continue;
        }
        tried[n_tried++] = cell;
        if (put_behind(desk, choice, cell, false)) {
            return true;
        }
    }
    for (uint32_t i = 0; i < EMPTY_TRIES; i++) {
        if (put_behind(desk, choice, rng_below(desk->rng, cells->n_cells), cells->two_level)) {
            return true;
        }
    }
    return false;
}

/* Whether leaving the choice out alone costs more than is accepted, by far: then what the rest
 * saves is not worth counting. */
static bool is_dear(const struct desk *desk, uint32_t choice)
{
    const struct search_index *index = desk->cells->index;
    const struct search_choice *one = &index->choices[choice];
    double cost = 0.0;
    for (uint32_t i = one->first_out; i < one->first_out + one->n_outs; i++) {
        const struct out_cost *out = &index->outs[i];
        cost += (double)out->cost * (double)desk->state->level_weight[out->level];
    }
    return cost > DEAR * desk->limit && cost > DEAR * DEAR * desk->heat;
}

/* Something that was out before may find a place now. */
static void call_in(struct desk *desk)
{
    const struct room_list *out = search_state_out(desk->state);
    if (out->n > 0 && rng_below(desk->rng, 2) == 0) {
        uint32_t c = out->v[rng_below(desk->rng, (uint32_t)out->n)];
        if (desk->cells->track_of[c] != ID_NONE) {
            (void)search_desk_place(desk, c);
        }
    }
}

/* Where numbers out of order cost more than what is accepted now, or else half of the time. */
static void reorder_touched(struct desk *desk)
{
    search_desk_clear(desk);
    bool must = (double)desk->cells->order_weight > 4.0 * desk->heat;
    for (uint32_t i = 0; i < desk->n_touched && (must || rng_below(desk->rng, 2) == 0); i++) {
        search_desk_reorder(desk, desk->touched[i]);
    }
}

bool search_desk_lay(struct desk *desk)
{
    bool sound = !desk->failed && !search_desk_is_hopeless(desk);
    search_state_hold(desk->state);
    for (uint32_t i = 0; i < desk->n_open && sound; i++) {
        pack(desk, &desk->open[i]);
        sound = !desk->failed;
    }
    for (uint32_t i = 0; i < desk->n_spill && sound; i++) {
        search_desk_put(desk, desk->spill[i], SPOT_OUT);
    }
    bool crowded = search_state_out(desk->state)->n > desk->n_spill; /* some were out before */
    for (uint32_t i = 0; i < desk->n_spill && sound; i++) {
        sound =
            search_desk_place(desk, desk->spill[i]) || crowded || !is_dear(desk, desk->spill[i]);
        touch(desk, desk->spill[i]);
    }
    if (sound) {
        call_in(desk);
        reorder_touched(desk);
    }
    search_state_release(desk->state);
    if (!sound) {
        search_state_undo(desk->state);
    }
    search_desk_clear(desk);
    desk->n_touched = 0;
    return desk->state->log.n > 0;
}
