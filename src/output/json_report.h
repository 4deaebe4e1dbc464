/* The parts of a report that the timetable file and `confab check` share. */
#ifndef OUTPUT_JSON_REPORT_H
#define OUTPUT_JSON_REPORT_H

#include "confab/solve.h"
#include "output/json.h"

/* "optimal", "feasible", "infeasible" or "unknown". */
const char *json_report_status(enum solve_status status);
/* "problem.yaml:41:7", in `arena`; NULL when the position is nowhere. */
const char *json_report_position(struct arena *arena, const struct problem *problem,
                                 struct src_span at);
/* The key "rules": every rule that counted something. */
void json_report_rules(cJSON *parent, const struct problem *problem, const struct score *score);
/* One violation, into an object of its own. */
void json_report_conflict(struct arena *arena, cJSON *conflict, const struct problem *problem,
                          const struct violation *violation);
/* The key "conflicts": every violation. */
void json_report_conflicts(struct arena *arena, cJSON *parent, const struct problem *problem,
                           const struct score *score);

#endif
