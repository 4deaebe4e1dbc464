#include "cli/naming.h"

#include <stddef.h>
#include <string.h>

struct namesake {
    const char *one, *many, *name; /* "event", "events", "title" */
    size_t n;                      /* the member of struct problem that says how many there are */
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

static const struct namesake kinds[] = {
    [NAMING_EVENT] = {"event", "events", "title", offsetof(struct problem, n_events), event_id_at,
                      event_title_at},
    [NAMING_PERSON] = {"person", "people", "name", offsetof(struct problem, n_people), person_id_at,
                       person_name_at},
    [NAMING_ROOM] = {"room", "rooms", "name", offsetof(struct problem, n_rooms), room_id_at,
                     room_name_at},
    [NAMING_TRACK] = {"track", "tracks", "name", offsetof(struct problem, n_tracks), track_id_at,
                      track_name_at},
};

static uint32_t count(const struct problem *problem, const struct namesake *kind)
{
    uint32_t n;
    memcpy(&n, (const char *)problem + kind->n, sizeof(n));
    return n;
}

/* Nothing is called so: ids that come near, or names. */
static bool complain_unknown(struct cli_session *session, const struct namesake *kind,
                             const char *option, const char *given)
{
    uint32_t n = count(&session->problem, kind);
    size_t n_names = 2 * (size_t)n;
    const char **names = arena_array(&session->arena, n_names, sizeof(*names));
    for (uint32_t i = 0; i < n; i++) {
        names[i] = kind->id_at(&session->problem, i);
        names[n + i] = kind->name_at(&session->problem, i);
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
    for (uint32_t i = 0; i < count(&session->problem, kind); i++) {
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

bool naming_find(struct cli_session *session, enum naming_kind which, const char *option,
                 const char *given, uint32_t *index)
{
    const struct namesake *kind = &kinds[which];
    uint32_t n_all = count(&session->problem, kind), n = 0;
    for (uint32_t i = 0; i < n_all; i++) {
        if (strcmp(kind->id_at(&session->problem, i), given) == 0) {
            *index = i;
            return true;
        }
    }
    for (uint32_t i = 0; i < n_all; i++) {
        if (strcmp(kind->name_at(&session->problem, i), given) == 0) {
            *index = i;
            n++;
        }
    }
    return n == 1  ? true
           : n > 1 ? complain_ambiguous(session, kind, option, given)
                   : complain_unknown(session, kind, option, given);
}
