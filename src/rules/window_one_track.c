/* The events in one window, in its room, are all of one track.
 *
 * Per window: n = Σ_k [Σ_{e of track k} [e in the window] ≥ 1], cost weight · max(0, n − 1); hard:
 * n ≤ 1. The indicators are bound event by event, x_e ≤ z_k, so that in the linear relaxation, too,
 * a track's share of a window is that of its largest event there. */
#include "rules/cells.h"
#include "rules/findings_cells.h"
#include "rules/table.h"

static void compile_window(const struct compile *compile, struct window_id window,
                           const struct cells_events *tracks)
{
    const struct problem *problem = compile->problem;
    struct term_id *counts = base_alloc_zero((size_t)problem->n_tracks + 1, sizeof(*counts));
    for (uint32_t k = 0; k < problem->n_tracks; k++) {
        counts[k] = cells_count(compile, &tracks[k], window);
    }
    struct origin origin = ORIGIN_NONE;
    origin.room = problem->windows[window.v].room;
    origin.at_min = problem->windows[window.v].span.from_min;
    model_term_begin(compile->model, compile->rule, origin);
    for (uint32_t k = 0; k < problem->n_tracks; k++) {
        model_term_add_at_least(compile->model, 1, counts[k], 1);
    }
    cells_end_one(compile);
    base_free(counts);
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct cells_events *tracks = base_alloc_zero((size_t)problem->n_tracks + 1, sizeof(*tracks));
    for (uint32_t k = 0; k < problem->n_tracks; k++) {
        cells_add_track(problem, (struct track_id){k}, &tracks[k]);
    }
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        compile_window(compile, (struct window_id){w}, tracks);
    }
    for (uint32_t k = 0; k < problem->n_tracks; k++) {
        vec_free(&tracks[k]);
    }
    base_free(tracks);
}

static void judge_window(const struct audit *audit, uint32_t w, const struct event_id *first,
                         const bool *uses)
{
    const struct problem *problem = audit->problem;
    uint32_t earlier = ID_NONE;
    for (uint32_t k = 0; k < problem->n_tracks; k++) {
        if (!uses[k]) {
            continue;
        }
        if (earlier != ID_NONE) {
            struct event_id of_one = first[earlier], of_other = first[k];
            struct violation violation = findings_two(audit, of_one, of_other, 1);
            violation.span = problem->windows[w].span;
            violation.message = arena_print(
                &audit->score->arena, "%s mixes tracks: %s is of track '%s', %s of track '%s'.",
                findings_cell_name(audit, (struct window_id){w}), findings_title(audit, of_one),
                problem->tracks[earlier].name, findings_title(audit, of_other),
                problem->tracks[k].name);
            rule_report(audit, audit->setting->strength, violation);
        }
        earlier = earlier == ID_NONE ? k : earlier;
    }
}

static void audit_rule(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    size_t n = (size_t)problem->n_tracks + 1;
    struct event_id *first = base_alloc_zero(n, sizeof(*first));
    bool *uses = base_alloc_zero(n, sizeof(*uses));
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        for (uint32_t k = 0; k < problem->n_tracks; k++) {
            uses[k] = false;
        }
        for (uint32_t e = 0; e < problem->n_events; e++) {
            uint32_t track = problem->events[e].track.v;
            if (track != ID_NONE && findings_window(audit, (struct event_id){e}).v == w) {
                first[track].v = uses[track] ? first[track].v : e;
                uses[track] = true;
            }
        }
        judge_window(audit, w, first, uses);
    }
    base_free(first);
    base_free(uses);
}

const struct rule rule_window_one_track = {
    .id = "window-one-track",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "All that runs in a room during one window is of one track.",
    .formula =
        "for each window of a room: the tracks of the events in it, beyond the first; events "
        "without a track go with any, fixed events count where they lie in a window",
    .unit = "track too many",
    .example = "tracks: [{id: core, name: Core}, {id: tools, name: Tools}]\n"
               "talks: [{title: Internals, track: core}, {title: Fuzzers, track: tools}]\n"
               "rules: {window-one-track: hard}\n",
    .origin = "CoSPLib (a session is of one track)",
    .compile = compile_rule,
    .audit = audit_rule,
};
