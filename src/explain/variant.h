/* A copy of a problem that may be changed: what if this demand were not there, this person free,
 * this room twice?
 *
 * Its rooms, walks, windows, people, events and rule settings are the copy's own and may be
 * written to; the rest is shared with the original, which must outlive it. All memory is the
 * arena's; never problem_free() a variant. Ids are those of the original. */
#ifndef EXPLAIN_VARIANT_H
#define EXPLAIN_VARIANT_H

#include "confab/problem.h"

struct problem variant_create(struct arena *arena, const struct problem *problem);

/* Soft rules count nothing any more, and the costs of optional events are gone: what is left is
 * whether all that is mandatory can be held. */
void variant_drop_wishes(struct arena *arena, struct problem *variant);
/* The rule says nothing any more. */
void variant_turn_off(struct arena *arena, struct problem *variant, uint32_t rule);
/* What the rule finds about these events, and no others, is accepted. */
void variant_waive(struct arena *arena, struct problem *variant, uint32_t rule,
                   const struct event_id *events, uint32_t n);
/* The rule (of RULE_ABOUT_PERSON, RULE_ABOUT_ROOM) says nothing about that one. */
void variant_spare_person(struct arena *arena, struct problem *variant, uint32_t rule,
                          struct person_id person);
void variant_spare_room(struct arena *arena, struct problem *variant, uint32_t rule,
                        struct room_id room);
/* The room's hours are no limit in that time: events start on the grid, counted from its begin,
 * whatever windows there are. Where room-open is soft they cost what it says. */
void variant_lift_span(struct arena *arena, struct problem *variant, struct room_id room,
                       struct interval span);
/* The room's hours on that day are no limit: events start at any time of the grid, from midnight to
 * midnight, whatever windows there are. */
void variant_lift_hours(struct arena *arena, struct problem *variant, struct room_id room,
                        struct day_id day);
/* The events gone[n_events] are never placed, and need not be. */
void variant_remove_events(struct arena *arena, struct problem *variant, const bool *gone);
/* The event may be left out, at no cost. */
void variant_make_optional(struct problem *variant, struct event_id event);
/* The person is free in that time too. Nothing when they always are. */
void variant_free_person(struct arena *arena, struct problem *variant, struct person_id person,
                         struct interval span);
/* The person is not free in that time. */
void variant_occupy_person(struct arena *arena, struct problem *variant, struct person_id person,
                           struct interval span);
/* The event is at that time (CALENDAR_NO_TIME: at any) and in that room (ID_NONE: in any). It must
 * not be fixed; the rule `pinned` becomes hard when it is not (then what is pinned elsewhere is
 * too). */
void variant_pin_event(struct arena *arena, struct problem *variant, struct event_id event,
                       struct pin pin);
/* Another room, with all features, no limit of seats and these windows (ascending; their room does
 * not matter); rules by room do not know it. Its walks are those of room 0. */
struct room_id variant_add_room(struct arena *arena, struct problem *variant, const char *name,
                                const struct window *windows, uint32_t n_windows);
/* Another window; it must not overlap one of its room. */
void variant_add_window(struct arena *arena, struct problem *variant, struct window window);

#endif
