/* How the parts of a draft are written; between draft*.c only. */
#ifndef TESTS_DRAFT_LINES_H
#define TESTS_DRAFT_LINES_H

#include "draft.h"

void draft_add_line(struct draft *draft, const char *fmt, ...) BASE_PRINTF(2, 3);
/* Adds to the line begun last. */
void draft_append(struct draft *draft, const char *fmt, ...) BASE_PRINTF(2, 3);
uint32_t draft_below(struct draft *draft, uint32_t n);
bool draft_percent(struct draft *draft, uint32_t chance);
/* Whether the rule that is tested is among `rules`, ids with blanks in between. */
bool draft_about(const struct draft *draft, const char *rules);
/* Whether an ingredient of these rules goes in: often when one of them is tested, else now and
 * then; `mostly`: of what takes several events to matter. */
bool draft_wanted(struct draft *draft, const char *rules);
bool draft_mostly_wanted(struct draft *draft, const char *rules);

/* draft_rules.c: what `rules` and `waive` say. */
void draft_add_rules(struct draft *draft);

#endif
