/* Nothing else runs beside a plenary, in any room.
 *
 * Hard, per room r and time t: Σ_p [plenary p covers t, anywhere] + Σ_e [e in r covers t] ≤ 1:
 * plenaries do not overlap each other nor anything else, and what shares a room does not overlap
 * anyway (room-clash; where that is not hard, and for what is off-site, a row per event instead).
 * Soft: the weight for each pair. */
#include "rules/findings_beside.h"
#include "rules/table.h"
#include "rules/terms.h"

struct members {
    struct member *v;
    size_t n, cap;
};

static struct members list_plenaries(const struct problem *problem)
{
    struct members members = {0};
    for (uint32_t i = 0; i < problem->n_events; i++) {
        if (problem->events[i].plenary) {
            struct member member = {{i}, {ID_NONE}, 0};
            vec_push(&members, member);
        }
    }
    return members;
}

/* One row per room and time for all events that may be in the room. */
static void forbid_in_rooms(const struct compile *compile, struct members *members,
                            uint32_t n_plenaries)
{
    const struct problem *problem = compile->problem;
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        members->n = n_plenaries;
        struct origin origin = ORIGIN_NONE;
        origin.room = (struct room_id){r};
        for (uint32_t i = 0; i < problem->n_events; i++) {
            struct member member = {{i}, origin.room, 0};
            if (!problem->events[i].plenary &&
                model_may_be_in(compile->model, member.choice, origin.room)) {
                vec_push(members, member);
            }
        }
        if (members->n > n_plenaries) {
            terms_forbid_beside(compile, members->v, n_plenaries, (uint32_t)members->n, origin);
        }
    }
}

/* One row per event and time; only what is in no room when `only_off_site`. */
static void forbid_singly(const struct compile *compile, struct members *members,
                          uint32_t n_plenaries, bool only_off_site)
{
    const struct problem *problem = compile->problem;
    for (uint32_t i = 0; i < problem->n_events; i++) {
        struct member member = {{i}, {ID_NONE}, 0};
        bool off_site = model_may_be_in(compile->model, member.choice, (struct room_id){ID_NONE});
        if (problem->events[i].plenary || (only_off_site && !off_site)) {
            continue;
        }
        struct origin origin = ORIGIN_NONE;
        origin.events[0] = (struct event_id){i};
        members->n = n_plenaries;
        vec_push(members, member);
        terms_forbid_beside(compile, members->v, n_plenaries, (uint32_t)members->n, origin);
    }
}

static void charge(const struct compile *compile, const struct members *plenaries)
{
    const struct problem *problem = compile->problem;
    for (size_t p = 0; p < plenaries->n; p++) {
        for (uint32_t i = 0; i < problem->n_events; i++) {
            struct member other = {{i}, {ID_NONE}, 0};
            bool seen = i <= plenaries->v[p].choice.v && problem->events[i].plenary;
            if (!seen) {
                terms_pair(compile, compile->setting->strength, plenaries->v[p], other, TERMS_PAIR,
                           ORIGIN_NONE);
            }
        }
    }
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct members members = list_plenaries(problem);
    uint32_t n_plenaries = (uint32_t)members.n;
    if (compile->setting->strength.kind == STRENGTH_SOFT) {
        charge(compile, &members);
    } else if (n_plenaries > 0) {
        bool rooms_hard = rule_is_strict(problem, "room-clash");
        terms_forbid_overlap(compile, members.v, n_plenaries, ORIGIN_NONE);
        if (rooms_hard) {
            forbid_in_rooms(compile, &members, n_plenaries);
        }
        forbid_singly(compile, &members, n_plenaries, rooms_hard);
    }
    vec_free(&members);
}

static void report(const struct audit *audit, struct event_id plenary, struct event_id other)
{
    struct violation violation = findings_two(audit, plenary, other, 1);
    violation.message =
        arena_print(&audit->score->arena, "%s is a plenary, but %s runs beside it at %s.",
                    findings_title(audit, plenary), findings_title(audit, other),
                    findings_when(audit, violation.span.from_min));
    rule_report(audit, audit->setting->strength, violation);
}

/* Of each pair, with the smaller number first, at least one is a plenary. */
static void audit_rule(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    struct findings_list plenaries = {0};
    for (uint32_t i = 0; i < problem->n_events; i++) {
        if (problem->events[i].plenary) {
            vec_push(&plenaries, (struct event_id){i});
        }
    }
    struct findings_crowd all = findings_crowd_among(audit, NULL);
    struct findings_crowd few = findings_crowd_of(audit, plenaries.v, plenaries.n);
    for (uint32_t i = 0; i < problem->n_events && plenaries.n > 0; i++) {
        struct event_id event = {i};
        if (!findings_is_placed(audit, event)) {
            continue;
        }
        bool plenary = problem->events[i].plenary;
        const struct findings_list *beside =
            findings_beside(plenary ? &all : &few, audit, event, i + 1);
        for (size_t k = 0; k < beside->n; k++) {
            report(audit, plenary ? event : beside->v[k], plenary ? beside->v[k] : event);
        }
    }
    findings_crowd_free(&all);
    findings_crowd_free(&few);
    vec_free(&plenaries);
}

const struct rule rule_plenary = {
    .id = "plenary",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_HARD, 0},
    .sentence = "Nothing else runs beside a plenary, in any room.",
    .formula = "1 for each pair of overlapping events of which at least one is a plenary; fixed "
               "and off-site events "
               "count too",
    .unit = "pair of events",
    .example = "fixed:\n"
               "  - {title: Reception, date: 2026-05-14, time: 18:30-21:30, where: Town Hall, "
               "plenary: true}\n",
    .origin = "W3C",
    .is_about_pairs = rule_about_pairs,
    .compile = compile_rule,
    .audit = audit_rule,
};
