#include "core/phrase.h"
#include "output/display.h"
#include "output/report.h"
#include "output/write_fragile.h"

#include <inttypes.h>

static const char *several(struct arena *arena, uint32_t n, const char *one, const char *many)
{
    return arena_print(arena, "%" PRIu32 " %s", n, n == 1 ? one : many);
}

/* "Mira Vogt away, Thu 14 May from 13:00 on", "Great Hall lost, Thu 14 May". */
static const char *case_text(struct arena *arena, const struct problem *problem,
                             const struct fragile_case *one)
{
    if (one->person.v == ID_NONE) {
        return arena_print(arena, "%s lost on %s", problem->rooms[one->room.v].name,
                           phrase_day(arena, problem, one->span.from_min));
    }
    int32_t from_min = calendar_minute_of_day(&problem->zone, one->span.from_min);
    return arena_print(arena, "%s away on %s, %s 13:00", problem->people[one->person.v].name,
                       phrase_day(arena, problem, one->span.from_min),
                       from_min == FRAGILE_NOON_MIN ? "from" : "until");
}

static const char *events_text(struct arena *arena, const struct problem *problem,
                               const struct event_id *events, uint32_t n_events)
{
    enum { MOST = 3 };
    const char *items[MOST + 1];
    uint32_t n = 0;
    for (; n < n_events && n < MOST; n++) {
        items[n] = phrase_title(arena, problem, events[n]);
    }
    if (n_events > MOST) {
        items[n++] = arena_print(arena, "%" PRIu32 " more", n_events - MOST);
    }
    return n == 0 ? "nothing" : phrase_join(arena, items, n);
}

static const char *effect_text(struct arena *arena, const struct problem *problem,
                               const struct fragile_case *one)
{
    switch (one->state) {
    case FRAGILE_IMPOSSIBLE:
        return one->n_homeless == 0
                   ? "impossible: not all that is mandatory has a place then"
                   : arena_print(arena,
                                 "impossible: not all that is mandatory has a place then (left "
                                 "out, for example: %s)",
                                 events_text(arena, problem, one->homeless, one->n_homeless));
    case FRAGILE_UNKNOWN:
        return "not known within the limit";
    case FRAGILE_NOT_LOOKED_AT:
        return "not looked at";
    case FRAGILE_MOVES:
        break;
    }
    const char *text =
        one->others == 0
            ? "no other event moves"
            : arena_print(arena, "%s",
                          several(arena, one->others, "other event moves", "other events move"));
    text =
        arena_print(arena, "%s, %s to tell", text, several(arena, one->told, "person", "people"));
    if (one->left_out > 0) {
        text = arena_print(arena, "%s, %s", text,
                           several(arena, one->left_out, "optional event is left out",
                                   "optional events are left out"));
    }
    return one->least >= one->moves ? text
                                    : arena_print(arena, "%s (not proven to be the fewest)", text);
}

const char *write_fragile_text(struct arena *arena, const struct problem *problem,
                               const struct fragile *fragile)
{
    struct strbuf out = {0};
    if (fragile->conflicts > 0) {
        display_add_wrapped(
            &out, "", "  ",
            arena_print(arena,
                        "The timetable has %s of its own; mending what is wrong "
                        "counts in every case.",
                        several(arena, fragile->conflicts, "hard conflict", "hard conflicts")),
            REPORT_WIDTH);
    }
    strbuf_add(&out, fragile->n == 0 ? "Nothing hangs on anybody.\n"
                                     : "What the timetable hangs on, the worst first:\n");
    for (uint32_t i = 0; i < fragile->n; i++) {
        const struct fragile_case *one = &fragile->v[i];
        if (one->state == FRAGILE_NOT_LOOKED_AT) {
            break;
        }
        const char *text = arena_print(arena, "%s (%s): %s.", case_text(arena, problem, one),
                                       events_text(arena, problem, one->events, one->n_events),
                                       effect_text(arena, problem, one));
        display_add_wrapped(&out, "  - ", "    ", display_clean(arena, text), REPORT_WIDTH);
    }
    if (fragile->n_looked < fragile->n) {
        strbuf_print(&out, "%" PRIu32 " of %" PRIu32 " cases were looked at within the limit.\n",
                     fragile->n_looked, fragile->n);
    }
    return strbuf_finish(&out, arena);
}
