/* No more than so many announced events move.
 *
 * n = Σ_e ([e is anywhere] − [e is where it was announced]) over announced e, n ≤ at_most. What
 * stays out does not move. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_key keys[] = {KEYS_PUBLISHED};

static const struct rule_param params[] = {
    {"at_most", VALUE_NUMBER, NULL, "0", "how many may move"},
};

static bool concerns(const struct problem *problem, struct event_id event)
{
    return problem_published(problem, event) != NULL;
}

/* ---- compile --------------------------------------------------------------- */

static void add_event(const struct compile *compile, struct event_id event)
{
    struct literal anywhere = model_literal_between(
        (struct choice_id){event.v}, CALENDAR_NO_TIME + 1, INT32_MAX, (struct room_id){ID_NONE});
    model_term_add(compile->model, 1, anywhere);
    model_term_add(compile->model, -1, terms_home(compile, event));
}

static void compile_rule(const struct compile *compile)
{
    const struct value *most = attrs_find(&compile->setting->params, "at_most");
    model_term_begin(compile->model, compile->rule, ORIGIN_NONE);
    for (uint32_t e = 0; e < compile->problem->n_events; e++) {
        if (concerns(compile->problem, (struct event_id){e})) {
            add_event(compile, (struct event_id){e});
        }
    }
    terms_end_above(compile, most == NULL ? 0 : most->as.number);
}

/* ---- audit ----------------------------------------------------------------- */

static void audit_rule(const struct audit *audit)
{
    const struct value *param = attrs_find(&audit->setting->params, "at_most");
    int64_t most = param == NULL ? 0 : param->as.number, n = 0;
    struct violation violation = {.at = audit->setting->at};
    for (uint32_t e = 0; e < audit->problem->n_events; e++) {
        struct event_id event = {e};
        if (!timetable_has_moved(audit->problem, event, audit->timetable->v[event.v])) {
            continue;
        }
        n++;
        if (violation.n_events < VIOLATION_EVENTS) {
            violation.events[violation.n_events++] = event;
        }
    }
    if (n <= most) {
        return;
    }
    violation.count = n - most;
    violation.message =
        arena_print(&audit->score->arena, "%d announced event%s moved, but at most %d may.", (int)n,
                    n == 1 ? " has" : "s have", (int)most);
    rule_report(audit, audit->setting->strength, violation);
}

const struct rule rule_moves_limit = {
    .id = "moves-limit",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "No more than so many announced events move.",
    .formula = "the number of events with a published time or room that are at another time or in "
               "another room, above `at_most`; what is left out of the timetable has not moved. "
               "`--max-moves` sets it, hard",
    .unit = "event too many",
    .example = "rules: {moves-limit: {strength: hard, at_most: 3}}\n",
    .origin = "local branching (Fischetti, Lodi 2003)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .concerns = concerns,
    .compile = compile_rule,
    .audit = audit_rule,
};
