/* The more wanted event does not get the smaller room.
 *
 * For each pair (a more wanted than b), c_e the capacity of e's room: violated when c_a < c_b, that
 * is, when for some capacity κ, c_a < κ ≤ c_b. Per time t at which both can run (once, where all
 * pairs are compared) and κ: m = Σ_{r: c_r < κ} [a covers t in r] + Σ_{r: c_r ≥ κ} [b covers t in
 * r]; cost weight · [Σ [m ≥ 2] ≥ 1], which takes one column a pair; hard: m ≤ 1. Rooms of one
 * capacity are alike, and a κ that adds no room of a's to those of the one before says nothing new.
 * Where all pairs are compared, softly, one count a pair says the ranks of both rooms.
 */
#include "rules/findings_beside.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <stdlib.h>
#include <string.h>

enum { FLAT_TERMS = 20000 }; /* beyond, times and capacities are looked at apart */

static const struct rule_param params[] = {
    {"among", VALUE_TEXT, "parallel|all", "parallel",
     "which pairs are compared: those that overlap, or all"},
    KEYS_PER_BOTH,
};

/* ---- compile --------------------------------------------------------------- */

struct ranking {
    int64_t *wanted;     /* [n_events]; -1: not known */
    int64_t *capacities; /* distinct, ascending; INT64_MAX: no limit */
    uint32_t n_capacities;
};

static int64_t capacity_of(const struct room *room)
{
    return room->capacity < 0 ? INT64_MAX : room->capacity;
}

static int compare_capacities(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static struct ranking rank(struct arena *arena, const struct problem *problem)
{
    struct ranking ranking = {arena_array(arena, problem->n_events, sizeof(*ranking.wanted)),
                              arena_array(arena, problem->n_rooms, sizeof(*ranking.capacities)), 0};
    for (uint32_t i = 0; i < problem->n_attendees; i++) {
        const struct attendee *attendee = &problem->attendees[i];
        for (uint32_t k = 0; k < attendee->n_interests; k++) {
            ranking.wanted[attendee->interests[k].event.v] += attendee->interests[k].weight;
        }
    }
    for (uint32_t e = 0; e < problem->n_events; e++) {
        int64_t interest = ranking.wanted[e] > 0 ? ranking.wanted[e] : -1;
        int64_t audience = problem->events[e].audience;
        ranking.wanted[e] = audience >= 0 ? audience : interest;
    }
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        ranking.capacities[r] = capacity_of(&problem->rooms[r]);
    }
    if (problem->n_rooms > 0) {
        qsort(ranking.capacities, problem->n_rooms, sizeof(int64_t), compare_capacities);
    }
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        int64_t capacity = ranking.capacities[r];
        if (ranking.n_capacities == 0 || ranking.capacities[ranking.n_capacities - 1] != capacity) {
            ranking.capacities[ranking.n_capacities++] = capacity;
        }
    }
    return ranking;
}

/* The pair at hand: `more` is the more wanted one. */
struct rivals {
    const struct compile *compile;
    struct choice_id more, less;
    bool apart; /* times and capacities are */
    VEC(struct term_id) terms;
};

/* The event covers t_min, or CALENDAR_NO_TIME: is in the timetable at all, in the room. */
static struct literal is_there(const struct rivals *rivals, struct choice_id choice, uint32_t room,
                               int32_t t_min)
{
    struct member member = {choice, {room}, 0};
    return t_min == CALENDAR_NO_TIME
               ? model_literal_between(choice, CALENDAR_NO_TIME + 1, INT32_MAX, member.room)
               : model_member_covers(rivals->compile->model, member, t_min);
}

/* Adds the choice's literals in rooms of capacity from ≤ c ≤ to; how many there are. */
static uint32_t add_rooms(const struct rivals *rivals, struct choice_id choice, int64_t from,
                          int64_t to, int32_t t_min)
{
    struct model *model = rivals->compile->model;
    const struct problem *problem = rivals->compile->problem;
    uint32_t n = 0;
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        int64_t capacity = capacity_of(&problem->rooms[r]);
        if (capacity < from || capacity > to) {
            continue;
        }
        struct literal literal = is_there(rivals, choice, r, t_min);
        if (model_literal_count(model, literal) > 0) {
            model_term_add(model, 1, literal);
            n++;
        }
    }
    return n;
}

static void compile_at(struct rivals *rivals, const struct ranking *ranking, int32_t t_min)
{
    struct model *model = rivals->compile->model;
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = (struct event_id){rivals->more.v};
    origin.events[1] = (struct event_id){rivals->less.v};
    origin.at_min = t_min;
    uint32_t n_small = 0;
    for (uint32_t k = 1; k < ranking->n_capacities; k++) {
        model_term_begin(model, rivals->compile->rule, origin);
        uint32_t small = add_rooms(rivals, rivals->more, 0, ranking->capacities[k] - 1, t_min);
        uint32_t big = small == n_small ? 0
                                        : add_rooms(rivals, rivals->less, ranking->capacities[k],
                                                    INT64_MAX, t_min);
        if (big == 0) {
            model_term_drop(model);
            continue;
        }
        n_small = small;
        if (rivals->compile->setting->strength.kind == STRENGTH_HARD && !rivals->apart) {
            model_term_end_range(model, INT64_MIN, 1);
        } else {
            vec_push(&rivals->terms, model_term_end_count(model));
        }
    }
}

/* The terms about capacities become one about both. */
static void join_times(struct rivals *rivals, struct origin origin)
{
    struct model *model = rivals->compile->model;
    struct term_id meetings =
        terms_count_meetings(rivals->compile, (struct member){rivals->more, {ID_NONE}, 0},
                             (struct member){rivals->less, {ID_NONE}, 0});
    model_term_begin(model, rivals->compile->rule, origin);
    for (size_t i = 0; i < rivals->terms.n; i++) {
        model_term_add_at_least(model, 1, rivals->terms.v[i], 2);
    }
    struct term_id smaller = model_term_end_count(model);
    vec_clear(&rivals->terms);
    model_term_begin(model, rivals->compile->rule, origin);
    model_term_add_at_least(model, 1, meetings, 1);
    model_term_add_at_least(model, 1, smaller, 1);
    if (rivals->compile->setting->strength.kind == STRENGTH_HARD) {
        model_term_end_range(model, INT64_MIN, 1);
    } else {
        vec_push(&rivals->terms, model_term_end_count(model));
    }
}

/* All pairs, soft: one count says the rank of each room, m = K + rank_a + 3K − rank_b with K
 * capacities, and both are placed when m > 3K. */
static void charge_ranks(const struct rivals *rivals, const struct ranking *ranking, int64_t weight,
                         struct origin origin)
{
    struct model *model = rivals->compile->model;
    const struct room *rooms = rivals->compile->problem->rooms;
    int32_t n = (int32_t)ranking->n_capacities;
    model_term_begin(model, rivals->compile->rule, origin);
    for (uint32_t k = 0; k < 2; k++) {
        struct choice_id choice = k == 0 ? rivals->more : rivals->less;
        for (uint32_t r = 0; r < rivals->compile->problem->n_rooms; r++) {
            int32_t rank = 0;
            while (ranking->capacities[rank] != capacity_of(&rooms[r])) {
                rank++;
            }
            model_term_add(model, k == 0 ? n + rank : 3 * n - rank,
                           is_there(rivals, choice, r, CALENDAR_NO_TIME));
        }
    }
    const struct term *term = &model->terms.v[model->terms.n - 1];
    VEC(int64_t) costs = {0};
    for (int64_t m = term->least; m <= term->most; m++) {
        int64_t cost = m > INT64_C(3) * n && m < INT64_C(4) * n ? weight : 0;
        vec_push(&costs, cost);
    }
    model_term_end_table(model, rivals->compile->level, costs.v);
    vec_free(&costs);
}

enum among { AMONG_ALL, AMONG_PARALLEL, AMONG_PARALLEL_APART };

static void compile_rivals(const struct compile *compile, const struct ranking *ranking,
                           struct choice_id more, struct choice_id less, enum among among)
{
    struct rivals rivals = {compile, more, less, among == AMONG_PARALLEL_APART, {0}};
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = (struct event_id){more.v};
    origin.events[1] = (struct event_id){less.v};
    const struct problem *problem = compile->problem;
    int64_t count = terms_is_per_tick(compile->setting)
                        ? terms_event_ticks(problem, origin.events[0]) +
                              terms_event_ticks(problem, origin.events[1])
                        : 1;
    if (among == AMONG_ALL && compile->setting->strength.kind == STRENGTH_SOFT) {
        charge_ranks(&rivals, ranking, compile->setting->strength.weight * count, origin);
        return;
    }
    if (among == AMONG_PARALLEL) {
        struct member pair[2] = {{more, {ID_NONE}, 0}, {less, {ID_NONE}, 0}};
        struct terms_times times = terms_meeting_times(compile, pair, 2);
        for (size_t i = 0; i < times.n; i++) {
            compile_at(&rivals, ranking, times.v[i]);
        }
        vec_free(&times);
    } else {
        compile_at(&rivals, ranking, CALENDAR_NO_TIME);
    }
    if (among == AMONG_PARALLEL_APART && rivals.terms.n > 0) {
        join_times(&rivals, origin);
    }
    terms_charge_any(compile, rivals.terms.v, (uint32_t)rivals.terms.n,
                     compile->setting->strength.weight * count, origin);
    vec_free(&rivals.terms);
}

static bool are_rivals(const struct problem *problem, const struct ranking *ranking, uint32_t more,
                       uint32_t less)
{
    bool given = problem->events[more].fixed && problem->events[less].fixed;
    return !given && ranking->wanted[less] >= 0 && ranking->wanted[more] > ranking->wanted[less];
}

/* As the parameter says, and as many terms as that makes. */
static enum among find_among(const struct compile *compile, const struct ranking *ranking)
{
    const struct value *among = attrs_find(&compile->setting->params, "among");
    if (among != NULL && strcmp(among->as.text, "all") == 0) {
        return AMONG_ALL;
    }
    struct terms_times starts = {0};
    uint64_t n_pairs = 0;
    for (uint32_t a = 0; a < compile->problem->n_events; a++) {
        terms_add_starts(compile, (struct member){{a}, {ID_NONE}, 0}, &starts);
        terms_sort_times(&starts);
        for (uint32_t b = 0; b < compile->problem->n_events; b++) {
            n_pairs += are_rivals(compile->problem, ranking, a, b);
        }
    }
    uint64_t flat = n_pairs * starts.n * (ranking->n_capacities - 1);
    vec_free(&starts);
    return flat > FLAT_TERMS ? AMONG_PARALLEL_APART : AMONG_PARALLEL;
}

/* Who is wanted how much, as facts of the model: of all pairs, or it says nothing. */
static void note_standings(const struct compile *compile, const struct ranking *ranking)
{
    const struct problem *problem = compile->problem;
    int64_t weight = compile->setting->strength.weight;
    bool ticks = terms_is_per_tick(compile->setting);
    for (uint32_t e = 0; e < problem->n_events; e++) {
        struct event_id event = {e};
        struct standing standing = {{e},
                                    ranking->wanted[e],
                                    ticks ? 2 * weight * terms_event_ticks(problem, event)
                                          : weight};
        if (ranking->wanted[e] >= 0 && !problem->events[e].fixed &&
            !model_spares(compile->model, standing.choice)) {
            vec_push(&compile->model->standings, standing);
        }
    }
}

static void compile_rule(const struct compile *compile)
{
    struct arena arena = ARENA_EMPTY;
    struct ranking ranking = rank(&arena, compile->problem);
    uint32_t n = ranking.n_capacities > 1 ? compile->problem->n_events : 0;
    enum among among = n > 0 ? find_among(compile, &ranking) : AMONG_ALL;
    if (n > 0 && among == AMONG_ALL && compile->setting->strength.kind == STRENGTH_SOFT &&
        compile->setting->n_waivers == 0 && compile->level == compile->model->levels.soft) {
        note_standings(compile, &ranking);
    }
    for (uint32_t a = 0; a < n; a++) {
        for (uint32_t b = 0; b < n; b++) {
            if (are_rivals(compile->problem, &ranking, a, b)) {
                compile_rivals(compile, &ranking, (struct choice_id){a}, (struct choice_id){b},
                               among);
            }
        }
    }
    arena_free(&arena);
}

/* ---- audit ----------------------------------------------------------------- */

/* By event how much it is wanted; -1: nobody knows. */
static int64_t *count_wanted(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    int64_t *wanted = base_alloc_zero(problem->n_events, sizeof(*wanted));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        wanted[e] = problem->events[e].audience >= 0 ? problem->events[e].audience : -1;
    }
    for (uint32_t i = 0; i < problem->n_attendees; i++) {
        for (uint32_t k = 0; k < problem->attendees[i].n_interests; k++) {
            const struct interest *interest = &problem->attendees[i].interests[k];
            int64_t *sum = &wanted[interest->event.v];
            if (problem->events[interest->event.v].audience < 0) {
                *sum = (*sum < 0 ? 0 : *sum) + interest->weight;
            }
        }
    }
    return wanted;
}

static bool is_smaller(const struct audit *audit, struct room_id a, struct room_id b)
{
    int64_t seats_a = audit->problem->rooms[a.v].capacity;
    int64_t seats_b = audit->problem->rooms[b.v].capacity;
    return seats_a >= 0 && (seats_b < 0 || seats_a < seats_b);
}

static void report(const struct audit *audit, struct event_id more, struct event_id less,
                   int64_t wanted_more, int64_t wanted_less)
{
    struct violation violation =
        findings_two(audit, more, less, findings_count_both(audit, more, less));
    violation.message = arena_print(
        &audit->score->arena, "%s (wanted by %lld) is in %s, a smaller room than %s of %s (%lld).",
        findings_title(audit, more), (long long)wanted_more,
        findings_room_name(audit, findings_room(audit, more)),
        findings_room_name(audit, findings_room(audit, less)), findings_title(audit, less),
        (long long)wanted_less);
    rule_report(audit, audit->setting->strength, violation);
}

/* Two placed events. */
static void judge(const struct audit *audit, const int64_t *wanted, struct event_id more,
                  struct event_id less)
{
    if (wanted[less.v] < 0 || wanted[more.v] <= wanted[less.v] ||
        (audit->problem->events[more.v].fixed && audit->problem->events[less.v].fixed)) {
        return;
    }
    struct room_id here = findings_room(audit, more);
    struct room_id there = findings_room(audit, less);
    if (here.v != ID_NONE && there.v != ID_NONE && is_smaller(audit, here, there)) {
        report(audit, more, less, wanted[more.v], wanted[less.v]);
    }
}

static void judge_all(const struct audit *audit, const int64_t *wanted, struct event_id more)
{
    for (uint32_t b = 0; b < audit->problem->n_events; b++) {
        if (findings_is_placed(audit, (struct event_id){b})) {
            judge(audit, wanted, more, (struct event_id){b});
        }
    }
}

static void audit_rule(const struct audit *audit)
{
    bool all = strcmp(findings_text_param(audit->setting, "among", "parallel"), "all") == 0;
    int64_t *wanted = count_wanted(audit);
    struct findings_crowd crowd = findings_crowd_among(audit, NULL);
    for (uint32_t a = 0; a < audit->problem->n_events; a++) {
        struct event_id event = {a};
        if (wanted[a] <= 0 || !findings_is_placed(audit, event)) {
            continue;
        }
        if (all) {
            judge_all(audit, wanted, event);
            continue;
        }
        const struct findings_list *beside = findings_beside(&crowd, audit, event, 0);
        for (size_t k = 0; k < beside->n; k++) {
            judge(audit, wanted, event, beside->v[k]);
        }
    }
    findings_crowd_free(&crowd);
    base_free(wanted);
}

const struct rule rule_popular_big_room = {
    .id = "popular-big-room",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "The more wanted of two events does not get the smaller room.",
    .formula = "for each pair of events of which one is wanted more, and that overlap unless "
               "`among` is all: 1 (per: tick: the ticks of both) if its room has fewer seats; "
               "wanted is the audience, else the "
               "votes, else the sum of the attendees' interest; events of which none is given do "
               "not count, nor do two fixed ones; a room without capacity is the largest",
    .unit = "pair of events, or pair and tick",
    .example = "rooms: [{id: attic, capacity: 40}]\n"
               "talks: [{title: Famous Speaker, audience: 120}]\n"
               "rules: {popular-big-room: {strength: 5, among: parallel}}\n",
    .origin = "OptaPlanner (popular talks), Conference Scheduler (demand and capacity)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .is_about_pairs = rule_about_pairs,
    .compile = compile_rule,
    .audit = audit_rule,
};
