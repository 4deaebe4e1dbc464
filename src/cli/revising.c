#include "cli/revising.h"

#include "cli/naming.h"
#include "confab/read_timetable.h"
#include "output/read_time.h"
#include "revise/revise.h"

#include <string.h>

static const char freeze_option[] = "--freeze";

static bool room_has(const struct problem *problem, uint32_t which, struct event_id event,
                     const struct pin *then)
{
    (void)problem;
    (void)event;
    return then->room.v == which;
}

static bool day_has(const struct problem *problem, uint32_t which, struct event_id event,
                    const struct pin *then)
{
    (void)event;
    return then->start_min != CALENDAR_NO_TIME &&
           problem_day_at(problem, then->start_min).v == which;
}

static bool track_has(const struct problem *problem, uint32_t which, struct event_id event,
                      const struct pin *then)
{
    (void)then;
    return problem->events[event.v].track.v == which;
}

/* With its parts and repeats. */
static bool event_has(const struct problem *problem, uint32_t which, struct event_id event,
                      const struct pin *then)
{
    (void)then;
    return event.v == which || problem->events[event.v].series.v == which;
}

static bool person_has(const struct problem *problem, uint32_t which, struct event_id event,
                       const struct pin *then)
{
    (void)then;
    const struct event *one = &problem->events[event.v];
    for (uint32_t i = 0; i < one->n_people; i++) {
        if (one->people[i].v == which) {
            return true;
        }
    }
    return false;
}

/* One kind of things that --freeze names, and the announced events that are of it. */
static const struct frozen_kind {
    const char *word;
    bool is_day; /* else `kind` */
    enum naming_kind kind;
    bool (*has)(const struct problem *problem, uint32_t which, struct event_id event,
                const struct pin *then);
} kinds[] = {
    {"room", false, NAMING_ROOM, room_has},        {"day", true, 0, day_has},
    {"track", false, NAMING_TRACK, track_has},     {"event", false, NAMING_EVENT, event_has},
    {"speaker", false, NAMING_PERSON, person_has},
};

static bool find_day(struct cli_session *session, const char *date, uint32_t *which)
{
    const struct problem *problem = &session->problem;
    for (*which = 0; *which < problem->n_days; (*which)++) {
        if (strcmp(problem->days[*which].date, date) == 0) {
            return true;
        }
    }
    const char **dates = arena_array(&session->arena, problem->n_days, sizeof(*dates));
    for (uint32_t d = 0; d < problem->n_days; d++) {
        dates[d] = problem->days[d].date;
    }
    diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "%s: there is no day '%s'", freeze_option,
               date);
    diag_suggest(&session->diags, date, dates, problem->n_days);
    return false;
}

static bool complain_kind(struct cli_session *session, const char *given)
{
    diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "%s: not understood: '%s'", freeze_option,
               given);
    diag_hint(&session->diags, "write room:ID, day:DATE, track:ID, event:ID or speaker:ID");
    return false;
}

/* Marks what one --freeze names. */
static bool freeze_some(struct cli_session *session, const char *given, bool *frozen)
{
    const struct problem *problem = &session->problem;
    size_t length = strcspn(given, ":=");
    const struct frozen_kind *kind = NULL;
    for (size_t i = 0; i < BASE_COUNT(kinds); i++) {
        if (strlen(kinds[i].word) == length && strncmp(kinds[i].word, given, length) == 0) {
            kind = &kinds[i];
        }
    }
    if (kind == NULL || given[length] == '\0') {
        return complain_kind(session, given);
    }
    const char *name = given + length + 1;
    uint32_t which;
    if (!(kind->is_day ? find_day(session, name, &which)
                       : naming_find(session, kind->kind, freeze_option, name, &which))) {
        return false;
    }
    bool any = false;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        struct event_id event = {e};
        const struct value *published = problem_published(problem, event);
        bool its = published != NULL && kind->has(problem, which, event, &published->as.pin);
        frozen[e] = frozen[e] || its;
        any = any || its;
    }
    if (!any) {
        diag_warn(&session->diags, DIAG_FREEZE_IDLE, SRC_NOWHERE,
                  "%s %s: nothing of it was announced that could move", freeze_option, given);
    }
    return true;
}

static bool freeze(struct cli_session *session)
{
    const struct revising *revising = &session->options->revising;
    struct problem *problem = &session->problem;
    int32_t before_min = CALENDAR_NO_TIME;
    bool *frozen = arena_array(&session->arena, problem->n_events, sizeof(*frozen));
    bool ok = true;
    if (revising->freeze_before != NULL &&
        !read_time_iso(&problem->zone, revising->freeze_before, &before_min)) {
        ok = diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                        "--freeze-before: not a date and time: '%s'", revising->freeze_before);
        diag_hint(&session->diags, "write it as \"2026-05-14 12:00\"");
    }
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct value *published = problem_published(problem, (struct event_id){e});
        int32_t then_min = published == NULL ? CALENDAR_NO_TIME : published->as.pin.start_min;
        frozen[e] = then_min != CALENDAR_NO_TIME && then_min < before_min;
    }
    for (uint32_t i = 0; i < revising->n_freeze; i++) {
        ok = freeze_some(session, revising->freeze[i], frozen) && ok;
    }
    if (ok && (revising->freeze_before != NULL || revising->n_freeze > 0)) {
        revise_freeze(&session->arena, problem, frozen, before_min);
    }
    return ok;
}

/* Whoever was in a room that the problem has not any more cannot stay there. */
static void mark_gone_rooms(struct previous *previous)
{
    for (uint32_t e = 0; e < previous->timetable.n; e++) {
        struct assignment *then = &previous->timetable.v[e];
        uint32_t entry = previous->entry[e];
        if (then->placed && then->room.v == ID_NONE && entry != ID_NONE &&
            previous->schedule.entries[entry].room[0] != '\0') {
            then->room.v = ROOM_GONE;
        }
    }
}

static bool is_announced(const struct problem *problem)
{
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (problem_published(problem, (struct event_id){e}) != NULL) {
            return true;
        }
    }
    return false;
}

/* Options about what was announced would do nothing where nothing was: then --previous has been
 * forgotten. */
static bool check_previous_given(struct cli_session *session)
{
    const struct revising *revising = &session->options->revising;
    const char *const names[] = {
        revising->freeze_before != NULL ? "--freeze-before" : NULL,
        revising->n_freeze > 0 ? "--freeze" : NULL,
        revising->has_most_moves ? "--max-moves" : NULL,
        revising->has_stability ? "--stability" : NULL,
    };
    if (revising->previous != NULL || session->options->command == COMMAND_WHATIF ||
        is_announced(&session->problem)) {
        return true;
    }
    bool ok = true;
    for (size_t i = 0; i < BASE_COUNT(names); i++) {
        if (names[i] != NULL) {
            ok = diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "%s goes with --previous",
                            names[i]);
            diag_hint(&session->diags,
                      "the problem says of no event where it was `published`; name the timetable "
                      "that was announced: --previous FILE");
        }
    }
    return ok;
}

bool revising_apply(struct cli_session *session)
{
    const struct revising *revising = &session->options->revising;
    struct problem *problem = &session->problem;
    if (!check_previous_given(session)) {
        return false;
    }
    if (revising->previous != NULL) {
        struct previous *previous = arena_array(&session->arena, 1, sizeof(*previous));
        if (!read_previous(&session->arena, &session->sources, revising->previous, problem,
                           &session->diags, previous)) {
            return false;
        }
        session->previous = previous;
        mark_gone_rooms(previous);
        revise_publish(&session->arena, problem, &previous->timetable);
        session_print_diags(session);
    }
    revise_set_stability(problem, revising->stability);
    if (revising->has_most_moves) {
        int64_t most = revising->most_moves > INT32_MAX ? INT32_MAX : (int64_t)revising->most_moves;
        revise_limit_moves(&session->arena, problem, most);
    }
    bool ok = freeze(session);
    if (ok) {
        session_print_diags(session);
    }
    return ok;
}
