#include "confab/score.h"

#include "base/hash.h"
#include "base/strmap.h"
#include "core/rule.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t hard_priority(const struct event *event)
{
    return event->fixed ? INT64_MAX : event->priority;
}

static int compare_descending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x < y) - (x > y);
}

/* The distinct priorities of the mandatory events, most important first. */
static uint32_t collect_priorities(const struct problem *problem, int64_t *priorities)
{
    uint32_t n = 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (!problem->events[e].optional) {
            priorities[n++] = hard_priority(&problem->events[e]);
        }
    }
    qsort(priorities, n, sizeof(*priorities), compare_descending);
    uint32_t distinct = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (distinct == 0 || priorities[distinct - 1] != priorities[i]) {
            priorities[distinct++] = priorities[i];
        }
    }
    return distinct;
}

/* Fixed events have a level of their own, which is 0 unless they contradict each other. */
static const char *hard_name(struct arena *arena, int64_t priority, bool alone)
{
    if (priority == INT64_MAX) {
        return "fixed";
    }
    return alone ? "hard" : arena_print(arena, "hard-%" PRId64, priority);
}

/* Adds a level that rules count at, when one of them does. */
static void add_rule_level(struct levels *levels, struct level *v, const struct problem *problem,
                           enum level_kind kind)
{
    static const char *const names[] = {
        [LEVEL_FAIR] = "fair",   [LEVEL_TOLD] = "told",   [LEVEL_MOVED] = "moved",
        [LEVEL_TIMES] = "times", [LEVEL_ROOMS] = "rooms", [LEVEL_MINUTES] = "minutes"};
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        if (rule_table_at(r)->level == kind && rule_counts(problem, r)) {
            v[levels->n++] = (struct level){names[kind], kind, false, 0};
            return;
        }
    }
}

static void add_announced_levels(struct levels *levels, struct level *v,
                                 const struct problem *problem)
{
    static const enum level_kind kinds[] = {LEVEL_TOLD, LEVEL_MOVED, LEVEL_TIMES, LEVEL_ROOMS};
    bool near = problem->stability == STABILITY_MINUTES;
    levels->announced = levels->n;
    if (near) {
        add_rule_level(levels, v, problem, LEVEL_MINUTES);
    }
    for (size_t i = 0; i < BASE_COUNT(kinds); i++) {
        add_rule_level(levels, v, problem, kinds[i]);
    }
    if (!near) {
        add_rule_level(levels, v, problem, LEVEL_MINUTES);
    }
    levels->n_announced = levels->n - levels->announced;
}

struct levels levels_of(struct arena *arena, const struct problem *problem)
{
    enum { OTHERS = 8 };
    int64_t *priorities = arena_array(arena, problem->n_events, sizeof(*priorities));
    uint32_t n_hard = collect_priorities(problem, priorities);
    struct level *v = arena_array(arena, n_hard + 1 + OTHERS, sizeof(*v));
    struct levels levels = {.v = v, .unscheduled = ID_NONE};
    bool any_fixed = n_hard > 0 && priorities[0] == INT64_MAX;
    for (uint32_t i = 0; i < n_hard; i++) {
        bool alone = n_hard == (any_fixed ? 2 : 1);
        v[levels.n++] =
            (struct level){hard_name(arena, priorities[i], alone), LEVEL_HARD, true, priorities[i]};
    }
    if (n_hard == (any_fixed ? 1 : 0)) {
        v[levels.n++] = (struct level){"hard", LEVEL_HARD, true, 1};
    }
    for (uint32_t e = 0; e < problem->n_events && levels.unscheduled == ID_NONE; e++) {
        if (problem->events[e].optional) {
            levels.unscheduled = levels.n;
            v[levels.n++] = (struct level){"unscheduled", LEVEL_UNSCHEDULED, false, 0};
        }
    }
    add_announced_levels(&levels, v, problem);
    add_rule_level(&levels, v, problem, LEVEL_FAIR);
    levels.soft = levels.n;
    v[levels.n++] = (struct level){"soft", LEVEL_SOFT, false, 0};
    return levels;
}

uint32_t levels_find(const struct levels *levels, enum level_kind kind)
{
    for (uint32_t i = 0; i < levels->n; i++) {
        if (levels->v[i].kind == kind) {
            return i;
        }
    }
    return ID_NONE;
}

uint32_t levels_hard(const struct levels *levels, const struct problem *problem,
                     struct event_id event)
{
    int64_t priority = hard_priority(&problem->events[event.v]);
    for (uint32_t i = 0; i < levels->n; i++) {
        if (levels->v[i].hard && levels->v[i].priority == priority) {
            return i;
        }
    }
    BUG("event '%s' has no hard level", problem->events[event.v].id);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Who and what, not when: the same conflict keeps its id when it is moved, or when the problem
 * lists its events in another order. */
static void set_id(struct violation *violation, const struct problem *problem, const char *rule_id)
{
    const char *ids[VIOLATION_EVENTS] = {NULL};
    for (uint32_t i = 0; i < violation->n_events; i++) {
        ids[i] = problem->events[violation->events[i].v].id;
    }
    qsort(ids, violation->n_events, sizeof(*ids), compare_texts);
    uint64_t hash = HASH_START;
    for (uint32_t i = 0; i < violation->n_events; i++) {
        hash = hash_text(hash, ids[i]);
    }
    hash = hash_text(hash, "/");
    for (uint32_t i = 0; i < violation->n_people; i++) {
        hash = hash_text(hash, problem->people[violation->people[i].v].id);
    }
    snprintf(violation->id, sizeof(violation->id), "%.30s-%08" PRIx32, rule_id, hash_fold(hash));
}

static void push(struct score *score, const struct violation *violation)
{
    if (score->n_violations == score->cap) {
        score->cap = score->cap == 0 ? 16 : score->cap * 2;
        score->violations = base_resize(score->violations, score->cap * sizeof(*score->violations));
    }
    score->violations[score->n_violations++] = *violation;
}

void score_add(struct score *score, const struct problem *problem, const char *rule_id,
               struct violation violation)
{
    set_id(&violation, problem, rule_id);
    struct rule_score *rule = &score->rules[violation.rule];
    if (violation.waiver != NULL) {
        score->n_waived++;
        push(score, &violation);
        return;
    }
    rule->count += violation.count;
    rule->cost += violation.cost;
    if (violation.level != ID_NONE) {
        BUG_UNLESS(violation.level < score->levels.n);
        score->level_cost[violation.level] += violation.cost;
    }
    if (violation.hard) {
        score->n_hard++;
        rule->hard += violation.left_out ? 0 : 1;
    }
    push(score, &violation);
}

void score_number_ids(struct score *score)
{
    struct strmap seen = {0};
    for (uint32_t i = 0; i < score->n_violations; i++) {
        struct violation *violation = &score->violations[i];
        char plain[sizeof(violation->id)];
        memcpy(plain, violation->id, sizeof(plain));
        for (unsigned k = 2; !strmap_add(&seen, violation->id, i); k++) {
            snprintf(violation->id, sizeof(violation->id), "%.38s-%u", plain, k % 100000000u);
        }
    }
    strmap_free(&seen);
}

void score_free(struct score *score)
{
    base_free(score->violations);
    score->violations = NULL;
    score->n_violations = score->cap = 0;
    arena_free(&score->arena);
}
