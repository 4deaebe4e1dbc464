#include "engine/bound_cells_maker.h"

#include <string.h>

enum { DEEP_MOST = 400 };

/* ---- what is where ------------------------------------------------------------------------ */

void bound_cells_find_reach(struct maker *maker)
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

enum cover bound_cells_cover(const struct maker *maker, const struct literal *literal,
                             uint32_t cell)
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

bool bound_cells_sees_tracks(struct maker *maker, const struct term *term)
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
            enum cover cover = bound_cells_cover(maker, &child->literal, w);
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

int bound_cells_holds_in(const struct maker *maker, const struct literal *literal, uint32_t session)
{
    const struct search_cells *cells = maker->cells;
    uint32_t inside = 0, outside = 0;
    for (uint32_t r = 0; r < cells->n_rooms; r++) {
        uint32_t w = cells->cell_at[session * cells->n_rooms + r];
        if (w == ID_NONE || !is_reached(reach_of(maker, literal->choice.v, w))) {
            continue;
        }
        enum cover cover = bound_cells_cover(maker, literal, w);
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
            if (bound_cells_holds_in(maker, &child->literal, s) < 0) {
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

/* A pair of events is looked at when it must not be, when it costs as much as all that is known, or
 * when there are only some of them. */
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
    return term->level == maker->model->levels.soft &&
           (!maker->deep[t] || maker->few || dearest >= maker->most);
}

static void look_at_terms(struct maker *maker)
{
    uint32_t n = 0;
    for (uint32_t t = 0; t < maker->model->terms.n; t++) {
        const struct term *term = &maker->model->terms.v[t];
        bool deep = false;
        if (term->n > 0 && bound_cells_sees_tracks(maker, term)) {
            maker->sight[t] = SIGHT_TRACKS;
        } else if (term->n > 0 && sees_events(maker, term)) {
            maker->sight[t] = SIGHT_EVENTS;
            deep = true;
        } else if (sees_terms(maker, term, &deep)) {
            maker->sight[t] = SIGHT_TERMS;
        }
        maker->deep[t] = deep;
        n += deep && term->kind == TERM_COST;
    }
    maker->few = n <= DEEP_MOST;
}

void bound_cells_look(struct maker *maker)
{
    look_at_terms(maker);
    for (uint32_t t = 0; t < maker->model->terms.n; t++) {
        maker->wanted[t] = is_wanted(maker, &maker->model->terms.v[t], t);
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
    bound_cells_look_at_order(maker);
}
