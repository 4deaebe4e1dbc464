#include "cli/naming.h"

#include <string.h>

/* A kind of things that have names. */
struct namesake {
    const char *one, *many, *name; /* "event", "events", "title" */
    uint32_t n;
    const char *(*id_at)(const struct problem *problem, uint32_t index);
    const char *(*name_at)(const struct problem *problem, uint32_t index);
};

static const char *event_id_at(const struct problem *problem, uint32_t index)
{
    return problem->events[index].id;
}

static const char *event_title_at(const struct problem *problem, uint32_t index)
{
    return problem->events[index].title;
}

static const char *person_id_at(const struct problem *problem, uint32_t index)
{
    return problem->people[index].id;
}

static const char *person_name_at(const struct problem *problem, uint32_t index)
{
    return problem->people[index].name;
}

static const char *room_id_at(const struct problem *problem, uint32_t index)
{
    return problem->rooms[index].id;
}

static const char *room_name_at(const struct problem *problem, uint32_t index)
{
    return problem->rooms[index].name;
}

static const char *track_id_at(const struct problem *problem, uint32_t index)
{
    return problem->tracks[index].id;
}

static const char *track_name_at(const struct problem *problem, uint32_t index)
{
    return problem->tracks[index].name;
}

/* Nothing is called so: ids that come near, or names. */
static bool complain_unknown(struct cli_session *session, const struct namesake *kind,
                             const char *option, const char *given)
{
    size_t n_names = 2 * (size_t)kind->n;
    const char **names = arena_array(&session->arena, n_names, sizeof(*names));
    for (uint32_t i = 0; i < kind->n; i++) {
        names[i] = kind->id_at(&session->problem, i);
        names[kind->n + i] = kind->name_at(&session->problem, i);
    }
    diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "%s: there is no %s '%s'", option,
               kind->one, given);
    diag_suggest(&session->diags, given, names, n_names);
    return false;
}

/* Several have that name: their ids. */
static bool complain_ambiguous(struct cli_session *session, const struct namesake *kind,
                               const char *option, const char *given)
{
    const char *ids = NULL;
    for (uint32_t i = 0; i < kind->n; i++) {
        if (strcmp(kind->name_at(&session->problem, i), given) == 0) {
            const char *id = kind->id_at(&session->problem, i);
            ids = ids == NULL ? id : arena_print(&session->arena, "%s, %s", ids, id);
        }
    }
    diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "%s: several %s have the %s '%s'", option,
               kind->many, kind->name, given);
    diag_hint(&session->diags, "give an id: %s", ids);
    return false;
}

static bool find(struct cli_session *session, const struct namesake *kind, const char *option,
                 const char *given, uint32_t *index)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < kind->n; i++) {
        if (strcmp(kind->id_at(&session->problem, i), given) == 0) {
            *index = i;
            return true;
        }
    }
    for (uint32_t i = 0; i < kind->n; i++) {
        if (strcmp(kind->name_at(&session->problem, i), given) == 0) {
            *index = i;
            n++;
        }
    }
    return n == 1  ? true
           : n > 1 ? complain_ambiguous(session, kind, option, given)
                   : complain_unknown(session, kind, option, given);
}

bool naming_find_event(struct cli_session *session, const char *option, const char *given,
                       struct event_id *event)
{
    const struct namesake kind = {"event",     "events",      "title", session->problem.n_events,
                                  event_id_at, event_title_at};
    return find(session, &kind, option, given, &event->v);
}

bool naming_find_person(struct cli_session *session, const char *option, const char *given,
                        struct person_id *person)
{
    const struct namesake kind = {"person",     "people",      "name", session->problem.n_people,
                                  person_id_at, person_name_at};
    return find(session, &kind, option, given, &person->v);
}

bool naming_find_room(struct cli_session *session, const char *option, const char *given,
                      struct room_id *room)
{
    const struct namesake kind = {"room",     "rooms",     "name", session->problem.n_rooms,
                                  room_id_at, room_name_at};
    return find(session, &kind, option, given, &room->v);
}

bool naming_find_track(struct cli_session *session, const char *option, const char *given,
                       struct track_id *track)
{
    const struct namesake kind = {"track",     "tracks",     "name", session->problem.n_tracks,
                                  track_id_at, track_name_at};
    return find(session, &kind, option, given, &track->v);
}
