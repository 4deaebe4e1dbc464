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

#endif
