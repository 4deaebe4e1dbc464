/* The days, rooms and events of a schedule.json that is being changed. */
#ifndef OUTPUT_JSON_DAYS_H
#define OUTPUT_JSON_DAYS_H

#include "confab/schedule.h"
#include "output/json_tree.h"

struct json_days {
    struct arena *arena;
    const struct schedule *schedule; /* as it was read */
    cJSON *root, *conference, *days;
};

/* Of a document that read_schedule() has taken. The root is the caller's to end. */
struct json_days json_days_open(struct arena *arena, const struct yaml_node *root,
                                const struct schedule *schedule);

/* All events in the document's order, with where they are in it. Only while nothing is changed. */
struct json_days_walk {
    const struct yaml_node *days;
    cJSON *day, *room, *item;
    size_t d, r, i;
};
struct json_days_walk json_days_walk(const struct json_days *days, const struct yaml_node *root);
bool json_days_next(struct json_days_walk *walk, cJSON **item, struct src_span *at);

/* Takes an event out of its list; it is then the caller's. */
cJSON *json_days_detach(const struct json_days *days, cJSON *item);
void json_days_remove(const struct json_days *days, cJSON *item);
/* Puts an event that starts then into its day's list of that room, in the order of time; what is
 * missing of day, list and room is made (`room_guid` NULL: not known). Takes the event over. */
void json_days_insert(const struct json_days *days, cJSON *item, int32_t start_min,
                      const char *room, const char *room_guid);
/* Notes in `solution.events`, where there is that, which event of the problem it is. */
void json_days_name(const struct json_days *days, const char *guid, const char *event);

#endif
