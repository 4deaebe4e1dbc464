#include "engine/ilp_encode.h"

/* Adds coef · literal: whole times by their y, the rest by its x. */
static void add_literal(struct ilp_builder *builder, struct literal literal, double coef)
{
    const struct ilp *ilp = builder->ilp;
    struct ilp_span span = ilp_literal_span(ilp, literal);
    for (uint32_t i = span.from; i < span.to;) {
        uint32_t y = literal.room.v == ID_NONE ? builder->start_column[i] : ID_NONE;
        if (y != ID_NONE) {
            ilp_add_entry(builder, y, coef);
            i += ilp_start_run(ilp, literal.choice, i);
            continue;
        }
        if (model_literal_holds(literal, ilp->placements.v[i])) {
            ilp_add_entry(builder, i, coef);
        }
        i++;
    }
}

static uint32_t find_indicator(struct ilp_builder *builder, const struct term_child *child);

static void add_child(struct ilp_builder *builder, const struct term_child *child, double coef)
{
    if (child->term.v == ID_NONE) {
        add_literal(builder, child->literal, coef);
    } else {
        ilp_add_entry(builder, find_indicator(builder, child), coef);
    }
}

/* Adds scale · (Σ coefficient · child) to the open expression. */
static void add_count(struct ilp_builder *builder, const struct term *term, double scale)
{
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &builder->model->children.v[i];
        add_child(builder, child, scale * (double)child->coef);
    }
}

/* Indicators of a count's children come first: an expression must not be open while rows are added.
 */
static void prepare_indicators(struct ilp_builder *builder, const struct term *term)
{
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &builder->model->children.v[i];
        if (child->term.v != ID_NONE) {
            (void)find_indicator(builder, child);
        }
    }
}

/* z = [m ≥ k] from above: m ≤ (k−1) + (most−k+1)·z, so that z is 1 where the count reaches k. */
static void bound_indicator_below(struct ilp_builder *builder, struct term_id id, int32_t at_least,
                                  uint32_t z)
{
    const struct term *term = &builder->model->terms.v[id.v];
    prepare_indicators(builder, term);
    if (at_least == 1 && term->least == 0 && term->most > 1) {
        /* Tighter than the sum: each child ≤ z. All coefficients are positive here. */
        for (uint32_t i = term->first; i < term->first + term->n; i++) {
            add_child(builder, &builder->model->children.v[i], 1.0);
            ilp_add_entry(builder, z, -1.0);
            ilp_end_row(builder, ILP_ROW_TERM, id.v, -ILP_OPEN, 0.0);
        }
        return;
    }
    add_count(builder, term, 1.0);
    ilp_add_entry(builder, z, -(double)(term->most - at_least + 1));
    ilp_end_row(builder, ILP_ROW_TERM, id.v, -ILP_OPEN, (double)(at_least - 1));
}

/* The other direction: m ≥ k·z + least·(1−z). */
static void bound_indicator_above(struct ilp_builder *builder, struct term_id id, int32_t at_least,
                                  uint32_t z)
{
    const struct term *term = &builder->model->terms.v[id.v];
    add_count(builder, term, 1.0);
    ilp_add_entry(builder, z, -(double)(at_least - term->least));
    ilp_end_row(builder, ILP_ROW_TERM, id.v, (double)term->least, ILP_OPEN);
}

static uint32_t find_indicator(struct ilp_builder *builder, const struct term_child *child)
{
    uint32_t *first = &builder->first_indicator[child->term.v];
    for (uint32_t i = *first; i != ID_NONE; i = builder->indicators.v[i].next) {
        if (builder->indicators.v[i].at_least == child->at_least) {
            return builder->indicators.v[i].column;
        }
    }
    uint32_t z = ilp_add_column(builder, ILP_INDICATOR, child->term.v, (uint32_t)child->at_least);
    bound_indicator_below(builder, child->term, child->at_least, z);
    bound_indicator_above(builder, child->term, child->at_least, z);
    struct ilp_indicator indicator = {child->term, child->at_least, z, *first};
    *first = (uint32_t)builder->indicators.n;
    vec_push(&builder->indicators, indicator);
    return z;
}

static void encode_range(struct ilp_builder *builder, uint32_t t)
{
    const struct term *term = &builder->model->terms.v[t];
    prepare_indicators(builder, term);
    add_count(builder, term, 1.0);
    ilp_end_row(builder, ILP_ROW_TERM, t, term->lo == INT64_MIN ? -ILP_OPEN : (double)term->lo,
                term->hi == INT64_MAX ? ILP_OPEN : (double)term->hi);
    ilp_drop_repeated_row(builder);
}

static double slope_at(const struct model *model, const struct term *term, int64_t n)
{
    return (double)(model_cost_at(model, term, n) - model_cost_at(model, term, n - 1));
}

static bool is_convex(const struct model *model, const struct term *term)
{
    for (int64_t n = term->least + 2; n <= term->most; n++) {
        if (slope_at(model, term, n) < slope_at(model, term, n - 1)) {
            return false;
        }
    }
    return true;
}

/* 0 at least, w > 0 from the first unit on, and nothing counts backwards. */
static bool is_any(const struct model *model, const struct term *term)
{
    bool is = term->least == 0 && model_cost_at(model, term, 0) == 0 && term->most >= 1 &&
              model_cost_at(model, term, 1) > 0;
    for (int64_t n = 2; is && n <= term->most; n++) {
        is = slope_at(model, term, n) == 0.0;
    }
    return is;
}

/* 0 while everything that is counted, backwards, holds, w > 0 as soon as something does not. */
static bool is_any_gone(const struct model *model, const struct term *term)
{
    bool is = term->most == 0 && term->least == -(int64_t)term->n &&
              model_cost_at(model, term, term->least) == 0 &&
              model_cost_at(model, term, term->least + 1) > 0;
    for (int64_t n = term->least + 2; is && n <= 0; n++) {
        is = slope_at(model, term, n) == 0.0;
    }
    for (uint32_t i = term->first; is && i < term->first + term->n; i++) {
        const struct term_child *child = &model->children.v[i];
        is = child->coef == -1 && child->term.v == ID_NONE;
    }
    return is;
}

static void charge_constant(struct ilp_builder *builder, const struct term *term, uint32_t t)
{
    int64_t constant = model_cost_at(builder->model, term, term->least);
    if (constant != 0) {
        uint32_t one = ilp_add_column(builder, ILP_UNIT, t, 0);
        builder->ilp->columns.v[one].lower = 1.0;
        ilp_charge(builder, one, term->level, (double)constant);
    }
}

/* Linear: no column of its own, the cost goes to what is counted. */
static void encode_linear(struct ilp_builder *builder, const struct term *term)
{
    double slope = slope_at(builder->model, term, term->most);
    prepare_indicators(builder, term);
    add_count(builder, term, slope);
    for (size_t i = 0; i < builder->touched.n; i++) {
        uint32_t column = builder->touched.v[i];
        if (builder->coefs.v[column] != 0.0) {
            ilp_charge(builder, column, term->level, builder->coefs.v[column]);
            builder->coefs.v[column] = 0.0;
        }
    }
    ilp_end_expression(builder);
}

/* Convex f: n = least + Σ u, the units in the order of their slopes, so that the linear relaxation
 * is f's lower envelope and the units need not be integer. Units of equal slope share a column.
 * Leading units without cost need no column when f never falls: n ≤ n₀ + Σ u. */
static void encode_convex(struct ilp_builder *builder, const struct term *term, uint32_t t)
{
    const struct model *model = builder->model;
    int64_t n = term->least + 1;
    bool never_falls = slope_at(model, term, n) >= 0.0;
    while (never_falls && n <= term->most && slope_at(model, term, n) == 0.0) {
        n++;
    }
    double free_units = (double)(n - 1);
    prepare_indicators(builder, term);
    add_count(builder, term, 1.0);
    for (uint32_t unit = 1; n <= term->most; unit++) {
        double slope = slope_at(model, term, n);
        double width = 0.0;
        while (n <= term->most && slope_at(model, term, n) == slope) {
            width += 1.0;
            n++;
        }
        uint32_t u = ilp_add_column(builder, ILP_UNIT, t, unit);
        builder->ilp->columns.v[u].upper = width;
        builder->ilp->columns.v[u].integer = false;
        ilp_charge(builder, u, term->level, slope);
        ilp_add_entry(builder, u, -1.0);
    }
    ilp_end_row(builder, ILP_ROW_TERM, t, never_falls ? -ILP_OPEN : free_units, free_units);
}

/* w·[n ≥ 1]: one u, and every child ≤ u. A child that is itself an indicator [m ≥ k] needs no
 * column of its own: m ≤ (k−1) + (most−k+1)·u says the same. */
static void encode_any(struct ilp_builder *builder, const struct term *term, uint32_t t)
{
    const struct model *model = builder->model;
    uint32_t u = ilp_add_column(builder, ILP_UNIT, t, 1);
    ilp_charge(builder, u, term->level, (double)model_cost_at(model, term, 1));
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &model->children.v[i];
        if (child->term.v != ID_NONE) {
            bound_indicator_below(builder, child->term, child->at_least, u);
        } else {
            add_literal(builder, child->literal, 1.0);
            ilp_add_entry(builder, u, -1.0);
            ilp_end_row(builder, ILP_ROW_TERM, t, -ILP_OPEN, 0.0);
        }
        ilp_drop_repeated_row(builder);
    }
}

/* One u, and 1 − child ≤ u for every child. */
static void encode_any_gone(struct ilp_builder *builder, const struct term *term, uint32_t t)
{
    const struct model *model = builder->model;
    uint32_t u = ilp_add_column(builder, ILP_UNIT, t, 1);
    ilp_charge(builder, u, term->level, (double)model_cost_at(model, term, 0));
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        add_literal(builder, model->children.v[i].literal, 1.0);
        ilp_add_entry(builder, u, 1.0);
        ilp_end_row(builder, ILP_ROW_TERM, t, 1.0, ILP_OPEN);
        ilp_drop_repeated_row(builder);
    }
}

/* Any other f: ordered binaries, u₁ ≥ u₂ ≥ …, n = least + Σ u. */
static void encode_steps(struct ilp_builder *builder, const struct term *term, uint32_t t)
{
    const struct model *model = builder->model;
    prepare_indicators(builder, term);
    uint32_t first = (uint32_t)builder->ilp->columns.n;
    uint32_t n_units = (uint32_t)(term->most - term->least);
    for (uint32_t i = 0; i < n_units; i++) {
        uint32_t u = ilp_add_column(builder, ILP_UNIT, t, i + 1);
        ilp_charge(builder, u, term->level, slope_at(model, term, term->least + 1 + i));
        if (i > 0) {
            ilp_add_entry(builder, u - 1, 1.0);
            ilp_add_entry(builder, u, -1.0);
            ilp_end_row(builder, ILP_ROW_TERM, t, 0.0, ILP_OPEN);
        }
    }
    add_count(builder, term, 1.0);
    for (uint32_t i = 0; i < n_units; i++) {
        ilp_add_entry(builder, first + i, -1.0);
    }
    ilp_end_row(builder, ILP_ROW_TERM, t, (double)term->least, (double)term->least);
}

static void encode_cost(struct ilp_builder *builder, uint32_t t)
{
    const struct model *model = builder->model;
    const struct term *term = &model->terms.v[t];
    charge_constant(builder, term, t);
    if (term->least == term->most) {
        return;
    }
    bool convex = is_convex(model, term);
    if (convex && term->least == 0 &&
        slope_at(model, term, 1) == slope_at(model, term, term->most)) {
        encode_linear(builder, term);
    } else if (convex) {
        encode_convex(builder, term, t);
    } else if (is_any(model, term)) {
        encode_any(builder, term, t);
    } else if (is_any_gone(model, term)) {
        encode_any_gone(builder, term, t);
    } else {
        encode_steps(builder, term, t);
    }
}

void ilp_encode_terms(struct ilp_builder *builder, uint32_t level)
{
    const struct model *model = builder->model;
    for (uint32_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        if (term->kind == TERM_RANGE) {
            encode_range(builder, t);
        } else if (term->kind == TERM_COST && term->level <= level) {
            encode_cost(builder, t);
        }
    }
}
