/* What audit halves share about cells: windows and sessions that placed events lie in. Compile
 * halves never use it. */
#ifndef RULES_FINDINGS_CELLS_H
#define RULES_FINDINGS_CELLS_H

#include "rules/findings.h"

/* The window that the event lies wholly in; ID_NONE: not placed, off-site, or in none. */
struct window_id findings_window(const struct audit *audit, struct event_id event);
/* That window's session. */
struct session_id findings_session(const struct audit *audit, struct event_id event);
/* Whether the two lie in one session, in different rooms. */
bool findings_are_apart(const struct audit *audit, struct event_id a, struct event_id b);
/* The first of the events in each window: first[n_windows]; ID_NONE: none of them. The caller's. */
struct event_id *findings_first_in_cells(const struct audit *audit, const struct event_id *events,
                                         uint32_t n);
/* The placed events of a track, of `*n`; the caller's. */
struct event_id *findings_list_track(const struct audit *audit, struct track_id track, uint32_t *n);
/* "Main Hall at Thu 14 May, 09:00", in the score's arena. */
const char *findings_cell_name(const struct audit *audit, struct window_id window);

#endif
