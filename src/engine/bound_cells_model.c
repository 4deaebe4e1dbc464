#include "engine/bound_cells_maker.h"

#include <string.h>

/* ---- choices --------------------------------------------------------------------------------- */

/* [choices · cells]: what a choice costs by itself in a cell. */
static int64_t *find_cell_prices(struct maker *maker)
{
    const struct model *model = maker->model;
    size_t n_cells = maker->cells->n_cells;
    int64_t *prices = arena_array(&maker->arena, model->choices.n * n_cells, sizeof(*prices));
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        uint32_t c = unary->literal.choice.v;
        for (uint32_t w = 0; w < n_cells && !unary->out && unary->level == model->levels.soft;
             w++) {
            if (bound_cells_cover(maker, &unary->literal, w) == COVER_ALL) {
                prices[c * n_cells + w] += unary->cost;
            }
        }
    }
    return prices;
}

static void find_prices(struct maker *maker)
{
    const struct search_cells *cells = maker->cells;
    const int64_t *price_in = find_cell_prices(maker);
    for (uint32_t c = 0; c < maker->model->choices.n; c++) {
        int64_t *prices = maker->price + (size_t)c * cells->n_sessions;
        for (uint32_t s = 0; s < cells->n_sessions; s++) {
            prices[s] = -1;
            for (uint32_t r = 0; r < cells->n_rooms; r++) {
                uint32_t w = cells->cell_at[s * cells->n_rooms + r];
                if (w != ID_NONE && is_reached(reach_of(maker, c, w))) {
                    int64_t price = price_in[(size_t)c * cells->n_cells + w];
                    prices[s] = prices[s] < 0 || price < prices[s] ? price : prices[s];
                }
            }
        }
    }
}

static void find_out_prices(struct maker *maker)
{
    const struct model *model = maker->model;
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        if (unary->out) {
            maker->out_price[unary->literal.choice.v * model->levels.n + unary->level] +=
                unary->cost;
        }
    }
}

/* Events that must be somewhere, if the levels before the last cost nothing. */
static void find_placed(struct maker *maker)
{
    const struct model *model = maker->model;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        const int64_t *prices = maker->out_price + (size_t)c * model->levels.n;
        bool costs = false;
        for (uint32_t level = 0; level < model->levels.soft; level++) {
            costs = costs || prices[level] > 0;
        }
        maker->placed[c] = costs && maker->cells->track_of[c] != ID_NONE && !maker->outside[c];
    }
}

/* Whether two rows of a table say the same. */
static bool are_equal(const void *table, size_t row_bytes, uint32_t a, uint32_t b)
{
    const char *rows = table;
    return memcmp(rows + a * row_bytes, rows + b * row_bytes, row_bytes) == 0;
}

static bool are_alike(const struct maker *maker, uint32_t a, uint32_t b)
{
    const struct search_cells *cells = maker->cells;
    return !maker->single[a] && !maker->single[b] && cells->track_of[a] == cells->track_of[b] &&
           cells->index->choices[a].length == cells->index->choices[b].length &&
           are_equal(maker->price, cells->n_sessions * sizeof(*maker->price), a, b) &&
           are_equal(maker->free, cells->n_sessions * sizeof(*maker->free), a, b) &&
           are_equal(maker->out_price, maker->model->levels.n * sizeof(*maker->out_price), a, b);
}

static uint32_t find_class(const struct maker *maker, uint32_t choice)
{
    for (size_t i = 0; i < maker->derived->classes.n; i++) {
        if (are_alike(maker, maker->derived->classes.v[i].first, choice)) {
            return (uint32_t)i;
        }
    }
    return ID_NONE;
}

static void add_uses(struct maker *maker)
{
    const struct search_cells *cells = maker->cells;
    struct model *model = &maker->derived->model;
    for (uint32_t k = 0; k < cells->n_tracks; k++) {
        uint32_t lead = cells->members[cells->tracks[k].first];
        for (uint32_t w = 0; w < cells->n_cells; w++) {
            size_t at = k * (size_t)cells->n_cells + w;
            maker->use[at] = (struct choice_id){ID_NONE};
            if (maker->may[at] > 0) {
                int32_t t = time_of(cells->cells[w].session);
                maker->use[at] = (struct choice_id){(uint32_t)model->choices.n};
                vec_push(&maker->derived->tags, k * cells->n_sessions + cells->cells[w].session);
                model_add_choice(model, maker->model->choices.v[lead].event, 1);
                model_add_starts(model, cells->cells[w].room, &t, 1);
            }
        }
    }
}

static void add_classes(struct maker *maker)
{
    const struct search_cells *cells = maker->cells;
    struct cells_model *derived = maker->derived;
    int32_t *times = arena_array(&maker->arena, cells->n_sessions, sizeof(*times));
    for (uint32_t c = 0; c < maker->model->choices.n; c++) {
        maker->class_of[c] = ID_NONE;
        if (cells->track_of[c] == ID_NONE || maker->outside[c]) {
            continue;
        }
        uint32_t known = find_class(maker, c);
        if (known != ID_NONE) {
            derived->classes.v[known].n++;
            maker->class_of[c] = known;
            continue;
        }
        struct cells_class class = {cells->track_of[c], c, 1, {(uint32_t)derived->model.choices.n}};
        maker->class_of[c] = (uint32_t)derived->classes.n;
        vec_push(&derived->tags, cells->n_tracks * cells->n_sessions + maker->class_of[c]);
        vec_push(&derived->classes, class);
        const int64_t *prices = maker->price + (size_t)c * cells->n_sessions;
        uint32_t n = 0;
        for (uint32_t s = 0; s < cells->n_sessions; s++) {
            times[n] = time_of(s);
            n += prices[s] >= 0;
        }
        model_add_choice(&derived->model, maker->model->choices.v[c].event, 1);
        model_add_starts(&derived->model, (struct room_id){ID_NONE}, times, n);
    }
}

static void add_prices(struct maker *maker)
{
    const struct model *model = maker->model;
    struct cells_model *derived = maker->derived;
    uint32_t n_sessions = maker->cells->n_sessions;
    for (size_t i = 0; i < derived->classes.n; i++) {
        const struct cells_class *class = &derived->classes.v[i];
        for (uint32_t s = 0; s < n_sessions; s++) {
            int64_t price = maker->price[(size_t) class->first * n_sessions + s];
            if (price > 0) {
                struct literal literal = model_literal_between(
                    class->choice, time_of(s), time_of(s) + 1, (struct room_id){ID_NONE});
                model_add_unary(&derived->model, 0, model->levels.soft, literal, 1, price);
            }
        }
    }
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        uint32_t class = maker->class_of[unary->literal.choice.v];
        if (unary->out && class != ID_NONE &&
            derived->classes.v[class].first == unary->literal.choice.v) {
            model_add_unary_out(&derived->model, unary->rule, unary->level,
                                derived->classes.v[class].choice, unary->count, unary->cost);
        }
    }
}

/* ---- terms --------------------------------------------------------------------------------- */

static struct term_id make_count(struct maker *maker, uint32_t t);

static void add_uses_of(struct maker *maker, const struct term *term)
{
    const struct search_cells *cells = maker->cells;
    struct model *model = &maker->derived->model;
    (void)bound_cells_sees_tracks(maker, term);
    for (uint32_t k = 0; k < cells->n_tracks; k++) {
        for (uint32_t w = 0; w < cells->n_cells; w++) {
            size_t at = k * (size_t)cells->n_cells + w;
            if (maker->covered[at] > 0) {
                int32_t t = time_of(cells->cells[w].session);
                model_term_add(
                    model, 1,
                    model_literal_between(maker->use[at], t, t + 1, (struct room_id){ID_NONE}));
            }
        }
    }
}

static void add_events_of(struct maker *maker, const struct term *term)
{
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &maker->model->children.v[i];
        uint32_t class = maker->class_of[child->literal.choice.v];
        for (uint32_t s = 0; s < maker->cells->n_sessions; s++) {
            if (bound_cells_holds_in(maker, &child->literal, s) > 0) {
                model_term_add(&maker->derived->model, child->coef,
                               model_literal_between(maker->derived->classes.v[class].choice,
                                                     time_of(s), time_of(s) + 1,
                                                     (struct room_id){ID_NONE}));
            }
        }
    }
}

/* [one literal ≥ 1] is the literal. */
static void add_indicator(struct maker *maker, const struct term_child *child)
{
    struct model *model = &maker->derived->model;
    struct term_id made = maker->made[child->term.v];
    if (made.v == ID_NONE) {
        return;
    }
    const struct term *term = &model->terms.v[made.v];
    if (term->n == 1 && child->at_least == 1 && model->children.v[term->first].coef == 1 &&
        model->children.v[term->first].term.v == ID_NONE) {
        model_term_add(model, child->coef, model->children.v[term->first].literal);
    } else {
        model_term_add_at_least(model, child->coef, made, child->at_least);
    }
}

/* Of J · K pairs of cells, Σ [[J ≥ i] + [K ≥ k] ≥ 2], the first alone is tight in the linear
 * relaxation, and mostly the only one that matters: the others are left out where they can only
 * cost. */
static bool is_left_out(const struct maker *maker, const struct term *term,
                        const struct term_child *child)
{
    const struct model *model = maker->model;
    if (term->kind != TERM_COST || child->term.v == ID_NONE || child->at_least < 2) {
        return false;
    }
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        if (model->children.v[i].coef < 0) {
            return false;
        }
    }
    for (int64_t n = term->least + 1; n <= term->most; n++) {
        if (model_cost_at(model, term, n) < model_cost_at(model, term, n - 1)) {
            return false;
        }
    }
    const struct term *of = &model->terms.v[child->term.v];
    for (uint32_t i = of->first; i < of->first + of->n; i++) {
        if (model->children.v[i].term.v != ID_NONE && model->children.v[i].at_least > 1) {
            return true;
        }
    }
    return false;
}

static void open_term(struct maker *maker, uint32_t t)
{
    const struct term *term = &maker->model->terms.v[t];
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        if (maker->model->children.v[i].term.v != ID_NONE &&
            !is_left_out(maker, term, &maker->model->children.v[i])) {
            (void)make_count(maker, maker->model->children.v[i].term.v);
        }
    }
    model_term_begin(&maker->derived->model, term->rule, term->origin);
    if (maker->sight[t] == SIGHT_TRACKS) {
        add_uses_of(maker, term);
    } else if (maker->sight[t] == SIGHT_EVENTS) {
        add_events_of(maker, term);
    } else {
        for (uint32_t i = term->first; i < term->first + term->n; i++) {
            if (!is_left_out(maker, term, &maker->model->children.v[i])) {
                add_indicator(maker, &maker->model->children.v[i]);
            }
        }
    }
}

/* Notes it when the count, whose uses are in `covered`, is of all cells of a track in a session. */
static void note_whole(struct maker *maker, struct term_id made)
{
    const struct search_cells *cells = maker->cells;
    struct cells_whole whole = {made, ID_NONE, ID_NONE};
    for (size_t i = 0; i < (size_t)cells->n_tracks * cells->n_cells; i++) {
        uint32_t track = (uint32_t)(i / cells->n_cells), w = (uint32_t)(i % cells->n_cells);
        uint32_t session = cells->cells[w].session;
        if (maker->covered[i] > 0 && whole.track == ID_NONE) {
            whole.track = track;
            whole.session = session;
        } else if (maker->covered[i] > 0 && (track != whole.track || session != whole.session)) {
            return;
        }
    }
    for (uint32_t w = 0; w < cells->n_cells && whole.track != ID_NONE; w++) {
        size_t at = whole.track * (size_t)cells->n_cells + w;
        if (cells->cells[w].session == whole.session && maker->may[at] > 0 &&
            maker->covered[at] == 0) {
            return;
        }
    }
    if (whole.track != ID_NONE && made.v != ID_NONE) {
        vec_push(&maker->derived->whole, whole);
    }
}

/* The term as a count that others may read. */
static struct term_id make_count(struct maker *maker, uint32_t t)
{
    if (!maker->done[t]) {
        maker->done[t] = true;
        open_term(maker, t);
        maker->made[t] = model_term_end_count(&maker->derived->model);
        if (maker->sight[t] == SIGHT_TRACKS) {
            note_whole(maker, maker->made[t]);
        }
    }
    return maker->made[t];
}

/* f(n) for the n that are left; of tracks in cells only whether any are there: then the least. */
static void make_cost(struct maker *maker, uint32_t t)
{
    const struct term *term = &maker->model->terms.v[t];
    struct model *model = &maker->derived->model;
    open_term(maker, t);
    const struct term *open = &model->terms.v[model->terms.n - 1];
    int64_t any = INT64_MAX;
    for (int64_t n = term->least > 1 ? term->least : 1; n <= term->most; n++) {
        int64_t cost = model_cost_at(maker->model, term, n);
        any = cost < any ? cost : any;
    }
    size_t n_costs = (size_t)(open->most - open->least) + 1;
    int64_t *costs = base_alloc_zero(n_costs, sizeof(*costs));
    for (size_t i = 0; i < n_costs; i++) {
        int64_t n = open->least + (int64_t)i;
        bool counts = maker->sight[t] != SIGHT_TRACKS;
        /* A count that the term itself cannot have costs what the nearest one does. */
        int64_t near = n < term->least ? term->least : n > term->most ? term->most : n;
        costs[i] = counts || n == 0 ? model_cost_at(maker->model, term, near) : any;
    }
    (void)model_term_end_table(model, term->level, costs);
    base_free(costs);
}

static void make_terms(struct maker *maker)
{
    for (uint32_t t = 0; t < maker->model->terms.n; t++) {
        const struct term *term = &maker->model->terms.v[t];
        maker->made[t] = (struct term_id){ID_NONE};
        if (!maker->wanted[t] || term->kind == TERM_COUNT) {
            continue;
        }
        if (term->kind == TERM_COST) {
            make_cost(maker, t);
        } else {
            open_term(maker, t);
            (void)model_term_end_range(&maker->derived->model, term->lo, term->hi);
        }
    }
}

/* ---- the whole ------------------------------------------------------------------------------ */

static void allocate(struct maker *maker)
{
    const struct search_cells *cells = maker->cells;
    size_t n_choices = maker->model->choices.n, n_terms = maker->model->terms.n;
    size_t n_uses = (size_t)cells->n_tracks * cells->n_cells;
    struct arena *arena = &maker->arena;
    maker->reach = arena_array(arena, n_choices * cells->n_cells, sizeof(*maker->reach));
    maker->may = arena_array(arena, n_uses, sizeof(*maker->may));
    maker->covered = arena_array(arena, n_uses, sizeof(*maker->covered));
    maker->use = arena_array(arena, n_uses, sizeof(*maker->use));
    maker->sight = arena_array(arena, n_terms, sizeof(*maker->sight));
    maker->deep = arena_array(arena, n_terms, sizeof(*maker->deep));
    maker->wanted = arena_array(arena, n_terms, sizeof(*maker->wanted));
    maker->made = arena_array(arena, n_terms, sizeof(*maker->made));
    maker->done = arena_array(arena, n_terms, sizeof(*maker->done));
    maker->single = arena_array(arena, n_choices, sizeof(*maker->single));
    maker->outside = arena_array(arena, n_choices, sizeof(*maker->outside));
    maker->placed = arena_array(arena, n_choices, sizeof(*maker->placed));
    maker->class_of = arena_array(arena, n_choices, sizeof(*maker->class_of));
    maker->price = arena_array(arena, n_choices * cells->n_sessions, sizeof(*maker->price));
    maker->out_price =
        arena_array(arena, n_choices * maker->model->levels.n, sizeof(*maker->out_price));
    maker->lane = arena_array(arena, n_uses, sizeof(*maker->lane));
    maker->free = arena_array(arena, n_choices * cells->n_sessions, sizeof(*maker->free));
}

void bound_cells_model_make(struct cells_model *derived, const struct search_index *index,
                            int64_t most)
{
    struct maker maker = {
        .derived = derived, .cells = index->cells, .model = index->model, .most = most};
    *derived = (struct cells_model){.n_tracks = index->cells->n_tracks,
                                    .n_sessions = index->cells->n_sessions};
    allocate(&maker);
    model_init(&derived->model, index->model->problem);
    bound_cells_find_reach(&maker);
    find_out_prices(&maker);
    find_placed(&maker);
    bound_cells_look(&maker);
    find_prices(&maker);
    bound_cells_find_lanes(&maker);
    add_uses(&maker);
    add_classes(&maker);
    add_prices(&maker);
    make_terms(&maker);
    bound_cells_limit(&maker);
    bound_cells_keep_order(&maker);
    arena_free(&maker.arena);
}

void bound_cells_model_free(struct cells_model *derived)
{
    model_free(&derived->model);
    vec_free(&derived->classes);
    vec_free(&derived->tags);
    vec_free(&derived->whole);
}
