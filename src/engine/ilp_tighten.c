#include "engine/ilp_tighten.h"

#include <string.h>

enum { PASSES = 4 };

static const double rounding = 1e-6;   /* what sums may be wrong by, for each unit of their size */
static const double least_gain = 1e-2; /* of a bound of a column that is not integer */

/* A row's sum within the bounds: the finite part, and how many parts are not finite. */
struct reach {
    double least, most, size;
    uint32_t open_least, open_most;
};

struct change {
    uint32_t column;
    double lower, upper; /* before */
};

struct tightening {
    struct ilp *ilp;
    struct arena arena;
    double *lower, *upper; /* [columns] */
    uint32_t *first;       /* [columns + 1]: its entries, … */
    struct place {
        uint32_t row;
        double coef;
    } * places;          /* … by column */
    struct reach *reach; /* [rows] */
    double *widest;      /* [rows]: the most that one column of it could change the sum by */
    VEC(uint32_t) queue;
    bool *queued; /* [rows] */
    VEC(struct change) trail;
    bool impossible;
    int64_t work;
};

/* ---- sums ----------------------------------------------------------------------------------- */

static void add_part(struct reach *reach, double coef, double lower, double upper, int sign)
{
    double least = coef > 0 ? coef * lower : coef * upper;
    double most = coef > 0 ? coef * upper : coef * lower;
    if (isinf(least)) {
        reach->open_least += (uint32_t)sign;
    } else {
        reach->least += sign * least;
    }
    if (isinf(most)) {
        reach->open_most += (uint32_t)sign;
    } else {
        reach->most += sign * most;
    }
}

static double slack_of(const struct reach *reach)
{
    return rounding * (1.0 + reach->size);
}

static void push_row(struct tightening *x, uint32_t row)
{
    if (!x->queued[row]) {
        x->queued[row] = true;
        vec_push(&x->queue, row);
    }
}

static void set_bounds(struct tightening *x, uint32_t column, double lower, double upper)
{
    for (uint32_t i = x->first[column]; i < x->first[column + 1]; i++) {
        const struct place *place = &x->places[i];
        struct reach *reach = &x->reach[place->row];
        add_part(reach, place->coef, x->lower[column], x->upper[column], -1);
        add_part(reach, place->coef, lower, upper, 1);
    }
    x->lower[column] = lower;
    x->upper[column] = upper;
    x->work += x->first[column + 1] - x->first[column];
}

static void narrow(struct tightening *x, uint32_t column, double lower, double upper)
{
    bool integer = x->ilp->columns.v[column].integer;
    lower = integer ? ceil(lower - rounding) : lower;
    upper = integer ? floor(upper + rounding) : upper;
    double gain = integer ? 0.5 : least_gain;
    bool higher = lower > x->lower[column] + gain, lower_top = upper < x->upper[column] - gain;
    if (!higher && !lower_top) {
        return;
    }
    lower = higher ? lower : x->lower[column];
    upper = lower_top ? upper : x->upper[column];
    if (lower > upper + rounding) {
        x->impossible = true;
        return;
    }
    upper = upper < lower ? lower : upper;
    struct change change = {column, x->lower[column], x->upper[column]};
    vec_push(&x->trail, change);
    set_bounds(x, column, lower, upper);
    for (uint32_t i = x->first[column]; i < x->first[column + 1]; i++) {
        push_row(x, x->places[i].row);
    }
}

/* ---- propagation ---------------------------------------------------------------------------- */

/* What the row's upper side leaves for each column, when the others are at their least; the lower
 * side is the upper one of the negative. */
static void pull_side(struct tightening *x, const struct ilp_row *row, uint32_t r, int sign)
{
    const struct reach *reach = &x->reach[r];
    double side = sign > 0 ? row->upper : -row->lower;
    double least = sign > 0 ? reach->least : -reach->most;
    uint32_t open = sign > 0 ? reach->open_least : reach->open_most;
    double slack = slack_of(reach);
    if (isinf(side) || open > 1) {
        return;
    }
    if (open == 0 && least > side + slack) {
        x->impossible = true;
        return;
    }
    if (open == 0 && side - least >= x->widest[r]) {
        return;
    }
    x->work += row->n;
    for (uint32_t e = row->first; e < row->first + row->n && !x->impossible; e++) {
        uint32_t c = x->ilp->entries.v[e].column;
        double coef = sign * x->ilp->entries.v[e].coef;
        double at = coef > 0 ? x->lower[c] : x->upper[c];
        if (coef == 0 || (open == 1) != isinf(at)) {
            continue;
        }
        least = sign > 0 ? reach->least : -reach->most; /* changes as bounds do */
        double left = side + slack - (open == 1 ? least : least - coef * at);
        if (coef > 0) {
            narrow(x, c, x->lower[c], left / coef);
        } else {
            narrow(x, c, left / coef, x->upper[c]);
        }
    }
}

static void propagate(struct tightening *x)
{
    for (size_t i = 0; i < x->queue.n; i++) {
        uint32_t r = x->queue.v[i];
        x->queued[r] = false;
        if (!x->impossible) {
            pull_side(x, &x->ilp->rows.v[r], r, 1);
        }
        if (!x->impossible) {
            pull_side(x, &x->ilp->rows.v[r], r, -1);
        }
    }
    vec_clear(&x->queue);
}

static void undo_to(struct tightening *x, size_t mark)
{
    while (x->trail.n > mark) {
        struct change change = x->trail.v[--x->trail.n];
        set_bounds(x, change.column, change.lower, change.upper);
    }
}

/* ---- probing -------------------------------------------------------------------------------- */

struct outcome {
    uint32_t column;
    double lower, upper;
};

struct outcomes {
    struct outcome *v;
    size_t n, cap;
};

/* Tries the column at a value; what follows goes to `outcomes`. False: it cannot be. */
static bool try_value(struct tightening *x, uint32_t column, double value,
                      struct outcomes *outcomes)
{
    size_t mark = x->trail.n;
    narrow(x, column, value, value);
    propagate(x);
    bool possible = !x->impossible;
    vec_clear(outcomes);
    for (size_t i = mark; i < x->trail.n && possible; i++) {
        uint32_t c = x->trail.v[i].column;
        struct outcome outcome = {c, x->lower[c], x->upper[c]};
        vec_push(outcomes, outcome);
    }
    x->impossible = false;
    undo_to(x, mark);
    return possible;
}

/* What is so in either case. */
static void take_common(struct tightening *x, const struct outcomes *zero,
                        const struct outcomes *one, struct outcome *seen)
{
    for (size_t i = 0; i < zero->n; i++) {
        seen[zero->v[i].column] = zero->v[i];
    }
    for (size_t i = 0; i < one->n; i++) {
        const struct outcome *a = &seen[one->v[i].column], *b = &one->v[i];
        if (a->column == b->column) {
            narrow(x, b->column, fmin(a->lower, b->lower), fmax(a->upper, b->upper));
        }
    }
    for (size_t i = 0; i < zero->n; i++) {
        seen[zero->v[i].column].column = ID_NONE;
    }
    propagate(x);
}

static void probe(struct tightening *x, int64_t work)
{
    struct outcomes zero = {0}, one = {0};
    size_t n = x->ilp->columns.n;
    struct outcome *seen = arena_array(&x->arena, n, sizeof(*seen));
    for (size_t c = 0; c < n; c++) {
        seen[c].column = ID_NONE;
    }
    size_t since = 0; /* columns without news */
    int64_t ends = x->work + work;
    for (size_t i = 0; since < n && i < PASSES * n && x->work < ends && !x->impossible; i++) {
        uint32_t c = (uint32_t)(i % n);
        since++;
        if (!x->ilp->columns.v[c].integer || x->upper[c] - x->lower[c] != 1) {
            continue;
        }
        size_t mark = x->trail.n;
        double low = x->lower[c], high = x->upper[c];
        if (!try_value(x, c, high, &one)) {
            narrow(x, c, low, low);
            propagate(x);
        } else if (!try_value(x, c, low, &zero)) {
            narrow(x, c, high, high);
            propagate(x);
        } else {
            take_common(x, &zero, &one, seen);
        }
        since = x->trail.n > mark ? 0 : since;
    }
    vec_free(&zero);
    vec_free(&one);
}

/* ---- coefficients -----------------------------------------------------------------------------
 */

/* Where a column at its upper bound leaves the row slack whatever the others do, its coefficient
 * may be nearer to what matters: a·x + rest ≤ b with rest ≤ m < b is a'·x + rest ≤ b' for a' = a −
 * (b − m) and b' = b − (b − m)·upper when a > 0 (0 otherwise), for x of two values. */
static void sharpen(struct tightening *x, struct ilp_row *row, uint32_t r)
{
    bool is_upper = row->upper < ILP_OPEN;
    if (is_upper == (row->lower > -ILP_OPEN) ||
        x->reach[r].open_most + x->reach[r].open_least > 0) {
        return; /* both sides, or none */
    }
    double sign = is_upper ? 1 : -1;
    double side = is_upper ? row->upper : -row->lower;
    for (uint32_t e = row->first; e < row->first + row->n; e++) {
        uint32_t c = x->ilp->entries.v[e].column;
        double coef = sign * x->ilp->entries.v[e].coef;
        double most = is_upper ? x->reach[r].most : -x->reach[r].least;
        double low = x->lower[c], high = x->upper[c];
        if (!x->ilp->columns.v[c].integer || high - low != 1 || coef == 0) {
            continue;
        }
        double off = most - fabs(coef); /* the most with the column at its slack value */
        double gap = side - off;
        if (gap <= slack_of(&x->reach[r]) || gap >= fabs(coef)) {
            continue;
        }
        add_part(&x->reach[r], sign * coef, low, high, -1);
        if (coef > 0) {
            coef -= gap;
            side -= gap * high;
        } else {
            coef += gap;
            side += gap * low;
        }
        x->ilp->entries.v[e].coef = sign * coef;
        add_part(&x->reach[r], sign * coef, low, high, 1);
    }
    if (is_upper) {
        row->upper = side;
    } else {
        row->lower = -side;
    }
}

/* ---- the whole ------------------------------------------------------------------------------ */

static void list_places(struct tightening *x)
{
    const struct ilp *ilp = x->ilp;
    x->first = arena_array(&x->arena, ilp->columns.n + 2, sizeof(*x->first));
    x->places = arena_array(&x->arena, ilp->entries.n + 1, sizeof(*x->places));
    for (size_t r = 0; r < ilp->rows.n; r++) {
        const struct ilp_row *row = &ilp->rows.v[r];
        for (uint32_t e = row->first; e < row->first + row->n; e++) {
            x->first[ilp->entries.v[e].column + 2]++;
        }
    }
    for (size_t c = 2; c <= ilp->columns.n + 1; c++) {
        x->first[c] += x->first[c - 1];
    }
    for (size_t r = 0; r < ilp->rows.n; r++) {
        const struct ilp_row *row = &ilp->rows.v[r];
        for (uint32_t e = row->first; e < row->first + row->n; e++) {
            const struct ilp_entry *entry = &ilp->entries.v[e];
            x->places[x->first[entry->column + 1]++] = (struct place){(uint32_t)r, entry->coef};
        }
    }
}

static void begin(struct tightening *x)
{
    const struct ilp *ilp = x->ilp;
    x->lower = arena_array(&x->arena, ilp->columns.n, sizeof(double));
    x->upper = arena_array(&x->arena, ilp->columns.n, sizeof(double));
    x->reach = arena_array(&x->arena, ilp->rows.n, sizeof(*x->reach));
    x->widest = arena_array(&x->arena, ilp->rows.n, sizeof(double));
    x->queued = arena_array(&x->arena, ilp->rows.n, sizeof(bool));
    for (size_t c = 0; c < ilp->columns.n; c++) {
        x->lower[c] = ilp->columns.v[c].lower;
        x->upper[c] = ilp->columns.v[c].upper;
    }
    list_places(x);
    for (uint32_t r = 0; r < ilp->rows.n; r++) {
        const struct ilp_row *row = &ilp->rows.v[r];
        for (uint32_t e = row->first; e < row->first + row->n; e++) {
            const struct ilp_entry *entry = &ilp->entries.v[e];
            double low = x->lower[entry->column], high = x->upper[entry->column];
            add_part(&x->reach[r], entry->coef, low, high, 1);
            x->widest[r] = fmax(x->widest[r], fabs(entry->coef) * (high - low));
            x->reach[r].size = fmax(x->reach[r].size, fabs(entry->coef));
        }
        push_row(x, r);
    }
}

/* Rows that no values within the bounds break; and from the others, columns that are certain. */
static void drop_rows(struct tightening *x)
{
    struct ilp *ilp = x->ilp;
    size_t n_rows = 0, n_entries = 0;
    for (size_t r = 0; r < ilp->rows.n; r++) {
        struct ilp_row row = ilp->rows.v[r];
        const struct reach *reach = &x->reach[r];
        bool below = row.upper == ILP_OPEN || (reach->open_most == 0 && reach->most <= row.upper);
        bool above =
            row.lower == -ILP_OPEN || (reach->open_least == 0 && reach->least >= row.lower);
        if (below && above) {
            continue;
        }
        size_t from = n_entries;
        for (uint32_t e = row.first; e < row.first + row.n; e++) {
            struct ilp_entry entry = ilp->entries.v[e];
            double low = x->lower[entry.column];
            if (low == x->upper[entry.column]) {
                row.lower -= entry.coef * low;
                row.upper -= entry.coef * low;
            } else if (entry.coef != 0) {
                ilp->entries.v[n_entries++] = entry;
            }
        }
        row.first = (uint32_t)from;
        row.n = (uint32_t)(n_entries - from);
        ilp->rows.v[n_rows++] = row;
    }
    ilp->rows.n = n_rows;
    ilp->entries.n = n_entries;
}

/* What columns that are certain cost is left to one of them. */
static void drop_columns(struct tightening *x)
{
    struct ilp *ilp = x->ilp;
    uint32_t *number = arena_array(&x->arena, ilp->columns.n, sizeof(*number));
    struct ilp_column fixed = {.kind = ILP_UNIT, .integer = true, .lower = 1, .upper = 1};
    size_t n = 0;
    for (size_t c = 0; c < ilp->columns.n; c++) {
        struct ilp_column column = ilp->columns.v[c];
        column.lower = x->lower[c];
        column.upper = x->upper[c];
        if (column.lower == column.upper) {
            fixed.objective += column.objective * column.lower;
            continue;
        }
        number[c] = (uint32_t)n;
        ilp->columns.v[n++] = column;
    }
    ilp->columns.n = n;
    for (size_t e = 0; e < ilp->entries.n; e++) {
        ilp->entries.v[e].column = number[ilp->entries.v[e].column];
    }
    if (fixed.objective != 0) {
        vec_push(&ilp->columns, fixed);
    }
}

bool ilp_tighten(struct ilp *ilp, int64_t work)
{
    struct tightening x = {.ilp = ilp};
    begin(&x);
    propagate(&x);
    if (!x.impossible) {
        probe(&x, work);
    }
    bool possible = !x.impossible;
    for (uint32_t r = 0; r < ilp->rows.n && possible; r++) {
        sharpen(&x, &ilp->rows.v[r], r);
    }
    if (possible) {
        drop_rows(&x);
        drop_columns(&x);
    }
    vec_free(&x.queue);
    vec_free(&x.trail);
    arena_free(&x.arena);
    return possible;
}
