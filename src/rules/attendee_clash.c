/* What an attendee wants to see is not parallel: in pairs (attendee_pairs.c), or as what those lose
 * who always go to what they want most (attendee_utility.c). */
#include "rules/attendee_clash.h"
#include "core/significance.h"
#include "rules/findings_cells.h"
#include "rules/keys.h"
#include "rules/missed.h"
#include "rules/pair_table.h"
#include "rules/table.h"

#include <stdlib.h>
#include <string.h>

static const struct rule_param params[] = {
    {"mode", VALUE_TEXT, "pairs|utility", "pairs",
     "pairs: every two wanted events that overlap; utility: an attendee goes to what he wants most "
     "and "
     "loses the rest"},
    {"seats", VALUE_FLAG, NULL, "false",
     "mode utility: rooms have so many seats; those with the strongest interest get them, the "
     "others "
     "stand outside"},
    {"significance", VALUE_NUMBER, NULL, "0",
     "mode pairs, in percent, 95 say: only pairs that more attendees want than chance would have "
     "it "
     "(Fisher's exact test); 0: all"},
    KEYS_PER_WINDOW("auto"),
};

static const struct rule_key keys[] = {
    {"clash", RULE_ON_EVENT, VALUE_EVENT_WEIGHTS,
     "{event: n, …}: n people want to see both, besides the attendees that are listed"},
};

static bool flag_param(const struct rule_setting *setting, const char *name)
{
    const struct value *value = attrs_find(&setting->params, name);
    return value != NULL && value->as.flag;
}

static int64_t significance_of(const struct rule_setting *setting)
{
    const struct value *value = attrs_find(&setting->params, "significance");
    return value == NULL ? 0 : value->as.number;
}

/* ---- compile --------------------------------------------------------------- */

static bool is_utility(const struct rule_setting *setting)
{
    const struct value *mode = attrs_find(&setting->params, "mode");
    return mode != NULL && strcmp(mode->as.text, "utility") == 0;
}

static bool is_about_pairs(const struct rule_setting *setting)
{
    return !is_utility(setting) && rule_about_overlaps(setting);
}

static void compile_rule(const struct compile *compile)
{
    if (is_utility(compile->setting)) {
        attendee_utility_compile(compile, flag_param(compile->setting, "seats"));
    } else {
        attendee_pairs_compile(compile, significance_of(compile->setting));
    }
    attendee_pairs_compile_given(compile);
}

/* ---- audit: pairs ------------------------------------------------------------ */

/* Whether nobody can see both of two placed events. */
static bool are_parallel(const struct audit *audit, struct event_id a, struct event_id b)
{
    return findings_is_per_window(audit->setting) ? findings_are_apart(audit, a, b)
                                                  : findings_shared_min(audit, a, b) > 0;
}

/* Interest that is lost between two events, over all who want both, and how many these are. */
struct loss {
    int64_t interest, people;
};

/* The losses of pairs that are parallel. */
struct lost_pairs {
    struct pair_table table;
    struct lost_pair {
        struct event_id first, second; /* first < second */
        struct loss loss;
    } * v; /* by number of the pair */
    size_t n, cap;
};

static struct loss *loss_between(struct lost_pairs *pairs, struct event_id a, struct event_id b)
{
    uint32_t number = pair_table_number(&pairs->table, a, b);
    if (number == pairs->n) {
        struct pair_of_events pair = pairs->table.v[number];
        vec_push(pairs, ((struct lost_pair){pair.first, pair.second, {0, 0}}));
    }
    return &pairs->v[number].loss;
}

/* Adds what one attendee misses. */
static void add_losses(const struct audit *audit, const struct attendee *attendee,
                       struct lost_pairs *pairs)
{
    const struct interest *wanted = attendee->interests;
    for (uint32_t i = 0; i < attendee->n_interests; i++) {
        for (uint32_t k = 0; k < attendee->n_interests; k++) {
            struct event_id first = wanted[i].event;
            struct event_id second = wanted[k].event;
            if (first.v >= second.v || !findings_is_placed(audit, first) ||
                !findings_is_placed(audit, second) || !are_parallel(audit, first, second)) {
                continue;
            }
            struct loss *loss = loss_between(pairs, first, second);
            loss->people++;
            loss->interest +=
                wanted[k].weight < wanted[i].weight ? wanted[k].weight : wanted[i].weight;
        }
    }
}

/* Forgets pairs that chance would explain. */
static void drop_chance(const struct audit *audit, struct lost_pairs *pairs)
{
    const struct problem *problem = audit->problem;
    int64_t percent = significance_of(audit->setting);
    uint32_t *wanting = base_alloc_zero(problem->n_events, sizeof(*wanting));
    for (uint32_t i = 0; i < problem->n_attendees; i++) {
        for (uint32_t k = 0; k < problem->attendees[i].n_interests; k++) {
            wanting[problem->attendees[i].interests[k].event.v]++;
        }
    }
    for (size_t i = 0; i < pairs->n && percent > 0; i++) {
        struct lost_pair *pair = &pairs->v[i];
        if (!significance_holds(problem->n_attendees, wanting[pair->first.v],
                                wanting[pair->second.v], (uint32_t)pair->loss.people, percent)) {
            pair->loss = (struct loss){0};
        }
    }
    base_free(wanting);
}

/* How many want the second besides the first, by what the first's `clash` says. */
static int64_t given_number(const struct problem *problem, uint32_t first, uint32_t second)
{
    const struct value *clash = attrs_find(&problem->events[first].attrs, "clash");
    for (uint32_t i = 0; clash != NULL && i < clash->as.weights.n; i++) {
        if (clash->as.weights.v[i].index == second) {
            return clash->as.weights.v[i].weight;
        }
    }
    return 0;
}

static void add_given(const struct audit *audit, uint32_t first, uint32_t second,
                      struct lost_pairs *pairs)
{
    int64_t people = given_number(audit->problem, first, second);
    int64_t other = given_number(audit->problem, second, first);
    people = other > people ? other : people;
    if (people > 0 && findings_is_placed(audit, (struct event_id){first}) &&
        findings_is_placed(audit, (struct event_id){second}) &&
        are_parallel(audit, (struct event_id){first}, (struct event_id){second})) {
        struct loss *loss =
            loss_between(pairs, (struct event_id){first}, (struct event_id){second});
        loss->people += people;
        loss->interest += people;
    }
}

/* Each pair once, whichever of the two names the other. */
static void add_all_given(const struct audit *audit, struct lost_pairs *pairs)
{
    const struct problem *problem = audit->problem;
    struct pair_table named = {0};
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct value *clash = attrs_find(&problem->events[e].attrs, "clash");
        for (uint32_t i = 0; clash != NULL && i < clash->as.weights.n; i++) {
            struct event_id other = {clash->as.weights.v[i].index};
            size_t n = named.n;
            if (other.v != e && pair_table_number(&named, (struct event_id){e}, other) == n) {
                add_given(audit, e, other.v, pairs);
            }
        }
    }
    pair_table_free(&named);
}

/* Names events only, never attendees. */
static void report_pair(const struct audit *audit, struct event_id a, struct event_id b,
                        const struct loss *loss)
{
    const char *per = findings_text_param(audit->setting, "per", "auto");
    int32_t shared_min = findings_shared_min(audit, a, b);
    bool window = findings_is_per_window(audit->setting);
    int64_t times = window ? 1 : findings_overlap_count(audit->problem, per, shared_min);
    struct violation violation = findings_two(audit, a, b, loss->interest * times);
    violation.message = arena_print(
        &audit->score->arena, "%lld attendee%s to see both %s and %s, but %s at %s.",
        (long long)loss->people, loss->people == 1 ? " wants" : "s want", findings_title(audit, a),
        findings_title(audit, b), window ? "they are in two rooms of one session," : "both run",
        findings_when(audit, violation.span.from_min));
    rule_report(audit, audit->setting->strength, violation);
}

/* ---- audit: utility ------------------------------------------------------------- */

/* What the event loses to others that run at the same time. */
static void report_missed(const struct audit *audit, struct event_id event, const struct loss *loss)
{
    struct violation violation = findings_one(audit, event, loss->interest);
    violation.message =
        arena_print(&audit->score->arena,
                    "%lld attendee%s to see %s at %s, but even more what runs at the same time.",
                    (long long)loss->people, loss->people == 1 ? " wants" : "s want",
                    findings_title(audit, event), findings_when(audit, violation.span.from_min));
    rule_report(audit, audit->setting->strength, violation);
}

static void audit_missed(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    const char *per = findings_text_param(audit->setting, "per", "auto");
    struct loss *losses = base_alloc_zero(problem->n_events, sizeof(*losses));
    for (uint32_t i = 0; i < problem->n_attendees; i++) {
        const struct attendee *attendee = &problem->attendees[i];
        for (uint32_t k = 0; k < attendee->n_interests; k++) {
            int32_t minutes = missed_minutes(audit, attendee, k);
            struct loss *loss = &losses[attendee->interests[k].event.v];
            if (minutes > 0) {
                loss->people++;
                loss->interest +=
                    attendee->interests[k].weight * findings_overlap_count(problem, per, minutes);
            }
        }
    }
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (losses[e].people > 0) {
            report_missed(audit, (struct event_id){e}, &losses[e]);
        }
    }
    base_free(losses);
}

static int compare_descending(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a < b) - (a > b);
}

/* `wants`: the interest of each who attends, in any order. */
static void audit_event_seats(const struct audit *audit, struct event_id event, int64_t *wants,
                              size_t n)
{
    struct room_id room = findings_room(audit, event);
    int64_t capacity = room.v == ID_NONE ? -1 : audit->problem->rooms[room.v].capacity;
    if (n == 0 || capacity < 0 || (int64_t)n <= capacity) {
        return;
    }
    qsort(wants, n, sizeof(*wants), compare_descending);
    int64_t lost = 0, outside = (int64_t)n - capacity;
    for (size_t i = (size_t)capacity; i < n; i++) {
        lost += wants[i];
    }
    struct interval span = findings_span(audit, event);
    const char *per = findings_text_param(audit->setting, "per", "auto");
    lost *= findings_overlap_count(audit->problem, per, span.to_min - span.from_min);
    struct violation violation = findings_one(audit, event, lost);
    violation.message = arena_print(
        &audit->score->arena,
        "%s draws %zu attendees, but %s has %lld seat%s: %lld stand%s outside.",
        findings_title(audit, event), n, findings_room_name(audit, room), (long long)capacity,
        capacity == 1 ? "" : "s", (long long)outside, outside == 1 ? "s" : "");
    rule_report(audit, audit->setting->strength, violation);
}

/* That somebody attends the event, with that much interest. */
struct seat {
    struct event_id event;
    int64_t interest;
};

static int compare_seats(const void *left, const void *right)
{
    const struct seat *a = left, *b = right;
    return (a->event.v > b->event.v) - (a->event.v < b->event.v);
}

static void audit_seats(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    VEC(struct seat) seats = {0};
    VEC(int64_t) wants = {0};
    for (uint32_t i = 0; i < problem->n_attendees; i++) {
        const struct attendee *attendee = &problem->attendees[i];
        for (uint32_t k = 0; k < attendee->n_interests; k++) {
            struct seat seat = {attendee->interests[k].event, attendee->interests[k].weight};
            if (findings_is_placed(audit, seat.event) && missed_minutes(audit, attendee, k) == 0) {
                vec_push(&seats, seat);
            }
        }
    }
    if (seats.n > 1) {
        qsort(seats.v, seats.n, sizeof(*seats.v), compare_seats);
    }
    for (size_t i = 0; i < seats.n; i++) {
        vec_push(&wants, seats.v[i].interest);
        if (i + 1 == seats.n || seats.v[i + 1].event.v != seats.v[i].event.v) {
            audit_event_seats(audit, seats.v[i].event, wants.v, wants.n);
            vec_clear(&wants);
        }
    }
    vec_free(&seats);
    vec_free(&wants);
}

/* ---- audit ------------------------------------------------------------------------- */

static int compare_pairs(const void *left, const void *right)
{
    const struct lost_pair *a = left, *b = right;
    if (a->first.v != b->first.v) {
        return a->first.v < b->first.v ? -1 : 1;
    }
    return (a->second.v > b->second.v) - (a->second.v < b->second.v);
}

static void audit_pairs(const struct audit *audit, bool utility)
{
    const struct problem *problem = audit->problem;
    struct lost_pairs pairs = {0};
    for (uint32_t i = 0; i < problem->n_attendees && !utility; i++) {
        add_losses(audit, &problem->attendees[i], &pairs);
    }
    drop_chance(audit, &pairs);
    add_all_given(audit, &pairs);
    if (pairs.n > 1) {
        qsort(pairs.v, pairs.n, sizeof(*pairs.v), compare_pairs);
    }
    for (size_t i = 0; i < pairs.n; i++) {
        if (pairs.v[i].loss.people > 0) {
            report_pair(audit, pairs.v[i].first, pairs.v[i].second, &pairs.v[i].loss);
        }
    }
    pair_table_free(&pairs.table);
    vec_free(&pairs);
}

static void audit_rule(const struct audit *audit)
{
    bool utility = strcmp(findings_text_param(audit->setting, "mode", "pairs"), "utility") == 0;
    audit_pairs(audit, utility);
    if (utility) {
        audit_missed(audit);
    }
    if (utility && flag_param(audit->setting, "seats")) {
        audit_seats(audit);
    }
}

const struct rule rule_attendee_clash = {
    .id = "attendee-clash",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_SOFT, 1},
    .sentence = "What an attendee wants to see does not run at the same time.",
    .formula =
        "mode pairs: for each attendee and each pair of wanted events that overlap: the smaller of "
        "the two interests (1 each where a plain list is given), once where pairs are counted, "
        "else for each tick that they overlap, or once where they are in different rooms of one "
        "session; significance drops pairs; mode utility: for each attendee and each wanted event "
        "that overlaps one that he wants more (of equal ones: that is listed before it): his "
        "interest in it, once or for each tick of that (window is auto); seats: of those who "
        "attend an event, missing nothing they want more for it, the weakest interests beyond the "
        "room's capacity, once or for each tick of the event; in both modes, for each pair named "
        "by `clash`, likewise: its number (the larger, where both events name each other); reports "
        "add attendees up and never name them",
    .unit = "point of interest lost",
    .example = "attendees:\n"
               "  - {id: a1, interest: {pvh: 80, bof-audio: 40}}\n"
               "rules: {attendee-clash: 1}\n",
    .origin = "CoSPLib, the Xen Project's session scheduler, EMF, sessionizer",
    .params = params,
    .n_params = BASE_COUNT(params),
    .is_about_pairs = is_about_pairs,
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .compile = compile_rule,
    .audit = audit_rule,
};
