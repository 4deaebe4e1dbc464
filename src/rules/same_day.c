/* The events of a track, or of a tag, are on one day.
 *
 * Per track and tag: N = Σ_d [Σ_e [e on d] ≥ 1], the days used; hard N ≤ 1, soft w · max(0, N − 1).
 * The indicator of a day is bounded by each event of its own ([e on d] ≤ z_d), tighter than by
 * their sum; the cost is convex. Counted so, and not by pairs of events on different days, a bound
 * need not square anything, and one stray event costs as much in a large track as in a small one.
 * By pairs: rules/apart.h, with the days as places. */
#include "rules/apart.h"
#include "rules/days.h"
#include "rules/findings.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <string.h>

static const struct rule_param params[] = {
    {"of", VALUE_TEXT, "tracks|tags|both", "tracks, or both when tags or groups are given",
     "which events belong together: those of a track, those of a tag, or both"},
    {"tags", VALUE_TAGS, NULL, "all", "only these tags"},
    {"groups", VALUE_TEXTS, NULL, "all", "only tags of these groups"},
    {"per", VALUE_TEXT, "day|pair|tick", "day",
     "what counts: each day more, or each pair of events on different days, once or for each tick "
     "of the one and of the other"},
};

/* ---- compile --------------------------------------------------------------- */

/* Which kinds of groups are asked for, and which tags. */
struct wanted {
    bool tracks, tags;
    const struct value *only;   /* NULL: all tags */
    const struct value *groups; /* NULL: of all groups */
};

static struct wanted wanted_by(const struct rule_setting *setting)
{
    const struct value *of = attrs_find(&setting->params, "of");
    struct wanted wanted = {.only = attrs_find(&setting->params, "tags"),
                            .groups = attrs_find(&setting->params, "groups")};
    bool some = wanted.only != NULL || wanted.groups != NULL;
    const char *text = of != NULL ? of->as.text : some ? "both" : "tracks";
    wanted.tracks = strcmp(text, "tags") != 0;
    wanted.tags = strcmp(text, "tracks") != 0;
    return wanted;
}

static bool has_tag(const struct event *event, uint32_t tag)
{
    for (uint32_t i = 0; i < event->n_tags; i++) {
        if (event->tags[i].v == tag) {
            return true;
        }
    }
    return false;
}

static bool is_wanted(const struct problem *problem, const struct wanted *wanted, uint32_t tag)
{
    bool is = wanted->only == NULL;
    for (uint32_t i = 0; !is && i < wanted->only->as.tags.n; i++) {
        is = wanted->only->as.tags.v[i].v == tag;
    }
    const char *group = problem->tag_groups[problem->tags[tag].group.v].name;
    return is && (wanted->groups == NULL || terms_has_text(wanted->groups->as.texts, group));
}

/* The days as places. */
static struct apart list_places(const struct days *days)
{
    struct apart apart = {0};
    for (size_t i = 0; i < days->n; i = days_next(days, i)) {
        for (size_t k = i; k < days_next(days, i); k++) {
            apart_add_place(&apart, (struct room_id){ID_NONE}, days->v[k].starts);
        }
        apart_end_class(&apart);
    }
    return apart;
}

static void gather(const struct compile *compile, const struct days *days,
                   const struct apart *apart, const struct cells_events *events)
{
    const struct value *per = attrs_find(&compile->setting->params, "per");
    bool pairs = per != NULL && strcmp(per->as.text, "day") != 0;
    if (pairs && compile->setting->strength.kind == STRENGTH_SOFT) {
        apart_charge(compile, apart, events, terms_is_per_tick(compile->setting));
        apart_note(compile, APART_DAYS, events, terms_is_per_tick(compile->setting));
    } else {
        days_gather(compile, days, events->v, (uint32_t)events->n, ORIGIN_NONE);
    }
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct wanted wanted = wanted_by(compile->setting);
    struct days days = days_list(compile);
    struct apart apart = list_places(&days);
    struct cells_events events = {0};
    for (uint32_t t = 0; t < problem->n_tracks && wanted.tracks; t++) {
        vec_clear(&events);
        for (uint32_t e = 0; e < problem->n_events; e++) {
            if (problem->events[e].track.v == t) {
                vec_push(&events, ((struct event_id){e}));
            }
        }
        gather(compile, &days, &apart, &events);
    }
    for (uint32_t t = 0; t < problem->n_tags && wanted.tags; t++) {
        vec_clear(&events);
        for (uint32_t e = 0; e < problem->n_events && is_wanted(problem, &wanted, t); e++) {
            if (has_tag(&problem->events[e], t)) {
                vec_push(&events, ((struct event_id){e}));
            }
        }
        gather(compile, &days, &apart, &events);
    }
    vec_free(&events);
    apart_free(&apart);
    vec_free(&days);
}

/* ---- audit ----------------------------------------------------------------- */

/* The placed events of the track, or with the tag (the other is ID_NONE). */
static const struct event_id *members_of(const struct audit *audit, uint32_t track, uint32_t tag,
                                         uint32_t *n)
{
    const struct problem *problem = audit->problem;
    struct event_id *members =
        arena_array(&audit->score->arena, problem->n_events, sizeof(*members));
    *n = 0;
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const struct event *event = &problem->events[i];
        bool is = track != ID_NONE && event->track.v == track;
        for (uint32_t k = 0; k < event->n_tags && !is; k++) {
            is = event->tags[k].v == tag;
        }
        if (is && findings_is_placed(audit, (struct event_id){i})) {
            members[(*n)++].v = i;
        }
    }
    return members;
}

static void judge_pairs(const struct audit *audit, const struct event_id *members, uint32_t n,
                        const char *group)
{
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            int32_t one = findings_date(audit, members[i]),
                    other = findings_date(audit, members[k]);
            if (one == other) {
                continue;
            }
            struct violation violation = findings_two(
                audit, members[i], members[k], findings_count_both(audit, members[i], members[k]));
            violation.at = audit->setting->at;
            violation.message = arena_print(
                &audit->score->arena, "%s and %s of %s are on different days: %s and %s.",
                findings_title(audit, members[i]), findings_title(audit, members[k]), group,
                findings_day_name(audit, one), findings_day_name(audit, other));
            rule_report(audit, audit->setting->strength, violation);
        }
    }
}

static void judge(const struct audit *audit, uint32_t track, uint32_t tag, const char *group)
{
    uint32_t n, n_dates;
    const struct event_id *members = members_of(audit, track, tag, &n);
    if (strcmp(findings_text_param(audit->setting, "per", "day"), "day") != 0) {
        judge_pairs(audit, members, n, group);
        return;
    }
    const int32_t *dates = findings_dates(audit, members, n, &n_dates);
    if (n_dates < 2) {
        return;
    }
    struct violation violation = findings_several(audit, members, n, n_dates - 1);
    violation.at = audit->setting->at;
    violation.message =
        arena_print(&audit->score->arena, "The events of %s are on %s, not on one day only.", group,
                    findings_day_names(audit, dates, n_dates));
    rule_report(audit, audit->setting->strength, violation);
}

static void audit_rule(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    const struct value *only = attrs_find(&audit->setting->params, "tags");
    const struct value *groups = attrs_find(&audit->setting->params, "groups");
    bool all = only == NULL && groups == NULL;
    const char *of = findings_text_param(audit->setting, "of", all ? "tracks" : "both");
    struct arena *arena = &audit->score->arena;
    for (uint32_t t = 0; t < problem->n_tracks && strcmp(of, "tags") != 0; t++) {
        judge(audit, t, ID_NONE, arena_print(arena, "track '%s'", problem->tracks[t].name));
    }
    for (uint32_t t = 0; t < problem->n_tags && strcmp(of, "tracks") != 0; t++) {
        bool listed = only == NULL;
        for (uint32_t i = 0; only != NULL && i < only->as.tags.n; i++) {
            listed = listed || only->as.tags.v[i].v == t;
        }
        const char *group = problem->tag_groups[problem->tags[t].group.v].name;
        listed = listed && (groups == NULL || findings_lists(groups->as.texts, group));
        if (listed) {
            judge(audit, ID_NONE, t, arena_print(arena, "tag '%s'", problem->tags[t].name));
        }
    }
}

const struct rule rule_same_day = {
    .id = "same-day",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "The events of a track, or of a tag, are on one day.",
    .formula = "for each track, and for each tag, that is asked for: the days on which its events "
               "start, fixed ones too, beyond the first; per: pair: 1 for each pair of them on "
               "different days; per: tick: the ticks of both",
    .unit = "day more, or pair, or pair and tick",
    .example = "rules: {same-day: {strength: 5, of: both, tags: [beginners]}}\n",
    .origin = "OptaPlanner (same-day talks)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .compile = compile_rule,
    .audit = audit_rule,
};
