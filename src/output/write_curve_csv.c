#include "output/write_curve.h"

#include <inttypes.h>

const char *write_curve_state(enum curve_state state)
{
    static const char *const words[] = {"optimal", "feasible", "infeasible", "unknown"};
    return words[state];
}

static void add_point(struct strbuf *out, const struct curve *curve,
                      const struct curve_point *point)
{
    if (point->moves != UINT32_MAX) {
        strbuf_print(out, "%" PRIu32, point->moves);
    }
    strbuf_print(out, ",%s,", write_curve_state(point->state));
    if (point->timetable != NULL) {
        strbuf_print(out, "%" PRIu32 ",%" PRId64 ",%" PRId64, point->changes.moved,
                     point->changes.told, point->changes.minutes);
    } else {
        strbuf_add(out, ",,");
    }
    for (uint32_t k = 0; k < curve->levels.n; k++) {
        if (curve->levels.v[k].hard) {
            continue;
        }
        strbuf_add(out, ",");
        if (point->timetable != NULL) {
            strbuf_print(out, "%" PRId64, point->value[k]);
        }
        strbuf_add(out, ",");
        if (point->state != CURVE_NONE) {
            strbuf_print(out, "%" PRId64, point->bound[k]);
        }
    }
    strbuf_add(out, "\r\n");
}

const char *write_curve_csv(struct arena *arena, const struct curve *curve)
{
    struct strbuf out = {0};
    strbuf_add(&out, "moves,status,moved,told,minutes");
    for (uint32_t k = 0; k < curve->levels.n; k++) {
        if (!curve->levels.v[k].hard) {
            strbuf_print(&out, ",%s,%s_bound", curve->levels.v[k].name, curve->levels.v[k].name);
        }
    }
    strbuf_add(&out, "\r\n");
    for (uint32_t i = 0; i < curve->n; i++) {
        add_point(&out, curve, &curve->v[i]);
    }
    if (curve->has_free) {
        add_point(&out, curve, &curve->free);
    }
    return strbuf_finish(&out, arena);
}
