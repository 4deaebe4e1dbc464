/* The worst-off is as well off as can be: the largest loss of any attendee, BoF or newcomer, in
 * steps, at a level of its own before the usual costs. The encoding is in fair_share_compile.c. */
#include "rules/fair_share.h"

#include "rules/findings.h"
#include "rules/missed.h"
#include "rules/table.h"

#include <string.h>

enum { STEP_USUAL = 10 };

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

int64_t fair_share_step(const struct rule_setting *setting)
{
    const struct value *step = attrs_find(&setting->params, "step");
    int64_t percent = step == NULL ? STEP_USUAL : step->as.number;
    return percent < 1 ? 1 : percent > FAIR_SHARE_PERCENT ? FAIR_SHARE_PERCENT : percent;
}

bool fair_share_is_newcomer(const struct person *person)
{
    const struct value *first = attrs_find(&person->attrs, "first_time");
    return first != NULL && first->as.flag;
}

bool fair_share_is_bof(const struct problem *problem, const struct event *event)
{
    return strcmp(problem->kinds[event->kind.v].id, "bof") == 0;
}

bool fair_share_has_person(const struct event *event, uint32_t person)
{
    bool has = false;
    for (uint32_t i = 0; i < event->n_people && !has; i++) {
        has = event->people[i].v == person;
    }
    return has;
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
           (scope->person == ID_NONE ||
            fair_share_has_person(&problem->events[event], scope->person));
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
    if (loss.all >= FAIR_SHARE_ALL_MOST) {
        weigh(audit, &scope, loss.all / FAIR_SHARE_ALL_MOST + 1, &loss);
    }
    int64_t percent = fair_share_step(audit->setting);
    if (loss.lost > 0) {
        loss.steps =
            (loss.lost * FAIR_SHARE_PERCENT + percent * loss.all - 1) / (percent * loss.all);
    }
    /* Of those within the last step, the one who loses the largest share. */
    bool more = loss.steps == worst->steps && loss.steps > 0 &&
                loss.lost * worst->all > worst->lost * loss.all;
    if (loss.steps > worst->steps || more) {
        *worst = loss;
    }
}

/* Never names attendees. */
static const char *describe(const struct audit *audit, const char *of,
                            const struct member_loss *loss)
{
    struct arena *arena = &audit->score->arena;
    long long share = (long long)((loss->lost * FAIR_SHARE_PERCENT + loss->all / 2) / loss->all);
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
        if (fair_share_is_bof(problem, &problem->events[e])) {
            judge(audit, e, (struct scope){ID_NONE, e, ID_NONE}, &worst);
        }
    }
    for (uint32_t p = 0; p < problem->n_people && strcmp(of, "newcomers") == 0; p++) {
        if (fair_share_is_newcomer(&problem->people[p])) {
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
    .level = LEVEL_FAIR,
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
    .compile = fair_share_compile,
    .audit = audit_rule,
};
