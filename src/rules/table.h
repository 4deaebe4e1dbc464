/* The rules that are built: each is one file of this directory, named as its id with _ for -. */
#ifndef RULES_TABLE_H
#define RULES_TABLE_H

#include "core/rule.h"

extern const struct rule rule_room_open;
extern const struct rule rule_kind_window;
extern const struct rule rule_speaker_available;
extern const struct rule rule_room_features;
extern const struct rule rule_window_tags;
extern const struct rule rule_pinned;
extern const struct rule rule_room_capacity;
extern const struct rule rule_preferred_time;
extern const struct rule rule_avoided_time;
extern const struct rule rule_preferred_room;
extern const struct rule rule_avoided_room;
extern const struct rule rule_unscheduled;
extern const struct rule rule_room_clash;
extern const struct rule rule_speaker_clash;
extern const struct rule rule_not_parallel;
extern const struct rule rule_after;
extern const struct rule rule_plenary;
extern const struct rule rule_track_parallel;
extern const struct rule rule_tag_parallel;
extern const struct rule rule_bof_clash;
extern const struct rule rule_attendee_clash;

#endif
