/* The audit half of speaker-clash; it shares nothing with the other one in speaker_clash.c. */
#ifndef RULES_SPEAKER_CLASH_H
#define RULES_SPEAKER_CLASH_H

#include "core/rule.h"

void speaker_clash_audit(const struct audit *audit);

#endif
