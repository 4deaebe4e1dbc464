/* A lower bound for what room sizes and company cost: who is wanted more than whom in the larger
 * room (standings), and who is not in one room with whom on one day (bonds), see core/model.h.
 *
 * A *cell* is a room on a date; so many events of one length fit in. Who is apart costs a bond, so
 * all bonds are paid but those within a cell. Events of one length that fill all their cells have a
 * *seat* each: a capacity and a number p, so that p events of its length and capacity are not
 * wanted more. With that and the counts of seats in smaller and larger rooms, it is known of an
 * event in a seat how many inversions it is in at least, and what half of them costs. Then a
 * timetable is a set of events for each cell, in seats, each event and each seat once: the linear
 * relaxation of that, by column generation (bound_master.h), counts both. */
#ifndef ENGINE_BOUND_SEATS_H
#define ENGINE_BOUND_SEATS_H

#include "engine/bound.h"

/* Raises the board's bound. False: the model has no such facts. */
bool bound_seats(struct board *board, const struct bound_options *options);

#endif
