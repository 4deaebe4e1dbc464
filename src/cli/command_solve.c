#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/revising.h"
#include "cli/session.h"
#include "cli/solve_drafts.h"
#include "cli/solve_extras.h"
#include "cli/solve_pins.h"
#include "cli/stop.h"
#include "cli/trace.h"
#include "confab/write.h"
#include "output/display.h"
#include "output/report.h"
#include "output/report_revision.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Of the conflicts in the summary; the timetable has all. */
enum { SUMMARY_CONFLICTS = 10 };

/* The trace's file is written as it comes; its heading at once, for nothing else may follow. */
static bool open_log(struct cli_session *session, struct trace *trace)
{
    const char *path = session->options->log;
    if (path == NULL) {
        return true;
    }
    trace->out = fopen(path, "w");
    if (trace->out == NULL) {
        return diag_error(&session->diags, DIAG_FILE_UNWRITABLE, SRC_NOWHERE,
                          "cannot write '%s': %s", path, strerror(errno));
    }
    struct levels levels = levels_of(&session->arena, &session->problem);
    trace_begin(trace, &levels);
    return true;
}

static struct solve_options what_to_do(const struct options *options, struct trace *trace,
                                       struct progress *progress)
{
    bool live = !options->quiet && isatty(STDERR_FILENO) != 0;
    return (struct solve_options){
        .time_limit_s = options->time_limit_s,
        .gap = options->gap_percent / 100.0,
        .seed = options->seed,
        .engine = options->engine,
        .threads = options->threads,
        .work_limit = options->work_limit,
        .no_presolve = options->no_presolve,
        .trace = trace->out != NULL ? trace_write : NULL,
        .trace_context = trace,
        .stop = stop_catch(),
        .progress = live ? progress_show : NULL,
        .progress_context = progress,
    };
}

/* The timetable, and what else is asked for. */
static bool solve(struct cli_session *session, struct solve_result *result,
                  struct solve_extras *extras)
{
    const struct options *options = session->options;
    struct trace trace = {0};
    if (!open_log(session, &trace)) {
        return false;
    }
    struct progress progress = {.out = stderr, .next_s = 0.5};
    struct solve_options solve_options = what_to_do(options, &trace, &progress), share;
    uint32_t parts = solve_extras_parts(options);
    struct budget budget = budget_begin(&solve_options, parts);
    (void)budget_share(&budget, parts, &share);
    bool ok = solve_problem(&session->problem, &share, result);
    /* The trace is of the timetable alone. */
    budget.options.trace = NULL;
    bool well = !ok || solve_extras_run(session, &budget, result, extras);
    progress_clear(&progress);
    if (trace.out != NULL && fclose(trace.out) != 0) {
        return diag_error(&session->diags, DIAG_FILE_UNWRITABLE, SRC_NOWHERE,
                          "cannot write '%s': %s", options->log, strerror(errno));
    }
    if (!ok) {
        return diag_error(&session->diags, DIAG_ENGINE_FAILED, SRC_NOWHERE, "the solver failed: %s",
                          result->failure);
    }
    return well;
}

static int exit_code(const struct solve_result *result)
{
    if (result->mismatch != NULL) {
        return BASE_EXIT_INTERNAL;
    }
    switch (result->status) {
    case SOLVE_OPTIMAL:
    case SOLVE_FEASIBLE:
        return BASE_EXIT_DONE;
    case SOLVE_INFEASIBLE:
        return BASE_EXIT_INFEASIBLE;
    case SOLVE_UNKNOWN:
        return BASE_EXIT_LIMIT;
    }
    BUG("status %d", (int)result->status);
}

static struct write_options writing(const struct options *options,
                                    const struct explanation *explanation,
                                    const struct revision *revision)
{
    return (struct write_options){.timing = options->timing,
                                  .explanation = explanation,
                                  .revision = revision,
                                  .seed = options->seed,
                                  .time_limit_s = options->time_limit_s,
                                  .work_limit = options->work_limit,
                                  .gap = options->gap_percent / 100.0,
                                  .engine = options->engine};
}

/* Where the result is not on the screen already: what became of it. The whole of it beside a file;
 * beside JSON, which may be on the screen too, the status if all is well. */
static const char *summary_text(struct cli_session *session, const struct solve_result *result,
                                const struct write_options *write_options,
                                struct solve_extras *extras)
{
    const struct options *options = session->options;
    bool to_file = options->output != NULL && strcmp(options->output, "-") != 0;
    bool as_text = strcmp(options->format, "text") == 0;
    const char *more = strbuf_finish(&extras->text, &session->arena);
    if (options->quiet || (as_text && !to_file && result->has_timetable)) {
        return options->quiet ? "" : more;
    }
    struct strbuf out = {0};
    report_add_status(&out, &session->arena, &session->problem, result, write_options);
    strbuf_add(&out, more);
    if (result->has_timetable && write_options->revision != NULL) {
        report_revision_add(&out, &session->arena, result, write_options->revision);
    }
    if (!to_file && exit_code(result) == BASE_EXIT_DONE) {
        return strbuf_finish(&out, &session->arena);
    }
    if (result->has_timetable) {
        unsigned told = REPORT_LEFT_OUT | (write_options->revision != NULL ? REPORT_ANNOUNCED : 0u);
        report_add_conflicts(&out, &session->arena, &result->score, told, SUMMARY_CONFLICTS);
    }
    if (write_options->explanation != NULL) {
        report_add_explanation(&out, &session->arena, &session->problem, write_options->explanation,
                               false);
        bool revised = session->previous != NULL || options->pins != NULL;
        strbuf_print(&out, "\n`confab explain` with the same %s shows how to write these down.\n",
                     revised ? "files and options" : "files");
    }
    report_add_left_out(&out, &session->arena, &session->problem, result);
    return strbuf_finish(&out, &session->arena);
}

static const char *mismatch_text(struct cli_session *session, const struct solve_result *result)
{
    return arena_print(
        &session->arena,
        "confab: error: the model and the audit disagree: %s\n"
        "  What is written has the audit's figures. This is an error in confab: please report "
        "it, with the\n"
        "  problem and this command: %s\n",
        result->mismatch, options_solve_command(&session->arena, session->options));
}

/* `number`: of the draft, from 1. */
static bool write_result(struct cli_session *session, const struct solve_result *result,
                         const struct write_options *write_options, uint32_t number)
{
    const struct options *options = session->options;
    bool as_text = strcmp(options->format, "text") == 0;
    /* An older file stays as it was. */
    if (!result->has_timetable) {
        return true;
    }
    const char *text = as_text
                           ? write_text(&session->arena, &session->problem, result, write_options)
                           : write_json(&session->arena, &session->problem, result, write_options);
    return session_write(session, solve_drafts_path(session, number), text);
}

/* What changes of what was announced; NULL: nothing was. */
static const struct revision *revise(struct cli_session *session, const struct solve_result *result,
                                     struct revision *revision)
{
    if (session->previous == NULL || !result->has_timetable) {
        return NULL;
    }
    revision_create(&session->arena, &session->problem, session->previous, &result->timetable,
                    revision);
    return revision;
}

/* Nothing is explained of the other drafts; each has changes of its own. */
static bool write_results(struct cli_session *session, const struct solve_result *result,
                          const struct write_options *write_options,
                          const struct solve_extras *extras)
{
    struct write_options plain = *write_options;
    plain.explanation = NULL;
    bool ok = write_result(session, result, write_options, 1);
    for (uint32_t i = 0; i < extras->drafts.n && ok; i++) {
        struct revision revised;
        plain.revision = revise(session, &extras->drafts.v[i], &revised);
        ok = write_result(session, &extras->drafts.v[i], &plain, i + 2);
        if (plain.revision != NULL) {
            revision_free(&revised);
        }
    }
    return ok;
}

/* Where the search has come to no end: whether it is plain that there is none. It takes no longer
 * than the search was given. Not for who limits
 * the work, whose results are the same on every machine. */
static const struct explanation *settle(struct cli_session *session, struct solve_result *result,
                                        struct explanation *explained)
{
    enum { GLANCE_S = 2 };
    if (result->end != SOLVE_END_TIME || result->n_left_out == 0 || result->mismatch != NULL ||
        session->options->work_limit > 0) {
        return NULL;
    }
    double limit_s = session->options->time_limit_s;
    session_explain(session, limit_s < GLANCE_S ? limit_s : GLANCE_S, explained);
    if (explained->status != EXPLAIN_INFEASIBLE) {
        return NULL;
    }
    result->status = SOLVE_INFEASIBLE;
    return explained;
}

/* Where there is no timetable: why, in the time that is left. NULL: there is nothing to explain. */
static const struct explanation *explain(struct cli_session *session, struct solve_result *result,
                                         struct explanation *explained)
{
    enum { LEAST_S = 5 };
    if (result->status == SOLVE_UNKNOWN) {
        return settle(session, result, explained);
    }
    double limit_s = session->options->time_limit_s;
    double left_s = limit_s - result->seconds;
    bool told = result->end == SOLVE_END_STOP;
    if (result->status != SOLVE_INFEASIBLE || result->mismatch != NULL || told) {
        return NULL;
    }
    session_explain(session, limit_s <= 0 ? 0 : left_s > LEAST_S ? left_s : LEAST_S, explained);
    return explained->status == EXPLAIN_INFEASIBLE ? explained : NULL;
}

int command_solve(const struct options *options)
{
    struct cli_session session = session_begin(options);
    struct solve_result result = {0};
    struct solve_extras extras = {0};
    if (!solve_extras_check(&session) || !session_load(&session, options->n_args) ||
        !revising_apply(&session) || !solve_pins_apply(&session) ||
        !solve(&session, &result, &extras)) {
        solve_extras_free(&extras);
        solve_free(&result);
        stop_release();
        return session_end(&session, BASE_EXIT_INPUT);
    }
    struct explanation explained = {.status = EXPLAIN_UNKNOWN};
    const struct explanation *explanation = explain(&session, &result, &explained);
    int code = exit_code(&result);
    struct revision revised = {0};
    const struct revision *revision = revise(&session, &result, &revised);
    struct write_options write_options = writing(options, explanation, revision);
    /* Made before anything is written: from then on no memory is needed, so nothing can go wrong
     * half-way. */
    const char *summary = summary_text(&session, &result, &write_options, &extras);
    const char *mismatch = result.mismatch != NULL ? mismatch_text(&session, &result) : "";
    if (write_results(&session, &result, &write_options, &extras)) {
        (void)fprintf(stderr, "%s%s", summary, mismatch);
    }
    /* Only now: an interrupt between the search and the file must not lose the timetable. */
    stop_release();
    if (revision != NULL) {
        revision_free(&revised);
    }
    explain_free(&explained);
    solve_extras_free(&extras);
    solve_free(&result);
    return session_end(&session, code);
}
