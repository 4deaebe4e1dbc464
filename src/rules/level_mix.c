/* What runs at the same time offers different levels.
 *
 * Per level and time t: n = Σ_{e of the level} [e covers t], cost weight · n(n−1)/2; hard: n ≤ 1.
 * The costs are convex in n, so the linear relaxation has their lower envelope. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {KEYS_PER("auto"), KEYS_BESIDE};
static const struct rule_key keys[] = {KEYS_LEVEL};

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct terms_classes classes = {0};
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const struct value *level = attrs_find(&problem->events[i].attrs, "level");
        if (level != NULL) {
            struct terms_classed classed = {(uint64_t)level->as.number, {i}};
            vec_push(&classes, classed);
        }
    }
    terms_part_classes(compile, &classes);
    vec_free(&classes);
}

static const char *common(const struct audit *audit, struct event_id a, struct event_id b,
                          uint32_t i)
{
    const struct value *of_a = attrs_find(&audit->problem->events[a.v].attrs, "level");
    const struct value *of_b = attrs_find(&audit->problem->events[b.v].attrs, "level");
    if (i > 0 || of_a == NULL || of_b == NULL || of_a->as.number != of_b->as.number) {
        return NULL;
    }
    return arena_print(&audit->score->arena, "are of level %lld", (long long)of_a->as.number);
}

static void audit_rule(const struct audit *audit)
{
    findings_apart(audit, common);
}

const struct rule rule_level_mix = {
    .id = "level-mix",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "Events that run at the same time are of different levels.",
    .formula = "for each pair of events of the same level that overlap (beside: start: that start "
               "and end together): 1 where pairs are counted, "
               "else the ticks "
               "that they overlap; events without a level do not count",
    .unit = "pair of events, or pair and tick",
    .example = "talks:\n"
               "  - {title: First Steps, level: 1}\n"
               "rules: {level-mix: 3}\n",
    .origin = "OptaPlanner (audience level diversity)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .is_about_pairs = rule_about_pairs,
    .compile = compile_rule,
    .audit = audit_rule,
};
