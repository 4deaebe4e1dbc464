#include "engine/ilp_fold.h"

#include "base/gcd.h"

#include <stdlib.h>
#include <string.h>

struct folding {
    const struct ilp *ilp;
    struct ilp *folded;
    struct arena arena;
    uint64_t *of_column, *of_row; /* colours: hashes at first, then numbers of classes */
    uint64_t *sum;                /* scratch */
    uint32_t n_columns, n_rows;   /* classes */
    uint32_t *size;               /* [classes of columns] */
};

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t x = (a ^ (b + UINT64_C(0x9e3779b97f4a7c15) + (a << 6) + (a >> 2))) *
                 UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static uint64_t mix_number(uint64_t a, double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof(bits));
    return mix(a, bits);
}

/* ---- classes ------------------------------------------------------------------------------- */

static void colour_first(struct folding *folding, const uint64_t *tags)
{
    const struct ilp *ilp = folding->ilp;
    for (size_t c = 0; c < ilp->columns.n; c++) {
        const struct ilp_column *column = &ilp->columns.v[c];
        uint64_t colour = mix(column->integer, tags[c]);
        colour = mix_number(colour, column->objective);
        colour = mix_number(colour, column->lower);
        folding->of_column[c] = mix_number(colour, column->upper);
    }
    for (size_t r = 0; r < ilp->rows.n; r++) {
        folding->of_row[r] = mix_number(mix_number(1, ilp->rows.v[r].lower), ilp->rows.v[r].upper);
    }
}

/* Sums, so that the order of what is summed does not matter. */
static void colour_rows(struct folding *folding)
{
    const struct ilp *ilp = folding->ilp;
    for (size_t r = 0; r < ilp->rows.n; r++) {
        const struct ilp_row *row = &ilp->rows.v[r];
        uint64_t sum = 0;
        for (uint32_t e = row->first; e < row->first + row->n; e++) {
            const struct ilp_entry *entry = &ilp->entries.v[e];
            sum += mix_number(folding->of_column[entry->column], entry->coef);
        }
        folding->of_row[r] = mix(folding->of_row[r], sum);
    }
}

static void colour_columns(struct folding *folding)
{
    const struct ilp *ilp = folding->ilp;
    memset(folding->sum, 0, ilp->columns.n * sizeof(*folding->sum));
    for (size_t r = 0; r < ilp->rows.n; r++) {
        const struct ilp_row *row = &ilp->rows.v[r];
        for (uint32_t e = row->first; e < row->first + row->n; e++) {
            const struct ilp_entry *entry = &ilp->entries.v[e];
            folding->sum[entry->column] += mix_number(folding->of_row[r], entry->coef);
        }
    }
    for (size_t c = 0; c < ilp->columns.n; c++) {
        folding->of_column[c] = mix(folding->of_column[c], folding->sum[c]);
    }
}

struct tint {
    uint64_t colour;
    uint32_t at;
};

static int compare_tints(const void *a, const void *b)
{
    const struct tint *x = a, *y = b;
    return x->colour != y->colour ? (x->colour > y->colour) - (x->colour < y->colour)
                                  : (x->at > y->at) - (x->at < y->at);
}

/* How many different colours there are. */
static uint32_t count_colours(const uint64_t *colours, struct tint *tints, size_t n)
{
    uint32_t different = 0;
    for (size_t i = 0; i < n; i++) {
        tints[i] = (struct tint){colours[i], (uint32_t)i};
    }
    if (n > 0) {
        qsort(tints, n, sizeof(*tints), compare_tints);
    }
    for (size_t i = 0; i < n; i++) {
        different += i == 0 || tints[i].colour != tints[i - 1].colour;
    }
    return different;
}

static void refine(struct folding *folding, struct tint *tints)
{
    const struct ilp *ilp = folding->ilp;
    uint32_t n = 0;
    for (;;) {
        colour_rows(folding);
        colour_columns(folding);
        uint32_t now = count_colours(folding->of_column, tints, ilp->columns.n);
        if (now == n) {
            break;
        }
        n = now;
    }
}

/* Colours become numbers, in the order in which they are first met. */
static uint32_t number_classes(uint64_t *colours, struct tint *tints, size_t n, uint32_t *number)
{
    uint32_t classes = 0;
    (void)count_colours(colours, tints, n);
    for (size_t i = 0; i < n; i++) { /* the first of each colour stands for it */
        bool first = i == 0 || tints[i].colour != tints[i - 1].colour;
        number[tints[i].at] = first ? tints[i].at : number[tints[i - 1].at];
    }
    for (size_t i = 0; i < n; i++) {
        colours[i] = number[i] == i ? classes++ : colours[number[i]];
    }
    return classes;
}

/* ---- the folded program ------------------------------------------------------------------- */

static void add_columns(struct folding *folding)
{
    const struct ilp *ilp = folding->ilp;
    for (size_t c = 0; c < ilp->columns.n; c++) {
        uint32_t class = (uint32_t)folding->of_column[c];
        if (folding->size[class]++ == 0) {
            vec_push(&folding->folded->columns, ilp->columns.v[c]);
        }
    }
    for (uint32_t k = 0; k < folding->n_columns; k++) {
        folding->folded->columns.v[k].lower *= folding->size[k];
        folding->folded->columns.v[k].upper *= folding->size[k];
    }
}

struct sums {
    double *coef; /* [columns] */
    bool *met;    /* [columns] */
    uint32_t *list, n;
    double *of_class; /* [classes of columns] */
    uint32_t *n_met;  /* [classes of columns]: how many of them are in the rows, … */
    uint32_t *classes, n_classes;
    bool even; /* … and all of them, with the same coefficients */
};

static void sum_rows(const struct folding *folding, const uint32_t *rows, uint32_t n,
                     struct sums *sums, struct ilp_row *row)
{
    const struct ilp *ilp = folding->ilp;
    *row = ilp->rows.v[rows[0]];
    row->lower = row->upper = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct ilp_row *one = &ilp->rows.v[rows[i]];
        row->lower += one->lower;
        row->upper += one->upper;
        for (uint32_t e = one->first; e < one->first + one->n; e++) {
            uint32_t column = ilp->entries.v[e].column;
            if (!sums->met[column]) {
                sums->met[column] = true;
                sums->list[sums->n++] = column;
            }
            sums->coef[column] += ilp->entries.v[e].coef;
        }
    }
}

/* What each column of a class has. Colours are hashes: that all have the same is looked at. */
static void sum_classes(const struct folding *folding, struct sums *sums)
{
    for (uint32_t i = 0; i < sums->n; i++) {
        uint32_t column = sums->list[i];
        uint32_t class = (uint32_t)folding->of_column[column];
        if (sums->n_met[class]++ == 0) {
            sums->classes[sums->n_classes++] = class;
            sums->of_class[class] = sums->coef[column];
        }
        sums->even = sums->even && sums->of_class[class] == sums->coef[column];
        sums->coef[column] = 0;
        sums->met[column] = false;
    }
    sums->n = 0;
    for (uint32_t i = 0; i < sums->n_classes; i++) {
        uint32_t class = sums->classes[i];
        sums->even = sums->even && sums->n_met[class] == folding->size[class];
        sums->n_met[class] = 0;
    }
}

/* 0: not all are whole numbers of integers. */
static int64_t common_divisor(const struct folding *folding, const struct sums *sums)
{
    int64_t gcd = 0;
    for (uint32_t i = 0; i < sums->n_classes; i++) {
        double coef = sums->of_class[sums->classes[i]];
        if (coef != nearbyint(coef) || fabs(coef) > 1e15 ||
            !folding->folded->columns.v[sums->classes[i]].integer) {
            return 0;
        }
        gcd = base_gcd(gcd, llabs((int64_t)coef));
    }
    return gcd;
}

/* The sum as a row, divided by what all its coefficients share, and its sides rounded then. */
static void add_row(struct folding *folding, struct sums *sums, struct ilp_row row, uint32_t n)
{
    struct ilp *folded = folding->folded;
    int64_t gcd = common_divisor(folding, sums);
    double by = gcd > 0 ? (double)gcd : n;
    row.lower = gcd > 0 ? ceil(row.lower / by - 1e-9) : row.lower / by;
    row.upper = gcd > 0 ? floor(row.upper / by + 1e-9) : row.upper / by;
    row.first = (uint32_t)folded->entries.n;
    for (uint32_t i = 0; i < sums->n_classes; i++) {
        uint32_t class = sums->classes[i];
        struct ilp_entry entry = {class, sums->of_class[class] / by};
        if (entry.coef != 0) {
            vec_push(&folded->entries, entry);
        }
    }
    row.n = (uint32_t)folded->entries.n - row.first;
    vec_push(&folded->rows, row);
    sums->n_classes = 0;
}

/* False: the classes are not even after all. */
static bool add_rows(struct folding *folding, struct tint *tints)
{
    const struct ilp *ilp = folding->ilp;
    struct arena *arena = &folding->arena;
    size_t n_columns = ilp->columns.n;
    struct sums sums = {
        .coef = arena_array(arena, n_columns, sizeof(*sums.coef)),
        .met = arena_array(arena, n_columns, sizeof(*sums.met)),
        .list = arena_array(arena, n_columns, sizeof(*sums.list)),
        .of_class = arena_array(arena, n_columns, sizeof(*sums.of_class)),
        .n_met = arena_array(arena, n_columns, sizeof(*sums.n_met)),
        .classes = arena_array(arena, n_columns, sizeof(*sums.classes)),
        .even = true,
    };
    uint32_t *rows = arena_array(arena, ilp->rows.n, sizeof(*rows));
    (void)count_colours(folding->of_row, tints, ilp->rows.n);
    for (size_t i = 0; i < ilp->rows.n && sums.even;) {
        uint32_t n = 0;
        for (size_t from = i; i < ilp->rows.n && tints[i].colour == tints[from].colour; i++) {
            rows[n++] = tints[i].at;
        }
        struct ilp_row row;
        sum_rows(folding, rows, n, &sums, &row);
        sum_classes(folding, &sums);
        add_row(folding, &sums, row, n);
    }
    return sums.even;
}

/* ---- rows that are not needed ------------------------------------------------------------- */

static uint64_t hash_row(const struct ilp *ilp, const struct ilp_row *row)
{
    uint64_t sum = 0;
    for (uint32_t e = row->first; e < row->first + row->n; e++) {
        sum += mix_number(ilp->entries.v[e].column, ilp->entries.v[e].coef);
    }
    return sum;
}

static bool are_equal(const struct ilp *ilp, const struct ilp_row *a, const struct ilp_row *b,
                      double *coef)
{
    if (a->n != b->n) {
        return false;
    }
    bool equal = true;
    for (uint32_t e = a->first; e < a->first + a->n; e++) {
        coef[ilp->entries.v[e].column] = ilp->entries.v[e].coef;
    }
    for (uint32_t e = b->first; e < b->first + b->n; e++) {
        equal = equal && coef[ilp->entries.v[e].column] == ilp->entries.v[e].coef;
    }
    for (uint32_t e = a->first; e < a->first + a->n; e++) {
        coef[ilp->entries.v[e].column] = 0;
    }
    return equal;
}

/* What the row can sum up to within the bounds. */
static bool says_nothing(const struct ilp *ilp, const struct ilp_row *row)
{
    double least = 0, most = 0;
    for (uint32_t e = row->first; e < row->first + row->n; e++) {
        const struct ilp_column *column = &ilp->columns.v[ilp->entries.v[e].column];
        double coef = ilp->entries.v[e].coef;
        least += coef > 0 ? coef * column->lower : coef * column->upper;
        most += coef > 0 ? coef * column->upper : coef * column->lower;
    }
    return least >= row->lower && most <= row->upper;
}

static void drop_rows(struct folding *folding, struct tint *tints)
{
    struct ilp *folded = folding->folded;
    uint64_t *hashes = arena_array(&folding->arena, folded->rows.n, sizeof(*hashes));
    double *coef = arena_array(&folding->arena, folded->columns.n, sizeof(*coef));
    bool *gone = arena_array(&folding->arena, folded->rows.n, sizeof(*gone));
    for (size_t r = 0; r < folded->rows.n; r++) {
        hashes[r] = hash_row(folded, &folded->rows.v[r]);
        gone[r] = says_nothing(folded, &folded->rows.v[r]);
    }
    (void)count_colours(hashes, tints, folded->rows.n);
    uint32_t kept = 0;
    for (size_t i = 0; i < folded->rows.n; i++) {
        struct ilp_row *row = &folded->rows.v[tints[i].at];
        struct ilp_row *before = &folded->rows.v[kept];
        bool same = i > 0 && tints[i].colour == tints[i - 1].colour && !gone[tints[i].at] &&
                    !gone[kept] && hashes[kept] == hashes[tints[i].at] &&
                    are_equal(folded, before, row, coef);
        if (same) {
            before->lower = fmax(before->lower, row->lower);
            before->upper = fmin(before->upper, row->upper);
            gone[tints[i].at] = true;
        } else {
            kept = tints[i].at;
        }
    }
    size_t n = 0;
    for (size_t r = 0; r < folded->rows.n; r++) {
        if (!gone[r]) {
            folded->rows.v[n++] = folded->rows.v[r];
        }
    }
    folded->rows.n = n;
}

static void number_all(struct folding *folding, struct tint *tints)
{
    const struct ilp *ilp = folding->ilp;
    size_t most = ilp->columns.n > ilp->rows.n ? ilp->columns.n : ilp->rows.n;
    uint32_t *number = arena_array(&folding->arena, most, sizeof(*number));
    folding->n_columns = number_classes(folding->of_column, tints, ilp->columns.n, number);
    folding->n_rows = number_classes(folding->of_row, tints, ilp->rows.n, number);
    folding->size = arena_array(&folding->arena, folding->n_columns, sizeof(*folding->size));
    add_columns(folding);
}

/* As it is: each column and each row alone. */
static void keep_apart(struct folding *folding)
{
    const struct ilp *ilp = folding->ilp;
    for (size_t c = 0; c < ilp->columns.n; c++) {
        folding->of_column[c] = c;
    }
    for (size_t r = 0; r < ilp->rows.n; r++) {
        folding->of_row[r] = r;
    }
}

bool ilp_fold(struct ilp *folded, const struct ilp *ilp, const uint64_t *tags)
{
    struct folding folding = {.ilp = ilp, .folded = folded};
    *folded = (struct ilp){.gcd = ilp->gcd};
    size_t most = ilp->columns.n > ilp->rows.n ? ilp->columns.n : ilp->rows.n;
    struct tint *tints = arena_array(&folding.arena, most, sizeof(*tints));
    folding.of_column = arena_array(&folding.arena, ilp->columns.n, sizeof(uint64_t));
    folding.of_row = arena_array(&folding.arena, ilp->rows.n, sizeof(uint64_t));
    folding.sum = arena_array(&folding.arena, ilp->columns.n, sizeof(uint64_t));
    colour_first(&folding, tags);
    refine(&folding, tints);
    number_all(&folding, tints);
    if (!add_rows(&folding, tints)) {
        ilp_free(folded);
        *folded = (struct ilp){.gcd = ilp->gcd};
        keep_apart(&folding);
        number_all(&folding, tints);
        (void)add_rows(&folding, tints);
    }
    drop_rows(&folding, tints);
    arena_free(&folding.arena);
    bool possible = true;
    for (size_t r = 0; r < folded->rows.n; r++) {
        possible = possible && folded->rows.v[r].lower <= folded->rows.v[r].upper;
    }
    return possible;
}
