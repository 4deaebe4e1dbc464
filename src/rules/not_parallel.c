/* Events that are marked so, or that share an exclusive tag, are never parallel.
 *
 * Hard, per exclusive tag and time t: Σ_e [e covers t] ≤ 1, and so for each pair marked. Soft: the
 * weight for each pair that overlaps, once however many reasons there are. */
#include "rules/cells.h"
#include "rules/findings_cells.h"
#include "rules/keys.h"
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

/* Which pairs are dealt with already: a triangle of flags. */
struct pairs {
    bool *done;
    uint32_t n_events;
};

static struct event_id event_of(struct member member)
{
    return (struct event_id){member.choice.v};
}

static bool *pair_flag(struct pairs *pairs, struct event_id a, struct event_id b)
{
    return a.v < b.v ? &pairs->done[(size_t)a.v * pairs->n_events + b.v]
                     : &pairs->done[(size_t)b.v * pairs->n_events + a.v];
}

static void compile_pair(const struct compile *compile, struct pairs *pairs, struct event_id a,
                         struct event_id b)
{
    bool *done = pair_flag(pairs, a, b);
    if (a.v != b.v && !*done && terms_is_per_window(compile->setting)) {
        *done = true;
        cells_pair(compile, compile->setting->strength, a, b);
    } else if (a.v != b.v && !*done) {
        *done = true;
        terms_pair(compile, compile->setting->strength, (struct member){{a.v}, {ID_NONE}, 0},
                   (struct member){{b.v}, {ID_NONE}, 0}, terms_per_of(compile->setting, TERMS_PAIR),
                   ORIGIN_NONE);
    }
}

/* The events of one tag: as one group when no two of them are dealt with yet, else pair by pair. */
static void compile_group(const struct compile *compile, struct pairs *pairs,
                          const struct member *members, uint32_t n)
{
    bool hard = compile->setting->strength.kind == STRENGTH_HARD;
    bool fresh = !terms_is_per_window(compile->setting);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            fresh = fresh && !*pair_flag(pairs, event_of(members[i]), event_of(members[k]));
        }
    }
    if (fresh || (hard && !terms_is_per_window(compile->setting))) {
        terms_overlap(compile, compile->setting->strength, members, n,
                      terms_per_of(compile->setting, TERMS_PAIR), ORIGIN_NONE);
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            if (fresh) {
                *pair_flag(pairs, event_of(members[i]), event_of(members[k])) = true;
            } else if (!hard || terms_is_per_window(compile->setting)) {
                compile_pair(compile, pairs, event_of(members[i]), event_of(members[k]));
            }
        }
    }
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct pairs pairs = {
        base_alloc_zero((size_t)problem->n_events * problem->n_events, sizeof(bool)),
        problem->n_events};
    const struct value *tags = attrs_find(&compile->setting->params, "exclusive_tags");
    VEC(struct member) members = {0};
    for (uint32_t t = 0; tags != NULL && t < tags->as.tags.n; t++) {
        vec_clear(&members);
        for (uint32_t i = 0; i < problem->n_events; i++) {
            bool has = false;
            for (uint32_t k = 0; k < problem->events[i].n_tags; k++) {
                has = has || problem->events[i].tags[k].v == tags->as.tags.v[t].v;
            }
            if (has) {
                struct member member = {{i}, {ID_NONE}, 0};
                vec_push(&members, member);
            }
        }
        compile_group(compile, &pairs, members.v, (uint32_t)members.n);
    }
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const struct value *others = attrs_find(&problem->events[i].attrs, "not_with");
        for (uint32_t k = 0; others != NULL && k < others->as.events.n; k++) {
            compile_pair(compile, &pairs, (struct event_id){i}, others->as.events.v[k]);
        }
    }
    vec_free(&members);
    base_free(pairs.done);
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

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        for (uint32_t k = i + 1; k < audit->problem->n_events; k++) {
            struct event_id a = {i};
            struct event_id b = {k};
            if (findings_is_placed(audit, a) && findings_is_placed(audit, b)) {
                judge(audit, a, b);
            }
        }
    }
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
    .compile = compile_rule,
    .audit = audit_rule,
};
