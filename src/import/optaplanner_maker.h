/* The inside of import_optaplanner.c: what its parts share while a problem is made. */
#ifndef IMPORT_OPTAPLANNER_MAKER_H
#define IMPORT_OPTAPLANNER_MAKER_H

#include "import/optaplanner.h"

struct opta_maker {
    struct import *import;
    const struct opta_book *book;
    struct import_ids rooms, people, tracks, events, kinds;
    bool *own_tag;  /* by timeslot: it carries a tag that is its own */
    bool *has_slot; /* [room · timeslots + timeslot] */
    int32_t tick_min;
};

bool optaplanner_overlap(const struct opta_timeslot *a, const struct opta_timeslot *b);
/* Notes that something is not as it was in the workbook. */
void optaplanner_change(struct opta_maker *m, const char *what, const char *name, const char *how);
/* A list of names under the key, if there are any. */
void optaplanner_add_names(cJSON *object, const char *key, struct opta_names names);
/* What is wanted, demanded and forbidden of times and rooms. */
void optaplanner_add_asks(struct opta_maker *m, cJSON *object, const char *who,
                          const struct opta_asks *asks, struct opta_names unavailable);
/* Whether being away at the times of the speaker's timeslots leaves the others free. */
bool optaplanner_is_by_time(const struct opta_book *book, const struct opta_speaker *speaker);
/* Fills in own_tag. */
void optaplanner_find_own_tags(struct opta_maker *m);
void optaplanner_add_speaker(struct opta_maker *m, const struct opta_speaker *speaker);
/* The talk with this number; all talks have their ids already. */
void optaplanner_add_talk(struct opta_maker *m, size_t at);

#endif
