#include "engine/left_out.h"

#include "confab/audit.h"
#include "core/rule.h"
#include "engine/objections.h"

#include <stdlib.h>
#include <string.h>

enum {
    /* Each example costs an audit, whose work grows with the square of the events. */
    EXAMPLES_MOST = 300,
    EXAMPLES_WORK = 20000000,
};

struct explainer {
    struct arena *arena;
    const struct problem *problem;
    struct timetable *timetable;
    uint32_t examples_left;
};

/* ---- in words -------------------------------------------------------------------- */

/* What the audit says of the rule when the event is put where the rule excludes it; "" if nothing.
 */
static const char *example_text(struct explainer *x, struct event_id event, uint32_t rule,
                                struct placement place)
{
    if (x->examples_left == 0) {
        return "";
    }
    x->examples_left--;
    x->timetable->v[event.v] = (struct assignment){true, place.room, place.start_min};
    struct score score = audit_timetable(x->problem, x->timetable);
    const char *text = "";
    for (uint32_t i = 0; i < score.n_violations && text[0] == '\0'; i++) {
        const struct violation *violation = &score.violations[i];
        for (uint32_t k = 0; k < violation->n_events && violation->rule == rule; k++) {
            if (violation->events[k].v == event.v && !violation->left_out) {
                text = arena_print(x->arena, " For example: %s", violation->message);
            }
        }
    }
    score_free(&score);
    x->timetable->v[event.v] = (struct assignment){false, {ID_NONE}, 0};
    return text;
}

static const char *names_text(struct explainer *x, const struct objection *objection)
{
    const char *text = "";
    for (uint32_t i = 0; i < objection->n_events; i++) {
        text = arena_print(x->arena, "%s%s'%s'", text, i > 0 ? ", " : " (in the way: ",
                           x->problem->events[objection->events[i]].title);
    }
    if (objection->any_more) {
        text = arena_print(x->arena, "%s and others", text);
    }
    return text[0] == '\0' ? text : arena_print(x->arena, "%s)", text);
}

/* "Every speaker is free …: excludes 12 of 14 places, 3 of them alone. For example: …" */
static const char *reason_text(struct explainer *x, struct event_id event, uint32_t rule,
                               const struct objection *objection, uint32_t of)
{
    const struct exclusion *exclusion = &objection->exclusion;
    const char *sentence = rule_table_at(rule)->sentence;
    size_t length = strlen(sentence);
    length -= length > 0 && sentence[length - 1] == '.' ? 1 : 0;
    const char *share = exclusion->count < of
                            ? arena_print(x->arena, "%u of its %u places", exclusion->count, of)
                        : of == 1 ? "its only place"
                                  : arena_print(x->arena, "all of its %u places", of);
    const char *alone = exclusion->alone == exclusion->count || exclusion->alone == 0
                            ? ""
                            : arena_print(x->arena, ", %u of them alone", exclusion->alone);
    return arena_print(x->arena, "%s: excludes %s%s%s.%s", arena_text(x->arena, sentence, length),
                       share, alone, names_text(x, objection),
                       example_text(x, event, rule, exclusion->example));
}

/* What stands alone against most places is what to change first. */
static int compare_reasons(const void *a, const void *b)
{
    const struct solve_reason *p = a, *q = b;
    if (p->alone != q->alone) {
        return p->alone > q->alone ? -1 : 1;
    }
    if (p->count != q->count) {
        return p->count > q->count ? -1 : 1;
    }
    return (p->rule > q->rule) - (p->rule < q->rule);
}

/* Adds what the hard placement rules have against the event; returns how many places there were to
 * begin with. A rule shapes either the placements or the terms, never both. */
static uint32_t add_exclusions(const struct problem *problem, struct event_id event,
                               struct objection *objections)
{
    if (problem->events[event.v].fixed) {
        return 1;
    }
    struct exclusion *excluded = base_alloc_zero(rule_table_count(), sizeof(*excluded));
    uint32_t of = candidates_explain(problem, event, excluded);
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        if (excluded[r].count > 0) {
            objections[r].exclusion = excluded[r];
        }
    }
    base_free(excluded);
    return of;
}

static struct solve_left_out explain_event(struct explainer *x, struct event_id event,
                                           struct objection *objections)
{
    struct solve_left_out left = {.event = event};
    left.reasons = arena_array(x->arena, rule_table_count(), sizeof(*left.reasons));
    uint32_t of = add_exclusions(x->problem, event, objections);
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const struct exclusion *exclusion = &objections[r].exclusion;
        if (exclusion->count > 0) {
            left.reasons[left.n_reasons++] = (struct solve_reason){
                .rule = r,
                .count = exclusion->count,
                .of = of,
                .alone = exclusion->alone,
                .message = reason_text(x, event, r, &objections[r], of),
            };
        }
    }
    if (left.n_reasons > 1) {
        qsort(left.reasons, left.n_reasons, sizeof(*left.reasons), compare_reasons);
    }
    return left;
}

struct solve_left_out *left_out_explain(struct arena *arena, const struct model *model,
                                        const struct placement *chosen, struct timetable *timetable,
                                        uint32_t *n)
{
    size_t work = model->choices.n * model->choices.n;
    size_t examples = EXAMPLES_WORK / (work + 1);
    struct explainer x = {
        .arena = arena,
        .problem = model->problem,
        .timetable = timetable,
        .examples_left = examples < EXAMPLES_MOST ? (uint32_t)examples : EXAMPLES_MOST,
    };
    struct solve_left_out *all = arena_array(arena, model->choices.n, sizeof(*all));
    struct objections *objections = NULL;
    *n = 0;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        if (!placement_is_out(chosen[c])) {
            continue;
        }
        if (objections == NULL) {
            objections = objections_create(model, chosen);
        }
        struct objection *against = objections_collect(objections, (struct choice_id){c});
        all[(*n)++] = explain_event(&x, model->choices.v[c].event, against);
    }
    if (objections != NULL) {
        objections_free(objections);
    }
    return all;
}
