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

#include <stdlib.h>

/* What is lost in pairs of events. */
struct losses {
    struct pair_table table;
    struct loss {
        struct event_id first, second;
        int64_t lost; /* interest */
        uint32_t both;
    } * v; /* by number of the pair */
    size_t n, cap;
};

static struct loss *loss_of(struct losses *losses, struct event_id a, struct event_id b)
{
    uint32_t number = pair_table_number(&losses->table, a, b);
    if (number == losses->n) {
        struct pair_of_events pair = losses->table.v[number];
        vec_push(losses, ((struct loss){pair.first, pair.second, 0, 0}));
    }
    return &losses->v[number];
}

static void free_losses(struct losses *losses)
{
    pair_table_free(&losses->table);
    vec_free(losses);
}

static int compare_losses(const void *left, const void *right)
{
    const struct loss *a = left, *b = right;
    if (a->first.v != b->first.v) {
        return a->first.v < b->first.v ? -1 : 1;
    }
    return (a->second.v > b->second.v) - (a->second.v < b->second.v);
}

/* In the order of the events; the numbers are lost. */
static void charge_losses(const struct compile *compile, struct losses *losses, enum terms_per per)
{
    if (losses->n > 1) {
        qsort(losses->v, losses->n, sizeof(*losses->v), compare_losses);
    }
    for (size_t i = 0; i < losses->n; i++) {
        const struct loss *loss = &losses->v[i];
        struct strength strength = compile->setting->strength;
        strength.weight *= loss->lost;
        if (loss->lost == 0 || loss->first.v == loss->second.v) {
            continue;
        }
        if (terms_is_per_window(compile->setting)) {
            cells_pair(compile, strength, loss->first, loss->second);
        } else {
            terms_pair(compile, strength, attendance_member(loss->first),
                       attendance_member(loss->second), per, ORIGIN_NONE);
        }
    }
}

/* ---- given numbers ------------------------------------------------------------- */

/* Said of both events, the larger number counts. */
void attendee_pairs_compile_given(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct losses losses = {0};
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct value *clash = attrs_find(&problem->events[e].attrs, "clash");
        for (uint32_t i = 0; clash != NULL && i < clash->as.weights.n; i++) {
            const struct weight_entry *entry = &clash->as.weights.v[i];
            struct loss *loss =
                loss_of(&losses, (struct event_id){e}, (struct event_id){entry->index});
            loss->lost = entry->weight > loss->lost ? entry->weight : loss->lost;
        }
    }
    charge_losses(compile, &losses, terms_per_of(compile->setting, TERMS_AUTO));
    free_losses(&losses);
}

/* ---- attendees, pair by pair ------------------------------------------------------ */

static void add_attendee(struct losses *losses, const struct attendee *attendee, uint32_t *wanted)
{
    for (uint32_t j = 0; j < attendee->n_interests; j++) {
        const struct interest *a = &attendee->interests[j];
        wanted[a->event.v]++;
        for (uint32_t k = j + 1; k < attendee->n_interests; k++) {
            const struct interest *b = &attendee->interests[k];
            struct loss *loss = loss_of(losses, a->event, b->event);
            loss->lost += a->weight < b->weight ? a->weight : b->weight;
            loss->both++;
        }
    }
}

static void compile_each(const struct compile *compile, int64_t significance)
{
    const struct problem *problem = compile->problem;
    struct losses losses = {0};
    uint32_t *wanted = base_alloc_zero(problem->n_events, sizeof(*wanted));
    for (uint32_t i = 0; i < problem->n_attendees; i++) {
        add_attendee(&losses, &problem->attendees[i], wanted);
    }
    for (size_t i = 0; i < losses.n; i++) {
        struct loss *loss = &losses.v[i];
        if (!significance_holds(problem->n_attendees, wanted[loss->first.v], wanted[loss->second.v],
                                loss->both, significance)) {
            loss->lost = 0;
        }
    }
    charge_losses(compile, &losses, terms_per_of(compile->setting, TERMS_AUTO));
    base_free(wanted);
    free_losses(&losses);
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
