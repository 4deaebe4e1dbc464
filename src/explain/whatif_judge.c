/* The audit judges every place: first with the event alone, then with the others, hard rules only,
 * and where nothing is in the way, by all rules. */
#include "base/strmap.h"
#include "base/vec.h"
#include "confab/audit.h"
#include "core/rule.h"
#include "explain/brief.h"
#include "explain/variant.h"
#include "explain/whatif_inside.h"

#include <stdlib.h>
#include <string.h>

struct judge {
    const struct problem *problem;
    struct whatif *whatif;
    struct arena arena;
    struct problem strict;  /* hard rules only */
    struct problem alone;   /* hard placement rules only */
    struct timetable only;  /* nothing placed but the event */
    struct timetable trial; /* as given, but for the event */
    struct assignment *given;
    struct strmap known; /* what hard rules find among the others */
    int64_t conflicts;   /* hard ones, of the timetable given */
    struct whatif_repair *repair;
    VEC(struct whatif_reason) reasons;
    struct event_id in_the_way[WHATIF_IN_THE_WAY];
    uint32_t n_in_the_way;
    bool hopeless; /* what is in the way cannot be moved */
};

/* ---- hard rules ----------------------------------------------------------------------------- */

static void note_in_the_way(struct judge *judge, const struct violation *violation)
{
    bool any = false;
    for (uint32_t i = 0; i < violation->n_events; i++) {
        struct event_id event = violation->events[i];
        if (event.v == judge->whatif->event.v) {
            continue;
        }
        bool noted = false;
        for (uint32_t k = 0; k < judge->n_in_the_way && !noted; k++) {
            noted = judge->in_the_way[k].v == event.v;
        }
        any = true;
        if (!noted && judge->n_in_the_way < WHATIF_IN_THE_WAY) {
            judge->in_the_way[judge->n_in_the_way++] = event;
        } else if (!noted) {
            judge->hopeless = true;
        }
        judge->hopeless = judge->hopeless || judge->problem->events[event.v].fixed;
    }
    /* Nobody is named who could go: rules about all of them together. */
    judge->hopeless = judge->hopeless || !any;
}

/* What hard rules find that they do not find among the others now: into judge->reasons, and who is
 * in the way. */
static bool breaks(struct judge *judge, const struct problem *problem,
                   const struct timetable *timetable, int32_t start_min)
{
    struct score score = audit_timetable(problem, timetable);
    vec_clear(&judge->reasons);
    judge->n_in_the_way = 0;
    judge->hopeless = false;
    for (uint32_t i = 0; i < score.n_violations; i++) {
        const struct violation *violation = &score.violations[i];
        if (!violation->hard || violation->left_out ||
            strmap_find(&judge->known, violation->id) != STRMAP_NONE) {
            continue;
        }
        struct whatif_reason reason = {.rule = violation->rule};
        reason.message = arena_print(&judge->whatif->arena, "%s", violation->message);
        reason.brief = brief_text(&judge->whatif->arena, judge->problem, violation,
                                  judge->whatif->event, start_min);
        vec_push(&judge->reasons, reason);
        note_in_the_way(judge, violation);
    }
    score_free(&score);
    return judge->reasons.n > 0;
}

/* What is broken among the others already is no fault of a new place. */
static void find_known(struct judge *judge)
{
    struct score score = audit_timetable(&judge->strict, &judge->trial);
    for (uint32_t i = 0; i < score.n_violations; i++) {
        const struct violation *violation = &score.violations[i];
        if (violation->hard && !violation->left_out &&
            !whatif_names_event(violation, judge->whatif->event)) {
            (void)strmap_add(&judge->known, violation->id, i);
        }
    }
    score_free(&score);
}

int64_t whatif_judge_conflicts(const struct score *score)
{
    int64_t n = 0;
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        n += score->rules[r].hard;
    }
    return n;
}

/* ---- costs ---------------------------------------------------------------------------------- */

static int64_t size_of(int64_t cost)
{
    return cost < 0 ? -cost : cost;
}

static int compare_changes(const void *a, const void *b)
{
    const struct whatif_change *p = a, *q = b;
    if (size_of(p->cost) != size_of(q->cost)) {
        return size_of(p->cost) > size_of(q->cost) ? -1 : 1;
    }
    return (p->rule > q->rule) - (p->rule < q->rule);
}

static void add_changes(struct judge *judge, struct whatif_place *place, const struct score *score)
{
    struct whatif_change *changes =
        arena_array(&judge->whatif->arena, rule_table_count(), sizeof(*changes));
    uint32_t n = 0;
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        int64_t cost = score->rules[r].cost - judge->whatif->score.rules[r].cost;
        if (cost != 0) {
            changes[n++] = (struct whatif_change){r, cost};
        }
    }
    if (n > 0) {
        qsort(changes, n, sizeof(*changes), compare_changes);
    }
    place->changes = changes;
    place->n_changes = n;
}

/* What the trial costs more than what was given. */
static void price(struct judge *judge, struct whatif_place *place)
{
    const struct score *now = &judge->whatif->score;
    struct score score = audit_timetable(judge->problem, &judge->trial);
    place->has_extra = true;
    place->extra = arena_array(&judge->whatif->arena, now->levels.n, sizeof(*place->extra));
    for (uint32_t k = 0; k < now->levels.n; k++) {
        place->extra[k] = score.level_cost[k] - now->level_cost[k];
    }
    place->conflicts = whatif_judge_conflicts(&score) - judge->conflicts;
    add_changes(judge, place, &score);
    score_free(&score);
}

/* ---- places --------------------------------------------------------------------------------- */

static void keep_reasons(struct judge *judge, struct whatif_place *place)
{
    place->n_reasons = (uint32_t)judge->reasons.n;
    place->reasons = vec_to_arena(&judge->reasons, &judge->whatif->arena);
}

/* Those in the way go elsewhere. */
static void make_room(struct judge *judge, struct whatif_place *place)
{
    struct whatif_move moves[WHATIF_IN_THE_WAY];
    uint32_t n = judge->n_in_the_way;
    struct placement at = {place->room, place->start_min};
    if (judge->hopeless ||
        !whatif_repair_find(judge->repair, judge->whatif->event, at, judge->in_the_way, n, moves)) {
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        judge->trial.v[moves[i].event.v] = moves[i].to;
    }
    if (!breaks(judge, &judge->strict, &judge->trial, place->start_min)) {
        price(judge, place);
        place->n_moves = n;
        place->moves = arena_copy(&judge->whatif->arena, moves, n * sizeof(*moves));
    }
    for (uint32_t i = 0; i < n; i++) {
        judge->trial.v[moves[i].event.v] = judge->given[moves[i].event.v];
    }
}

static void judge_place(struct judge *judge, struct whatif_place *place)
{
    struct event_id event = judge->whatif->event;
    struct assignment there = {true, place->room, place->start_min};
    const struct assignment *now = &judge->whatif->now;
    judge->only.v[event.v] = judge->trial.v[event.v] = there;
    if (now->placed && now->room.v == place->room.v && now->start_min == place->start_min) {
        place->verdict = WHATIF_HERE;
        price(judge, place);
    } else if (breaks(judge, &judge->alone, &judge->only, place->start_min)) {
        place->verdict = WHATIF_FORBIDDEN;
        keep_reasons(judge, place);
    } else if (breaks(judge, &judge->strict, &judge->trial, place->start_min)) {
        place->verdict = WHATIF_TAKEN;
        keep_reasons(judge, place);
        make_room(judge, place);
    } else {
        place->verdict = WHATIF_ALLOWED;
        price(judge, place);
    }
}

static void begin(struct judge *judge, const struct timetable *timetable)
{
    const struct problem *problem = judge->problem;
    judge->strict = variant_create(&judge->arena, problem);
    variant_drop_wishes(&judge->arena, &judge->strict);
    judge->alone = variant_create(&judge->arena, &judge->strict);
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        if (rule_table_at(r)->family != RULE_PLACEMENT) {
            variant_turn_off(&judge->arena, &judge->alone, r);
        }
    }
    for (uint32_t e = 0; e < problem->n_events; e++) {
        /* None of the others, fixed ones neither, are missed. */
        judge->alone.events[e].fixed = false;
    }
    size_t bytes = timetable->n * sizeof(*timetable->v);
    judge->given = timetable->v;
    judge->trial.n = judge->only.n = timetable->n;
    judge->trial.v = arena_copy(&judge->arena, timetable->v, bytes);
    judge->only.v = arena_array(&judge->arena, timetable->n, sizeof(*judge->only.v));
    judge->conflicts = whatif_judge_conflicts(&judge->whatif->score);
    find_known(judge);
    judge->repair = whatif_repair_create(problem, timetable);
}

void whatif_judge_places(const struct problem *problem, const struct timetable *timetable,
                         struct whatif *whatif)
{
    struct judge judge = {.problem = problem, .whatif = whatif};
    begin(&judge, timetable);
    for (uint32_t i = 0; i < whatif->n_places; i++) {
        judge_place(&judge, &whatif->places[i]);
    }
    whatif_repair_free(judge.repair);
    strmap_free(&judge.known);
    vec_free(&judge.reasons);
    arena_free(&judge.arena);
}
