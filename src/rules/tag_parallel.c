/* Events that share a tag are not parallel; each group of tags has a strength of its own.
 *
 * Per tag and time t: n = Σ_e [e covers t], cost weight of the tag's group · n(n−1)/2; hard: n ≤ 1.
 */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {KEYS_PER("auto")};

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    const struct rule_setting *setting = compile->setting;
    VEC(struct member) members = {0};
    for (uint32_t t = 0; t < problem->n_tags; t++) {
        struct strength strength = setting->by_tag_group == NULL
                                       ? setting->strength
                                       : setting->by_tag_group[problem->tags[t].group.v];
        vec_clear(&members);
        for (uint32_t i = 0; i < problem->n_events; i++) {
            const struct event *event = &problem->events[i];
            for (uint32_t k = 0; k < event->n_tags; k++) {
                if (event->tags[k].v == t) {
                    struct member member = {{i}, {ID_NONE}, 0};
                    vec_push(&members, member);
                    break;
                }
            }
        }
        terms_overlap(compile, strength, members.v, (uint32_t)members.n,
                      terms_per_of(setting, TERMS_AUTO), ORIGIN_NONE);
    }
    vec_free(&members);
}

static bool carries(const struct event *event, uint32_t tag)
{
    for (uint32_t i = 0; i < event->n_tags; i++) {
        if (event->tags[i].v == tag) {
            return true;
        }
    }
    return false;
}

static void audit_rule(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    const struct strength *of_group = audit->setting->by_tag_group;
    VEC(struct event_id) events = {0};
    for (uint32_t t = 0; t < problem->n_tags; t++) {
        const struct tag *tag = &problem->tags[t];
        events.n = 0;
        for (uint32_t i = 0; i < problem->n_events; i++) {
            struct event_id event = {i};
            if (carries(&problem->events[i], t) && findings_is_placed(audit, event)) {
                vec_push(&events, event);
            }
        }
        findings_parallel(audit,
                          of_group == NULL ? audit->setting->strength : of_group[tag->group.v],
                          findings_text_param(audit->setting, "per", "auto"), events.v,
                          (uint32_t)events.n, "tagged", tag->name);
    }
    vec_free(&events);
}

const struct rule rule_tag_parallel = {
    .id = "tag-parallel",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_SOFT, 10},
    .by_tag_group = true,
    .sentence = "Events that share a tag do not run at the same time; each group of tags has its "
                "own strength.",
    .formula = "for each tag and each pair of events that carry it and overlap: 1 where pairs are "
               "counted, else the "
               "ticks that they overlap; two shared tags count twice",
    .unit = "pair of events, or pair and tick",
    .example = "talks:\n"
               "  - {title: Fuzzing, tags: {content: [testing], sector: [cloud]}}\n"
               "rules: {tag-parallel: {content: 100, sector: 10}}\n",
    .origin = "OptaPlanner, PyCon UK",
    .params = params,
    .n_params = BASE_COUNT(params),
    .is_about_pairs = rule_about_overlaps,
    .compile = compile_rule,
    .audit = audit_rule,
    .always = true,
};
