#include "engine/left_out.h"

#include "confab/audit.h"
#include "core/rule.h"

#include <stdlib.h>
#include <string.h>

enum {
    PLACES_TRIED = 400, /* audits for one event; more places are sampled evenly */
    NAMES_TOLD = 3,
};

/* What one rule has against an event. */
struct objection {
    uint32_t count;
    uint32_t events[NAMES_TOLD];
    uint32_t n_events;
};

static void remember_event(struct objection *objection, struct event_id other)
{
    for (uint32_t i = 0; i < objection->n_events; i++) {
        if (objection->events[i] == other.v) {
            return;
        }
    }
    if (objection->n_events < NAMES_TOLD) {
        objection->events[objection->n_events++] = other.v;
    }
}

/* Hard conflicts that the event would have with those placed, at the place it has now. */
static void object(struct objection *objections, bool *seen, const struct score *score,
                   struct event_id event)
{
    memset(seen, 0, rule_table_count() * sizeof(*seen));
    for (uint32_t i = 0; i < score->n_violations; i++) {
        const struct violation *violation = &score->violations[i];
        bool concerns = false;
        for (uint32_t k = 0; k < violation->n_events; k++) {
            concerns = concerns || violation->events[k].v == event.v;
        }
        if (!violation->hard || violation->left_out || !concerns) {
            continue;
        }
        objections[violation->rule].count += seen[violation->rule] ? 0 : 1;
        seen[violation->rule] = true;
        for (uint32_t k = 0; k < violation->n_events; k++) {
            if (violation->events[k].v != event.v) {
                remember_event(&objections[violation->rule], violation->events[k]);
            }
        }
    }
}

static void try_places(struct arena *arena, const struct model *model, struct timetable *timetable,
                       const struct choice *choice, struct objection *objections)
{
    const struct problem *problem = model->problem;
    struct assignment *assignment = &timetable->v[choice->event.v];
    bool *seen = arena_array(arena, rule_table_count(), sizeof(*seen));
    uint32_t step = choice->n / PLACES_TRIED + 1;
    for (uint32_t i = 0; i < choice->n; i += step) {
        const struct placement *placement = &model->placements.v[choice->first + i];
        *assignment = (struct assignment){true, placement->room, placement->start_min};
        struct score score = audit_timetable(problem, timetable);
        object(objections, seen, &score, choice->event);
        score_free(&score);
    }
    *assignment = (struct assignment){false, {ID_NONE}, 0};
}

/* "The event lies inside …: excludes 12 of 14 places (in the way: 'A', 'B')." */
static const char *reason_text(struct arena *arena, const struct problem *problem, uint32_t rule,
                               const struct objection *objection, uint32_t count, uint32_t of)
{
    const char *sentence = rule_table_at(rule)->sentence;
    size_t length = strlen(sentence);
    length -= length > 0 && sentence[length - 1] == '.' ? 1 : 0;
    const char *names = "";
    for (uint32_t i = 0; i < objection->n_events; i++) {
        names = arena_print(arena, "%s%s'%s'", names, i > 0 ? ", " : "",
                            problem->events[objection->events[i]].title);
    }
    const char *share = count == of ? of == 1 ? "its only place" : "all of its places"
                                    : arena_print(arena, "%u of its %u places", count, of);
    return arena_print(arena, "%s: excludes %s%s%s%s.", arena_text(arena, sentence, length), share,
                       names[0] != '\0' ? " (in the way: " : "", names,
                       names[0] != '\0' ? ")" : "");
}

static int compare_reasons(const void *a, const void *b)
{
    const struct solve_reason *x = a, *y = b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    return (x->rule > y->rule) - (x->rule < y->rule);
}

static struct solve_left_out explain_event(struct arena *arena, const struct model *model,
                                           struct timetable *timetable, const struct choice *choice)
{
    struct objection *objections = arena_array(arena, rule_table_count(), sizeof(*objections));
    try_places(arena, model, timetable, choice, objections);
    uint32_t step = choice->n / PLACES_TRIED + 1;
    struct solve_left_out left = {.event = choice->event};
    left.reasons = arena_array(arena, rule_table_count(), sizeof(*left.reasons));
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        uint32_t count = choice->excluded[r] + objections[r].count * step;
        uint32_t of = choice->n_considered;
        count = count > of ? of : count;
        if (count > 0) {
            left.reasons[left.n_reasons++] = (struct solve_reason){
                r, count, of, reason_text(arena, model->problem, r, &objections[r], count, of)};
        }
    }
    if (left.n_reasons > 1) {
        qsort(left.reasons, left.n_reasons, sizeof(*left.reasons), compare_reasons);
    }
    return left;
}

struct solve_left_out *left_out_explain(struct arena *arena, const struct model *model,
                                        struct timetable *timetable, uint32_t *n)
{
    struct solve_left_out *all = arena_array(arena, model->choices.n, sizeof(*all));
    *n = 0;
    for (size_t c = 0; c < model->choices.n; c++) {
        const struct choice *choice = &model->choices.v[c];
        if (!timetable->v[choice->event.v].placed) {
            all[(*n)++] = explain_event(arena, model, timetable, choice);
        }
    }
    return all;
}
