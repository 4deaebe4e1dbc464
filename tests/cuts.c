#include "cuts.h"

#include "draft_lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static char *find_line(struct draft *draft, const char *start)
{
    for (uint32_t i = 0; i < draft->n; i++) {
        if (!draft->dropped[i] && strncmp(draft->lines[i], start, strlen(start)) == 0) {
            return draft->lines[i];
        }
    }
    return NULL;
}

static char *find_entry(struct draft *draft, const char *prefix, uint32_t i)
{
    char start[24];
    snprintf(start, sizeof(start), "  - {id: %s%u,", prefix, (unsigned)i);
    return find_line(draft, start);
}

static bool has_key(const char *line, const char *key)
{
    return line == NULL || strstr(line, key) != NULL;
}

/* Puts some more into the braces of a line. */
static void add_inside(char *line, const char *fmt, ...) BASE_PRINTF(2, 3);
static void add_inside(char *line, const char *fmt, ...)
{
    size_t length = strlen(line);
    BUG_UNLESS(line[length - 1] == '}');
    va_list args;
    va_start(args, fmt);
    size_t added = (size_t)vsnprintf(line + length - 1, DRAFT_LINE_BYTES - length, fmt, args);
    va_end(args);
    BUG_UNLESS(length + added < DRAFT_LINE_BYTES);
    strcpy(line + length - 1 + added, "}");
}

/* Another entry after the section's first line. */
static void add_entry(struct draft *draft, const char *section, const char *fmt, ...)
    BASE_PRINTF(3, 4);
static void add_entry(struct draft *draft, const char *section, const char *fmt, ...)
{
    char *line = find_line(draft, section);
    if (line == NULL) {
        draft_add_line(draft, "%s", section);
        line = find_line(draft, section);
    }
    size_t length = strlen(line);
    va_list args;
    va_start(args, fmt);
    size_t added = (size_t)vsnprintf(line + length, DRAFT_LINE_BYTES - length, fmt, args);
    va_end(args);
    BUG_UNLESS(length + added < DRAFT_LINE_BYTES);
}

static const char *any_clock(struct draft *draft)
{
    static const char *const clocks[] = {"09:00", "09:30", "10:00", "10:30", "09:15"};
    return clocks[draft_below(draft, draft_percent(draft, 90) ? 4 : 5)];
}

static const char *any_date(struct draft *draft)
{
    return draft->two_days && draft_percent(draft, 50) ? "2026-05-15" : "2026-05-14";
}

static void pin(struct draft *draft, uint32_t i, const char *date, const char *clock, uint32_t room)
{
    char *line = find_entry(draft, "e", i);
    if (!has_key(line, "pin:") && !has_key(line, "parts:") && !has_key(line, "repeats:")) {
        add_inside(line, ", pin: {start: %s %s, room: r%u}", date, clock, (unsigned)room);
    }
}

static void cut_away(struct draft *draft)
{
    char *line = find_entry(draft, "p", draft_below(draft, draft->n_people));
    if (!has_key(line, "available")) {
        add_inside(line, ", unavailable: [2026-05-14%s]",
                   draft_percent(draft, 50) ? "" : " 08:00-09:50");
    }
}

static void cut_long(struct draft *draft)
{
    char *line = find_entry(draft, "e", draft_below(draft, draft->n_talks));
    char *at = line == NULL ? NULL : strstr(line, "duration: ");
    if (at != NULL) {
        memcpy(at + strlen("duration: "), draft_percent(draft, 50) ? "90" : "75", 2);
    }
}

static void cut_pins(struct draft *draft)
{
    const char *date = any_date(draft), *clock = any_clock(draft);
    uint32_t room = draft_below(draft, draft->n_rooms);
    for (uint32_t i = 0; i < 2; i++) {
        pin(draft, i, date, clock, room);
    }
}

static void cut_any_pins(struct draft *draft)
{
    for (uint32_t i = 0; i < draft->n_talks; i++) {
        pin(draft, i, any_date(draft), any_clock(draft), draft_below(draft, draft->n_rooms));
    }
}

static void cut_after(struct draft *draft)
{
    for (uint32_t i = 1; i < draft->n_talks; i++) {
        char *line = find_entry(draft, "e", i);
        if (!has_key(line, " after: ")) {
            add_inside(line, ", after: [e%u]", (unsigned)(i - 1));
        }
    }
    pin(draft, draft->n_talks - 1, "2026-05-14", draft_percent(draft, 60) ? "09:00" : "09:30",
        draft_below(draft, draft->n_rooms));
}

/* Leaves one entry of the hours. */
static void cut_closed(struct draft *draft)
{
    char *first = find_line(draft, "windows:");
    first = first != NULL ? first : find_line(draft, "slots:");
    uint32_t at = (uint32_t)((first - draft->lines[0]) / DRAFT_LINE_BYTES);
    uint32_t kept = draft_below(draft, 2);
    for (uint32_t i = at + 1; i < draft->n && draft->lines[i][0] == ' '; i++) {
        bool last = i + 1 == draft->n || draft->lines[i + 1][0] != ' ';
        draft->dropped[i] = i - at - 1 != kept && !(last && i - at - 1 < kept);
    }
}

static void cut_crowd(struct draft *draft)
{
    uint32_t n = 1 + draft_below(draft, 3);
    for (uint32_t i = 0; i < n; i++) {
        add_entry(draft, "talks:", "\n  - {id: x%u, title: More %u, duration: 30, speakers: [p0]}",
                  (unsigned)i, (unsigned)i);
    }
    char *line = find_entry(draft, "e", 0);
    if (draft_percent(draft, 60) && !has_key(line, "speakers:") && !has_key(line, "hosts:")) {
        add_inside(line, ", speakers: [p0]");
    }
}

static void cut_fixed(struct draft *draft)
{
    const char *date = any_date(draft), *clock = draft_percent(draft, 50) ? "09:00" : "09:15";
    uint32_t n = 1 + draft_below(draft, 2);
    for (uint32_t i = 0; i < n; i++) {
        add_entry(draft, "fixed:",
                  "\n  - {id: g%u, title: Given %u, kind: announcement, date: %s, time: %s-10:30, "
                  "where: r0, speakers: [p0]%s}",
                  (unsigned)i, (unsigned)i, date, clock,
                  draft_percent(draft, 30) ? ", plenary: true" : "");
    }
}

void cut_problem(struct draft *draft, enum cut cut)
{
    switch (cut) {
    case CUT_AWAY:
        cut_away(draft);
        break;
    case CUT_LONG:
        cut_long(draft);
        break;
    case CUT_PINS:
        cut_pins(draft);
        break;
    case CUT_ANY_PINS:
        cut_any_pins(draft);
        break;
    case CUT_AFTER:
        cut_after(draft);
        break;
    case CUT_CLOSED:
        cut_closed(draft);
        break;
    case CUT_CROWD:
        cut_crowd(draft);
        break;
    case CUT_FIXED:
        cut_fixed(draft);
        break;
    case CUT_NONE:
    case CUT_KINDS:
        break;
    }
}
