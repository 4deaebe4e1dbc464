/* The whole problem solved anew with the event held at each time. */
#include "confab/audit.h"
#include "core/rule.h"
#include "engine/candidates.h"
#include "explain/variant.h"
#include "explain/whatif_inside.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* No time is looked at for less, as long as there is any left. */
static const double LEAST_S = 1;

struct trial {
    const struct problem *problem;
    const struct timetable *timetable;
    const struct explain_options *options;
    struct whatif *whatif;
    double started_s;
};

static double clock_s(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* ---- times ---------------------------------------------------------------------------------- */

static int compare_times(const void *a, const void *b)
{
    const struct whatif_exact *p = a, *q = b;
    return (p->start_min > q->start_min) - (p->start_min < q->start_min);
}

/* Every time at which placement rules allow the event in some room. */
static void list_times(const struct problem *problem, struct whatif *whatif)
{
    struct candidates candidates = {0};
    struct placements places = {0};
    struct model model;
    model_init(&model, problem);
    model_add_choice(&model, whatif->event, problem->events[whatif->event.v].duration_min);
    candidates_add(&candidates, &model, whatif->event);
    model_list_placements(&model, (struct choice_id){0}, &places);
    whatif->exact = arena_array(&whatif->arena, places.n, sizeof(*whatif->exact));
    for (size_t i = 0; i < places.n; i++) {
        if (i == 0 || places.v[i].start_min != places.v[i - 1].start_min) {
            whatif->exact[whatif->n_exact++] = (struct whatif_exact){
                .start_min = places.v[i].start_min, .known = WHATIF_NOT_LOOKED_AT};
        }
    }
    candidates_free(&candidates);
    vec_free(&places);
    model_free(&model);
}

/* The best place at a time; NULL: none is known. */
static const struct whatif_place *best_at(const struct whatif *whatif, int32_t start_min)
{
    const struct whatif_place *best = NULL;
    for (uint32_t i = 0; i < whatif->n_places; i++) {
        const struct whatif_place *place = &whatif->places[i];
        if (place->start_min == start_min &&
            (best == NULL || whatif_compare_places(whatif, place, best) < 0)) {
            best = place;
        }
    }
    return best;
}

struct promise {
    const struct whatif *whatif;
    const struct whatif_place *best;
    struct whatif_exact exact;
};

static int compare_promises(const void *a, const void *b)
{
    const struct promise *p = a, *q = b;
    if (p->best == NULL || q->best == NULL) {
        return p->best != NULL ? -1 : q->best != NULL ? 1 : compare_times(&p->exact, &q->exact);
    }
    return whatif_compare_places(p->whatif, p->best, q->best);
}

/* The most promising first, for the time may not suffice for all. */
static void sort_promising(struct whatif *whatif)
{
    uint32_t n = whatif->n_exact;
    struct promise *promises = base_alloc_zero(n, sizeof(*promises));
    for (uint32_t i = 0; i < n; i++) {
        const struct whatif_exact *exact = &whatif->exact[i];
        promises[i] = (struct promise){whatif, best_at(whatif, exact->start_min), *exact};
    }
    if (n > 0) {
        qsort(promises, n, sizeof(*promises), compare_promises);
    }
    for (uint32_t i = 0; i < n; i++) {
        whatif->exact[i] = promises[i].exact;
    }
    base_free(promises);
}

/* ---- one time ------------------------------------------------------------------------------- */

/* The event comes before all others, so that it is placed if it can be at all. */
static struct problem hold_event(struct arena *arena, const struct trial *trial,
                                 const struct held *held)
{
    struct problem variant = variant_create(arena, trial->problem);
    if (held->start_min != CALENDAR_NO_TIME) {
        struct event *event = &variant.events[held->event.v];
        event->optional = false;
        event->priority = INT64_MAX - 1;
        variant.held = held;
    }
    return variant;
}

/* Which of the variant's levels counts what the problem's level k does; ID_NONE: none, it counts
 * nothing there. */
static uint32_t level_like(const struct levels *levels, uint32_t k, const struct levels *variant)
{
    for (uint32_t i = 0; i < variant->n; i++) {
        if (variant->v[i].kind == levels->v[k].kind &&
            variant->v[i].priority == levels->v[k].priority) {
            return i;
        }
    }
    return ID_NONE;
}

/* Whether the solver has proven that the event is left out there. */
static bool is_impossible(const struct levels *variant, const struct solve_result *result,
                          const struct held *held)
{
    for (uint32_t i = 0; i < variant->n && held->start_min != CALENDAR_NO_TIME; i++) {
        if (variant->v[i].hard && variant->v[i].priority == INT64_MAX - 1) {
            return result->levels[i].bound > 0;
        }
    }
    return false;
}

static void note_moved(const struct trial *trial, const struct timetable *timetable,
                       struct whatif_exact *exact)
{
    struct event_id *out =
        arena_array(&trial->whatif->arena, timetable->n, sizeof(*exact->left_out));
    for (uint32_t e = 0; e < timetable->n; e++) {
        const struct assignment *was = &trial->timetable->v[e], *is = &timetable->v[e];
        bool same =
            was->placed == is->placed &&
            (!was->placed || (was->room.v == is->room.v && was->start_min == is->start_min));
        exact->n_moved += !same && e != trial->whatif->event.v;
        if (was->placed && !is->placed && !trial->problem->events[e].optional) {
            out[exact->n_left_out++] = (struct event_id){e};
        }
    }
    exact->left_out = out;
}

/* Values by the audit of the problem itself; bounds are the variant's, level by level. */
static void take_result(const struct trial *trial, const struct problem *variant,
                        const struct solve_result *result, struct whatif_exact *exact)
{
    struct arena *arena = &trial->whatif->arena;
    struct arena scratch = ARENA_EMPTY;
    struct levels of_variant = levels_of(&scratch, variant);
    struct score score = audit_timetable(trial->problem, &result->timetable);
    const struct levels *levels = &score.levels;
    bool proven = true;
    exact->value = arena_array(arena, levels->n, sizeof(*exact->value));
    exact->bound = arena_array(arena, levels->n, sizeof(*exact->bound));
    for (uint32_t k = 0; k < levels->n; k++) {
        uint32_t like = level_like(levels, k, &of_variant);
        exact->value[k] = score.level_cost[k];
        exact->bound[k] = like == ID_NONE ? 0 : proven ? result->levels[like].bound : 0;
        proven = proven && exact->bound[k] >= exact->value[k];
    }
    exact->known = proven ? WHATIF_PROVEN : WHATIF_BOUNDED;
    exact->conflicts =
        whatif_judge_conflicts(&score) - whatif_judge_conflicts(&trial->whatif->score);
    exact->at = result->timetable.v[trial->whatif->event.v];
    note_moved(trial, &result->timetable, exact);
    score_free(&score);
    arena_free(&scratch);
}

static bool solve_time(const struct trial *trial, struct whatif_exact *exact, double seconds)
{
    struct arena arena = ARENA_EMPTY;
    struct held held = {trial->whatif->event, exact->start_min};
    struct problem variant = hold_event(&arena, trial, &held);
    struct levels levels = levels_of(&arena, &variant);
    struct solve_options options = {.time_limit_s = seconds,
                                    .seed = trial->options->seed,
                                    .threads = trial->options->threads,
                                    .stop = trial->options->stop};
    struct solve_result result = {0};
    bool ok = solve_problem(&variant, &options, &result);
    if (!ok) {
        trial->whatif->failure = arena_print(&trial->whatif->arena, "%s", result.failure);
    } else if (is_impossible(&levels, &result, &held)) {
        exact->known = WHATIF_IMPOSSIBLE;
    } else if (!result.has_timetable ||
               (held.start_min != CALENDAR_NO_TIME && !result.timetable.v[held.event.v].placed)) {
        exact->known = WHATIF_UNKNOWN;
    } else {
        take_result(trial, &variant, &result, exact);
    }
    solve_free(&result);
    arena_free(&arena);
    return ok;
}

/* The time for the next of `n` that are left: an equal share, but not too little; < 0: none. */
static double share_of(const struct trial *trial, uint32_t n)
{
    if (trial->options->time_limit_s <= 0) {
        return 0;
    }
    double left_s = trial->started_s + trial->options->time_limit_s - clock_s();
    double share_s = left_s / n < LEAST_S ? LEAST_S : left_s / n;
    return left_s <= 0 ? -1 : share_s < left_s ? share_s : left_s;
}

/* ---- all times ------------------------------------------------------------------------------ */

/* No time can be better than all times together. */
static void tighten(const struct whatif *whatif, struct whatif_exact *exact)
{
    const struct whatif_exact *best = &whatif->best;
    uint32_t n = whatif->score.levels.n, k = 0;
    if (exact->known != WHATIF_BOUNDED ||
        (best->known != WHATIF_PROVEN && best->known != WHATIF_BOUNDED)) {
        return;
    }
    while (k < n && exact->bound[k] == best->bound[k]) {
        k++;
    }
    if (k < n && exact->bound[k] < best->bound[k]) {
        exact->bound = best->bound;
    }
    bool proven = memcmp(exact->bound, exact->value, n * sizeof(*exact->bound)) == 0;
    exact->known = proven ? WHATIF_PROVEN : WHATIF_BOUNDED;
}

bool whatif_solve_times(const struct problem *problem, const struct timetable *timetable,
                        const struct explain_options *options, struct whatif *whatif)
{
    struct trial trial = {problem, timetable, options, whatif, clock_s()};
    bool ok = true;
    list_times(problem, whatif);
    sort_promising(whatif);
    whatif->has_exact = true;
    whatif->best = (struct whatif_exact){CALENDAR_NO_TIME, .known = WHATIF_NOT_LOOKED_AT};
    for (uint32_t i = 0; i <= whatif->n_exact && ok; i++) {
        double seconds = share_of(&trial, whatif->n_exact + 1 - i);
        bool stopped = options->stop != NULL && atomic_load(options->stop) != 0;
        if (seconds >= 0 && !stopped) {
            ok = solve_time(&trial, i == 0 ? &whatif->best : &whatif->exact[i - 1], seconds);
        }
    }
    for (uint32_t i = 0; i < whatif->n_exact; i++) {
        tighten(whatif, &whatif->exact[i]);
    }
    if (whatif->n_exact > 0) {
        qsort(whatif->exact, whatif->n_exact, sizeof(*whatif->exact), compare_times);
    }
    return ok;
}
