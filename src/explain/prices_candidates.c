#include "explain/prices.h"

#include "core/rule.h"
#include "explain/variant.h"

#include <stdlib.h>
#include <string.h>

/* An hour more; pairs of one rule, at most. */
enum { HOUR_MIN = 60, PAIRS_MOST = 2000, USUAL_WEIGHT = 20 };

struct lister {
    struct arena *arena;
    const struct problem *problem;
    const struct model *model;
    struct price_list *list;
};

static void add(const struct lister *lister, struct price price)
{
    prices_words_fill(lister->arena, lister->problem, &price);
    vec_push(lister->list, price);
}

static struct price price_of(enum price_kind kind, uint32_t rule)
{
    return (struct price){
        .kind = kind, .session = {ID_NONE}, .person = {ID_NONE}, .rule = rule, .exact = false};
}

/* ---- rooms -------------------------------------------------------------------- */

/* Minutes that the room is open in the session. */
static int64_t open_min(const struct problem *problem, struct session_id session,
                        struct room_id room)
{
    int64_t sum = 0;
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        if (window->session.v == session.v && window->room.v == room.v) {
            sum += window->span.to_min - window->span.from_min;
        }
    }
    return sum;
}

/* The room whose windows the other one gets: the one that is open longest. */
static struct room_id model_room(const struct problem *problem, struct session_id session)
{
    struct room_id best = {0};
    int64_t most = 0;
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        int64_t sum = open_min(problem, session, (struct room_id){r});
        if (sum > most) {
            most = sum;
            best.v = r;
        }
    }
    return best;
}

static bool is_span_known(const struct problem *problem, uint32_t session)
{
    const struct interval *span = &problem->sessions[session].span;
    bool known = false;
    for (uint32_t s = 0; s < session && !known; s++) {
        const struct interval *other = &problem->sessions[s].span;
        known = other->from_min == span->from_min && other->to_min == span->to_min;
    }
    return known;
}

static void list_rooms(const struct lister *lister)
{
    for (uint32_t s = 0; s < lister->problem->n_sessions; s++) {
        if (!is_span_known(lister->problem, s)) {
            struct price price = price_of(PRICE_ROOM, ID_NONE);
            price.session.v = s;
            price.span = lister->problem->sessions[s].span;
            add(lister, price);
        }
    }
}

static void add_room(struct arena *arena, struct problem *variant, struct session_id session)
{
    struct room_id like = model_room(variant, session);
    VEC(struct window) windows = {0};
    for (uint32_t w = 0; w < variant->n_windows; w++) {
        const struct window *window = &variant->windows[w];
        if (window->session.v == session.v && window->room.v == like.v) {
            vec_push(&windows, *window);
        }
    }
    (void)variant_add_room(arena, variant, "another room", windows.v, (uint32_t)windows.n);
    vec_free(&windows);
}

/* ---- hours -------------------------------------------------------------------- */

static int compare_intervals(const void *a, const void *b)
{
    const struct interval *x = a, *y = b;
    return x->from_min != y->from_min ? (x->from_min > y->from_min) - (x->from_min < y->from_min)
                                      : (x->to_min > y->to_min) - (x->to_min < y->to_min);
}

/* When any room is open: ascending, disjoint. */
static struct intervals list_open(const struct lister *lister)
{
    const struct problem *problem = lister->problem;
    struct interval *all = arena_array(lister->arena, problem->n_windows, sizeof(*all));
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        all[w] = problem->windows[w].span;
    }
    if (problem->n_windows > 0) {
        qsort(all, problem->n_windows, sizeof(*all), compare_intervals);
    }
    uint32_t n = 0;
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        if (n > 0 && all[w].from_min <= all[n - 1].to_min) {
            all[n - 1].to_min =
                all[w].to_min > all[n - 1].to_min ? all[w].to_min : all[n - 1].to_min;
        } else {
            all[n++] = all[w];
        }
    }
    return (struct intervals){all, n};
}

/* Up to an hour of the part [from, to) of an opening, which the person is not free in: at its begin
 * or at its end. */
static struct interval hour_of(struct interval gap, bool at_begin)
{
    if (at_begin && gap.to_min - gap.from_min > HOUR_MIN) {
        gap.to_min = gap.from_min + HOUR_MIN;
    } else if (gap.to_min - gap.from_min > HOUR_MIN) {
        gap.from_min = gap.to_min - HOUR_MIN;
    }
    return gap;
}

/* For vec.h. */
struct spans {
    struct interval *v;
    size_t n, cap;
};

/* The open times in which the person is not free, in pieces as long as can be. */
static void list_gaps(struct intervals open, struct intervals free, struct spans *gaps)
{
    vec_clear(gaps);
    for (uint32_t o = 0; o < open.n; o++) {
        int32_t from_min = open.v[o].from_min;
        for (uint32_t f = 0; f < free.n && from_min < open.v[o].to_min; f++) {
            if (free.v[f].to_min <= from_min || free.v[f].from_min >= open.v[o].to_min) {
                continue;
            }
            if (free.v[f].from_min > from_min) {
                struct interval gap = {from_min, free.v[f].from_min};
                vec_push(gaps, gap);
            }
            from_min = free.v[f].to_min;
        }
        if (from_min < open.v[o].to_min) {
            struct interval gap = {from_min, open.v[o].to_min};
            vec_push(gaps, gap);
        }
    }
}

/* The hours of opening next to their free times: before each, and after it. */
static void list_hours_of(const struct lister *lister, struct person_id person,
                          const struct spans *gaps)
{
    const struct intervals free = lister->problem->people[person.v].free;
    struct spans hours = {0};
    for (uint32_t f = 0; f < free.n; f++) {
        const struct interval *before = NULL, *after = NULL;
        for (size_t g = 0; g < gaps->n; g++) {
            before = gaps->v[g].to_min <= free.v[f].from_min ? &gaps->v[g] : before;
            after = after == NULL && gaps->v[g].from_min >= free.v[f].to_min ? &gaps->v[g] : after;
        }
        if (before != NULL) {
            vec_push(&hours, hour_of(*before, false));
        }
        if (after != NULL) {
            vec_push(&hours, hour_of(*after, true));
        }
    }
    if (hours.n > 0) {
        qsort(hours.v, hours.n, sizeof(*hours.v), compare_intervals);
    }
    for (size_t i = 0; i < hours.n; i++) {
        if (i == 0 || compare_intervals(&hours.v[i - 1], &hours.v[i]) != 0) {
            struct price price = price_of(PRICE_HOUR, ID_NONE);
            price.person = person;
            price.span = hours.v[i];
            add(lister, price);
        }
    }
    vec_free(&hours);
}

static void list_hours(const struct lister *lister)
{
    const struct problem *problem = lister->problem;
    struct intervals open = list_open(lister);
    bool *speaks = arena_array(lister->arena, problem->n_people, sizeof(*speaks));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        for (uint32_t i = 0; i < event->n_people && !event->fixed; i++) {
            speaks[event->people[i].v] = true;
        }
    }
    struct spans gaps = {0};
    for (uint32_t p = 0; p < problem->n_people; p++) {
        if (speaks[p] && !problem->people[p].always_free) {
            list_gaps(open, problem->people[p].free, &gaps);
            list_hours_of(lister, (struct person_id){p}, &gaps);
        }
    }
    vec_free(&gaps);
}

/* ---- demands ------------------------------------------------------------------ */

bool prices_candidates_is_demand(const struct problem *problem, uint32_t rule)
{
    /* Nobody is in two places at once, nor two talks in one room; free times are hours. */
    static const char *const facts[] = {"unscheduled", "room-clash", "speaker-clash",
                                        "speaker-available"};
    const struct rule_setting *setting = &problem->settings[rule];
    bool hard = setting->strength.kind == STRENGTH_HARD;
    for (uint32_t g = 0; setting->by_tag_group != NULL && g < problem->n_tag_groups; g++) {
        hard = hard || setting->by_tag_group[g].kind == STRENGTH_HARD;
    }
    hard = hard && !rule_table_at(rule)->structural;
    for (size_t i = 0; i < BASE_COUNT(facts) && hard; i++) {
        hard = strcmp(rule_table_at(rule)->id, facts[i]) != 0;
    }
    return hard;
}

void prices_candidates_soften(struct problem *variant, uint32_t rule, int64_t weight)
{
    struct rule_setting *setting = &variant->settings[rule];
    struct strength wish = {STRENGTH_SOFT, weight};
    for (uint32_t g = 0; setting->by_tag_group != NULL && g < variant->n_tag_groups; g++) {
        if (setting->by_tag_group[g].kind == STRENGTH_HARD) {
            setting->by_tag_group[g] = wish;
        }
    }
    if (setting->strength.kind == STRENGTH_HARD) {
        setting->strength = wish;
    }
}

static void list_placement_rule(const struct lister *lister, uint32_t r)
{
    const struct problem *problem = lister->problem;
    const struct rule *rule = rule_table_at(r);
    for (uint32_t e = 0; e < problem->n_events; e++) {
        struct event_id event = {e};
        if (!problem->events[e].fixed && !problem_is_quiet(&problem->settings[r], event) &&
            (rule->concerns == NULL || rule->concerns(problem, event))) {
            struct price price = price_of(PRICE_EVENT, r);
            price.events[price.n_events++] = event;
            add(lister, price);
        }
    }
}

/* Whom a rule about several events binds, from the model that it makes. */
struct bound_by {
    const struct lister *lister;
    uint32_t rule;
    bool any;
    bool *people; /* [n_people] */
    VEC(uint64_t) pairs;
};

static void add_pair(struct bound_by *bound, uint32_t a, uint32_t b)
{
    const struct event *events = bound->lister->problem->events;
    if (a != b && !(events[a].fixed && events[b].fixed) &&
        bound->pairs.n < (size_t)4 * PAIRS_MOST) {
        vec_push(&bound->pairs, (uint64_t)(a < b ? a : b) << 32 | (a < b ? b : a));
    }
}

static void read_terms(struct bound_by *bound)
{
    const struct model *model = bound->lister->model;
    for (size_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        if (term->rule != bound->rule || term->kind != TERM_RANGE) {
            continue;
        }
        bound->any = true;
        if (term->origin.person.v != ID_NONE) {
            bound->people[term->origin.person.v] = true;
        }
        if (term->origin.events[1].v != ID_NONE) {
            add_pair(bound, term->origin.events[0].v, term->origin.events[1].v);
        }
    }
}

static void read_timelines(struct bound_by *bound)
{
    const struct model *model = bound->lister->model;
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        if (timeline->rule != bound->rule || timeline->kind != TIMELINE_AT_MOST) {
            continue;
        }
        bound->any = true;
        if (timeline->origin.person.v != ID_NONE) {
            bound->people[timeline->origin.person.v] = true;
        }
        const struct member *members = &model->members.v[timeline->first];
        uint32_t n_heads = timeline->most == 1 ? timeline->n_heads : 0;
        for (uint32_t i = 0; i < n_heads; i++) {
            for (uint32_t k = i + 1; k < timeline->n; k++) {
                add_pair(bound, members[i].choice.v, members[k].choice.v);
            }
        }
    }
}

static int compare_pairs(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void list_pairs(const struct lister *lister, struct bound_by *bound)
{
    const struct rule_setting *setting = &lister->problem->settings[bound->rule];
    if (bound->pairs.n > 0) {
        qsort(bound->pairs.v, bound->pairs.n, sizeof(*bound->pairs.v), compare_pairs);
    }
    uint32_t listed = 0;
    for (size_t i = 0; i < bound->pairs.n && listed < PAIRS_MOST; i++) {
        uint64_t pair = bound->pairs.v[i];
        struct price price = price_of(PRICE_PAIR, bound->rule);
        price.events[0].v = (uint32_t)(pair >> 32);
        price.events[1].v = (uint32_t)pair;
        price.n_events = 2;
        if ((i == 0 || bound->pairs.v[i - 1] != pair) &&
            problem_find_waiver(setting, price.events, 2) == NULL) {
            add(lister, price);
            listed++;
        }
    }
}

static struct bound_by read_bound(const struct lister *lister, uint32_t rule)
{
    struct bound_by bound = {.lister = lister, .rule = rule};
    bound.people = arena_array(lister->arena, lister->problem->n_people, sizeof(bool));
    read_terms(&bound);
    read_timelines(&bound);
    return bound;
}

static void list_together_rule(const struct lister *lister, uint32_t r, enum price_kind kind)
{
    const struct rule *rule = rule_table_at(r);
    struct bound_by bound = read_bound(lister, r);
    if (kind == PRICE_PAIR && rule->is_about_pairs != NULL &&
        rule->is_about_pairs(&lister->problem->settings[r])) {
        list_pairs(lister, &bound);
    }
    for (uint32_t p = 0; p < lister->problem->n_people; p++) {
        if (kind == PRICE_PERSON && rule->about == RULE_ABOUT_PERSON && bound.people[p]) {
            struct price price = price_of(PRICE_PERSON, r);
            price.person.v = p;
            add(lister, price);
        }
    }
    if (kind == PRICE_RULE && bound.any) {
        struct price price = price_of(PRICE_RULE, r);
        price.weight = rule->usual.kind == STRENGTH_SOFT ? rule->usual.weight : USUAL_WEIGHT;
        add(lister, price);
    }
    vec_free(&bound.pairs);
}

static bool concerns_any(const struct problem *problem, uint32_t r)
{
    const struct rule *rule = rule_table_at(r);
    bool any = false;
    for (uint32_t e = 0; e < problem->n_events && !any; e++) {
        any = !problem->events[e].fixed &&
              (rule->concerns == NULL || rule->concerns(problem, (struct event_id){e}));
    }
    return any;
}

static void list_rule(const struct lister *lister, uint32_t r, enum price_kind kind)
{
    const struct rule *rule = rule_table_at(r);
    if (rule->family == RULE_TOGETHER) {
        list_together_rule(lister, r, kind);
    } else if (kind == PRICE_EVENT) {
        list_placement_rule(lister, r);
    } else if (kind == PRICE_RULE && concerns_any(lister->problem, r)) {
        struct price price = price_of(PRICE_RULE, r);
        price.weight = rule->usual.kind == STRENGTH_SOFT ? rule->usual.weight : USUAL_WEIGHT;
        add(lister, price);
    }
}

void prices_candidates_list(struct arena *arena, const struct problem *problem,
                            const struct model *model, struct price_list *list)
{
    struct lister lister = {arena, problem, model, list};
    list_rooms(&lister);
    list_hours(&lister);
    for (int kind = PRICE_EVENT; kind <= PRICE_RULE; kind++) {
        for (uint32_t r = 0; r < rule_table_count(); r++) {
            if (prices_candidates_is_demand(problem, r)) {
                list_rule(&lister, r, (enum price_kind)kind);
            }
        }
    }
}

/* ---- the change --------------------------------------------------------------- */

struct problem prices_candidates_apply(struct arena *arena, const struct problem *problem,
                                       const struct price *price)
{
    struct problem variant = variant_create(arena, problem);
    switch (price->kind) {
    case PRICE_ROOM:
        add_room(arena, &variant, price->session);
        break;
    case PRICE_HOUR:
        variant_free_person(arena, &variant, price->person, price->span);
        break;
    case PRICE_EVENT:
    case PRICE_PAIR:
        variant_waive(arena, &variant, price->rule, price->events, price->n_events);
        break;
    case PRICE_PERSON:
        variant_spare_person(arena, &variant, price->rule, price->person);
        break;
    case PRICE_RULE:
        prices_candidates_soften(&variant, price->rule, price->weight);
        break;
    case PRICE_KINDS:
        BUG("kind %d", (int)price->kind);
    }
    return variant;
}
