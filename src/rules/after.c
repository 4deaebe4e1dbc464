/* An event starts after its prerequisites have ended.
 *
 * b after a, per start t of b: [b starts ≤ t] + [a starts > t − len_a − gap] ≤ 1; on the same day
 * only: both literals restricted to that day. Soft: the weight once a pair, when any of these
 * counts is 2. */
#include "rules/findings_beside.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <stdlib.h>

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
    int32_t length_min =
        compile->problem->events[a.v].duration_min + (gap == NULL ? 0 : (int32_t)gap->as.number);
    terms_follow(compile, a, b, length_min, a_span, b_span, &b_times, 1);
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

/* Who is asked for, and how; only what is listed is not ASKED_NOT. */
struct asking {
    enum asked *how; /* [n_events] */
    VEC(uint32_t) listed;
};

static void ask(struct asking *asking, const struct value *events, enum asked how)
{
    for (uint32_t i = 0; events != NULL && i < events->as.events.n; i++) {
        uint32_t event = events->as.events.v[i].v;
        if (asking->how[event] == ASKED_NOT) {
            vec_push(&asking->listed, event);
        }
        asking->how[event] = asking->how[event] > how ? asking->how[event] : how;
    }
}

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* In ascending order, after which nothing is asked for. */
static void compile_asked(const struct compile *compile, struct asking *asking, struct event_id b)
{
    if (asking->listed.n > 1) {
        qsort(asking->listed.v, asking->listed.n, sizeof(*asking->listed.v), compare_numbers);
    }
    for (size_t i = 0; i < asking->listed.n; i++) {
        uint32_t a = asking->listed.v[i];
        compile_pair(compile, (struct event_id){a}, b, asking->how[a] == ASKED_SAME_DAY);
        asking->how[a] = ASKED_NOT;
    }
    vec_clear(&asking->listed);
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct asking asking = {.how = base_alloc_zero(problem->n_events, sizeof(*asking.how))};
    for (uint32_t b = 0; b < problem->n_events; b++) {
        const struct event *event = &problem->events[b];
        ask(&asking, attrs_find(&event->attrs, "after"), ASKED_ALWAYS);
        const struct value *daily = attrs_find(&event->attrs, "after_same_day");
        if (daily == NULL) {
            daily = attrs_find(&problem->kinds[event->kind.v].attrs, "after_same_day");
        }
        ask(&asking, daily, ASKED_SAME_DAY);
        compile_asked(compile, &asking, (struct event_id){b});
    }
    vec_free(&asking.listed);
    base_free(asking.how);
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

static void add_named(const struct value *events, struct findings_list *list)
{
    for (uint32_t i = 0; events != NULL && i < events->as.events.n; i++) {
        vec_push(list, events->as.events.v[i]);
    }
}

static void audit_rule(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    struct findings_list earlier = {0};
    for (uint32_t b = 0; b < problem->n_events; b++) {
        struct event_id then = {b};
        const struct event *event = &problem->events[b];
        vec_clear(&earlier);
        if (findings_is_placed(audit, then)) {
            add_named(attrs_find(&event->attrs, "after"), &earlier);
            add_named(attrs_find(&event->attrs, "after_same_day"), &earlier);
            add_named(attrs_find(&problem->kinds[event->kind.v].attrs, "after_same_day"), &earlier);
        }
        findings_list_sort(&earlier);
        for (size_t i = 0; i < earlier.n; i++) {
            if (earlier.v[i].v != b && findings_is_placed(audit, earlier.v[i])) {
                judge(audit, earlier.v[i], then);
            }
        }
    }
    vec_free(&earlier);
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
    .is_about_pairs = rule_about_pairs,
    .compile = compile_rule,
    .audit = audit_rule,
};
