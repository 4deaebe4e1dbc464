#include "tiny_model.h"

#include <string.h>

static struct event events[TINY_CHOICES];
static struct room rooms[TINY_ROOMS];
static const struct problem tiny = {
    .events = events,
    .n_events = TINY_CHOICES,
    .rooms = rooms,
    .n_rooms = TINY_ROOMS,
    .tick_min = TINY_TICK,
    .granularity_min = TINY_TICK,
};

struct maker {
    struct model *model;
    struct rng *rng;
    bool aligned; /* all starts are hours, and nothing takes longer */
};

static uint32_t below(const struct maker *maker, uint32_t n)
{
    return rng_below(maker->rng, n);
}

static bool one_in(const struct maker *maker, uint32_t n)
{
    return below(maker, n) == 0;
}

/* ---- choices ------------------------------------------------------------------- */

/* At most `most` starts: every so many minutes, or just any. */
static uint32_t draw_starts(const struct maker *maker, int32_t *starts_min, uint32_t most)
{
    uint32_t n = 0;
    int32_t step = maker->aligned ? 4 : 1 + (int32_t)below(maker, 3);
    bool even = one_in(maker, 2);
    int32_t tick = 4 + step * (int32_t)below(maker, 3);
    for (; tick < 16 && n < most; tick += step) {
        if (even || one_in(maker, 2)) {
            starts_min[n++] = tick * TINY_TICK;
        }
    }
    return n > 0 && even ? 1 + below(maker, n) : n;
}

static void add_choice(const struct maker *maker, uint32_t c, uint32_t most)
{
    struct model *model = maker->model;
    int32_t ticks = 1 + (int32_t)below(maker, maker->aligned ? 4 : 5);
    model_add_choice(model, (struct event_id){c}, ticks * TINY_TICK);
    int32_t starts_min[16];
    if (one_in(maker, 12)) {
        uint32_t n = draw_starts(maker, starts_min, 1);
        model_add_starts(model, (struct room_id){ID_NONE}, starts_min, n);
        return;
    }
    for (uint32_t r = 0; r < TINY_ROOMS; r++) {
        uint32_t left = most - model->choices.v[c].n;
        uint32_t n = one_in(maker, 5) ? 0 : draw_starts(maker, starts_min, left);
        model_add_starts(model, (struct room_id){r}, starts_min, n);
    }
}

static struct room_id draw_room(const struct maker *maker)
{
    uint32_t room = below(maker, TINY_ROOMS + 1);
    return (struct room_id){room == TINY_ROOMS ? ID_NONE : room};
}

static struct choice_id draw_choice(const struct maker *maker)
{
    return (struct choice_id){below(maker, (uint32_t)maker->model->choices.n)};
}

static struct literal draw_literal(const struct maker *maker)
{
    int32_t from = 2 + (int32_t)below(maker, 14);
    int32_t to = from + 1 + (int32_t)below(maker, 12);
    return model_literal_between(draw_choice(maker), from * TINY_TICK, to * TINY_TICK,
                                 draw_room(maker));
}

/* ---- costs of one choice --------------------------------------------------------- */

static void add_unaries(const struct maker *maker)
{
    struct model *model = maker->model;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        uint32_t level = one_in(maker, 3) ? model->levels.soft : 0;
        model_add_unary_out(model, below(maker, TINY_RULES), level, (struct choice_id){c}, 1,
                            level == 0 ? 1 : below(maker, 8));
    }
    for (uint32_t i = below(maker, 6); i > 0; i--) {
        model_add_unary(model, below(maker, TINY_RULES), model->levels.soft, draw_literal(maker), 1,
                        below(maker, 6));
    }
}

/* ---- timelines ------------------------------------------------------------------- */

/* Whether two members overlap without starting together, somewhere. */
static bool may_straddle(const struct model *model, struct member a, struct member b)
{
    for (uint32_t i = 0; i < model->choices.v[a.choice.v].n; i++) {
        struct placement p = model_placement_at(model, a.choice, i);
        for (uint32_t k = 0; k < model->choices.v[b.choice.v].n; k++) {
            struct placement q = model_placement_at(model, b.choice, k);
            if (model_member_is_at(a, p) && model_member_is_at(b, q) &&
                p.start_min != q.start_min &&
                p.start_min < q.start_min + model_member_length(model, b) &&
                q.start_min < p.start_min + model_member_length(model, a)) {
                return true;
            }
        }
    }
    return false;
}

static bool start_together(const struct model *model, const struct member *members, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            if (may_straddle(model, members[i], members[k])) {
                return false;
            }
        }
    }
    return true;
}

static void add_timeline(const struct maker *maker)
{
    struct model *model = maker->model;
    struct member members[TINY_CHOICES];
    uint32_t n = 0;
    struct room_id room = draw_room(maker);
    for (uint32_t c = 0; c < model->choices.n; c++) {
        if (!one_in(maker, 5)) {
            int32_t after_min = one_in(maker, 3) && !maker->aligned ? TINY_TICK : 0;
            members[n++] = (struct member){{c}, room, after_min};
        }
    }
    struct timeline timeline = {
        .kind = TIMELINE_AT_MOST,
        .rule = below(maker, TINY_RULES),
        .level = ID_NONE,
        .n_heads = n,
        .most = 1 + below(maker, 3),
        .origin = ORIGIN_NONE,
    };
    if (!one_in(maker, 3)) {
        timeline.kind = start_together(model, members, n) ? TIMELINE_STARTS : TIMELINE_TICKS;
        timeline.shape = one_in(maker, 3) ? TIMELINE_EXCESS : TIMELINE_PAIRS;
        timeline.level = one_in(maker, 6) ? 0 : model->levels.soft;
        timeline.most = 0;
        timeline.weight = 1 + below(maker, 3);
    } else if (timeline.most == 1 && n > 2 && one_in(maker, 2)) {
        /* The others do not overlap each other, as is said elsewhere. */
        timeline.n_heads = 1 + below(maker, n - 2);
        struct timeline apart = timeline;
        apart.n_heads = n - timeline.n_heads;
        model_add_timeline(model, apart, members + timeline.n_heads, apart.n_heads);
        members[0].room.v = ID_NONE;
    }
    model_add_timeline(model, timeline, members, n);
}

/* ---- terms ----------------------------------------------------------------------- */

static int64_t cost_wild(int64_t n, int64_t weight)
{
    return ((n * n * 7 + 13 * n * weight) % 11 + 11) % 11;
}

static int64_t cost_valley(int64_t n, int64_t weight)
{
    return weight * (n - 1) * (n - 1);
}

static int64_t cost_concave(int64_t n, int64_t weight)
{
    return n <= 0 ? 0 : weight * (n == 1 ? 5 : 5 + n);
}

static void end_term(const struct maker *maker)
{
    static int64_t (*const costs[])(int64_t, int64_t) = {
        model_cost_pairs, model_cost_linear, model_cost_any, cost_wild, cost_valley, cost_concave,
    };
    struct model *model = maker->model;
    uint32_t level = one_in(maker, 6) ? 0 : model->levels.soft;
    switch (below(maker, 4)) {
    case 0:
        model_term_end_range(model, one_in(maker, 4) ? 0 : INT64_MIN, below(maker, 3));
        break;
    case 1:
        model_term_end_count(model);
        break;
    default:
        model_term_end_cost(model, level, costs[below(maker, BASE_COUNT(costs))],
                            1 + below(maker, 5));
        break;
    }
}

static void add_term(const struct maker *maker)
{
    struct model *model = maker->model;
    uint32_t before = (uint32_t)model->terms.n;
    model_term_begin(model, below(maker, TINY_RULES), ORIGIN_NONE);
    for (uint32_t i = 1 + below(maker, 4); i > 0; i--) {
        int32_t coef = (int32_t)below(maker, 3) - (one_in(maker, 4) ? 2 : 0);
        coef = coef == 0 ? 1 : coef;
        if (before > 0 && one_in(maker, 3)) {
            struct term_id other = {below(maker, before)};
            int32_t at_least =
                (int32_t)model->terms.v[other.v].least + 1 + (int32_t)below(maker, 2);
            model_term_add_at_least(model, coef, other, at_least);
        } else {
            model_term_add(model, coef, draw_literal(maker));
        }
    }
    /* No rule makes a term of nothing: it would be a constant. */
    if (model->terms.v[before].n == 0) {
        model_term_drop(model);
    } else {
        end_term(maker);
    }
}

const struct problem *tiny_model_problem(void)
{
    for (uint32_t c = 0; c < TINY_CHOICES; c++) {
        /* The first two are parts of one event. */
        events[c] = (struct event){.id = "e", .title = "E", .duration_min = 30, .priority = 1};
        events[c].series.v = c < 2 ? 0 : c;
        events[c].part = c == 1 ? 2 : 1;
        events[c].n_parts = c < 2 ? 2 : 1;
        events[c].repeat = events[c].n_repeats = 1;
    }
    for (uint32_t r = 0; r < TINY_ROOMS; r++) {
        rooms[r] = (struct room){.id = "r", .name = "R"};
    }
    return &tiny;
}

void tiny_model_build(struct model *model, struct rng *rng)
{
    struct maker maker = {model, rng, rng_below(rng, 3) == 0};
    model_init(model, tiny_model_problem());
    uint32_t n_choices = TINY_CHOICES - below(&maker, 2);
    for (uint32_t c = 0; c < n_choices; c++) {
        add_choice(&maker, c, n_choices == TINY_CHOICES ? 4 : 6);
    }
    add_unaries(&maker);
    for (uint32_t i = below(&maker, 4); i > 0; i--) {
        add_timeline(&maker);
    }
    for (uint32_t i = below(&maker, 5); i > 0; i--) {
        add_term(&maker);
    }
}

/* ---- selections ------------------------------------------------------------------ */

uint32_t tiny_model_count(const struct model *model)
{
    uint32_t n = 1;
    for (size_t c = 0; c < model->choices.n; c++) {
        n *= model->choices.v[c].n + 1;
    }
    return n;
}

void tiny_model_select(const struct model *model, uint32_t number, struct placement *chosen)
{
    for (uint32_t c = 0; c < model->choices.n; c++) {
        uint32_t n = model->choices.v[c].n, i = number % (n + 1);
        number /= n + 1;
        chosen[c] = i == n ? PLACEMENT_OUT : model_placement_at(model, (struct choice_id){c}, i);
    }
}

uint32_t tiny_model_broken(const struct model_score *score)
{
    uint32_t n = 0;
    for (uint32_t r = 0; r < TINY_RULES; r++) {
        n += score->rule_broken[r];
    }
    return n;
}

int tiny_model_compare(const struct model *model, const int64_t *a, const int64_t *b)
{
    for (uint32_t k = 0; k < model->levels.n; k++) {
        if (a[k] != b[k]) {
            return a[k] < b[k] ? 1 : -1;
        }
    }
    return 0;
}

bool tiny_model_best(const struct model *model, int64_t *least)
{
    bool any = false;
    struct placement chosen[TINY_CHOICES];
    for (uint32_t i = 0; i < tiny_model_count(model); i++) {
        tiny_model_select(model, i, chosen);
        struct arena arena = ARENA_EMPTY;
        struct model_score score = model_evaluate(&arena, model, TINY_RULES, chosen);
        if (tiny_model_broken(&score) == 0 &&
            (!any || tiny_model_compare(model, score.level_cost, least) > 0)) {
            memcpy(least, score.level_cost, model->levels.n * sizeof(*least));
            any = true;
        }
        arena_free(&arena);
    }
    return any;
}
