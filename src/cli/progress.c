#include "cli/progress.h"

#include <inttypes.h>

static const double interval_s = 0.2;

/* No cost is below 0; before there is a bound, the solver says minus infinity. */
static double bound_of(const struct solve_progress *progress)
{
    return progress->bound > 0 ? progress->bound : 0;
}

const char *progress_text(struct arena *arena, const struct solve_progress *progress)
{
    const char *level = progress->level != NULL ? progress->level : "";
    if (!progress->has_incumbent) {
        return arena_print(arena, "%5.0f s  %s: none found yet, at least %.0f, %" PRId64 " nodes",
                           progress->seconds, level, bound_of(progress), progress->nodes);
    }
    double best = progress->incumbent;
    double gap = best > 0 ? 100.0 * (best - bound_of(progress)) / best : 0.0;
    return arena_print(
        arena, "%5.0f s  %s: best %.0f, at least %.0f, gap %.1f%%, %" PRId64 " nodes",
        progress->seconds, level, best, bound_of(progress), gap < 0 ? 0.0 : gap, progress->nodes);
}

void progress_show(const struct solve_progress *progress, void *context)
{
    struct progress *line = context;
    if (progress->seconds < line->next_s) {
        return;
    }
    struct arena arena = ARENA_EMPTY;
    /* ESC [ K takes off what a longer line before has left. */
    (void)fprintf(line->out, "\r%.79s\x1b[K", progress_text(&arena, progress));
    (void)fflush(line->out);
    arena_free(&arena);
    line->next_s = progress->seconds + interval_s;
    line->shown = true;
}

void progress_clear(struct progress *progress)
{
    if (progress->shown) {
        (void)fputs("\r\x1b[K", progress->out);
        (void)fflush(progress->out);
        progress->shown = false;
    }
}
