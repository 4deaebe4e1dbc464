#include "cli/trace.h"

#include <inttypes.h>

static void write_heading(struct trace *trace, const struct solve_progress *progress)
{
    (void)fputs("seconds,by,moves,nodes", trace->out);
    for (uint32_t k = 0; k < progress->n_levels; k++) {
        const char *name = progress->levels[k].name;
        (void)fprintf(trace->out, ",%s,%s_bound", name, name);
    }
    (void)fputs("\n", trace->out);
    trace->begun = true;
}

void trace_write(const struct solve_progress *progress, void *context)
{
    struct trace *trace = context;
    if (!trace->begun) {
        write_heading(trace, progress);
    }
    (void)fprintf(trace->out, "%.3f,%s,%" PRIu64 ",%" PRId64, progress->seconds,
                  progress->by != NULL ? progress->by : "", progress->moves, progress->nodes);
    for (uint32_t k = 0; k < progress->n_levels; k++) {
        if (progress->has_incumbent) {
            (void)fprintf(trace->out, ",%" PRId64, progress->levels[k].value);
        } else {
            (void)fputs(",", trace->out);
        }
        (void)fprintf(trace->out, ",%" PRId64, progress->levels[k].bound);
    }
    (void)fputs("\n", trace->out);
    (void)fflush(trace->out);
}
