#include "output/json_explain.h"

#include "core/rule.h"
#include "output/json_report.h"

static void add_events(cJSON *item, const struct problem *problem, const struct event_id *events,
                       uint32_t n)
{
    cJSON *list = json_array(item, "events");
    for (uint32_t i = 0; i < n; i++) {
        json_push_text(list, problem->events[events[i].v].id);
    }
}

static void add_people(cJSON *item, const struct problem *problem, const struct person_id *people,
                       uint32_t n)
{
    cJSON *list = json_array(item, "people");
    for (uint32_t i = 0; i < n; i++) {
        json_push_text(list, problem->people[people[i].v].name);
    }
}

static void add_rooms(cJSON *item, const struct problem *problem, const struct room_id *rooms,
                      uint32_t n)
{
    cJSON *list = json_array(item, "rooms");
    for (uint32_t i = 0; i < n; i++) {
        json_push_text(list, problem->rooms[rooms[i].v].name);
    }
}

static void add_cause(struct arena *arena, cJSON *item, const struct problem *problem,
                      const struct explain_cause *cause)
{
    json_text(item, "id", cause->id);
    json_text(item, "kind", cause->kind);
    json_text(item, "message", cause->text);
    add_events(item, problem, cause->events, cause->n_events);
    add_people(item, problem, cause->people, cause->n_people);
    add_rooms(item, problem, cause->rooms, cause->n_rooms);
    json_text_if(item, "source", json_report_position(arena, problem, cause->at));
}

static void add_demand(struct arena *arena, cJSON *item, const struct problem *problem,
                       const struct explain_demand *demand)
{
    json_text(item, "id", demand->id);
    json_text(item, "rule", rule_table_at(demand->rule)->id);
    json_text(item, "message", demand->text);
    add_events(item, problem, demand->events, demand->n_events);
    add_people(item, problem, &demand->person, demand->person.v != ID_NONE);
    add_rooms(item, problem, &demand->room, demand->room.v != ID_NONE);
    if (demand->day.v != ID_NONE) {
        json_text(item, "date", problem->days[demand->day.v].date);
    }
    json_text_if(item, "source", json_report_position(arena, problem, demand->at));
}

static void add_conflict(struct arena *arena, cJSON *item, const struct problem *problem,
                         const struct explain_conflict *conflict)
{
    json_text(item, "id", conflict->id);
    cJSON_AddBoolToObject(item, "irreducible", conflict->irreducible);
    json_text(item, "message", conflict->text);
    cJSON *demands = json_array(item, "demands");
    for (uint32_t i = 0; i < conflict->n_demands; i++) {
        add_demand(arena, json_item(demands), problem, &conflict->demands[i]);
    }
}

static void add_repair(cJSON *item, const struct explain_repair *repair)
{
    json_text(item, "id", repair->id);
    json_integer(item, "cost", repair->cost);
    json_text(item, "message", repair->text);
    cJSON *changes = json_array(item, "changes");
    for (uint32_t i = 0; i < repair->n_changes; i++) {
        cJSON *change = json_item(changes);
        json_text(change, "kind", repair->changes[i].kind);
        json_integer(change, "cost", repair->changes[i].cost);
        json_text(change, "message", repair->changes[i].text);
    }
    json_text(item, "yaml", repair->yaml);
}

void json_explain_add(struct arena *arena, cJSON *parent, const struct problem *problem,
                      const struct explanation *explanation)
{
    static const char *const statuses[] = {[EXPLAIN_FEASIBLE] = "feasible",
                                           [EXPLAIN_INFEASIBLE] = "infeasible",
                                           [EXPLAIN_UNKNOWN] = "unknown"};
    json_text(parent, "status", statuses[explanation->status]);
    cJSON_AddBoolToObject(parent, "complete", explanation->complete);
    cJSON *causes = json_array(parent, "causes");
    for (uint32_t i = 0; i < explanation->causes.n; i++) {
        add_cause(arena, json_item(causes), problem, &explanation->causes.v[i]);
    }
    cJSON *conflicts = json_array(parent, "conflicts");
    for (uint32_t i = 0; i < explanation->n_conflicts; i++) {
        add_conflict(arena, json_item(conflicts), problem, &explanation->conflicts[i]);
    }
    cJSON *repairs = json_array(parent, "repairs");
    for (uint32_t i = 0; i < explanation->n_repairs; i++) {
        add_repair(json_item(repairs), &explanation->repairs[i]);
    }
}
