#include "draft_lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void draft_add_line(struct draft *draft, const char *fmt, ...)
{
    BUG_UNLESS(draft->n < DRAFT_LINES);
    va_list args;
    va_start(args, fmt);
    vsnprintf(draft->lines[draft->n++], DRAFT_LINE_BYTES, fmt, args);
    va_end(args);
}

void draft_append(struct draft *draft, const char *fmt, ...)
{
    char *line = draft->lines[draft->n - 1];
    size_t length = strlen(line);
    va_list args;
    va_start(args, fmt);
    vsnprintf(line + length, DRAFT_LINE_BYTES - length, fmt, args);
    va_end(args);
}

uint32_t draft_below(struct draft *draft, uint32_t n)
{
    return rng_below(&draft->rng, n);
}

bool draft_percent(struct draft *draft, uint32_t chance)
{
    return draft_below(draft, 100) < chance;
}

bool draft_about(const struct draft *draft, const char *rules)
{
    size_t length = strlen(draft->rule);
    for (const char *at = strstr(rules, draft->rule); at != NULL;
         at = strstr(at + 1, draft->rule)) {
        if ((at == rules || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

bool draft_wanted(struct draft *draft, const char *rules)
{
    return draft_percent(draft, draft_about(draft, rules) ? 65 : 8);
}

bool draft_mostly_wanted(struct draft *draft, const char *rules)
{
    return draft_percent(draft, draft_about(draft, rules) ? 92 : 8);
}
