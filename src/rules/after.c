/* An event starts after its prerequisites have ended.
 *
 * b after a, per start t of b: [b starts ≤ t] + [a starts > t − len_a − gap] ≤ 1; on the same day
 * only: both literals restricted to that day. Soft: the weight once a pair, when any of these
 * counts is 2. */
#include "rules/findings.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {
    {"gap", VALUE_MINUTES, NULL, "0",
     "minutes between the end of the one and the start of the other"},
};
static const struct rule_key keys[] = {
    {"after", RULE_ON_EVENT, VALUE_EVENTS, "events that must have ended before this one starts"},
    {"after_same_day", RULE_ON_EVENT | RULE_ON_KIND, VALUE_AFTER,
     "events, or kinds of events, that must have ended before, if they are on the same day; an "
     "event's own list stands in for its kind's"},
};

/* ---- compile --------------------------------------------------------------- */

/* The earliest and latest start of b on the day (ID_NONE: at all), as from ≤ start < to. */
static struct interval starts_on(const struct problem *problem, const struct terms_times *times,
                                 struct day_id day)
{
    struct interval span = {INT32_MAX, CALENDAR_NO_TIME + 1};
    for (size_t i = 0; i < times->n; i++) {
        int32_t t_min = times->v[i];
        if (day.v == ID_NONE ||
            problem_date_at(problem, t_min) == problem->days[day.v].day_number) {
            span.from_min = t_min < span.from_min ? t_min : span.from_min;
            span.to_min = t_min + 1 > span.to_min ? t_min + 1 : span.to_min;
        }
    }
    return span;
}

static struct terms_times start_times(const struct compile *compile, struct event_id event)
{
    struct terms_times times = {0};
    terms_add_starts(compile, (struct member){{event.v}, {ID_NONE}, 0}, &times);
    terms_sort_times(&times);
    return times;
}

static void compile_day(const struct compile *compile, struct event_id a, struct event_id b,
                        struct day_id day)
{
    struct terms_times a_times = start_times(compile, a);
    struct terms_times b_times = start_times(compile, b);
    struct interval a_span = starts_on(compile->problem, &a_times, day);
    struct interval b_span = starts_on(compile->problem, &b_times, day);
    const struct value *gap = attrs_find(&compile->setting->params, "gap");
    terms_wait(compile, a, a_span, b, b_span, gap == NULL ? 0 : (int32_t)gap->as.number);
    vec_free(&a_times);
    vec_free(&b_times);
}

static void compile_pair(const struct compile *compile, struct event_id a, struct event_id b,
                         bool same_day)
{
    if (a.v == b.v) {
        return;
    }
    if (!same_day) {
        compile_day(compile, a, b, (struct day_id){ID_NONE});
        return;
    }
    for (uint32_t d = 0; d < compile->problem->n_days; d++) {
        compile_day(compile, a, b, (struct day_id){d});
    }
}

enum asked { ASKED_NOT, ASKED_SAME_DAY, ASKED_ALWAYS };

static void ask(enum asked *asked, const struct value *events, enum asked how)
{
    for (uint32_t i = 0; events != NULL && i < events->as.events.n; i++) {
        enum asked *one = &asked[events->as.events.v[i].v];
        *one = *one > how ? *one : how;
    }
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    enum asked *asked = base_alloc_zero(problem->n_events, sizeof(*asked));
    for (uint32_t b = 0; b < problem->n_events; b++) {
        const struct event *event = &problem->events[b];
        for (uint32_t a = 0; a < problem->n_events; a++) {
            asked[a] = ASKED_NOT;
        }
        ask(asked, attrs_find(&event->attrs, "after"), ASKED_ALWAYS);
        const struct value *daily = attrs_find(&event->attrs, "after_same_day");
        if (daily == NULL) {
            daily = attrs_find(&problem->kinds[event->kind.v].attrs, "after_same_day");
        }
        ask(asked, daily, ASKED_SAME_DAY);
        for (uint32_t a = 0; a < problem->n_events; a++) {
            if (asked[a] != ASKED_NOT) {
                compile_pair(compile, (struct event_id){a}, (struct event_id){b},
                             asked[a] == ASKED_SAME_DAY);
            }
        }
    }
    base_free(asked);
}

/* ---- audit ----------------------------------------------------------------- */

/* What asks for b after a as they are placed; NULL: nothing. */
static const struct value *find_wish(const struct audit *audit, uint32_t a, uint32_t b)
{
    const struct problem *problem = audit->problem;
    const struct event *event = &problem->events[b];
    const struct value *always = attrs_find(&event->attrs, "after");
    const struct value *own = attrs_find(&event->attrs, "after_same_day");
    const struct value *of_kind =
        attrs_find(&problem->kinds[event->kind.v].attrs, "after_same_day");
    if (findings_names(always, (struct event_id){a})) {
        return always;
    }
    const struct value *daily = own != NULL ? own : of_kind;
    if (!findings_names(daily, (struct event_id){a})) {
        return NULL;
    }
    return problem_date_at(problem, audit->timetable->v[a].start_min) ==
                   problem_date_at(problem, audit->timetable->v[b].start_min)
               ? daily
               : NULL;
}

static void judge(const struct audit *audit, struct event_id a, struct event_id b)
{
    const struct value *gap = attrs_find(&audit->setting->params, "gap");
    int32_t ready_min =
        findings_span(audit, a).to_min + (gap == NULL ? 0 : (int32_t)gap->as.number);
    if (findings_span(audit, b).from_min >= ready_min) {
        return;
    }
    const struct value *wish = find_wish(audit, a.v, b.v);
    if (wish == NULL) {
        return;
    }
    struct arena *arena = &audit->score->arena;
    struct violation violation = findings_two(audit, b, a, 1);
    violation.at = wish->at;
    violation.message = arena_print(
        arena, "%s starts at %s, but should wait for %s, which ends at %s%s.",
        findings_title(audit, b), findings_when(audit, findings_span(audit, b).from_min),
        findings_title(audit, a), findings_when(audit, findings_span(audit, a).to_min),
        gap == NULL || gap->as.number == 0
            ? ""
            : arena_print(arena, " (and %d minutes more)", (int)gap->as.number));
    rule_report(audit, audit->setting->strength, violation);
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t b = 0; b < audit->problem->n_events; b++) {
        for (uint32_t a = 0; a < audit->problem->n_events; a++) {
            struct event_id first = {a};
            struct event_id then = {b};
            if (a != b && findings_is_placed(audit, first) && findings_is_placed(audit, then)) {
                judge(audit, first, then);
            }
        }
    }
}

const struct rule rule_after = {
    .id = "after",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_HARD, 0},
    .sentence = "An event starts only after the events that it builds on have ended.",
    .formula = "1 for each event and each of those it comes after, if it starts before that one's "
               "end plus gap "
               "minutes; with after_same_day only if both start on one day; an event that is left "
               "out keeps nobody "
               "waiting",
    .unit = "pair of events",
    .example = "talks:\n"
               "  - {title: Advanced Topics, after: [basics]}\n"
               "kinds: {bof: {after_same_day: [announcement]}}\n",
    .origin = "OptaPlanner, EMF (requests)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .compile = compile_rule,
    .audit = audit_rule,
};
