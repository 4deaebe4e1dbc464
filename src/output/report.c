#include "output/report.h"

#include "core/rule.h"
#include "output/display.h"

#include <inttypes.h>
#include <string.h>

/* The proof that events must be left out is not yet the proof that so many must. */
static const char *infeasible_text(const struct solve_result *result)
{
    bool proven = true;
    for (uint32_t l = 0; l < result->n_levels; l++) {
        proven = proven && result->levels[l].bound >= result->levels[l].value;
    }
    return proven ? "Infeasible, the best partial timetable: "
                  : "Infeasible, the best partial timetable found: ";
}

static const char *feasible_text(const struct solve_result *result)
{
    switch (result->end) {
    case SOLVE_END_GAP:
        return "Feasible, near enough to the optimum for --gap: ";
    case SOLVE_END_TIME:
        return "Feasible, not proven optimal within the time: ";
    case SOLVE_END_WORK:
        return "Feasible, not proven optimal within the work: ";
    case SOLVE_END_STOP:
        return "Feasible, not proven optimal when interrupted: ";
    case SOLVE_END_SIZE:
        return "Feasible, not improved, as the integer program is too large for --engine exact: ";
    case SOLVE_END_PROOF:
        break;
    }
    return "Feasible, not proven optimal: ";
}

static const char *status_text(const struct solve_result *result)
{
    switch (result->status) {
    case SOLVE_OPTIMAL:
        return "Proven optimal: ";
    case SOLVE_FEASIBLE:
        return feasible_text(result);
    case SOLVE_INFEASIBLE:
        return result->has_timetable ? infeasible_text(result)
                                     : "Infeasible: no complete timetable exists, and no partial "
                                       "one was found; nothing is written.";
    case SOLVE_UNKNOWN:
        return result->has_timetable ? "No complete timetable found, none excluded: "
                                     : "No timetable found so far, nor a proof that there is none; "
                                       "nothing is written.";
    }
    BUG("status %d", (int)result->status);
}

static void add_proof(struct strbuf *out, const struct solve_level *level, bool last)
{
    if (level->bound >= level->value) {
        strbuf_add(out, last ? " (proven optimal)" : " (proven)");
        return;
    }
    double gap = 100.0 * (double)(level->value - level->bound) / (double)level->value;
    strbuf_print(out, " (at least %" PRId64 ", gap %.1f%%)", level->bound, gap);
}

/* What makes a search easier, as far as this problem has it. */
static void add_hint(struct strbuf *out, struct arena *arena, const struct problem *problem,
                     const struct solve_result *result)
{
    bool on_grid = false;
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        on_grid = on_grid || !problem->windows[w].slot;
    }
    const char *ways = "a longer --time-limit";
    if (on_grid) {
        ways = arena_print(arena, "%s, a coarser `granularity` (now %d minutes)", ways,
                           (int)problem->granularity_min);
    }
    ways = arena_print(arena, "%s, %s", ways,
                       problem->n_attendees > 0 ? "fewer wishes of attendees" : "fewer soft rules");
    if (result->has_timetable) {
        ways = arena_print(arena, "%s, or more room for what is left out", ways);
    }
    display_add_wrapped(out, "", "  ", arena_print(arena, "What may help: %s.", ways),
                        REPORT_WIDTH);
}

void report_add_status(struct strbuf *out, struct arena *arena, const struct problem *problem,
                       const struct solve_result *result)
{
    struct strbuf line = {0};
    strbuf_add(&line, status_text(result));
    const char *separator = "";
    for (uint32_t l = 0; result->has_timetable && l < result->n_levels; l++) {
        /* Worth a word only where fixed events contradict each other. */
        if (result->levels[l].value == 0 && strcmp(result->levels[l].name, "fixed") == 0) {
            continue;
        }
        strbuf_add(&line, separator);
        separator = ", ";
        strbuf_print(&line, "%s %" PRId64, result->levels[l].name, result->levels[l].value);
        if (result->status != SOLVE_OPTIMAL) {
            add_proof(&line, &result->levels[l], l + 1 == result->n_levels);
        }
    }
    display_add_wrapped(out, "", "  ", strbuf_finish(&line, arena), REPORT_WIDTH);
    if (result->has_timetable && result->score.n_violations == result->score.n_waived) {
        const char *rules = result->score.n_waived == 0
                                ? "no rule is violated"
                                : "no rule is violated but where that is waived";
        const char *text = result->n_left_out == 0
                               ? arena_print(arena, "Every event is scheduled, and %s.", rules)
                               : arena_print(arena, "Not every event is scheduled, but %s.", rules);
        display_add_wrapped(out, "", "", text, REPORT_WIDTH);
    }
    if (result->status == SOLVE_UNKNOWN) {
        add_hint(out, arena, problem, result);
    }
}

void report_add_score(struct strbuf *out, struct arena *arena, const struct score *score)
{
    struct strbuf line = {0};
    if (score->n_hard == 0) {
        strbuf_add(&line, "No hard conflict");
    } else {
        strbuf_print(&line, "%" PRIu32 " hard conflict%s", score->n_hard,
                     score->n_hard == 1 ? "" : "s");
    }
    if (score->n_waived > 0) {
        strbuf_print(&line, "; waived %" PRIu32, score->n_waived);
    }
    for (uint32_t l = 0; l < score->levels.n; l++) {
        if (!score->levels.v[l].hard) {
            strbuf_print(&line, "; %s %" PRId64, score->levels.v[l].name, score->level_cost[l]);
        }
    }
    strbuf_add(&line, ".");
    display_add_wrapped(out, "", "  ", strbuf_finish(&line, arena), REPORT_WIDTH);
}

static void add_conflict(struct strbuf *out, struct arena *arena, const struct violation *violation)
{
    const char *mark =
        violation->hard ? "  hard  " : arena_print(arena, "%6" PRId64 "  ", violation->cost);
    const char *reason = "";
    if (violation->waiver != NULL) {
        mark = "        ";
        reason = violation->waiver->reason == NULL
                     ? ""
                     : arena_print(arena, " Reason: %s.", violation->waiver->reason);
    }
    const char *text = arena_print(arena, "%s%s [%s]", violation->message, reason,
                                   rule_table_at(violation->rule)->id);
    display_add_wrapped(out, mark, "        ", display_clean(arena, text), REPORT_WIDTH);
}

/* Those that are waived, or those that are not. */
static void add_conflicts(struct strbuf *out, struct arena *arena, const struct score *score,
                          bool waived, bool with_left_out, size_t max)
{
    size_t n = 0;
    /* The audit's order: hard ones first, then by cost. */
    for (uint32_t i = 0; i < score->n_violations; i++) {
        const struct violation *violation = &score->violations[i];
        bool wanted =
            (violation->waiver != NULL) == waived && (with_left_out || !violation->left_out);
        if (!wanted || n++ >= max) {
            continue;
        }
        strbuf_add(out, n > 1 ? "" : waived ? "\nWaived:\n" : "\nConflicts:\n");
        add_conflict(out, arena, violation);
    }
    if (n > max) {
        strbuf_print(out, "        … and %zu more; `confab check` and --format json list all.\n",
                     n - max);
    }
}

void report_add_conflicts(struct strbuf *out, struct arena *arena, const struct score *score,
                          bool with_left_out, size_t max)
{
    add_conflicts(out, arena, score, false, with_left_out, max);
    add_conflicts(out, arena, score, true, with_left_out, max);
}

/* What leaving the event out costs, where it is not hard. */
static int64_t cost_of_leaving(const struct score *score, struct event_id event)
{
    for (uint32_t i = 0; i < score->n_violations; i++) {
        const struct violation *violation = &score->violations[i];
        if (violation->left_out && !violation->hard && violation->events[0].v == event.v) {
            return violation->cost;
        }
    }
    return 0;
}

void report_add_left_out(struct strbuf *out, struct arena *arena, const struct problem *problem,
                         const struct solve_result *result)
{
    if (result->n_left_out == 0) {
        return;
    }
    strbuf_add(out, "\nNot in the timetable:\n");
    for (uint32_t i = 0; i < result->n_left_out; i++) {
        const struct solve_left_out *left_out = &result->left_out[i];
        const struct event *event = &problem->events[left_out->event.v];
        const char *name = arena_print(arena, "%s (%s)%s", event->title, event->id,
                                       event->optional ? ", which is optional" : "");
        int64_t cost = cost_of_leaving(&result->score, left_out->event);
        if (cost > 0) {
            name = arena_print(arena, "%s: costs %" PRId64, name, cost);
        }
        display_add_wrapped(out, "  ", "    ", display_clean(arena, name), REPORT_WIDTH);
        for (uint32_t j = 0; j < left_out->n_reasons; j++) {
            const struct solve_reason *reason = &left_out->reasons[j];
            const char *text =
                arena_print(arena, "%s [%s]", reason->message, rule_table_at(reason->rule)->id);
            display_add_wrapped(out, "    - ", "      ", display_clean(arena, text), REPORT_WIDTH);
        }
    }
}
