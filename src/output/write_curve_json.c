#include "output/json.h"
#include "output/write_curve.h"

static void add_levels(cJSON *item, const struct curve *curve, const struct curve_point *point)
{
    cJSON *levels = json_array(item, "levels");
    for (uint32_t k = 0; k < curve->levels.n; k++) {
        if (!curve->levels.v[k].hard && point->state != CURVE_NONE) {
            cJSON *level = json_item(levels);
            json_text(level, "name", curve->levels.v[k].name);
            if (point->timetable != NULL) {
                json_integer(level, "value", point->value[k]);
            }
            json_integer(level, "bound", point->bound[k]);
        }
    }
}

/* Who moves, and where to: enough to see what a point means. */
static void add_moves(struct arena *arena, cJSON *item, const struct problem *problem,
                      const struct curve_point *point)
{
    cJSON *moves = json_array(item, "moves");
    for (uint32_t e = 0; point->timetable != NULL && e < problem->n_events; e++) {
        const struct assignment *is = &point->timetable[e];
        if (!timetable_has_moved(problem, (struct event_id){e}, *is)) {
            continue;
        }
        cJSON *move = json_item(moves);
        json_text(move, "event", problem->events[e].id);
        json_text(move, "start", calendar_print_iso(arena, &problem->zone, is->start_min));
        json_text(move, "room", problem->rooms[is->room.v].name);
    }
}

static void fill_point(struct arena *arena, cJSON *item, const struct problem *problem,
                       const struct curve *curve, const struct curve_point *point)
{
    json_text(item, "status", write_curve_state(point->state));
    if (point->timetable != NULL) {
        json_integer(item, "moved", point->changes.moved);
        json_integer(item, "told", point->changes.told);
        json_integer(item, "minutes", point->changes.minutes);
    }
    add_levels(item, curve, point);
    add_moves(arena, item, problem, point);
}

const char *write_curve_json(struct arena *arena, const struct problem *problem,
                             const struct curve *curve)
{
    cJSON *root = json_begin();
    json_text(root, "title", problem->title);
    json_integer(root, "least_moves", curve_least_moves(curve));
    json_text(root, "ended",
              curve->whole ? "more moves gain nothing"
              : curve->cut ? "limit"
                           : "moves");
    cJSON *points = json_array(root, "points");
    for (uint32_t i = 0; i < curve->n; i++) {
        cJSON *item = json_item(points);
        json_integer(item, "at_most", curve->v[i].moves);
        fill_point(arena, item, problem, curve, &curve->v[i]);
    }
    if (curve->has_free) {
        fill_point(arena, json_object(root, "without_limit"), problem, curve, &curve->free);
    }
    return json_finish(arena, root);
}
