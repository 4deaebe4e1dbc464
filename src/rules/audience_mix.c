/* What runs at the same time is for different audiences.
 *
 * An audience is a tag of the group `audience`, or of another. Per such tag and time t:
 * n = Σ_{e that carries it} [e covers t], cost weight · n(n−1)/2; hard: n ≤ 1. The costs are convex
 * in n, so the linear relaxation has their lower envelope. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {KEYS_GROUP("audience"), KEYS_PER("auto"), KEYS_BESIDE};

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct tag_group_id group = terms_tag_group(compile, "audience");
    struct terms_classes classes = {0};
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const struct event *event = &problem->events[i];
        for (uint32_t k = 0; k < event->n_tags; k++) {
            struct terms_classed classed = {event->tags[k].v, {i}};
            if (problem->tags[event->tags[k].v].group.v == group.v) {
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
    const char *group = findings_text_param(audit->setting, "group", "audience");
    const char *tag = findings_shared_tag(audit, a, b, group, i);
    return tag == NULL ? NULL : arena_print(&audit->score->arena, "are for '%s'", tag);
}

static void audit_rule(const struct audit *audit)
{
    findings_apart(audit, common);
}

const struct rule rule_audience_mix = {
    .id = "audience-mix",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "Events that run at the same time are for different audiences.",
    .formula = "for each tag of the group and each pair of events that carry it and overlap "
               "(beside: start: that start and end together): 1 "
               "where pairs are "
               "counted, else the ticks that they overlap; two shared tags count twice",
    .unit = "pair of events, or pair and tick",
    .example = "talks:\n"
               "  - {title: Budgets, tags: {audience: [managers]}}\n"
               "rules: {audience-mix: 2}\n",
    .origin = "OptaPlanner (audience type diversity)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .is_about_pairs = rule_about_pairs,
    .compile = compile_rule,
    .audit = audit_rule,
};
