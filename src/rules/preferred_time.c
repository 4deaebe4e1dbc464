/* Events get the times wished for.
 *
 * Placement: weight for each of event, people, track and kind that wishes for times T when no
 * interval of T contains [s, s + len_e). */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {KEYS_PER_EVENT};
static const struct rule_key keys[] = {KEYS_PREFERS};

static int64_t count_owner(const struct attrs *attrs, const void *context)
{
    const struct interval *span = context;
    const struct value *prefers = attrs_find(attrs, "prefers");
    return prefers != NULL && prefers->as.wishes.times.n > 0 &&
           !intervals_contain(prefers->as.wishes.times, span->from_min, span->to_min);
}

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    int32_t end_min = placement.start_min + problem->events[event.v].duration_min;
    struct interval span = {placement.start_min, end_min};
    return terms_count_event(problem, setting, event,
                             terms_count_owners(problem, event, count_owner, &span));
}

static bool contains(const struct intervals *times, struct interval span)
{
    for (uint32_t i = 0; i < times->n; i++) {
        if (times->v[i].from_min <= span.from_min && span.to_min <= times->v[i].to_min) {
            return true;
        }
    }
    return false;
}

static void judge(const struct audit *audit, struct event_id event,
                  const struct findings_owner *owner)
{
    const struct value *prefers = attrs_find(owner->attrs, "prefers");
    if (prefers == NULL || prefers->as.wishes.times.n == 0 ||
        contains(&prefers->as.wishes.times, findings_span(audit, event))) {
        return;
    }
    const char *message = arena_print(
        &audit->score->arena, "%s is at %s, outside the times wished for by %s.",
        findings_title(audit, event), findings_when(audit, findings_span(audit, event).from_min),
        findings_who(audit, owner));
    findings_report_owner(audit, event, owner, prefers->at, message);
}

static void audit_rule(const struct audit *audit)
{
    findings_judge_owners(audit, judge);
}

const struct rule rule_preferred_time = {
    .id = "preferred-time",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_SOFT, 20},
    .sentence = "Events take place at the times that they, their speakers, track or kind wish for.",
    .formula = "for each event: 1 for each of itself, its people, its track and its kind whose "
               "preferred times do "
               "not contain the whole event; per: tick: the ticks of the event for each of these",
    .unit = "wish that is not met, or wish and tick",
    .example = "speakers:\n"
               "  - name: Jo Doe\n"
               "    prefers: {times: [2026-05-14, morning]}\n",
    .origin = "OptaPlanner, CoSPLib, IETF",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_TIME,
    .audit = audit_rule,
};
