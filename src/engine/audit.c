#include "confab/audit.h"

#include "core/rule.h"

#include <stdlib.h>

/* Hard ones first, then the costliest, waived ones last; otherwise as the rules stand in the table.
 */
static int compare_violations(const void *a, const void *b)
{
    const struct violation *x = a, *y = b;
    if ((x->waiver == NULL) != (y->waiver == NULL)) {
        return x->waiver == NULL ? -1 : 1;
    }
    if (x->hard != y->hard) {
        return x->hard ? -1 : 1;
    }
    if (x->cost != y->cost) {
        return x->cost > y->cost ? -1 : 1;
    }
    if (x->rule != y->rule) {
        return x->rule < y->rule ? -1 : 1;
    }
    for (uint32_t i = 0; i < x->n_events && i < y->n_events; i++) {
        if (x->events[i].v != y->events[i].v) {
            return x->events[i].v < y->events[i].v ? -1 : 1;
        }
    }
    return (x->span.from_min > y->span.from_min) - (x->span.from_min < y->span.from_min);
}

/* As a rule with exceptions sees it: without them. */
static const struct timetable *without_spared(struct arena *arena,
                                              const struct timetable *timetable,
                                              const struct rule_setting *setting)
{
    if (setting->spared == NULL) {
        return timetable;
    }
    struct timetable *rest = arena_array(arena, 1, sizeof(*rest));
    rest->n = timetable->n;
    rest->v = arena_copy(arena, timetable->v, timetable->n * sizeof(*rest->v));
    for (uint32_t e = 0; e < rest->n; e++) {
        rest->v[e].placed = rest->v[e].placed && !setting->spared[e];
    }
    return rest;
}

struct score audit_timetable(const struct problem *problem, const struct timetable *timetable)
{
    BUG_UNLESS(timetable->n == problem->n_events);
    struct score score = {0};
    score.levels = levels_of(&score.arena, problem);
    score.level_cost = arena_array(&score.arena, score.levels.n, sizeof(*score.level_cost));
    score.rules = arena_array(&score.arena, rule_table_count(), sizeof(*score.rules));
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const struct rule *rule = rule_table_at(r);
        const struct rule_setting *setting = &problem->settings[r];
        if (setting->strength.kind != STRENGTH_OFF || rule->always) {
            uint32_t level = rule_level_of(&score.levels, r);
            const struct timetable *seen = without_spared(&score.arena, timetable, setting);
            rule->audit(&(struct audit){problem, setting, seen, &score, rule->id, r, level});
        }
    }
    if (score.n_violations > 0) {
        qsort(score.violations, score.n_violations, sizeof(*score.violations), compare_violations);
    }
    score_number_ids(&score);
    return score;
}
