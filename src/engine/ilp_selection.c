/* From a selection to a solution of the program, and back. */
#include "engine/ilp.h"

void ilp_read_selection(const struct ilp *ilp, const double *columns, uint32_t n_choices,
                        struct placement *chosen)
{
    for (uint32_t c = 0; c < n_choices; c++) {
        chosen[c] = PLACEMENT_OUT;
        for (uint32_t i = ilp->first[c]; i < ilp->first[c + 1]; i++) {
            if (columns[i] > 0.5) {
                chosen[c] = ilp->placements.v[i];
            }
        }
    }
}

/* The units of a term, which follow each other from column `first` on, for the count n (see
 * ilp_encode.c); returns how many there are. */
static size_t write_units(const struct ilp *ilp, const struct term *term, size_t first, int64_t n,
                          double *columns)
{
    const struct ilp_column *column = ilp->columns.v;
    size_t end = first;
    double widths = 0.0;
    while (end < ilp->columns.n && column[end].kind == ILP_UNIT && column[end].b > 0 &&
           column[end].a == column[first].a) {
        widths += column[end++].upper;
    }
    if (column[first].integer && end - first == 1) {
        columns[first] = n >= 1 ? 1.0 : 0.0; /* [n ≥ 1] */
        return 1;
    }
    /* In the order of the slopes; those without cost have no column. */
    double left = (double)(n - term->most) + widths;
    for (size_t i = first; i < end; i++) {
        double width = column[i].upper;
        columns[i] = left <= 0.0 ? 0.0 : left < width ? left : width;
        left -= width;
    }
    return end - first;
}

static double start_value(const struct ilp *ilp, const struct ilp_column *column,
                          struct placement chosen)
{
    struct placement place = ilp->placements.v[ilp->first[column->a] + column->b];
    return !placement_is_out(chosen) && place.start_min == chosen.start_min ? 1.0 : 0.0;
}

void ilp_write_selection(const struct ilp *ilp, const struct model *model,
                         const struct placement *chosen, double *columns)
{
    int64_t *counts = base_alloc_zero(model->terms.n + 1, sizeof(*counts));
    model_count_terms(model, chosen, counts);
    for (size_t i = 0; i < ilp->columns.n;) {
        const struct ilp_column *column = &ilp->columns.v[i];
        struct placement at = chosen[column->kind <= ILP_START ? column->a : 0];
        switch (column->kind) {
        case ILP_PLACEMENT:
            columns[i] = ilp->placements.v[i].start_min == at.start_min &&
                                 ilp->placements.v[i].room.v == at.room.v
                             ? 1.0
                             : 0.0;
            break;
        case ILP_OUT:
            columns[i] = placement_is_out(at) ? 1.0 : 0.0;
            break;
        case ILP_START:
            columns[i] = start_value(ilp, column, at);
            break;
        case ILP_INDICATOR:
            columns[i] = counts[column->a] >= (int64_t)column->b ? 1.0 : 0.0;
            break;
        case ILP_UNIT:
            if (column->b > 0) {
                i += write_units(ilp, &model->terms.v[column->a], i, counts[column->a], columns);
                continue;
            }
            columns[i] = 1.0; /* a constant */
            break;
        }
        i++;
    }
    base_free(counts);
}
