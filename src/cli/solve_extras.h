/* What `solve` does after the timetable is found: --robust, --curve and --drafts. */
#ifndef CLI_SOLVE_EXTRAS_H
#define CLI_SOLVE_EXTRAS_H

#include "cli/session.h"
#include "output/strbuf.h"
#include "revise/budget.h"
#include "revise/drafts.h"

struct solve_extras {
    struct strbuf text; /* for the summary */
    struct drafts_list drafts;
};

/* Usage. False: a complaint is in the session. */
bool solve_extras_check(struct cli_session *session);
/* The timetable itself and what is asked for besides: that many parts share the limit. */
uint32_t solve_extras_parts(const struct options *options);
/* Makes what is asked for, in the parts of the budget that are left after the first; --robust may
 * put another timetable in the place of `result`. False: a complaint is in the session. */
bool solve_extras_run(struct cli_session *session, const struct budget *budget,
                      struct solve_result *result, struct solve_extras *extras);
void solve_extras_free(struct solve_extras *extras);

#endif
