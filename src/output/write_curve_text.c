#include "core/phrase.h"
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

/* "soft 6; 3 people to tell, 480 minutes". */
static const char *whole_text(struct arena *arena, const struct curve *curve,
                              const struct curve_point *point)
{
    const struct curve_changes *changes = &point->changes;
    const char *moved = changes->moved < point->moves
                            ? arena_print(arena, "only %" PRIu32 " moved, ", changes->moved)
                            : "";
    return arena_print(arena, "%s; %s%" PRId64 " %s to tell, %" PRId64 " minutes",
                       quality_text(arena, curve, point), moved, changes->told,
                       changes->told == 1 ? "person" : "people", changes->minutes);
}

static const char *point_text(struct arena *arena, const struct curve *curve,
                              const struct curve_point *point)
{
    uint32_t least = curve_least_moves(curve);
    switch (point->state) {
    case CURVE_OPTIMAL:
    case CURVE_FOUND:
        return whole_text(arena, curve, point);
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
        return curve->n > 0 ? "Then the limit was reached."
                            : "The limit was reached before anything was found.";
    }
    return curve->has_free && curve->free.timetable != NULL
               ? arena_print(arena, "However many move: %s, with %" PRIu32 " moved.",
                             quality_text(arena, curve, &curve->free), curve->free.changes.moved)
               : "";
}

uint32_t write_curve_timetables(struct arena *arena, const struct curve *curve,
                                const struct curve_point ***points)
{
    uint32_t n = 0;
    *points = arena_array(arena, curve->n + 1, sizeof(**points));
    for (uint32_t i = 0; i < curve->n; i++) {
        if (curve->v[i].timetable != NULL && curve->v[i].changes.moved == i) {
            (*points)[n++] = &curve->v[i];
        }
    }
    if (curve->free.timetable != NULL && curve->free.changes.moved >= curve->n) {
        (*points)[n++] = &curve->free;
    }
    return n;
}

const char *write_curve_path(struct arena *arena, const char *name, const struct curve_point *point)
{
    return arena_print(arena, "%s-%" PRIu32 ".json", name, point->changes.moved);
}

/* Which file has which timetable. */
static void add_files(struct strbuf *out, struct arena *arena, const struct curve *curve,
                      const char *name)
{
    const struct curve_point **points;
    uint32_t n = write_curve_timetables(arena, curve, &points);
    const char **paths = arena_array(arena, n, sizeof(*paths));
    if (n == 0) {
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        paths[i] = write_curve_path(arena, name, points[i]);
    }
    uint32_t moved = points[0]->changes.moved;
    const char *text =
        n > 1 ? arena_print(arena, "%s have these timetables.", phrase_join(arena, paths, n))
              : arena_print(arena, "%s has the timetable with %" PRIu32 " move%s.", paths[0], moved,
                            moved == 1 ? "" : "s");
    display_add_wrapped(out, "  ", "  ", text, REPORT_WIDTH);
}

/* What else the better timetable changes more than the one given: why it is not that one. */
static const char *price_text(struct arena *arena, const struct curve_changes *better,
                              const struct curve_changes *given)
{
    if (better->told > given->told) {
        return arena_print(arena, ", but %" PRId64 " people must be told, not %" PRId64,
                           better->told, given->told);
    }
    if (better->minutes > given->minutes) {
        return arena_print(arena, ", but events move by %" PRId64 " minutes, not %" PRId64,
                           better->minutes, given->minutes);
    }
    return "";
}

static void add_better(struct strbuf *out, struct arena *arena, const struct curve *curve,
                       const char *name)
{
    const struct curve_point *better = curve_better(curve);
    if (better != NULL) {
        display_add_wrapped(
            out, "  ", "  ",
            arena_print(arena,
                        "With no more moves than the timetable that is written, %s is "
                        "possible%s: %s.",
                        quality_text(arena, curve, better),
                        price_text(arena, &better->changes, &curve->given.changes),
                        write_curve_path(arena, name, better)),
            REPORT_WIDTH);
    }
}

void write_curve_add_table(struct strbuf *out, struct arena *arena, const struct curve *curve,
                           const char *name)
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
    add_files(out, arena, curve, name);
    add_better(out, arena, curve, name);
}
