/* Events stay clear of times that are better avoided.
 *
 * Placement: weight for each of event, people, track and kind that avoids times T when [s, s +
 * len_e) meets T. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {KEYS_PER_EVENT};
static const struct rule_key keys[] = {KEYS_AVOIDS};

static int64_t count_owner(const struct attrs *attrs, const void *context)
{
    const struct interval *span = context;
    const struct value *avoids = attrs_find(attrs, "avoids");
    return avoids != NULL &&
           intervals_overlap(avoids->as.wishes.times, span->from_min, span->to_min);
}

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    int32_t end_min = placement.start_min + problem->events[event.v].duration_min;
    struct interval span = {placement.start_min, end_min};
    return terms_count_event(problem, setting, event,
                             terms_count_owners(problem, event, count_owner, &span));
}

static bool meets(const struct intervals *times, struct interval span)
{
    for (uint32_t i = 0; i < times->n; i++) {
        if (times->v[i].from_min < span.to_min && span.from_min < times->v[i].to_min) {
            return true;
        }
    }
    return false;
}

static void judge(const struct audit *audit, struct event_id event,
                  const struct findings_owner *owner)
{
    const struct value *avoids = attrs_find(owner->attrs, "avoids");
    if (avoids == NULL || !meets(&avoids->as.wishes.times, findings_span(audit, event))) {
        return;
    }
    const char *message = arena_print(
        &audit->score->arena, "%s is at %s, a time that %s would rather avoid.",
        findings_title(audit, event), findings_when(audit, findings_span(audit, event).from_min),
        findings_who(audit, owner));
    findings_report_owner(audit, event, owner, avoids->at, message);
}

static void audit_rule(const struct audit *audit)
{
    findings_judge_owners(audit, judge);
}

const struct rule rule_avoided_time = {
    .id = "avoided-time",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_SOFT, 20},
    .sentence = "Events stay clear of the times that they, their speakers, track or kind would "
                "rather avoid.",
    .formula = "for each event: 1 for each of itself, its people, its track and its kind whose "
               "avoided times overlap "
               "the event, however briefly; per: tick: the ticks of the event for each of these",
    .unit = "wish that is not met, or wish and tick",
    .example = "speakers:\n"
               "  - name: Jo Doe\n"
               "    avoids: {times: [2026-05-15 17:00-19:00]}\n",
    .origin = "OptaPlanner, CoSPLib, IETF",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_TIME,
    .audit = audit_rule,
};
