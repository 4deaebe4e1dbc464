/* How terms become rows and columns; between ilp.c and ilp_encode.c only. */
#ifndef ENGINE_ILP_ENCODE_H
#define ENGINE_ILP_ENCODE_H

#include "engine/ilp.h"

enum { ILP_SEEN = 4096 };

struct ilp_charge {
    uint32_t column, level;
    double cost;
};

struct ilp_indicator {
    struct term_id term;
    int32_t at_least;
    uint32_t column;
    uint32_t next; /* another of the same term; ID_NONE: none */
};

struct ilp_builder {
    struct ilp *ilp;
    const struct model *model;
    VEC(double) coefs;     /* the open expression: coefficient of each column … */
    VEC(uint32_t) touched; /* … and the columns it has */
    VEC(struct ilp_charge) charges;
    VEC(struct ilp_indicator) indicators;
    uint32_t *indicator;    /* [terms]: the term's first, or ID_NONE */
    uint32_t *start_column; /* [placements]: y of the time whose first placement this is */
    uint32_t *seen;         /* [ILP_SEEN]: rows by the hash of their entries */
};

/* A new integer column in 0 … 1 without cost. */
uint32_t ilp_add_column(struct ilp_builder *builder, enum ilp_column_kind kind, uint32_t a,
                        uint32_t b);
void ilp_charge(struct ilp_builder *builder, uint32_t column, uint32_t level, double cost);
/* Adds to the open expression; coefficients of one column are summed. */
void ilp_add_entry(struct ilp_builder *builder, uint32_t column, double coef);
/* Ends the expression: as a row, or forgetting it. */
void ilp_end_row(struct ilp_builder *builder, enum ilp_row_kind kind, uint32_t of, double lower,
                 double upper);
void ilp_end_expression(struct ilp_builder *builder);
void ilp_drop_repeated_row(struct ilp_builder *builder);
/* How many columns share the time of placement `column`, the first of them; 0 when it is not the
 * first. */
uint32_t ilp_start_run(const struct ilp *ilp, struct choice_id choice, uint32_t column);
/* The placements of the literal's choice at its times, in any room. */
struct ilp_span {
    uint32_t from, to;
};
struct ilp_span ilp_literal_span(const struct ilp *ilp, struct literal literal);

/* Every hard term, and the costs of levels up to `level`. */
void ilp_encode_terms(struct ilp_builder *builder, uint32_t level);

#endif
