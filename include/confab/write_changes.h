/* Writers of what is different between two schedules (confab/changes.h), and what makes a schedule
 * of such a list again. */
#ifndef CONFAB_WRITE_CHANGES_H
#define CONFAB_WRITE_CHANGES_H

#include "confab/changes.h"
#include "confab/diag.h"

/* For organisers: how much has changed, what, and whom to tell. In `arena`. */
const char *write_changes_text(struct arena *arena, const struct changes *changes);
const char *write_changes_markdown(struct arena *arena, const struct changes *changes);
/* All of it, for apply_changes() and other programs (docs/diff.md). In `arena`. */
const char *write_changes_json(struct arena *arena, const struct changes *changes);

/* A file in `directory` (made when it is not there) for each person to tell: iCalendar, with an
 * event for each change that concerns them. `now_s`: when they are written, seconds since the
 * epoch. False: a complaint is in `diags`, and files written before it stay. */
bool write_ics(const struct changes *changes, const char *directory, int64_t now_s,
               struct diag_list *diags);

/* The schedule.json `old_name` with the changes in the file `changes_name` made, as
 * write_changes_json() wrote them; what they do not speak of stays as it is. In `arena`; NULL: a
 * complaint is in `diags`, as when a change does not fit. */
const char *apply_changes(struct arena *arena, struct source_set *sources, const char *changes_name,
                          const char *old_name, struct diag_list *diags);

#endif
