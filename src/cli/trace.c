#include "cli/trace.h"

#include <inttypes.h>

void trace_begin(struct trace *trace, const struct levels *levels)
{
    (void)fputs("seconds,by,moves,nodes", trace->out);
    for (uint32_t k = 0; k < levels->n; k++) {
        const char *name = levels->v[k].name;
        (void)fprintf(trace->out, ",%s,%s_bound", name, name);
    }
    (void)fputs("\n", trace->out);
    (void)fflush(trace->out);
}

void trace_write(const struct solve_progress *progress, void *context)
{
    struct trace *trace = context;
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
