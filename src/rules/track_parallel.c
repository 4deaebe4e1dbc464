/* Events of one track are not parallel.
 *
 * Per track and time t: n = Σ_e [e covers t], cost weight · n(n−1)/2; hard: n ≤ 1. Per window: per
 * track and session n = Σ_w [Σ_e [e in its window w] ≥ 1], cost weight · max(0, n − 1). */
#include "rules/cells.h"
#include "rules/findings_cells.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {KEYS_PER_WINDOW("auto")};

/* A session's windows of one room, if it has several, count each. */
static void compile_sessions(const struct compile *compile, const struct cells_events *events)
{
    const struct problem *problem = compile->problem;
    struct term_id *counts = base_alloc_zero((size_t)problem->n_windows + 1, sizeof(*counts));
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        counts[w] = cells_count(compile, events, (struct window_id){w});
    }
    for (uint32_t s = 0; s < problem->n_sessions; s++) {
        struct origin origin = ORIGIN_NONE;
        origin.at_min = problem->sessions[s].span.from_min;
        model_term_begin(compile->model, compile->rule, origin);
        for (uint32_t w = 0; w < problem->n_windows; w++) {
            if (problem->windows[w].session.v == s) {
                model_term_add_at_least(compile->model, 1, counts[w], 1);
            }
        }
        cells_end_one(compile);
    }
    base_free(counts);
}

static void compile_windows(const struct compile *compile)
{
    struct cells_events events = {0};
    for (uint32_t t = 0; t < compile->problem->n_tracks; t++) {
        vec_clear(&events);
        cells_add_track(compile->problem, (struct track_id){t}, &events);
        compile_sessions(compile, &events);
    }
    vec_free(&events);
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    VEC(struct member) members = {0};
    if (terms_is_per_window(compile->setting)) {
        compile_windows(compile);
        return;
    }
    for (uint32_t t = 0; t < problem->n_tracks; t++) {
        vec_clear(&members);
        for (uint32_t i = 0; i < problem->n_events; i++) {
            if (problem->events[i].track.v == t) {
                struct member member = {{i}, {ID_NONE}, 0};
                vec_push(&members, member);
            }
        }
        terms_overlap(compile, compile->setting->strength, members.v, (uint32_t)members.n,
                      terms_per_of(compile->setting, TERMS_AUTO), ORIGIN_NONE);
    }
    vec_free(&members);
}

static void judge_sessions(const struct audit *audit, uint32_t track)
{
    const struct problem *problem = audit->problem;
    uint32_t n;
    struct event_id *events = findings_list_track(audit, (struct track_id){track}, &n);
    struct event_id *first = findings_first_in_cells(audit, events, n);
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        uint32_t earlier = 0;
        while (earlier < w && (first[earlier].v == ID_NONE || problem->windows[earlier].session.v !=
                                                                  problem->windows[w].session.v)) {
            earlier++;
        }
        if (first[w].v != ID_NONE && earlier < w) {
            struct violation violation = findings_two(audit, first[earlier], first[w], 1);
            violation.message = arena_print(
                &audit->score->arena, "Track '%s' runs in two rooms: %s in %s, %s in %s.",
                problem->tracks[track].name, findings_title(audit, first[earlier]),
                findings_cell_name(audit, (struct window_id){earlier}),
                findings_title(audit, first[w]), findings_cell_name(audit, (struct window_id){w}));
            rule_report(audit, audit->setting->strength, violation);
        }
    }
    base_free(events);
    base_free(first);
}

static void audit_rule(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    VEC(struct event_id) events = {0};
    for (uint32_t t = 0; t < problem->n_tracks && findings_is_per_window(audit->setting); t++) {
        judge_sessions(audit, t);
    }
    if (findings_is_per_window(audit->setting)) {
        return;
    }
    for (uint32_t t = 0; t < problem->n_tracks; t++) {
        events.n = 0;
        for (uint32_t i = 0; i < problem->n_events; i++) {
            struct event_id event = {i};
            if (problem->events[i].track.v == t && findings_is_placed(audit, event)) {
                vec_push(&events, event);
            }
        }
        findings_parallel(audit, audit->setting->strength,
                          findings_text_param(audit->setting, "per", "auto"), events.v,
                          (uint32_t)events.n, "of track", problem->tracks[t].name);
    }
    vec_free(&events);
}

const struct rule rule_track_parallel = {
    .id = "track-parallel",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_SOFT, 10},
    .sentence = "Events of one track do not run at the same time.",
    .formula = "for each pair of events of one track that overlap: 1 where pairs are counted, else "
               "the ticks that "
               "they overlap; per: window: for each track and each group of windows that begin "
               "and end together or share a name, those that hold events of it, beyond the first",
    .unit = "pair of events, or pair and tick, or window too many",
    .example = "tracks: [{id: core, name: Core}]\n"
               "talks: [{title: Internals, track: core}]\n"
               "rules: {track-parallel: {strength: 10, per: pair}}\n",
    .origin = "OptaPlanner (theme tracks), CoSPLib (parallel)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .compile = compile_rule,
    .audit = audit_rule,
};
