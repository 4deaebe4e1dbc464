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

static int64_t slope_at(const struct model *model, const struct term *term, int64_t n)
{
    return model_cost_at(model, term, n) - model_cost_at(model, term, n - 1);
}

/* The units of a convex cost, in the order of their slopes: as ilp_encode.c made them. */
static void write_convex(const struct model *model, const struct term *term, int64_t count,
                         double *columns)
{
    int64_t n = term->least + 1;
    bool never_falls = slope_at(model, term, n) >= 0;
    while (never_falls && n <= term->most && slope_at(model, term, n) == 0) {
        n++;
    }
    for (size_t unit = 0; n <= term->most; unit++) {
        int64_t from = n - 1, slope = slope_at(model, term, n);
        while (n <= term->most && slope_at(model, term, n) == slope) {
            n++;
        }
        int64_t reached = count < n - 1 ? count : n - 1;
        columns[unit] = reached > from ? (double)(reached - from) : 0.0;
    }
}

/* The units of a term, which follow each other from column `first` on; returns how many there are.
 */
static size_t write_units(const struct ilp *ilp, const struct model *model, size_t first,
                          int64_t count, double *columns)
{
    const struct ilp_column *column = ilp->columns.v;
    const struct term *term = &model->terms.v[column[first].a];
    size_t end = first;
    while (end < ilp->columns.n && column[end].kind == ILP_UNIT && column[end].b > 0 &&
           column[end].a == column[first].a) {
        end++;
    }
    if (!column[first].integer) {
        write_convex(model, term, count, columns + first);
    } else if (end - first == 1) {
        columns[first] = count >= 1 ? 1.0 : 0.0; /* [n ≥ 1] */
    } else {
        for (size_t i = first; i < end; i++) {
            columns[i] = count - term->least >= (int64_t)column[i].b ? 1.0 : 0.0;
        }
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
            columns[i] = counts[column->a] >= (int64_t)(int32_t)column->b ? 1.0 : 0.0;
            break;
        case ILP_UNIT:
            if (column->b > 0) {
                i += write_units(ilp, model, i, counts[column->a], columns);
                continue;
            }
            columns[i] = 1.0; /* a constant */
            break;
        }
        i++;
    }
    base_free(counts);
}
