#include "engine/bound_seats.h"

#include "engine/bound_master.h"
#include "engine/bound_seats_case.h"
#include "engine/bound_spread.h"

#include <math.h>
#include <string.h>

enum {
    NODES = 20000,        /* of the pricing for one room, … */
    MOST_NODES = 2000000, /* … when no better set was found so */
    SETS_FOR_ITEM = 25,   /* before the worse half is forgotten */
    STEPS = 4,
    BOX = 6,
};

static const double shares[STEPS - 1] = {0.1, 0.5, 0.9};
#define LEAST_GAIN 1e-6

/* Of a case: the prices of the best bound so far, and those to which the linear program's are added
 * (they are kept within a box around these). */
struct centre {
    double value;
    double *prices, *origin, *last, *between; /* [n + n_seats] */
    struct seats_pricing *pricing;
};

struct seater {
    struct board *board;
    const struct bound_options *options;
    struct seats seats;
    double timelines; /* what these cost at least */
    double *values;   /* [cases]: what each costs at least */
    double ends_s;
    int64_t rounds;
};

static bool is_over(const struct seater *seater)
{
    return atomic_load(&seater->board->stop) != 0 ||
           (seater->ends_s > 0 && board_clock_s() > seater->ends_s) ||
           (seater->options->rounds > 0 && seater->rounds >= seater->options->rounds);
}

/* From doubles that are less than 1e-7 off. */
static void publish(struct seater *seater)
{
    double value = seater->timelines + seater->seats.constant;
    for (uint32_t k = 0; k < seater->seats.n_cases; k++) {
        value += seater->values[k];
    }
    value -= 1e-7 * (1.0 + fabs(value));
    if (value > 0) {
        board_raise_bound(seater->board, seater->board->model->levels.soft, (int64_t)ceil(value),
                          BOARD_NOTHING, "seats");
    }
}

/* How far prices may be from where they begin: some times what an event saves or costs at most by
 * another. */
static double find_box(const struct seats_case *about)
{
    double most = (double)about->share * about->ranked;
    for (size_t i = 0; i < (size_t)about->n * about->n; i++) {
        most = about->saved[i] > most ? about->saved[i] : most;
    }
    return BOX * most + 1;
}

/* The set costs less than the last solution's prices for it: true; and it is added then. */
static bool add_set(struct bound_master *master, const struct centre *centre,
                    const struct seats_case *about, const struct seats_room *room,
                    const struct seats_set *set)
{
    uint32_t items[2 * SEATS_CELL_MOST];
    double cost = bound_seats_set_cost(about, room, set), reduced = cost;
    for (uint32_t k = 0; k < room->cell; k++) {
        items[k] = set->items[k];
        items[room->cell + k] = about->n + room->first_seat + set->seats[k];
    }
    for (uint32_t k = 0; k < 2 * room->cell; k++) {
        cost -= centre->origin[items[k]];
        reduced -= centre->last[items[k]];
    }
    if (reduced < -LEAST_GAIN) {
        bound_master_add(master, 0, items, 2 * room->cell, cost);
    }
    return reduced < -LEAST_GAIN;
}

/* Prices all rooms: with the best set of each, the prices give a bound (Lagrange's), which
 * becomes the centre when it is better. How many sets were added. */
static uint32_t price_rooms(struct seater *seater, uint32_t k, struct centre *centre,
                            struct bound_master *master, const double *prices, int64_t nodes)
{
    const struct seats_case *about = &seater->seats.cases[k];
    double value = 0;
    uint32_t added = 0;
    bool exact = true;
    for (uint32_t i = 0; i < master->n_items; i++) {
        value += prices[i];
    }
    for (uint32_t r = 0; r < about->n_rooms; r++) {
        const struct seats_room *room = &about->rooms[r];
        exact = bound_seats_price(centre->pricing, room, prices, nodes) && exact;
        value += centre->pricing->best * room->n_cells;
        for (uint32_t s = 0; s < centre->pricing->n_sets; s++) {
            added += add_set(master, centre, about, room, &centre->pricing->sets[s]);
        }
    }
    if (exact && value > centre->value) {
        centre->value = value;
        memcpy(centre->prices, prices, master->n_items * sizeof(*prices));
    }
    if (exact && value > seater->values[k]) {
        seater->values[k] = value;
        publish(seater);
    }
    return added;
}

/* First at prices between the centre's and the last solution's (Wentges 1997), which swing less
 * from round to round; then at the last solution's. */
static uint32_t price_case(struct seater *seater, uint32_t k, struct centre *centre,
                           struct bound_master *master)
{
    for (uint32_t i = 0; i < master->n_items; i++) {
        centre->last[i] = centre->origin[i] + master->prices[i];
    }
    for (int step = 0; step < STEPS && !is_over(seater); step++) {
        double share = step + 1 < STEPS ? shares[step] : 1.0;
        for (uint32_t i = 0; i < master->n_items; i++) {
            centre->between[i] = centre->prices[i] + share * (centre->last[i] - centre->prices[i]);
        }
        uint32_t added =
            price_rooms(seater, k, centre, master, centre->between, step < 2 ? NODES : MOST_NODES);
        if (added > 0) {
            return added;
        }
    }
    return 0;
}

static bool solve_master(struct seater *seater, struct bound_master *master)
{
    const struct bound_options *options = seater->options;
    double left = seater->ends_s > 0 ? seater->ends_s - board_clock_s() : 0;
    struct solver_effort effort = {.seconds = left, .stop = &seater->board->stop};
    struct solver_hooks hooks = {.context = options->yield_context, .yield = options->yield};
    if (is_over(seater) || bound_master_solve(master, &hooks, &effort) != SOLVER_OPTIMAL) {
        return false;
    }
    seater->rounds++;
    if (options->yield != NULL) {
        options->yield(options->yield_context);
    }
    return true;
}

/* Everything as cheap as can be, alone: a bound without any set. */
static void begin_centre(struct centre *centre, struct arena *arena, const struct seats_case *about)
{
    uint32_t n_items = about->n + about->n_seats;
    *centre = (struct centre){.value = -HUGE_VAL};
    centre->prices = arena_array(arena, n_items, sizeof(*centre->prices));
    centre->origin = arena_array(arena, n_items, sizeof(*centre->origin));
    centre->last = arena_array(arena, n_items, sizeof(*centre->last));
    centre->between = arena_array(arena, n_items, sizeof(*centre->between));
    centre->pricing = arena_array(arena, 1, sizeof(*centre->pricing));
    bound_seats_pricing_init(centre->pricing, arena, about);
    for (uint32_t i = 0; i < about->n; i++) {
        centre->prices[i] = centre->origin[i] = bound_seats_least(about, i);
    }
}

static void bound_case(struct seater *seater, uint32_t k)
{
    const struct seats_case *about = &seater->seats.cases[k];
    struct arena arena = ARENA_EMPTY;
    struct bound_master master;
    struct centre centre;
    const uint32_t no_base = 0;
    uint32_t n_items = about->n + about->n_seats;
    size_t most_sets = (size_t)n_items * SETS_FOR_ITEM;
    bound_master_open(&master, &arena, n_items, 1, &no_base, find_box(about), true);
    begin_centre(&centre, &arena, about);
    while (solve_master(seater, &master) && price_case(seater, k, &centre, &master) > 0) {
        if (master.sets.n > most_sets) {
            bound_master_drop(&master);
            most_sets += most_sets / 8;
        }
    }
    bound_master_close(&master);
    arena_free(&arena);
}

bool bound_seats(struct board *board, const struct bound_options *options)
{
    struct seater seater = {.board = board, .options = options};
    bool any = bound_seats_make(&seater.seats, board->model);
    if (any) {
        seater.timelines = (double)bound_spread_timelines(board->model, seater.seats.apart);
        seater.ends_s = options->seconds > 0 ? board_clock_s() + options->seconds : 0;
        seater.values =
            arena_array(&seater.seats.arena, seater.seats.n_cases, sizeof(*seater.values));
        for (uint32_t k = 0; k < seater.seats.n_cases; k++) {
            for (uint32_t i = 0; i < seater.seats.cases[k].n; i++) {
                seater.values[k] += bound_seats_least(&seater.seats.cases[k], i);
            }
        }
        publish(&seater);
        for (uint32_t k = 0; k < seater.seats.n_cases; k++) {
            if (seater.seats.cases[k].full && seater.seats.cases[k].n > 1) {
                bound_case(&seater, k);
            }
        }
    }
    bound_seats_free(&seater.seats);
    return any;
}
