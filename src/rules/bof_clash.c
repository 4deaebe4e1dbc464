/* An event is not parallel to those that it names as related, nor a BoF to a BoF of its track.
 *
 * Related, per pair and time t: n = [a covers t] + [b covers t] ≤ 1; soft: the weight when any n
 * is 2. Same track, per track and time t: n = Σ_bof [bof covers t], cost weight · n(n−1)/2; hard: n
 * ≤ 1. */
#include "rules/findings_beside.h"
#include "rules/keys.h"
#include "rules/pair_table.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <stdlib.h>
#include <string.h>

static const struct rule_param params[] = {
    {"related", VALUE_STRENGTH, NULL, "the rule's",
     "how strongly an event and those named in its related key stay apart"},
    {"same_track", VALUE_STRENGTH, NULL, "10", "how strongly the BoFs of one track stay apart"},
    KEYS_PER("auto"),
};
static const struct rule_key keys[] = {
    {"related", RULE_ON_EVENT, VALUE_EVENTS,
     "events that people of this one want to see: never at the same time"},
};

/* ---- compile --------------------------------------------------------------- */

static struct strength part(const struct compile *compile, const char *name, struct strength usual)
{
    const struct value *value = attrs_find(&compile->setting->params, name);
    return value == NULL ? usual : value->as.strength;
}

static int compare_pairs(const void *left, const void *right)
{
    const struct pair_of_events *a = left, *b = right;
    if (a->first.v != b->first.v) {
        return a->first.v < b->first.v ? -1 : 1;
    }
    return (a->second.v > b->second.v) - (a->second.v < b->second.v);
}

/* Every two of which one names the other. */
static void compile_related(const struct compile *compile, struct strength strength)
{
    const struct problem *problem = compile->problem;
    struct pair_table pairs = {0};
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const struct value *related = attrs_find(&problem->events[i].attrs, "related");
        for (uint32_t k = 0; related != NULL && k < related->as.events.n; k++) {
            if (related->as.events.v[k].v != i) {
                pair_table_number(&pairs, (struct event_id){i}, related->as.events.v[k]);
            }
        }
    }
    if (pairs.n > 1) {
        qsort(pairs.v, pairs.n, sizeof(*pairs.v), compare_pairs);
    }
    for (size_t i = 0; i < pairs.n; i++) {
        terms_pair(compile, strength, (struct member){{pairs.v[i].first.v}, {ID_NONE}, 0},
                   (struct member){{pairs.v[i].second.v}, {ID_NONE}, 0}, TERMS_PAIR, ORIGIN_NONE);
    }
    pair_table_free(&pairs);
}

static void compile_same_track(const struct compile *compile, struct strength strength)
{
    const struct problem *problem = compile->problem;
    VEC(struct member) members = {0};
    for (uint32_t t = 0; t < problem->n_tracks; t++) {
        vec_clear(&members);
        for (uint32_t i = 0; i < problem->n_events; i++) {
            const struct event *event = &problem->events[i];
            if (event->track.v == t && strcmp(problem->kinds[event->kind.v].id, "bof") == 0) {
                struct member member = {{i}, {ID_NONE}, 0};
                vec_push(&members, member);
            }
        }
        terms_overlap(compile, strength, members.v, (uint32_t)members.n,
                      terms_per_of(compile->setting, TERMS_AUTO), ORIGIN_NONE);
    }
    vec_free(&members);
}

static void compile_rule(const struct compile *compile)
{
    if (compile->setting->strength.kind != STRENGTH_OFF) {
        compile_related(compile, part(compile, "related", compile->setting->strength));
        compile_same_track(compile,
                           part(compile, "same_track", (struct strength){STRENGTH_SOFT, 10}));
    }
}

/* ---- audit ----------------------------------------------------------------- */

static const struct value *names(const struct event *event, struct event_id other)
{
    const struct value *others = attrs_find(&event->attrs, "related");
    return findings_names(others, other) ? others : NULL;
}

static void judge_related(const struct audit *audit, struct strength strength, struct event_id a,
                          struct event_id b)
{
    const struct value *asked = names(&audit->problem->events[a.v], b);
    asked = asked != NULL ? asked : names(&audit->problem->events[b.v], a);
    if (asked == NULL || !findings_is_placed(audit, a) || !findings_is_placed(audit, b) ||
        findings_shared_min(audit, a, b) == 0) {
        return;
    }
    struct violation violation = findings_two(audit, a, b, 1);
    violation.at = asked->at;
    violation.message =
        arena_print(&audit->score->arena,
                    "%s and %s are related, so people want to be at both, but both run at %s.",
                    findings_title(audit, a), findings_title(audit, b),
                    findings_when(audit, violation.span.from_min));
    rule_report(audit, strength, violation);
}

/* Every two of which one names the other, the smaller number first. */
static void audit_related(const struct audit *audit, struct strength strength)
{
    const struct problem *problem = audit->problem;
    struct findings_list *later =
        base_alloc_zero(problem->n_events, sizeof(*later)); /* by the smaller */
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const struct value *related = attrs_find(&problem->events[i].attrs, "related");
        for (uint32_t k = 0; related != NULL && k < related->as.events.n; k++) {
            uint32_t other = related->as.events.v[k].v;
            uint32_t first = other < i ? other : i, second = other < i ? i : other;
            if (first != second) {
                vec_push(&later[first], (struct event_id){second});
            }
        }
    }
    for (uint32_t i = 0; i < problem->n_events; i++) {
        findings_list_sort(&later[i]);
        for (size_t k = 0; k < later[i].n; k++) {
            judge_related(audit, strength, (struct event_id){i}, later[i].v[k]);
        }
        vec_free(&later[i]);
    }
    base_free(later);
}

static void judge_track(const struct audit *audit, struct strength strength, uint32_t track)
{
    const struct problem *problem = audit->problem;
    VEC(struct event_id) bofs = {0};
    for (uint32_t i = 0; i < problem->n_events; i++) {
        struct event_id event = {i};
        const char *kind = problem->kinds[problem->events[i].kind.v].id;
        if (problem->events[i].track.v == track && strcmp(kind, "bof") == 0) {
            vec_push(&bofs, event);
        }
    }
    findings_parallel(audit, strength, findings_text_param(audit->setting, "per", "auto"), bofs.v,
                      (uint32_t)bofs.n, "BoFs of track", problem->tracks[track].name);
    vec_free(&bofs);
}

static void audit_rule(const struct audit *audit)
{
    const struct value *related = attrs_find(&audit->setting->params, "related");
    const struct value *same_track = attrs_find(&audit->setting->params, "same_track");
    if (audit->setting->strength.kind == STRENGTH_OFF) {
        return;
    }
    audit_related(audit, related == NULL ? audit->setting->strength : related->as.strength);
    for (uint32_t t = 0; t < audit->problem->n_tracks; t++) {
        judge_track(
            audit,
            same_track == NULL ? (struct strength){STRENGTH_SOFT, 10} : same_track->as.strength, t);
    }
}

const struct rule rule_bof_clash = {
    .id = "bof-clash",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_HARD, 0},
    .sentence = "A BoF does not run beside the events that it is related to, nor beside another "
                "BoF of its track.",
    .formula = "related: 1 for each pair of overlapping events of which one names the other as "
               "related. same_track: "
               "for each pair of overlapping BoFs of one track, 1 where pairs are counted, else "
               "the ticks that they "
               "overlap; this comes on top of what track-parallel counts. The rule's own strength "
               "is that of related unless related is given; off switches both off; hosts are "
               "speaker-clash's business",
    .unit = "pair of events, or pair and tick",
    .example = "bofs:\n"
               "  - {title: \"BoF: Music\", hosts: [Jo Doe], related: [sound-talk]}\n"
               "rules: {bof-clash: {related: hard, same_track: 10}}\n",
    .origin = "IETF, the Xen Project's session scheduler",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .is_about_pairs = rule_about_pairs,
    .compile = compile_rule,
    .audit = audit_rule,
    .always = true,
};
