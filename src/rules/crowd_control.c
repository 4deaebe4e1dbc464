/* Events at risk of crowding run in pairs.
 *
 * Where they can overlap only by starting together, per start t: n = Σ_e [e starts at t], cost
 * weight · f(n) with f(0) = f(2) = 0, f(1) = 1, f(n) = n above; hard: n = 2 · [n ≥ 2]. Elsewhere,
 * per pair, q_ef = Σ_t [[e covers t] + [f covers t] ≥ 2]; per event, p_e = Σ_f [q_ef ≥ 1], and cost
 * weight · max(0, [e is placed] − [p_e ≥ 1] + [p_e ≥ 2]), for who has company is placed; hard: that
 * difference is 0. f is neither convex nor concave, so ordered binaries are needed; risky events
 * are few. Where one may be alone, f(1) = 0, and of the difference [p_e ≥ 2] is left. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <string.h>

static const struct rule_param params[] = {
    {"alone", VALUE_FLAG, NULL, "false", "whether an event with none beside it is well, too"},
    KEYS_BESIDE,
};
static const struct rule_key keys[] = {
    {"crowding", RULE_ON_EVENT, VALUE_FLAG, "at risk of more listeners than there are seats"},
};

/* ---- compile --------------------------------------------------------------- */

struct risky {
    struct member *v;
    size_t n, cap;
};

static struct risky list_risky(const struct compile *compile)
{
    struct risky risky = {0};
    for (uint32_t i = 0; i < compile->problem->n_events; i++) {
        const struct value *crowding = attrs_find(&compile->problem->events[i].attrs, "crowding");
        if (crowding != NULL && crowding->as.flag) {
            struct member member = {{i}, {ID_NONE}, 0};
            vec_push(&risky, member);
        }
    }
    return risky;
}

static bool may_be_alone(const struct compile *compile)
{
    const struct value *alone = attrs_find(&compile->setting->params, "alone");
    return alone != NULL && alone->as.flag;
}

static int64_t cost_of_company(int64_t n, int64_t weight)
{
    return n == 1 || n > 2 ? weight * n : 0;
}

static int64_t cost_of_crowds(int64_t n, int64_t weight)
{
    return n > 2 ? weight * n : 0;
}

static void count_at(const struct compile *compile, const struct risky *risky, int32_t t_min)
{
    struct origin origin = ORIGIN_NONE;
    origin.at_min = t_min;
    model_term_begin(compile->model, compile->rule, origin);
    for (size_t i = 0; i < risky->n; i++) {
        model_term_add(
            compile->model, 1,
            model_literal_between(risky->v[i].choice, t_min, t_min + 1, (struct room_id){ID_NONE}));
    }
}

/* Times at which risky events start, when they overlap only then. */
static void compile_starts(const struct compile *compile, const struct risky *risky)
{
    struct model *model = compile->model;
    struct terms_times starts = {0};
    bool alone = may_be_alone(compile);
    for (size_t i = 0; i < risky->n; i++) {
        terms_add_starts(compile, risky->v[i], &starts);
    }
    terms_sort_times(&starts);
    for (size_t k = 0; k < starts.n; k++) {
        count_at(compile, risky, starts.v[k]);
        if (compile->setting->strength.kind == STRENGTH_SOFT) {
            model_term_end_cost(model, compile->level, alone ? cost_of_crowds : cost_of_company,
                                compile->setting->strength.weight);
            continue;
        }
        if (alone) {
            model_term_end_range(model, INT64_MIN, 2);
            continue;
        }
        struct term_id n = model_term_end_count(model);
        count_at(compile, risky, starts.v[k]);
        model_term_add_at_least(model, -2, n, 2);
        model_term_end_range(model, 0, 0);
    }
    vec_free(&starts);
}

/* How many others each event runs beside; [i * n + k]: of the pair. */
static void compile_event(const struct compile *compile, const struct risky *risky, size_t i,
                          const struct term_id *overlaps)
{
    struct model *model = compile->model;
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = (struct event_id){risky->v[i].choice.v};
    model_term_begin(model, compile->rule, origin);
    for (size_t k = 0; k < risky->n; k++) {
        struct term_id overlap = overlaps[i < k ? i * risky->n + k : k * risky->n + i];
        if (k != i && overlap.v != ID_NONE) {
            model_term_add_at_least(model, 1, overlap, 1);
        }
    }
    struct term_id others = model_term_end_count(model);
    model_term_begin(model, compile->rule, origin);
    if (!may_be_alone(compile)) {
        model_term_add(model, 1,
                       model_literal_between(risky->v[i].choice, CALENDAR_NO_TIME + 1, INT32_MAX,
                                             (struct room_id){ID_NONE}));
        model_term_add_at_least(model, -1, others, 1);
    }
    model_term_add_at_least(model, 1, others, 2);
    if (compile->setting->strength.kind == STRENGTH_SOFT) {
        model_term_end_cost(model, compile->level, model_cost_linear,
                            compile->setting->strength.weight);
    } else {
        model_term_end_range(model, INT64_MIN, 0);
    }
}

static void compile_pairs(const struct compile *compile, const struct risky *risky)
{
    size_t n = risky->n;
    struct term_id *overlaps = base_alloc_zero(n * n, sizeof(*overlaps));
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1; k < n; k++) {
            overlaps[i * n + k] = terms_count_meetings(compile, risky->v[i], risky->v[k]);
        }
    }
    for (size_t i = 0; i < n; i++) {
        compile_event(compile, risky, i, overlaps);
    }
    base_free(overlaps);
}

/* Only those of one length can start and end together. */
static void compile_lengths(const struct compile *compile, const struct risky *risky)
{
    const struct choice *choices = compile->model->choices.v;
    struct risky alike = {0};
    for (size_t i = 0; i < risky->n; i++) {
        int32_t length_min = choices[risky->v[i].choice.v].duration_min;
        bool first = true;
        vec_clear(&alike);
        for (size_t k = 0; k < risky->n; k++) {
            bool is_alike = choices[risky->v[k].choice.v].duration_min == length_min;
            first = first && (k >= i || !is_alike);
            if (is_alike) {
                vec_push(&alike, risky->v[k]);
            }
        }
        if (first) {
            compile_starts(compile, &alike);
        }
    }
    vec_free(&alike);
}

static void compile_rule(const struct compile *compile)
{
    struct risky risky = list_risky(compile);
    if (terms_is_beside_start(compile->setting)) {
        compile_lengths(compile, &risky);
    } else if (terms_start_together(compile, risky.v, (uint32_t)risky.n)) {
        compile_starts(compile, &risky);
    } else {
        compile_pairs(compile, &risky);
    }
    vec_free(&risky);
}

/* ---- audit ----------------------------------------------------------------- */

static bool is_at_risk(const struct audit *audit, uint32_t event)
{
    const struct value *crowding = attrs_find(&audit->problem->events[event].attrs, "crowding");
    return crowding != NULL && crowding->as.flag &&
           findings_is_placed(audit, (struct event_id){event});
}

static void report(const struct audit *audit, struct event_id event, struct event_id other,
                   uint32_t n_others)
{
    struct arena *arena = &audit->score->arena;
    struct violation violation = findings_one(audit, event, 1);
    const char *title = findings_title(audit, event);
    const char *when = findings_when(audit, violation.span.from_min);
    if (n_others == 0) {
        violation.message = arena_print(
            arena, "%s (%s) may be crowded, and no other such event runs beside it.", title, when);
    } else {
        violation.message = arena_print(
            arena,
            "%s (%s) may be crowded, and %u other such events, not one, run beside it: %s, …",
            title, when, (unsigned)n_others, findings_title(audit, other));
    }
    rule_report(audit, audit->setting->strength, violation);
}

/* As the parameter `beside` has it. */
static bool run_together(const struct audit *audit, uint32_t i, uint32_t k)
{
    struct event_id a = {i}, b = {k};
    struct interval one = findings_span(audit, a), other = findings_span(audit, b);
    if (strcmp(findings_text_param(audit->setting, "beside", "overlap"), "start") == 0) {
        return one.from_min == other.from_min && one.to_min == other.to_min;
    }
    return findings_shared_min(audit, a, b) > 0;
}

static void audit_rule(const struct audit *audit)
{
    uint32_t n = audit->problem->n_events;
    const struct value *may_be_alone = attrs_find(&audit->setting->params, "alone");
    bool alone = may_be_alone != NULL && may_be_alone->as.flag;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t n_others = 0;
        struct event_id other = {ID_NONE};
        if (!is_at_risk(audit, i)) {
            continue;
        }
        for (uint32_t k = n; k-- > 0;) {
            if (k != i && is_at_risk(audit, k) && run_together(audit, i, k)) {
                other = (struct event_id){k};
                n_others++;
            }
        }
        if (n_others > 1 || (n_others == 0 && !alone)) {
            report(audit, (struct event_id){i}, other, n_others);
        }
    }
}

const struct rule rule_crowd_control = {
    .id = "crowd-control",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "Events at risk of crowding run in pairs, so that listeners divide among them.",
    .formula =
        "for each event marked with crowding: 1 unless exactly one other such event (alone: or "
        "none) overlaps it (beside: start: starts and ends with it)",
    .unit = "event without exactly one companion",
    .example = "talks:\n"
               "  - {title: Famous Speaker, crowding: true}\n"
               "rules: {crowd-control: 10}\n",
    .origin = "OptaPlanner (crowd control)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .compile = compile_rule,
    .audit = audit_rule,
};
