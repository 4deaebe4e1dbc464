/* A workbook of OptaPlanner's conference scheduling as a problem: timeslots become slots, talk
 * types kinds, tags features of rooms and tags of slots, theme tracks tags, the first of them the
 * talk's track. */
#include "base/gcd.h"
#include "import/optaplanner_maker.h"

#include <string.h>

/* ---- kinds, rooms, slots --------------------------------------------------- */

static int32_t length_of(const struct opta_timeslot *timeslot)
{
    return timeslot->to_min - timeslot->from_min;
}

/* The tick is what divides every time and length. */
static void find_tick(struct opta_maker *m)
{
    int64_t tick_min = m->book->pause_min;
    for (size_t i = 0; i < m->book->timeslots.n; i++) {
        const struct opta_timeslot *timeslot = &m->book->timeslots.v[i];
        tick_min = base_gcd(base_gcd(tick_min, timeslot->from_min), timeslot->to_min);
    }
    m->tick_min = tick_min > 0 ? (int32_t)tick_min : 1;
}

static void add_kinds(struct opta_maker *m)
{
    for (size_t i = 0; i < m->book->talks.n; i++) {
        const char *type = m->book->talks.v[i].type;
        int32_t least_min = 0, most_min = 0;
        bool is_new;
        const char *id = import_ids_of(m->import, &m->kinds, type, type, &is_new);
        for (size_t k = 0; k < m->book->timeslots.n && is_new; k++) {
            const struct opta_timeslot *timeslot = &m->book->timeslots.v[k];
            int32_t length_min = length_of(timeslot);
            if (optaplanner_lists(timeslot->types, type)) {
                least_min = least_min == 0 || length_min < least_min ? length_min : least_min;
                most_min = length_min > most_min ? length_min : most_min;
            }
        }
        if (!is_new) {
            continue;
        }
        if (least_min != most_min) {
            optaplanner_change(
                m, "talk type", type,
                "its timeslots are of different lengths; its talks are as long as the shortest "
                "of them, also where they weigh by the minute");
        }
        json_integer(json_object(import_section(m->import->problem, "kinds"), id), "duration",
                     least_min > 0 ? least_min : 30);
    }
}

static void add_rooms(struct opta_maker *m)
{
    for (size_t r = 0; r < m->book->rooms.n; r++) {
        const struct opta_room *room = &m->book->rooms.v[r];
        bool is_new;
        const char *id = import_ids_of(m->import, &m->rooms, room->name, room->name, &is_new);
        if (!is_new) {
            continue;
        }
        cJSON *object = json_item(import_list(m->import->problem, "rooms"));
        json_text(object, "id", id);
        json_text(object, "name", room->name);
        if (room->capacity >= 0) {
            json_integer(object, "capacity", room->capacity);
        }
        for (uint32_t i = 0; i < room->tags.n; i++) {
            json_push_text(import_list(object, "features"), room->tags.v[i]);
        }
    }
}

static bool takes(const struct opta_room *room, const struct opta_timeslot *timeslot,
                  const char *type)
{
    return (room->types.n == 0 || optaplanner_lists(room->types, type)) &&
           optaplanner_lists(timeslot->types, type);
}

/* A room has no two timeslots that overlap: the later one in the list gives way. */
static void find_slots(struct opta_maker *m)
{
    size_t n = m->book->timeslots.n;
    m->has_slot = arena_array(m->import->arena, m->book->rooms.n * n, sizeof(bool));
    for (size_t r = 0; r < m->book->rooms.n; r++) {
        const struct opta_room *room = &m->book->rooms.v[r];
        bool *has = m->has_slot + r * n;
        for (size_t i = 0; i < n; i++) {
            const struct opta_timeslot *timeslot = &m->book->timeslots.v[i];
            bool any = false, clash = false;
            for (uint32_t k = 0; k < timeslot->types.n; k++) {
                any = any || takes(room, timeslot, timeslot->types.v[k]);
            }
            for (size_t k = 0; k < i && any; k++) {
                clash =
                    clash || (has[k] && optaplanner_overlap(timeslot, &m->book->timeslots.v[k]));
            }
            has[i] = any && !clash && !room->unavailable[i];
            if (any && clash && !room->unavailable[i]) {
                faults_add(&m->import->faults, FAULT_LEFT_OUT, SRC_NOWHERE,
                           "give the room one talk type",
                           "room '%s': its timeslot %s overlaps another of it, and is left out",
                           room->name, optaplanner_timeslot_name(m->import, timeslot));
            }
        }
    }
}

static bool takes_alike(const struct opta_room *a, const struct opta_room *b,
                        const struct opta_timeslot *timeslot)
{
    for (uint32_t k = 0; k < timeslot->types.n; k++) {
        if (takes(a, timeslot, timeslot->types.v[k]) != takes(b, timeslot, timeslot->types.v[k])) {
            return false;
        }
    }
    return true;
}

/* A slot of the timeslot for all rooms that take what `first` takes then. */
static void add_slot(struct opta_maker *m, size_t i, size_t first)
{
    const struct opta_timeslot *timeslot = &m->book->timeslots.v[i];
    const struct opta_room *rooms = m->book->rooms.v;
    struct import *import = m->import;
    cJSON *object = json_item(import_list(import->problem, "slots"));
    json_text(object, "date", import_date(import->arena, timeslot->day_number));
    json_text(object, "times", import_span(import->arena, timeslot->from_min, timeslot->to_min));
    cJSON *list = json_array(object, "rooms");
    for (size_t r = first; r < m->book->rooms.n; r++) {
        if (m->has_slot[r * m->book->timeslots.n + i] &&
            takes_alike(&rooms[first], &rooms[r], timeslot)) {
            json_push_text(list, import_ids_find(&m->rooms, rooms[r].name));
        }
    }
    for (uint32_t k = 0; k < timeslot->types.n; k++) {
        const char *kind = import_ids_find(&m->kinds, timeslot->types.v[k]);
        if (kind != NULL && takes(&rooms[first], timeslot, timeslot->types.v[k])) {
            json_push_text(import_list(object, "kinds"), kind);
        }
    }
    for (uint32_t k = 0; k < timeslot->tags.n; k++) {
        json_push_text(import_list(object, "tags"), timeslot->tags.v[k]);
    }
    if (m->own_tag[i]) {
        json_push_text(import_list(object, "tags"), optaplanner_timeslot_name(import, timeslot));
    }
}

/* Whether a talk is of a type that the room takes then. */
static bool is_of_use(const struct opta_maker *m, size_t r, size_t i)
{
    const struct opta_timeslot *timeslot = &m->book->timeslots.v[i];
    for (uint32_t k = 0; k < timeslot->types.n; k++) {
        if (takes(&m->book->rooms.v[r], timeslot, timeslot->types.v[k]) &&
            import_ids_find(&m->kinds, timeslot->types.v[k]) != NULL) {
            return m->has_slot[r * m->book->timeslots.n + i];
        }
    }
    return false;
}

static void add_slots(struct opta_maker *m)
{
    for (size_t i = 0; i < m->book->timeslots.n; i++) {
        for (size_t r = 0; r < m->book->rooms.n; r++) {
            bool known = !is_of_use(m, r, i);
            for (size_t k = 0; k < r && !known; k++) {
                known =
                    is_of_use(m, k, i) && takes_alike(&m->book->rooms.v[k], &m->book->rooms.v[r],
                                                      &m->book->timeslots.v[i]);
            }
            if (!known) {
                add_slot(m, i, r);
            }
        }
    }
}

/* Whether there are as many places for each talk type as talks, and none is for two types. */
static bool is_full(struct opta_maker *m)
{
    const struct opta_book *book = m->book;
    for (size_t t = 0; t < book->talks.n; t++) {
        const char *type = book->talks.v[t].type;
        size_t n_talks = 0, n_places = 0;
        for (size_t i = 0; i < book->talks.n; i++) {
            n_talks += strcmp(book->talks.v[i].type, type) == 0;
        }
        for (size_t i = 0; i < book->timeslots.n; i++) {
            for (size_t r = 0; r < book->rooms.n; r++) {
                n_places += m->has_slot[r * book->timeslots.n + i] &&
                            takes(&book->rooms.v[r], &book->timeslots.v[i], type);
            }
        }
        if (n_talks < n_places) {
            return false;
        }
    }
    return true;
}

static void make(struct opta_maker *m)
{
    struct import *import = m->import;
    find_tick(m);
    optaplanner_find_own_tags(m);
    find_slots(m);
    import_add_conference(import, m->book->title, NULL, NULL, SRC_NOWHERE);
    json_integer(import_section(import->problem, "conference"), "granularity", m->tick_min);
    add_kinds(m);
    add_rooms(m);
    add_slots(m);
    for (size_t i = 0; i < m->book->speakers.n; i++) {
        optaplanner_add_speaker(m, &m->book->speakers.v[i]);
    }
    for (size_t i = 0; i < m->book->talks.n; i++) {
        const char *code = m->book->talks.v[i].code;
        bool is_new;
        (void)import_ids_of(import, &m->events, code, code, &is_new);
    }
    for (size_t i = 0; i < m->book->talks.n; i++) {
        optaplanner_add_talk(m, i);
    }
    optaplanner_rules_add(import, m->book, m->tick_min, is_full(m));
}

bool import_optaplanner(struct import *import)
{
    struct opta_book book = {0};
    if (import->n_names != 1) {
        return diag_error(import->diags, DIAG_USAGE, SRC_NOWHERE, "a workbook is one file, not %u",
                          import->n_names);
    }
    bool ok = optaplanner_read(import, import->names[0], &book);
    if (ok) {
        struct opta_maker m = {.import = import, .book = &book};
        make(&m);
        import_ids_free(&m.rooms);
        import_ids_free(&m.people);
        import_ids_free(&m.tracks);
        import_ids_free(&m.events);
        import_ids_free(&m.kinds);
    }
    optaplanner_free(&book);
    return ok;
}
