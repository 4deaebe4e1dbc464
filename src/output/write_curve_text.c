#include "output/display.h"
#include "output/report.h"
#include "output/write_curve.h"

#include <inttypes.h>

/* "soft 120", "unscheduled 0, soft 120 (at least 100)". */
static const char *quality_text(struct arena *arena, const struct curve *curve,
                                const struct curve_point *point)
{
    const char *text = "", *separator = "";
    bool proven = true;
    for (uint32_t k = 0; k < curve->levels.n; k++) {
        if (curve->levels.v[k].hard) {
            continue;
        }
        text = arena_print(arena, "%s%s%s %" PRId64, text, separator, curve->levels.v[k].name,
                           point->value[k]);
        if (proven && point->bound[k] < point->value[k]) {
            text = arena_print(arena, "%s (at least %" PRId64 ")", text, point->bound[k]);
            proven = false;
        }
        separator = ", ";
    }
    return text;
}

static const char *point_text(struct arena *arena, const struct curve *curve,
                              const struct curve_point *point)
{
    uint32_t least = curve_least_moves(curve);
    switch (point->state) {
    case CURVE_OPTIMAL:
    case CURVE_FOUND:
        return quality_text(arena, curve, point);
    case CURVE_NONE:
        return least >= curve->n
                   ? arena_print(arena, "infeasible: more than %" PRIu32 " must move", least - 1)
                   : arena_print(arena, "infeasible: at least %" PRIu32 " must move", least);
    case CURVE_UNKNOWN:
        break;
    }
    return "no timetable found within the limit, nor proven that there is none";
}

/* Why the table ends where it does. */
static const char *end_text(struct arena *arena, const struct curve *curve)
{
    if (curve->has_free && curve->free.state == CURVE_NONE) {
        return "However many move, not all that is mandatory has a place: no curve.";
    }
    if (curve->whole) {
        return curve->free.state == CURVE_OPTIMAL ? "More moves gain nothing."
                                                  : "With more moves, nothing better was found.";
    }
    if (curve->cut) {
        return "Then the limit was reached.";
    }
    return curve->has_free && curve->free.timetable != NULL
               ? arena_print(arena, "However many move: %s, with %" PRIu32 " moved.",
                             quality_text(arena, curve, &curve->free), curve->free.moved)
               : "";
}

void write_curve_add_table(struct strbuf *out, struct arena *arena, const struct curve *curve)
{
    strbuf_add(out, "Quality against moves:\n");
    for (uint32_t i = 0; i < curve->n; i++) {
        const struct curve_point *point = &curve->v[i];
        strbuf_print(out, "  %4" PRIu32 " %s  %s\n", point->moves,
                     point->moves == 1 ? "move " : "moves", point_text(arena, curve, point));
    }
    const char *end = end_text(arena, curve);
    if (end[0] != '\0') {
        display_add_wrapped(out, "  ", "  ", end, REPORT_WIDTH);
    }
}
