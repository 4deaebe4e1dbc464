/* Synthetic conferences: problems of any size that have a timetable, for benchmarks and tests.
 *
 * A hidden timetable is made first; lengths, speakers, their absences and what talks ask of rooms
 * are then chosen so that it stays valid. The same options give the same bytes on any machine. */
#ifndef CONFAB_GENERATE_H
#define CONFAB_GENERATE_H

#include "confab/diag.h"

/* What a problem file may hold, as far as it bounds these options. */
enum {
    GENERATE_MOST_TALKS = 20000,
    GENERATE_MOST_SPEAKERS = 2 * GENERATE_MOST_TALKS,
    GENERATE_MOST_ROOMS = 1000,
    GENERATE_MOST_DAYS = 100,
    GENERATE_MOST_SLOTS = 1000,
    GENERATE_MOST_HOURS = 24,
    GENERATE_MOST_TRACKS = 1000,
    GENERATE_MOST_ATTENDEES = 200000,
    GENERATE_MOST_WISHES = 1000,
    GENERATE_MOST_MINUTES = 1440, /* of a talk */
    GENERATE_MOST_TAGS = 99,      /* in a group */
    GENERATE_MOST_WEIGHT = 1000000,
    GENERATE_GROUPS_MAX = 16,
    GENERATE_GROUP_BYTES = 20,
};

/* Every talk has least to most of the group's tags. */
struct generate_tag_group {
    char name[GENERATE_GROUP_BYTES];
    uint32_t count; /* tags in it: 1 … GENERATE_MOST_TAGS */
    uint32_t weight;
    uint32_t least, most; /* ≤ count */
};

/* 0 where not said otherwise: what suits the other options. Numbers beyond the bounds above are
 * bugs of the caller. */
struct generate_options {
    uint64_t seed; /* any number is one */
    uint32_t talks, rooms, days;
    uint32_t slots;                     /* in each room, over all days; or */
    uint32_t hours;                     /* each room is open on each day */
    uint32_t granularity_min;           /* divides 60 */
    uint32_t shortest_min, longest_min; /* of a talk; both or none */
    uint32_t fill_percent;              /* of the rooms' time (or of the slots) that talks take */
    uint32_t tracks;                    /* 0: talks have none */
    struct generate_tag_group tag_groups[GENERATE_GROUPS_MAX];
    uint32_t n_tag_groups;
    uint32_t speakers;
    uint32_t unavailable_percent; /* of the speakers: away for a third of the time */
    bool rooms_differ;            /* capacities and features, and talks that ask for them */
    uint32_t attendees;           /* 0: nobody's wishes are known */
    uint32_t wishes;              /* of each attendee: distinct talks */
};

/* The problem as YAML, in `arena`. NULL: the options do not go together, or the problem would be
 * larger than a problem file may be; `diags` says so. */
const char *generate_problem(struct arena *arena, const struct generate_options *options,
                             struct diag_list *diags);

#endif
