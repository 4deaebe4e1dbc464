/* Events that are marked so, or that share an exclusive tag, are never parallel.
 *
 * Hard, per exclusive tag and time t: Σ_e [e covers t] ≤ 1, and so for each pair marked. Soft: the
 * weight for each pair that overlaps, once however many reasons there are. */
#include "rules/cells.h"
#include "rules/findings_beside.h"
#include "rules/findings_cells.h"
#include "rules/keys.h"
#include "rules/pair_table.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {
    {"exclusive_tags", VALUE_TAGS, NULL, "[]",
     "events that share one of these tags are never parallel"},
    KEYS_PER_WINDOW("pair"),
};
static const struct rule_key keys[] = {
    {"not_with", RULE_ON_EVENT, VALUE_EVENTS, "events that this one is never parallel to"},
};

/* ---- compile --------------------------------------------------------------- */

static bool has_tag(const struct compile *compile, struct event_id event, struct tag_id tag)
{
    const struct event *one = &compile->problem->events[event.v];
    bool has = false;
    for (uint32_t i = 0; i < one->n_tags && !has; i++) {
        has = one->tags[i].v == tag.v;
    }
    return has;
}

/* Whether the two share one of the first `n` tags: then they are dealt with. */
static bool share_tag(const struct compile *compile, const struct tag_id *tags, uint32_t n,
                      struct event_id a, struct event_id b)
{
    bool shared = false;
    for (uint32_t t = 0; t < n && !shared; t++) {
        shared = has_tag(compile, a, tags[t]) && has_tag(compile, b, tags[t]);
    }
    return shared;
}

static struct event_id event_of(struct member member)
{
    return (struct event_id){member.choice.v};
}

static void compile_pair(const struct compile *compile, struct event_id a, struct event_id b)
{
    if (terms_is_per_window(compile->setting)) {
        cells_pair(compile, compile->setting->strength, a, b);
    } else {
        terms_pair(compile, compile->setting->strength, (struct member){{a.v}, {ID_NONE}, 0},
                   (struct member){{b.v}, {ID_NONE}, 0}, terms_per_of(compile->setting, TERMS_PAIR),
                   ORIGIN_NONE);
    }
}

/* Whether no two of the members share one of the first `n_tags`. */
static bool are_fresh(const struct compile *compile, const struct tag_id *tags, uint32_t n_tags,
                      const struct member *members, uint32_t n)
{
    bool fresh = true;
    for (uint32_t t = 0; t < n_tags && fresh; t++) {
        uint32_t carrying = 0;
        for (uint32_t i = 0; i < n; i++) {
            carrying += has_tag(compile, event_of(members[i]), tags[t]);
        }
        fresh = carrying < 2;
    }
    return fresh;
}

/* The events of tag number t: as one group when no two of them are dealt with yet, else pair by
 * pair. */
static void compile_group(const struct compile *compile, const struct tag_id *tags, uint32_t t,
                          const struct member *members, uint32_t n)
{
    bool hard = compile->setting->strength.kind == STRENGTH_HARD;
    bool windows = terms_is_per_window(compile->setting);
    if (!windows && (hard || are_fresh(compile, tags, t, members, n))) {
        terms_overlap(compile, compile->setting->strength, members, n,
                      terms_per_of(compile->setting, TERMS_PAIR), ORIGIN_NONE);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            if (!share_tag(compile, tags, t, event_of(members[i]), event_of(members[k]))) {
                compile_pair(compile, event_of(members[i]), event_of(members[k]));
            }
        }
    }
}

/* Those that share a tag are left out. */
static void compile_named(const struct compile *compile, const struct tag_id *tags, uint32_t n_tags)
{
    const struct problem *problem = compile->problem;
    struct pair_table done = {0};
    for (uint32_t i = 0; i < problem->n_events; i++) {
        struct event_id event = {i};
        const struct value *others = attrs_find(&problem->events[i].attrs, "not_with");
        for (uint32_t k = 0; others != NULL && k < others->as.events.n; k++) {
            struct event_id other = others->as.events.v[k];
            size_t n = done.n;
            if (other.v != i && !share_tag(compile, tags, n_tags, event, other) &&
                pair_table_number(&done, event, other) == n) {
                compile_pair(compile, event, other);
            }
        }
    }
    pair_table_free(&done);
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    const struct value *given = attrs_find(&compile->setting->params, "exclusive_tags");
    const struct tag_id *tags = given == NULL ? NULL : given->as.tags.v;
    uint32_t n_tags = given == NULL ? 0 : given->as.tags.n;
    VEC(struct member) members = {0};
    for (uint32_t t = 0; t < n_tags; t++) {
        vec_clear(&members);
        for (uint32_t i = 0; i < problem->n_events; i++) {
            if (has_tag(compile, (struct event_id){i}, tags[t])) {
                struct member member = {{i}, {ID_NONE}, 0};
                vec_push(&members, member);
            }
        }
        compile_group(compile, tags, t, members.v, (uint32_t)members.n);
    }
    compile_named(compile, tags, n_tags);
    vec_free(&members);
}

/* ---- audit ----------------------------------------------------------------- */

static const struct value *names(const struct event *event, struct event_id other)
{
    const struct value *others = attrs_find(&event->attrs, "not_with");
    return findings_names(others, other) ? others : NULL;
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

/* Why a and b are not to be parallel; NULL: they may be. *at is the place that asks for it. */
static const char *reason(const struct audit *audit, struct event_id a, struct event_id b,
                          struct src_span *at)
{
    const struct problem *problem = audit->problem;
    const struct value *asked = names(&problem->events[a.v], b);
    asked = asked != NULL ? asked : names(&problem->events[b.v], a);
    if (asked != NULL) {
        *at = asked->at;
        return "are marked never to be parallel";
    }
    const struct value *tags = attrs_find(&audit->setting->params, "exclusive_tags");
    for (uint32_t i = 0; tags != NULL && i < tags->as.tags.n; i++) {
        struct tag_id tag = tags->as.tags.v[i];
        if (carries(&problem->events[a.v], tag) && carries(&problem->events[b.v], tag)) {
            *at = tags->at;
            return arena_print(&audit->score->arena, "share the exclusive tag '%s'",
                               problem->tags[tag.v].name);
        }
    }
    return NULL;
}

static void judge(const struct audit *audit, struct event_id a, struct event_id b)
{
    struct src_span at = SRC_NOWHERE;
    bool windows = findings_is_per_window(audit->setting);
    bool beside = windows ? findings_are_apart(audit, a, b) : findings_shared_min(audit, a, b) > 0;
    const char *why = beside ? reason(audit, a, b, &at) : NULL;
    if (why == NULL) {
        return;
    }
    int64_t count = windows
                        ? 1
                        : findings_overlap_count(audit->problem,
                                                 findings_text_param(audit->setting, "per", "pair"),
                                                 findings_shared_min(audit, a, b));
    struct violation violation = findings_two(audit, a, b, count);
    violation.at = at;
    violation.message =
        windows ? arena_print(&audit->score->arena, "%s and %s %s, but one runs in %s, one in %s.",
                              findings_title(audit, a), findings_title(audit, b), why,
                              findings_cell_name(audit, findings_window(audit, a)),
                              findings_cell_name(audit, findings_window(audit, b)))
                : arena_print(&audit->score->arena, "%s and %s %s, but both run at %s.",
                              findings_title(audit, a), findings_title(audit, b), why,
                              findings_when(audit, violation.span.from_min));
    rule_report(audit, audit->setting->strength, violation);
}

static bool has_exclusive_tag(const struct event *event, const struct value *tags)
{
    bool any = false;
    for (uint32_t i = 0; tags != NULL && i < tags->as.tags.n && !any; i++) {
        any = carries(event, tags->as.tags.v[i]);
    }
    return any;
}

/* By event whether there may be a reason to keep it from others. */
static bool *find_concerned(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    const struct value *tags = attrs_find(&audit->setting->params, "exclusive_tags");
    bool *concerned = base_alloc_zero(problem->n_events, sizeof(*concerned));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct value *others = attrs_find(&problem->events[e].attrs, "not_with");
        concerned[e] =
            concerned[e] || others != NULL || has_exclusive_tag(&problem->events[e], tags);
        for (uint32_t i = 0; others != NULL && i < others->as.events.n; i++) {
            concerned[others->as.events.v[i].v] = true;
        }
    }
    return concerned;
}

/* Every two concerned events in windows of one session. */
static void audit_windows(const struct audit *audit, const bool *concerned)
{
    const struct problem *problem = audit->problem;
    struct findings_list *of_session = base_alloc_zero(problem->n_sessions, sizeof(*of_session));
    for (uint32_t e = problem->n_events; e-- > 0;) {
        struct session_id session = {ID_NONE};
        if (concerned[e]) {
            session = findings_session(audit, (struct event_id){e});
        }
        if (session.v != ID_NONE) {
            vec_push(&of_session[session.v], (struct event_id){e});
        }
    }
    for (uint32_t e = 0; e < problem->n_events; e++) {
        struct session_id session = {ID_NONE};
        if (concerned[e]) {
            session = findings_session(audit, (struct event_id){e});
        }
        if (session.v == ID_NONE) {
            continue;
        }
        /* The event itself is the last of its session: they are in descending order. */
        struct findings_list *later = &of_session[session.v];
        later->n--;
        for (size_t k = later->n; k-- > 0;) {
            judge(audit, (struct event_id){e}, later->v[k]);
        }
    }
    for (uint32_t s = 0; s < problem->n_sessions; s++) {
        vec_free(&of_session[s]);
    }
    base_free(of_session);
}

static void audit_overlaps(const struct audit *audit, const bool *concerned)
{
    struct findings_crowd crowd = findings_crowd_among(audit, concerned);
    for (uint32_t e = 0; e < audit->problem->n_events; e++) {
        struct event_id event = {e};
        if (!concerned[e] || !findings_is_placed(audit, event)) {
            continue;
        }
        const struct findings_list *beside = findings_beside(&crowd, audit, event, e + 1);
        for (size_t k = 0; k < beside->n; k++) {
            judge(audit, event, beside->v[k]);
        }
    }
    findings_crowd_free(&crowd);
}

static void audit_rule(const struct audit *audit)
{
    bool *concerned = find_concerned(audit);
    if (findings_is_per_window(audit->setting)) {
        audit_windows(audit, concerned);
    } else {
        audit_overlaps(audit, concerned);
    }
    base_free(concerned);
}

const struct rule rule_not_parallel = {
    .id = "not-parallel",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_HARD, 0},
    .sentence =
        "Events that are marked so, or that share an exclusive tag, never run at the same time.",
    .formula =
        "1 for each pair of overlapping events of which one names the other in not_with, or "
        "that share an "
        "exclusive tag; a pair counts once however many reasons there are; per: window: 1 for "
        "each such pair in windows of different rooms that begin and end together or share "
        "a name",
    .unit = "pair of events, or pair and tick",
    .example = "talks:\n"
               "  - {id: keynote-b, title: Second Keynote, not_with: [keynote-a]}\n"
               "rules: {not-parallel: {exclusive_tags: [beginners]}}\n",
    .origin = "OptaPlanner, PyCon UK, W3C",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .is_about_pairs = rule_about_overlaps,
    .compile = compile_rule,
    .audit = audit_rule,
};
