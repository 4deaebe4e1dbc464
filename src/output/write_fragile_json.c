#include "output/json.h"
#include "output/write_fragile.h"

static const char *state_word(enum fragile_state state)
{
    static const char *const words[] = {"impossible", "moves", "unknown", "not looked at"};
    return words[state];
}

static void add_case(struct arena *arena, cJSON *cases, const struct problem *problem,
                     const struct fragile_case *one)
{
    cJSON *item = json_item(cases);
    bool is_room = one->person.v == ID_NONE;
    if (is_room) {
        json_text(item, "room", problem->rooms[one->room.v].id);
        json_text(item, "name", problem->rooms[one->room.v].name);
    } else {
        json_text(item, "person", problem->people[one->person.v].id);
        json_text(item, "name", problem->people[one->person.v].name);
    }
    json_text(item, "from", calendar_print_iso(arena, &problem->zone, one->span.from_min));
    json_text(item, "to", calendar_print_iso(arena, &problem->zone, one->span.to_min));
    cJSON *events = json_array(item, "events");
    for (uint32_t i = 0; i < one->n_events; i++) {
        json_push_text(events, problem->events[one->events[i].v].id);
    }
    json_text(item, "status", state_word(one->state));
    if (one->state == FRAGILE_MOVES) {
        json_integer(item, "moves", one->moves);
        json_integer(item, "bound", one->least);
        json_integer(item, "others", one->others);
        json_integer(item, "told", one->told);
        json_integer(item, "left_out", one->left_out);
    }
}

const char *write_fragile_json(struct arena *arena, const struct problem *problem,
                               const struct fragile *fragile)
{
    cJSON *root = json_begin();
    json_integer(root, "conflicts", fragile->conflicts);
    json_integer(root, "cases", fragile->n);
    json_integer(root, "looked_at", fragile->n_looked);
    cJSON *cases = json_array(root, "fragile");
    for (uint32_t i = 0; i < fragile->n; i++) {
        add_case(arena, cases, problem, &fragile->v[i]);
    }
    return json_finish(arena, root);
}
