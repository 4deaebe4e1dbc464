/* What audit halves share: overlaps of placed events, counted from times alone. */
#ifndef RULES_FINDINGS_H
#define RULES_FINDINGS_H

#include "core/rule.h"

/* How much of an overlap of `overlap_min` minutes (> 0) counts: 1 when pairs are counted, else its ticks.
 * `per` is the rule's parameter "per" ("auto", "pair", "tick"; NULL: auto). */
int64_t findings_overlap_count(const struct problem *problem, const char *per, int32_t overlap_min);
/* The text of the parameter, `usual` when it is not given. */
const char *findings_text_param(const struct rule_setting *setting, const char *name, const char *usual);
bool findings_is_placed(const struct audit *audit, struct event_id event);
struct interval findings_span(const struct audit *audit, struct event_id event);
/* "Thu 24 Oct, 16:15" in the score's arena. */
const char *findings_when(const struct audit *audit, int32_t time_min);
/* "'PVH Deep Dive'", in the score's arena. */
const char *findings_title(const struct audit *audit, struct event_id event);

#endif
