#include "cli/solve_extras.h"

#include "cli/solve_curve.h"
#include "cli/solve_drafts.h"
#include "cli/solve_robust.h"

#include <string.h>

/* Their names are made of what was given: none may meet another one. */
static bool check_names(struct cli_session *session)
{
    const struct options *options = session->options;
    const char *others[] = {options->log, options->revising.previous, NULL, NULL, NULL};
    size_t n_drafts = options->drafts > 1 ? options->drafts : 0;
    for (size_t i = 0; i < SOLVE_CURVE_FILES && options->curve != NULL; i++) {
        others[2 + i] = solve_curve_path(session, i);
    }
    for (size_t i = 0; i < BASE_COUNT(others); i++) {
        for (size_t j = i < 2 ? 2 : BASE_COUNT(others); j < BASE_COUNT(others) + n_drafts; j++) {
            bool curve = j < BASE_COUNT(others);
            const char *path =
                curve ? others[j]
                      : solve_drafts_path(session, (uint32_t)(j - BASE_COUNT(others)) + 1);
            if (others[i] != NULL && path != NULL && strcmp(others[i], path) == 0) {
                return diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                                  "the %s '%s' would overwrite the %s", curve ? "curve" : "draft",
                                  path,
                                  i == 0   ? "log"
                                  : i == 1 ? "earlier timetable"
                                           : "curve");
            }
        }
    }
    return true;
}

/* The timetables of the curve, whose number is not known yet. */
static bool check_timetables(struct cli_session *session)
{
    const char *others[] = {session->options->log, session->options->revising.previous};
    for (size_t i = 0; i < BASE_COUNT(others); i++) {
        const char *twin = solve_curve_twin(session, others[i]);
        if (twin != NULL && strcmp(twin, others[i]) == 0) {
            return diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                              "the curve '%s' would overwrite the %s", twin,
                              i == 0 ? "log" : "earlier timetable");
        }
    }
    return true;
}

bool solve_extras_check(struct cli_session *session)
{
    return solve_curve_check(session) && solve_drafts_check(session) && check_names(session) &&
           check_timetables(session);
}

uint32_t solve_extras_parts(const struct options *options)
{
    return 1u + (options->robust ? 1u : 0u) + (options->curve != NULL ? 1u : 0u) +
           (options->drafts > 1 ? 1u : 0u);
}

/* Also without time, for there is still what is known already. */
static struct solve_options share_of(const struct budget *budget, uint32_t left)
{
    struct solve_options share;
    (void)budget_share(budget, left, &share);
    return share;
}

bool solve_extras_run(struct cli_session *session, const struct budget *budget,
                      struct solve_result *result, struct solve_extras *extras)
{
    const struct options *options = session->options;
    struct solve_options share;
    uint32_t left = solve_extras_parts(options) - 1;
    bool ok = true;
    if (options->robust) {
        share = share_of(budget, left--);
        ok = solve_robust_run(session, &share, result, &extras->text);
    }
    if (ok && options->curve != NULL) {
        share = share_of(budget, left--);
        ok = solve_curve_run(session, &share, result, &extras->text);
    }
    if (ok && options->drafts > 1) {
        share = share_of(budget, left);
        ok = solve_drafts_find(session, &share, result, &extras->drafts);
        solve_drafts_add_table(session, result, &extras->drafts, &extras->text);
    }
    return ok;
}

void solve_extras_free(struct solve_extras *extras)
{
    strbuf_free(&extras->text);
    drafts_free(&extras->drafts);
}
