/* What runs at the same time offers different languages.
 *
 * Per language and time t: n = Σ_{e in it} [e covers t], cost weight · n(n−1)/2; hard: n ≤ 1. The
 * costs are convex in n, so the linear relaxation has their lower envelope. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

#include "base/strmap.h"

#include <string.h>

static const struct rule_param params[] = {KEYS_PER("auto"), KEYS_BESIDE};

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct terms_classes classes = {0};
    struct strmap first = {0}; /* by language: the first event in it */
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const char *language = problem->events[i].language;
        if (language != NULL) {
            strmap_add(&first, language, i);
            struct terms_classed classed = {strmap_find(&first, language), {i}};
            vec_push(&classes, classed);
        }
    }
    terms_part_classes(compile, &classes);
    strmap_free(&first);
    vec_free(&classes);
}

static const char *common(const struct audit *audit, struct event_id a, struct event_id b,
                          uint32_t i)
{
    const char *of_a = audit->problem->events[a.v].language;
    const char *of_b = audit->problem->events[b.v].language;
    if (i > 0 || of_a == NULL || of_b == NULL || strcmp(of_a, of_b) != 0) {
        return NULL;
    }
    return arena_print(&audit->score->arena, "are in the language '%s'", of_a);
}

static void audit_rule(const struct audit *audit)
{
    findings_apart(audit, common);
}

const struct rule rule_language_mix = {
    .id = "language-mix",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "Events that run at the same time are in different languages.",
    .formula = "for each pair of events in the same language that overlap (beside: start: that "
               "start and end together): 1 where pairs are "
               "counted, else the "
               "ticks that they overlap; events without a language do not count",
    .unit = "pair of events, or pair and tick",
    .example = "talks:\n"
               "  - {title: Les Arènes, language: fr}\n"
               "rules: {language-mix: 2}\n",
    .origin = "OptaPlanner (language diversity)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .is_about_pairs = rule_about_pairs,
    .compile = compile_rule,
    .audit = audit_rule,
};
