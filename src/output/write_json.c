#include "confab/write.h"

#include "confab/version.h"
#include "core/rule.h"
#include "input/text.h"
#include "output/json_explain.h"
#include "output/json_report.h"
#include "output/json_revision.h"
#include "output/names.h"
#include "output/strbuf.h"
#include "output/uuid5.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

/* What every function here needs. */
struct writer {
    struct arena *arena;
    const struct problem *problem;
    const struct solve_result *result;
    const struct agenda *agenda;
    const struct names *names;
};

static const char *clock_length(struct arena *arena, int32_t minutes)
{
    return arena_print(arena, "%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

/* Whether the schema takes the zone's name: a Capitalised/Capitalised pair somewhere at the start,
 * or …UTC. */
static bool zone_is_expressible(const char *name)
{
    size_t n = strlen(name), i = 1;
    if (n >= 3 && strcmp(name + n - 3, "UTC") == 0) {
        return true;
    }
    if (!isupper((unsigned char)name[0])) {
        return false;
    }
    while (islower((unsigned char)name[i])) {
        i++;
    }
    return i > 1 && name[i] == '/' && isupper((unsigned char)name[i + 1]) &&
           islower((unsigned char)name[i + 2]);
}

/* Changes whenever something moves, and only then. */
static const char *schedule_version(const struct writer *w)
{
    struct strbuf text = {0};
    for (uint32_t i = 0; i < w->names->n; i++) {
        const struct names_entry *entry = &w->names->v[i];
        strbuf_print(&text, "%s %d %d %s\n", entry->guid, (int)entry->item->span.from_min,
                     (int)entry->item->span.to_min, entry->room_name);
    }
    const char *guid = uuid5_make(w->arena, strbuf_finish(&text, w->arena));
    return arena_print(w->arena, "%.8s", guid);
}

static void add_features(cJSON *room, const struct text_list *features)
{
    if (features->n == 0) {
        return;
    }
    cJSON *object = json_object(room, "features");
    for (uint32_t i = 0; i < features->n; i++) {
        /* The schema gives this one word a meaning of its own. */
        if (strcmp(features->v[i], "recording") != 0) {
            cJSON_AddItemToObject(object, features->v[i], cJSON_CreateTrue());
        }
    }
}

static void add_rooms(const struct writer *w, cJSON *conference)
{
    cJSON *rooms = json_array(conference, "rooms");
    for (uint32_t r = 0; r < w->problem->n_rooms; r++) {
        const struct room *room = &w->problem->rooms[r];
        cJSON *item = json_item(rooms);
        json_text(item, "name", room->name);
        json_text(item, "guid", names_room_guid(w->arena, w->problem, (struct room_id){r}));
        if (room->capacity >= 0) {
            json_integer(item, "capacity", room->capacity);
        }
        add_features(item, &room->features);
    }
    for (uint32_t i = 0; i < w->names->elsewhere.n; i++) {
        cJSON *item = json_item(rooms);
        json_text(item, "name", w->names->elsewhere.v[i]);
        json_text(item, "guid", names_place_guid(w->arena, w->problem, w->names->elsewhere.v[i]));
    }
}

static void add_tracks(const struct writer *w, cJSON *conference)
{
    cJSON *tracks = json_array(conference, "tracks");
    for (uint32_t t = 0; t < w->problem->n_tracks; t++) {
        cJSON *item = json_item(tracks);
        json_text(item, "name", w->problem->tracks[t].name);
        const char *slug = text_slug(w->arena, w->problem->tracks[t].id, '-');
        json_text_if(item, "slug", strlen(slug) > 1 ? slug : NULL);
    }
}

static void add_person(const struct writer *w, cJSON *persons, struct person_id person)
{
    cJSON *item = json_item(persons);
    json_text(item, "guid", names_person_guid(w->arena, w->problem, person));
    json_text(item, "name", w->problem->people[person.v].name);
}

static void add_persons(const struct writer *w, cJSON *object, const struct event *event)
{
    cJSON *persons = json_array(object, "persons");
    if (event == NULL) {
        return;
    }
    for (uint32_t i = 0; i < event->n_people; i++) {
        add_person(w, persons, event->people[i]);
    }
    for (uint32_t i = 0; i < event->n_authors; i++) {
        bool known = false;
        for (uint32_t j = 0; j < event->n_people; j++) {
            known = known || event->people[j].v == event->authors[i].v;
        }
        if (!known) {
            add_person(w, persons, event->authors[i]);
        }
    }
}

static const char *type_of(const struct problem *problem, const struct agenda_item *item)
{
    if (item->what == AGENDA_EVENT) {
        return problem->kinds[problem->events[item->index].kind.v].id;
    }
    return item->what == AGENDA_BREAK ? "break" : "open";
}

static void add_event(const struct writer *w, cJSON *object, const struct names_entry *entry)
{
    const struct problem *problem = w->problem;
    const struct agenda_item *item = entry->item;
    const struct event *event = item->what == AGENDA_EVENT ? &problem->events[item->index] : NULL;
    int32_t from_min = item->span.from_min, to_min = item->span.to_min;
    json_text(object, "guid", entry->guid);
    json_integer(object, "id", entry->number);
    json_text_if(object, "code", event != NULL ? event->code : NULL);
    json_text(object, "date", calendar_print_iso(w->arena, &problem->zone, from_min));
    json_text(object, "start", calendar_print_clock(w->arena, &problem->zone, from_min));
    json_text(object, "duration", clock_length(w->arena, to_min - from_min));
    json_text(object, "end", calendar_print_iso(w->arena, &problem->zone, to_min));
    json_text(object, "room", entry->room_name);
    json_text(object, "slug", entry->slug);
    json_text(object, "url", entry->url);
    json_text(object, "title", agenda_title(w->arena, problem, item));
    json_text_or_null(object, "subtitle", event != NULL ? event->subtitle : NULL);
    bool tracked = event != NULL && event->track.v != ID_NONE;
    json_text_or_null(object, "track", tracked ? problem->tracks[event->track.v].name : NULL);
    json_text(object, "type", type_of(problem, item));
    json_text_or_null(object, "language", event != NULL ? event->language : NULL);
    json_text_or_null(object, "abstract", event != NULL ? event->abstract : NULL);
    add_persons(w, object, event);
    json_array(object, "links");
}

static void add_day_room(const struct writer *w, cJSON *rooms, uint32_t day, const char *room_name)
{
    cJSON *events = json_array(rooms, room_name);
    for (uint32_t i = 0; i < w->names->n; i++) {
        const struct names_entry *entry = &w->names->v[i];
        if (entry->item->day.v == day && strcmp(entry->room_name, room_name) == 0) {
            add_event(w, json_item(events), entry);
        }
    }
}

static void add_days(const struct writer *w, cJSON *conference)
{
    const struct problem *problem = w->problem;
    cJSON *days = json_array(conference, "days");
    for (uint32_t d = 0; d < problem->n_days; d++) {
        const struct day *day = &problem->days[d];
        cJSON *item = json_item(days);
        json_integer(item, "index", (int64_t)d + 1);
        json_text(item, "date", day->date);
        json_text(item, "day_start",
                  calendar_print_iso(w->arena, &problem->zone, day->span.from_min));
        json_text(item, "day_end", calendar_print_iso(w->arena, &problem->zone, day->span.to_min));
        cJSON *rooms = json_object(item, "rooms");
        for (uint32_t r = 0; r < problem->n_rooms; r++) {
            add_day_room(w, rooms, d, problem->rooms[r].name);
        }
        for (uint32_t i = 0; i < w->names->elsewhere.n; i++) {
            add_day_room(w, rooms, d, w->names->elsewhere.v[i]);
        }
    }
}

static void add_conference(const struct writer *w, cJSON *schedule)
{
    const struct problem *problem = w->problem;
    cJSON *conference = json_object(schedule, "conference");
    json_text(conference, "acronym", problem->acronym);
    json_text(conference, "title", problem->title);
    json_text(conference, "start", problem->n_days > 0 ? problem->days[0].date : "");
    json_text(conference, "end",
              problem->n_days > 0 ? problem->days[problem->n_days - 1].date : "");
    json_integer(conference, "daysCount", problem->n_days);
    json_text(conference, "timeslot_duration", clock_length(w->arena, problem->granularity_min));
    if (zone_is_expressible(problem->zone.name)) {
        json_text(conference, "time_zone_name", problem->zone.name);
    }
    json_text_if(conference, "url", problem->url);
    add_rooms(w, conference);
    add_tracks(w, conference);
    add_days(w, conference);
}

/* Where model and audit differ, the audit's figures are the ones to go by. */
static void add_levels(const struct writer *w, cJSON *solution)
{
    const struct solve_result *result = w->result;
    cJSON *levels = json_array(solution, "levels");
    for (uint32_t l = 0; l < result->n_levels; l++) {
        int64_t bound = result->levels[l].bound;
        int64_t value =
            result->mismatch != NULL ? result->score.level_cost[l] : result->levels[l].value;
        cJSON *item = json_item(levels);
        json_text(item, "name", result->levels[l].name);
        json_integer(item, "value", value);
        json_integer(item, "bound", bound);
        json_real(item, "gap", value > bound ? (double)(value - bound) / (double)value : 0.0);
    }
}

static void add_event_ids(const struct writer *w, cJSON *solution)
{
    cJSON *events = json_object(solution, "events");
    for (uint32_t e = 0; e < w->problem->n_events; e++) {
        struct event_id event = {e};
        json_text(events, names_event_guid(w->arena, w->problem, event), w->problem->events[e].id);
    }
}

static void add_unscheduled(const struct writer *w, cJSON *solution)
{
    const struct solve_result *result = w->result;
    cJSON *unscheduled = json_array(solution, "unscheduled");
    for (uint32_t i = 0; i < result->n_left_out; i++) {
        const struct solve_left_out *left_out = &result->left_out[i];
        cJSON *item = json_item(unscheduled);
        json_text(item, "event", w->problem->events[left_out->event.v].id);
        cJSON *reasons = json_array(item, "reasons");
        for (uint32_t j = 0; j < left_out->n_reasons; j++) {
            const struct solve_reason *reason = &left_out->reasons[j];
            cJSON *object = json_item(reasons);
            json_text(object, "rule", rule_table_at(reason->rule)->id);
            json_integer(object, "count", reason->count);
            json_integer(object, "alone", reason->alone);
            json_integer(object, "of", reason->of);
            json_text(object, "message", reason->message);
        }
    }
}

static void add_run(const struct writer *w, cJSON *solution, const struct write_options *options)
{
    const struct solve_result *result = w->result;
    cJSON *run = json_object(solution, "run");
    /* Written digit by digit: a seed may be above INT64_MAX. */
    cJSON_AddItemToObject(run, "seed",
                          cJSON_CreateRaw(arena_print(w->arena, "%" PRIu64, options->seed)));
    if (options->timing) {
        cJSON_AddItemToObject(run, "seconds",
                              cJSON_CreateRaw(arena_print(w->arena, "%.3f", result->seconds)));
    }
    json_text(run, "engine", result->engine != NULL ? result->engine : "none");
    json_integer(run, "columns", result->columns);
    json_integer(run, "rows", result->rows);
    json_integer(run, "nodes", result->nodes);
    json_text(run, "version", CONFAB_VERSION);
}

static void add_solution(const struct writer *w, cJSON *schedule,
                         const struct write_options *options)
{
    const struct solve_result *result = w->result;
    cJSON *solution = json_object(schedule, "solution");
    json_text(solution, "status", json_report_status(result->status));
    json_text_if(solution, "mismatch", result->mismatch);
    add_levels(w, solution);
    add_event_ids(w, solution);
    json_report_rules(solution, w->problem, &result->score);
    json_report_conflicts(w->arena, solution, w->problem, &result->score);
    add_unscheduled(w, solution);
    if (options->revision != NULL) {
        json_revision_add(w->arena, solution, options->revision);
        json_revision_add_sequence(solution, options->revision);
    }
    if (options->explanation != NULL) {
        json_explain_add(w->arena, json_object(solution, "explanation"), w->problem,
                         options->explanation);
    }
    add_run(w, solution, options);
}

/* What is said of a timetable that nobody here has made. */
static void add_judgement(const struct writer *w, cJSON *schedule, const struct score *score)
{
    cJSON *solution = json_object(schedule, "solution");
    json_text(solution, "status", "published");
    add_event_ids(w, solution);
    json_report_rules(solution, w->problem, score);
    json_report_conflicts(w->arena, solution, w->problem, score);
}

static const char *finish(struct arena *arena, cJSON *root)
{
    cJSON *generator = json_object(root, "generator");
    json_text(generator, "name", "confab");
    json_text(generator, "version", CONFAB_VERSION);
    return json_finish(arena, root);
}

const char *write_published_json(struct arena *arena, const struct problem *problem,
                                 const struct timetable *timetable, const struct score *score)
{
    struct agenda agenda = agenda_create(arena, problem, timetable);
    struct names names = names_create(arena, problem, &agenda);
    struct writer w = {arena, problem, NULL, &agenda, &names};
    cJSON *root = json_begin();
    cJSON *schedule = json_object(root, "schedule");
    json_text(schedule, "version", schedule_version(&w));
    add_conference(&w, schedule);
    add_judgement(&w, schedule, score);
    return finish(arena, root);
}

const char *write_json(struct arena *arena, const struct problem *problem,
                       const struct solve_result *result, const struct write_options *options)
{
    BUG_UNLESS(result->has_timetable);
    struct agenda agenda = agenda_create(arena, problem, &result->timetable);
    struct names names = names_create(arena, problem, &agenda);
    struct writer w = {arena, problem, result, &agenda, &names};
    cJSON *root = json_begin();
    cJSON *schedule = json_object(root, "schedule");
    json_text(schedule, "version", schedule_version(&w));
    add_conference(&w, schedule);
    add_solution(&w, schedule, options);
    return finish(arena, root);
}
