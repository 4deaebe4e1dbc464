/* An integer linear program for one level of a model, not tied to any solver.
 *
 * Columns: x, a placement; o, an event that stays out; y, "the event starts at this time, in any
 * room" (where an event has several rooms at a time: the sum of those x); u, a unit of a cost; z,
 * an indicator. Rows: one placement for each event; the ranges and costs of the terms; the earlier
 * levels at most at their values. */
#ifndef ENGINE_ILP_H
#define ENGINE_ILP_H

#include "core/model.h"

#include <math.h>

/* "No bound", as a double. */
#define ILP_OPEN HUGE_VAL

enum ilp_column_kind { ILP_PLACEMENT, ILP_OUT, ILP_START, ILP_UNIT, ILP_INDICATOR };

struct ilp_column {
    enum ilp_column_kind kind;
    uint32_t a, b; /* for its name: choice and number, or a number */
    bool integer;
    double lower, upper;
    double objective;
};

enum ilp_row_kind { ILP_ROW_ONE, ILP_ROW_START, ILP_ROW_TERM, ILP_ROW_LEVEL };

struct ilp_row {
    enum ilp_row_kind kind;
    uint32_t of;         /* for its name: choice, column, term or level */
    double lower, upper; /* -ILP_OPEN, ILP_OPEN: none */
    uint32_t first, n;   /* entries */
};

struct ilp_entry {
    uint32_t column;
    double coef;
};

struct ilp {
    struct placements placements; /* of all choices, by choice, start, room: one column each */
    uint32_t *first;              /* [choices + 1]: where each choice's begin */
    VEC(struct ilp_column) columns;
    VEC(struct ilp_row) rows;
    VEC(struct ilp_entry) entries;
    int64_t gcd; /* of the objective's coefficients: every solution's value is a multiple; ≥ 1 */
};

/* The program of `level`. The model has no timelines (engine/expand.h). `values`[k] is what level k
 * < level may cost at most. Placement i is column i, and staying out of choice c is column
 * placements.n + c. Free with ilp_free(). */
void ilp_build(struct ilp *ilp, const struct model *model, uint32_t level, const int64_t *values);
void ilp_free(struct ilp *ilp);

/* Between a solution and a selection chosen[choices] of the model that the program was built from:
 * reads the placements, which must be integral; or writes all columns as the selection has them. */
void ilp_write_selection(const struct ilp *ilp, const struct model *model,
                         const struct placement *chosen, double *columns);
void ilp_read_selection(const struct ilp *ilp, const double *columns, uint32_t n_choices,
                        struct placement *chosen);

#endif
