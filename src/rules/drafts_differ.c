/* Another draft differs from each earlier one in when enough of the events start.
 *
 * Per draft, over the events e that count: n = Σ_e [e starts when it does there] + Σ_e [e stays
 * out, as there] ≤ the most that may be alike. */
#include "rules/findings.h"
#include "rules/table.h"
#include "rules/terms.h"

static bool concerns(const struct problem *problem, struct event_id event)
{
    return problem->drafts != NULL && problem->drafts->counted[event.v];
}

/* ---- compile --------------------------------------------------------------- */

/* Staying out is no literal: it is 1 − [e is anywhere], and the 1 goes to the other side. */
static void compile_draft(const struct compile *compile, const int32_t *starts_min)
{
    const struct drafts *drafts = compile->problem->drafts;
    struct room_id any = {ID_NONE};
    int64_t most = drafts->most_alike;
    model_term_begin(compile->model, compile->rule, ORIGIN_NONE);
    for (uint32_t e = 0; e < compile->problem->n_events; e++) {
        struct choice_id choice = {e};
        if (!drafts->counted[e]) {
            continue;
        }
        if (starts_min[e] == CALENDAR_NO_TIME) {
            most--;
            model_term_add(compile->model, -1,
                           model_literal_between(choice, CALENDAR_NO_TIME + 1, INT32_MAX, any));
        } else {
            model_term_add(compile->model, 1,
                           model_literal_between(choice, starts_min[e], starts_min[e] + 1, any));
        }
    }
    terms_end_above(compile, most);
}

static void compile_rule(const struct compile *compile)
{
    const struct drafts *drafts = compile->problem->drafts;
    for (uint32_t d = 0; drafts != NULL && d < drafts->n; d++) {
        compile_draft(compile, drafts->start_min[d]);
    }
}

/* ---- audit ----------------------------------------------------------------- */

static bool is_alike(const struct audit *audit, struct event_id event, int32_t start_min)
{
    if (!findings_is_placed(audit, event)) {
        return start_min == CALENDAR_NO_TIME;
    }
    return findings_span(audit, event).from_min == start_min;
}

static void judge_draft(const struct audit *audit, uint32_t draft)
{
    const struct drafts *drafts = audit->problem->drafts;
    struct violation violation = {.at = audit->setting->at};
    int64_t n = 0;
    for (uint32_t e = 0; e < audit->problem->n_events; e++) {
        struct event_id event = {e};
        if (drafts->counted[e] && is_alike(audit, event, drafts->start_min[draft][e])) {
            n++;
            if (violation.n_events < VIOLATION_EVENTS) {
                violation.events[violation.n_events++] = event;
            }
        }
    }
    if (n > drafts->most_alike) {
        violation.count = n - drafts->most_alike;
        violation.message = arena_print(&audit->score->arena,
                                        "%d events start as in draft %u, but no more than %d may.",
                                        (int)n, (unsigned)draft + 1, (int)drafts->most_alike);
        rule_report(audit, audit->setting->strength, violation);
    }
}

static void audit_rule(const struct audit *audit)
{
    const struct drafts *drafts = audit->problem->drafts;
    for (uint32_t d = 0; drafts != NULL && d < drafts->n; d++) {
        judge_draft(audit, d);
    }
}

const struct rule rule_drafts_differ = {
    .id = "drafts-differ",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_HARD, 0},
    .structural = true,
    .all_events = true,
    .sentence = "Each draft differs enough from those before it.",
    .formula = "with `--drafts`: for each earlier draft, the number of events that start when they "
               "do there (or are left out, as there), above what `--differ` allows; events that "
               "can start at one time only do not count",
    .unit = "event too many that starts as before",
    .example = "rules: {drafts-differ: hard} # confab solve problem.yaml --drafts 3 -o plan.json\n",
    .origin = "diverse near-optimal solutions (Danna, Woodruff 2009)",
    .concerns = concerns,
    .compile = compile_rule,
    .audit = audit_rule,
};
