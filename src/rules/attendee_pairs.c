/* attendee-clash in pairs: what one attendee wants and runs in parallel costs min(interest).
 *
 * With the distinct interests θ_1 < θ_2 < …, min(x, y) = Σ_k (θ_k − θ_{k−1}) · [x ≥ θ_k] · [y ≥
 * θ_k]; so, per k and time t, with n = Σ_{e of interest ≥ θ_k} [e covers t]: cost weight · (θ_k −
 * θ_{k−1}) · n(n−1)/2. Attendees who want the same are one with a larger weight. Hard: n ≤ 1 over
 * all that an attendee wants. Where not all pairs count alike (a filter, or one indicator a pair is
 * needed), each pair is its own, and all attendees share it; per window as
 * in rules/cells.c. */
#include "rules/attendee_clash.h"

#include "core/significance.h"
#include "rules/cells.h"
#include "rules/terms.h"

/* [n_events²], entry (first, second), first < second. */
struct square {
    uint32_t n; /* events */
    struct pair {
        int64_t lost; /* interest */
        uint32_t both;
    } * pairs;
};

static struct square make_square(const struct problem *problem)
{
    size_t n = problem->n_events;
    return (struct square){problem->n_events, base_alloc_zero(n * n, sizeof(struct pair))};
}

static struct pair *pair_of(const struct square *square, struct event_id a, struct event_id b)
{
    uint32_t first = a.v < b.v ? a.v : b.v, second = a.v < b.v ? b.v : a.v;
    return &square->pairs[(size_t)first * square->n + second];
}

static void charge_square(const struct compile *compile, const struct square *square,
                          enum terms_per per)
{
    for (uint32_t i = 0; i < square->n; i++) {
        for (uint32_t k = i + 1; k < square->n; k++) {
            const struct pair *pair = &square->pairs[(size_t)i * square->n + k];
            struct strength strength = compile->setting->strength;
            strength.weight *= pair->lost;
            if (pair->lost > 0 && terms_is_per_window(compile->setting)) {
                cells_pair(compile, strength, (struct event_id){i}, (struct event_id){k});
            } else if (pair->lost > 0) {
                terms_pair(compile, strength, attendance_member((struct event_id){i}),
                           attendance_member((struct event_id){k}), per, ORIGIN_NONE);
            }
        }
    }
}

/* ---- given numbers ------------------------------------------------------------- */

/* Said of both events, the larger number counts. */
void attendee_pairs_compile_given(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct square square = make_square(problem);
    bool any = false;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct value *clash = attrs_find(&problem->events[e].attrs, "clash");
        for (uint32_t i = 0; clash != NULL && i < clash->as.weights.n; i++) {
            const struct weight_entry *entry = &clash->as.weights.v[i];
            struct pair *pair =
                pair_of(&square, (struct event_id){e}, (struct event_id){entry->index});
            pair->lost = entry->weight > pair->lost ? entry->weight : pair->lost;
            any = true;
        }
    }
    if (any) {
        charge_square(compile, &square, terms_per_of(compile->setting, TERMS_AUTO));
    }
    base_free(square.pairs);
}

/* ---- attendees, pair by pair ------------------------------------------------------ */

static void add_attendee(const struct square *square, const struct attendee *attendee,
                         uint32_t *wanted)
{
    for (uint32_t j = 0; j < attendee->n_interests; j++) {
        const struct interest *a = &attendee->interests[j];
        wanted[a->event.v]++;
        for (uint32_t k = j + 1; k < attendee->n_interests; k++) {
            const struct interest *b = &attendee->interests[k];
            struct pair *pair = pair_of(square, a->event, b->event);
            pair->lost += a->weight < b->weight ? a->weight : b->weight;
            pair->both++;
        }
    }
}

static void compile_each(const struct compile *compile, int64_t significance)
{
    const struct problem *problem = compile->problem;
    struct square square = make_square(problem);
    uint32_t *wanted = base_alloc_zero(problem->n_events, sizeof(*wanted));
    for (uint32_t i = 0; i < problem->n_attendees; i++) {
        add_attendee(&square, &problem->attendees[i], wanted);
    }
    for (uint32_t i = 0; i < square.n; i++) {
        for (uint32_t k = i + 1; k < square.n; k++) {
            struct pair *pair = &square.pairs[(size_t)i * square.n + k];
            if (pair->both > 0 && !significance_holds(problem->n_attendees, wanted[i], wanted[k],
                                                      pair->both, significance)) {
                pair->lost = 0;
            }
        }
    }
    charge_square(compile, &square, terms_per_of(compile->setting, TERMS_AUTO));
    base_free(wanted);
    base_free(square.pairs);
}

/* ---- attendees, interest by interest ------------------------------------------------ */

/* One threshold after the other: what is wanted less drops out at the front. */
static void compile_wants(const struct compile *compile, const struct attendance_wants *wants)
{
    VEC(struct member) members = {0};
    enum terms_per per = terms_per_of(compile->setting, TERMS_AUTO);
    int64_t below = 0;
    for (uint32_t i = 0; i < wants->n; i++) {
        vec_push(&members, attendance_member(wants->v[i].event));
    }
    bool hard = compile->setting->strength.kind == STRENGTH_HARD;
    if (hard) {
        terms_forbid_overlap(compile, members.v, wants->n, ORIGIN_NONE);
    }
    for (uint32_t i = 0; i < wants->n && !hard; i++) {
        int64_t step = wants->v[i].weight - below;
        if (step > 0) {
            terms_charge_overlap(compile, members.v + i, wants->n - i,
                                 compile->setting->strength.weight * step * wants->attendees, per,
                                 ORIGIN_NONE);
            below = wants->v[i].weight;
        }
    }
    vec_free(&members);
}

void attendee_pairs_compile(const struct compile *compile, int64_t significance)
{
    bool soft = compile->setting->strength.kind == STRENGTH_SOFT;
    bool once = terms_per_of(compile->setting, TERMS_AUTO) == TERMS_PAIR;
    if (significance > 0 || terms_is_per_window(compile->setting) ||
        (soft && once && !compile->problem->aligned)) {
        compile_each(compile, significance);
        return;
    }
    struct attendance attendance;
    attendance_init(&attendance, compile);
    for (uint32_t i = 0; i < attendance.n_wants; i++) {
        compile_wants(compile, &attendance.wants[i]);
    }
    attendance_free(&attendance);
}
