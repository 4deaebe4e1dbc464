#include "engine/bound_cells_model.h"

#include <stdlib.h>
#include <string.h>

/* What a term counts, as far as cells and sessions tell it. */
enum sight {
    SIGHT_NONE,
    SIGHT_TRACKS, /* all events of some tracks in some cells: only whether there are any */
    SIGHT_EVENTS, /* events in whole sessions: exactly */
    SIGHT_TERMS,  /* other terms */
};

struct reach {
    int32_t first_min, last_min; /* of the starts of a choice in a cell; first > last: none */
};

struct maker {
    struct cells_model *derived;
    const struct search_cells *cells;
    const struct model *model;
    struct arena arena;
    int64_t most;
    struct reach *reach;   /* [choices · cells] */
    uint32_t *may;         /* [tracks · cells]: how many of its events may be there */
    uint32_t *covered;     /* [tracks · cells]: scratch */
    uint8_t *sight;        /* [terms] */
    bool *deep;            /* [terms]: looks at single events */
    bool *wanted;          /* [terms] */
    struct term_id *made;  /* [terms] in the derived model; ID_NONE: not yet, or nothing */
    bool *done;            /* [terms] */
    bool *single;          /* [choices]: told apart from all others */
    bool *placed;          /* [choices]: must be in some cell */
    bool *outside;         /* [choices]: may be in no cell: not counted */
    uint32_t *class_of;    /* [choices]; ID_NONE */
    struct choice_id *use; /* [tracks · cells]: the track uses the cell; ID_NONE: cannot */
    int64_t *price;        /* [choices · sessions]: least unary cost; −1: cannot be there */
};

/* ---- what is where ------------------------------------------------------------------------ */

static struct reach *reach_of(const struct maker *maker, uint32_t choice, uint32_t cell)
{
    return &maker->reach[(size_t)choice * maker->cells->n_cells + cell];
}

static bool is_reached(const struct reach *reach)
{
    return reach->first_min <= reach->last_min;
}

static void find_reach(struct maker *maker)
{
    const struct search_cells *cells = maker->cells;
    const struct search_index *index = cells->index;
    for (uint32_t c = 0; c < maker->model->choices.n; c++) {
        for (uint32_t w = 0; w < cells->n_cells; w++) {
            *reach_of(maker, c, w) = (struct reach){INT32_MAX, INT32_MIN};
        }
        for (uint32_t i = 0; i < index->choices[c].n && cells->track_of[c] != ID_NONE; i++) {
            struct spot spot = search_index_spot(index, c, i);
            struct placement placement = search_index_placement(index, spot);
            size_t row = placement.room.v * (size_t)index->horizon;
            uint32_t w =
                placement.room.v == ID_NONE ? ID_NONE : cells->by_tick[row + (size_t)spot.tick];
            if (w == ID_NONE) {
                maker->outside[c] = true;
                continue;
            }
            struct reach *reach = reach_of(maker, c, w);
            int32_t t = placement.start_min;
            reach->first_min = t < reach->first_min ? t : reach->first_min;
            reach->last_min = t > reach->last_min ? t : reach->last_min;
        }
        for (uint32_t w = 0; w < cells->n_cells && cells->track_of[c] != ID_NONE; w++) {
            bool here = is_reached(reach_of(maker, c, w));
            maker->may[cells->track_of[c] * (size_t)cells->n_cells + w] += here;
        }
    }
}

enum cover { COVER_NONE, COVER_PART, COVER_ALL };

static enum cover cover_of(const struct maker *maker, const struct literal *literal, uint32_t cell)
{
    const struct reach *reach = reach_of(maker, literal->choice.v, cell);
    if (!is_reached(reach) || literal->from_min > reach->last_min ||
        literal->to_min <= reach->first_min ||
        (literal->room.v != ID_NONE && literal->room.v != maker->cells->cells[cell].room.v)) {
        return COVER_NONE;
    }
    return literal->from_min <= reach->first_min && reach->last_min < literal->to_min ? COVER_ALL
                                                                                      : COVER_PART;
}

/* ---- what terms see ------------------------------------------------------------------------ */

/* Whether all literals speak of whole cells, and of all events that may be there; leaves in
 * `covered` how many do. */
static bool sees_tracks(struct maker *maker, const struct term *term)
{
    const struct search_cells *cells = maker->cells;
    size_t n = (size_t)cells->n_tracks * cells->n_cells;
    memset(maker->covered, 0, n * sizeof(*maker->covered));
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &maker->model->children.v[i];
        uint32_t c = child->literal.choice.v;
        if (child->term.v != ID_NONE || child->coef < 1 || cells->track_of[c] == ID_NONE) {
            return false;
        }
        for (uint32_t w = 0; w < cells->n_cells; w++) {
            enum cover cover = cover_of(maker, &child->literal, w);
            if (cover == COVER_PART) {
                return false;
            }
            maker->covered[cells->track_of[c] * (size_t)cells->n_cells + w] += cover == COVER_ALL;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (maker->covered[i] != 0 && maker->covered[i] != maker->may[i]) {
            return false;
        }
    }
    return true;
}

/* Whether the literal holds in the whole session (1), nowhere in it (0), or in parts (−1). */
static int holds_in(const struct maker *maker, const struct literal *literal, uint32_t session)
{
    const struct search_cells *cells = maker->cells;
    uint32_t inside = 0, outside = 0;
    for (uint32_t r = 0; r < cells->n_rooms; r++) {
        uint32_t w = cells->cell_at[session * cells->n_rooms + r];
        if (w == ID_NONE || !is_reached(reach_of(maker, literal->choice.v, w))) {
            continue;
        }
        enum cover cover = cover_of(maker, literal, w);
        inside += cover != COVER_NONE;
        outside += cover != COVER_ALL;
    }
    return inside == 0 ? 0 : outside == 0 ? 1 : -1;
}

static bool sees_events(const struct maker *maker, const struct term *term)
{
    const struct search_cells *cells = maker->cells;
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &maker->model->children.v[i];
        if (child->term.v != ID_NONE || cells->track_of[child->literal.choice.v] == ID_NONE ||
            maker->outside[child->literal.choice.v]) {
            return false;
        }
        for (uint32_t s = 0; s < cells->n_sessions; s++) {
            if (holds_in(maker, &child->literal, s) < 0) {
                return false;
            }
        }
    }
    return true;
}

static bool sees_terms(const struct maker *maker, const struct term *term, bool *deep)
{
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &maker->model->children.v[i];
        uint32_t m = child->term.v;
        if (m == ID_NONE || maker->sight[m] == SIGHT_NONE ||
            (maker->sight[m] == SIGHT_TRACKS && child->at_least != 1)) {
            return false;
        }
        *deep = *deep || maker->deep[m];
    }
    return true;
}

/* A pair of events is looked at when it costs as much as all that is known, or must not be. */
static bool is_wanted(const struct maker *maker, const struct term *term, uint32_t t)
{
    if (term->kind == TERM_COUNT || maker->sight[t] == SIGHT_NONE) {
        return false;
    }
    if (term->kind == TERM_RANGE) {
        return maker->sight[t] != SIGHT_TRACKS || term->hi == 0;
    }
    int64_t dearest = 0;
    for (int64_t n = term->least; n <= term->most; n++) {
        int64_t cost = model_cost_at(maker->model, term, n);
        dearest = cost > dearest ? cost : dearest;
    }
    return term->level == maker->model->levels.soft && (!maker->deep[t] || dearest >= maker->most);
}

static void look_at_terms(struct maker *maker)
{
    for (uint32_t t = 0; t < maker->model->terms.n; t++) {
        const struct term *term = &maker->model->terms.v[t];
        bool deep = false;
        if (term->n > 0 && sees_tracks(maker, term)) {
            maker->sight[t] = SIGHT_TRACKS;
        } else if (term->n > 0 && sees_events(maker, term)) {
            maker->sight[t] = SIGHT_EVENTS;
            deep = true;
        } else if (sees_terms(maker, term, &deep)) {
            maker->sight[t] = SIGHT_TERMS;
        }
        maker->deep[t] = deep;
        maker->wanted[t] = is_wanted(maker, term, t);
        maker->derived->n_terms += maker->wanted[t];
    }
    for (uint32_t t = (uint32_t)maker->model->terms.n; t-- > 0;) {
        const struct term *term = &maker->model->terms.v[t];
        for (uint32_t i = term->first; i < term->first + term->n && maker->wanted[t]; i++) {
            const struct term_child *child = &maker->model->children.v[i];
            if (child->term.v != ID_NONE) {
                maker->wanted[child->term.v] = true;
            } else if (maker->sight[t] == SIGHT_EVENTS) {
                maker->single[child->literal.choice.v] = true;
            }
        }
    }
}

/* ---- choices --------------------------------------------------------------------------------- */

static int32_t time_of(uint32_t session)
{
    return (int32_t)session + 1;
}

static int64_t price_in(const struct maker *maker, uint32_t choice, uint32_t cell)
{
    const struct model *model = maker->model;
    int64_t price = 0;
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        if (unary->literal.choice.v == choice && !unary->out &&
            unary->level == model->levels.soft &&
            cover_of(maker, &unary->literal, cell) == COVER_ALL) {
            price += unary->cost;
        }
    }
    return price;
}

static void find_prices(struct maker *maker)
{
    const struct search_cells *cells = maker->cells;
    for (uint32_t c = 0; c < maker->model->choices.n; c++) {
        int64_t *prices = maker->price + (size_t)c * cells->n_sessions;
        for (uint32_t s = 0; s < cells->n_sessions; s++) {
            prices[s] = -1;
            for (uint32_t r = 0; r < cells->n_rooms; r++) {
                uint32_t w = cells->cell_at[s * cells->n_rooms + r];
                if (w != ID_NONE && is_reached(reach_of(maker, c, w))) {
                    int64_t price = price_in(maker, c, w);
                    prices[s] = prices[s] < 0 || price < prices[s] ? price : prices[s];
                }
            }
        }
    }
}

static uint32_t find_class(const struct maker *maker, uint32_t choice)
{
    const struct search_cells *cells = maker->cells;
    size_t n = cells->n_sessions;
    for (size_t i = 0; i < maker->derived->classes.n && !maker->single[choice]; i++) {
        const struct cells_class *class = &maker->derived->classes.v[i];
        if (class->track == cells->track_of[choice] && !maker->single[class->first] &&
            cells->index->choices[class->first].length == cells->index->choices[choice].length &&
            memcmp(maker->price + class->first * n, maker->price + choice * n,
                   n * sizeof(*maker->price)) == 0) {
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

/* ---- capacities ------------------------------------------------------------------------------ */

/* How long the cell is, times the events that the room takes at once. 0: no limit is known. */
static int32_t capacity_of(const struct maker *maker, uint32_t choice, uint32_t cell)
{
    const struct search_index *index = maker->cells->index;
    const struct cell *in = &maker->cells->cells[cell];
    uint32_t k = maker->cells->first_in[(size_t)choice * maker->cells->n_cells + cell];
    int64_t most = 0;
    for (uint32_t i = 0; k != ID_NONE && i < index->runs[k].n_refs; i++) {
        const struct ref *ref = &index->refs[index->runs[k].first_ref + i];
        const struct lane *lane = &index->lanes[ref->lane];
        most = lane->at_most && (most == 0 || lane->most < most) ? lane->most : most;
    }
    return (int32_t)((in->to - in->from) * most);
}

/* The least that a cell of the session holds, over the track's events that are at least that long:
 * in events when `by` is that length, in ticks when it is 1. Rows: Σ events ≤ Σ cells · capacity.
 */
static void limit_session(struct maker *maker, uint32_t track, uint32_t session, int32_t length,
                          bool in_events)
{
    const struct search_cells *cells = maker->cells;
    struct cells_model *derived = maker->derived;
    struct model *model = &derived->model;
    struct room_id any = {ID_NONE};
    bool limited = true;
    model_term_begin(model, 0, ORIGIN_NONE);
    for (size_t i = 0; i < derived->classes.n; i++) {
        const struct cells_class *class = &derived->classes.v[i];
        int32_t its = cells->index->choices[class->first].length;
        struct literal literal =
            model_literal_between(class->choice, time_of(session), time_of(session) + 1, any);
        if (class->track != track || its < length) {
            continue;
        }
        /* Each unit of the class counts, but the term's range must know of one only. */
        model_term_add(model, in_events ? 1 : its, literal);
    }
    for (uint32_t r = 0; r < cells->n_rooms; r++) {
        uint32_t w = cells->cell_at[session * cells->n_rooms + r];
        size_t at = track * (size_t)cells->n_cells + (w == ID_NONE ? 0 : w);
        if (w == ID_NONE || maker->use[at].v == ID_NONE) {
            continue;
        }
        int32_t most = 0;
        const struct cell_track *one = &cells->tracks[track];
        for (uint32_t i = 0; i < one->n && most == 0; i++) {
            most = capacity_of(maker, cells->members[one->first + i], w);
        }
        limited = limited && most > 0;
        most = in_events ? most / length : most;
        if (most > 0) {
            model_term_add(
                model, -most,
                model_literal_between(maker->use[at], time_of(session), time_of(session) + 1, any));
        }
    }
    if (limited) {
        (void)model_term_end_range(model, INT64_MIN, 0);
    } else {
        model_term_drop(model);
    }
}

/* Events that must be somewhere, if the levels before the last cost nothing. */
static void find_placed(struct maker *maker)
{
    const struct model *model = maker->model;
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        uint32_t c = unary->literal.choice.v;
        if (unary->out && unary->level < model->levels.soft && unary->cost > 0) {
            maker->placed[c] = maker->class_of[c] != ID_NONE;
        }
    }
}

static int compare_sizes(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x < y) - (x > y);
}

/* How many of the largest cells hold the track's events that are at least that long. */
static uint32_t count_needed(struct maker *maker, uint32_t track, int32_t length, bool in_events)
{
    const struct search_cells *cells = maker->cells;
    const uint32_t *members = cells->members + cells->tracks[track].first;
    int32_t *sizes = base_alloc_zero((size_t)cells->n_cells + 1, sizeof(*sizes));
    int64_t left = 0;
    uint32_t n = 0, needed = 0;
    for (uint32_t i = 0; i < cells->tracks[track].n; i++) {
        int32_t its = cells->index->choices[members[i]].length;
        left += !maker->placed[members[i]] || its < length ? 0 : in_events ? 1 : its;
    }
    for (uint32_t w = 0; w < cells->n_cells; w++) {
        int32_t most = 0;
        for (uint32_t i = 0; i < cells->tracks[track].n && most == 0; i++) {
            most = capacity_of(maker, members[i], w);
        }
        if (maker->use[track * (size_t)cells->n_cells + w].v != ID_NONE) {
            sizes[n++] = most == 0 ? INT32_MAX : in_events ? most / length : most;
        }
    }
    if (n > 0) {
        qsort(sizes, n, sizeof(*sizes), compare_sizes);
    }
    while (left > 0 && needed < n) {
        left -= sizes[needed++];
    }
    base_free(sizes);
    return needed;
}

/* Rounding up what the capacities say: a track uses at least so many cells. */
static void need_cells(struct maker *maker, uint32_t track, uint32_t needed)
{
    const struct search_cells *cells = maker->cells;
    struct model *model = &maker->derived->model;
    model_term_begin(model, 0, ORIGIN_NONE);
    for (uint32_t w = 0; w < cells->n_cells; w++) {
        struct choice_id use = maker->use[track * (size_t)cells->n_cells + w];
        if (use.v != ID_NONE) {
            int32_t t = time_of(cells->cells[w].session);
            model_term_add(model, 1,
                           model_literal_between(use, t, t + 1, (struct room_id){ID_NONE}));
        }
    }
    (void)model_term_end_range(model, needed, INT64_MAX);
}

static void add_capacities(struct maker *maker)
{
    const struct search_cells *cells = maker->cells;
    find_placed(maker);
    for (uint32_t k = 0; k < cells->n_tracks; k++) {
        int32_t shorter = INT32_MAX;
        uint32_t needed = count_needed(maker, k, 1, false);
        for (;;) { /* the lengths of the track's events, longest first */
            int32_t length = 0;
            for (uint32_t i = 0; i < cells->tracks[k].n; i++) {
                int32_t its =
                    cells->index->choices[cells->members[cells->tracks[k].first + i]].length;
                length = its > length && its < shorter ? its : length;
            }
            if (length == 0) {
                break;
            }
            for (uint32_t s = 0; s < cells->n_sessions; s++) {
                limit_session(maker, k, s, length, true);
            }
            uint32_t these = count_needed(maker, k, length, true);
            needed = these > needed ? these : needed;
            shorter = length;
        }
        need_cells(maker, k, needed);
        for (uint32_t s = 0; s < cells->n_sessions; s++) {
            limit_session(maker, k, s, 1, false);
        }
    }
}

/* ---- terms --------------------------------------------------------------------------------- */

static struct term_id make_count(struct maker *maker, uint32_t t);

static void add_uses_of(struct maker *maker, const struct term *term)
{
    const struct search_cells *cells = maker->cells;
    struct model *model = &maker->derived->model;
    (void)sees_tracks(maker, term);
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
            if (holds_in(maker, &child->literal, s) > 0) {
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

static void open_term(struct maker *maker, uint32_t t)
{
    const struct term *term = &maker->model->terms.v[t];
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        if (maker->model->children.v[i].term.v != ID_NONE) {
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
            add_indicator(maker, &maker->model->children.v[i]);
        }
    }
}

/* The term as a count that others may read. */
static struct term_id make_count(struct maker *maker, uint32_t t)
{
    if (!maker->done[t]) {
        maker->done[t] = true;
        open_term(maker, t);
        maker->made[t] = model_term_end_count(&maker->derived->model);
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
    for (int64_t n = 1; n <= term->most; n++) {
        int64_t cost = model_cost_at(maker->model, term, n);
        any = cost < any ? cost : any;
    }
    size_t n_costs = (size_t)(open->most - open->least) + 1;
    int64_t *costs = base_alloc_zero(n_costs, sizeof(*costs));
    for (size_t i = 0; i < n_costs; i++) {
        int64_t n = open->least + (int64_t)i;
        bool counts = maker->sight[t] != SIGHT_TRACKS;
        costs[i] = counts || n == 0 ? model_cost_at(maker->model, term, n) : any;
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
}

void bound_cells_model_make(struct cells_model *derived, const struct search_index *index,
                            int64_t most)
{
    struct maker maker = {
        .derived = derived, .cells = index->cells, .model = index->model, .most = most};
    *derived = (struct cells_model){.n_terms = 0};
    allocate(&maker);
    model_init(&derived->model, index->model->problem);
    find_reach(&maker);
    look_at_terms(&maker);
    find_prices(&maker);
    add_uses(&maker);
    add_classes(&maker);
    add_prices(&maker);
    make_terms(&maker);
    add_capacities(&maker);
    arena_free(&maker.arena);
}

void bound_cells_model_free(struct cells_model *derived)
{
    model_free(&derived->model);
    vec_free(&derived->classes);
}
