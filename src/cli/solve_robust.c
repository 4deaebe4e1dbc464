#include "cli/solve_robust.h"

#include "output/display.h"
#include "output/report.h"
#include "revise/robust.h"

#include <inttypes.h>

/* " (was 3)" where that is another number. */
static const char *was_text(struct arena *arena, uint64_t was, uint64_t is)
{
    return was == is ? "" : arena_print(arena, " (was %" PRIu64 ")", was);
}

/* Why no alternative was looked at. */
static const char *none_text(const struct robust *robust)
{
    if (robust->before.n_stuck + robust->before.sum == 0) {
        return "there is nothing to improve";
    }
    return robust->cut    ? "the limit came before an alternative was found"
           : robust->only ? "it is proven that no timetable with other starts costs as little"
                          : "no timetable with other starts was found that costs as little";
}

static const char *robust_text(struct arena *arena, const struct robust *robust)
{
    if (!robust->judged) {
        return "The limit came before it was known what absences do to the timetable.";
    }
    struct robust_measure is = robust->after, was = robust->before;
    const char *text =
        arena_print(arena, "The most fragile absence moves %" PRIu32 " event%s%s", is.worst,
                    is.worst == 1 ? "" : "s", was_text(arena, was.worst, is.worst));
    text = arena_print(arena, "%s, the sum of all is %" PRIu64 "%s", text, is.sum,
                       was_text(arena, was.sum, is.sum));
    if (is.n_stuck + was.n_stuck > 0) {
        text = arena_print(arena, "%s; the number of those that nothing can mend is %" PRIu32 "%s",
                           text, is.n_stuck, was_text(arena, was.n_stuck, is.n_stuck));
    }
    if (robust->n_looked == 0) {
        return arena_print(arena, "%s; %s.", text, none_text(robust));
    }
    return arena_print(arena, "%s; %" PRIu32 " alternative%s looked at%s.", text, robust->n_looked,
                       robust->n_looked == 1 ? "" : "s",
                       robust->cut ? ", then the limit came" : "");
}

bool solve_robust_run(struct cli_session *session, const struct solve_options *options,
                      struct solve_result *result, struct strbuf *out)
{
    struct robust robust;
    bool whole = result->status == SOLVE_OPTIMAL || result->status == SOLVE_FEASIBLE;
    if (!whole || result->mismatch != NULL) {
        return true;
    }
    bool ok = robust_improve(&session->problem, options, result, &robust);
    if (!ok) {
        diag_error(&session->diags, DIAG_ENGINE_FAILED, SRC_NOWHERE, "the solver failed: %s",
                   robust.failure);
    } else {
        display_add_wrapped(out, "", "  ", robust_text(&session->arena, &robust), REPORT_WIDTH);
    }
    robust_free(&robust);
    return ok;
}
