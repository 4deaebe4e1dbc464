#include "cli/solve_drafts.h"

#include "cli/claims.h"
#include "output/display.h"
#include "output/report.h"

#include <inttypes.h>
#include <string.h>

const char *solve_drafts_path(struct cli_session *session, uint32_t number)
{
    const char *output = session->options->output;
    if (session->options->drafts < 2) {
        return output;
    }
    const char *slash = strrchr(output, '/');
    const char *dot = strrchr(slash != NULL ? slash + 1 : output, '.');
    size_t stem = dot == NULL ? strlen(output) : (size_t)(dot - output);
    return arena_print(&session->arena, "%.*s-%" PRIu32 "%s", (int)stem, output, number,
                       output + stem);
}

bool solve_drafts_check(struct cli_session *session)
{
    const struct options *options = session->options;
    struct diag_list *diags = &session->diags;
    if (options->has_differ && options->drafts < 2) {
        return diag_error(diags, DIAG_USAGE, SRC_NOWHERE,
                          "--differ goes with --drafts, of which there must be two at least");
    }
    if (options->drafts < 2) {
        return true;
    }
    if (options->output == NULL || strcmp(options->output, "-") == 0) {
        diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "--drafts needs --output");
        diag_hint(diags, "-o timetable.json writes timetable-1.json, timetable-2.json, ...");
        return false;
    }
    bool ok = true;
    for (uint32_t i = 1; i <= options->drafts && ok; i++) {
        ok = claims_add_output(session, "draft", solve_drafts_path(session, i));
    }
    return ok;
}

bool solve_drafts_find(struct cli_session *session, const struct solve_options *options,
                       const struct solve_result *first, struct drafts_list *list)
{
    const struct options *given = session->options;
    uint32_t more = given->drafts > 1 ? given->drafts - 1 : 0;
    uint32_t percent = given->has_differ ? given->differ_percent : DRAFTS_DIFFER_PERCENT;
    bool whole = first->status == SOLVE_OPTIMAL || first->status == SOLVE_FEASIBLE;
    if (more == 0 || !whole || first->mismatch != NULL) {
        *list = (struct drafts_list){.end = more == 0 ? DRAFTS_ALL : DRAFTS_NO_MORE};
        return true;
    }
    drafts_find(&session->problem, options, &first->timetable, more, percent, list);
    return list->end != DRAFTS_FAILED ||
           diag_error(&session->diags, DIAG_ENGINE_FAILED, SRC_NOWHERE, "the solver failed: %s",
                      list->failure);
}

static void add_row(struct strbuf *out, struct cli_session *session,
                    const struct solve_result *first, const struct solve_result *result,
                    uint32_t number)
{
    strbuf_print(out, "  %s ", solve_drafts_path(session, number));
    bool proven = true;
    const char *separator = " ";
    for (uint32_t k = 0; k < result->n_levels; k++) {
        const struct solve_level *level = &result->levels[k];
        if (result->score.levels.v[k].hard) {
            continue;
        }
        strbuf_print(out, "%s%s %" PRId64, separator, level->name, level->value);
        if (proven && level->bound < level->value) {
            strbuf_print(out, " (at least %" PRId64 ")", level->bound);
        }
        proven = proven && level->bound >= level->value;
        separator = ", ";
    }
    uint32_t differ = 0;
    for (uint32_t e = 0; e < session->problem.n_events; e++) {
        const struct assignment *a = &first->timetable.v[e], *b = &result->timetable.v[e];
        differ += a->placed != b->placed || (a->placed && a->start_min != b->start_min);
    }
    if (number > 1) {
        strbuf_print(out, "; %" PRIu32 " event%s at another time than in the first", differ,
                     differ == 1 ? " is" : "s are");
    }
    strbuf_add(out, "\n");
}

void solve_drafts_add_table(struct cli_session *session, const struct solve_result *first,
                            const struct drafts_list *list, struct strbuf *out)
{
    uint32_t wanted = session->options->drafts;
    if (wanted < 2 || list->n_counted == 0) {
        strbuf_add(out, wanted < 2 ? ""
                        : list->least > 0
                            ? "No other draft: no event can start at another time.\n"
                            : "No drafts are made of a timetable that is not whole.\n");
        return;
    }
    strbuf_print(out,
                 "Drafts: each differs from every other in when at least %" PRIu32 " of %" PRIu32
                 " events start.\n",
                 list->least, list->n_counted);
    add_row(out, session, first, first, 1);
    for (uint32_t i = 0; i < list->n; i++) {
        add_row(out, session, first, &list->v[i], i + 2);
    }
    if (list->end == DRAFTS_ALL) {
        return;
    }
    const char *why = list->end == DRAFTS_NO_MORE
                          ? "it is proven that no other timetable differs enough from these"
                          : "no other was found within the limit";
    display_add_wrapped(out, "  ", "  ",
                        arena_print(&session->arena, "There are %" PRIu32 ", not %" PRIu32 ": %s.",
                                    list->n + 1, wanted, why),
                        REPORT_WIDTH);
}
