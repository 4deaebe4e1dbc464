/* People who are needed for longer, or more often, than the times allow at which their events may
 * be. */
#include "core/phrase.h"
#include "explain/obvious_inside.h"

#include "core/rule.h"

#include <stdlib.h>
#include <string.h>

enum {
    EVENTS_MOST = 60,      /* of one person, when all stretches of time are looked at */
    WORK_MOST = 200000000, /* steps for all people */
};

struct spans {
    struct interval *v;
    size_t n, cap;
};

/* An event of the person, and all the times at which it may be. */
struct task {
    struct event_id event;
    int32_t duration_min;
    struct intervals times; /* n ≥ 1 */
};

struct tasks {
    struct task *v;
    size_t n, cap;
};

/* Tasks whose times all lie in a stretch, and that are too much for it. */
struct short_of {
    struct interval span;
    uint32_t n;
    int64_t short_min;
};

struct people {
    struct obvious_case *x;
    uint32_t *first;            /* [n_people + 1], in events */
    struct event_id *events;    /* by person: mandatory ones, ascending */
    struct intervals *times_of; /* by list: known when v is not NULL */
    struct tasks tasks;
    struct spans spans;
    struct obvious_fill fill;
    VEC(struct short_of) found;
    int64_t work_left;
};

/* ---- tasks ----------------------------------------------------------------------- */

static void list_events(struct people *people)
{
    const struct problem *problem = people->x->problem;
    size_t n = 0;
    people->first = base_alloc_zero(problem->n_people + (size_t)2, sizeof(*people->first));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        for (uint32_t i = 0; i < problem->events[e].n_people; i++, n++) {
            people->first[problem->events[e].people[i].v + 2]++;
        }
    }
    for (uint32_t p = 0; p < problem->n_people; p++) {
        people->first[p + 2] += people->first[p + 1];
    }
    people->events = base_alloc_zero(n, sizeof(*people->events));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        for (uint32_t i = 0; i < problem->events[e].n_people; i++) {
            people->events[people->first[problem->events[e].people[i].v + 1]++].v = e;
        }
    }
}

static int compare_intervals(const void *a, const void *b)
{
    const struct interval *x = a, *y = b;
    return (x->from_min > y->from_min) - (x->from_min < y->from_min);
}

/* Sorted, and merged where they touch. */
static void merge(struct spans *spans)
{
    size_t n = 0;
    if (spans->n > 1) {
        qsort(spans->v, spans->n, sizeof(*spans->v), compare_intervals);
    }
    for (size_t i = 0; i < spans->n; i++) {
        if (n > 0 && spans->v[i].from_min <= spans->v[n - 1].to_min) {
            struct interval *last = &spans->v[n - 1];
            last->to_min = spans->v[i].to_min > last->to_min ? spans->v[i].to_min : last->to_min;
        } else {
            spans->v[n++] = spans->v[i];
        }
    }
    spans->n = n;
}

static struct intervals to_arena(struct arena *arena, const struct spans *spans)
{
    return (struct intervals){vec_to_arena(spans, arena), (uint32_t)spans->n};
}

/* All the times that events of the list can cover, in whatever room. */
static struct intervals times_of(struct people *people, uint32_t list)
{
    struct obvious_case *x = people->x;
    if (people->times_of[list].v == NULL) {
        vec_clear(&people->spans);
        for (uint32_t i = 0; i < x->lists.v[list].n; i++) {
            const struct obvious_use *use = &x->uses.v[x->lists.v[list].first + i];
            vec_push(&people->spans, ((struct interval){use->from_min, use->to_min}));
        }
        merge(&people->spans);
        people->times_of[list] = to_arena(&x->scratch, &people->spans);
    }
    return people->times_of[list];
}

/* What the rule says something about, of events whose times are known. */
static void list_tasks(struct people *people, uint32_t person, const struct rule_setting *setting)
{
    struct obvious_case *x = people->x;
    vec_clear(&people->tasks);
    for (uint32_t i = people->first[person]; i < people->first[person + 1]; i++) {
        struct event_id event = people->events[i];
        const struct event *one = &x->problem->events[event.v];
        struct task task = {event, one->duration_min, {NULL, 0}};
        bool quiet = setting->spared != NULL && setting->spared[event.v];
        /* Pairs that are waived: neither of the two counts. */
        quiet = quiet || problem_find_waiver(setting, &event, 1) != NULL;
        if (quiet || x->dropped[event.v] || !obvious_is_mandatory(x->problem, event)) {
            continue;
        }
        if (one->fixed) {
            struct interval span = {one->fixed_start_min, one->fixed_start_min + one->duration_min};
            task.times = (struct intervals){arena_copy(&x->scratch, &span, sizeof(span)), 1};
        } else if (x->list_of[event.v] != ID_NONE) {
            task.times = times_of(people, x->list_of[event.v]);
        }
        if (task.times.n > 0) {
            vec_push(&people->tasks, task);
        }
    }
}

static struct interval hull_of(const struct task *task)
{
    return (struct interval){task->times.v[0].from_min, task->times.v[task->times.n - 1].to_min};
}

static bool lies_in(const struct task *task, struct interval span)
{
    struct interval hull = hull_of(task);
    return span.from_min <= hull.from_min && hull.to_min <= span.to_min;
}

/* ---- too long ---------------------------------------------------------------------- */

/* The times of the tasks that lie in the span, merged in people->spans; who they are. */
static uint32_t gather(struct people *people, struct interval span, struct event_id *events,
                       int64_t *demand_min)
{
    uint32_t n = 0;
    *demand_min = 0;
    vec_clear(&people->spans);
    for (size_t i = 0; i < people->tasks.n; i++) {
        const struct task *task = &people->tasks.v[i];
        if (!lies_in(task, span)) {
            continue;
        }
        for (uint32_t k = 0; k < task->times.n; k++) {
            vec_push(&people->spans, task->times.v[k]);
        }
        people->work_left -= task->times.n;
        *demand_min += task->duration_min;
        events[n++] = task->event;
    }
    merge(&people->spans);
    return n;
}

/* How many minutes the tasks are too long for the span; 0: they may fit. */
static int64_t short_min_of(struct people *people, struct interval span, struct event_id *events,
                            uint32_t *n)
{
    int64_t demand_min, supply_min = 0;
    *n = gather(people, span, events, &demand_min);
    for (size_t i = 0; i < people->spans.n && supply_min < demand_min; i++) {
        supply_min += obvious_fill_most(&people->fill,
                                        people->spans.v[i].to_min - people->spans.v[i].from_min);
    }
    return demand_min > supply_min ? demand_min - supply_min : 0;
}

static void say_available(struct people *people, uint32_t person, const char **text)
{
    struct obvious_case *x = people->x;
    const struct person *one = &x->problem->people[person];
    struct spans free = {0};
    if (one->always_free || obvious_hard_setting(x->problem, "speaker-available") == NULL) {
        return;
    }
    for (uint32_t i = 0; i < one->free.n; i++) {
        for (uint32_t d = 0; d < x->problem->n_days; d++) {
            struct interval a = one->free.v[i], b = x->problem->days[d].span;
            struct interval both = {a.from_min > b.from_min ? a.from_min : b.from_min,
                                    a.to_min < b.to_min ? a.to_min : b.to_min};
            if (both.from_min < both.to_min) {
                vec_push(&free, both);
            }
        }
    }
    merge(&free);
    struct intervals times = {free.v, (uint32_t)free.n};
    if (free.n > 0) {
        *text = arena_print(x->arena, "%s %s is free on %s.", *text, one->name,
                            obvious_words_spans(x, times));
    }
    vec_free(&free);
}

static void report_long(struct people *people, uint32_t person, struct interval span)
{
    struct obvious_case *x = people->x;
    struct event_id *events = arena_array(&x->scratch, people->tasks.n, sizeof(*events));
    int64_t demand_min;
    uint32_t n = gather(people, span, events, &demand_min);
    int32_t open_min = 0, most_min = 0;
    for (size_t i = 0; i < people->spans.n; i++) {
        int32_t length_min = people->spans.v[i].to_min - people->spans.v[i].from_min;
        open_min += length_min;
        most_min += obvious_fill_most(&people->fill, length_min);
    }
    struct intervals times = {people->spans.v, (uint32_t)people->spans.n};
    const char *pause = people->fill.pause_min == 0
                            ? ""
                            : arena_print(x->arena, " and %s between any two",
                                          obvious_words_minutes(x, people->fill.pause_min));
    const char *usable = open_min < demand_min
                             ? obvious_words_minutes(x, open_min)
                             : arena_print(x->arena, "%s, of which these can use %d",
                                           obvious_words_minutes(x, open_min), (int)most_min);
    const char *text = arena_print(
        x->arena, "%s is needed at %s, which take %s in all%s, but can only be held on %s (%s).",
        x->problem->people[person].name, obvious_words_events(x, events, n),
        obvious_words_minutes(x, (int32_t)demand_min), pause, obvious_words_spans(x, times),
        usable);
    say_available(people, person, &text);
    struct person_id id = {person};
    struct obvious_about about = {events, n, &id, 1, NULL, 0, x->problem->people[person].at};
    obvious_add(x, "person", about, text);
}

static void try_span(struct people *people, struct event_id *events, struct interval span)
{
    struct short_of found = {.span = span};
    if (span.from_min >= span.to_min || people->work_left <= 0) {
        return;
    }
    found.short_min = short_min_of(people, span, events, &found.n);
    if (found.short_min > 0) {
        vec_push(&people->found, found);
    }
}

static int compare_found(const void *a, const void *b)
{
    const struct short_of *p = a, *q = b;
    if (p->n != q->n) {
        return p->n < q->n ? -1 : 1;
    }
    int32_t long_p = p->span.to_min - p->span.from_min, long_q = q->span.to_min - q->span.from_min;
    if (long_p != long_q) {
        return long_p < long_q ? -1 : 1;
    }
    return (p->span.from_min > q->span.from_min) - (p->span.from_min < q->span.from_min);
}

/* The smallest first; others only where they are short by more than what they contain. */
static void report_found(struct people *people, uint32_t person)
{
    if (people->found.n > 1) {
        qsort(people->found.v, people->found.n, sizeof(*people->found.v), compare_found);
    }
    size_t kept = 0;
    for (size_t i = 0; i < people->found.n; i++) {
        struct short_of one = people->found.v[i];
        int64_t known_min = 0;
        for (size_t k = 0; k < kept; k++) {
            const struct short_of *other = &people->found.v[k];
            bool apart =
                other->span.to_min <= one.span.from_min || one.span.to_min <= other->span.from_min;
            known_min += apart ? 0 : other->short_min;
        }
        if (one.short_min > known_min) {
            report_long(people, person, one.span);
            people->found.v[kept++] = one;
        }
    }
}

static void check_time(struct people *people, uint32_t person, const struct rule_setting *setting)
{
    struct obvious_case *x = people->x;
    const struct value *pause = attrs_find(&x->problem->people[person].attrs, "pause");
    list_tasks(people, person, setting);
    size_t n = people->tasks.n;
    if (n < 2) {
        return;
    }
    int32_t *durations_min = base_alloc_zero(n, sizeof(*durations_min));
    struct event_id *events = base_alloc_zero(n, sizeof(*events));
    struct interval all = hull_of(&people->tasks.v[0]);
    int32_t longest_min = 0;
    vec_clear(&people->spans);
    for (size_t i = 0; i < n; i++) {
        struct interval hull = hull_of(&people->tasks.v[i]);
        all.from_min = hull.from_min < all.from_min ? hull.from_min : all.from_min;
        all.to_min = hull.to_min > all.to_min ? hull.to_min : all.to_min;
        durations_min[i] = people->tasks.v[i].duration_min;
        for (uint32_t k = 0; k < people->tasks.v[i].times.n; k++) {
            vec_push(&people->spans, people->tasks.v[i].times.v[k]);
        }
    }
    merge(&people->spans);
    for (size_t i = 0; i < people->spans.n; i++) {
        int32_t length_min = people->spans.v[i].to_min - people->spans.v[i].from_min;
        longest_min = length_min > longest_min ? length_min : longest_min;
    }
    obvious_fill_make(&people->fill, x->problem, durations_min, (uint32_t)n,
                      pause == NULL ? 0 : (int32_t)pause->as.number, longest_min);
    vec_clear(&people->found);
    try_span(people, events, all);
    for (size_t i = 0; i < n && n <= EVENTS_MOST; i++) {
        for (size_t k = 0; k < n; k++) {
            struct interval span = {hull_of(&people->tasks.v[i]).from_min,
                                    hull_of(&people->tasks.v[k]).to_min};
            try_span(people, events, span);
        }
    }
    report_found(people, person);
    base_free(durations_min);
    base_free(events);
}

/* ---- too many a day ------------------------------------------------------------------ */

/* The first and last of the conference's dates at which the task may start. */
static struct interval dates_of(const struct people *people, const struct task *task)
{
    const struct problem *problem = people->x->problem;
    struct interval hull = hull_of(task);
    return (struct interval){problem_date_at(problem, hull.from_min),
                             problem_date_at(problem, hull.to_min - task->duration_min)};
}

static bool may_be_on(const struct people *people, const struct task *task, int32_t date)
{
    const struct problem *problem = people->x->problem;
    for (uint32_t i = 0; i < task->times.n; i++) {
        int32_t first = problem_date_at(problem, task->times.v[i].from_min);
        int32_t last = problem_date_at(problem, task->times.v[i].to_min - 1);
        if (first <= date && date <= last) {
            return true;
        }
    }
    return false;
}

/* The tasks that may only be from the first to the last date; how many of these dates they have. */
static uint32_t gather_dates(const struct people *people, struct interval dates,
                             struct event_id *events, uint32_t *n)
{
    uint32_t n_dates = 0;
    *n = 0;
    for (int32_t date = dates.from_min; date <= dates.to_min; date++) {
        bool any = false;
        for (size_t i = 0; i < people->tasks.n && !any; i++) {
            any = may_be_on(people, &people->tasks.v[i], date);
        }
        n_dates += any;
    }
    for (size_t i = 0; i < people->tasks.n; i++) {
        struct interval own = dates_of(people, &people->tasks.v[i]);
        if (dates.from_min <= own.from_min && own.to_min <= dates.to_min) {
            events[(*n)++] = people->tasks.v[i].event;
        }
    }
    return n_dates;
}

static void report_many(struct people *people, uint32_t person, struct interval dates,
                        const struct value *limit)
{
    struct obvious_case *x = people->x;
    struct event_id *events = arena_array(&x->scratch, people->tasks.n, sizeof(*events));
    uint32_t n, shown = 0;
    (void)gather_dates(people, dates, events, &n);
    const char **names =
        arena_array(&x->scratch, (size_t)(dates.to_min - dates.from_min) + 1, sizeof(*names));
    for (int32_t date = dates.from_min; date <= dates.to_min; date++) {
        bool any = false;
        for (size_t i = 0; i < people->tasks.n && !any; i++) {
            any = may_be_on(people, &people->tasks.v[i], date);
        }
        if (any) {
            names[shown++] = phrase_date(x->arena, date);
        }
    }
    struct person_id id = {person};
    struct obvious_about about = {events, n, &id, 1, NULL, 0, limit->at};
    obvious_add(x, "person", about,
                arena_print(x->arena,
                            "%s should have no more than %d event%s a day, but is needed at %u "
                            "(%s) that can only be on %s.",
                            x->problem->people[person].name, (int)limit->as.number,
                            limit->as.number == 1 ? "" : "s", (unsigned)n,
                            obvious_words_events(x, events, n),
                            obvious_words_list(x, names, shown, 4)));
}

/* One day before two; more days only where no fewer of them are too few. */
static void check_days(struct people *people, uint32_t person, const struct rule_setting *setting)
{
    const struct problem *problem = people->x->problem;
    const struct value *limit = attrs_find(&problem->people[person].attrs, "max_per_day");
    limit = limit == NULL ? attrs_find(&setting->params, "most") : limit;
    bool spared = setting->spared_people != NULL && setting->spared_people[person];
    if (limit == NULL || spared || problem->n_days == 0) {
        return;
    }
    list_tasks(people, person, setting);
    size_t n = 0;
    for (size_t i = 0; i < people->tasks.n; i++) {
        /* An event of several parts counts once. */
        if (problem->events[people->tasks.v[i].event.v].part == 1) {
            people->tasks.v[n++] = people->tasks.v[i];
        }
    }
    people->tasks.n = n;
    struct event_id *events = base_alloc_zero(n, sizeof(*events));
    uint32_t found = 0;
    for (uint32_t length = 1; length <= problem->n_days && found == 0 && n > 0; length++) {
        for (uint32_t d = 0; d + length <= problem->n_days; d++) {
            struct interval dates = {problem->days[d].day_number,
                                     problem->days[d + length - 1].day_number};
            uint32_t n_events;
            uint32_t n_dates = gather_dates(people, dates, events, &n_events);
            if (n_events > limit->as.number * (int64_t)n_dates) {
                report_many(people, person, dates, limit);
                found++;
            }
        }
    }
    base_free(events);
}

void obvious_people_find(struct obvious_case *x)
{
    const struct rule_setting *clash = obvious_hard_setting(x->problem, "speaker-clash");
    const struct rule_setting *limit = obvious_hard_setting(x->problem, "speaker-day-limit");
    struct people people = {.x = x, .work_left = WORK_MOST};
    people.times_of = base_alloc_zero(x->lists.n, sizeof(*people.times_of));
    list_events(&people);
    for (uint32_t p = 0; p < x->problem->n_people; p++) {
        bool spared = clash != NULL && clash->spared_people != NULL && clash->spared_people[p];
        if (clash != NULL && !spared && rule_about_overlaps(clash)) {
            check_time(&people, p, clash);
        }
        if (limit != NULL) {
            check_days(&people, p, limit);
        }
    }
    base_free(people.first);
    base_free(people.events);
    base_free(people.times_of);
    vec_free(&people.tasks);
    vec_free(&people.spans);
    vec_free(&people.fill.most_min);
    vec_free(&people.found);
}
