/* A lower bound for two-level timetables: tracks into cells, their events only counted.
 *
 * Of each track it is decided which cells it uses, and of each kind of its events (equally long,
 * equally dear in each session) how many go to each session, at most as many as the cells used then
 * hold. All terms that speak of whole cells and whole tracks are kept as they are; the places
 * within a cell, and who meets whom there, are left out. Pairs of events that must never meet are
 * kept too. Whether anything costs less than a target is asked of the program: the incumbent's
 * value, or less when that is not answered soon. "No" is a bound. */
#ifndef ENGINE_BOUND_CELLS_H
#define ENGINE_BOUND_CELLS_H

#include "engine/bound.h"

/* Bounds for selections that cost nothing at the levels before the last go to the board. False: the
 * index has no cells, or they say nothing. */
bool bound_cells(struct board *board, const struct search_index *index,
                 const struct bound_options *options);

#endif
