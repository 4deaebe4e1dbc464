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

static const char *unknown_text(const struct solve_result *result)
{
    bool interrupted = result->end == SOLVE_END_STOP;
    if (result->has_timetable) {
        return interrupted
                   ? "Interrupted: no complete timetable was found, nor is it proven that there is "
                     "none. The best partial one: "
                   : "No complete timetable was found, nor is it proven that there is none. The "
                     "best partial one: ";
    }
    return interrupted
               ? "Interrupted: no timetable was found, nor is it proven that there is none; "
                 "nothing is written."
               : "No timetable was found, nor is it proven that there is none; nothing is "
                 "written.";
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
        return unknown_text(result);
    }
    BUG("status %d", (int)result->status);
}

/* What is proven of a level, when all before it are: else nothing is, for bounds hold for what the
 * timetable has there. */
static void add_proof(struct strbuf *out, const struct solve_level *level, bool last)
{
    if (level->bound >= level->value) {
        strbuf_add(out, last ? " (proven optimal)" : " (proven)");
    } else if (level->bound <= 0) {
        strbuf_add(out, " (no better bound than 0 so far)");
    } else {
        double gap = 100.0 * (double)(level->value - level->bound) / (double)level->value;
        strbuf_print(out, " (at least %" PRId64 ", gap %.1f%%)", level->bound, gap);
    }
}

/* ---- what to do next ---------------------------------------------------------------------- */

/* The limit that ended the search, as something to give more of. */
static const char *more_text(struct arena *arena, const struct solve_result *result,
                             const struct write_options *options)
{
    switch (result->end) {
    case SOLVE_END_TIME:
        return arena_print(arena, "a longer --time-limit (now %.10g seconds)",
                           options->time_limit_s);
    case SOLVE_END_WORK:
        return arena_print(arena, "a larger --work-limit (now %" PRIu64 ")", options->work_limit);
    case SOLVE_END_GAP:
        return options->gap > 0
                   ? arena_print(arena, "a smaller --gap (now %g%%)", 100.0 * options->gap)
                   : "another --seed";
    case SOLVE_END_SIZE:
    case SOLVE_END_STOP:
    case SOLVE_END_PROOF:
        break;
    }
    return "a longer run";
}

/* A timetable that may not be the best: that it can be used, and how to get on. */
static void add_next(struct strbuf *out, struct arena *arena, const struct solve_result *result,
                     const struct write_options *options)
{
    const char *engine = options->engine != SOLVE_ENGINE_AUTO ? ", or leaving out --engine," : "";
    const char *more = more_text(arena, result, options);
    display_add_wrapped(
        out, "", "  ",
        arena_print(arena,
                    "The timetable is good to use; %s%s may improve it or prove that none is "
                    "better.",
                    more, engine),
        REPORT_WIDTH);
}

static int32_t common_divisor(int32_t a, int32_t b)
{
    while (b != 0) {
        int32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The coarsest grid that suits all lengths; 0: nothing starts on a grid. */
static int32_t coarsest_grid_min(const struct problem *problem)
{
    bool on_grid = false;
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        on_grid = on_grid || !problem->windows[w].slot;
    }
    int32_t grid_min = 0;
    for (uint32_t e = 0; on_grid && e < problem->n_events; e++) {
        if (!problem->events[e].fixed) {
            grid_min = common_divisor(grid_min, problem->events[e].duration_min);
        }
    }
    return grid_min;
}

/* What makes a search easier, as far as this problem has it. */
static void add_hint(struct strbuf *out, struct arena *arena, const struct problem *problem,
                     const struct solve_result *result, const struct write_options *options)
{
    const char *ways = more_text(arena, result, options);
    if (options->engine != SOLVE_ENGINE_AUTO) {
        ways = arena_print(arena, "%s, leaving out --engine", ways);
    }
    int32_t coarsest_min = coarsest_grid_min(problem);
    if (problem->granularity_min < coarsest_min) {
        ways = arena_print(arena,
                           "%s, a coarser `granularity` (now %d minutes; all lengths are "
                           "multiples of %d)",
                           ways, (int)problem->granularity_min, (int)coarsest_min);
    }
    ways = arena_print(arena, "%s, %s", ways,
                       problem->n_attendees > 0 ? "fewer wishes of attendees" : "fewer soft rules");
    if (result->has_timetable) {
        ways = arena_print(arena, "%s, or more room for what is left out", ways);
    }
    display_add_wrapped(out, "", "  ", arena_print(arena, "What may help: %s.", ways),
                        REPORT_WIDTH);
}

/* The plainest reason why not everything can take place. */
static void add_shortage(struct strbuf *out, struct arena *arena, const struct problem *problem)
{
    int64_t needed_min = 0, open_min = 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        needed_min += event->fixed || event->optional ? 0 : event->duration_min;
    }
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        open_min += problem->windows[w].span.to_min - problem->windows[w].span.from_min;
    }
    if (needed_min > open_min) {
        display_add_wrapped(out, "", "  ",
                            arena_print(arena,
                                        "There is not enough time: what is to be scheduled needs "
                                        "%" PRId64 " minutes, rooms are open for %" PRId64 ".",
                                        needed_min, open_min),
                            REPORT_WIDTH);
    }
}

/* ---- the status ----------------------------------------------------------------------------- */

static void add_levels(struct strbuf *line, const struct solve_result *result)
{
    const char *separator = "";
    bool proven = result->status != SOLVE_OPTIMAL;
    for (uint32_t l = 0; result->has_timetable && l < result->n_levels; l++) {
        const struct solve_level *level = &result->levels[l];
        /* Worth a word only where fixed events contradict each other. */
        if (level->value > 0 || strcmp(level->name, "fixed") != 0) {
            strbuf_print(line, "%s%s %" PRId64, separator, level->name, level->value);
            separator = ", ";
            if (proven) {
                add_proof(line, level, l + 1 == result->n_levels);
            }
        }
        proven = proven && level->bound >= level->value;
    }
}

void report_add_status(struct strbuf *out, struct arena *arena, const struct problem *problem,
                       const struct solve_result *result, const struct write_options *options)
{
    struct strbuf line = {0};
    strbuf_add(&line, status_text(result));
    add_levels(&line, result);
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
    if (result->status == SOLVE_FEASIBLE && result->mismatch == NULL) {
        add_next(out, arena, result, options);
    } else if (result->status == SOLVE_UNKNOWN) {
        add_hint(out, arena, problem, result, options);
    } else if (result->status == SOLVE_INFEASIBLE) {
        add_shortage(out, arena, problem);
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

/* Whether it only says that something is not where it was announced. */
static bool is_about_announced(const struct score *score, const struct violation *violation)
{
    uint32_t k = violation->hard ? ID_NONE : violation->level;
    return k >= score->levels.announced && k < score->levels.announced + score->levels.n_announced;
}

/* Those that are waived, or those that are not. */
static void add_conflicts(struct strbuf *out, struct arena *arena, const struct score *score,
                          bool waived, unsigned without, size_t max)
{
    size_t n = 0;
    /* The audit's order: hard ones first, then by cost. */
    for (uint32_t i = 0; i < score->n_violations; i++) {
        const struct violation *violation = &score->violations[i];
        bool wanted = (violation->waiver != NULL) == waived &&
                      ((without & REPORT_LEFT_OUT) == 0 || !violation->left_out) &&
                      ((without & REPORT_ANNOUNCED) == 0 || !is_about_announced(score, violation));
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
                          unsigned without, size_t max)
{
    add_conflicts(out, arena, score, false, without, max);
    add_conflicts(out, arena, score, true, without, max);
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

/* Whether an event that is out could change places with one that is in, for all that `priority`
 * says. */
static bool is_chosen_freely(const struct problem *problem, const struct solve_result *result)
{
    for (uint32_t i = 0; i < result->n_left_out; i++) {
        const struct event *out = &problem->events[result->left_out[i].event.v];
        for (uint32_t e = 0; e < problem->n_events && !out->optional; e++) {
            const struct event *in = &problem->events[e];
            if (!in->fixed && !in->optional && result->timetable.v[e].placed &&
                in->priority == out->priority) {
                return true;
            }
        }
    }
    return false;
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
    if (result->has_timetable && is_chosen_freely(problem, result)) {
        strbuf_add(out,
                   "  Which events stay in is up to you: those with a higher `priority` do.\n");
    }
}
