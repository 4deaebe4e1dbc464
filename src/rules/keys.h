/* Keys and parameters that several rules declare, alike. */
#ifndef RULES_KEYS_H
#define RULES_KEYS_H

#include "core/rule.h"

#define KEYS_WHO (RULE_ON_EVENT | RULE_ON_PERSON | RULE_ON_TRACK | RULE_ON_KIND)

#define KEYS_REQUIRES                                                                                \
    {                                                                                                \
        "requires", KEYS_WHO, VALUE_DEMANDS,                                                         \
            "{features: […], tags: […]}: what the room must have, and the tags its window must " \
            "carry"                                                                                  \
    }
#define KEYS_PROHIBITS                                                                              \
    {                                                                                               \
        "prohibits", KEYS_WHO, VALUE_DEMANDS,                                                       \
            "{features: […], tags: […]}: what the room must not have, and the tags its window " \
            "must not carry"                                                                        \
    }
#define KEYS_PREFERS                                                                               \
    {                                                                                              \
        "prefers", KEYS_WHO, VALUE_WISHES,                                                         \
            "{times: […], rooms: […], features: […]}: wished for; times are dates, times, "  \
            "windows "                                                                             \
            "or window tags"                                                                       \
    }
#define KEYS_AVOIDS                                                                                   \
    {                                                                                                 \
        "avoids", KEYS_WHO, VALUE_WISHES,                                                             \
            "{times: […], rooms: […], features: […]}: not wished for; times are dates, times, " \
            "windows or window tags"                                                                  \
    }
#define KEYS_PUBLISHED                                                                             \
    {                                                                                              \
        "published", RULE_ON_EVENT, VALUE_PIN,                                                     \
            "{start: 2026-05-14 16:15, room: main}: what has been announced; either or both"       \
    }
#define KEYS_LEVEL                                                                                 \
    {                                                                                              \
        "level", RULE_ON_EVENT, VALUE_NUMBER, "1 beginner … 3 expert"                            \
    }
#define KEYS_GROUP(usual)                                                                          \
    {                                                                                              \
        "group", VALUE_TEXT, NULL, usual, "the group of tags that is meant"                        \
    }
#define KEYS_PER(usual)                                                                            \
    {                                                                                              \
        "per", VALUE_TEXT, "auto|pair|tick", usual,                                                \
            "what counts once: a pair of overlapping events, or each tick of their overlap; auto " \
            "is pair where all starts are aligned, else tick"                                      \
    }
#define KEYS_PER_WINDOW(usual)                                                                     \
    {                                                                                              \
        "per", VALUE_TEXT, "auto|pair|tick|window", usual,                                         \
            "what counts once: a pair of overlapping events, or each tick of their overlap; auto " \
            "is pair where all starts are aligned, else tick; window: what is in windows of "      \
            "different rooms that begin and end together or share a name, whatever its times"      \
    }
#define KEYS_PER_EVENT                                                                             \
    {                                                                                              \
        "per", VALUE_TEXT, "event|tick", "event",                                                  \
            "what a wish that is not met counts: once, or each tick of the event"                  \
    }
#define KEYS_PER_BOTH                                                                              \
    {                                                                                              \
        "per", VALUE_TEXT, "pair|tick", "pair",                                                    \
            "what a pair counts: once, or each tick of the one and of the other event"             \
    }
#define KEYS_BESIDE                                                                                \
    {                                                                                              \
        "beside", VALUE_TEXT, "overlap|start", "overlap",                                          \
            "which events run at the same time: all that overlap, or those that start and end "    \
            "together"                                                                             \
    }

#endif
