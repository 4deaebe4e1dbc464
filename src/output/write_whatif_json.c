#include "confab/write.h"

#include "core/rule.h"
#include "output/json_report.h"

struct writer {
    struct arena *arena;
    const struct problem *problem;
    const struct whatif *whatif;
};

/* Keys "start" and "room", null where there is none. */
static void add_where(const struct writer *w, cJSON *object, const struct assignment *at)
{
    const char *start =
        at->placed ? calendar_print_iso(w->arena, &w->problem->zone, at->start_min) : NULL;
    bool roomed = at->placed && at->room.v != ID_NONE;
    json_text_or_null(object, "start", start);
    json_text_or_null(object, "room", roomed ? w->problem->rooms[at->room.v].name : NULL);
}

static void add_levels(const struct writer *w, cJSON *parent, const char *key, const int64_t *costs)
{
    cJSON *levels = json_object(parent, key);
    for (uint32_t k = 0; k < w->whatif->score.levels.n; k++) {
        json_integer(levels, w->whatif->score.levels.v[k].name, costs[k]);
    }
}

static void add_event(const struct writer *w, cJSON *root)
{
    const struct event *event = &w->problem->events[w->whatif->event.v];
    cJSON *object = json_object(root, "event");
    json_text(object, "id", event->id);
    json_text(object, "title", event->title);
    cJSON_AddBoolToObject(object, "fixed", event->fixed);
}

static void add_now(const struct writer *w, cJSON *root)
{
    const struct whatif *whatif = w->whatif;
    struct score mine = whatif->score;
    int64_t *costs = arena_array(w->arena, mine.levels.n, sizeof(*costs));
    mine.n_violations = whatif->n_costs;
    mine.violations = arena_array(w->arena, whatif->n_costs, sizeof(*mine.violations));
    for (uint32_t i = 0; i < whatif->n_costs; i++) {
        mine.violations[i] = whatif->score.violations[whatif->costs[i]];
        if (mine.violations[i].waiver == NULL && mine.violations[i].level != ID_NONE) {
            costs[mine.violations[i].level] += mine.violations[i].cost;
        }
    }
    cJSON *now = json_object(root, "now");
    add_where(w, now, &whatif->now);
    add_levels(w, now, "costs", costs);
    json_report_conflicts(w->arena, now, w->problem, &mine);
    cJSON *timetable = json_object(root, "timetable");
    json_integer(timetable, "hard_conflicts", whatif->score.n_hard);
    add_levels(w, timetable, "levels", whatif->score.level_cost);
}

static const char *verdict_text(enum whatif_verdict verdict)
{
    switch (verdict) {
    case WHATIF_HERE:
        return "here";
    case WHATIF_ALLOWED:
        return "allowed";
    case WHATIF_TAKEN:
        return "taken";
    case WHATIF_FORBIDDEN:
        return "forbidden";
    }
    BUG("verdict %d", (int)verdict);
}

static void add_price(const struct writer *w, cJSON *item, const struct whatif_place *place)
{
    add_levels(w, item, "extra", place->extra);
    json_integer(item, "extra_conflicts", place->conflicts);
    cJSON *changes = json_array(item, "changes");
    for (uint32_t i = 0; i < place->n_changes; i++) {
        cJSON *change = json_item(changes);
        json_text(change, "rule", rule_table_at(place->changes[i].rule)->id);
        json_integer(change, "cost", place->changes[i].cost);
    }
}

static void add_place(const struct writer *w, cJSON *places, const struct whatif_place *place)
{
    cJSON *item = json_item(places);
    struct assignment there = {true, place->room, place->start_min};
    json_text(item, "id", place->id);
    add_where(w, item, &there);
    json_text(item, "verdict", verdict_text(place->verdict));
    cJSON *because = json_array(item, "because");
    for (uint32_t i = 0; i < place->n_reasons; i++) {
        cJSON *reason = json_item(because);
        json_text(reason, "rule", rule_table_at(place->reasons[i].rule)->id);
        json_text(reason, "message", place->reasons[i].message);
    }
    if (place->has_extra) {
        add_price(w, item, place);
    }
    cJSON *moves = json_array(item, "moves");
    for (uint32_t i = 0; i < place->n_moves; i++) {
        cJSON *move = json_item(moves);
        json_text(move, "event", w->problem->events[place->moves[i].event.v].id);
        add_where(w, move, &place->moves[i].to);
    }
}

static const char *known_text(enum whatif_known known)
{
    switch (known) {
    case WHATIF_PROVEN:
        return "proven";
    case WHATIF_BOUNDED:
        return "bounded";
    case WHATIF_IMPOSSIBLE:
        return "impossible";
    case WHATIF_UNKNOWN:
        return "unknown";
    case WHATIF_NOT_LOOKED_AT:
        return "not-looked-at";
    }
    BUG("known %d", (int)known);
}

/* What was found with the event at that time, or (key "optimum") at any. */
static void fill_exact(const struct writer *w, cJSON *item, const struct whatif_exact *exact)
{
    const struct score *now = &w->whatif->score;
    if (exact->start_min != CALENDAR_NO_TIME) {
        json_text(item, "time", calendar_print_iso(w->arena, &w->problem->zone, exact->start_min));
    }
    json_text(item, "known", known_text(exact->known));
    if (exact->known != WHATIF_PROVEN && exact->known != WHATIF_BOUNDED) {
        return;
    }
    int64_t *extra = arena_array(w->arena, now->levels.n, sizeof(*extra));
    for (uint32_t k = 0; k < now->levels.n; k++) {
        extra[k] = exact->value[k] - now->level_cost[k];
    }
    add_where(w, item, &exact->at);
    add_levels(w, item, "levels", exact->value);
    add_levels(w, item, "bounds", exact->bound);
    add_levels(w, item, "extra", extra);
    json_integer(item, "extra_conflicts", exact->conflicts);
    json_integer(item, "moved", exact->n_moved);
    cJSON *left_out = json_array(item, "left_out");
    for (uint32_t i = 0; i < exact->n_left_out; i++) {
        json_push_text(left_out, w->problem->events[exact->left_out[i].v].id);
    }
}

const char *write_whatif_json(struct arena *arena, const struct problem *problem,
                              const struct whatif *whatif)
{

    struct writer w = {arena, problem, whatif};
    cJSON *root = json_begin();
    add_event(&w, root);
    add_now(&w, root);
    cJSON *places = json_array(root, "places");
    for (uint32_t i = 0; i < whatif->n_places; i++) {
        add_place(&w, places, &whatif->places[i]);
    }
    if (whatif->has_exact) {
        fill_exact(&w, json_object(root, "optimum"), &whatif->best);
        cJSON *exact = json_array(root, "exact");
        for (uint32_t i = 0; i < whatif->n_exact; i++) {
            fill_exact(&w, json_item(exact), &whatif->exact[i]);
        }
    }
    return json_finish(arena, root);
}
