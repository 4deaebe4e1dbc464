/* Members that overlap are forbidden, or charged in pairs or pairs and ticks. */
#include "rules/terms.h"

#include <stdlib.h>

/* Opens a term that counts the two that cover t; false, with nothing open, when not both can. */
static bool begin_covering(const struct compile *compile, const struct member pair[2],
                           int32_t t_min, struct origin origin)
{
    struct model *model = compile->model;
    struct literal first = model_member_covers(model, pair[0], t_min);
    struct literal second = model_member_covers(model, pair[1], t_min);
    if (model_literal_count(model, first) == 0 || model_literal_count(model, second) == 0) {
        return false;
    }
    origin.at_min = t_min;
    model_term_begin(model, compile->rule, origin);
    model_term_add(model, 1, first);
    model_term_add(model, 1, second);
    return true;
}

void terms_forbid_beside(const struct compile *compile, const struct member *members,
                         uint32_t n_heads, uint32_t n, struct origin origin)
{
    struct timeline timeline = {
        .kind = TIMELINE_AT_MOST,
        .rule = compile->rule,
        .level = ID_NONE,
        .n_heads = n_heads,
        .most = 1,
        .origin = origin,
    };
    model_add_timeline(compile->model, timeline, members, n);
}

void terms_forbid_overlap(const struct compile *compile, const struct member *members, uint32_t n,
                          struct origin origin)
{
    terms_forbid_beside(compile, members, n, n, origin);
}

static void charge_all(const struct compile *compile, enum timeline_kind kind,
                       const struct member *members, uint32_t n, int64_t weight,
                       struct origin origin)
{
    struct timeline timeline = {
        .kind = kind,
        .rule = compile->rule,
        .level = compile->level,
        .n_heads = n,
        .weight = weight,
        .origin = origin,
    };
    model_add_timeline(compile->model, timeline, members, n);
}

/* Whether one of `starts` (sorted) lies inside an interval, past its own start. */
static bool any_within(const struct terms_times *starts, int32_t from_min, int32_t to_min)
{
    size_t low = 0, high = starts->n; /* the first past from_min */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool past = starts->v[middle] > from_min;
        high = past ? middle : high;
        low = past ? low : middle + 1;
    }
    return low < starts->n && starts->v[low] < to_min;
}

bool terms_start_together(const struct compile *compile, const struct member *members, uint32_t n)
{
    struct terms_times starts = {0};
    for (uint32_t i = 0; i < n; i++) {
        terms_add_starts(compile, members[i], &starts);
    }
    terms_sort_times(&starts);
    bool together = true;
    for (uint32_t i = 0; i < n && together; i++) {
        struct terms_times own = {0};
        int32_t length_min = model_member_length(compile->model, members[i]);
        terms_add_starts(compile, members[i], &own);
        for (size_t k = 0; k < own.n && together; k++) {
            together = !any_within(&starts, own.v[k], own.v[k] + length_min);
        }
        vec_free(&own);
    }
    vec_free(&starts);
    return together;
}

/* m_t = [a covers t] + [b covers t], for the times t at which both can run. */
static struct terms_ids list_meetings(const struct compile *compile, const struct member pair[2],
                                      struct origin origin)
{
    struct terms_ids terms = {0};
    struct terms_times times = terms_meeting_times(compile, pair, 2);
    for (size_t i = 0; i < times.n; i++) {
        if (begin_covering(compile, pair, times.v[i], origin)) {
            vec_push(&terms, model_term_end_count(compile->model));
        }
    }
    vec_free(&times);
    return terms;
}

/* weight · [Σ_t [m_t ≥ 2] ≥ 1]. */
static void charge_pair_once(const struct compile *compile, const struct member pair[2],
                             int64_t weight, struct origin origin)
{
    struct terms_ids terms = list_meetings(compile, pair, origin);
    terms_charge_any(compile, terms.v, (uint32_t)terms.n, weight, origin);
    vec_free(&terms);
}

static struct event_id event_of(const struct compile *compile, struct member member)
{
    return compile->model->choices.v[member.choice.v].event;
}

struct term_id terms_count_meetings(const struct compile *compile, struct member a, struct member b)
{
    struct member pair[2] = {a, b};
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = event_of(compile, a);
    origin.events[1] = event_of(compile, b);
    struct terms_ids terms = list_meetings(compile, pair, origin);
    struct term_id all = {ID_NONE};
    if (terms.n > 0) {
        model_term_begin(compile->model, compile->rule, origin);
        for (size_t i = 0; i < terms.n; i++) {
            model_term_add_at_least(compile->model, 1, terms.v[i], 2);
        }
        all = model_term_end_count(compile->model);
    }
    vec_free(&terms);
    return all;
}

static void charge_pairs(const struct compile *compile, const struct member *members, uint32_t n,
                         int64_t weight, struct origin origin)
{
    if (terms_start_together(compile, members, n)) {
        charge_all(compile, TIMELINE_STARTS, members, n, weight, origin);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            struct member pair[2] = {members[i], members[k]};
            origin.events[0] = event_of(compile, members[i]);
            origin.events[1] = event_of(compile, members[k]);
            charge_pair_once(compile, pair, weight, origin);
        }
    }
}

void terms_charge_overlap(const struct compile *compile, const struct member *members, uint32_t n,
                          int64_t weight, enum terms_per per, struct origin origin)
{
    if (n < 2 || weight == 0) {
        return;
    }
    if (per == TERMS_TICK || (per == TERMS_AUTO && !compile->problem->aligned)) {
        charge_all(compile, TIMELINE_TICKS, members, n, weight, origin);
    } else {
        charge_pairs(compile, members, n, weight, origin);
    }
}

void terms_overlap(const struct compile *compile, struct strength strength,
                   const struct member *members, uint32_t n, enum terms_per per,
                   struct origin origin)
{
    if (strength.kind == STRENGTH_HARD) {
        terms_forbid_overlap(compile, members, n, origin);
    } else if (strength.kind == STRENGTH_SOFT) {
        terms_charge_overlap(compile, members, n, strength.weight, per, origin);
    }
}

void terms_pair(const struct compile *compile, struct strength strength, struct member a,
                struct member b, enum terms_per per, struct origin origin)
{
    struct member pair[2] = {a, b};
    origin.events[0] = event_of(compile, a);
    origin.events[1] = event_of(compile, b);
    terms_overlap(compile, strength, pair, 2, per, origin);
}

static int compare_classed(const void *left, const void *right)
{
    const struct terms_classed *a = left;
    const struct terms_classed *b = right;
    if (a->of != b->of) {
        return a->of < b->of ? -1 : 1;
    }
    return (a->event.v > b->event.v) - (a->event.v < b->event.v);
}

/* The two start together: forbidden, or `weight` once. */
static void part_pair(const struct compile *compile, struct member a, struct member b,
                      int64_t weight)
{
    struct terms_times starts = {0};
    struct terms_ids counts = {0};
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = event_of(compile, a);
    origin.events[1] = event_of(compile, b);
    terms_add_starts(compile, a, &starts);
    terms_sort_times(&starts);
    for (size_t k = 0; k < starts.n; k++) {
        int32_t t_min = starts.v[k];
        struct room_id any = {ID_NONE};
        struct literal second = model_literal_between(b.choice, t_min, t_min + 1, any);
        if (model_literal_count(compile->model, second) == 0) {
            continue;
        }
        model_term_begin(compile->model, compile->rule, origin);
        model_term_add(compile->model, 1, model_literal_between(a.choice, t_min, t_min + 1, any));
        model_term_add(compile->model, 1, second);
        if (compile->setting->strength.kind == STRENGTH_HARD) {
            model_term_end_range(compile->model, INT64_MIN, 1);
        } else {
            vec_push(&counts, model_term_end_count(compile->model));
        }
    }
    terms_charge_any(compile, counts.v, (uint32_t)counts.n, weight, origin);
    vec_free(&starts);
    vec_free(&counts);
}

/* Members of one length: those that start together are forbidden, or cost `weight` a pair. */
static void part_starts(const struct compile *compile, const struct member *members, uint32_t n,
                        int64_t weight)
{
    bool hard = compile->setting->strength.kind == STRENGTH_HARD;
    if (!terms_start_together(compile, members, n)) {
        for (uint32_t i = 0; i < n; i++) {
            for (uint32_t k = i + 1; k < n; k++) {
                part_pair(compile, members[i], members[k], weight);
            }
        }
    } else if (hard) {
        terms_forbid_overlap(compile, members, n, ORIGIN_NONE);
    } else if (weight > 0) {
        charge_all(compile, TIMELINE_STARTS, members, n, weight, ORIGIN_NONE);
    }
}

/* The members of a class, by length: only what starts and ends together counts. */
static void part_lengths(const struct compile *compile, const struct member *members, uint32_t n,
                         enum terms_per per)
{
    const struct problem *problem = compile->problem;
    bool pairs = per == TERMS_PAIR || (per == TERMS_AUTO && problem->aligned);
    VEC(struct member) alike = {0};
    for (uint32_t i = 0; i < n; i++) {
        struct event_id event = event_of(compile, members[i]);
        int32_t length_min = problem->events[event.v].duration_min;
        bool first = true;
        vec_clear(&alike);
        for (uint32_t k = 0; k < n; k++) {
            struct event_id other = event_of(compile, members[k]);
            bool is_alike = problem->events[other.v].duration_min == length_min;
            first = first && (k >= i || !is_alike);
            if (is_alike) {
                vec_push(&alike, members[k]);
            }
        }
        int64_t count = pairs ? 1 : terms_event_ticks(problem, event);
        if (first && alike.n > 1) {
            part_starts(compile, alike.v, (uint32_t)alike.n,
                        compile->setting->strength.weight * count);
        }
    }
    vec_free(&alike);
}

static void part_class(const struct compile *compile, const struct member *members, uint32_t n)
{
    enum terms_per per = terms_per_of(compile->setting, TERMS_AUTO);
    if (terms_is_beside_start(compile->setting)) {
        part_lengths(compile, members, n, per);
    } else {
        terms_overlap(compile, compile->setting->strength, members, n, per, ORIGIN_NONE);
    }
}

void terms_part_classes(const struct compile *compile, struct terms_classes *classes)
{
    VEC(struct member) members = {0};
    if (classes->n > 0) {
        qsort(classes->v, classes->n, sizeof(*classes->v), compare_classed);
    }
    for (size_t i = 0; i < classes->n; i++) {
        struct member member = {{classes->v[i].event.v}, {ID_NONE}, 0};
        if (members.n == 0 || members.v[members.n - 1].choice.v != member.choice.v) {
            vec_push(&members, member);
        }
        if (i + 1 == classes->n || classes->v[i + 1].of != classes->v[i].of) {
            part_class(compile, members.v, (uint32_t)members.n);
            vec_clear(&members);
        }
    }
    vec_free(&members);
}
