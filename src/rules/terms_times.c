/* At what times members start and end, and who waits for whom. */
#include "rules/terms.h"

#include "base/distinct.h"

enum { LOOK_BACK = 32 };

/* Rooms often have the same starts: one of the runs shortly before, of the same choice and as many
 * as are asked for here, has those of run k. */
static bool is_repeated(const struct model *model, const struct choice *choice, uint32_t k)
{
    const struct run *runs = model->runs.v + choice->first_run;
    bool repeated = false;
    for (uint32_t i = k; i-- > 0 && k - i <= LOOK_BACK && !repeated;) {
        repeated = runs[i].first_min == runs[k].first_min && runs[i].n == runs[k].n &&
                   (runs[k].n == 1 || runs[i].step_min == runs[k].step_min);
    }
    return repeated;
}

static void add_times(const struct compile *compile, struct member member, int32_t shift_min,
                      struct terms_times *times)
{
    const struct model *model = compile->model;
    const struct choice *choice = &model->choices.v[member.choice.v];
    for (uint32_t k = 0; k < choice->n_runs; k++) {
        const struct run *run = &model->runs.v[choice->first_run + k];
        bool here = member.room.v == ID_NONE ? !is_repeated(model, choice, k)
                                             : run->room.v == member.room.v;
        for (uint32_t i = 0; here && i < run->n; i++) {
            vec_push(times, run->first_min + (int32_t)i * run->step_min + shift_min);
        }
    }
}

void terms_add_starts(const struct compile *compile, struct member member,
                      struct terms_times *times)
{
    add_times(compile, member, 0, times);
}

void terms_add_ends(const struct compile *compile, struct member member, struct terms_times *times)
{
    add_times(compile, member, model_member_length(compile->model, member), times);
}

void terms_sort_times(struct terms_times *times)
{
    times->n = times->v == NULL ? 0 : distinct_sort(times->v, times->n);
}

void terms_thin_starts(struct terms_times *starts, const struct terms_times *ends)
{
    size_t kept = 0;
    size_t end = 0;
    for (size_t i = 0; i < starts->n; i++) {
        while (end < ends->n && ends->v[end] <= starts->v[i]) {
            end++;
        }
        if (i + 1 == starts->n || (end < ends->n && ends->v[end] <= starts->v[i + 1])) {
            starts->v[kept++] = starts->v[i];
        }
    }
    starts->n = kept;
}

/* The starts at which as many members cover as can: overlapping intervals share the latest start
 * among them (Helly's property of intervals). */
struct terms_times terms_meeting_times(const struct compile *compile, const struct member *members,
                                       uint32_t n)
{
    struct terms_times starts = {0};
    struct terms_times ends = {0};
    for (uint32_t i = 0; i < n; i++) {
        terms_add_starts(compile, members[i], &starts);
        terms_add_ends(compile, members[i], &ends);
    }
    terms_sort_times(&starts);
    terms_sort_times(&ends);
    terms_thin_starts(&starts, &ends);
    vec_free(&ends);
    return starts;
}

/* ---- order ----------------------------------------------------------------- */

void terms_follow(const struct compile *compile, struct event_id a, struct event_id b,
                  int32_t length_min, struct interval a_span, struct interval b_span,
                  const struct terms_times *b_starts, int64_t count)
{
    struct model *model = compile->model;
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = b;
    origin.events[1] = a;
    VEC(struct term_id) terms = {0};
    uint32_t last = 0;
    for (size_t i = b_starts->n; i-- > 0;) {
        int32_t t_min = b_starts->v[i];
        int32_t late_min = t_min - length_min + 1;
        if (t_min < b_span.from_min || t_min >= b_span.to_min) {
            continue;
        }
        struct literal early = model_literal_between((struct choice_id){b.v}, b_span.from_min,
                                                     t_min + 1, (struct room_id){ID_NONE});
        struct literal late = model_literal_between(
            (struct choice_id){a.v}, late_min > a_span.from_min ? late_min : a_span.from_min,
            a_span.to_min, (struct room_id){ID_NONE});
        uint32_t n_late = model_literal_count(model, late);
        /* With as few starts of a as at the time looked at before, fewer starts of b say less. */
        if (n_late == last) {
            continue;
        }
        last = n_late;
        origin.at_min = t_min;
        model_term_begin(model, compile->rule, origin);
        model_term_add(model, 1, early);
        model_term_add(model, 1, late);
        if (compile->setting->strength.kind == STRENGTH_HARD) {
            model_term_end_range(model, INT64_MIN, 1);
        } else {
            vec_push(&terms, model_term_end_count(model));
        }
    }
    terms_charge_any(compile, terms.v, (uint32_t)terms.n, compile->setting->strength.weight * count,
                     origin);
    vec_free(&terms);
}

void terms_wait(const struct compile *compile, struct event_id a, struct event_id b,
                int32_t gap_min)
{
    const struct interval always = {CALENDAR_NO_TIME + 1, INT32_MAX};
    struct terms_times times = {0};
    terms_add_starts(compile, (struct member){{b.v}, {ID_NONE}, 0}, &times);
    terms_sort_times(&times);
    terms_follow(compile, a, b, compile->problem->events[a.v].duration_min + gap_min, always,
                 always, &times, 1);
    vec_free(&times);
}
