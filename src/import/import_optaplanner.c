/* A workbook of OptaPlanner's conference scheduling as a problem: timeslots become slots, talk
 * types kinds, tags features of rooms and tags of slots, theme tracks tags, the first of them the
 * talk's track. */
#include "base/gcd.h"
#include "import/optaplanner.h"

#include <string.h>

struct maker {
    struct import *import;
    const struct opta_book *book;
    struct import_ids rooms, people, tracks, events, kinds;
    bool *own_tag;  /* by timeslot: it carries a tag that is its own */
    bool *has_slot; /* [room · timeslots + timeslot] */
    int32_t tick_min;
};

static bool overlap(const struct opta_timeslot *a, const struct opta_timeslot *b)
{
    return a->day_number == b->day_number && a->from_min < b->to_min && b->from_min < a->to_min;
}

static void change(struct maker *m, const char *what, const char *name, const char *how)
{
    faults_add(&m->import->faults, FAULT_CHANGED, SRC_NOWHERE, NULL, "%s '%s': %s", what, name,
               how);
}

/* ---- kinds, rooms, slots --------------------------------------------------- */

static int32_t length_of(const struct opta_timeslot *timeslot)
{
    return timeslot->to_min - timeslot->from_min;
}

/* The tick is what divides every time and length. */
static void find_tick(struct maker *m)
{
    int64_t tick_min = m->book->pause_min;
    for (size_t i = 0; i < m->book->timeslots.n; i++) {
        const struct opta_timeslot *timeslot = &m->book->timeslots.v[i];
        tick_min = base_gcd(base_gcd(tick_min, timeslot->from_min), timeslot->to_min);
    }
    m->tick_min = tick_min > 0 ? (int32_t)tick_min : 1;
}

static void add_kinds(struct maker *m)
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
            change(m, "talk type", type,
                   "its timeslots are of different lengths; its talks are as long as the shortest "
                   "of them, also where they weigh by the minute");
        }
        json_integer(json_object(import_section(m->import->problem, "kinds"), id), "duration",
                     least_min > 0 ? least_min : 30);
    }
}

static void add_rooms(struct maker *m)
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
static void find_slots(struct maker *m)
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
                clash = clash || (has[k] && overlap(timeslot, &m->book->timeslots.v[k]));
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
static void add_slot(struct maker *m, size_t i, size_t first)
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
static bool is_of_use(const struct maker *m, size_t r, size_t i)
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

static void add_slots(struct maker *m)
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

/* ---- wishes and demands ---------------------------------------------------- */

static bool carries_any(const struct opta_timeslot *timeslot, struct opta_names tags)
{
    for (uint32_t i = 0; i < tags.n; i++) {
        if (optaplanner_lists(timeslot->tags, tags.v[i])) {
            return true;
        }
    }
    return false;
}

/* A wish for tags of timeslots becomes one for their times. That is the same unless several tags
 * are named, or a timeslot without the tag lies at the time of one that has it. */
static void check_times(struct maker *m, const char *who, struct opta_names tags)
{
    const struct opta_book *book = m->book;
    bool odd = tags.n > 1;
    for (size_t i = 0; i < book->timeslots.n && tags.n > 0 && !odd; i++) {
        for (size_t k = 0; k < book->timeslots.n && !odd; k++) {
            odd = carries_any(&book->timeslots.v[i], tags) &&
                  !carries_any(&book->timeslots.v[k], tags) &&
                  overlap(&book->timeslots.v[i], &book->timeslots.v[k]);
        }
    }
    if (odd) {
        change(m, "wishes of", who, "tags of timeslots are wished for by their times, together");
    }
}

/* Those of the tags that a timeslot has: others cannot be named. */
static struct opta_names known_tags(struct maker *m, const char *who, struct opta_names tags)
{
    const char **known = arena_array(m->import->arena, tags.n, sizeof(*known));
    struct opta_names list = {known, 0};
    for (uint32_t t = 0; t < tags.n; t++) {
        bool has = false;
        for (size_t i = 0; i < m->book->timeslots.n; i++) {
            has = has || optaplanner_lists(m->book->timeslots.v[i].tags, tags.v[t]);
        }
        if (has) {
            known[list.n++] = tags.v[t];
        } else {
            faults_add(&m->import->faults, FAULT_LEFT_OUT, SRC_NOWHERE, NULL,
                       "%s: no timeslot has the tag '%s'", who, tags.v[t]);
        }
    }
    return list;
}

static void add_names(cJSON *object, const char *key, struct opta_names names)
{
    for (uint32_t i = 0; i < names.n; i++) {
        json_push_text(import_list(object, key), names.v[i]);
    }
}

static void add_asks(struct maker *m, cJSON *object, const char *who, const struct opta_asks *asks,
                     struct opta_names unavailable)
{
    static const char *const keys[] = {"requires", "prefers", "prohibits", "avoids"};
    for (int i = 0; i < OPTA_ASKS; i++) {
        bool demand = i == OPTA_REQUIRED || i == OPTA_PROHIBITED;
        struct opta_names tags = known_tags(m, who, asks->timeslot[i]);
        struct opta_names own = i == OPTA_PROHIBITED ? unavailable : (struct opta_names){NULL, 0};
        if (tags.n + own.n + asks->room[i].n == 0) {
            continue;
        }
        cJSON *ask = json_object(object, keys[i]);
        add_names(ask, demand ? "tags" : "times", tags);
        add_names(ask, demand ? "tags" : "times", own);
        add_names(ask, "features", asks->room[i]);
        if (!demand) {
            check_times(m, who, tags);
        }
    }
}

/* ---- speakers -------------------------------------------------------------- */

/* Whether one of the speaker's talks may be in the timeslot. */
static bool may_speak(const struct opta_book *book, const char *speaker,
                      const struct opta_timeslot *timeslot)
{
    for (size_t i = 0; i < book->talks.n; i++) {
        if (optaplanner_lists(book->talks.v[i].speakers, speaker) &&
            optaplanner_lists(timeslot->types, book->talks.v[i].type)) {
            return true;
        }
    }
    return false;
}

/* Whether being away at the times of those timeslots leaves the others free. */
static bool is_by_time(const struct opta_book *book, const struct opta_speaker *speaker)
{
    for (size_t i = 0; i < book->timeslots.n; i++) {
        for (size_t k = 0; k < book->timeslots.n; k++) {
            if (speaker->unavailable[i] && !speaker->unavailable[k] &&
                overlap(&book->timeslots.v[i], &book->timeslots.v[k]) &&
                may_speak(book, speaker->name, &book->timeslots.v[k])) {
                return false;
            }
        }
    }
    return true;
}

static void find_own_tags(struct maker *m)
{
    const struct opta_book *book = m->book;
    m->own_tag = arena_array(m->import->arena, book->timeslots.n, sizeof(bool));
    for (size_t s = 0; s < book->speakers.n; s++) {
        bool by_time = is_by_time(book, &book->speakers.v[s]);
        for (size_t i = 0; i < book->timeslots.n; i++) {
            m->own_tag[i] = m->own_tag[i] || (!by_time && book->speakers.v[s].unavailable[i]);
        }
    }
}

static void add_speaker(struct maker *m, const struct opta_speaker *speaker)
{
    struct import *import = m->import;
    bool is_new, by_time = is_by_time(m->book, speaker);
    VEC(const char *) own = {0};
    const char *id = import_ids_of(import, &m->people, speaker->name, speaker->name, &is_new);
    if (!is_new) {
        return;
    }
    cJSON *object = json_item(import_list(import->problem, "speakers"));
    json_text(object, "id", id);
    json_text(object, "name", speaker->name);
    if (m->book->pause_min > 0 &&
        optaplanner_rules_weight(m->book, "Consecutive talks pause", OPTA_HARD) > 0) {
        json_integer(object, "pause", m->book->pause_min);
    }
    for (size_t i = 0; i < m->book->timeslots.n; i++) {
        const struct opta_timeslot *timeslot = &m->book->timeslots.v[i];
        if (speaker->unavailable[i] && by_time) {
            json_push_text(
                import_list(object, "unavailable"),
                arena_print(import->arena, "%s %s",
                            import_date(import->arena, timeslot->day_number),
                            import_span(import->arena, timeslot->from_min, timeslot->to_min)));
        } else if (speaker->unavailable[i]) {
            vec_push(&own, optaplanner_timeslot_name(import, timeslot));
        }
    }
    add_asks(m, object, speaker->name, &speaker->asks, (struct opta_names){own.v, (uint32_t)own.n});
    vec_free(&own);
}

/* ---- talks ----------------------------------------------------------------- */

static void add_tags(struct maker *m, cJSON *object, const struct opta_talk *talk)
{
    const struct {
        const char *group;
        struct opta_names names;
    } groups[] = {{"theme", talk->themes},
                  {"sector", talk->sectors},
                  {"audience", talk->audiences},
                  {"content", talk->contents},
                  {"exclusive", talk->exclusive}};
    for (size_t i = 0; i < BASE_COUNT(groups); i++) {
        if (groups[i].names.n > 0) {
            add_names(import_section(object, "tags"), groups[i].group, groups[i].names);
        }
    }
    if (talk->themes.n > 0) {
        bool is_new;
        const char *name = talk->themes.v[0];
        const char *id = import_ids_of(m->import, &m->tracks, name, name, &is_new);
        if (is_new) {
            cJSON *track = json_item(import_list(m->import->problem, "tracks"));
            json_text(track, "id", id);
            json_text(track, "name", name);
        }
        json_text(object, "track", id);
    }
}

static void add_people(struct maker *m, cJSON *object, const struct opta_talk *talk)
{
    for (uint32_t i = 0; i < talk->speakers.n; i++) {
        const char *name = talk->speakers.v[i];
        const char *id = import_ids_find(&m->people, name);
        if (id == NULL) {
            struct opta_speaker speaker = {.name = name};
            speaker.unavailable = arena_array(m->import->arena, m->book->timeslots.n, sizeof(bool));
            faults_add(&m->import->faults, FAULT_SHAPE, SRC_NOWHERE, NULL,
                       "%s: the sheet 'Speakers' does not have '%s'", talk->where, name);
            add_speaker(m, &speaker);
            id = import_ids_find(&m->people, name);
        }
        json_push_text(import_list(object, "speakers"), id);
    }
}

static bool share_any(struct opta_names a, struct opta_names b)
{
    for (uint32_t i = 0; i < a.n; i++) {
        if (optaplanner_lists(b, a.v[i])) {
            return true;
        }
    }
    return false;
}

static void add_others(struct maker *m, cJSON *object, size_t at)
{
    const struct opta_talk *talk = &m->book->talks.v[at];
    for (uint32_t i = 0; i < talk->prerequisites.n; i++) {
        const char *id = import_ids_find(&m->events, talk->prerequisites.v[i]);
        if (id != NULL && strcmp(talk->prerequisites.v[i], talk->code) != 0) {
            json_push_text(import_list(object, "after"), id);
        } else {
            faults_add(&m->import->faults, FAULT_SHAPE, SRC_NOWHERE, NULL,
                       "%s: there is no other talk '%s' for it to come after", talk->where,
                       talk->prerequisites.v[i]);
        }
    }
    for (size_t i = at + 1; i < m->book->talks.n; i++) {
        if (share_any(talk->exclusive, m->book->talks.v[i].exclusive)) {
            json_push_text(import_list(object, "not_with"),
                           import_ids_find(&m->events, m->book->talks.v[i].code));
        }
    }
}

static const char *start_of(struct maker *m, uint32_t timeslot)
{
    const struct opta_timeslot *t = &m->book->timeslots.v[timeslot];
    return arena_print(m->import->arena, "%sT%02d:%02d",
                       import_date(m->import->arena, t->day_number), (int)(t->from_min / 60),
                       (int)(t->from_min % 60));
}

static void add_pin(struct maker *m, cJSON *object, const char *key, uint32_t timeslot,
                    const char *room)
{
    const char *id = import_ids_find(&m->rooms, room);
    if (timeslot == ID_NONE && id == NULL) {
        return;
    }
    cJSON *pin = json_object(object, key);
    if (timeslot != ID_NONE) {
        json_text(pin, "start", start_of(m, timeslot));
    }
    json_text_if(pin, "room", id);
}

/* OptaPlanner counts another room than the published one among the soft constraints. */
static void add_published(struct maker *m, cJSON *object, const struct opta_talk *talk)
{
    int64_t weight = optaplanner_rules_weight(m->book, "Published room", OPTA_SOFT);
    add_pin(m, object, "published", talk->published_timeslot, talk->published_room);
    const char *id = import_ids_find(&m->rooms, talk->published_room);
    if (weight == 0 || id == NULL) {
        return;
    }
    for (size_t r = 0; r < m->book->rooms.n; r++) {
        const char *other = import_ids_find(&m->rooms, m->book->rooms.v[r].name);
        if (strcmp(other, id) != 0) {
            json_integer(import_section(object, "room_cost"), other, weight);
        }
    }
}

/* A talk is where it is pinned, whoever is not free then. */
static void waive_absence(struct maker *m, const char *id, const struct opta_talk *talk)
{
    bool waived = false;
    for (size_t s = 0; s < m->book->speakers.n && talk->timeslot != ID_NONE; s++) {
        const struct opta_speaker *speaker = &m->book->speakers.v[s];
        if (!optaplanner_lists(talk->speakers, speaker->name) ||
            !speaker->unavailable[talk->timeslot]) {
            continue;
        }
        faults_add(&m->import->faults, FAULT_CLASH, SRC_NOWHERE, NULL,
                   "%s: '%s' is pinned to a timeslot in which %s is unavailable; that is waived",
                   talk->where, talk->code, speaker->name);
        if (waived) {
            continue;
        }
        waived = true;
        cJSON *object = json_item(import_list(m->import->problem, "waive"));
        json_text(object, "rule",
                  is_by_time(m->book, speaker) ? "speaker-available" : "window-tags");
        json_push_text(json_array(object, "events"), id);
        json_text(object, "reason", "it is pinned there");
    }
}

static void add_numbers(struct maker *m, cJSON *object, const struct opta_talk *talk)
{
    import_add_text(m->import, object, "language", talk->language);
    if (talk->level >= 1 && talk->level <= 9) {
        json_integer(object, "level", talk->level);
    } else if (talk->level >= 0) {
        change(m, "talk", talk->code, "its audience level is none from 1 to 9");
    }
    if (talk->favorites >= 0) {
        json_integer(object, "votes", talk->favorites);
    }
    if (talk->crowding) {
        cJSON_AddItemToObject(object, "crowding", cJSON_CreateTrue());
    }
}

static void add_talk(struct maker *m, size_t at)
{
    const struct opta_talk *talk = &m->book->talks.v[at];
    const char *id = import_ids_find(&m->events, talk->code);
    cJSON *object = json_item(import_list(m->import->problem, "talks"));
    json_text(object, "id", id);
    json_text(object, "code", talk->code);
    json_text(object, "title", talk->title[0] != '\0' ? talk->title : talk->code);
    json_text(object, "kind", import_ids_find(&m->kinds, talk->type));
    add_people(m, object, talk);
    add_tags(m, object, talk);
    add_numbers(m, object, talk);
    add_asks(m, object, talk->code, &talk->asks, (struct opta_names){NULL, 0});
    add_others(m, object, at);
    add_published(m, object, talk);
    if (talk->pinned) {
        add_pin(m, object, "pin", talk->timeslot, talk->room);
        waive_absence(m, id, talk);
    }
    const char *room = import_ids_find(&m->rooms, talk->room);
    if (talk->timeslot != ID_NONE && room != NULL) {
        struct import_place place = {id, start_of(m, talk->timeslot), room};
        vec_push(&m->import->places, place);
    }
}

/* Whether there are as many places for each talk type as talks, and none is for two types. */
static bool is_full(struct maker *m)
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

static void make(struct maker *m)
{
    struct import *import = m->import;
    find_tick(m);
    find_own_tags(m);
    find_slots(m);
    import_add_conference(import, m->book->title, NULL, NULL, SRC_NOWHERE);
    json_integer(import_section(import->problem, "conference"), "granularity", m->tick_min);
    add_kinds(m);
    add_rooms(m);
    add_slots(m);
    for (size_t i = 0; i < m->book->speakers.n; i++) {
        add_speaker(m, &m->book->speakers.v[i]);
    }
    for (size_t i = 0; i < m->book->talks.n; i++) {
        const char *code = m->book->talks.v[i].code;
        bool is_new;
        (void)import_ids_of(import, &m->events, code, code, &is_new);
    }
    for (size_t i = 0; i < m->book->talks.n; i++) {
        add_talk(m, i);
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
        struct maker m = {.import = import, .book = &book};
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
