/* One day as a grid of box lines: times down, rooms across, as many as fit; more rooms go into
 * grids below. */
#ifndef OUTPUT_GRID_H
#define OUTPUT_GRID_H

#include "output/agenda.h"
#include "output/strbuf.h"

/* Adds the day with its date as a heading, at most `width` columns wide; a day without anything is
 * only said to be empty. */
void grid_add_day(struct strbuf *out, struct arena *arena, const struct problem *problem,
                  const struct agenda *agenda, struct day_id day, size_t width);

#endif
