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
/* The table for the summary; timetables are in files that begin with `name`. */
void write_curve_add_table(struct strbuf *out, struct arena *arena, const struct curve *curve,
                           const char *name);

/* The points whose timetables are written, each timetable once: *points, in `arena`. */
uint32_t write_curve_timetables(struct arena *arena, const struct curve *curve,
                                const struct curve_point ***points);
/* "moves-4.json": the file with the point's timetable, which moves 4 events. */
const char *write_curve_path(struct arena *arena, const char *name,
                             const struct curve_point *point);

/* "optimal", "feasible", "infeasible", "unknown". */
const char *write_curve_state(enum curve_state state);

#endif
