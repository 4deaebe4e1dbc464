#include "engine/left_out.h"

#include "confab/audit.h"
#include "core/rule.h"

#include <stdlib.h>
#include <string.h>

enum {
    NAMES_TOLD = 3,
    /* Each example costs an audit, whose work grows with the square of the events. */
    EXAMPLES_MOST = 300,
    EXAMPLES_WORK = 20000000,
};

/* What one rule has against an event. */
struct objection {
    struct exclusion exclusion;
    uint32_t events[NAMES_TOLD];
    uint32_t n_events, n_more; /* in the way: those told, and the others */
};

struct explainer {
    struct arena *arena;
    const struct model *model;
    const uint32_t *chosen;
    struct timetable *timetable;
    bool *holds;     /* [placements and choices]: chosen */
    int64_t *counts; /* [terms] */
    uint32_t examples_left;
    /* Of the event that is being explained: */
    struct objection *objections; /* [rules] */
    uint32_t *against;            /* [its placements]: how many rules … */
    uint32_t *last_against;       /* … and the last of them, plus one */
};

/* ---- what the chosen selection counts ------------------------------------------- */

static bool literal_holds(const struct explainer *x, struct literal literal)
{
    bool holds = false;
    for (uint32_t i = 0; i < literal.n; i++) {
        holds = holds || x->holds[x->model->pool.v[literal.first + i]];
    }
    return holds;
}

static bool child_holds(const struct explainer *x, const struct term_child *child)
{
    return child->term.v == ID_NONE ? literal_holds(x, child->literal)
                                    : x->counts[child->term.v] >= child->at_least;
}

static void count_terms(struct explainer *x)
{
    const struct model *model = x->model;
    x->holds = arena_array(x->arena, model->placements.n + model->choices.n, sizeof(bool));
    x->counts = arena_array(x->arena, model->terms.n, sizeof(int64_t));
    for (size_t c = 0; c < model->choices.n; c++) {
        x->holds[x->chosen[c]] = true;
    }
    for (uint32_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        for (uint32_t i = term->first; i < term->first + term->n; i++) {
            const struct term_child *child = &model->children.v[i];
            x->counts[t] += child_holds(x, child) ? child->coef : 0;
        }
    }
}

/* ---- objections ------------------------------------------------------------------ */

static void name_event(struct objection *objection, struct event_id event)
{
    for (uint32_t i = 0; i < objection->n_events; i++) {
        if (objection->events[i] == event.v) {
            return;
        }
    }
    if (objection->n_events < NAMES_TOLD) {
        objection->events[objection->n_events++] = event.v;
    } else {
        objection->n_more++;
    }
}

static void name_those_in_the_way(const struct explainer *x, struct objection *objection,
                                  const struct term *term, struct choice_id besides)
{
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &x->model->children.v[i];
        if (child->term.v == ID_NONE && child->literal.choice.v != besides.v &&
            literal_holds(x, child->literal)) {
            name_event(objection, x->model->choices.v[child->literal.choice.v].event);
        }
    }
}

/* The range of `term` forbids the literal's placements, for all else that holds. */
static void object(struct explainer *x, const struct choice *choice, const struct term *term,
                   struct literal literal)
{
    struct objection *objection = &x->objections[term->rule];
    bool fresh = false;
    for (uint32_t i = 0; i < literal.n; i++) {
        uint32_t placement = x->model->pool.v[literal.first + i];
        uint32_t at = placement - choice->first;
        if (x->last_against[at] == term->rule + 1) {
            continue;
        }
        if (objection->exclusion.count++ == 0) {
            objection->exclusion.example = x->model->placements.v[placement];
        }
        x->against[at]++;
        x->last_against[at] = term->rule + 1;
        fresh = true;
    }
    if (fresh) {
        name_those_in_the_way(x, objection, term, literal.choice);
    }
}

/* Terms of one rule follow each other in the model, so that "the last rule against" is enough to
 * count each placement once a rule. */
static void collect_objections(struct explainer *x, struct choice_id id)
{
    const struct model *model = x->model;
    const struct choice *choice = &model->choices.v[id.v];
    for (size_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        for (uint32_t i = term->first; term->kind == TERM_RANGE && i < term->first + term->n; i++) {
            const struct term_child *child = &model->children.v[i];
            if (child->term.v == ID_NONE && child->literal.choice.v == id.v &&
                x->counts[t] + child->coef > term->hi) {
                object(x, choice, term, child->literal);
            }
        }
    }
    for (uint32_t i = 0; i < choice->n; i++) {
        if (x->against[i] == 1) {
            x->objections[x->last_against[i] - 1].exclusion.alone++;
        }
    }
}

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
    struct score score = audit_timetable(x->model->problem, x->timetable);
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
                           x->model->problem->events[objection->events[i]].title);
    }
    if (objection->n_more > 0) {
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

static struct solve_left_out explain_event(struct explainer *x, struct choice_id id)
{
    const struct choice *choice = &x->model->choices.v[id.v];
    x->objections = arena_array(x->arena, rule_table_count(), sizeof(*x->objections));
    x->against = arena_array(x->arena, choice->n, sizeof(uint32_t));
    x->last_against = arena_array(x->arena, choice->n, sizeof(uint32_t));
    collect_objections(x, id);
    struct solve_left_out left = {.event = choice->event};
    left.reasons = arena_array(x->arena, rule_table_count(), sizeof(*left.reasons));
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        /* A rule shapes either the placements or the terms, never both. */
        if (choice->excluded[r].count > 0) {
            x->objections[r].exclusion = choice->excluded[r];
        }
        const struct exclusion *exclusion = &x->objections[r].exclusion;
        if (exclusion->count > 0) {
            left.reasons[left.n_reasons++] = (struct solve_reason){
                .rule = r,
                .count = exclusion->count,
                .of = choice->n_considered,
                .alone = exclusion->alone,
                .message =
                    reason_text(x, choice->event, r, &x->objections[r], choice->n_considered),
            };
        }
    }
    if (left.n_reasons > 1) {
        qsort(left.reasons, left.n_reasons, sizeof(*left.reasons), compare_reasons);
    }
    return left;
}

struct solve_left_out *left_out_explain(struct arena *arena, const struct model *model,
                                        const uint32_t *chosen, struct timetable *timetable,
                                        uint32_t *n)
{
    struct solve_left_out *all = arena_array(arena, model->choices.n, sizeof(*all));
    size_t work = model->choices.n * model->choices.n;
    size_t examples = EXAMPLES_WORK / (work + 1);
    struct explainer x = {
        .arena = arena,
        .model = model,
        .chosen = chosen,
        .timetable = timetable,
        .examples_left = examples < EXAMPLES_MOST ? (uint32_t)examples : EXAMPLES_MOST,
    };
    *n = 0;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        if (timetable->v[model->choices.v[c].event.v].placed) {
            continue;
        }
        if (x.counts == NULL) {
            count_terms(&x);
        }
        all[(*n)++] = explain_event(&x, (struct choice_id){c});
    }
    return all;
}
