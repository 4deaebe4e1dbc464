/* Quality against moves (revise/curve.h), for programs, spreadsheets and eyes. Text in `arena`. */
#ifndef OUTPUT_WRITE_CURVE_H
#define OUTPUT_WRITE_CURVE_H

#include "output/strbuf.h"
#include "revise/curve.h"

const char *write_curve_json(struct arena *arena, const struct problem *problem,
                             const struct curve *curve);
/* A line for each point, the first names the columns. */
const char *write_curve_csv(struct arena *arena, const struct curve *curve);
/* A panel for each level: steps through the best values, and how far down the best may be. */
const char *write_curve_svg(struct arena *arena, const struct problem *problem,
                            const struct curve *curve);
/* The table for the summary. */
void write_curve_add_table(struct strbuf *out, struct arena *arena, const struct curve *curve);

/* "optimal", "feasible", "infeasible", "unknown". */
const char *write_curve_state(enum curve_state state);

#endif
