/* Who takes part from afar does so at hours that are comfortable there.
 *
 * Placement, for each speaker with a zone: 0 when every minute of [s, s + len_e) lies in the good
 * hours of that zone, else `less` when it lies in the bearable ones, else `worse`. Between two
 * changes of a zone's clocks local time runs evenly, so that whole pieces are compared. */
#include "rules/findings.h"
#include "rules/table.h"

enum { DAY_MIN = 1440 };

static const struct rule_param params[] = {
    {"good", VALUE_HOURS, NULL, "08:00-20:00", "hours of the speaker's day that cost nothing"},
    {"bearable", VALUE_HOURS, NULL, "06:00-23:00", "hours that cost `less`"},
    {"less", VALUE_NUMBER, NULL, "1", "what an event in bearable hours counts"},
    {"worse", VALUE_NUMBER, NULL, "10", "what an event at other hours counts"},
};
static const struct rule_key keys[] = {
    {"timezone", RULE_ON_PERSON, VALUE_TEXT, "the zone from which the person takes part"},
};
static const struct interval usual_good = {8 * 60, 20 * 60};
static const struct interval usual_bearable = {6 * 60, 23 * 60};

/* ---- placements ------------------------------------------------------------ */

static struct interval band_of(const struct rule_setting *setting, const char *name,
                               struct interval usual)
{
    const struct value *given = attrs_find(&setting->params, name);
    return given == NULL ? usual : given->as.hours;
}

static int64_t number_of(const struct rule_setting *setting, const char *name, int64_t usual)
{
    const struct value *given = attrs_find(&setting->params, name);
    return given == NULL ? usual : given->as.number;
}

/* Whether the piece, during which the clocks run evenly, lies in the band of some local day. */
static bool piece_lies_in(struct interval band, int32_t offset_min, int32_t from_min,
                          int32_t to_min)
{
    int32_t past_min = (from_min + offset_min - band.from_min) % DAY_MIN;
    past_min += past_min < 0 ? DAY_MIN : 0;
    int32_t length_min = band.to_min - band.from_min;
    return length_min >= DAY_MIN || past_min + (to_min - from_min) <= length_min;
}

static bool lies_in(const struct zone *zone, struct interval band, int32_t from_min, int32_t to_min)
{
    for (uint32_t i = 0; i < zone->n_shifts; i++) {
        int32_t since = i == 0 ? from_min : zone->shifts[i].from_min;
        int32_t until = i + 1 < zone->n_shifts ? zone->shifts[i + 1].from_min : to_min;
        since = since > from_min ? since : from_min;
        until = until < to_min ? until : to_min;
        if (since < until && !piece_lies_in(band, zone->shifts[i].offset_min, since, until)) {
            return false;
        }
    }
    return true;
}

static bool concerns(const struct problem *problem, struct event_id event)
{
    const struct event *one = &problem->events[event.v];
    for (uint32_t i = 0; i < one->n_people; i++) {
        if (problem->people[one->people[i].v].zone != NULL) {
            return true;
        }
    }
    return false;
}

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    const struct event *one = &problem->events[event.v];
    int32_t end_min = placement.start_min + one->duration_min;
    int64_t count = 0;
    for (uint32_t i = 0; i < one->n_people; i++) {
        const struct zone *zone = problem->people[one->people[i].v].zone;
        if (zone == NULL ||
            lies_in(zone, band_of(setting, "good", usual_good), placement.start_min, end_min)) {
            continue;
        }
        bool bearable = lies_in(zone, band_of(setting, "bearable", usual_bearable),
                                placement.start_min, end_min);
        count += bearable ? number_of(setting, "less", 1) : number_of(setting, "worse", 10);
    }
    return count;
}

/* ---- audit ----------------------------------------------------------------- */

/* Minute by minute, as the clock on the wall shows it. */
static bool is_within(const struct zone *zone, const struct interval *hours, struct interval span)
{
    for (int32_t t = span.from_min; t < span.to_min; t++) {
        int32_t clock_min = calendar_minute_of_day(zone, t);
        bool today = hours->from_min <= clock_min && clock_min < hours->to_min;
        bool of_eve = hours->from_min <= clock_min + DAY_MIN && clock_min + DAY_MIN < hours->to_min;
        if (!today && !of_eve) {
            return false;
        }
    }
    return true;
}

static void judge(const struct audit *audit, struct event_id event, struct person_id person)
{
    const struct attrs *given = &audit->setting->params;
    const struct person *who = &audit->problem->people[person.v];
    const struct value *good = attrs_find(given, "good");
    const struct value *bearable = attrs_find(given, "bearable");
    const struct value *less = attrs_find(given, "less");
    const struct value *worse = attrs_find(given, "worse");
    struct interval span = findings_span(audit, event);
    if (is_within(who->zone, good == NULL ? &usual_good : &good->as.hours, span)) {
        return;
    }
    bool fair =
        is_within(who->zone, bearable == NULL ? &usual_bearable : &bearable->as.hours, span);
    int64_t count =
        fair ? (less == NULL ? 1 : less->as.number) : (worse == NULL ? 10 : worse->as.number);
    if (count == 0) {
        return;
    }
    struct violation violation = findings_one(audit, event, count);
    violation.people[violation.n_people++] = person;
    violation.message = arena_print(
        &audit->score->arena, "%s is at %s, which is %s for %s (%s): %s.",
        findings_title(audit, event), findings_when(audit, span.from_min),
        calendar_print_clock(&audit->score->arena, who->zone, span.from_min), who->name,
        who->zone->name, fair ? "not a good hour, but a bearable one" : "not a bearable hour");
    rule_report(audit, audit->setting->strength, violation);
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        const struct event *event = &audit->problem->events[i];
        for (uint32_t k = 0; k < event->n_people; k++) {
            if (findings_is_judged(audit, (struct event_id){i}) &&
                audit->problem->people[event->people[k].v].zone != NULL) {
                judge(audit, (struct event_id){i}, event->people[k]);
            }
        }
    }
}

const struct rule rule_comfortable_hours = {
    .id = "comfortable-hours",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "Those who take part from another time zone do so at comfortable hours.",
    .formula = "for each event and each of its speakers who has a time zone: 0 if all of it lies "
               "in the good hours "
               "of that zone, else `less` if all of it lies in the bearable hours, else `worse`; "
               "hours may run past "
               "24:00",
    .unit = "point of discomfort",
    .example = "speakers: [{name: Jo Doe, timezone: America/New_York}]\n"
               "rules:\n"
               "  comfortable-hours: {strength: 5, good: 08:00-20:00, bearable: 06:00-23:00}\n",
    .origin = "virtual conferences: CoSPLib (time zones), IETF",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_TIME,
    .concerns = concerns,
    .audit = audit_rule,
};
