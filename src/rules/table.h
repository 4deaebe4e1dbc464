/* The rules that are built: rules.def lists them. */
#ifndef RULES_TABLE_H
#define RULES_TABLE_H

#include "core/rule.h"

#define RULE(name) extern const struct rule rule_##name;
#include "rules/rules.def"
#undef RULE

#endif
