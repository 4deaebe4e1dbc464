#include "explain/brief.h"

#include "core/phrase.h"

#include <string.h>

/* The message with " then" for " at Thu 24 Oct, 16:15". */
static const char *without_time(struct arena *arena, const struct problem *problem,
                                const char *message, int32_t time_min)
{
    const char *when = arena_print(arena, " at %s", phrase_when(arena, problem, time_min));
    const char *found = strstr(message, when);
    if (found == NULL) {
        return message;
    }
    return arena_print(arena, "%.*s then%s", (int)(found - message), message, found + strlen(when));
}

static bool is_title_unique(const struct problem *problem, const char *title)
{
    uint32_t n = 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        n += strcmp(problem->events[e].title, title) == 0;
    }
    return n == 1;
}

/* What follows "It is in Lab then, but ", as a sentence: alike for all rooms. */
static const char *but_text(struct arena *arena, const char *rest)
{
    static const char but[] = " then, but ";
    const char *found = strstr(rest, but);
    if (strncmp(rest, " is in ", 7) != 0 || found == NULL) {
        return NULL;
    }
    found += sizeof(but) - 1;
    if (strncmp(found, "is ", 3) == 0) {
        return arena_print(arena, "It %s", found);
    }
    char *text = arena_print(arena, "%s", found);
    if (text[0] >= 'a' && text[0] <= 'z') {
        text[0] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[text[0] - 'a'];
    }
    return text;
}

/* The message with "it" for the event's title. */
static const char *without_title(struct arena *arena, const struct problem *problem,
                                 const char *message, struct event_id event)
{
    const char *title = problem->events[event.v].title;
    const char *quoted = phrase_title(arena, problem, event);
    const char *found = strstr(message, quoted);
    if (found == NULL || !is_title_unique(problem, title)) {
        return message;
    }
    const char *rest = found + strlen(quoted);
    const char *but = found == message ? but_text(arena, rest) : NULL;
    if (but != NULL) {
        return but;
    }
    /* It is not there yet. */
    bool would = found == message && strncmp(rest, " is in ", 7) == 0;
    return arena_print(arena, "%.*s%s%s", (int)(found - message), message,
                       would              ? "It would be in "
                       : found == message ? "It"
                                          : "it",
                       would ? rest + 7 : rest);
}

const char *brief_text(struct arena *arena, const struct problem *problem,
                       const struct violation *violation, struct event_id event, int32_t start_min)
{
    const char *message = arena_print(arena, "%s", violation->message);
    int32_t duration_min = problem->events[event.v].duration_min;
    const char *brief = without_time(arena, problem, message, start_min);
    if (brief == message && violation->span.from_min > start_min &&
        violation->span.from_min < start_min + duration_min) {
        brief = without_time(arena, problem, brief, violation->span.from_min);
    }
    return without_title(arena, problem, brief, event);
}
