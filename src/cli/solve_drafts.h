/* `solve --drafts`: several timetables that differ. */
#ifndef CLI_SOLVE_DRAFTS_H
#define CLI_SOLVE_DRAFTS_H

#include "cli/session.h"
#include "output/strbuf.h"
#include "revise/drafts.h"

/* Whether the options fit together and no file is written over another one. False: a complaint is
 * in the session. */
bool solve_drafts_check(struct cli_session *session);
/* "timetable-2.json" of "timetable.json", in the session's arena; the output itself when only one
 * is asked for. `number` is from 1. */
const char *solve_drafts_path(struct cli_session *session, uint32_t number);
/* Finds the other drafts. False: a complaint is in the session. */
bool solve_drafts_find(struct cli_session *session, const struct solve_options *options,
                       const struct solve_result *first, struct drafts_list *list);
/* What each costs and how it differs from the first, and why there are no more. */
void solve_drafts_add_table(struct cli_session *session, const struct solve_result *first,
                            const struct drafts_list *list, struct strbuf *out);

#endif
