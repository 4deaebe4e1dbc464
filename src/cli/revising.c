#include "cli/revising.h"

#include "confab/read_timetable.h"
#include "output/read_time.h"
#include "revise/revise.h"

#include <string.h>

/* One thing that --freeze names: events for which `is` holds. */
struct frozen_kind {
    const char *word;
    uint32_t (*find)(const struct problem *problem, const char *name); /* ID_NONE: unknown */
    bool (*is)(const struct problem *problem, struct event_id event, const struct pin *pin,
               uint32_t which);
};

static bool is_one(const char *id, const char *name, const char *wanted)
{
    return strcmp(id, wanted) == 0 || strcmp(name, wanted) == 0;
}

static uint32_t find_room(const struct problem *problem, const char *name)
{
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        if (is_one(problem->rooms[r].id, problem->rooms[r].name, name)) {
            return r;
        }
    }
    return ID_NONE;
}

static bool is_in_room(const struct problem *problem, struct event_id event, const struct pin *pin,
                       uint32_t which)
{
    (void)problem;
    (void)event;
    return pin->room.v == which;
}

static uint32_t find_day(const struct problem *problem, const char *name)
{
    for (uint32_t d = 0; d < problem->n_days; d++) {
        if (strcmp(problem->days[d].date, name) == 0) {
            return d;
        }
    }
    return ID_NONE;
}

static bool is_on_day(const struct problem *problem, struct event_id event, const struct pin *pin,
                      uint32_t which)
{
    (void)event;
    return pin->start_min != CALENDAR_NO_TIME && problem_day_at(problem, pin->start_min).v == which;
}

static uint32_t find_track(const struct problem *problem, const char *name)
{
    for (uint32_t t = 0; t < problem->n_tracks; t++) {
        if (is_one(problem->tracks[t].id, problem->tracks[t].name, name)) {
            return t;
        }
    }
    return ID_NONE;
}

static bool is_of_track(const struct problem *problem, struct event_id event, const struct pin *pin,
                        uint32_t which)
{
    (void)pin;
    return problem->events[event.v].track.v == which;
}

/* By id, or by a title that no other has. */
static uint32_t find_event(const struct problem *problem, const char *name)
{
    uint32_t found = ID_NONE, n = 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (strcmp(problem->events[e].id, name) == 0) {
            return e;
        }
        if (strcmp(problem->events[e].title, name) == 0) {
            found = e;
            n++;
        }
    }
    return n == 1 ? found : ID_NONE;
}

static bool is_event(const struct problem *problem, struct event_id event, const struct pin *pin,
                     uint32_t which)
{
    (void)pin;
    return event.v == which || problem->events[event.v].series.v == which;
}

static uint32_t find_person(const struct problem *problem, const char *name)
{
    for (uint32_t p = 0; p < problem->n_people; p++) {
        if (is_one(problem->people[p].id, problem->people[p].name, name)) {
            return p;
        }
    }
    return ID_NONE;
}

static bool is_of_person(const struct problem *problem, struct event_id event,
                         const struct pin *pin, uint32_t which)
{
    (void)pin;
    const struct event *one = &problem->events[event.v];
    for (uint32_t i = 0; i < one->n_people; i++) {
        if (one->people[i].v == which) {
            return true;
        }
    }
    return false;
}

static const struct frozen_kind kinds[] = {
    {"room", find_room, is_in_room},        {"day", find_day, is_on_day},
    {"track", find_track, is_of_track},     {"event", find_event, is_event},
    {"speaker", find_person, is_of_person},
};

static bool complain_kind(struct cli_session *session, const char *given)
{
    diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "--freeze: not understood: '%s'", given);
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
    uint32_t which = kind->find(problem, given + length + 1);
    if (which == ID_NONE) {
        return diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                          "--freeze: the problem has no %s '%s'", kind->word, given + length + 1);
    }
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct pin *pin = revise_published(problem, (struct event_id){e});
        frozen[e] =
            frozen[e] || (pin != NULL && kind->is(problem, (struct event_id){e}, pin, which));
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
        const struct pin *pin = revise_published(problem, (struct event_id){e});
        frozen[e] = pin != NULL && before_min != CALENDAR_NO_TIME &&
                    pin->start_min != CALENDAR_NO_TIME && pin->start_min < before_min;
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
        if (revise_published(problem, (struct event_id){e}) != NULL) {
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
    return freeze(session);
}
