/* Events of one track are not parallel.
 *
 * Per track and time t: n = Σ_e [e covers t], cost weight · n(n−1)/2; hard: n ≤ 1. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {KEYS_PER("auto")};

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    VEC(struct member) members = {0};
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

static void audit_rule(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    VEC(struct event_id) events = {0};
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
               "they overlap",
    .unit = "pair of events, or pair and tick",
    .example = "tracks: [{id: core, name: Core}]\n"
               "talks: [{title: Internals, track: core}]\n"
               "rules: {track-parallel: {strength: 10, per: pair}}\n",
    .origin = "OptaPlanner (theme tracks), CoSPLib (parallel)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .is_about_pairs = rule_about_overlaps,
    .compile = compile_rule,
    .audit = audit_rule,
};
