#include "rules/days.h"

#include "rules/terms.h"

#include <stdlib.h>

/* Narrows `span` to the side of `cut` on which t lies. */
static void cut_at(struct interval *span, int32_t t_min, int32_t cut_min)
{
    if (cut_min <= t_min) {
        span->from_min = cut_min > span->from_min ? cut_min : span->from_min;
    } else {
        span->to_min = cut_min < span->to_min ? cut_min : span->to_min;
    }
}

/* The times around t that have its date: dates change at midnight, and where the span of a day of
 * the conference begins or ends. */
static struct days_span span_around(const struct problem *problem, int32_t t_min)
{
    struct local_time local = calendar_local(&problem->zone, t_min);
    int32_t date = 0;
    BUG_UNLESS(calendar_day_number(local.year, local.month, local.day, &date));
    struct days_span span = {problem_date_at(problem, t_min), {0, 0}};
    calendar_time(&problem->zone, date, 0, &span.starts.from_min);
    calendar_time(&problem->zone, date + 1, 0, &span.starts.to_min);
    for (uint32_t d = 0; d < problem->n_days; d++) {
        cut_at(&span.starts, t_min, problem->days[d].span.from_min);
        cut_at(&span.starts, t_min, problem->days[d].span.to_min);
    }
    return span;
}

/* The entry that t lies in, added when there is none yet. */
static const struct days_span *find_span(const struct problem *problem, struct days *days,
                                         int32_t t_min)
{
    for (size_t i = 0; i < days->n; i++) {
        const struct interval *starts = &days->v[i].starts;
        if (starts->from_min <= t_min && t_min < starts->to_min) {
            return &days->v[i];
        }
    }
    vec_push(days, span_around(problem, t_min));
    return &days->v[days->n - 1];
}

static void add_run(const struct problem *problem, const struct run *run, struct days *days)
{
    for (uint32_t i = 0; i < run->n;) {
        int32_t start_min = run->first_min + (int32_t)i * run->step_min;
        int32_t to_min = find_span(problem, days, start_min)->starts.to_min;
        i += run->step_min > 0 ? (uint32_t)((to_min - 1 - start_min) / run->step_min) + 1 : 1;
    }
}

static int compare_spans(const void *left, const void *right)
{
    const struct days_span *a = left, *b = right;
    if (a->day_number != b->day_number) {
        return a->day_number < b->day_number ? -1 : 1;
    }
    return a->starts.from_min < b->starts.from_min ? -1 : 1;
}

struct days days_list(const struct compile *compile)
{
    const struct model *model = compile->model;
    struct days days = {.ordered = true};
    for (uint32_t i = 0; i < model->runs.n; i++) {
        add_run(compile->problem, &model->runs.v[i], &days);
    }
    if (days.n > 1) {
        qsort(days.v, days.n, sizeof(*days.v), compare_spans);
    }
    for (size_t i = 1; i < days.n; i++) {
        days.ordered = days.ordered && days.v[i - 1].starts.to_min <= days.v[i].starts.from_min;
    }
    return days;
}

struct days_people days_list_people(const struct problem *problem)
{
    struct days_people people = {NULL,
                                 base_alloc_zero((size_t)problem->n_people + 2, sizeof(size_t))};
    size_t *next = people.first + 1;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        for (uint32_t i = 0; i < problem->events[e].n_people; i++) {
            next[problem->events[e].people[i].v + 1]++;
        }
    }
    for (uint32_t p = 0; p < problem->n_people; p++) {
        next[p + 1] += next[p];
    }
    people.v = base_alloc(next[problem->n_people] * sizeof(*people.v));
    /* Each then stands at the first event of the person, and moves on to that of the next one. */
    for (uint32_t e = 0; e < problem->n_events; e++) {
        for (uint32_t i = 0; i < problem->events[e].n_people; i++) {
            people.v[next[problem->events[e].people[i].v]++].v = e;
        }
    }
    return people;
}

void days_free_people(struct days_people *people)
{
    base_free(people->v);
    base_free(people->first);
}

void days_events_of(const struct days_people *people, struct person_id person,
                    struct days_events *events)
{
    for (size_t i = people->first[person.v]; i < people->first[person.v + 1]; i++) {
        vec_push(events, people->v[i]);
    }
}

size_t days_next(const struct days *days, size_t i)
{
    size_t next = i + 1;
    while (next < days->n && days->v[next].day_number == days->v[i].day_number) {
        next++;
    }
    return next;
}

static void add_literal(const struct compile *compile, struct interval span, struct interval starts,
                        struct event_id event, int32_t coef)
{
    int32_t from_min = span.from_min > starts.from_min ? span.from_min : starts.from_min;
    int32_t to_min = span.to_min < starts.to_min ? span.to_min : starts.to_min;
    if (from_min < to_min) {
        model_term_add(compile->model, coef,
                       model_literal_between((struct choice_id){event.v}, from_min, to_min,
                                             (struct room_id){ID_NONE}));
    }
}

void days_add_between(const struct compile *compile, const struct days *days, size_t from,
                      size_t to, struct interval starts, struct event_id event, int32_t coef)
{
    if (days->ordered && from < to) {
        struct interval whole = {days->v[from].starts.from_min, days->v[to - 1].starts.to_min};
        add_literal(compile, whole, starts, event, coef);
        return;
    }
    for (size_t i = from; i < to; i++) {
        add_literal(compile, days->v[i].starts, starts, event, coef);
    }
}

void days_add(const struct compile *compile, const struct days *days, size_t from, size_t to,
              struct event_id event, int32_t coef)
{
    days_add_between(compile, days, from, to, (struct interval){INT32_MIN, INT32_MAX}, event, coef);
}

struct term_id days_count(const struct compile *compile, const struct days *days, size_t i,
                          const struct event_id *events, uint32_t n, struct origin origin)
{
    struct model *model = compile->model;
    origin.at_min = days->v[i].starts.from_min;
    model_term_begin(model, compile->rule, origin);
    for (uint32_t e = 0; e < n; e++) {
        days_add(compile, days, i, days_next(days, i), events[e], 1);
    }
    if (model->terms.v[model->terms.n - 1].n == 0) {
        model_term_drop(model);
        return (struct term_id){ID_NONE};
    }
    return model_term_end_count(model);
}

void days_gather(const struct compile *compile, const struct days *days,
                 const struct event_id *events, uint32_t n, struct origin origin)
{
    VEC(struct term_id) terms = {0};
    for (size_t i = 0; i < days->n && n > 1; i = days_next(days, i)) {
        struct term_id on_day = days_count(compile, days, i, events, n, origin);
        if (on_day.v != ID_NONE) {
            vec_push(&terms, on_day);
        }
    }
    if (terms.n > 1) {
        model_term_begin(compile->model, compile->rule, origin);
        for (size_t i = 0; i < terms.n; i++) {
            model_term_add_at_least(compile->model, 1, terms.v[i], 1);
        }
        terms_end_above(compile, 1);
    }
    vec_free(&terms);
}
