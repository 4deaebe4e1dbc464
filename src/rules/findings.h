/* What audit halves share: overlaps of placed events, counted from times alone. Compile halves
 * never use it. */
#ifndef RULES_FINDINGS_H
#define RULES_FINDINGS_H

#include "core/rule.h"

/* How much of an overlap of `overlap_min` minutes (> 0) counts: 1 when pairs are counted, else its
 * ticks, a tick begun counting whole. `per` is the rule's parameter "per" ("auto", "pair", "tick").
 */
int64_t findings_overlap_count(const struct problem *problem, const char *per, int32_t overlap_min);
/* Whether the parameter "per" is "window". */
bool findings_is_per_window(const struct rule_setting *setting);
/* The text of the parameter, `usual` when it is not given. */
const char *findings_text_param(const struct rule_setting *setting, const char *name,
                                const char *usual);
bool findings_is_placed(const struct audit *audit, struct event_id event);
/* Placed, and not fixed: what placement rules judge. */
bool findings_is_judged(const struct audit *audit, struct event_id event);
struct interval findings_span(const struct audit *audit, struct event_id event);
struct room_id findings_room(const struct audit *audit, struct event_id event);
/* The ticks of the event, one begun counting whole. */
int64_t findings_event_ticks(const struct audit *audit, struct event_id event);
/* What a pair counts: 1, or the ticks of both events when the parameter `per` is tick. */
int64_t findings_count_both(const struct audit *audit, struct event_id a, struct event_id b);
/* Minutes that two placed events share; 0: none. */
int32_t findings_shared_min(const struct audit *audit, struct event_id a, struct event_id b);

/* "Thu 24 Oct, 16:15" in the score's arena. */
const char *findings_when(const struct audit *audit, int32_t time_min);
/* The date (days since 1970-01-01) that a placed event counts for: problem_date_at() its start. */
int32_t findings_date(const struct audit *audit, struct event_id event);
/* "Thu 24 Oct", in the score's arena. */
const char *findings_day_name(const struct audit *audit, int32_t day_number);
/* The dates of the placed ones among the events, ascending, each once, in the score's arena. */
const int32_t *findings_dates(const struct audit *audit, const struct event_id *events, uint32_t n,
                              uint32_t *n_dates);
/* "Thu 24 Oct, Fri 25 Oct and Sat 26 Oct"; n ≥ 1. */
const char *findings_day_names(const struct audit *audit, const int32_t *dates, uint32_t n);
/* A violation that is about the placed ones among the events; at least one is. */
struct violation findings_several(const struct audit *audit, const struct event_id *events,
                                  uint32_t n, int64_t count);
/* "'PVH Deep Dive'", in the score's arena. */
const char *findings_title(const struct audit *audit, struct event_id event);
/* The room's name, or "its place" for what is off-site. */
const char *findings_room_name(const struct audit *audit, struct room_id room);

/* A violation of one placed event at its room and time, or of two placed ones at the time they
 * share (else from the end of the first to the start of the second); the rest is for the rule to
 * fill in. */
struct violation findings_one(const struct audit *audit, struct event_id event, int64_t count);
struct violation findings_two(const struct audit *audit, struct event_id a, struct event_id b,
                              int64_t count);
/* Reports every two of the events (ascending, each once) that share time; `both` and `name` go into
 * "…, and both are of track 'Core'.". */
void findings_parallel(const struct audit *audit, struct strength strength, const char *per,
                       const struct event_id *events, uint32_t n, const char *both,
                       const char *name);

/* Reports every two placed events that share time, once for each thing that they have in common:
 * common() says the number i ≥ 0 of these, "are in English"; NULL: there are no more. How much an
 * overlap counts is the rule's parameter `per`; which share time, `beside`. */
void findings_apart(const struct audit *audit,
                    const char *(*common)(const struct audit *audit, struct event_id a,
                                          struct event_id b, uint32_t i));

/* The name of the number i ≥ 0 of the tags of that group that both events carry; NULL: there are no
 * more. */
const char *findings_shared_tag(const struct audit *audit, struct event_id a, struct event_id b,
                                const char *group, uint32_t i);

/* One whose keys concern an event: itself (index 0), its people, its track, its kind. False: past
 * the last. */
struct findings_owner {
    const struct attrs *attrs;
    struct person_id person; /* ID_NONE: not a person; of track and kind likewise */
    struct track_id track;
    struct kind_id kind;
};
bool findings_owner_at(const struct audit *audit, struct event_id event, uint32_t index,
                       struct findings_owner *owner);
/* "the event itself", "Jo Doe", "track 'Core'", "every talk", in the score's arena. */
const char *findings_who(const struct audit *audit, const struct findings_owner *owner);
/* Calls judge() for each owner of each event that placement rules judge. */
void findings_judge_owners(const struct audit *audit,
                           void (*judge)(const struct audit *audit, struct event_id event,
                                         const struct findings_owner *owner));
/* Reports one violation of what `owner` asks for at `at`; with the parameter `per` tick it counts
 * the ticks of the event. */
void findings_report_owner(const struct audit *audit, struct event_id event,
                           const struct findings_owner *owner, struct src_span at,
                           const char *message);
bool findings_lists(struct text_list list, const char *text);
/* Whether `events` (VALUE_EVENTS or VALUE_AFTER; NULL: none) has `event`. */
bool findings_names(const struct value *events, struct event_id event);

#endif
