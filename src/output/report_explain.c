/* An explanation in words (report.h). */
#include "output/display.h"
#include "output/report.h"

#include <inttypes.h>
#include <string.h>

/* " [problem.yaml:41]", or nothing. */
static const char *position_text(struct arena *arena, const struct problem *problem,
                                 struct src_span at)
{
    if (at.from.line == 0 || problem->sources == NULL) {
        return "";
    }
    return arena_print(arena, " [%s:%" PRIu32 "]", problem->sources->files[at.from.file].name,
                       at.from.line);
}

static void add_causes(struct strbuf *out, struct arena *arena, const struct problem *problem,
                       const struct explanation *explanation, size_t max)
{
    for (uint32_t i = 0; i < explanation->causes.n && i < max; i++) {
        strbuf_add(out, i == 0 ? "\nPlain to see:\n" : "");
        const struct explain_cause *cause = &explanation->causes.v[i];
        const char *text = arena_print(arena, "%s%s [%s]", cause->text,
                                       position_text(arena, problem, cause->at), cause->id);
        display_add_wrapped(out, "  - ", "    ", display_clean(arena, text), REPORT_WIDTH);
    }
    if (explanation->causes.n > max) {
        strbuf_print(out, "    … and %zu more.\n", explanation->causes.n - max);
    }
}

static void add_conflicts(struct strbuf *out, struct arena *arena,
                          const struct explanation *explanation)
{
    for (uint32_t i = 0; i < explanation->n_conflicts; i++) {
        strbuf_add(out, i == 0 ? "\nWhat cannot go together:\n" : "");
        const struct explain_conflict *conflict = &explanation->conflicts[i];
        const char *text = arena_print(arena, "%s [%s]", conflict->text, conflict->id);
        display_add_wrapped(out, "  - ", "    ", display_clean(arena, text), REPORT_WIDTH);
    }
}

static void add_yaml(struct strbuf *out, const char *yaml)
{
    while (*yaml != '\0') {
        const char *end = strchr(yaml, '\n');
        size_t bytes = end == NULL ? strlen(yaml) : (size_t)(end - yaml);
        /* Its comments say what has just been said. */
        if (yaml[0] != '#') {
            strbuf_add(out, "         ");
            strbuf_add_bytes(out, yaml, bytes);
            strbuf_add(out, "\n");
        }
        yaml += bytes + (end != NULL);
    }
}

static void add_repairs(struct strbuf *out, struct arena *arena,
                        const struct explanation *explanation, bool with_yaml)
{
    for (uint32_t i = 0; i < explanation->n_repairs; i++) {
        const struct explain_repair *repair = &explanation->repairs[i];
        strbuf_add(out, i == 0 ? "\nWhat would help, each by itself, the cheapest first:\n" : "");
        const char *first = arena_print(arena, "  %2" PRIu32 ". ", i + 1);
        const char *text = arena_print(arena, "%s (cost %" PRId64 ")", repair->text, repair->cost);
        display_add_wrapped(out, first, "      ", display_clean(arena, text), REPORT_WIDTH);
        if (with_yaml) {
            add_yaml(out, repair->yaml);
        }
    }
}

void report_add_explanation(struct strbuf *out, struct arena *arena, const struct problem *problem,
                            const struct explanation *explanation, bool in_full)
{
    enum { CAUSES_SHORT = 5 };
    add_causes(out, arena, problem, explanation, in_full ? SIZE_MAX : CAUSES_SHORT);
    add_conflicts(out, arena, explanation);
    add_repairs(out, arena, explanation, in_full);
}
