#include "engine/neighbourhood.h"

#include "engine/expand.h"
#include "engine/solver_glpk.h"

#include <string.h>

enum {
    WANTED_FIRST = 12,
    WANTED_LEAST = 4,
    WANTED_MOST = 120,
    ENTRIES_MOST = 200000,
    ENTRIES_UNTIMED = 10000, /* what no clock ends must be small */
};

/* ---- what belongs together ------------------------------------------------------------------ */

static void index_lines(struct neighbourhood *hood)
{
    const struct model *model = hood->board->model;
    hood->first_line = base_alloc_zero(model->choices.n + 2, sizeof(uint32_t));
    hood->lines = base_alloc_zero(model->members.n + 1, sizeof(uint32_t));
    for (size_t i = 0; i < model->members.n; i++) {
        hood->first_line[model->members.v[i].choice.v + 2]++;
    }
    for (size_t c = 2; c < model->choices.n + 2; c++) {
        hood->first_line[c] += hood->first_line[c - 1];
    }
    for (uint32_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        for (uint32_t i = 0; i < timeline->n; i++) {
            uint32_t c = model->members.v[timeline->first + i].choice.v;
            hood->lines[hood->first_line[c + 1]++] = t;
        }
    }
}

void neighbourhood_init(struct neighbourhood *hood, struct board *board, uint64_t seed)
{
    size_t n = board->model->choices.n;
    *hood = (struct neighbourhood){.board = board, .rng = rng_seeded(seed), .wanted = WANTED_FIRST};
    hood->chosen = base_alloc_zero(n + 1, sizeof(*hood->chosen));
    hood->is_free = base_alloc_zero(n + 1, sizeof(*hood->is_free));
    hood->free = base_alloc_zero(n + 1, sizeof(*hood->free));
    for (int k = 0; k < NEIGHBOURHOOD_KINDS; k++) {
        hood->weights[k] = 1.0;
    }
    index_lines(hood);
}

void neighbourhood_free(struct neighbourhood *hood)
{
    base_free(hood->chosen);
    base_free(hood->is_free);
    base_free(hood->free);
    base_free(hood->first_line);
    base_free(hood->lines);
    *hood = (struct neighbourhood){0};
}

static void set_free_alone(struct neighbourhood *hood, uint32_t c)
{
    if (!hood->is_free[c] && hood->n_free < hood->wanted &&
        hood->board->model->choices.v[c].n > 0) {
        hood->is_free[c] = true;
        hood->free[hood->n_free++] = c;
    }
}

static const struct event *event_of(const struct model *model, uint32_t c)
{
    return &model->problem->events[model->choices.v[c].event.v];
}

/* With the other parts of the event, which could not leave it; they lie beside it. */
static void set_free(struct neighbourhood *hood, uint32_t c)
{
    const struct model *model = hood->board->model;
    const struct event *event = event_of(model, c);
    uint32_t first = c, end = c + 1;
    while (event->n_parts > 1 && first > 0 &&
           event_of(model, first - 1)->series.v == event->series.v) {
        first--;
    }
    while (event->n_parts > 1 && end < model->choices.n &&
           event_of(model, end)->series.v == event->series.v) {
        end++;
    }
    set_free_alone(hood, c);
    for (uint32_t d = first; d < end; d++) {
        set_free_alone(hood, d);
    }
}

static uint32_t draw_choice(struct neighbourhood *hood)
{
    return rng_below(&hood->rng, (uint32_t)hood->board->model->choices.n);
}

/* All members, from a random one on. */
static void free_line(struct neighbourhood *hood, uint32_t t)
{
    const struct model *model = hood->board->model;
    const struct timeline *timeline = &model->timelines.v[t];
    uint32_t begin = rng_below(&hood->rng, timeline->n);
    for (uint32_t i = 0; i < timeline->n; i++) {
        set_free(hood, model->members.v[timeline->first + (begin + i) % timeline->n].choice.v);
    }
}

/* Those that run at some time of [from, to), in the room if it is one. */
static void free_time(struct neighbourhood *hood, int32_t from_min, int32_t to_min,
                      struct room_id room)
{
    const struct model *model = hood->board->model;
    uint32_t n = (uint32_t)model->choices.n, begin = draw_choice(hood);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t c = (begin + i) % n;
        struct placement at = hood->chosen[c];
        bool here = room.v == ID_NONE || at.room.v == room.v;
        if (!placement_is_out(at) && here && at.start_min < to_min &&
            from_min < at.start_min + model->choices.v[c].duration_min) {
            set_free(hood, c);
        }
    }
}

/* A choice, and others that share a timeline with it, and so on. */
static void free_related(struct neighbourhood *hood, uint32_t c)
{
    const struct model *model = hood->board->model;
    set_free(hood, c);
    for (uint32_t tries = 0; tries < 8 * hood->wanted && hood->n_free < hood->wanted; tries++) {
        uint32_t from = hood->n_free == 0 ? c : hood->free[rng_below(&hood->rng, hood->n_free)];
        uint32_t n = hood->first_line[from + 1] - hood->first_line[from];
        if (n == 0) {
            set_free(hood, draw_choice(hood));
            continue;
        }
        const struct timeline *timeline =
            &model->timelines.v[hood->lines[hood->first_line[from] + rng_below(&hood->rng, n)]];
        set_free(hood,
                 model->members.v[timeline->first + rng_below(&hood->rng, timeline->n)].choice.v);
    }
}

/* Two events of a timeline that costs, which overlap; ID_NONE: none was found. */
static uint32_t draw_costly(struct neighbourhood *hood)
{
    const struct model *model = hood->board->model;
    for (uint32_t tries = 0; tries < 200 && model->timelines.n > 0; tries++) {
        const struct timeline *timeline =
            &model->timelines.v[rng_below(&hood->rng, (uint32_t)model->timelines.n)];
        uint32_t a =
            model->members.v[timeline->first + rng_below(&hood->rng, timeline->n)].choice.v;
        uint32_t b =
            model->members.v[timeline->first + rng_below(&hood->rng, timeline->n)].choice.v;
        struct placement at_a = hood->chosen[a], at_b = hood->chosen[b];
        bool both = a != b && !placement_is_out(at_a) && !placement_is_out(at_b);
        if (timeline->kind != TIMELINE_AT_MOST && both &&
            at_a.start_min < at_b.start_min + model->choices.v[b].duration_min &&
            at_b.start_min < at_a.start_min + model->choices.v[a].duration_min) {
            set_free(hood, a);
            set_free(hood, b);
            return a;
        }
    }
    return ID_NONE;
}

static void draw_free(struct neighbourhood *hood, enum neighbourhood_kind kind)
{
    const struct model *model = hood->board->model;
    uint32_t c = draw_choice(hood);
    struct placement at = hood->chosen[c];
    int32_t length_min = model->choices.v[c].duration_min;
    struct room_id anywhere = {ID_NONE};
    switch (kind) {
    case NEIGHBOURHOOD_COSTLY:
        c = draw_costly(hood);
        if (c != ID_NONE && rng_below(&hood->rng, 2) == 0) {
            at = hood->chosen[c];
            free_time(hood, at.start_min, at.start_min + 1, anywhere);
        }
        free_related(hood, c == ID_NONE ? draw_choice(hood) : c);
        break;
    case NEIGHBOURHOOD_TIMELINE:
        if (model->timelines.n > 0) {
            free_line(hood, rng_below(&hood->rng, (uint32_t)model->timelines.n));
        }
        break;
    case NEIGHBOURHOOD_TIME:
        if (!placement_is_out(at)) {
            free_time(hood, at.start_min, at.start_min + 2 * length_min, anywhere);
        }
        break;
    case NEIGHBOURHOOD_ROOM:
        if (!placement_is_out(at)) {
            free_time(hood, at.start_min - 4 * length_min, at.start_min + 4 * length_min, at.room);
        }
        break;
    case NEIGHBOURHOOD_OUT:
        for (uint32_t i = 0; i < model->choices.n && hood->n_free == 0; i++) {
            uint32_t one = (c + i) % (uint32_t)model->choices.n;
            if (placement_is_out(hood->chosen[one])) {
                set_free(hood, one);
            }
        }
        free_related(hood, hood->n_free > 0 ? hood->free[0] : c);
        break;
    case NEIGHBOURHOOD_RANDOM:
    case NEIGHBOURHOOD_KINDS:
        free_related(hood, c);
        break;
    }
}

static enum neighbourhood_kind draw_kind(struct neighbourhood *hood)
{
    double sum = 0.0;
    for (int k = 0; k < NEIGHBOURHOOD_KINDS; k++) {
        sum += hood->weights[k];
    }
    double draw = (double)(rng_next(&hood->rng) >> 11) * 0x1p-53 * sum;
    int kind = 0;
    while (kind < NEIGHBOURHOOD_KINDS - 1 && draw >= hood->weights[kind]) {
        draw -= hood->weights[kind++];
    }
    return (enum neighbourhood_kind)kind;
}

/* ---- the sub-problem ------------------------------------------------------------------------- */

/* The first level that costs something, or the last. What the free ones cost at each level now is
 * what they may cost before that level. */
static uint32_t find_level(const struct neighbourhood *hood, const struct model *part,
                           const struct placement *now, struct arena *arena, int64_t **values)
{
    struct model_score score = model_evaluate(arena, part, hood->board->n_rules, now);
    uint32_t level = 0;
    while (level + 1 < part->levels.n && score.level_cost[level] == 0) {
        level++;
    }
    *values = score.level_cost;
    return level;
}

/* Solves the expansion; true: `now` is a better way to place the free ones. */
static bool solve_part(struct neighbourhood *hood, const struct model *part, struct placement *now,
                       struct arena *arena, int64_t nodes, double seconds)
{
    int64_t *values;
    uint32_t level = find_level(hood, part, now, arena, &values);
    if (values[level] == 0) {
        return false;
    }
    struct ilp ilp;
    ilp_build(&ilp, part, level, values);
    struct solver_limits limits = {
        .seconds = seconds,
        .nodes = nodes,
        .stop = &hood->board->stop,
        .has_known = true,
        .known = (double)values[level],
    };
    struct solver_result result = solver_glpk_solve(arena, &ilp, &limits);
    bool better = result.columns != NULL && result.value < (double)values[level] - 0.5;
    if (better) {
        ilp_read_selection(&ilp, result.columns, (uint32_t)part->choices.n, now);
    }
    /* What was solved to the end could have been larger, what was not, smaller. */
    bool ended = result.status == SOLVER_OPTIMAL || result.status == SOLVER_INFEASIBLE;
    if (ended && hood->n_free == hood->wanted && hood->wanted < WANTED_MOST) {
        hood->wanted++;
    } else if (!ended && hood->wanted > WANTED_LEAST) {
        hood->wanted -= hood->wanted / 8 + 1;
    }
    ilp_free(&ilp);
    return better;
}

static bool improve(struct neighbourhood *hood, int64_t nodes, double seconds)
{
    struct expansion expansion;
    struct arena arena = ARENA_EMPTY;
    expand_model(hood->board->model, hood->chosen, hood->is_free, &expansion);
    struct model *part = &expansion.model;
    bool better = false;
    if (expand_estimate(part) <= (seconds > 0 ? ENTRIES_MOST : ENTRIES_UNTIMED)) {
        struct placement *now = arena_array(&arena, part->choices.n, sizeof(*now));
        for (uint32_t c = 0; c < part->choices.n; c++) {
            now[c] = hood->chosen[expansion.choice_of[c]];
        }
        better = solve_part(hood, part, now, &arena, nodes, seconds);
        for (uint32_t c = 0; c < part->choices.n && better; c++) {
            hood->chosen[expansion.choice_of[c]] = now[c];
        }
        better = better && board_offer(hood->board, hood->chosen, "lns");
    } else if (hood->wanted > WANTED_LEAST) {
        hood->wanted -= hood->wanted / 4 + 1;
    }
    arena_free(&arena);
    expand_free(&expansion);
    return better;
}

bool neighbourhood_try(struct neighbourhood *hood, int64_t nodes, double seconds)
{
    uint64_t version = 0;
    if (!board_take(hood->board, &version, hood->chosen, NULL)) {
        return false;
    }
    memset(hood->is_free, 0, hood->board->model->choices.n * sizeof(*hood->is_free));
    hood->n_free = 0;
    enum neighbourhood_kind kind = draw_kind(hood);
    draw_free(hood, kind);
    bool better = hood->n_free > 1 && improve(hood, nodes, seconds);
    /* Never so small that a kind is not tried any more. */
    hood->weights[kind] = 0.95 * hood->weights[kind] + (better ? 1.0 : 0.01);
    return better;
}
