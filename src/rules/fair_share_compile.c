/* How fair-share is encoded.
 *
 * A member's loss is Σ interest · [missed] over what concerns it; it is past step k when loss ≥ c_k
 * = ⌊(k−1) · step · all / 100⌋ + 1. Cost: weight · Σ_k [some member's loss ≥ c_k], where each
 * member is one row a step, loss ≤ (c_k − 1) + (most − c_k + 1) · z_k.
 *
 * Where whatever overlaps starts together, an attendee's loss is Σ_i w_i · [i placed] − Σ_t Σ_k
 * (θ_k − θ_{k−1}) · [n_kt ≥ 1], with n_kt the wanted events of interest ≥ θ_k that start at t: the
 * linear relaxation of [n ≥ 1], z ≤ n, is all of it. Likewise [missed] of one event e with the set
 * F wanted more is [e placed] − Σ_t ([some of F ∪ e at t] − [some of F at t]). Elsewhere it is an
 * indicator over the times of all pairs. Hard: nobody loses anything, no two that would cost
 * overlap. */
#include "rules/attendance.h"
#include "rules/fair_share.h"
#include "rules/terms.h"

#include <string.h>

/* ---- compile: losses ---------------------------------------------------------- */

/* What the loss of one member counts, before it is a term: terms cannot be made while one is open.
 */
struct part {
    int64_t coef;
    struct literal literal; /* when term.v is ID_NONE */
    struct attendance_flag flag;
};

struct loss {
    const struct compile *compile;
    VEC(struct part) parts;
    int64_t all;
};

struct sharing {
    struct attendance attendance;
    bool together;              /* whatever overlaps starts together */
    struct terms_times starts;  /* of all wanted events, if so */
    VEC(struct term_id) losses; /* of the members that can lose something … */
    VEC(int64_t) alls;          /* … and all that there is */
};

static void add_literal(struct loss *loss, int64_t coef, struct literal literal)
{
    struct part part = {coef, literal, {{ID_NONE}, 0}};
    vec_push(&loss->parts, part);
}

/* coef · [one of the events starts at t] */
static void add_any(struct loss *loss, int64_t coef, const struct event_id *events, uint32_t n,
                    int32_t t_min)
{
    struct model *model = loss->compile->model;
    struct literal only = {{ID_NONE}, 0, 0, {ID_NONE}};
    struct origin origin = ORIGIN_NONE;
    uint32_t n_may = 0;
    origin.at_min = t_min;
    model_term_begin(model, loss->compile->rule, origin);
    for (uint32_t i = 0; i < n; i++) {
        struct literal at = model_literal_between((struct choice_id){events[i].v}, t_min, t_min + 1,
                                                  (struct room_id){ID_NONE});
        if (model_literal_count(model, at) > 0) {
            only = at;
            n_may++;
            model_term_add(model, 1, at);
        }
    }
    if (n_may < 2) {
        model_term_drop(model);
    } else {
        struct part part = {coef, only, {model_term_end_count(model), 1}};
        vec_push(&loss->parts, part);
    }
    if (n_may == 1) {
        add_literal(loss, coef, only);
    }
}

static struct literal placed(struct event_id event)
{
    return model_literal_between((struct choice_id){event.v}, CALENDAR_NO_TIME + 1, INT32_MAX,
                                 (struct room_id){ID_NONE});
}

/* interest · [the group misses its event] */
static void add_missing(struct sharing *sharing, struct loss *loss, struct attendance_group *group,
                        int64_t interest)
{
    if (group->n_better == 0 || interest == 0) {
        return;
    }
    if (!sharing->together) {
        struct part part = {interest,
                            {{ID_NONE}, 0, 0, {ID_NONE}},
                            attendance_missing(&sharing->attendance, group)};
        if (part.flag.term.v != ID_NONE) {
            vec_push(&loss->parts, part);
        }
        return;
    }
    VEC(struct event_id) events = {0};
    for (uint32_t i = 0; i < group->n_better; i++) {
        vec_push(&events, group->better[i]);
    }
    vec_push(&events, group->event);
    add_literal(loss, interest, placed(group->event));
    for (size_t i = 0; i < sharing->starts.n; i++) {
        add_any(loss, -interest, events.v, (uint32_t)events.n, sharing->starts.v[i]);
        add_any(loss, interest, events.v, (uint32_t)events.n - 1, sharing->starts.v[i]);
    }
    vec_free(&events);
}

/* Once a threshold and time: less than once an event. What only the most wanted event reaches is
 * never lost. */
static void add_wants_together(struct sharing *sharing, struct loss *loss,
                               const struct attendance_wants *wants, int64_t unit)
{
    VEC(struct event_id) events = {0};
    int64_t below = 0;
    int64_t most = wants->n < 2 ? 0 : wants->v[wants->n - 2].weight / unit;
    for (uint32_t i = 0; i < wants->n; i++) {
        int64_t interest = wants->v[i].weight / unit;
        vec_push(&events, wants->v[i].event);
        add_literal(loss, interest < most ? interest : most, placed(wants->v[i].event));
    }
    for (uint32_t i = 0; i + 1 < wants->n; i++) {
        int64_t step = wants->v[i].weight / unit - below;
        for (size_t k = 0; step > 0 && k < sharing->starts.n; k++) {
            add_any(loss, -step, events.v + i, wants->n - i, sharing->starts.v[k]);
        }
        below += step;
    }
    vec_free(&events);
}

static void end_loss(struct sharing *sharing, struct loss *loss)
{
    struct model *model = loss->compile->model;
    model_term_begin(model, loss->compile->rule, ORIGIN_NONE);
    for (size_t i = 0; i < loss->parts.n; i++) {
        const struct part *part = &loss->parts.v[i];
        if (part->coef == 0) {
            continue;
        }
        if (part->flag.term.v == ID_NONE) {
            model_term_add(model, (int32_t)part->coef, part->literal);
        } else {
            model_term_add_at_least(model, (int32_t)part->coef, part->flag.term,
                                    part->flag.at_least);
        }
    }
    if (model->terms.v[model->terms.n - 1].most > 0) {
        vec_push(&sharing->losses, model_term_end_count(model));
        vec_push(&sharing->alls, loss->all);
    } else {
        model_term_drop(model);
    }
    vec_free(&loss->parts);
}

/* ---- compile: members ---------------------------------------------------------- */

/* Interests count in this unit: 1, unless they are huge. */
static int64_t unit_for(int64_t all)
{
    return all / FAIR_SHARE_ALL_MOST + 1;
}

static void compile_attendees(const struct compile *compile, struct sharing *sharing)
{
    const struct attendance *attendance = &sharing->attendance;
    for (uint32_t i = 0; i < attendance->n_wants; i++) {
        const struct attendance_wants *wants = &attendance->wants[i];
        struct loss loss = {.compile = compile};
        int64_t sum = 0;
        for (uint32_t k = 0; k < wants->n; k++) {
            sum += wants->v[k].weight;
        }
        int64_t unit = unit_for(sum);
        for (uint32_t k = 0; k < wants->n; k++) {
            loss.all += wants->v[k].weight / unit;
            if (!sharing->together) {
                add_missing(sharing, &loss, attendance_group_of(attendance, wants, k),
                            wants->v[k].weight / unit);
            }
        }
        if (sharing->together) {
            add_wants_together(sharing, &loss, wants, unit);
        }
        end_loss(sharing, &loss);
    }
}

/* The events of one member; the interest in them is what it can lose. */
static void compile_events(const struct compile *compile, struct sharing *sharing,
                           const bool *concerned)
{
    struct attendance *attendance = &sharing->attendance;
    struct loss loss = {.compile = compile};
    int64_t sum = 0;
    for (uint32_t g = 0; g < attendance->n_groups; g++) {
        const struct attendance_group *group = &attendance->groups[g];
        sum += concerned[group->event.v] ? group->interest * group->attendees : 0;
    }
    int64_t unit = unit_for(sum);
    for (uint32_t g = 0, next = 0; g < attendance->n_groups; g = next) {
        struct attendance_group *group = &attendance->groups[g];
        int64_t interest = 0;
        for (next = g;
             next < attendance->n_groups && attendance_is_alike(group, &attendance->groups[next]);
             next++) {
            interest +=
                attendance->groups[next].interest / unit * attendance->groups[next].attendees;
        }
        if (concerned[group->event.v]) {
            loss.all += interest;
            add_missing(sharing, &loss, group, interest);
        }
    }
    end_loss(sharing, &loss);
}

/* Calls `compile_member` with the events of each BoF or newcomer. */
static void each_member(const struct compile *compile, struct sharing *sharing, bool bofs,
                        void (*compile_member)(const struct compile *compile,
                                               struct sharing *sharing, const bool *concerned))
{
    const struct problem *problem = compile->problem;
    bool *concerned = base_alloc_zero(problem->n_events, sizeof(*concerned));
    for (uint32_t i = 0; i < (bofs ? problem->n_events : problem->n_people); i++) {
        bool any = false;
        for (uint32_t e = 0; e < problem->n_events; e++) {
            const struct event *event = &problem->events[e];
            concerned[e] = bofs ? e == i && fair_share_is_bof(problem, event)
                                : fair_share_is_newcomer(&problem->people[i]) &&
                                      fair_share_has_person(event, i);
            any = any || concerned[e];
        }
        if (any) {
            compile_member(compile, sharing, concerned);
        }
    }
    base_free(concerned);
}

static void charge_steps(const struct compile *compile, const struct sharing *sharing)
{
    struct model *model = compile->model;
    int64_t percent = fair_share_step(compile->setting);
    for (int64_t from = 0; from < FAIR_SHARE_PERCENT; from += percent) {
        uint32_t n = 0;
        model_term_begin(model, compile->rule, ORIGIN_NONE);
        for (size_t i = 0; i < sharing->losses.n; i++) {
            struct term_id loss = sharing->losses.v[i];
            int64_t at_least = from * sharing->alls.v[i] / FAIR_SHARE_PERCENT + 1;
            if (at_least <= model->terms.v[loss.v].most) {
                model_term_add_at_least(model, 1, loss, (int32_t)at_least);
                n++;
            }
        }
        if (n == 0) {
            model_term_drop(model);
            return;
        }
        model_term_end_cost(model, compile->level, model_cost_any,
                            compile->setting->strength.weight);
    }
}

/* ---- compile: hard --------------------------------------------------------------- */

static void forbid_events(const struct compile *compile, struct sharing *sharing,
                          const bool *concerned)
{
    const struct attendance *attendance = &sharing->attendance;
    for (uint32_t g = 0; g < attendance->n_groups; g++) {
        const struct attendance_group *group = &attendance->groups[g];
        for (uint32_t i = 0; concerned[group->event.v] && i < group->n_better; i++) {
            struct member pair[2] = {attendance_member(group->event),
                                     attendance_member(group->better[i])};
            terms_forbid_overlap(compile, pair, 2, ORIGIN_NONE);
        }
    }
}

static void forbid_attendees(const struct compile *compile, const struct attendance *attendance)
{
    VEC(struct member) members = {0};
    for (uint32_t i = 0; i < attendance->n_wants; i++) {
        vec_clear(&members);
        for (uint32_t k = 0; k < attendance->wants[i].n; k++) {
            vec_push(&members, attendance_member(attendance->wants[i].v[k].event));
        }
        terms_forbid_overlap(compile, members.v, (uint32_t)members.n, ORIGIN_NONE);
    }
    vec_free(&members);
}

static void find_starts(const struct compile *compile, struct sharing *sharing)
{
    const struct attendance *attendance = &sharing->attendance;
    sharing->together = attendance_starts_together(attendance);
    for (uint32_t g = 0; g < attendance->n_groups && sharing->together; g++) {
        if (g == 0 || attendance->groups[g].event.v != attendance->groups[g - 1].event.v) {
            terms_add_starts(compile, attendance_member(attendance->groups[g].event),
                             &sharing->starts);
        }
    }
    terms_sort_times(&sharing->starts);
}

void fair_share_compile(const struct compile *compile)
{
    const struct value *of = attrs_find(&compile->setting->params, "of");
    bool bofs = of != NULL && strcmp(of->as.text, "bofs") == 0;
    bool attendees = of == NULL || strcmp(of->as.text, "attendees") == 0;
    bool hard = compile->setting->strength.kind == STRENGTH_HARD;
    struct sharing sharing = {0};
    attendance_init(&sharing.attendance, compile);
    if (hard && attendees) {
        forbid_attendees(compile, &sharing.attendance);
    } else if (hard) {
        each_member(compile, &sharing, bofs, forbid_events);
    } else if (compile->setting->strength.weight > 0) {
        find_starts(compile, &sharing);
        if (attendees) {
            compile_attendees(compile, &sharing);
        } else {
            each_member(compile, &sharing, bofs, compile_events);
        }
        charge_steps(compile, &sharing);
    }
    attendance_free(&sharing.attendance);
    vec_free(&sharing.starts);
    vec_free(&sharing.losses);
    vec_free(&sharing.alls);
}
