#include "cli/solve_extras.h"

#include "cli/solve_curve.h"
#include "cli/solve_drafts.h"
#include "cli/solve_robust.h"

bool solve_extras_check(struct cli_session *session)
{
    return solve_drafts_check(session) && solve_curve_check(session);
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
