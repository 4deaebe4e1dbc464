/* Events that are marked start first, or last, of the conference or of their day.
 *
 * Whether anything starts before p: per start t₁ < t₂ < … of p, s_i = [Σ_e [t_{i−1} ≤ e starts <
 * t_i] + s_{i−1} ≥ 1] says that something has started before t_i, and P_i = [p starts ≥ t_i]; the
 * weight once when any P_i + s_i is 2. As P falls and s rises in i, the largest of these is what
 * two independent fractional starts cannot avoid. Counted once a marked event and not once for each
 * other event, this takes a short row for each other event and start, and a move of an event
 * changes two counts. `last` is the same from behind; `of day` each day by itself. */
#include "rules/days.h"
#include "rules/findings.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <string.h>

static const struct rule_key keys[] = {
    {"position", RULE_ON_EVENT, VALUE_TEXT,
     "first or last, or {at: first, of: day}: before or after all others, of the conference or of "
     "the day that it is on"},
};

/* ---- compile --------------------------------------------------------------- */

/* An event with its wish, on the dates of the entries from ≤ i < to. */
struct wish {
    struct event_id event;
    const char *text; /* "first of day" */
    bool first;
    const struct days *days;
    size_t from, to;
};

/* For vec.h. */
struct met {
    struct term_id *v;
    size_t n, cap;
};

static bool is_other(const struct problem *problem, const struct wish *wish, uint32_t e)
{
    const struct event *event = &problem->events[e];
    const struct value *its = attrs_find(&event->attrs, "position");
    return e != wish->event.v && !event->fixed &&
           (its == NULL || strcmp(its->as.text, wish->text) != 0);
}

static struct origin origin_of(const struct wish *wish, int32_t t_min)
{
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = wish->event;
    origin.at_min = t_min;
    return origin;
}

/* s_i of the others that start in `starts`, or have before. */
static struct term_id count_others(const struct compile *compile, const struct wish *wish,
                                   struct term_id before, struct interval starts, int32_t t_min)
{
    struct model *model = compile->model;
    model_term_begin(model, compile->rule, origin_of(wish, t_min));
    for (uint32_t e = 0; e < compile->problem->n_events; e++) {
        if (is_other(compile->problem, wish, e)) {
            days_add_between(compile, wish->days, wish->from, wish->to, starts,
                             (struct event_id){e}, 1);
        }
    }
    if (model->terms.v[model->terms.n - 1].n == 0) {
        model_term_drop(model);
        return before;
    }
    model_term_add_at_least(model, 1, before, 1);
    return model_term_end_count(model);
}

/* P_i + s_i: not above 1, or added to the counts that cost something when they are 2. */
static void meet(const struct compile *compile, const struct wish *wish, struct term_id others,
                 int32_t t_min, struct met *met)
{
    struct model *model = compile->model;
    struct interval late =
        wish->first ? (struct interval){t_min, INT32_MAX} : (struct interval){INT32_MIN, t_min + 1};
    model_term_begin(model, compile->rule, origin_of(wish, t_min));
    days_add_between(compile, wish->days, wish->from, wish->to, late, wish->event, 1);
    model_term_add_at_least(model, 1, others, 1);
    if (compile->setting->strength.kind == STRENGTH_HARD) {
        model_term_end_range(model, INT64_MIN, 1);
    } else {
        vec_push(met, model_term_end_count(model));
    }
}

static bool is_on(const struct wish *wish, int32_t t_min)
{
    for (size_t i = wish->from; i < wish->to; i++) {
        struct interval starts = wish->days->v[i].starts;
        if (starts.from_min <= t_min && t_min < starts.to_min) {
            return true;
        }
    }
    return false;
}

static void compile_dates(const struct compile *compile, const struct wish *wish,
                          const struct terms_times *times, struct met *met)
{
    struct term_id others = {ID_NONE};
    int32_t past_min = wish->first ? INT32_MIN : INT32_MAX - 1;
    for (size_t k = 0; k < times->n; k++) {
        int32_t t_min = times->v[wish->first ? k : times->n - 1 - k];
        if (!is_on(wish, t_min)) {
            continue;
        }
        struct interval between = wish->first ? (struct interval){past_min, t_min}
                                              : (struct interval){t_min + 1, past_min + 1};
        struct term_id before = others;
        others = count_others(compile, wish, before, between, t_min);
        /* With no more of the others than at the start looked at before, fewer starts of the event
         * say less. */
        if (others.v != before.v) {
            meet(compile, wish, others, t_min, met);
        }
        past_min = t_min;
    }
}

static void compile_event(const struct compile *compile, const struct days *days,
                          struct event_id event, const char *text)
{
    struct terms_times times = {0};
    struct met met = {0};
    struct wish wish = {event, text, strncmp(text, "first", 5) == 0, days, 0, days->n};
    bool daily = strstr(text, " of day") != NULL;
    terms_add_starts(compile, (struct member){{event.v}, {ID_NONE}, 0}, &times);
    terms_sort_times(&times);
    for (size_t i = 0; i < days->n; i = daily ? days_next(days, i) : days->n) {
        wish.from = daily ? i : 0;
        wish.to = daily ? days_next(days, i) : days->n;
        compile_dates(compile, &wish, &times, &met);
    }
    terms_charge_any(compile, met.v, (uint32_t)met.n, compile->setting->strength.weight,
                     origin_of(&wish, CALENDAR_NO_TIME));
    vec_free(&met);
    vec_free(&times);
}

static void compile_rule(const struct compile *compile)
{
    struct days days = days_list(compile);
    for (uint32_t e = 0; e < compile->problem->n_events; e++) {
        const struct event *event = &compile->problem->events[e];
        const struct value *position = attrs_find(&event->attrs, "position");
        if (position != NULL && !event->fixed) {
            compile_event(compile, &days, (struct event_id){e}, position->as.text);
        }
    }
    vec_free(&days);
}

/* ---- audit ----------------------------------------------------------------- */

/* How many events stand in the way of the wish; *foremost is the first, or last, of all. */
static uint32_t count_before(const struct audit *audit, struct event_id event, const char *text,
                             struct event_id *foremost)
{
    bool first = text[0] == 'f';
    bool daily = strcmp(text, "first of day") == 0 || strcmp(text, "last of day") == 0;
    int32_t own_min = findings_span(audit, event).from_min;
    int32_t best_min = own_min;
    uint32_t n = 0;
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id other = {i};
        const struct value *its = attrs_find(&audit->problem->events[i].attrs, "position");
        bool alike = its != NULL && strcmp(its->as.text, text) == 0;
        if (i == event.v || alike || !findings_is_judged(audit, other) ||
            (daily && findings_date(audit, other) != findings_date(audit, event))) {
            continue;
        }
        int32_t start_min = findings_span(audit, other).from_min;
        n += first ? start_min < own_min : start_min > own_min;
        if (first ? start_min < best_min : start_min > best_min) {
            best_min = start_min;
            *foremost = other;
        }
    }
    return n;
}

static const char *position_name(const char *text)
{
    bool daily = strstr(text, " of day") != NULL;
    if (text[0] == 'f') {
        return daily ? "first of its day" : "first";
    }
    return daily ? "last of its day" : "last";
}

static void judge(const struct audit *audit, struct event_id event, const struct value *position)
{
    const char *text = position->as.text;
    struct event_id foremost = event;
    uint32_t n = count_before(audit, event, text, &foremost);
    if (n == 0) {
        return;
    }
    struct arena *arena = &audit->score->arena;
    struct violation violation = findings_two(audit, event, foremost, 1);
    violation.at = position->at;
    violation.message = arena_print(
        arena, "%s should be the %s, but starts at %s, and %s at %s%s.",
        findings_title(audit, event), position_name(text),
        findings_when(audit, findings_span(audit, event).from_min), findings_title(audit, foremost),
        findings_when(audit, findings_span(audit, foremost).from_min),
        n == 1 ? "" : arena_print(arena, " (and %u more)", (unsigned)n - 1));
    rule_report(audit, audit->setting->strength, violation);
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id event = {i};
        const struct value *position = attrs_find(&audit->problem->events[i].attrs, "position");
        if (position != NULL && findings_is_judged(audit, event)) {
            judge(audit, event, position);
        }
    }
}

const struct rule rule_position = {
    .id = "position",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_SOFT, 20},
    .sentence = "Events that are marked first start before all others, those marked last after "
                "them.",
    .formula = "1 for each event with a position that any other event of the conference (of: day: "
               "any other that starts on its day) starts before (last: after); starting at the "
               "same time is well; fixed events and events with the same position do not count as "
               "others",
    .unit = "event out of position",
    .example = "talks:\n"
               "  - {title: Welcome, position: first}\n"
               "  - {title: Lightning Talks, position: {at: last, of: day}}\n",
    .origin = "Timefold, pretalx (requests)",
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .compile = compile_rule,
    .audit = audit_rule,
};
