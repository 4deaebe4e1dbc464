/* What a person reads about a result: levels, conflicts, and what is left out, wrapped at
 * REPORT_WIDTH columns. */
#ifndef OUTPUT_REPORT_H
#define OUTPUT_REPORT_H

#include "confab/write.h"
#include "output/strbuf.h"

enum { REPORT_WIDTH = 80 };

/* "Proven optimal: hard 0, soft 120", or what is proven of each level; and what to do next when the
 * search has come to no end. `options`: what the search was told. */
void report_add_status(struct strbuf *out, struct arena *arena, const struct problem *problem,
                       const struct solve_result *result, const struct write_options *options);
/* "No hard conflict; soft 120." */
void report_add_score(struct strbuf *out, struct arena *arena, const struct score *score);
/* What is told elsewhere already: a set of these. */
enum report_without {
    REPORT_LEFT_OUT = 1,  /* events that are left out */
    REPORT_ANNOUNCED = 2, /* what is not where it was announced, where that is no must */
};
/* A line or more for each violation, the worst first, `max` at most. Nothing when there are none.
 */
void report_add_conflicts(struct strbuf *out, struct arena *arena, const struct score *score,
                          unsigned without, size_t max);
/* What is not in the timetable, and why. Nothing when everything is. */
void report_add_left_out(struct strbuf *out, struct arena *arena, const struct problem *problem,
                         const struct solve_result *result);
/* What stands against a timetable, and what would help; `in_full`: all causes, and the repairs'
 * YAML. */
void report_add_explanation(struct strbuf *out, struct arena *arena, const struct problem *problem,
                            const struct explanation *explanation, bool in_full);

#endif
