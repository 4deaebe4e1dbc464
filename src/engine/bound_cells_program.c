#include "engine/bound_cells_program.h"

#include "engine/bound_cells_model.h"
#include "engine/exact.h"
#include "engine/ilp_fold.h"

#include <string.h>

enum { SOLVE_ROWS = 60000 };

/* A class counts up to its number of events in each session, and all of them somewhere. */
static void widen_classes(struct ilp *ilp, const struct cells_model *derived)
{
    uint32_t *row_of = base_alloc_zero(derived->model.choices.n + 1, sizeof(*row_of));
    for (size_t i = 0; i < ilp->rows.n; i++) {
        if (ilp->rows.v[i].kind == ILP_ROW_ONE) {
            row_of[ilp->rows.v[i].of] = (uint32_t)i;
        }
    }
    for (size_t i = 0; i < derived->classes.n; i++) {
        const struct cells_class *class = &derived->classes.v[i];
        uint32_t c = class->choice.v;
        for (uint32_t k = ilp->first[c]; k < ilp->first[c + 1]; k++) {
            ilp->columns.v[k].upper *= class->n;
        }
        ilp->columns.v[ilp->placements.n + c].upper *= class->n;
        ilp->rows.v[row_of[c]].lower = ilp->rows.v[row_of[c]].upper = class->n;
    }
    base_free(row_of);
}

/* That a track uses a cell or does not need not be said in a row. */
static void drop_use_rows(struct ilp *ilp, const struct cells_model *derived)
{
    uint32_t n_uses = (uint32_t)(derived->model.choices.n - derived->classes.n);
    size_t n_rows = 0, n_entries = 0;
    for (size_t i = 0; i < ilp->rows.n; i++) {
        struct ilp_row row = ilp->rows.v[i];
        if (row.kind == ILP_ROW_ONE && row.of < n_uses) {
            continue;
        }
        memmove(ilp->entries.v + n_entries, ilp->entries.v + row.first,
                row.n * sizeof(*ilp->entries.v));
        row.first = (uint32_t)n_entries;
        n_entries += row.n;
        ilp->rows.v[n_rows++] = row;
    }
    ilp->rows.n = n_rows;
    ilp->entries.n = n_entries;
    for (uint32_t c = 0; c < n_uses; c++) {
        struct ilp_column *out = &ilp->columns.v[ilp->placements.n + c];
        out->upper = 0.0;
        out->integer = false;
    }
}

void bound_cells_program_forbid(struct ilp *ilp, int64_t target)
{
    for (size_t i = 0; i < ilp->columns.n; i++) {
        struct ilp_column *column = &ilp->columns.v[i];
        if (column->integer && column->lower == 0.0 && column->objective >= (double)target) {
            column->upper = 0.0;
        }
    }
}

double bound_cells_program_dearest(const struct ilp *ilp, int64_t target)
{
    return (double)(exact_round_bound((double)target, ilp->gcd) - ilp->gcd);
}

void bound_cells_program_demand_less(struct ilp *ilp, int64_t target)
{
    struct ilp_row row = {.kind = ILP_ROW_LEVEL,
                          .lower = -ILP_OPEN,
                          .upper = bound_cells_program_dearest(ilp, target),
                          .first = (uint32_t)ilp->entries.n};
    for (size_t i = 0; i < ilp->columns.n; i++) {
        if (ilp->columns.v[i].objective != 0) {
            struct ilp_entry entry = {(uint32_t)i, ilp->columns.v[i].objective};
            vec_push(&ilp->entries, entry);
        }
    }
    row.n = (uint32_t)ilp->entries.n - row.first;
    vec_push(&ilp->rows, row);
}

/* Whole counts, convex costs: units are whole numbers in one of the best solutions. */
static void count_units(struct ilp *ilp)
{
    for (size_t i = 0; i < ilp->columns.n; i++) {
        struct ilp_column *column = &ilp->columns.v[i];
        column->integer = column->integer || column->kind == ILP_UNIT;
    }
}

/* Only what is of one track and session, or of one class, is put together. */
static bool fold(struct ilp *folded, const struct cells_model *derived, const struct ilp *ilp)
{
    uint64_t *tags = base_alloc_zero(ilp->columns.n + 1, sizeof(*tags));
    for (size_t i = 0; i < ilp->columns.n; i++) {
        const struct ilp_column *column = &ilp->columns.v[i];
        bool of_choice =
            column->kind == ILP_PLACEMENT || column->kind == ILP_OUT || column->kind == ILP_START;
        tags[i] = 8 * (of_choice ? (uint64_t)derived->tags.v[column->a] : 0) + column->kind;
    }
    bool possible = ilp_fold(folded, ilp, tags);
    base_free(tags);
    return possible;
}

enum cells_program bound_cells_program_make(struct ilp *folded, const struct search_index *index,
                                            int64_t target)
{
    struct cells_model derived;
    bound_cells_model_make(&derived, index, target);
    enum cells_program program = CELLS_PROGRAM_NONE;
    if (derived.n_terms > 0) {
        uint32_t last = index->model->levels.soft;
        int64_t *nothing = base_alloc_zero((size_t)last + 1, sizeof(*nothing));
        struct ilp ilp;
        ilp_build(&ilp, &derived.model, last, nothing);
        widen_classes(&ilp, &derived);
        drop_use_rows(&ilp, &derived);
        bound_cells_program_forbid(&ilp, target);
        bound_cells_tie(&derived, &ilp);
        count_units(&ilp);
        bool possible = fold(folded, &derived, &ilp);
        bound_cells_program_demand_less(folded, target);
        program = possible ? CELLS_PROGRAM_OPEN : CELLS_PROGRAM_IMPOSSIBLE;
        if (folded->rows.n > SOLVE_ROWS) {
            ilp_free(folded);
            program = CELLS_PROGRAM_NONE;
        }
        ilp_free(&ilp);
        base_free(nothing);
    }
    bound_cells_model_free(&derived);
    return program;
}
