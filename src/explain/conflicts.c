#include "explain/conflicts.h"

#include "base/hash.h"
#include "core/phrase.h"
#include "core/rule.h"
#include "engine/board.h"
#include "explain/ask.h"
#include "explain/subset.h"
#include "explain/variant.h"

#include <inttypes.h>
#include <string.h>

enum {
    CONFLICTS_MOST = 10,
    PARTIAL_WORK = 50, /* units of the search for what can be held together, and one an event */
    FILL_MOST = 12,    /* of more events that are left out, none is tried again */
    EVENTS_MOST = 24,  /* what concerns more events is told by counting, not by naming each */
    UNREDUCED_MOST =
        12, /* of a subset with more demands, that not all are needed says too little */
};

struct finding {
    const struct problem *hard;
    const struct feasibility_options *options;
    struct explanation *explanation;
    bool *placed; /* [n_events]: can be held together; less what a conflict has taken */
    struct event_id *left;
    uint32_t n_left;
    VEC(struct explain_conflict) found;
    VEC(struct event_id) first; /* of each that is found */
    VEC(struct subset) subsets;
};

/* ---- in words ------------------------------------------------------------------------------ */

static const char *position_text(struct arena *arena, const struct problem *problem,
                                 struct src_span at)
{
    if (at.from.line == 0 || problem->sources == NULL || at.from.file >= problem->sources->n) {
        return "";
    }
    return arena_print(arena, " [%s:%u]", problem->sources->files[at.from.file].name,
                       (unsigned)at.from.line);
}

/* Demands that say the same of several are one clause: "Hall and Lab are open only …". */
static const char *paragraph(struct arena *arena, const struct problem *problem,
                             const struct subset *subset, const struct demand_words *words)
{
    const char *text = "These cannot all be had:";
    bool *told = arena_array(arena, subset->n, sizeof(*told));
    const char **subjects = arena_array(arena, subset->n, sizeof(*subjects));
    for (uint32_t i = 0; i < subset->n; i++) {
        if (told[i]) {
            continue;
        }
        uint32_t n = 0;
        const char *positions = "";
        for (uint32_t k = i; k < subset->n; k++) {
            if (strcmp(words[k].rest, words[i].rest) == 0 &&
                strcmp(words[k].verb_one, words[i].verb_one) == 0) {
                const char *at =
                    position_text(arena, problem, demand_position(problem, &subset->demands[k]));
                bool known = strstr(positions, at) != NULL;
                positions = known ? positions : arena_print(arena, "%s%s", positions, at);
                subjects[n++] = words[k].subject;
                told[k] = true;
            }
        }
        text = arena_print(
            arena, "%s%s %s %s %s%s", text, i == 0 ? "" : ";", phrase_join(arena, subjects, n),
            n == 1 ? words[i].verb_one : words[i].verb_many, words[i].rest, positions);
    }
    return arena_print(arena, "%s.%s", text,
                       subset->irreducible
                           ? " Without any one of them, the others can be had."
                           : " Perhaps some of them could be spared: that was not found out.");
}

static void add_conflict(struct finding *x, const struct subset *subset)
{
    struct arena *arena = &x->explanation->arena;
    struct explain_demand *demands = arena_array(arena, subset->n, sizeof(*demands));
    struct demand_words *words = arena_array(arena, subset->n, sizeof(*words));
    uint64_t hash = 0;
    for (uint32_t i = 0; i < subset->n; i++) {
        const struct demand *demand = &subset->demands[i];
        words[i] = demand_describe(arena, x->hard, demand);
        demands[i] = (struct explain_demand){
            .id = demand_id(arena, x->hard, demand),
            .rule = demand->rule,
            .events = {demand->events[0], demand->events[1]},
            .n_events = demand->n_events,
            .person = demand->person,
            .room = demand->room,
            .day = demand->day,
            .text = demand_sentence(arena, &words[i]),
            .at = demand_position(x->hard, demand),
        };
        /* A sum: the order does not matter. */
        hash += hash_text(HASH_START, demands[i].id);
    }
    struct explain_conflict conflict = {
        .id = arena_print(arena, "conflict-%08" PRIx32, hash_fold(hash)),
        .text = paragraph(arena, x->hard, subset, words),
        .demands = demands,
        .n_demands = subset->n,
        .irreducible = subset->irreducible,
    };
    vec_push(&x->found, conflict);
    x->explanation->n_conflicts = (uint32_t)x->found.n; /* for progress */
    x->explanation->complete = x->explanation->complete && subset->irreducible;
}

/* ---- one after the other ------------------------------------------------------------------ */

/* As much as can be held together, and the mandatory rest. */
static bool find_partial(struct finding *x)
{
    double left_s = x->options->ends_s - board_clock_s();
    struct solve_options options = {
        .time_limit_s = x->options->ends_s > 0 ? (left_s > 1e-3 ? left_s : 1e-3) : 0,
        .seed = x->options->seed,
        .threads = 1,
        .work_limit = PARTIAL_WORK + x->hard->n_events,
        .engine = SOLVE_ENGINE_SEARCH,
        .stop = x->options->stop,
    };
    struct solve_result result = {0};
    bool solved = solve_problem(x->hard, &options, &result) && result.has_timetable;
    for (uint32_t e = 0; e < x->hard->n_events && solved; e++) {
        const struct event *event = &x->hard->events[e];
        x->placed[e] = result.timetable.v[e].placed;
        if (!x->placed[e] && (event->fixed || !event->optional)) {
            x->left[x->n_left++].v = e;
        }
    }
    solve_free(&result);
    return solved;
}

/* A capacity cause with very many events says it better. */
static bool is_told(const struct finding *x, struct event_id event)
{
    const struct explain_causes *causes = &x->explanation->causes;
    for (uint32_t i = 0; i < causes->n; i++) {
        for (uint32_t k = 0; k < causes->v[i].n_events && causes->v[i].n_events > EVENTS_MOST;
             k++) {
            if (causes->v[i].events[k].v == event.v) {
                return true;
            }
        }
    }
    return false;
}

/* Together with what is placed. */
static bool can_hold(struct finding *x, struct arena *arena, struct event_id event)
{
    struct problem variant = variant_create(arena, x->hard);
    bool *gone = arena_array(arena, variant.n_events, sizeof(*gone));
    for (uint32_t e = 0; e < variant.n_events; e++) {
        gone[e] = !x->placed[e] && e != event.v;
    }
    variant_remove_events(arena, &variant, gone);
    struct feasibility_options options = *x->options;
    options.quick = true;
    options.rounds = 1;
    return ask_feasible(&variant, &options) == FEASIBILITY_YES;
}

/* Those that the subset demands to be held are in no other. */
static void drop_events(const struct subset *subset, bool *events)
{
    for (uint32_t i = 0; i < subset->n; i++) {
        if (subset->demands[i].rule == rule_table_find("unscheduled")) {
            events[subset->demands[i].events[0].v] = false;
        }
    }
}

static void find_one(struct finding *x, struct event_id event)
{
    struct subset subset = {0};
    x->placed[event.v] = true;
    enum feasibility known =
        subset_find(&x->explanation->arena, x->hard, x->placed, event, x->options, &subset);
    bool told = subset.irreducible || subset.n <= UNREDUCED_MOST;
    if (known == FEASIBILITY_NO && told) {
        add_conflict(x, &subset);
        vec_push(&x->first, event);
        vec_push(&x->subsets, subset);
        drop_events(&subset, x->placed);
    }
    x->placed[event.v] = known == FEASIBILITY_YES;
}

/* Among several that were left over, once what is in a conflict is away. */
static void find_among_left(struct finding *x)
{
    bool *rest = arena_array(&x->explanation->arena, x->hard->n_events, sizeof(*rest));
    for (uint32_t e = 0; e < x->hard->n_events; e++) {
        rest[e] = x->placed[e];
    }
    for (uint32_t i = 0; i < x->n_left; i++) {
        rest[x->left[i].v] = true;
    }
    for (uint32_t i = 0; i < x->found.n; i++) {
        drop_events(&x->subsets.v[i], rest);
    }
    bool more = x->n_left > x->found.n;
    while (more && x->found.n < CONFLICTS_MOST && !feasibility_is_over(x->options)) {
        struct subset subset = {0};
        struct event_id none = {ID_NONE};
        more = subset_find(&x->explanation->arena, x->hard, rest, none, x->options, &subset) ==
                   FEASIBILITY_NO &&
               (subset.irreducible || subset.n <= UNREDUCED_MOST);
        if (more) {
            add_conflict(x, &subset);
            vec_push(&x->first, none);
            vec_push(&x->subsets, subset);
            drop_events(&subset, rest);
        }
    }
}

/* What a short search has left out without need is put in. */
static void fill_up(struct finding *x)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n_left; i++) {
        struct arena arena = ARENA_EMPTY;
        struct event_id event = x->left[i];
        bool fits = !feasibility_is_over(x->options) && n + x->n_left - i <= FILL_MOST &&
                    can_hold(x, &arena, event);
        x->placed[event.v] = fits;
        if (!fits) {
            x->left[n++] = event;
        }
        arena_free(&arena);
    }
    x->n_left = n;
}

struct conflicts conflicts_find(const struct problem *hard,
                                const struct feasibility_options *options,
                                struct explanation *explanation)
{
    struct arena *arena = &explanation->arena;
    struct finding x = {.hard = hard, .options = options, .explanation = explanation};
    x.placed = arena_array(arena, hard->n_events, sizeof(*x.placed));
    x.left = arena_array(arena, hard->n_events, sizeof(*x.left));
    bool known = find_partial(&x);
    fill_up(&x);
    const bool *together = arena_copy(arena, x.placed, hard->n_events * sizeof(*together));
    bool crowded = false;
    for (uint32_t i = 0; i < x.n_left; i++) {
        crowded = crowded || is_told(&x, x.left[i]);
    }
    for (uint32_t i = 0;
         i < x.n_left && x.found.n < CONFLICTS_MOST && !feasibility_is_over(x.options); i++) {
        if (!is_told(&x, x.left[i])) {
            find_one(&x, x.left[i]);
        }
    }
    if (!crowded) {
        find_among_left(&x);
    }
    explanation->complete = explanation->complete && known && !feasibility_is_over(x.options);
    explanation->conflicts = vec_to_arena(&x.found, arena);
    explanation->n_conflicts = (uint32_t)x.found.n;
    struct conflicts conflicts = {
        .together = known ? together : NULL,
        .left = x.left,
        .n_left = x.n_left,
        .crowded = crowded,
        .first = vec_to_arena(&x.first, arena),
        .subsets = vec_to_arena(&x.subsets, arena),
        .n = (uint32_t)x.first.n,
    };
    vec_free(&x.found);
    vec_free(&x.first);
    vec_free(&x.subsets);
    return conflicts;
}
