/* What a cell of the grid says: title, then people and kind. */
#ifndef OUTPUT_GRID_TEXT_H
#define OUTPUT_GRID_TEXT_H

#include "output/agenda.h"

/* Cells grow with their text; what would fill a screen is cut. */
enum { GRID_TEXT_LINES = 18 };

struct grid_text {
    const char *lines[GRID_TEXT_LINES];
    size_t n;
    bool centred;
};

/* `width` columns wide, in `arena`; what is very long is cut with "…". `across`: the item fills the
 * whole width, so that its text is centred and says where it is. */
struct grid_text grid_text_of(struct arena *arena, const struct problem *problem,
                              const struct agenda_item *item, bool across, size_t width);

#endif
