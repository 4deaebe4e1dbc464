/* What an attendee wants to see is not parallel.
 *
 * Per attendee, pairs of wanted events that overlap cost weight · min(interest). With the distinct
 * interests θ_1 < θ_2 < …, min(x, y) = Σ_k (θ_k − θ_{k−1}) · [x ≥ θ_k] · [y ≥ θ_k]; so, per k and
 * time t, with n = Σ_{e of interest ≥ θ_k} [e covers t]: cost weight · (θ_k − θ_{k−1}) · n(n−1)/2.
 * Attendees who want the same are one with a larger weight. Hard: n ≤ 1 over all that an attendee
 * wants. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <stdlib.h>
#include <string.h>

static const struct rule_param params[] = {KEYS_PER("auto")};

/* ---- compile --------------------------------------------------------------- */

/* An attendee's interests, least first; then by event, so that equal attendees compare equal. */
struct wants {
    struct interest *v;
    uint32_t n;
};

static int compare_interest(const void *left, const void *right)
{
    const struct interest *a = left;
    const struct interest *b = right;
    if (a->weight != b->weight) {
        return a->weight < b->weight ? -1 : 1;
    }
    return (a->event.v > b->event.v) - (a->event.v < b->event.v);
}

static int compare_wants(const void *left, const void *right)
{
    const struct wants *a = left;
    const struct wants *b = right;
    if (a->n != b->n) {
        return a->n < b->n ? -1 : 1;
    }
    for (uint32_t i = 0; i < a->n; i++) {
        int order = compare_interest(&a->v[i], &b->v[i]);
        if (order != 0) {
            return order;
        }
    }
    return 0;
}

static struct wants *sort_wants(struct arena *arena, const struct problem *problem)
{
    struct wants *wants = arena_array(arena, problem->n_attendees, sizeof(*wants));
    for (uint32_t i = 0; i < problem->n_attendees; i++) {
        const struct attendee *attendee = &problem->attendees[i];
        wants[i].n = attendee->n_interests;
        wants[i].v =
            arena_copy(arena, attendee->interests, attendee->n_interests * sizeof(struct interest));
        if (wants[i].n > 0) {
            qsort(wants[i].v, wants[i].n, sizeof(struct interest), compare_interest);
        }
    }
    if (problem->n_attendees > 0) {
        qsort(wants, problem->n_attendees, sizeof(*wants), compare_wants);
    }
    return wants;
}

/* One threshold after the other: what is wanted less drops out at the front. */
static void compile_wants(const struct compile *compile, const struct wants *wants,
                          int64_t attendees)
{
    VEC(struct member) members = {0};
    enum terms_per per = terms_per_of(compile->setting, TERMS_AUTO);
    int64_t below = 0;
    for (uint32_t i = 0; i < wants->n; i++) {
        struct member member = {{wants->v[i].event.v}, {ID_NONE}, 0};
        vec_push(&members, member);
    }
    if (compile->setting->strength.kind == STRENGTH_HARD) {
        terms_forbid_overlap(compile, members.v, wants->n, ORIGIN_NONE);
        vec_free(&members);
        return;
    }
    for (uint32_t i = 0; i < wants->n; i++) {
        int64_t step = wants->v[i].weight - below;
        if (step > 0) {
            terms_charge_overlap(compile, members.v + i, wants->n - i,
                                 compile->setting->strength.weight * step * attendees, per,
                                 ORIGIN_NONE);
            below = wants->v[i].weight;
        }
    }
    vec_free(&members);
}

/* Where one indicator a pair is needed, all attendees share it. */
static void compile_pairs(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    uint32_t n = problem->n_events;
    int64_t *lost = base_alloc_zero((size_t)n * n, sizeof(*lost));
    for (uint32_t i = 0; i < problem->n_attendees; i++) {
        const struct attendee *attendee = &problem->attendees[i];
        for (uint32_t j = 0; j < attendee->n_interests; j++) {
            for (uint32_t k = j + 1; k < attendee->n_interests; k++) {
                const struct interest *a = &attendee->interests[j];
                const struct interest *b = &attendee->interests[k];
                size_t pair = a->event.v < b->event.v ? (size_t)a->event.v * n + b->event.v
                                                      : (size_t)b->event.v * n + a->event.v;
                lost[pair] += a->weight < b->weight ? a->weight : b->weight;
            }
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            struct strength strength = {STRENGTH_SOFT, lost[(size_t)i * n + k] *
                                                           compile->setting->strength.weight};
            if (strength.weight > 0) {
                terms_pair(compile, strength, (struct member){{i}, {ID_NONE}, 0},
                           (struct member){{k}, {ID_NONE}, 0}, TERMS_PAIR, ORIGIN_NONE);
            }
        }
    }
    base_free(lost);
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    bool pairs = terms_per_of(compile->setting, TERMS_AUTO) == TERMS_PAIR && !problem->aligned;
    if (pairs && compile->setting->strength.kind == STRENGTH_SOFT) {
        compile_pairs(compile);
        return;
    }
    struct arena arena = ARENA_EMPTY;
    struct wants *wants = sort_wants(&arena, problem);
    for (uint32_t i = 0, next = 0; i < problem->n_attendees; i = next) {
        next = i + 1;
        while (next < problem->n_attendees && compare_wants(&wants[i], &wants[next]) == 0) {
            next++;
        }
        compile_wants(compile, &wants[i], next - i);
    }
    arena_free(&arena);
}

/* ---- audit ----------------------------------------------------------------- */

/* Interest that is lost between two events, over all attendees, and of how many. */
struct loss {
    int64_t interest;
    uint32_t attendees;
};

/* Adds what one attendee misses: entry (first, second), first < second, of a square of losses. */
static void add_losses(const struct audit *audit, const struct attendee *attendee,
                       struct loss *losses)
{
    const struct interest *wanted = attendee->interests;
    for (uint32_t i = 0; i < attendee->n_interests; i++) {
        for (uint32_t k = 0; k < attendee->n_interests; k++) {
            struct event_id first = wanted[i].event;
            struct event_id second = wanted[k].event;
            if (first.v >= second.v || !findings_is_placed(audit, first) ||
                !findings_is_placed(audit, second) ||
                findings_shared_min(audit, first, second) == 0) {
                continue;
            }
            struct loss *loss = losses + (size_t)first.v * audit->problem->n_events + second.v;
            loss->attendees++;
            loss->interest +=
                wanted[k].weight < wanted[i].weight ? wanted[k].weight : wanted[i].weight;
        }
    }
}

/* Names events only, never attendees. */
static void report(const struct audit *audit, struct event_id a, struct event_id b,
                   const struct loss *loss)
{
    const char *per = findings_text_param(audit->setting, "per", "auto");
    int32_t shared_min = findings_shared_min(audit, a, b);
    int64_t count = loss->interest * findings_overlap_count(audit->problem, per, shared_min);
    struct violation violation = findings_two(audit, a, b, count);
    violation.message = arena_print(
        &audit->score->arena, "%u attendee%s to see both %s and %s, but both run at %s.",
        (unsigned)loss->attendees, loss->attendees == 1 ? " wants" : "s want",
        findings_title(audit, a), findings_title(audit, b),
        findings_when(audit, violation.span.from_min));
    rule_report(audit, audit->setting->strength, violation);
}

static void audit_rule(const struct audit *audit)
{
    uint32_t n = audit->problem->n_events;
    struct loss *losses = base_alloc_zero((size_t)n * n, sizeof(*losses));
    for (uint32_t i = 0; i < audit->problem->n_attendees; i++) {
        add_losses(audit, &audit->problem->attendees[i], losses);
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            const struct loss *loss = &losses[(size_t)i * n + k];
            if (loss->attendees > 0) {
                report(audit, (struct event_id){i}, (struct event_id){k}, loss);
            }
        }
    }
    base_free(losses);
}

const struct rule rule_attendee_clash = {
    .id = "attendee-clash",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_SOFT, 1},
    .sentence = "What an attendee wants to see does not run at the same time.",
    .formula = "for each attendee and each pair of wanted events that overlap: the smaller of the "
               "two interests (1 "
               "each where a plain list is given), once where pairs are counted, else for each "
               "tick that they "
               "overlap; reports add attendees up and never name them",
    .unit = "point of interest lost",
    .example = "attendees:\n"
               "  - {id: a1, interest: {pvh: 80, bof-audio: 40}}\n"
               "rules: {attendee-clash: 1}\n",
    .origin = "CoSPLib, the Xen Project's session scheduler, EMF, sessionizer",
    .params = params,
    .n_params = BASE_COUNT(params),
    .is_about_pairs = rule_about_overlaps,
    .compile = compile_rule,
    .audit = audit_rule,
};
