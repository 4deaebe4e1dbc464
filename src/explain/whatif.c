#include "confab/whatif.h"

#include "confab/audit.h"
#include "explain/whatif_inside.h"

/* The violations that name the event. */
static void find_costs(struct whatif *whatif)
{
    uint32_t *costs = arena_array(&whatif->arena, whatif->score.n_violations, sizeof(*costs));
    for (uint32_t i = 0; i < whatif->score.n_violations; i++) {
        if (whatif_names_event(&whatif->score.violations[i], whatif->event)) {
            costs[whatif->n_costs++] = i;
        }
    }
    whatif->costs = costs;
}

bool whatif_explain(const struct problem *problem, const struct timetable *timetable,
                    struct event_id event, const struct explain_options *options, bool exact,
                    struct whatif *whatif)
{
    *whatif = (struct whatif){.event = event, .now = timetable->v[event.v]};
    whatif->score = audit_timetable(problem, timetable);
    find_costs(whatif);
    if (problem->events[event.v].fixed) {
        return true;
    }
    whatif_list_places(problem, timetable, whatif);
    whatif_judge_places(problem, timetable, whatif);
    return !exact || whatif_solve_times(problem, timetable, options, whatif);
}

void whatif_free(struct whatif *whatif)
{
    score_free(&whatif->score);
    arena_free(&whatif->arena);
}

int whatif_compare_places(const struct whatif *whatif, const struct whatif_place *p,
                          const struct whatif_place *q)
{
    if (p->has_extra != q->has_extra) {
        return p->has_extra ? -1 : 1;
    }
    if (p->has_extra && p->conflicts != q->conflicts) {
        return p->conflicts < q->conflicts ? -1 : 1;
    }
    for (uint32_t k = 0; p->has_extra && k < whatif->score.levels.n; k++) {
        if (p->extra[k] != q->extra[k]) {
            return p->extra[k] < q->extra[k] ? -1 : 1;
        }
    }
    if (p->n_moves != q->n_moves) {
        return p->n_moves < q->n_moves ? -1 : 1;
    }
    if (p->start_min != q->start_min) {
        return p->start_min < q->start_min ? -1 : 1;
    }
    return (p->room.v > q->room.v) - (p->room.v < q->room.v);
}
