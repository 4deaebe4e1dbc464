/* Events of one track that are for the same audience are not parallel.
 *
 * Per track, tag of the group `audience` (or another), and time t: n = Σ_{e of both} [e covers t],
 * cost weight · n(n−1)/2; hard: n ≤ 1. The costs are convex in n, so the linear relaxation has
 * their lower envelope. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {KEYS_GROUP("audience"), KEYS_PER("auto")};

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct tag_group_id group = terms_tag_group(compile, "audience");
    struct terms_classes classes = {0};
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const struct event *event = &problem->events[i];
        for (uint32_t k = 0; event->track.v != ID_NONE && k < event->n_tags; k++) {
            uint32_t tag = event->tags[k].v;
            struct terms_classed classed = {(uint64_t)event->track.v << 32 | tag, {i}};
            if (problem->tags[tag].group.v == group.v) {
                vec_push(&classes, classed);
            }
        }
    }
    terms_part_classes(compile, &classes);
    vec_free(&classes);
}

static const char *common(const struct audit *audit, struct event_id a, struct event_id b,
                          uint32_t i)
{
    const struct problem *problem = audit->problem;
    struct track_id track = problem->events[a.v].track;
    const char *group = findings_text_param(audit->setting, "group", "audience");
    if (track.v == ID_NONE || track.v != problem->events[b.v].track.v) {
        return NULL;
    }
    const char *tag = findings_shared_tag(audit, a, b, group, i);
    return tag == NULL ? NULL
                       : arena_print(&audit->score->arena, "are of track '%s' and for '%s'",
                                     problem->tracks[track.v].name, tag);
}

static void audit_rule(const struct audit *audit)
{
    findings_apart(audit, common);
}

const struct rule rule_audience_track = {
    .id = "audience-track",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "Events of one track that are for the same audience do not run at the same time.",
    .formula = "for each tag of the group and each pair of events of one track that carry it and "
               "overlap: 1 where "
               "pairs are counted, else the ticks that they overlap; two shared tags count twice",
    .unit = "pair of events, or pair and tick",
    .example = "talks:\n"
               "  - {title: Budgets, track: core, tags: {audience: [managers]}}\n"
               "rules: {audience-track: 5}\n",
    .origin = "OptaPlanner (audience type and theme track conflict)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .is_about_pairs = rule_about_pairs,
    .compile = compile_rule,
    .audit = audit_rule,
};
