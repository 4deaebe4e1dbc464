/* An instance of CoSPLib as a problem whose rules count what CoSPLib's objective counts, term by
 * term (docs/import-benchmarks.md has the table); with a solution also the timetable that it is. */
#include "import/cosplib.h"
#include "import/import.h"
#include "input/text.h"

#include <string.h>

enum { DAY_MIN = 24 * 60, MAX_PAIRS = 400000, MAX_ID = 100 };

struct maker {
    struct import *import;
    struct cosplib instance;
    struct import_ids rooms, sessions, tracks, people, submissions;
    /* What is said of pairs of submissions; [submissions], or NULL where no term needs them. */
    struct cosplib_conflicts presenters, attendees;
};

static int64_t weight_of(const struct maker *m, enum cosplib_term term)
{
    return m->instance.weights[term];
}

/* ---- ids ------------------------------------------------------------------- */

static bool is_id(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t n = strlen(name);
    return n > 0 && n <= MAX_ID && strchr(letters, name[0]) != NULL &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == n;
}

/* Sessions keep their names where those can be ids; others could be taken for dates. */
static const char *session_id(struct maker *m, const char *name)
{
    bool is_new;
    const char *id = import_ids_find(&m->sessions, name);
    if (id == NULL && is_id(name) && strmap_add(&m->sessions.taken, name, 0)) {
        (void)strmap_add(&m->sessions.known, name, (uint32_t)m->sessions.v.n);
        vec_push(&m->sessions.v, name);
        return name;
    }
    return id != NULL ? id
                      : import_ids_of(m->import, &m->sessions, name,
                                      arena_print(m->import->arena, "session %s", name), &is_new);
}

static const char *id_of(struct maker *m, struct import_ids *ids, const char *name)
{
    bool is_new;
    return import_ids_of(m->import, ids, name, name, &is_new);
}

static const char *session_at(struct maker *m, uint32_t session)
{
    return session_id(m, m->instance.sessions.v[session].name);
}

static const char *room_at(struct maker *m, uint32_t room)
{
    return id_of(m, &m->rooms, m->instance.rooms.v[room]);
}

/* ---- rooms, sessions ------------------------------------------------------- */

/* "window_cost" or "room_cost" of one track, times what each costs. */
static void add_costs(struct maker *m, cJSON *object, const char *key,
                      const struct cosplib_costs *costs, uint32_t of, int64_t times)
{
    uint32_t n;
    const struct cosplib_cost *list = cosplib_costs_of(costs, of, &n);
    bool rooms = strcmp(key, "room_cost") == 0;
    for (uint32_t i = 0; i < n && times > 0; i++) {
        const char *name = rooms ? room_at(m, list[i].at) : session_at(m, list[i].at);
        json_integer(import_section(object, key), name, list[i].cost * times);
    }
}

static void add_rooms(struct maker *m)
{
    const struct cosplib_costs *costs = &m->instance.sessions_rooms;
    int64_t weight = weight_of(m, COSPLIB_SESSIONS_ROOMS);
    cJSON **rooms = arena_array(m->import->arena, m->instance.rooms.n, sizeof(cJSON *));
    for (uint32_t r = 0; r < m->instance.rooms.n; r++) {
        rooms[r] = json_item(import_list(m->import->problem, "rooms"));
        json_text(rooms[r], "id", room_at(m, r));
        import_add_text(m->import, rooms[r], "name", m->instance.rooms.v[r]);
    }
    for (size_t i = 0; i < costs->v.n && weight > 0; i++) {
        const struct cosplib_cost *cost = &costs->v.v[i];
        json_integer(import_section(rooms[cost->at], "window_cost"), session_at(m, cost->of),
                     cost->cost * weight);
    }
}

/* The tag has the name where the id could not be it. */
static void add_sessions(struct maker *m)
{
    struct arena *arena = m->import->arena;
    for (uint32_t s = 0; s < m->instance.sessions.n; s++) {
        const struct cosplib_session *session = &m->instance.sessions.v[s];
        const char *id = session_at(m, s);
        cJSON *window = json_item(import_list(m->import->problem, "windows"));
        int32_t from = (int32_t)(session->start_min % DAY_MIN);
        json_text(window, "id", id);
        json_text(window, "date", import_date(arena, (int32_t)(session->start_min / DAY_MIN)));
        json_text(window, "time",
                  import_span(arena, from, from + session->n_slots * m->instance.slot_min));
        if (strcmp(id, session->name) != 0) {
            json_push_text(json_array(window, "tags"), session->name);
        }
    }
}

/* ---- people, tracks -------------------------------------------------------- */

static void add_people(struct maker *m, cJSON *object, const char *key,
                       struct cosplib_people people)
{
    for (uint32_t i = 0; i < people.n; i++) {
        const char *name = m->instance.people.v[people.v[i]];
        bool is_new;
        const char *id = import_ids_of(m->import, &m->people, name, name, &is_new);
        if (is_new) {
            cJSON *person = json_item(import_list(m->import->problem, "speakers"));
            json_text(person, "id", id);
            import_add_text(m->import, person, "name", name);
        }
        json_push_text(import_list(object, key), id);
    }
}

static void add_tracks(struct maker *m)
{
    struct cosplib *instance = &m->instance;
    for (uint32_t k = 0; k < instance->tracks.n; k++) {
        (void)id_of(m, &m->tracks, instance->tracks.v[k].name);
    }
    for (uint32_t k = 0; k < instance->tracks.n; k++) {
        const struct cosplib_track *track = &instance->tracks.v[k];
        cJSON *object = json_item(import_list(m->import->problem, "tracks"));
        uint32_t n;
        json_text(object, "id", id_of(m, &m->tracks, track->name));
        import_add_text(m->import, object, "name", track->name);
        add_people(m, object, "chairs", track->chairs);
        const struct cosplib_cost *similar = cosplib_costs_of(&instance->similar_tracks, k, &n);
        for (uint32_t i = 0; i < n; i++) {
            json_integer(import_section(object, "similar_to"),
                         id_of(m, &m->tracks, instance->tracks.v[similar[i].at].name),
                         similar[i].cost);
        }
        add_costs(m, object, "room_cost", &instance->tracks_rooms, k,
                  weight_of(m, COSPLIB_TRACKS_ROOMS));
        add_costs(m, object, "window_cost", &instance->tracks_sessions, k,
                  weight_of(m, COSPLIB_TRACKS_SESSIONS));
    }
}

/* ---- submissions ----------------------------------------------------------- */

/* Wishes about sessions, and the hours of its people's time zone: by slot. */
static void add_session_costs(struct maker *m, cJSON *object, uint32_t u)
{
    const struct cosplib *instance = &m->instance;
    int64_t zones = weight_of(m, COSPLIB_SUBMISSIONS_ZONES);
    int64_t n_slots = instance->submissions.v[u].n_slots;
    uint32_t n, i = 0;
    const struct cosplib_cost *wishes = cosplib_costs_of(&instance->submissions_sessions, u, &n);
    for (uint32_t s = 0; s < instance->sessions.n; s++) {
        int64_t cost = zones > 0 ? zones * cosplib_zone_cost(instance, u, s) : 0;
        for (; i < n && wishes[i].at == s; i++) {
            cost += weight_of(m, COSPLIB_SUBMISSIONS_SESSIONS) * wishes[i].cost;
        }
        if (cost > 0) {
            json_integer(import_section(object, "window_cost"), session_at(m, s), cost * n_slots);
        }
    }
}

/* The rule speaker-clash counts presenters by the session where that has a weight, else by the
 * slot; when both have, their slots are left to attendee-clash. */
static bool presenters_by_pair(const struct maker *m)
{
    return weight_of(m, COSPLIB_PRESENTERS) > 0 && weight_of(m, COSPLIB_PRESENTERS_SLOT) > 0;
}

/* How much a pair costs attendee-clash in each slot, of its weight. */
static void slot_costs(const struct maker *m, int64_t *presenters, int64_t *attendees)
{
    *presenters = presenters_by_pair(m) ? weight_of(m, COSPLIB_PRESENTERS_SLOT) : 0;
    *attendees = weight_of(m, COSPLIB_ATTENDEES_SLOT);
    if (*presenters == 0 || *attendees == 0) {
        *presenters = *presenters > 0;
        *attendees = *attendees > 0;
    }
}

static void add_conflicts(struct maker *m, cJSON *object, uint32_t u)
{
    const struct cosplib *instance = &m->instance;
    struct cosplib_people attendees = {0}, presenters = {0};
    int64_t by_presenter, by_attendee;
    slot_costs(m, &by_presenter, &by_attendee);
    if (m->attendees.later != NULL) {
        attendees = m->attendees.later[u];
    }
    if (m->presenters.later != NULL) {
        presenters = m->presenters.later[u];
    }
    for (uint32_t i = 0; i < attendees.n && weight_of(m, COSPLIB_ATTENDEES) > 0; i++) {
        json_push_text(import_list(object, "not_with"),
                       id_of(m, &m->submissions, instance->submissions.v[attendees.v[i]].name));
    }
    attendees.n = by_attendee > 0 ? attendees.n : 0;
    for (uint32_t i = 0, k = 0; i < attendees.n || k < presenters.n;) {
        uint32_t a = i < attendees.n ? attendees.v[i] : UINT32_MAX;
        uint32_t p = k < presenters.n ? presenters.v[k] : UINT32_MAX;
        uint32_t other = a < p ? a : p;
        i += a == other;
        k += p == other;
        json_integer(import_section(object, "clash"),
                     id_of(m, &m->submissions, instance->submissions.v[other].name),
                     (a == other ? by_attendee : 0) + (p == other ? by_presenter : 0));
    }
}

static void add_submission(struct maker *m, uint32_t u)
{
    const struct cosplib *instance = &m->instance;
    const struct cosplib_submission *submission = &instance->submissions.v[u];
    cJSON *object = json_item(import_list(m->import->problem, "talks"));
    const char *id = id_of(m, &m->submissions, submission->name);
    const char *title = import_clean(m->import->arena, submission->name, 1000, false);
    json_text(object, "id", id);
    json_text(object, "title", title[0] != '\0' ? title : id);
    json_integer(object, "duration", (int64_t)submission->n_slots * instance->slot_min);
    add_people(m, object, "speakers", submission->presenters);
    json_text(object, "track", id_of(m, &m->tracks, instance->tracks.v[submission->track].name));
    if (submission->order > 0) {
        json_integer(object, "order", submission->order);
    }
    add_conflicts(m, object, u);
    add_costs(m, object, "room_cost", &instance->submissions_rooms, u,
              weight_of(m, COSPLIB_SUBMISSIONS_ROOMS) * submission->n_slots);
    add_session_costs(m, object, u);
}

/* Conflicts of attendees are pairs of submissions here: CoSPLib counts a pair once, however many
 * people want both. */
static bool find_conflicts(struct maker *m)
{
    bool attendees =
        weight_of(m, COSPLIB_ATTENDEES) > 0 || weight_of(m, COSPLIB_ATTENDEES_SLOT) > 0;
    if ((attendees && !cosplib_conflicts_find(&m->instance, true, MAX_PAIRS, &m->attendees)) ||
        (presenters_by_pair(m) &&
         !cosplib_conflicts_find(&m->instance, false, MAX_PAIRS, &m->presenters))) {
        return diag_error(m->import->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE,
                          "%s: more than %d pairs of submissions have a conflict", m->instance.name,
                          MAX_PAIRS);
    }
    return true;
}

/* ---- rules ----------------------------------------------------------------- */

static void set_strength(cJSON *object, const char *key, int64_t weight)
{
    if (weight > 0) {
        json_integer(object, key, weight);
    } else {
        (void)cJSON_AddRawToObject(object, key, "off");
    }
}

static void add_rule(struct maker *m, const char *name, int64_t weight)
{
    set_strength(import_section(m->import->problem, "rules"), name, weight);
}

/* A rule with a parameter, or two (`second` NULL: one); flags are words without quotes. */
static void add_rule_with(struct maker *m, const char *name, int64_t weight,
                          const char *const first[2], const char *const second[2])
{
    cJSON *rule = json_object(import_section(m->import->problem, "rules"), name);
    set_strength(rule, "strength", weight);
    (void)cJSON_AddRawToObject(rule, first[0], first[1]);
    if (second != NULL) {
        (void)cJSON_AddRawToObject(rule, second[0], second[1]);
    }
}

static const char *const per_window[] = {"per", "window"}, *const per_tick[] = {"per", "tick"};

static void add_clash_rules(struct maker *m)
{
    bool by_session = weight_of(m, COSPLIB_PRESENTERS) > 0;
    int64_t by_presenter = presenters_by_pair(m) ? weight_of(m, COSPLIB_PRESENTERS_SLOT) : 0;
    int64_t by_attendee = weight_of(m, COSPLIB_ATTENDEES_SLOT);
    bool both = by_presenter > 0 && by_attendee > 0;
    add_rule_with(m, "speaker-clash",
                  weight_of(m, by_session ? COSPLIB_PRESENTERS : COSPLIB_PRESENTERS_SLOT),
                  by_session ? per_window : per_tick, (const char *const[]){"count", "pairs"});
    cJSON *rules = import_section(m->import->problem, "rules");
    (void)cJSON_AddRawToObject(import_section(rules, "speaker-clash"), "chairs", "true");
    add_rule_with(m, "not-parallel", weight_of(m, COSPLIB_ATTENDEES), per_window, NULL);
    add_rule_with(m, "chair-clash", weight_of(m, COSPLIB_CHAIRS), per_window,
                  (const char *const[]){"own_talks", "false"});
    add_rule_with(m, "attendee-clash", both ? 1 : by_presenter + by_attendee, per_tick, NULL);
}

static void add_rules(struct maker *m)
{
    json_text(import_section(m->import->problem, "rules"), "window-one-track", "hard");
    add_rule(m, "cell-cost", 1);
    add_rule_with(m, "similar-tracks", weight_of(m, COSPLIB_SIMILAR_TRACKS), per_window, NULL);
    add_rule(m, "track-one-room", weight_of(m, COSPLIB_ROOMS_PER_TRACK));
    add_rule_with(m, "track-parallel", weight_of(m, COSPLIB_PARALLEL_TRACKS), per_window, NULL);
    add_rule_with(m, "track-contiguous", weight_of(m, COSPLIB_CONSECUTIVE_TRACKS),
                  (const char *const[]){"count", "tracks"},
                  (const char *const[]){"across_days", "true"});
    add_rule_with(m, "order-in-track", weight_of(m, COSPLIB_SUBMISSIONS_ORDER),
                  (const char *const[]){"by", "positions"}, NULL);
    add_clash_rules(m);
}

/* ---- the whole ------------------------------------------------------------- */

static bool add_places(struct maker *m, const char *name)
{
    const struct cosplib *instance = &m->instance;
    struct arena *arena = m->import->arena;
    struct cosplib_place *places = arena_array(arena, instance->submissions.n, sizeof(*places));
    if (!cosplib_solution_read(instance, m->import->sources, name, m->import->diags,
                               &m->import->faults, places)) {
        return false;
    }
    for (uint32_t u = 0; u < instance->submissions.n; u++) {
        if (places[u].session == COSPLIB_NONE) {
            continue;
        }
        int64_t start = instance->sessions.v[places[u].session].start_min +
                        (int64_t)places[u].slot * instance->slot_min;
        int32_t minute = (int32_t)(start % DAY_MIN);
        struct import_place place = {id_of(m, &m->submissions, instance->submissions.v[u].name),
                                     arena_print(arena, "%sT%02d:%02d",
                                                 import_date(arena, (int32_t)(start / DAY_MIN)),
                                                 minute / 60, minute % 60),
                                     room_at(m, (uint32_t)places[u].room)};
        vec_push(&m->import->places, place);
    }
    return true;
}

static const char *title_of(struct maker *m)
{
    const char *slash = strrchr(m->instance.name, '/');
    const char *name = slash != NULL ? slash + 1 : m->instance.name;
    size_t n = strcspn(name, ".");
    return n > 0 ? arena_text(m->import->arena, name, n) : name;
}

static bool make(struct maker *m)
{
    struct import *import = m->import;
    int32_t zone_h = m->instance.zone_h;
    cosplib_times_make(&m->instance, &import->faults);
    if (!find_conflicts(m)) {
        return false;
    }
    import_add_conference(import, title_of(m), NULL,
                          zone_h == 0 ? "UTC" : arena_print(import->arena, "GMT%+d", (int)zone_h),
                          SRC_NOWHERE);
    json_integer(import_section(import->problem, "conference"), "granularity",
                 m->instance.slot_min);
    for (uint32_t u = 0; u < m->instance.submissions.n; u++) {
        (void)id_of(m, &m->submissions, m->instance.submissions.v[u].name);
    }
    add_rooms(m);
    add_sessions(m);
    add_tracks(m);
    for (uint32_t u = 0; u < m->instance.submissions.n; u++) {
        add_submission(m, u);
    }
    add_rules(m);
    return import->n_names < 2 || add_places(m, import->names[1]);
}

bool import_cosplib(struct import *import)
{
    struct xlsx book;
    if (import->n_names > 2) {
        return diag_error(import->diags, DIAG_USAGE, SRC_NOWHERE,
                          "an instance of CoSPLib is one file, and perhaps a solution, not %u",
                          import->n_names);
    }
    if (!xlsx_read(import->arena, import->sources, import->names[0], import->diags, &book)) {
        return false;
    }
    struct maker m = {.import = import};
    bool ok =
        cosplib_read(&m.instance, import->arena, &book, import->diags, &import->faults) && make(&m);
    cosplib_free(&m.instance);
    import_ids_free(&m.rooms);
    import_ids_free(&m.sessions);
    import_ids_free(&m.tracks);
    import_ids_free(&m.people);
    import_ids_free(&m.submissions);
    return ok;
}
