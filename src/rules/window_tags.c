/* The window carries the tags that the event, its people, track and kind require, and none that
 * they prohibit.
 *
 * Placement, for each of these owners: |required \ tags_w| + |prohibited ∩ tags_w| = 0, w the
 * window that contains the event; without one room-open complains, not this rule. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_key keys[] = {KEYS_REQUIRES, KEYS_PROHIBITS};

static int64_t count_owner(const struct attrs *attrs, const void *context)
{
    const struct window *window = context;
    const struct value *requires = attrs_find(attrs, "requires");
    const struct value *prohibits = attrs_find(attrs, "prohibits");
    int64_t count = 0;
    for (uint32_t i = 0; requires != NULL && i < requires->as.wishes.tags.n; i++) {
        count += !terms_has_text(window->tags, requires->as.wishes.tags.v[i]);
    }
    for (uint32_t i = 0; prohibits != NULL && i < prohibits->as.wishes.tags.n; i++) {
        count += terms_has_text(window->tags, prohibits->as.wishes.tags.v[i]);
    }
    return count;
}

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    (void)setting;
    if (placement.room.v == ID_NONE) {
        return 0;
    }
    struct window_id window = problem_window_at(problem, placement.room, placement.start_min,
                                                problem->events[event.v].duration_min);
    return window.v == ID_NONE
               ? 0
               : terms_count_owners(problem, event, count_owner, &problem->windows[window.v]);
}

static const struct window *find_window(const struct audit *audit, struct event_id event)
{
    const struct problem *problem = audit->problem;
    struct interval span = findings_span(audit, event);
    for (uint32_t i = 0; i < problem->n_windows; i++) {
        const struct window *window = &problem->windows[i];
        if (window->room.v == findings_room(audit, event).v &&
            window->span.from_min <= span.from_min && window->span.to_min >= span.to_min) {
            return window;
        }
    }
    return NULL;
}

static void judge_tags(const struct audit *audit, struct event_id event,
                       const struct window *window, const struct findings_owner *owner, bool wanted)
{
    const struct value *value = attrs_find(owner->attrs, wanted ? "requires" : "prohibits");
    for (uint32_t i = 0; value != NULL && i < value->as.wishes.tags.n; i++) {
        const char *tag = value->as.wishes.tags.v[i];
        if (findings_lists(window->tags, tag) == wanted) {
            continue;
        }
        const char *message = arena_print(
            &audit->score->arena, "%s is at %s, which is %s'%s', but %s %s.",
            findings_title(audit, event),
            findings_when(audit, findings_span(audit, event).from_min), wanted ? "not " : "", tag,
            findings_who(audit, owner), wanted ? "needs that" : "rules that out");
        findings_report_owner(audit, event, owner, value->at, message);
    }
}

static void judge(const struct audit *audit, struct event_id event,
                  const struct findings_owner *owner)
{
    const struct window *window = find_window(audit, event);
    if (window != NULL) {
        judge_tags(audit, event, window, owner, true);
        judge_tags(audit, event, window, owner, false);
    }
}

static void audit_rule(const struct audit *audit)
{
    findings_judge_owners(audit, judge);
}

const struct rule rule_window_tags = {
    .id = "window-tags",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_HARD, 0},
    .sentence = "Events get times that carry the tags they require, and none that they prohibit.",
    .formula =
        "for each event: required tags that its window does not carry, plus prohibited ones that "
        "it does; "
        "what the event, each of its people, its track and its kind ask for is counted separately",
    .unit = "tag missing or unwanted",
    .example = "windows:\n"
               "  - {id: siesta, date: 2026-05-14, time: 13:30-14:30, tags: [after-lunch]}\n"
               "talks:\n"
               "  - {title: Dry Theory, prohibits: {tags: [after-lunch]}}\n",
    .origin = "OptaPlanner (timeslot tags)",
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_WINDOW,
    .audit = audit_rule,
};
