/* Names and times in the words of an organiser. */
#include "core/phrase.h"
#include "explain/obvious_inside.h"

#include <stdlib.h>

enum { NAMES_MOST = 4 };

const char *obvious_words_list(struct obvious_case *x, const char *const *names, uint32_t n,
                               uint32_t most)
{
    /* "and 1 more" is no shorter than the name. */
    uint32_t shown = n > most + 1 ? most : n;
    const char *text = n == 0 ? "" : names[0];
    for (uint32_t i = 1; i < shown; i++) {
        text = arena_print(x->arena, "%s%s%s", text, i + 1 < n ? ", " : " and ", names[i]);
    }
    return shown == n ? text : arena_print(x->arena, "%s and %u more", text, (unsigned)(n - shown));
}

/* Names that are shown at most; more need not be printed. */
static uint32_t shown_of(uint32_t n)
{
    return n > NAMES_MOST + 1 ? NAMES_MOST : n;
}

const char *obvious_words_events(struct obvious_case *x, const struct event_id *events, uint32_t n)
{
    const char *names[NAMES_MOST + 1] = {NULL};
    for (uint32_t i = 0; i < shown_of(n); i++) {
        names[i] = arena_print(x->arena, "'%s'", x->problem->events[events[i].v].title);
    }
    return obvious_words_list(x, names, n, NAMES_MOST);
}

const char *obvious_words_rooms(struct obvious_case *x, const struct room_id *rooms, uint32_t n)
{
    const char *names[NAMES_MOST + 1] = {NULL};
    for (uint32_t i = 0; i < shown_of(n); i++) {
        names[i] = x->problem->rooms[rooms[i].v].name;
    }
    return obvious_words_list(x, names, n, NAMES_MOST);
}

const char *obvious_words_spans(struct obvious_case *x, struct intervals spans)
{
    const char *names[NAMES_MOST + 1] = {NULL};
    for (uint32_t i = 0; i < shown_of(spans.n); i++) {
        bool same_day = i > 0 && phrase_day_number(x->problem, spans.v[i - 1].from_min) ==
                                     phrase_day_number(x->problem, spans.v[i].to_min - 1);
        names[i] = same_day ? phrase_hours(x->arena, x->problem, spans.v[i])
                            : phrase_span(x->arena, x->problem, spans.v[i]);
    }
    return obvious_words_list(x, names, spans.n, NAMES_MOST);
}

const char *obvious_words_minutes(struct obvious_case *x, int32_t minutes)
{
    return arena_print(x->arena, "%d minute%s", (int)minutes, minutes == 1 ? "" : "s");
}
