#include "cli/asking.h"

#include "cli/naming.h"
#include "output/read_time.h"

#include <string.h>

static bool complain(struct cli_session *session, const char *option, const char *given,
                     const char *hint)
{
    diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "%s: not understood: '%s'", option, given);
    diag_hint(&session->diags, "%s", hint);
    return false;
}

/* What is before the last '@'; *rest, what is after it, NULL: there is none. */
static const char *split_at(struct cli_session *session, const char *given, const char **rest)
{
    const char *at = strrchr(given, '@');
    *rest = at == NULL ? NULL : at + 1;
    return at == NULL ? given : arena_text(&session->arena, given, (size_t)(at - given));
}

/* ---- --move --------------------------------------------------------------------------------- */

static const char move_hint[] =
    "write EVENT@\"2026-05-14 11:00\", EVENT@/room or EVENT@\"2026-05-14 11:00\"/room";

static bool read_place(struct cli_session *session, const char *given, const char *where,
                       struct pin *pin)
{
    const char *slash = strchr(where, '/');
    size_t length = slash == NULL ? strlen(where) : (size_t)(slash - where);
    const char *when = arena_text(&session->arena, where, length);
    *pin = (struct pin){CALENDAR_NO_TIME, {ID_NONE}};
    if (length == 0 && (slash == NULL || slash[1] == '\0')) {
        return complain(session, "--move", given, move_hint);
    }
    if (length > 0 && !read_time_iso(&session->problem.zone, when, &pin->start_min)) {
        return complain(session, "--move", given, move_hint);
    }
    return slash == NULL || naming_find(session, NAMING_ROOM, "--move", slash + 1, &pin->room.v);
}

static bool read_move(struct cli_session *session, const char *given,
                      struct hypothesis_demand *demand)
{
    const char *where;
    const char *name = split_at(session, given, &where);
    if (where == NULL) {
        return complain(session, "--move", given, move_hint);
    }
    if (!naming_find(session, NAMING_EVENT, "--move", name, &demand->event.v) ||
        !read_place(session, given, where, &demand->to)) {
        return false;
    }
    const struct event *event = &session->problem.events[demand->event.v];
    if (event->fixed) {
        diag_error(&session->diags, DIAG_USAGE, event->at, "--move: '%s' is fixed", event->title);
        diag_hint(&session->diags, "what is fixed is moved in the problem's file, here");
        return false;
    }
    return true;
}

/* ---- --unavailable -------------------------------------------------------------------------- */

static const char absence_hint[] =
    "write PERSON, PERSON@2026-05-14 or PERSON@\"2026-05-14 09:00-12:00\"";

/* "09:00-12:00": minutes of the day. */
static bool read_hours(struct cli_session *session, const char *text, struct interval *hours)
{
    const char *dash = strchr(text, '-');
    if (dash == NULL) {
        return false;
    }
    const char *from = arena_text(&session->arena, text, (size_t)(dash - text));
    return read_time_clock(from, &hours->from_min) && read_time_clock(dash + 1, &hours->to_min) &&
           hours->from_min < hours->to_min && hours->to_min <= 48 * 60;
}

static bool read_span(struct cli_session *session, const char *text, struct interval *span)
{
    enum { DATE_LENGTH = 10, DAY_MIN = 24 * 60 };
    struct interval hours = {0, DAY_MIN};
    int32_t day;
    if (!read_time_date(text, &day)) {
        return false;
    }
    text += DATE_LENGTH;
    if (text[0] != '\0' && (text[0] != ' ' || !read_hours(session, text + 1, &hours))) {
        return false;
    }
    (void)calendar_time(&session->problem.zone, day, hours.from_min, &span->from_min);
    (void)calendar_time(&session->problem.zone, day, hours.to_min, &span->to_min);
    return span->from_min < span->to_min;
}

/* A name may have an @ in it. */
static bool is_person(const struct problem *problem, const char *given)
{
    for (uint32_t p = 0; p < problem->n_people; p++) {
        if (strcmp(problem->people[p].id, given) == 0 ||
            strcmp(problem->people[p].name, given) == 0) {
            return true;
        }
    }
    return false;
}

static bool read_absence(struct cli_session *session, const char *given,
                         struct hypothesis_demand *demand)
{
    const char *when = NULL;
    const char *name =
        is_person(&session->problem, given) ? given : split_at(session, given, &when);
    demand->span = (struct interval){INT32_MIN, INT32_MAX};
    if (when != NULL && !read_span(session, when, &demand->span)) {
        return complain(session, "--unavailable", given, absence_hint);
    }
    return naming_find(session, NAMING_PERSON, "--unavailable", name, &demand->person.v);
}

/* ---- all ------------------------------------------------------------------------------------ */

static bool read_one(struct cli_session *session, const struct asked *asked,
                     struct hypothesis_demand *demand)
{
    *demand =
        (struct hypothesis_demand){.kind = asked->kind, .event = {ID_NONE}, .person = {ID_NONE}};
    switch (asked->kind) {
    case HYPOTHESIS_MOVE:
        return read_move(session, asked->text, demand);
    case HYPOTHESIS_DROP:
        return naming_find(session, NAMING_EVENT, "--drop", asked->text, &demand->event.v);
    case HYPOTHESIS_ABSENCE:
        return read_absence(session, asked->text, demand);
    }
    BUG("kind %d", (int)asked->kind);
}

/* What is to be moved is to be held, and at one place. */
static bool check_together(struct cli_session *session, const struct hypothesis_demand *demands,
                           uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < i; k++) {
            bool both = demands[i].kind != HYPOTHESIS_ABSENCE &&
                        demands[k].kind != HYPOTHESIS_ABSENCE &&
                        demands[i].event.v == demands[k].event.v;
            if (both &&
                (demands[i].kind == HYPOTHESIS_MOVE || demands[k].kind == HYPOTHESIS_MOVE)) {
                return diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                                  "'%s' can be moved or dropped only once",
                                  session->problem.events[demands[i].event.v].title);
            }
        }
    }
    return true;
}

bool asking_read(struct cli_session *session, struct hypothesis_demand **demands, uint32_t *n)
{
    const struct options *options = session->options;
    bool ok = true;
    *n = options->n_asked;
    *demands = arena_array(&session->arena, *n, sizeof(**demands));
    if (*n == 0) {
        diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "nothing is asked");
        diag_hint(&session->diags, "add --move, --drop or --unavailable");
        return false;
    }
    for (uint32_t i = 0; i < *n; i++) {
        ok = read_one(session, &options->asked[i], &(*demands)[i]) && ok;
    }
    return ok && check_together(session, *demands, *n);
}
