#include "cli/progress.h"

#include <inttypes.h>

static const double interval_s = 0.2;

/* "12", "1.2 k", "1.2 M": of how many moves a second. */
static const char *rate_text(struct arena *arena, double rate)
{
    if (rate < 1e3) {
        return arena_print(arena, "%.0f", rate);
    }
    return rate < 1e6 ? arena_print(arena, "%.0f k", rate / 1e3)
                      : arena_print(arena, "%.1f M", rate / 1e6);
}

/* A bound of 0 says nothing, and behind a level that is not proven none says anything. */
static bool has_gap(const struct solve_progress *progress)
{
    const struct solve_level *last = &progress->levels[progress->n_levels - 1];
    bool proven = true;
    for (const struct solve_level *level = progress->levels; level < last; level++) {
        proven = proven && level->bound >= level->value;
    }
    return proven && (last->bound > 0 || last->value == 0);
}

const char *progress_text(struct arena *arena, const struct solve_progress *progress)
{
    const char *text = arena_print(arena, "%5.0f s ", progress->seconds);
    const struct solve_level *last = &progress->levels[progress->n_levels - 1];
    for (uint32_t k = 0; k < progress->n_levels && progress->has_incumbent; k++) {
        const struct solve_level *level = &progress->levels[k];
        if (level->value > 0 || level == last) {
            text = arena_print(arena, "%s %s %" PRId64 ",", text, level->name, level->value);
        }
    }
    if (!progress->has_incumbent) {
        text = arena_print(arena, "%s none found yet,", text);
    }
    text = arena_print(arena, "%s at least %" PRId64, text, last->bound);
    if (progress->has_incumbent && has_gap(progress)) {
        double gap = last->value > 0
                         ? 100.0 * (double)(last->value - last->bound) / (double)last->value
                         : 0.0;
        text = arena_print(arena, "%s, gap %.1f%%", text, gap < 0 ? 0.0 : gap);
    }
    if (progress->nodes > 0) {
        text = arena_print(arena, "%s, %" PRId64 " nodes", text, progress->nodes);
    }
    if (progress->moves > 0 && progress->seconds > 0) {
        text = arena_print(arena, "%s, %s moves/s", text,
                           rate_text(arena, (double)progress->moves / progress->seconds));
    }
    return text;
}

static void show(struct progress *line, double seconds, const char *text)
{
    /* ESC [ K takes off what a longer line before has left. */
    (void)fprintf(line->out, "\r%.79s\x1b[K", text);
    (void)fflush(line->out);
    line->next_s = seconds + interval_s;
    line->shown = true;
}

void progress_show(const struct solve_progress *progress, void *context)
{
    struct progress *line = context;
    if (progress->seconds >= line->next_s) {
        struct arena arena = ARENA_EMPTY;
        show(line, progress->seconds, progress_text(&arena, progress));
        arena_free(&arena);
    }
}

void progress_tell(double seconds, const char *doing, void *context)
{
    struct progress *line = context;
    if (seconds >= line->next_s) {
        struct arena arena = ARENA_EMPTY;
        show(line, seconds, arena_print(&arena, "%5.0f s  explaining: %s", seconds, doing));
        arena_free(&arena);
    }
}

void progress_clear(struct progress *progress)
{
    if (progress->shown) {
        (void)fputs("\r\x1b[K", progress->out);
        (void)fflush(progress->out);
        progress->shown = false;
    }
}
