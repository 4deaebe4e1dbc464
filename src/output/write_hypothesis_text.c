#include "confab/write.h"

#include "core/phrase.h"
#include "core/rule.h"
#include "output/display.h"
#include "output/report.h"
#include "output/report_revision.h"

#include <inttypes.h>
#include <stdlib.h>

enum { RULES_SHOWN = 4 };

struct writer {
    struct strbuf *out;
    struct arena *arena;
    const struct hypothesis *hypothesis;
};

static void add_line(const struct writer *w, const char *first, const char *next, const char *text)
{
    display_add_wrapped(w->out, first, next, display_clean(w->arena, text), REPORT_WIDTH);
}

/* ---- costs ---------------------------------------------------------------------------------- */

/* "soft 120 → 140, told 0 → 2"; "" when no level changes. */
static const char *levels_text(const struct writer *w, const struct score *after)
{
    const struct score *before = &w->hypothesis->before;
    const char *text = "";
    for (uint32_t k = 0; k < before->levels.n; k++) {
        if (before->level_cost[k] != after->level_cost[k]) {
            text = arena_print(w->arena, "%s%s%s %" PRId64 " → %" PRId64, text,
                               text[0] != '\0' ? ", " : "", before->levels.v[k].name,
                               before->level_cost[k], after->level_cost[k]);
        }
    }
    return text;
}

struct difference {
    uint32_t rule;
    int64_t cost;
};

static int compare_differences(const void *a, const void *b)
{
    const struct difference *x = a, *y = b;
    int64_t size_x = llabs((long long)x->cost), size_y = llabs((long long)y->cost);
    if (size_x != size_y) {
        return size_x > size_y ? -1 : 1;
    }
    return (x->rule > y->rule) - (x->rule < y->rule);
}

/* " (room-capacity +20, track-parallel -10)": of wishes, the greatest first. */
static const char *rules_text(const struct writer *w, const struct score *after)
{
    const struct score *before = &w->hypothesis->before;
    struct difference *all = arena_array(w->arena, rule_table_count(), sizeof(*all));
    uint32_t n = 0;
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        int64_t cost = after->rules[r].cost - before->rules[r].cost;
        if (cost != 0 && rule_table_at(r)->level == LEVEL_SOFT &&
            rule_level_of(&before->levels, r) == before->levels.soft) {
            all[n++] = (struct difference){r, cost};
        }
    }
    if (n > 1) {
        qsort(all, n, sizeof(*all), compare_differences);
    }
    const char *text = "";
    for (uint32_t i = 0; i < n && i < RULES_SHOWN; i++) {
        text = arena_print(w->arena, "%s%s%s %+" PRId64, text, i == 0 ? " (" : ", ",
                           rule_table_at(all[i].rule)->id, all[i].cost);
    }
    return n == 0 ? "" : arena_print(w->arena, "%s%s)", text, n > RULES_SHOWN ? ", …" : "");
}

/* Nothing is said of costs that stay where a hard rule is broken: that is no comfort. */
static void add_costs(const struct writer *w, const struct score *after, uint32_t n_conflicts)
{
    const char *levels = levels_text(w, after), *rules = rules_text(w, after);
    bool same = levels[0] == '\0' && rules[0] == '\0';
    if (same && n_conflicts > 0) {
        return;
    }
    add_line(w, "  ", "    ",
             same ? "Costs do not change."
                  : arena_print(w->arena, "Costs: %s%s.", levels[0] == '\0' ? "as before" : levels,
                                rules));
}

/* ---- as it stands --------------------------------------------------------------------------- */

static void add_alone(const struct writer *w)
{
    const struct hypothesis *hypothesis = w->hypothesis;
    strbuf_add(w->out, "As it stands, with nothing else changed:\n");
    for (uint32_t i = 0; i < hypothesis->n_conflicts; i++) {
        const struct violation *violation =
            &hypothesis->alone_score.violations[hypothesis->conflicts[i]];
        add_line(w, "  hard  ", "        ",
                 arena_print(w->arena, "%s [%s]", violation->message,
                             rule_table_at(violation->rule)->id));
    }
    if (hypothesis->n_conflicts == 0) {
        strbuf_add(w->out, "  No hard rule is broken by it.\n");
    }
    add_costs(w, &hypothesis->alone_score, hypothesis->n_conflicts);
}

/* ---- with all else moved -------------------------------------------------------------------- */

/* Those held before, and not dropped, that found no place. */
static void add_left_out(const struct writer *w)
{
    const struct problem *problem = w->hypothesis->variant;
    const char **titles = arena_array(w->arena, problem->n_events, sizeof(*titles));
    uint32_t n = 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (w->hypothesis->alone.v[e].placed && !w->hypothesis->result.timetable.v[e].placed) {
            titles[n++] = phrase_title(w->arena, problem, (struct event_id){e});
        }
    }
    if (n > 0) {
        add_line(w, "  ", "    ",
                 arena_print(w->arena, "%s would have to be left out.",
                             phrase_join(w->arena, titles, n)));
    }
}

static void add_impossible(const struct writer *w)
{
    const struct hypothesis *hypothesis = w->hypothesis;
    strbuf_add(w->out, "\nIt cannot be, whatever else is moved:\n");
    for (uint32_t i = 0; i < hypothesis->n_reasons; i++) {
        add_line(w, "  - ", "    ", hypothesis->reasons[i]);
    }
    if (hypothesis->result.has_timetable) {
        add_left_out(w);
    }
}

static void add_possible(const struct writer *w, const struct revision *revision)
{
    const struct solve_result *result = &w->hypothesis->result;
    strbuf_add(w->out, "\nWith all else moved as little as possible:\n");
    add_costs(w, &result->score, 0);
    add_left_out(w);
    report_revision_add(w->out, w->arena, result, revision);
}

const char *write_hypothesis_text(struct arena *arena, const struct hypothesis *hypothesis,
                                  const struct revision *revision)
{
    struct strbuf out = {0};
    struct writer w = {&out, arena, hypothesis};
    add_alone(&w);
    if (hypothesis->answer == HYPOTHESIS_IMPOSSIBLE) {
        add_impossible(&w);
    } else if (hypothesis->answer == HYPOTHESIS_POSSIBLE && revision != NULL) {
        add_possible(&w, revision);
    } else {
        strbuf_add(&out, "\nWhether the rest can follow is not known: the limit came first.\n");
    }
    return strbuf_finish(&out, arena);
}
