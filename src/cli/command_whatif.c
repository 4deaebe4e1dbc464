#include "cli/asking.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/revising.h"
#include "cli/session.h"
#include "cli/stop.h"
#include "confab/write.h"
#include "core/phrase.h"
#include "exchange/schedule_of.h"
#include "revise/revise.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool test(struct cli_session *session, const struct timetable *timetable,
                 const struct hypothesis_demand *demands, uint32_t n, struct hypothesis *hypothesis)
{
    const struct options *options = session->options;
    struct progress progress = {.out = stderr, .next_s = 0.5};
    bool live = !options->quiet && isatty(STDERR_FILENO) != 0;
    struct solve_options solve_options = {
        .time_limit_s = options->time_limit_s,
        .seed = options->seed,
        .threads = options->threads,
        .work_limit = options->work_limit,
        .stop = stop_catch(),
        .progress = live ? progress_show : NULL,
        .progress_context = &progress,
    };
    bool ok = hypothesis_test(&session->problem, timetable, demands, n, &solve_options, hypothesis);
    progress_clear(&progress);
    if (!ok) {
        return diag_error(&session->diags, DIAG_ENGINE_FAILED, SRC_NOWHERE, "the solver failed: %s",
                          hypothesis->result.failure);
    }
    return true;
}

static int exit_code(const struct hypothesis *hypothesis)
{
    if (hypothesis->result.mismatch != NULL) {
        return BASE_EXIT_INTERNAL;
    }
    switch (hypothesis->answer) {
    case HYPOTHESIS_POSSIBLE:
        return BASE_EXIT_DONE;
    case HYPOTHESIS_IMPOSSIBLE:
        return BASE_EXIT_INFEASIBLE;
    case HYPOTHESIS_UNKNOWN:
        return BASE_EXIT_LIMIT;
    }
    BUG("answer %d", (int)hypothesis->answer);
}

/* The timetable given, as it would be published. */
static struct previous announced(struct cli_session *session, const struct timetable *timetable)
{
    uint32_t n = session->problem.n_events;
    uint32_t *entry = arena_array(&session->arena, n, sizeof(*entry));
    for (uint32_t e = 0; e < n; e++) {
        entry[e] = ID_NONE;
    }
    return (struct previous){*timetable, schedule_of_timetable(&session->problem, timetable),
                             entry};
}

/* The pin that a question makes is nobody's but the asker's. */
static const char *without_pin(struct cli_session *session, const char *because,
                               const struct pin *to)
{
    static const char pinned[] = "it is pinned to ";
    struct arena *arena = &session->arena;
    const struct problem *problem = &session->problem;
    bool timed = to->start_min != CALENDAR_NO_TIME, roomed = to->room.v != ID_NONE;
    const char *where[] = {timed ? phrase_when(arena, problem, to->start_min) : NULL,
                           roomed ? problem->rooms[to->room.v].name : NULL};
    const char *pin = strstr(because, pinned);
    for (size_t i = 0; i < BASE_COUNT(where) && pin != NULL; i++) {
        if (where[i] != NULL && strcmp(pin + strlen(pinned), where[i]) == 0) {
            return arena_print(arena, "%.*syou ask for it %s %s", (int)(pin - because), because,
                               i == 0 ? "at" : "in", where[i]);
        }
    }
    return because;
}

/* What was asked for needs no other reason. */
static void name_asked(struct revision *revision, struct cli_session *session,
                       const struct hypothesis_demand *demands, uint32_t n)
{
    for (uint32_t c = 0; c < revision->changes.n; c++) {
        struct change *change = &revision->changes.v[c];
        const struct schedule_entry *entry =
            change->new_entry != NULL ? change->new_entry : change->old_entry;
        for (uint32_t i = 0; i < n; i++) {
            bool its = demands[i].kind != HYPOTHESIS_ABSENCE && entry->event != NULL &&
                       strcmp(entry->event, session->problem.events[demands[i].event.v].id) == 0;
            if (its && (change->rule == NULL || strcmp(change->rule, "pinned") == 0)) {
                change->because = "as asked";
                change->rule = NULL;
                change->n_because_of = 0;
            } else if (demands[i].kind == HYPOTHESIS_MOVE && change->because != NULL) {
                change->because = without_pin(session, change->because, &demands[i].to);
            }
        }
    }
}

static int answer(struct cli_session *session, const struct timetable *timetable,
                  const struct hypothesis_demand *demands, uint32_t n,
                  const struct hypothesis *hypothesis)
{
    struct previous previous = announced(session, timetable);
    struct revision revision;
    bool found = hypothesis->result.has_timetable;
    if (found) {
        revision_create(&session->arena, hypothesis->variant, &previous,
                        &hypothesis->result.timetable, &revision);
        name_asked(&revision, session, demands, n);
    }
    const struct revision *of_found = found ? &revision : NULL;
    const char *text = strcmp(session->options->format, "json") == 0
                           ? write_hypothesis_json(&session->arena, hypothesis, of_found)
                           : write_hypothesis_text(&session->arena, hypothesis, of_found);
    (void)session_write(session, session->options->output, text);
    if (found) {
        revision_free(&revision);
    }
    schedule_free(&previous.schedule);
    if (hypothesis->result.mismatch != NULL) {
        (void)fprintf(stderr, "confab: error: the model and the audit disagree: %s\n",
                      hypothesis->result.mismatch);
    }
    return exit_code(hypothesis);
}

int command_whatif(const struct options *options)
{
    struct cli_session session = session_begin(options);
    struct timetable timetable;
    struct hypothesis_demand *demands;
    uint32_t n;
    int code = BASE_EXIT_DONE;
    if (!session_load_timetable(&session, &timetable) || !asking_read(&session, &demands, &n)) {
        return session_end(&session, BASE_EXIT_INPUT);
    }
    revise_publish(&session.arena, &session.problem, &timetable);
    if (revising_apply(&session)) {
        session_print_diags(&session);
        struct hypothesis hypothesis;
        code = test(&session, &timetable, demands, n, &hypothesis)
                   ? answer(&session, &timetable, demands, n, &hypothesis)
                   : BASE_EXIT_INTERNAL;
        stop_release();
        hypothesis_free(&hypothesis);
    }
    return session_end(&session, code);
}
