/* An explanation as JSON, for the timetable file and for `confab explain`. */
#ifndef OUTPUT_JSON_EXPLAIN_H
#define OUTPUT_JSON_EXPLAIN_H

#include "confab/explain.h"
#include "output/json.h"

/* The keys "status", "complete", "causes", "conflicts" and "repairs" (docs/explain.md). */
void json_explain_add(struct arena *arena, cJSON *parent, const struct problem *problem,
                      const struct explanation *explanation);

#endif
