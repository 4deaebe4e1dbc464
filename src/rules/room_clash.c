/* One event at a time in a room, with its changeover minutes in between.
 *
 * Per room r and time t: Σ_e [e in r covers t when lengthened by changeover_r] ≤ 1. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <stdlib.h>

static const struct rule_param params[] = {KEYS_PER("pair")};

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    enum terms_per per = terms_per_of(compile->setting, TERMS_PAIR);
    VEC(struct member) members = {0};
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        struct origin origin = ORIGIN_NONE;
        origin.room = (struct room_id){r};
        vec_clear(&members);
        for (uint32_t i = 0; i < problem->n_events; i++) {
            if (model_may_be_in(compile->model, (struct choice_id){i}, origin.room)) {
                struct member member = {{i}, origin.room, problem->rooms[r].changeover_min};
                vec_push(&members, member);
            }
        }
        terms_overlap(compile, compile->setting->strength, members.v, (uint32_t)members.n, per,
                      origin);
    }
    vec_free(&members);
}

static const char *say(const struct audit *audit, struct event_id a, struct event_id b,
                       struct room_id room, struct interval span)
{
    const char *name = findings_room_name(audit, room);
    if (findings_shared_min(audit, a, b) > 0) {
        return arena_print(&audit->score->arena, "%s and %s are both in %s at %s.",
                           findings_title(audit, a), findings_title(audit, b), name,
                           findings_when(audit, span.from_min));
    }
    return arena_print(
        &audit->score->arena,
        "%s and %s in %s have %d minutes in between at %s, but changing over takes %d.",
        findings_title(audit, a), findings_title(audit, b), name,
        (int)(span.to_min - span.from_min), findings_when(audit, span.from_min),
        (int)audit->problem->rooms[room.v].changeover_min);
}

static void audit_pair(const struct audit *audit, struct event_id a, struct event_id b,
                       struct room_id room)
{
    int32_t pause_min = audit->problem->rooms[room.v].changeover_min;
    const char *per = findings_text_param(audit->setting, "per", "pair");
    int32_t overlap_min = timetable_overlap_min(findings_span(audit, a), pause_min,
                                                findings_span(audit, b), pause_min);
    if (overlap_min > 0) {
        struct violation violation =
            findings_two(audit, a, b, findings_overlap_count(audit->problem, per, overlap_min));
        violation.message = say(audit, a, b, room, violation.span);
        rule_report(audit, audit->setting->strength, violation);
    }
}

/* An event in a room; by room, then start. */
struct stay {
    uint32_t room, event;
    struct interval span;
};

static int compare_stays(const void *a, const void *b)
{
    const struct stay *x = a, *y = b;
    if (x->room != y->room) {
        return x->room < y->room ? -1 : 1;
    }
    if (x->span.from_min != y->span.from_min) {
        return x->span.from_min < y->span.from_min ? -1 : 1;
    }
    return (x->event > y->event) - (x->event < y->event);
}

/* Those behind each event in its room, until they start too late to meet it. */
static void audit_rule(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    VEC(struct stay) stays = {0};
    for (uint32_t i = 0; i < problem->n_events; i++) {
        struct event_id event = {i};
        if (findings_is_placed(audit, event) && findings_room(audit, event).v != ID_NONE) {
            struct stay stay = {findings_room(audit, event).v, i, findings_span(audit, event)};
            vec_push(&stays, stay);
        }
    }
    if (stays.n > 0) {
        qsort(stays.v, stays.n, sizeof(*stays.v), compare_stays);
    }
    for (size_t i = 0; i < stays.n; i++) {
        const struct stay *one = &stays.v[i];
        int32_t free_min = one->span.to_min + problem->rooms[one->room].changeover_min;
        for (size_t k = i + 1;
             k < stays.n && stays.v[k].room == one->room && stays.v[k].span.from_min < free_min;
             k++) {
            uint32_t a = one->event, b = stays.v[k].event;
            audit_pair(audit, (struct event_id){a < b ? a : b}, (struct event_id){a < b ? b : a},
                       (struct room_id){one->room});
        }
    }
    vec_free(&stays);
}

const struct rule rule_room_clash = {
    .id = "room-clash",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_HARD, 0},
    .about = RULE_ABOUT_ROOM,
    .sentence = "A room has one event at a time, with its changeover minutes in between.",
    .formula = "1 for each pair of events in one room that overlap when each is lengthened by the "
               "room's changeover "
               "(per: tick: the ticks of that overlap); fixed events count, off-site ones do not",
    .unit = "pair of events",
    .example = "rooms:\n"
               "  - {id: main, name: Main Hall, changeover: 10}\n"
               "rules: {room-clash: hard}\n",
    .origin = "every scheduler",
    .params = params,
    .n_params = BASE_COUNT(params),
    .is_about_pairs = rule_about_pairs,
    .compile = compile_rule,
    .audit = audit_rule,
};
