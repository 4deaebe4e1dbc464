#include "output/json_days.h"

#include "output/read_time.h"

#include <string.h>

enum { DAY_MIN = 24 * 60 };

static cJSON *member(const cJSON *object, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

struct json_days json_days_open(struct arena *arena, const struct yaml_node *root,
                                const struct schedule *schedule)
{
    struct json_days days = {.arena = arena, .schedule = schedule};
    /* Sets cJSON's memory up. */
    cJSON_Delete(json_begin());
    days.root = json_tree_copy(root);
    days.conference = member(member(days.root, "schedule"), "conference");
    days.days = member(days.conference, "days");
    BUG_UNLESS(cJSON_IsArray(days.days));
    return days;
}

struct json_days_walk json_days_walk(const struct json_days *days, const struct yaml_node *root)
{
    const struct yaml_node *schedule = yaml_tree_get(root, "schedule");
    return (struct json_days_walk){.days =
                                       yaml_tree_get(yaml_tree_get(schedule, "conference"), "days"),
                                   .day = days->days->child};
}

/* To the next list of events; false: there is none. */
static bool next_room(struct json_days_walk *walk)
{
    while (walk->d < walk->days->n) {
        const struct yaml_node *rooms = yaml_tree_get(walk->days->items[walk->d], "rooms");
        bool is_map = rooms != NULL && rooms->kind == YAML_MAPPING;
        walk->room = walk->room != NULL ? walk->room->next
                     : is_map           ? member(walk->day, "rooms")->child
                                        : NULL;
        if (walk->room != NULL) {
            walk->item = walk->room->child;
            walk->i = 0;
            return true;
        }
        walk->d++;
        walk->r = 0;
        walk->day = walk->day->next;
    }
    return false;
}

bool json_days_next(struct json_days_walk *walk, cJSON **item, struct src_span *at)
{
    while (walk->item == NULL) {
        walk->r += walk->room != NULL ? 1 : 0;
        if (!next_room(walk)) {
            return false;
        }
    }
    const struct yaml_node *rooms = yaml_tree_get(walk->days->items[walk->d], "rooms");
    const struct yaml_node *events = rooms->pairs[walk->r].value;
    *item = walk->item;
    *at = events->kind == YAML_SEQUENCE ? events->items[walk->i]->at : events->at;
    walk->item = walk->item->next;
    walk->i++;
    return true;
}

cJSON *json_days_detach(const struct json_days *days, cJSON *item)
{
    cJSON *day, *room, *event;
    cJSON_ArrayForEach(day, days->days)
    {
        cJSON_ArrayForEach(room, member(day, "rooms"))
        {
            cJSON_ArrayForEach(event, room)
            {
                if (event == item) {
                    return cJSON_DetachItemViaPointer(room, item);
                }
            }
        }
    }
    BUG("an event that is in no list");
}

void json_days_remove(const struct json_days *days, cJSON *item)
{
    cJSON_Delete(json_days_detach(days, item));
}

static bool date_of(const cJSON *day, int32_t *day_number)
{
    const char *date = cJSON_GetStringValue(member(day, "date"));
    return date != NULL && read_time_date(date, day_number);
}

/* The clock at which a day begins. */
static int32_t change_of(const struct json_days *days, const cJSON *day)
{
    const char *start = cJSON_GetStringValue(member(day, "day_start"));
    int32_t time_min;
    if (start == NULL || !read_time_iso(&days->schedule->zone, start, &time_min)) {
        return 0;
    }
    return calendar_minute_of_day(&days->schedule->zone, time_min);
}

static int32_t local_date(const struct zone *zone, int32_t time_min)
{
    struct local_time local = calendar_local(zone, time_min);
    int32_t day_number = 0;
    bool dated = calendar_day_number(local.year, local.month, local.day, &day_number);
    BUG_UNLESS(dated);
    return day_number;
}

/* The day that a time belongs to: at night that is the one before, if there is one. */
static cJSON *find_day(const struct json_days *days, int32_t time_min)
{
    const struct zone *zone = &days->schedule->zone;
    int32_t date = local_date(zone, time_min), clock_min = calendar_minute_of_day(zone, time_min);
    cJSON *day, *same = NULL;
    cJSON_ArrayForEach(day, days->days)
    {
        int32_t day_number;
        if (!cJSON_IsObject(member(day, "rooms")) || !date_of(day, &day_number)) {
            continue;
        }
        if (day_number == date - 1 && clock_min < change_of(days, day)) {
            return day;
        }
        same = day_number == date ? day : same;
    }
    return same;
}

/* cJSON_InsertItemInArray() of Debian 12 refuses to insert anywhere but at the ends. */
static void insert_at(cJSON *array, int at, cJSON *item)
{
    cJSON *tail = cJSON_CreateArray(), *moved;
    while ((moved = cJSON_DetachItemFromArray(array, at)) != NULL) {
        cJSON_AddItemToArray(tail, moved);
    }
    cJSON_AddItemToArray(array, item);
    while ((moved = cJSON_DetachItemFromArray(tail, 0)) != NULL) {
        cJSON_AddItemToArray(array, moved);
    }
    cJSON_Delete(tail);
}

static cJSON *make_day(const struct json_days *days, int32_t time_min)
{
    const struct zone *zone = &days->schedule->zone;
    int32_t date = local_date(zone, time_min), from_min, to_min, other;
    (void)calendar_time(zone, date, 0, &from_min);
    (void)calendar_time(zone, date, DAY_MIN, &to_min);
    cJSON *made = cJSON_CreateObject();
    json_integer(made, "index", cJSON_GetArraySize(days->days) + 1);
    json_text(made, "date", calendar_print_date(days->arena, date));
    json_text(made, "day_start", calendar_print_iso(days->arena, zone, from_min));
    json_text(made, "day_end", calendar_print_iso(days->arena, zone, to_min));
    (void)json_object(made, "rooms");
    int at = 0;
    cJSON *day;
    cJSON_ArrayForEach(day, days->days)
    {
        at += date_of(day, &other) && other > date ? 0 : 1;
    }
    insert_at(days->days, at, made);
    return made;
}

static void note_room(const struct json_days *days, const char *name, const char *guid)
{
    cJSON *rooms = member(days->conference, "rooms"), *room;
    if (!cJSON_IsArray(rooms)) {
        return;
    }
    cJSON_ArrayForEach(room, rooms)
    {
        const char *known = cJSON_GetStringValue(member(room, "name"));
        if (known != NULL && strcmp(known, name) == 0) {
            return;
        }
    }
    cJSON *item = json_item(rooms);
    json_text(item, "name", name);
    json_text_if(item, "guid", guid);
}

static bool starts_after(const struct json_days *days, const cJSON *event, int32_t start_min)
{
    const char *date = cJSON_GetStringValue(member(event, "date"));
    int32_t its_min;
    return date != NULL && read_time_iso(&days->schedule->zone, date, &its_min) &&
           its_min > start_min;
}

void json_days_insert(const struct json_days *days, cJSON *item, int32_t start_min,
                      const char *room, const char *room_guid)
{
    cJSON *day = find_day(days, start_min);
    cJSON *rooms = member(day != NULL ? day : make_day(days, start_min), "rooms");
    cJSON *list = member(rooms, room), *event;
    if (!cJSON_IsArray(list)) {
        list = json_array(rooms, room);
    }
    int at = 0;
    cJSON_ArrayForEach(event, list)
    {
        if (starts_after(days, event, start_min)) {
            break;
        }
        at++;
    }
    insert_at(list, at, item);
    note_room(days, room, room_guid);
}

void json_days_name(const struct json_days *days, const char *guid, const char *event)
{
    cJSON *events = member(member(member(days->root, "schedule"), "solution"), "events");
    if (cJSON_IsObject(events) && guid != NULL && event != NULL && member(events, guid) == NULL) {
        json_text(events, guid, event);
    }
}
