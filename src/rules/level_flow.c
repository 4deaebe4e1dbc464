/* Easier events of a track come before harder ones.
 *
 * For each pair (e easier, h harder) of one track, or of one tag: violated when s_h < s_e + len_e.
 * Per start t of h: m_t = [h starts ≤ t] + [e starts > t − len_e]; cost weight · [Σ_t [m_t ≥ 2] ≥
 * 1], which takes one column a pair; hard: m_t ≤ 1. A pair counts once, so there is no way around a
 * column for each; starts at which m_t says no more than at a later one are left out. */
#include "rules/findings_beside.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <string.h>

static const struct rule_param params[] = {
    {"of", VALUE_TEXT, "tracks|tags", "tracks", "what holds the events together"},
    KEYS_GROUP("content"),
    {"per", VALUE_TEXT, "pair|tick", "pair",
     "what a pair counts: once, or, for each tag that both carry, each tick of the one and of the "
     "other event"},
};
static const struct rule_key keys[] = {KEYS_LEVEL};

/* ---- compile --------------------------------------------------------------- */

/* An event that has a level, and its starts. */
struct leveled {
    struct event_id event;
    int64_t level;
    struct terms_times starts;
};

struct leveled_list {
    struct leveled *v;
    size_t n, cap;
};

static struct leveled_list list_leveled(const struct compile *compile)
{
    struct leveled_list list = {0};
    for (uint32_t i = 0; i < compile->problem->n_events; i++) {
        const struct value *level = attrs_find(&compile->problem->events[i].attrs, "level");
        if (level != NULL) {
            struct leveled leveled = {{i}, level->as.number, {0}};
            terms_add_starts(compile, (struct member){{i}, {ID_NONE}, 0}, &leveled.starts);
            terms_sort_times(&leveled.starts);
            vec_push(&list, leveled);
        }
    }
    return list;
}

static bool carries(const struct event *event, struct tag_id tag)
{
    for (uint32_t i = 0; i < event->n_tags; i++) {
        if (event->tags[i].v == tag.v) {
            return true;
        }
    }
    return false;
}

static bool is_listed_before(const struct event *event, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++) {
        if (event->tags[k].v == event->tags[i].v) {
            return true;
        }
    }
    return false;
}

/* How many tags of the group both carry, or 1 when both are of one track. */
static int64_t count_bonds(const struct problem *problem, const struct event *a,
                           const struct event *b, bool tags, struct tag_group_id group)
{
    int64_t bonds = !tags && a->track.v != ID_NONE && a->track.v == b->track.v;
    for (uint32_t i = 0; tags && i < a->n_tags; i++) {
        bonds += problem->tags[a->tags[i].v].group.v == group.v && carries(b, a->tags[i]) &&
                 !is_listed_before(a, i);
    }
    return bonds;
}

static void compile_pair(const struct compile *compile, const struct leveled *easy,
                         const struct leveled *hard, int64_t bonds)
{
    const struct interval always = {CALENDAR_NO_TIME + 1, INT32_MAX};
    const struct problem *problem = compile->problem;
    int64_t ticks =
        terms_event_ticks(problem, easy->event) + terms_event_ticks(problem, hard->event);
    terms_follow(compile, easy->event, hard->event, problem->events[easy->event.v].duration_min,
                 always, always, &hard->starts,
                 terms_is_per_tick(compile->setting) ? bonds * ticks : 1);
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    const struct value *of = attrs_find(&compile->setting->params, "of");
    bool tags = of != NULL && strcmp(of->as.text, "tags") == 0;
    struct tag_group_id group = terms_tag_group(compile, "content");
    struct leveled_list list = list_leveled(compile);
    for (size_t i = 0; i < list.n; i++) {
        for (size_t k = 0; k < list.n; k++) {
            const struct leveled *a = &list.v[i], *b = &list.v[k];
            int64_t bonds = a->level >= b->level
                                ? 0
                                : count_bonds(problem, &problem->events[a->event.v],
                                              &problem->events[b->event.v], tags, group);
            if (bonds > 0) {
                compile_pair(compile, a, b, bonds);
            }
        }
    }
    for (size_t i = 0; i < list.n; i++) {
        vec_free(&list.v[i].starts);
    }
    vec_free(&list);
}

/* ---- audit ----------------------------------------------------------------- */

/* What holds the two together, "track 'Core'"; NULL: nothing. And how many such things there are.
 */
static const char *find_bond(const struct audit *audit, struct event_id a, struct event_id b,
                             int64_t *n)
{
    *n = 1;
    const struct problem *problem = audit->problem;
    struct track_id track = problem->events[a.v].track;
    if (strcmp(findings_text_param(audit->setting, "of", "tracks"), "tags") == 0) {
        const char *group = findings_text_param(audit->setting, "group", "content");
        const char *tag = findings_shared_tag(audit, a, b, group, 0);
        while (findings_shared_tag(audit, a, b, group, (uint32_t)*n) != NULL) {
            ++*n;
        }
        return tag == NULL ? NULL : arena_print(&audit->score->arena, "tagged '%s'", tag);
    }
    return track.v == ID_NONE || track.v != problem->events[b.v].track.v
               ? NULL
               : arena_print(&audit->score->arena, "of track '%s'", problem->tracks[track.v].name);
}

static void judge(const struct audit *audit, struct event_id easy, struct event_id hard)
{
    const struct value *low = attrs_find(&audit->problem->events[easy.v].attrs, "level");
    const struct value *high = attrs_find(&audit->problem->events[hard.v].attrs, "level");
    if (low == NULL || high == NULL || low->as.number >= high->as.number ||
        !findings_is_placed(audit, easy) || !findings_is_placed(audit, hard) ||
        findings_span(audit, hard).from_min >= findings_span(audit, easy).to_min) {
        return;
    }
    int64_t bonds;
    const char *bond = find_bond(audit, easy, hard, &bonds);
    if (bond == NULL) {
        return;
    }
    bool ticks = strcmp(findings_text_param(audit->setting, "per", "pair"), "tick") == 0;
    struct violation violation =
        findings_two(audit, hard, easy, ticks ? bonds * findings_count_both(audit, easy, hard) : 1);
    violation.message =
        arena_print(&audit->score->arena,
                    "%s (level %lld) starts at %s, before %s (level %lld) is over; both are %s.",
                    findings_title(audit, hard), (long long)high->as.number,
                    findings_when(audit, findings_span(audit, hard).from_min),
                    findings_title(audit, easy), (long long)low->as.number, bond);
    rule_report(audit, audit->setting->strength, violation);
}

/* The placed events with a level that are of each track, or of each tag. */
static struct findings_list *list_bonds(const struct audit *audit, bool tags, uint32_t *n)
{
    const struct problem *problem = audit->problem;
    *n = tags ? problem->n_tags : problem->n_tracks;
    struct findings_list *bonds = base_alloc_zero(*n, sizeof(*bonds));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        if (!audit->timetable->v[e].placed || attrs_find(&event->attrs, "level") == NULL) {
            continue;
        }
        for (uint32_t k = 0; k < event->n_tags && tags; k++) {
            vec_push(&bonds[event->tags[k].v], (struct event_id){e});
        }
        if (!tags && event->track.v != ID_NONE) {
            vec_push(&bonds[event->track.v], (struct event_id){e});
        }
    }
    return bonds;
}

static void audit_rule(const struct audit *audit)
{
    bool tags = strcmp(findings_text_param(audit->setting, "of", "tracks"), "tags") == 0;
    uint32_t n_bonds;
    struct findings_list *bonds = list_bonds(audit, tags, &n_bonds);
    struct findings_list others = {0};
    for (uint32_t a = 0; a < audit->problem->n_events; a++) {
        const struct event *event = &audit->problem->events[a];
        vec_clear(&others);
        for (uint32_t k = 0; k < (tags ? event->n_tags : event->track.v != ID_NONE); k++) {
            const struct findings_list *bond = &bonds[tags ? event->tags[k].v : event->track.v];
            for (size_t i = 0; i < bond->n; i++) {
                vec_push(&others, bond->v[i]);
            }
        }
        findings_list_sort(&others);
        for (size_t i = 0; i < others.n; i++) {
            judge(audit, (struct event_id){a}, others.v[i]);
        }
    }
    for (uint32_t i = 0; i < n_bonds; i++) {
        vec_free(&bonds[i]);
    }
    base_free(bonds);
    vec_free(&others);
}

const struct rule rule_level_flow = {
    .id = "level-flow",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "Easier events of a track come before harder ones.",
    .formula =
        "for each pair of events of one track (or that share a tag of the group), of which "
        "one has a lower "
        "level: 1 if the one of the higher level starts before the other ends (per: tick: for "
        "each shared tag the ticks of both)",
    .unit = "pair of events, or pair and tick",
    .example = "talks:\n"
               "  - {title: Deep Dive, track: core, level: 3}\n"
               "rules: {level-flow: {strength: 5, of: tracks}}\n",
    .origin = "OptaPlanner (content audience level flow)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .is_about_pairs = rule_about_pairs,
    .compile = compile_rule,
    .audit = audit_rule,
};
