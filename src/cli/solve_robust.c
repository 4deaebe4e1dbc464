#include "cli/solve_robust.h"

#include "output/display.h"
#include "output/report.h"
#include "revise/robust.h"

#include <inttypes.h>

static const char *measure_text(struct arena *arena, struct robust_measure measure)
{
    const char *text =
        arena_print(arena, "%" PRIu32 " event%s", measure.worst, measure.worst == 1 ? "" : "s");
    return measure.n_stuck == 0 ? text
                                : arena_print(arena, "%s, and %" PRIu32 " cannot be mended at all",
                                              text, measure.n_stuck);
}

static const char *robust_text(struct arena *arena, const struct robust *robust)
{
    if (!robust->judged) {
        return "The limit came before it was known what absences do to the timetable.";
    }
    const char *text =
        arena_print(arena, "The most fragile absence moves %s", measure_text(arena, robust->after));
    if (robust_compare(robust->after, robust->before) != 0) {
        text = arena_print(
            arena, "%s (was %s%s)", text, measure_text(arena, robust->before),
            robust->after.worst == robust->before.worst &&
                    robust->after.n_stuck == robust->before.n_stuck
                ? arena_print(arena, ", and all absences together %" PRIu64 " instead of %" PRIu64,
                              robust->after.sum, robust->before.sum)
                : "");
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
