/* fair-share in several files: its compile half, and what the settings and the problem say. */
#ifndef RULES_FAIR_SHARE_H
#define RULES_FAIR_SHARE_H

#include "core/rule.h"

/* Members with more interest than FAIR_SHARE_ALL_MOST count it in units of ⌊all / that⌋ + 1. */
enum { FAIR_SHARE_PERCENT = 100, FAIR_SHARE_ALL_MOST = 1000000000 };

/* Percent, 1 … 100. */
int64_t fair_share_step(const struct rule_setting *setting);
bool fair_share_is_newcomer(const struct person *person);
bool fair_share_is_bof(const struct problem *problem, const struct event *event);
bool fair_share_has_person(const struct event *event, uint32_t person);

void fair_share_compile(const struct compile *compile);

#endif
