/* Events of one track that are for the same audience are not parallel.
 *
 * Per track, tag of the group `audience` (or another), and time t: n = Σ_{e of both} [e covers t],
 * cost weight · n(n−1)/2; hard: n ≤ 1. The costs are convex in n, so the linear relaxation has
 * their lower envelope. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <string.h>

static const struct rule_param params[] = {
    KEYS_GROUP("audience"),
    {"tracks", VALUE_TEXT, NULL, "each event's track",
     "the group of tags that stand for tracks, in their place"},
    KEYS_PER("auto"),
};

static struct tag_group_id find_group(const struct problem *problem, const char *name)
{
    for (uint32_t g = 0; g < problem->n_tag_groups; g++) {
        if (strcmp(problem->tag_groups[g].name, name) == 0) {
            return (struct tag_group_id){g};
        }
    }
    return (struct tag_group_id){ID_NONE};
}

/* The event's class of each of its audiences, with that track. */
static void add_audiences(const struct problem *problem, uint32_t e, uint32_t track,
                          struct tag_group_id group, struct terms_classes *classes)
{
    const struct event *event = &problem->events[e];
    for (uint32_t k = 0; k < event->n_tags; k++) {
        uint32_t tag = event->tags[k].v;
        struct terms_classed classed = {(uint64_t)track << 32 | tag, {e}};
        if (problem->tags[tag].group.v == group.v) {
            vec_push(classes, classed);
        }
    }
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct tag_group_id group = terms_tag_group(compile, "audience");
    const struct value *stand_in = attrs_find(&compile->setting->params, "tracks");
    struct tag_group_id tracks = {ID_NONE};
    struct terms_classes classes = {0};
    if (stand_in != NULL) {
        tracks = find_group(problem, stand_in->as.text);
    }
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const struct event *event = &problem->events[i];
        if (stand_in == NULL && event->track.v != ID_NONE) {
            add_audiences(problem, i, event->track.v, group, &classes);
        }
        for (uint32_t k = 0; k < event->n_tags && stand_in != NULL; k++) {
            if (problem->tags[event->tags[k].v].group.v == tracks.v) {
                add_audiences(problem, i, event->tags[k].v, group, &classes);
            }
        }
    }
    terms_part_classes(compile, &classes);
    vec_free(&classes);
}

/* Number i ≥ 0 of the tracks, or what stands for them, that both are of; NULL: there are no more.
 */
static const char *find_track(const struct audit *audit, struct event_id a, struct event_id b,
                              uint32_t i)
{
    const struct problem *problem = audit->problem;
    const char *stand_in = findings_text_param(audit->setting, "tracks", NULL);
    if (stand_in != NULL) {
        return findings_shared_tag(audit, a, b, stand_in, i);
    }
    struct track_id track = problem->events[a.v].track;
    return i > 0 || track.v == ID_NONE || track.v != problem->events[b.v].track.v
               ? NULL
               : problem->tracks[track.v].name;
}

static const char *common(const struct audit *audit, struct event_id a, struct event_id b,
                          uint32_t i)
{
    const char *group = findings_text_param(audit->setting, "group", "audience");
    uint32_t n_tags = 0;
    while (findings_shared_tag(audit, a, b, group, n_tags) != NULL) {
        n_tags++;
    }
    const char *track = n_tags == 0 ? NULL : find_track(audit, a, b, i / n_tags);
    return track == NULL ? NULL
                         : arena_print(&audit->score->arena, "are of track '%s' and for '%s'",
                                       track, findings_shared_tag(audit, a, b, group, i % n_tags));
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
               "pairs are counted, else the ticks that they overlap; two shared tags count twice; "
               "tracks: for each tag of that group that both carry, in place of the track",
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
