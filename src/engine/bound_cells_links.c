#include "engine/bound_cells_model.h"

#include <string.h>

/* What the program's rows leave loose in its linear relaxation. That a track is in a session at all
 * is a column z, at least each of its uses of a cell there; of eight rooms, an eighth each would
 * do. So each event is tied to z, and where uses beyond the first cost something, those up to z are
 * free, not one. */

struct links {
    struct ilp *ilp;
    const struct cells_model *derived;
    uint32_t *inside; /* [tracks · sessions]: the column z; ID_NONE */
};

static uint32_t *inside_of(const struct links *links, uint32_t track, uint32_t session)
{
    return &links->inside[(size_t)track * links->derived->n_sessions + session];
}

static void find_inside(struct links *links)
{
    const struct cells_model *derived = links->derived;
    size_t n = (size_t)derived->n_tracks * derived->n_sessions;
    memset(links->inside, 0xff, n * sizeof(*links->inside));
    uint32_t *column_of = base_alloc_zero(derived->model.terms.n + 1, sizeof(*column_of));
    for (size_t c = 0; c < links->ilp->columns.n; c++) {
        const struct ilp_column *column = &links->ilp->columns.v[c];
        if (column->kind == ILP_INDICATOR && column->b == 1) {
            column_of[column->a] = (uint32_t)c + 1;
        }
    }
    for (size_t i = 0; i < derived->whole.n; i++) {
        const struct cells_whole *whole = &derived->whole.v[i];
        if (column_of[whole->term.v] > 0) {
            *inside_of(links, whole->track, whole->session) = column_of[whole->term.v] - 1;
        }
    }
    base_free(column_of);
}

static void add_entry(struct ilp *ilp, uint32_t column, double coef)
{
    struct ilp_entry entry = {column, coef};
    vec_push(&ilp->entries, entry);
}

/* Σ events of the class in the session ≤ n · z. */
static void tie_class(struct links *links, const struct cells_class *class)
{
    struct ilp *ilp = links->ilp;
    uint32_t c = class->choice.v;
    for (uint32_t i = ilp->first[c]; i < ilp->first[c] + links->derived->model.choices.v[c].n;
         i++) {
        uint32_t session = (uint32_t)ilp->placements.v[i].start_min - 1;
        uint32_t z = *inside_of(links, class->track, session);
        if (z != ID_NONE) {
            struct ilp_row row = {.kind = ILP_ROW_TERM,
                                  .lower = -ILP_OPEN,
                                  .upper = 0,
                                  .first = (uint32_t)ilp->entries.n,
                                  .n = 2};
            add_entry(ilp, i, 1);
            add_entry(ilp, z, -(double)class->n);
            vec_push(&ilp->rows, row);
        }
    }
}

/* The z of the uses that a row Σ uses − Σ units ≤ 1 counts; ID_NONE: it is no such row. */
static uint32_t find_counted(const struct links *links, const struct ilp_row *row)
{
    const struct ilp *ilp = links->ilp;
    uint32_t tag = ID_NONE,
             n_uses = (uint32_t)(links->derived->model.choices.n - links->derived->classes.n);
    if (row->kind != ILP_ROW_TERM || row->upper != 1 || row->lower != -ILP_OPEN) {
        return ID_NONE;
    }
    for (uint32_t e = row->first; e < row->first + row->n; e++) {
        const struct ilp_column *column = &ilp->columns.v[ilp->entries.v[e].column];
        double coef = ilp->entries.v[e].coef;
        if (column->kind == ILP_UNIT && coef < 0 && column->lower >= 0) {
            continue;
        }
        if (column->kind != ILP_PLACEMENT || column->a >= n_uses || coef != 1 ||
            (tag != ID_NONE && tag != links->derived->tags.v[column->a])) {
            return ID_NONE;
        }
        tag = links->derived->tags.v[column->a];
    }
    return tag == ID_NONE ? ID_NONE : links->inside[tag];
}

/* Such a row with z instead of 1. */
static void tie_uses(struct links *links, size_t r)
{
    struct ilp *ilp = links->ilp;
    struct ilp_row row = ilp->rows.v[r];
    uint32_t z = find_counted(links, &row);
    if (z == ID_NONE) {
        return;
    }
    struct ilp_row tied = row;
    tied.first = (uint32_t)ilp->entries.n;
    tied.n = row.n + 1;
    tied.upper = 0;
    for (uint32_t e = row.first; e < row.first + row.n; e++) {
        add_entry(ilp, ilp->entries.v[e].column, ilp->entries.v[e].coef);
    }
    add_entry(ilp, z, -1);
    ilp->rows.v[r] = tied;
}

void bound_cells_tie(const struct cells_model *derived, struct ilp *ilp)
{
    struct links links = {.ilp = ilp, .derived = derived};
    size_t n = (size_t)derived->n_tracks * derived->n_sessions;
    links.inside = base_alloc_zero(n + 1, sizeof(*links.inside));
    find_inside(&links);
    size_t n_rows = ilp->rows.n;
    for (size_t r = 0; r < n_rows; r++) {
        tie_uses(&links, r);
    }
    for (size_t i = 0; i < derived->classes.n; i++) {
        tie_class(&links, &derived->classes.v[i]);
    }
    base_free(links.inside);
}
