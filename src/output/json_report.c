#include "output/json_report.h"

#include "core/rule.h"

const char *json_report_status(enum solve_status status)
{
    switch (status) {
    case SOLVE_OPTIMAL:
        return "optimal";
    case SOLVE_FEASIBLE:
        return "feasible";
    case SOLVE_INFEASIBLE:
        return "infeasible";
    case SOLVE_UNKNOWN:
        return "unknown";
    }
    BUG("status %d", (int)status);
}

const char *json_report_position(struct arena *arena, const struct problem *problem,
                                 struct src_span at)
{
    if (at.from.line == 0 || problem->sources == NULL || at.from.file >= problem->sources->n) {
        return NULL;
    }
    return arena_print(arena, "%s:%u:%u", problem->sources->files[at.from.file].name, at.from.line,
                       at.from.col);
}

static void add_strength(cJSON *object, const char *key, struct strength strength)
{
    if (strength.kind == STRENGTH_SOFT) {
        json_integer(object, key, strength.weight);
    } else {
        json_text(object, key, strength.kind == STRENGTH_HARD ? "hard" : "off");
    }
}

/* One strength, or one for each group of tags where the groups differ. */
static void add_setting(cJSON *object, const struct problem *problem,
                        const struct rule_setting *setting)
{
    bool differ = false;
    for (uint32_t g = 0; setting->by_tag_group != NULL && g < problem->n_tag_groups; g++) {
        struct strength own = setting->by_tag_group[g];
        differ =
            differ || own.kind != setting->strength.kind || own.weight != setting->strength.weight;
    }
    if (!differ) {
        add_strength(object, "strength", setting->strength);
        return;
    }
    cJSON *groups = json_object(object, "strength");
    for (uint32_t g = 0; g < problem->n_tag_groups; g++) {
        add_strength(groups, problem->tag_groups[g].name, setting->by_tag_group[g]);
    }
}

void json_report_rules(cJSON *parent, const struct problem *problem, const struct score *score)
{
    cJSON *rules = json_array(parent, "rules");
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const struct rule_score *found = &score->rules[r];
        if (found->count == 0 && found->cost == 0 && found->hard == 0) {
            continue;
        }
        cJSON *rule = json_item(rules);
        json_text(rule, "rule", rule_table_at(r)->id);
        add_setting(rule, problem, &problem->settings[r]);
        json_integer(rule, "count", found->count);
        json_integer(rule, "cost", found->cost);
    }
}

static void add_parties(cJSON *conflict, const struct problem *problem,
                        const struct violation *violation)
{
    cJSON *events = json_array(conflict, "events");
    for (uint32_t i = 0; i < violation->n_events; i++) {
        json_push_text(events, problem->events[violation->events[i].v].id);
    }
    cJSON *people = json_array(conflict, "people");
    for (uint32_t i = 0; i < violation->n_people; i++) {
        json_push_text(people, problem->people[violation->people[i].v].name);
    }
    cJSON *rooms = json_array(conflict, "rooms");
    for (uint32_t i = 0; i < violation->n_rooms; i++) {
        json_push_text(rooms, problem->rooms[violation->rooms[i].v].name);
    }
}

void json_report_conflict(struct arena *arena, cJSON *conflict, const struct problem *problem,
                          const struct violation *violation)
{
    json_text(conflict, "id", violation->id);
    json_text(conflict, "rule", rule_table_at(violation->rule)->id);
    json_text(conflict, "severity",
              violation->waiver != NULL ? "waived"
              : violation->hard         ? "hard"
                                        : "soft");
    json_text_if(conflict, "reason", violation->waiver == NULL ? NULL : violation->waiver->reason);
    json_integer(conflict, "cost", violation->cost);
    add_parties(conflict, problem, violation);
    if (violation->span.from_min < violation->span.to_min) {
        json_text(conflict, "from",
                  calendar_print_iso(arena, &problem->zone, violation->span.from_min));
        json_text(conflict, "to",
                  calendar_print_iso(arena, &problem->zone, violation->span.to_min));
    }
    json_text(conflict, "message", violation->message);
    json_text_if(conflict, "source", json_report_position(arena, problem, violation->at));
}

void json_report_conflicts(struct arena *arena, cJSON *parent, const struct problem *problem,
                           const struct score *score)
{
    cJSON *conflicts = json_array(parent, "conflicts");
    for (uint32_t i = 0; i < score->n_violations; i++) {
        json_report_conflict(arena, json_item(conflicts), problem, &score->violations[i]);
    }
}
