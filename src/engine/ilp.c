#include "engine/ilp.h"

#include "base/gcd.h"
#include "engine/ilp_encode.h"

#include <stdlib.h>
#include <string.h>

uint32_t ilp_add_column(struct ilp_builder *builder, enum ilp_column_kind kind, uint32_t a,
                        uint32_t b)
{
    struct ilp_column column = {kind, a, b, true, 0.0, 1.0, 0.0};
    vec_push(&builder->ilp->columns, column);
    vec_push(&builder->coefs, 0.0);
    return (uint32_t)builder->ilp->columns.n - 1;
}

void ilp_charge(struct ilp_builder *builder, uint32_t column, uint32_t level, double cost)
{
    struct ilp_charge charge = {column, level, cost};
    vec_push(&builder->charges, charge);
}

void ilp_add_entry(struct ilp_builder *builder, uint32_t column, double coef)
{
    if (builder->coefs.v[column] == 0.0) {
        vec_push(&builder->touched, column);
    }
    builder->coefs.v[column] += coef;
}

static int compare_columns(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

void ilp_end_expression(struct ilp_builder *builder)
{
    for (size_t i = 0; i < builder->touched.n; i++) {
        builder->coefs.v[builder->touched.v[i]] = 0.0;
    }
    vec_clear(&builder->touched);
}

void ilp_end_row(struct ilp_builder *builder, enum ilp_row_kind kind, uint32_t of, double lower,
                 double upper)
{
    struct ilp *ilp = builder->ilp;
    struct ilp_row row = {kind, of, lower, upper, (uint32_t)ilp->entries.n, 0};
    if (builder->touched.n > 1) {
        qsort(builder->touched.v, builder->touched.n, sizeof(uint32_t), compare_columns);
    }
    for (size_t i = 0; i < builder->touched.n; i++) {
        uint32_t column = builder->touched.v[i];
        /* A column that came and cancelled out may have been touched twice: its sum is written
         * once. */
        if (builder->coefs.v[column] != 0.0) {
            struct ilp_entry entry = {column, builder->coefs.v[column]};
            vec_push(&ilp->entries, entry);
            row.n++;
            builder->coefs.v[column] = 0.0;
        }
    }
    vec_clear(&builder->touched);
    vec_push(&ilp->rows, row);
}

/* Consecutive times often give the same clique: a row equal to one of the term's last few is
 * dropped. */
void ilp_drop_repeated_row(struct ilp_builder *builder)
{
    struct ilp *ilp = builder->ilp;
    const struct ilp_row *last = &ilp->rows.v[ilp->rows.n - 1];
    uint64_t hash = UINT64_C(14695981039346656037);
    for (uint32_t i = 0; i < last->n; i++) {
        const struct ilp_entry *entry = &ilp->entries.v[last->first + i];
        hash = (hash ^ entry->column) * UINT64_C(1099511628211);
        hash = (hash ^ (uint64_t)(int64_t)entry->coef) * UINT64_C(1099511628211);
    }
    uint32_t *bucket = &builder->seen[hash % ILP_SEEN];
    if (*bucket != ID_NONE) {
        const struct ilp_row *old = &ilp->rows.v[*bucket];
        bool same = old->n == last->n && old->lower <= last->upper && last->lower <= old->upper;
        for (uint32_t i = 0; same && i < last->n; i++) {
            const struct ilp_entry *a = &ilp->entries.v[old->first + i];
            const struct ilp_entry *b = &ilp->entries.v[last->first + i];
            same = a->column == b->column && a->coef == b->coef;
        }
        if (same && old->lower >= last->lower && old->upper <= last->upper) {
            ilp->entries.n = last->first;
            ilp->rows.n--;
            return;
        }
    }
    *bucket = (uint32_t)ilp->rows.n - 1;
}

/* The first placement column of the choice that does not start before t. */
static uint32_t find_start(const struct ilp *ilp, struct choice_id choice, int32_t t_min)
{
    uint32_t low = ilp->first[choice.v], high = ilp->first[choice.v + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        bool before = ilp->placements.v[middle].start_min < t_min;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    return low;
}

struct ilp_span ilp_literal_span(const struct ilp *ilp, struct literal literal)
{
    return (struct ilp_span){find_start(ilp, literal.choice, literal.from_min),
                             find_start(ilp, literal.choice, literal.to_min)};
}

uint32_t ilp_start_run(const struct ilp *ilp, struct choice_id choice, uint32_t column)
{
    const struct placement *placements = ilp->placements.v;
    int32_t start = placements[column].start_min;
    if (column > ilp->first[choice.v] && placements[column - 1].start_min == start) {
        return 0;
    }
    uint32_t run = 1;
    while (column + run < ilp->first[choice.v + 1] && placements[column + run].start_min == start) {
        run++;
    }
    return run;
}

/* Marks the times of a choice at which some literal holds in every room: those get a y column. */
static void mark_starts(struct ilp_builder *builder, struct literal literal)
{
    struct ilp_span span = ilp_literal_span(builder->ilp, literal);
    for (uint32_t i = span.from; i < span.to && literal.room.v == ID_NONE;) {
        uint32_t run = ilp_start_run(builder->ilp, literal.choice, i);
        if (run > 1) {
            builder->start_column[i] = 0;
        }
        i += run;
    }
}

static void add_starts(struct ilp_builder *builder)
{
    const struct model *model = builder->model;
    for (size_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        for (uint32_t i = term->first; i < term->first + term->n; i++) {
            if (model->children.v[i].term.v == ID_NONE) {
                mark_starts(builder, model->children.v[i].literal);
            }
        }
    }
    const struct ilp *ilp = builder->ilp;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        for (uint32_t i = ilp->first[c]; i < ilp->first[c + 1]; i++) {
            if (builder->start_column[i] == ID_NONE) {
                continue;
            }
            uint32_t column = ilp_add_column(builder, ILP_START, c, i - ilp->first[c]);
            builder->start_column[i] = column;
            uint32_t run = ilp_start_run(ilp, (struct choice_id){c}, i);
            ilp_add_entry(builder, column, -1.0);
            for (uint32_t k = 0; k < run; k++) {
                ilp_add_entry(builder, i + k, 1.0);
            }
            ilp_end_row(builder, ILP_ROW_START, column, 0.0, 0.0);
        }
    }
}

/* Σ x + out = 1, with y for the times that have one. */
static void add_choices(struct ilp_builder *builder)
{
    const struct ilp *ilp = builder->ilp;
    for (uint32_t c = 0; c < builder->model->choices.n; c++) {
        for (uint32_t i = ilp->first[c]; i < ilp->first[c + 1];) {
            bool whole = builder->start_column[i] != ID_NONE;
            ilp_add_entry(builder, whole ? builder->start_column[i] : i, 1.0);
            i += whole ? ilp_start_run(ilp, (struct choice_id){c}, i) : 1;
        }
        ilp_add_entry(builder, (uint32_t)ilp->placements.n + c, 1.0);
        ilp_end_row(builder, ILP_ROW_ONE, c, 1.0, 1.0);
    }
}

/* Where nothing may cost anything, what costs is out of the question. */
static void forbid_costs(struct ilp_builder *builder, uint32_t level)
{
    for (size_t i = 0; i < builder->charges.n; i++) {
        if (builder->charges.v[i].level == level && builder->charges.v[i].cost < 0.0) {
            return;
        }
    }
    for (size_t i = 0; i < builder->charges.n; i++) {
        const struct ilp_charge *charge = &builder->charges.v[i];
        struct ilp_column *column = &builder->ilp->columns.v[charge->column];
        if (charge->level == level && charge->cost > 0.0 && column->lower == 0.0) {
            column->upper = 0.0;
        }
    }
}

/* Earlier levels keep their values. */
static void add_levels(struct ilp_builder *builder, uint32_t level, const int64_t *values)
{
    for (uint32_t k = 0; k < level; k++) {
        for (size_t i = 0; i < builder->charges.n; i++) {
            const struct ilp_charge *charge = &builder->charges.v[i];
            if (charge->level == k && charge->cost != 0.0) {
                ilp_add_entry(builder, charge->column, charge->cost);
            }
        }
        if (values[k] == 0) {
            forbid_costs(builder, k);
        }
        if (builder->touched.n > 0) {
            ilp_end_row(builder, ILP_ROW_LEVEL, k, -ILP_OPEN, (double)values[k]);
        }
    }
}

static void set_objective(struct ilp_builder *builder, uint32_t level)
{
    struct ilp *ilp = builder->ilp;
    int64_t gcd = 0;
    for (size_t i = 0; i < builder->charges.n; i++) {
        const struct ilp_charge *charge = &builder->charges.v[i];
        if (charge->level == level) {
            ilp->columns.v[charge->column].objective += charge->cost;
            gcd = base_gcd(gcd, llabs((int64_t)charge->cost));
        }
    }
    ilp->gcd = gcd > 0 ? gcd : 1;
}

static void add_columns(struct ilp_builder *builder)
{
    struct ilp *ilp = builder->ilp;
    const struct model *model = builder->model;
    ilp->first = base_alloc_zero(model->choices.n + 1, sizeof(*ilp->first));
    for (uint32_t c = 0; c < model->choices.n; c++) {
        ilp->first[c] = (uint32_t)ilp->placements.n;
        model_list_placements(model, (struct choice_id){c}, &ilp->placements);
        for (uint32_t i = 0; i < model->choices.v[c].n; i++) {
            ilp_add_column(builder, ILP_PLACEMENT, c, i);
        }
    }
    ilp->first[model->choices.n] = (uint32_t)ilp->placements.n;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        ilp_add_column(builder, ILP_OUT, c, 0);
    }
}

static void charge_unaries(struct ilp_builder *builder)
{
    const struct ilp *ilp = builder->ilp;
    for (size_t i = 0; i < builder->model->unaries.n; i++) {
        const struct unary *unary = &builder->model->unaries.v[i];
        if (unary->out) {
            ilp_charge(builder, (uint32_t)ilp->placements.n + unary->literal.choice.v, unary->level,
                       (double)unary->cost);
            continue;
        }
        struct ilp_span span = ilp_literal_span(ilp, unary->literal);
        for (uint32_t k = span.from; k < span.to; k++) {
            if (model_literal_holds(unary->literal, ilp->placements.v[k])) {
                ilp_charge(builder, k, unary->level, (double)unary->cost);
            }
        }
    }
}

void ilp_build(struct ilp *ilp, const struct model *model, uint32_t level, const int64_t *values)
{
    BUG_UNLESS(model->timelines.n == 0);
    *ilp = (struct ilp){.gcd = 1};
    struct arena arena = ARENA_EMPTY;
    struct ilp_builder builder = {.ilp = ilp, .model = model};
    add_columns(&builder);
    builder.start_column = arena_array(&arena, ilp->placements.n, sizeof(uint32_t));
    memset(builder.start_column, 0xff, ilp->placements.n * sizeof(uint32_t));
    builder.seen = arena_array(&arena, ILP_SEEN, sizeof(uint32_t));
    memset(builder.seen, 0xff, ILP_SEEN * sizeof(uint32_t));
    builder.first_indicator = arena_array(&arena, model->terms.n, sizeof(uint32_t));
    memset(builder.first_indicator, 0xff, model->terms.n * sizeof(uint32_t));
    charge_unaries(&builder);
    add_starts(&builder);
    add_choices(&builder);
    ilp_encode_terms(&builder, level);
    add_levels(&builder, level, values);
    set_objective(&builder, level);
    vec_free(&builder.coefs);
    vec_free(&builder.touched);
    vec_free(&builder.charges);
    vec_free(&builder.indicators);
    arena_free(&arena);
}

void ilp_free(struct ilp *ilp)
{
    vec_free(&ilp->placements);
    base_free(ilp->first);
    vec_free(&ilp->columns);
    vec_free(&ilp->rows);
    vec_free(&ilp->entries);
}
