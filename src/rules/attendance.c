#include "rules/attendance.h"

#include "rules/terms.h"

#include <stdlib.h>

/* ---- who wants what ----------------------------------------------------------- */

static int compare_interest(const void *left, const void *right)
{
    const struct interest *a = left, *b = right;
    if (a->weight != b->weight) {
        return a->weight < b->weight ? -1 : 1;
    }
    return (a->event.v > b->event.v) - (a->event.v < b->event.v);
}

static int compare_wants(const void *left, const void *right)
{
    const struct attendance_wants *a = left, *b = right;
    if (a->n != b->n) {
        return a->n < b->n ? -1 : 1;
    }
    for (uint32_t i = 0; i < a->n; i++) {
        int order = compare_interest(&a->v[i], &b->v[i]);
        if (order != 0) {
            return order;
        }
    }
    return 0;
}

static void merge_wants(struct attendance *attendance)
{
    const struct problem *problem = attendance->compile->problem;
    struct attendance_wants *all =
        arena_array(&attendance->arena, problem->n_attendees, sizeof(*all));
    uint32_t n = 0;
    for (uint32_t i = 0; i < problem->n_attendees; i++) {
        const struct attendee *attendee = &problem->attendees[i];
        if (attendee->n_interests == 0) {
            continue;
        }
        struct interest *own = arena_copy(&attendance->arena, attendee->interests,
                                          attendee->n_interests * sizeof(*own));
        qsort(own, attendee->n_interests, sizeof(*own), compare_interest);
        all[n++] = (struct attendance_wants){own, attendee->n_interests, 1};
    }
    if (n > 0) {
        qsort(all, n, sizeof(*all), compare_wants);
    }
    for (uint32_t i = 0; i < n; i++) {
        struct attendance_wants *last = all + attendance->n_wants;
        if (attendance->n_wants > 0 && compare_wants(last - 1, &all[i]) == 0) {
            last[-1].attendees++;
        } else {
            *last = all[i];
            attendance->n_wants++;
        }
    }
    attendance->wants = all;
}

/* ---- groups ------------------------------------------------------------------- */

static int compare_events(const void *left, const void *right)
{
    const struct event_id *a = left, *b = right;
    return (a->v > b->v) - (a->v < b->v);
}

static int compare_alike(const struct attendance_group *a, const struct attendance_group *b)
{
    if (a->event.v != b->event.v) {
        return a->event.v < b->event.v ? -1 : 1;
    }
    if (a->n_better != b->n_better) {
        return a->n_better < b->n_better ? -1 : 1;
    }
    for (uint32_t i = 0; i < a->n_better; i++) {
        int order = compare_events(&a->better[i], &b->better[i]);
        if (order != 0) {
            return order;
        }
    }
    return 0;
}

static int compare_groups(const void *left, const void *right)
{
    const struct attendance_group *a = left, *b = right;
    int order = compare_alike(a, b);
    return order != 0 ? order : (a->interest > b->interest) - (a->interest < b->interest);
}

bool attendance_is_alike(const struct attendance_group *a, const struct attendance_group *b)
{
    return compare_alike(a, b) == 0;
}

/* Whether a is wanted more than b. */
static bool is_better(const struct interest *a, const struct interest *b)
{
    return a->weight != b->weight ? a->weight > b->weight : a->event.v < b->event.v;
}

/* `better` has room for all but one of the wants. */
static struct attendance_group group_at(const struct attendance_wants *wants, uint32_t index,
                                        struct event_id *better)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < wants->n; i++) {
        if (is_better(&wants->v[i], &wants->v[index])) {
            better[n++] = wants->v[i].event;
        }
    }
    if (n > 0) {
        qsort(better, n, sizeof(*better), compare_events);
    }
    return (struct attendance_group){wants->v[index].event,  better,           n,
                                     wants->v[index].weight, wants->attendees, {{ID_NONE}, 0}};
}

static void make_groups(struct attendance *attendance)
{
    size_t most = 0;
    for (uint32_t i = 0; i < attendance->n_wants; i++) {
        most += attendance->wants[i].n;
    }
    struct attendance_group *all = arena_array(&attendance->arena, most, sizeof(*all));
    size_t n = 0;
    for (uint32_t i = 0; i < attendance->n_wants; i++) {
        const struct attendance_wants *wants = &attendance->wants[i];
        for (uint32_t k = 0; k < wants->n; k++) {
            struct event_id *better = arena_array(&attendance->arena, wants->n, sizeof(*better));
            all[n++] = group_at(wants, k, better);
        }
    }
    if (n > 0) {
        qsort(all, n, sizeof(*all), compare_groups);
    }
    for (size_t i = 0; i < n; i++) {
        struct attendance_group *last = all + attendance->n_groups;
        if (attendance->n_groups > 0 && compare_groups(last - 1, &all[i]) == 0) {
            last[-1].attendees += all[i].attendees;
        } else {
            *last = all[i];
            attendance->n_groups++;
        }
    }
    attendance->groups = all;
}

void attendance_init(struct attendance *attendance, const struct compile *compile)
{
    *attendance = (struct attendance){.compile = compile};
    merge_wants(attendance);
    make_groups(attendance);
}

void attendance_free(struct attendance *attendance)
{
    vec_free(&attendance->pair_terms);
    vec_free(&attendance->ranges);
    pair_table_free(&attendance->pairs);
    arena_free(&attendance->arena);
}

bool attendance_starts_together(const struct attendance *attendance)
{
    const struct problem *problem = attendance->compile->problem;
    bool *wanted = base_alloc_zero(problem->n_events, sizeof(*wanted));
    VEC(struct member) members = {0};
    for (uint32_t g = 0; g < attendance->n_groups; g++) {
        uint32_t event = attendance->groups[g].event.v;
        if (!wanted[event]) {
            vec_push(&members, attendance_member(attendance->groups[g].event));
        }
        wanted[event] = true;
    }
    bool together = terms_start_together(attendance->compile, members.v, (uint32_t)members.n);
    vec_free(&members);
    base_free(wanted);
    return together;
}

/* ---- missing ------------------------------------------------------------------ */

/* At each time at which both may run, how many of the two do. */
static void make_pair(struct attendance *attendance, struct event_id a, struct event_id b)
{
    const struct compile *compile = attendance->compile;
    struct model *model = compile->model;
    struct member members[2] = {attendance_member(a), attendance_member(b)};
    struct terms_times starts = {0}, ends = {0};
    for (int i = 0; i < 2; i++) {
        terms_add_starts(compile, members[i], &starts);
        terms_add_ends(compile, members[i], &ends);
    }
    terms_sort_times(&starts);
    terms_sort_times(&ends);
    terms_thin_starts(&starts, &ends);
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = a;
    origin.events[1] = b;
    struct attendance_range range = {(uint32_t)attendance->pair_terms.n, 0};
    for (size_t i = 0; i < starts.n; i++) {
        struct literal first = model_member_covers(model, members[0], starts.v[i]);
        struct literal second = model_member_covers(model, members[1], starts.v[i]);
        if (model_literal_count(model, first) > 0 && model_literal_count(model, second) > 0) {
            origin.at_min = starts.v[i];
            model_term_begin(model, compile->rule, origin);
            model_term_add(model, 1, first);
            model_term_add(model, 1, second);
            vec_push(&attendance->pair_terms, model_term_end_count(model));
        }
    }
    range.n = (uint32_t)attendance->pair_terms.n - range.first;
    vec_push(&attendance->ranges, range);
    vec_free(&starts);
    vec_free(&ends);
}

void attendance_add_missing(struct attendance *attendance, const struct attendance_group *group,
                            struct attendance_terms *terms)
{
    for (uint32_t i = 0; i < group->n_better; i++) {
        uint32_t pair = pair_table_number(&attendance->pairs, group->event, group->better[i]);
        if (pair == attendance->ranges.n) {
            make_pair(attendance, group->event, group->better[i]);
        }
        struct attendance_range range = attendance->ranges.v[pair];
        for (uint32_t k = range.first; k < range.first + range.n; k++) {
            vec_push(terms, attendance->pair_terms.v[k]);
        }
    }
}

struct attendance_flag attendance_missing(struct attendance *attendance,
                                          struct attendance_group *group)
{
    while (group > attendance->groups && attendance_is_alike(group - 1, group)) {
        group--;
    }
    if (group->missing.at_least > 0) {
        return group->missing;
    }
    struct attendance_terms terms = {0};
    attendance_add_missing(attendance, group, &terms);
    group->missing = (struct attendance_flag){{ID_NONE}, 1};
    if (terms.n == 1) {
        group->missing = (struct attendance_flag){terms.v[0], 2};
    } else if (terms.n > 1) {
        struct model *model = attendance->compile->model;
        struct origin origin = ORIGIN_NONE;
        origin.events[0] = group->event;
        model_term_begin(model, attendance->compile->rule, origin);
        for (size_t i = 0; i < terms.n; i++) {
            model_term_add_at_least(model, 1, terms.v[i], 2);
        }
        group->missing.term = model_term_end_count(model);
    }
    vec_free(&terms);
    return group->missing;
}

struct attendance_group *attendance_group_of(const struct attendance *attendance,
                                             const struct attendance_wants *wants, uint32_t index)
{
    struct event_id *better = base_alloc(wants->n * sizeof(*better));
    struct attendance_group key = group_at(wants, index, better);
    struct attendance_group *found =
        bsearch(&key, attendance->groups, attendance->n_groups, sizeof(key), compare_groups);
    base_free(better);
    BUG_UNLESS(found != NULL);
    return found;
}

/* ---- attending ---------------------------------------------------------------- */

/* m = [it starts at t] − Σ [one wanted more starts so that the two overlap]; ID_NONE, when none
 * can: then it is only the first. */
static struct term_id end_presence(const struct compile *compile,
                                   const struct attendance_group *group, struct literal at)
{
    struct model *model = compile->model;
    int32_t length_min = model->choices.v[group->event.v].duration_min;
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = group->event;
    origin.at_min = at.from_min;
    model_term_begin(model, compile->rule, origin);
    model_term_add(model, 1, at);
    for (uint32_t i = 0; i < group->n_better; i++) {
        struct choice_id other = {group->better[i].v};
        int32_t other_min = model->choices.v[other.v].duration_min;
        model_term_add(model, -1,
                       model_literal_between(other, at.from_min - other_min + 1,
                                             at.from_min + length_min, (struct room_id){ID_NONE}));
    }
    if (model->terms.v[model->terms.n - 1].n == 1) {
        model_term_drop(model);
        return (struct term_id){ID_NONE};
    }
    return model_term_end_count(model);
}

void attendance_add_presence(struct attendance *attendance, const struct attendance_group *group,
                             struct attendance_presence *presence)
{
    const struct compile *compile = attendance->compile;
    struct terms_times starts = {0};
    terms_add_starts(compile, attendance_member(group->event), &starts);
    terms_sort_times(&starts);
    for (size_t i = 0; i < starts.n; i++) {
        struct literal at = model_literal_between((struct choice_id){group->event.v}, starts.v[i],
                                                  starts.v[i] + 1, (struct room_id){ID_NONE});
        struct term_id term = end_presence(compile, group, at);
        if (term.v == ID_NONE) {
            vec_push(&presence->literals, at);
        } else {
            vec_push(&presence->terms, term);
        }
    }
    vec_free(&starts);
}
