/* What bound_seats.c and its pricing share: events of one length, their rooms and seats. */
#ifndef ENGINE_BOUND_SEATS_CASE_H
#define ENGINE_BOUND_SEATS_CASE_H

#include "core/model.h"

enum { SEATS_CELL_MOST = 8 };

/* A room in which events of the length may be. */
struct seats_room {
    struct room_id room;
    int64_t capacity;
    uint32_t n_seats;          /* on all dates */
    uint32_t n_cells, cell;    /* dates, and seats on each; cell 0: not the same on all */
    uint32_t first_seat, n_of; /* seats of its capacity, in all rooms */
    double *costs;             /* [n · n_of]: of an item in a seat; HUGE_VAL: never */
};

/* Events of one length, by how much they are wanted, least first. */
struct seats_case {
    int32_t length_min;
    uint32_t n;
    uint32_t *choices; /* [n] */
    int64_t *wanted;   /* [n] */
    int64_t share;     /* the least of them */
    bool ranked;       /* all of them are */
    bool full;         /* there are as many seats as events */
    uint32_t n_rooms, n_seats, cell_most;
    struct seats_room *rooms;
    double *saved; /* [n · n]: what two of them save when they share a cell */
};

/* All lengths. */
struct seats {
    struct arena arena;
    const struct model *model;
    uint32_t n_cases;
    struct seats_case *cases;
    uint32_t *case_of, *item_of; /* [choices]; ID_NONE: need not be placed */
    double constant;             /* all bonds */
    int64_t *apart;              /* [choices²] (a < b): what different dates cost besides */
};

/* False: there are no facts, or nothing that must be placed. */
bool bound_seats_make(struct seats *seats, const struct model *model);
void bound_seats_free(struct seats *seats);
/* What an item costs at least, whatever the others do: less what it can save. */
double bound_seats_least(const struct seats_case *about, uint32_t item);

/* A set of items for a cell, ascending, and their seats (counted from the room's first). */
struct seats_set {
    uint32_t items[SEATS_CELL_MOST], seats[SEATS_CELL_MOST];
    double reduced;
};

enum { SEATS_SETS = 48 };

struct seats_pricing {
    const struct seats_case *about;
    const struct seats_room *room;
    const double *prices; /* [n + n_seats] */
    int64_t nodes;        /* left */
    uint32_t n_sets;
    struct seats_set sets[SEATS_SETS]; /* those found, of which one is the best */
    double best;                       /* its reduced cost, or 0 */
    double *top;                       /* [n · cell]: what an item saves with so many others */
    struct seats_option {
        uint32_t item;
        double value, least;
    } * options; /* [(cell + 1) · n] */
    uint32_t chosen[SEATS_CELL_MOST];
};

void bound_seats_pricing_init(struct seats_pricing *pricing, struct arena *arena,
                              const struct seats_case *about);
/* Finds sets for a cell of the room whose cost is below their prices. False: there may be better
 * ones than the best. */
bool bound_seats_price(struct seats_pricing *pricing, const struct seats_room *room,
                       const double *prices, int64_t nodes);
double bound_seats_set_cost(const struct seats_case *about, const struct seats_room *room,
                            const struct seats_set *set);

#endif
