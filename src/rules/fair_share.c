/* The worst-off is as well off as can be: the largest loss of any attendee, BoF or newcomer, in
 * steps, at a level of its own before the usual costs.
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
#include "rules/findings.h"
#include "rules/missed.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <stdlib.h>
#include <string.h>

enum { STEP_USUAL = 10, PERCENT = 100, TOTAL_MOST = 1000000000 };

static const struct rule_param params[] = {
    {"of", VALUE_TEXT, "attendees|bofs|newcomers", "attendees",
     "whose loss: of what an attendee wants; of the interest in a BoF; of the interest in all "
     "events of "
     "a person who is here for the first time"},
    {"step", VALUE_NUMBER, NULL, "10",
     "losses count in steps of so many percent, begun ones whole"},
};

static const struct rule_key keys[] = {
    {"first_time", RULE_ON_PERSON, VALUE_FLAG, "the person speaks here for the first time"},
};

static int64_t step_of(const struct rule_setting *setting)
{
    const struct value *step = attrs_find(&setting->params, "step");
    int64_t percent = step == NULL ? STEP_USUAL : step->as.number;
    return percent < 1 ? 1 : percent > PERCENT ? PERCENT : percent;
}

static bool is_newcomer(const struct person *person)
{
    const struct value *first = attrs_find(&person->attrs, "first_time");
    return first != NULL && first->as.flag;
}

static bool is_bof(const struct problem *problem, const struct event *event)
{
    return strcmp(problem->kinds[event->kind.v].id, "bof") == 0;
}

static bool has_person(const struct event *event, uint32_t person)
{
    bool has = false;
    for (uint32_t i = 0; i < event->n_people && !has; i++) {
        has = event->people[i].v == person;
    }
    return has;
}

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
    struct attendance *attendance;
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

/* Once a threshold and time: less than once an event. */
static void add_wants_together(struct sharing *sharing, struct loss *loss,
                               const struct attendance_wants *wants, int64_t unit)
{
    VEC(struct event_id) events = {0};
    int64_t below = 0;
    for (uint32_t i = 0; i < wants->n; i++) {
        vec_push(&events, wants->v[i].event);
        add_literal(loss, wants->v[i].weight / unit, placed(wants->v[i].event));
    }
    for (uint32_t i = 0; i < wants->n; i++) {
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
    return all / TOTAL_MOST + 1;
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
            concerned[e] = bofs ? e == i && is_bof(problem, event)
                                : is_newcomer(&problem->people[i]) && has_person(event, i);
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
    int64_t percent = step_of(compile->setting);
    for (int64_t from = 0; from < PERCENT; from += percent) {
        uint32_t n = 0;
        model_term_begin(model, compile->rule, ORIGIN_NONE);
        for (size_t i = 0; i < sharing->losses.n; i++) {
            struct term_id loss = sharing->losses.v[i];
            int64_t at_least = from * sharing->alls.v[i] / PERCENT + 1;
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

static void compile_rule(const struct compile *compile)
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

/* ---- audit ------------------------------------------------------------------------ */

/* A member and its loss; the worst one is reported. */
struct member_loss {
    uint32_t member;
    int64_t lost, all, steps;
};

/* The interest that counts: all attendees', or that of one; in all events, in one, or in those of a
 * person. ID_NONE: any. */
struct scope {
    uint32_t attendee, event, person;
};

static bool is_in(const struct problem *problem, const struct scope *scope, uint32_t event)
{
    return (scope->event == ID_NONE || scope->event == event) &&
           (scope->person == ID_NONE || has_person(&problem->events[event], scope->person));
}

static void weigh(const struct audit *audit, const struct scope *scope, int64_t unit,
                  struct member_loss *loss)
{
    const struct problem *problem = audit->problem;
    loss->lost = loss->all = 0;
    bool all = scope->attendee == ID_NONE;
    uint32_t end = all ? problem->n_attendees : scope->attendee + 1;
    for (uint32_t a = all ? 0 : scope->attendee; a < end; a++) {
        const struct attendee *attendee = &problem->attendees[a];
        for (uint32_t i = 0; i < attendee->n_interests; i++) {
            const struct interest *interest = &attendee->interests[i];
            if (is_in(problem, scope, interest->event.v)) {
                bool missed = missed_minutes(audit, attendee, i) > 0;
                loss->all += interest->weight / unit;
                loss->lost += missed ? interest->weight / unit : 0;
            }
        }
    }
}

static void judge(const struct audit *audit, uint32_t member, struct scope scope,
                  struct member_loss *worst)
{
    struct member_loss loss = {.member = member};
    weigh(audit, &scope, 1, &loss);
    if (loss.all >= TOTAL_MOST) {
        weigh(audit, &scope, loss.all / TOTAL_MOST + 1, &loss);
    }
    int64_t percent = step_of(audit->setting);
    if (loss.lost > 0) {
        loss.steps = (loss.lost * PERCENT + percent * loss.all - 1) / (percent * loss.all);
    }
    if (loss.steps > worst->steps) {
        *worst = loss;
    }
}

/* Never names attendees. */
static const char *describe(const struct audit *audit, const char *of,
                            const struct member_loss *loss)
{
    struct arena *arena = &audit->score->arena;
    long long share = (long long)((loss->lost * PERCENT + loss->all / 2) / loss->all);
    if (strcmp(of, "bofs") == 0) {
        return arena_print(arena, "%s loses %lld %% of the interest in it to what runs beside it.",
                           findings_title(audit, (struct event_id){loss->member}), share);
    }
    if (strcmp(of, "newcomers") == 0) {
        return arena_print(
            arena,
            "%s speaks here for the first time, and loses %lld %% of the interest to "
            "what runs at the same time.",
            audit->problem->people[loss->member].name, share);
    }
    return arena_print(arena, "Some attendee misses %lld %% of what they want to see.", share);
}

static void report_worst(const struct audit *audit, const char *of, const struct member_loss *worst)
{
    struct violation violation = {.count = worst->steps, .at = audit->setting->at};
    if (strcmp(of, "bofs") == 0) {
        violation = findings_one(audit, (struct event_id){worst->member}, worst->steps);
    } else if (strcmp(of, "newcomers") == 0) {
        violation.people[violation.n_people++] = (struct person_id){worst->member};
    }
    violation.message = describe(audit, of, worst);
    rule_report(audit, audit->setting->strength, violation);
}

static void audit_rule(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    const char *of = findings_text_param(audit->setting, "of", "attendees");
    struct member_loss worst = {0};
    for (uint32_t a = 0; a < problem->n_attendees && strcmp(of, "attendees") == 0; a++) {
        judge(audit, a, (struct scope){a, ID_NONE, ID_NONE}, &worst);
    }
    for (uint32_t e = 0; e < problem->n_events && strcmp(of, "bofs") == 0; e++) {
        if (is_bof(problem, &problem->events[e])) {
            judge(audit, e, (struct scope){ID_NONE, e, ID_NONE}, &worst);
        }
    }
    for (uint32_t p = 0; p < problem->n_people && strcmp(of, "newcomers") == 0; p++) {
        if (is_newcomer(&problem->people[p])) {
            judge(audit, p, (struct scope){ID_NONE, ID_NONE, p}, &worst);
        }
    }
    if (worst.steps > 0) {
        report_worst(audit, of, &worst);
    }
}

const struct rule rule_fair_share = {
    .id = "fair-share",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .level = RULE_LEVEL_FAIR,
    .sentence = "The attendee, BoF or newcomer who loses most loses as little as possible.",
    .formula =
        "the largest loss of any attendee, BoF or newcomer (`of`), once, in steps of `step` "
        "percent, "
        "begun ones whole; an event is missed by an attendee when one that he wants more (of equal "
        "ones: that is listed before it) overlaps it; an attendee loses his interest in what he "
        "misses, "
        "of all his interest; a BoF, or a newcomer for all his events, the interest of those who "
        "miss "
        "it, of all interest in it; counts at the level `fair`, before the usual costs",
    .unit = "step",
    .example = "attendees:\n"
               "  - {id: a1, interest: {pvh: 80, bof-audio: 40}}\n"
               "rules: {fair-share: {strength: 1, of: attendees, step: 10}}\n",
    .origin = "fair conference scheduling (Patro et al.)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .compile = compile_rule,
    .audit = audit_rule,
};
