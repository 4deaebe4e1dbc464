#include "engine/bound_cells_maker.h"

/* Where being out of place costs as much as all that is known, or more, every numbered event of a
 * track is at its position: the one with number o comes in a session by whose end o events of the
 * track or more have been, but not o before it. That is said of tracks of which all must be placed.
 */

static bool is_kept(const struct maker *maker, uint32_t track)
{
    const struct search_cells *cells = maker->cells;
    const struct cell_track *one = &cells->tracks[track];
    if (!one->counted || cells->order_rule == ID_NONE || !cells->by_position ||
        cells->order_level != maker->model->levels.soft || one->price < maker->most) {
        return false;
    }
    for (uint32_t i = 0; i < one->n; i++) {
        if (!maker->placed[cells->members[one->first + i]]) {
            return false;
        }
    }
    return true;
}

void bound_cells_look_at_order(struct maker *maker)
{
    const struct search_cells *cells = maker->cells;
    for (uint32_t k = 0; k < cells->n_tracks; k++) {
        const struct cell_track *one = &cells->tracks[k];
        for (uint32_t i = 0; i < one->n && is_kept(maker, k); i++) {
            uint32_t c = cells->members[one->first + i];
            if (cells->number[c] > 0) {
                maker->single[c] = true;
                maker->derived->n_terms++;
            }
        }
    }
}

/* The class's events in the sessions up to this one. The model takes a class for one event, though
 * it counts up to n: in two pieces the term's range is wide enough. */
static void add_until(struct maker *maker, int32_t coef, uint32_t class, uint32_t session)
{
    const struct cells_class *of = &maker->derived->classes.v[class];
    struct literal literal = model_literal_between(of->choice, time_of(0), time_of(session) + 1,
                                                   (struct room_id){ID_NONE});
    int32_t more = (int32_t)of->n - 1;
    if (coef != 0) {
        model_term_add(&maker->derived->model, coef * (1 + more), literal);
    }
    if (coef != 0 && more > 0) {
        model_term_add(&maker->derived->model, -coef * more, literal);
    }
}

/* How many of the track come in the sessions up to this one, less `coef` times whether the class
 * has. */
static void limit_until(struct maker *maker, uint32_t track, uint32_t class, int32_t coef,
                        uint32_t session, int64_t least, int64_t most)
{
    const struct cells_model *derived = maker->derived;
    model_term_begin(&maker->derived->model, 0, ORIGIN_NONE);
    for (uint32_t i = 0; i < derived->classes.n; i++) {
        if (derived->classes.v[i].track == track) {
            add_until(maker, i == class ? 1 - coef : 1, i, session);
        }
    }
    (void)model_term_end_range(&maker->derived->model, least, most);
}

/* The track's numbered classes, by number. */
static uint32_t list_numbered(const struct maker *maker, uint32_t track, uint32_t *list)
{
    const struct search_cells *cells = maker->cells;
    const struct cell_track *one = &cells->tracks[track];
    uint32_t n = 0;
    for (uint32_t i = 0; i < one->n; i++) {
        uint32_t c = cells->members[one->first + i], at = n;
        if (cells->number[c] == 0) {
            continue;
        }
        while (at > 0 && cells->number[list[at - 1]] > cells->number[c]) {
            list[at] = list[at - 1];
            at--;
        }
        list[at] = c;
        n++;
    }
    return n;
}

/* Each event comes in no later session than the next; that is all when every event is numbered. */
static void order_track(struct maker *maker, uint32_t track, uint32_t *list)
{
    const struct search_cells *cells = maker->cells;
    uint32_t n = list_numbered(maker, track, list), n_all = cells->tracks[track].n;
    struct model *model = &maker->derived->model;
    bool all = n == n_all;
    for (uint32_t i = 0; i < n; i++) {
        all = all && cells->number[list[i]] == i + 1;
    }
    for (uint32_t s = 0; s + 1 < cells->n_sessions; s++) {
        for (uint32_t i = 0; i < n; i++) {
            uint32_t class = maker->class_of[list[i]];
            int64_t number = cells->number[list[i]];
            if (number > n_all) {
                continue; /* never at its position */
            }
            if (!all) {
                int32_t rest = (int32_t)(n_all - number + 1);
                limit_until(maker, track, class, (int32_t)number, s, 0, INT64_MAX);
                limit_until(maker, track, class, rest, s, INT64_MIN, number - 1);
            }
            if (i > 0) {
                model_term_begin(model, 0, ORIGIN_NONE);
                add_until(maker, 1, maker->class_of[list[i - 1]], s);
                add_until(maker, -1, class, s);
                (void)model_term_end_range(model, 0, INT64_MAX);
            }
        }
    }
}

void bound_cells_keep_order(struct maker *maker)
{
    const struct search_cells *cells = maker->cells;
    uint32_t *list = arena_array(&maker->arena, cells->n_members, sizeof(*list));
    for (uint32_t k = 0; k < cells->n_tracks; k++) {
        if (cells->tracks[k].ordered && is_kept(maker, k)) {
            order_track(maker, k, list);
        }
    }
}
