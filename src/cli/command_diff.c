#include "cli/commands.h"
#include "cli/session.h"
#include "confab/read_schedule.h"
#include "confab/write_changes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* When the calendars are written: now, or what SOURCE_DATE_EPOCH says so that they can be made
 * again byte for byte. */
static bool find_now(struct cli_session *session, int64_t *now_s)
{
    const char *given = getenv("SOURCE_DATE_EPOCH");
    *now_s = (int64_t)time(NULL);
    if (given == NULL || given[0] == '\0') {
        return true;
    }
    errno = 0;
    char *end;
    *now_s = strtoll(given, &end, 10);
    return (*end == '\0' && errno == 0 && *now_s >= 0 && *now_s < INT64_C(253402300800)) ||
           diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                      "SOURCE_DATE_EPOCH is no number of seconds: '%s'", given);
}

static bool read_one(struct cli_session *session, uint32_t index, const struct zone *zone,
                     struct schedule *schedule)
{
    return read_schedule(&session->sources, session->options->args[index], zone, &session->diags,
                         schedule);
}

/* Reads a file anew in the zone that only the other one names. Its faults have been told, but for
 * what the zone brings to light. */
static bool read_in_zone(struct cli_session *session, uint32_t index, const struct schedule *other,
                         struct schedule *schedule)
{
    const char *name = session->options->args[index];
    if (schedule->zone_known || !other->zone_known || strcmp(name, "-") == 0) {
        return true;
    }
    struct diag_list again = DIAG_LIST_EMPTY;
    schedule_free(schedule);
    bool ok = read_schedule(&session->sources, name, &other->zone, &again, schedule);
    for (uint32_t i = 0; i < again.n; i++) {
        const struct diag *diag = &again.v[i];
        if (diag->code == DIAG_SCHEDULE_ZONE || diag->severity == DIAG_SEVERITY_ERROR) {
            diag_warn(&session->diags, diag->code, diag->at, "%s", diag->text);
        }
    }
    diag_free(&again);
    return ok;
}

static bool read_both(struct cli_session *session, struct schedule *old, struct schedule *new)
{
    bool ok = read_one(session, 0, NULL, old);
    ok = read_one(session, 1, NULL, new) && ok;
    return ok && read_in_zone(session, 0, new, old) && read_in_zone(session, 1, old, new);
}

static const char *write_changes(struct cli_session *session, const struct changes *changes)
{
    const char *format = session->options->format;
    if (strcmp(format, "json") == 0) {
        return write_changes_json(&session->arena, changes);
    }
    return strcmp(format, "markdown") == 0 ? write_changes_markdown(&session->arena, changes)
                                           : write_changes_text(&session->arena, changes);
}

static int tell(struct cli_session *session, const struct schedule *old, const struct schedule *new)
{
    const struct options *options = session->options;
    struct changes changes = changes_find(&session->arena, old, new);
    const char *text = write_changes(session, &changes);
    int64_t now_s;
    if (options->ics != NULL && new->partial) {
        diag_warn(&session->diags, DIAG_CHANGES_OF_PARTIAL, SRC_NOWHERE,
                  "the new timetable is not complete; people would be told of talks left out");
    }
    if (options->ics != NULL && find_now(session, &now_s)) {
        (void)write_ics(&changes, options->ics, now_s, &session->diags);
    }
    if (session->diags.errors == 0) {
        (void)session_write(session, options->output, text);
    }
    return changes.n > 0 ? BASE_EXIT_INFEASIBLE : BASE_EXIT_DONE;
}

static void apply(struct cli_session *session)
{
    const struct options *options = session->options;
    const char *text = apply_changes(&session->arena, &session->sources, options->apply,
                                     options->args[0], &session->diags);
    if (text != NULL) {
        (void)session_write(session, options->output, text);
    }
}

static bool check_usage(struct cli_session *session)
{
    const struct options *options = session->options;
    uint32_t wanted = options->apply != NULL ? 1 : 2;
    if (options->n_args != wanted) {
        diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "'diff' has too %s arguments",
                   options->n_args < wanted ? "few" : "many");
        diag_hint(&session->diags,
                  "usage: confab diff OLD NEW, or confab diff --apply CHANGES OLD");
        return false;
    }
    if (options->apply != NULL && (options->ics != NULL || strcmp(options->format, "text") != 0)) {
        return diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                          "--apply writes a schedule.json: %s does not go with it",
                          options->ics != NULL ? "--ics" : "--format");
    }
    return session->diags.errors == 0;
}

int command_diff(const struct options *options)
{
    struct cli_session session = session_begin(options);
    struct schedule old = SCHEDULE_EMPTY, new = SCHEDULE_EMPTY;
    int code = BASE_EXIT_DONE;
    if (check_usage(&session)) {
        if (options->apply != NULL) {
            apply(&session);
        } else if (read_both(&session, &old, &new)) {
            code = tell(&session, &old, &new);
        }
    }
    schedule_free(&old);
    schedule_free(&new);
    return session_end(&session, code);
}
