/* A track's sessions follow each other without an unused one in between.
 *
 * Let u_s = [Σ_e [e in session s] ≥ 1]. Gaps: a run of used sessions starts where u_s − u_{s−1} is
 * 1, and n counts the starts of a track (on a day); cost weight · max(0, n − 1), hard n ≤ 1. The
 * rows u_s − u_{s−1} ≤ v_s with Σ v_s ≤ 1 describe the unbroken sets exactly (an interval matrix).
 * Tracks: the weight once, when for some session s u_s − u_{s+1} + [any used after s + 1] is 2. */
#include "rules/cells.h"
#include "rules/findings_cells.h"
#include "rules/table.h"

#include <string.h>

static const struct rule_param params[] = {
    {"count", VALUE_TEXT, "gaps|tracks", "gaps",
     "what counts: every gap, or each track that has any"},
    {"across_days", VALUE_FLAG, NULL, "false",
     "whether what a track leaves unused overnight is a gap, too: false looks at each day by "
     "itself"},
};

/* ---- compile --------------------------------------------------------------- */

/* A track's use of the sessions that are looked at together. */
struct using
{
    const struct compile *compile;
    struct term_id *used; /* [n]: ≥ 1 when the session is used */
    uint32_t n;
    VEC(struct term_id) breaks; /* of which 2 is a break */
};

/* [u_s − u_{s−1} ≥ 1] for all s, counted; the first session has none before it. */
static void compile_gaps(const struct using *using)
{
    struct model *model = using->compile->model;
    struct term_id *starts = base_alloc_zero((size_t) using->n + 1, sizeof(*starts));
    for (uint32_t s = 0; s < using->n; s++) {
        model_term_begin(model, using->compile->rule, ORIGIN_NONE);
        model_term_add_at_least(model, 1, using->used[s], 1);
        if (s > 0) {
            model_term_add_at_least(model, -1, using->used[s - 1], 1);
        }
        starts[s] = model_term_end_shared(model);
    }
    model_term_begin(model, using->compile->rule, ORIGIN_NONE);
    for (uint32_t s = 0; s < using->n; s++) {
        model_term_add_at_least(model, 1, starts[s], 1);
    }
    cells_end_one(using->compile);
    base_free(starts);
}

/* u_s − u_{s+1} + [any of u_{s+2}, …] for all s. */
static void add_breaks(struct using *using)
{
    struct model *model = using->compile->model;
    for (uint32_t s = 0; s + 2 < using->n; s++) {
        model_term_begin(model, using->compile->rule, ORIGIN_NONE);
        for (uint32_t k = s + 2; k < using->n; k++) {
            model_term_add_at_least(model, 1, using->used[k], 1);
        }
        struct term_id later = model_term_end_shared(model);
        if (later.v == ID_NONE || using->used[s].v == ID_NONE) {
            continue;
        }
        model_term_begin(model, using->compile->rule, ORIGIN_NONE);
        model_term_add_at_least(model, 1, using->used[s], 1);
        model_term_add_at_least(model, -1, using->used[s + 1], 1);
        model_term_add_at_least(model, 1, later, 1);
        vec_push(&using->breaks, model_term_end_count(model));
    }
}

static void end_breaks(const struct using *using)
{
    struct model *model = using->compile->model;
    model_term_begin(model, using->compile->rule, ORIGIN_NONE);
    for (size_t i = 0; i < using->breaks.n; i++) {
        model_term_add_at_least(model, 1, using->breaks.v[i], 2);
    }
    model_term_end_cost(model, using->compile->level, model_cost_any,
                        using->compile->setting->strength.weight);
}

/* Hard, both ways of counting forbid the same. */
static bool counts_tracks(const struct compile *compile)
{
    const struct value *count = attrs_find(&compile->setting->params, "count");
    return compile->setting->strength.kind == STRENGTH_SOFT && count != NULL &&
           strcmp(count->as.text, "tracks") == 0;
}

static void compile_track(const struct compile *compile, const struct cells_events *events)
{
    const struct problem *problem = compile->problem;
    const struct value *across = attrs_find(&compile->setting->params, "across_days");
    bool all_days = across != NULL && across->as.flag;
    bool tracks = counts_tracks(compile);
    struct using using = {.compile = compile};
    using.used = base_alloc_zero((size_t)problem->n_sessions + 1, sizeof(*using.used));
    for (uint32_t d = 0; d < (all_days ? 1 : problem->n_days); d++) {
        using.n = 0;
        for (uint32_t s = 0; s < problem->n_sessions; s++) {
            if (all_days || problem->sessions[s].day.v == d) {
                using.used[using.n++] =
                    cells_count_session(compile, events, (struct session_id){s});
            }
        }
        if (tracks) {
            add_breaks(&using);
        } else {
            compile_gaps(&using);
        }
    }
    if (tracks) {
        end_breaks(&using);
    }
    vec_free(&using.breaks);
    base_free(using.used);
}

static void compile_rule(const struct compile *compile)
{
    struct cells_events events = {0};
    for (uint32_t k = 0; k < compile->problem->n_tracks; k++) {
        vec_clear(&events);
        cells_add_track(compile->problem, (struct track_id){k}, &events);
        if (events.n > 1) {
            compile_track(compile, &events);
        }
    }
    vec_free(&events);
}

/* ---- audit ----------------------------------------------------------------- */

/* A gap: between the last event before it and the first one after it. */
struct gap {
    struct event_id before, after;
};

static void report_gap(const struct audit *audit, uint32_t track, struct gap gap)
{
    struct arena *arena = &audit->score->arena;
    struct violation violation = findings_two(audit, gap.before, gap.after, 1);
    violation.message =
        arena_print(arena, "Track '%s' is interrupted between %s (%s) and %s (%s).",
                    audit->problem->tracks[track].name, findings_title(audit, gap.before),
                    findings_when(audit, findings_span(audit, gap.before).from_min),
                    findings_title(audit, gap.after),
                    findings_when(audit, findings_span(audit, gap.after).from_min));
    rule_report(audit, audit->setting->strength, violation);
}

/* An event of the track in each session; ID_NONE: none. */
static struct event_id *list_used(const struct audit *audit, uint32_t track)
{
    uint32_t n, n_sessions = audit->problem->n_sessions;
    struct event_id *used = base_alloc_zero((size_t)n_sessions + 1, sizeof(*used));
    struct event_id *events = findings_list_track(audit, (struct track_id){track}, &n);
    for (uint32_t s = 0; s < n_sessions; s++) {
        used[s].v = ID_NONE;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t session = findings_session(audit, events[i]).v;
        if (session != ID_NONE && used[session].v == ID_NONE) {
            used[session] = events[i];
        }
    }
    base_free(events);
    return used;
}

static void judge_track(const struct audit *audit, uint32_t track)
{
    const struct value *across = attrs_find(&audit->setting->params, "across_days");
    bool all_days = across != NULL && across->as.flag;
    bool once = strcmp(findings_text_param(audit->setting, "count", "gaps"), "tracks") == 0;
    struct event_id *used = list_used(audit, track);
    bool said = false;
    for (uint32_t d = 0; d < (all_days ? 1 : audit->problem->n_days); d++) {
        struct event_id last = {ID_NONE};
        bool open = false;
        for (uint32_t s = 0; s < audit->problem->n_sessions; s++) {
            if (!all_days && audit->problem->sessions[s].day.v != d) {
                continue;
            }
            if (used[s].v == ID_NONE) {
                open = true;
                continue;
            }
            if (open && last.v != ID_NONE && !(once && said)) {
                report_gap(audit, track, (struct gap){last, used[s]});
                said = true;
            }
            last = used[s];
            open = false;
        }
    }
    base_free(used);
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t k = 0; k < audit->problem->n_tracks; k++) {
        judge_track(audit, k);
    }
}

const struct rule rule_track_contiguous = {
    .id = "track-contiguous",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "The sessions of a track follow each other without one in between that it leaves "
                "unused.",
    .formula = "sessions are windows of several rooms that begin and end together or share a name, "
               "in the order of their starts. For each track and day: the runs of sessions that "
               "hold events of it, beyond the first (across_days: for each track; count: tracks: 1 "
               "for each track with any such gap); rooms do not matter",
    .unit = "gap, or interrupted track",
    .example = "tracks: [{id: core, name: Core}]\n"
               "talks: [{title: Internals, track: core}, {title: Arenas, track: core}]\n"
               "rules: {track-contiguous: {strength: 5, across_days: true}}\n",
    .origin = "CoSPLib (consecutive tracks)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .compile = compile_rule,
    .audit = audit_rule,
};
