#include "rules/table.h"

#include <string.h>

/* The order of reports and of docs/rules.md: where an event may be, what one wishes, what goes
 * together. */
static const struct rule *const table[] = {
    &rule_room_open,      &rule_kind_window,    &rule_speaker_available, &rule_room_features,
    &rule_window_tags,    &rule_pinned,         &rule_room_capacity,     &rule_preferred_time,
    &rule_avoided_time,   &rule_preferred_room, &rule_avoided_room,      &rule_unscheduled,
    &rule_room_clash,     &rule_speaker_clash,  &rule_not_parallel,      &rule_after,
    &rule_plenary,        &rule_track_parallel, &rule_tag_parallel,      &rule_bof_clash,
    &rule_attendee_clash,
};

static const struct later_rule later_rules[] = {
    {"comfortable-hours"}, {"published-time"}, {"published-room"}, {"speaker-day-limit"},
    {"speaker-same-day"},  {"speaker-span"},   {"order-in-track"}, {"multi-part"},
    {"cell-cost"},         {"similar-tracks"}, {"track-one-room"}, {"track-contiguous"},
    {"window-one-track"},  {"chair-clash"},    {"level-flow"},     {"level-mix"},
    {"language-mix"},      {"audience-mix"},   {"same-day"},       {"popular-big-room"},
    {"crowd-control"},     {"spread-repeats"}, {"no-gaps"},        {"fair-share"},
};

static const struct rule_key later_keys[] = {
    {"level", RULE_ON_EVENT, VALUE_NUMBER, "1 beginner … 3 expert"},
    {"position", RULE_ON_EVENT, VALUE_TEXT, "first or last"},
    {"parts", RULE_ON_EVENT, VALUE_NUMBER, "pieces that follow each other in one room"},
    {"repeats", RULE_ON_EVENT, VALUE_NUMBER, "how often the event is held"},
    {"similar_to", RULE_ON_TRACK, VALUE_WEIGHTS,
     "tracks that are better not parallel, with weights"},
    {"max_per_day", RULE_ON_PERSON, VALUE_NUMBER, "at most so many events on one day"},
    {"timezone", RULE_ON_PERSON, VALUE_TEXT, "the zone from which the person takes part"},
};

uint32_t rule_table_count(void)
{
    return (uint32_t)BASE_COUNT(table);
}

const struct rule *rule_table_at(uint32_t index)
{
    BUG_UNLESS(index < BASE_COUNT(table));
    return table[index];
}

uint32_t rule_table_find(const char *id)
{
    for (uint32_t i = 0; i < BASE_COUNT(table); i++) {
        if (strcmp(table[i]->id, id) == 0) {
            return i;
        }
    }
    return ID_NONE;
}

bool rule_table_is_later(const char *id)
{
    for (size_t i = 0; i < BASE_COUNT(later_rules); i++) {
        if (strcmp(later_rules[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

const struct rule_key *rule_table_later_keys(uint32_t *n)
{
    *n = (uint32_t)BASE_COUNT(later_keys);
    return later_keys;
}
