/* The workbook of OptaPlanner's conference scheduling, as it is: what its sheets say, before it is
 * a problem. */
#ifndef IMPORT_OPTAPLANNER_H
#define IMPORT_OPTAPLANNER_H

#include "import/import.h"

/* A list of names in a cell, "a, b". */
struct opta_names {
    const char *const *v;
    uint32_t n;
};

enum opta_ask { OPTA_REQUIRED, OPTA_PREFERRED, OPTA_PROHIBITED, OPTA_UNDESIRED, OPTA_ASKS };

/* What a speaker or a talk asks for: tags of its timeslot, and of its room. */
struct opta_asks {
    struct opta_names timeslot[OPTA_ASKS], room[OPTA_ASKS];
};

struct opta_timeslot {
    int32_t day_number, from_min, to_min; /* minutes of the day */
    struct opta_names types, tags;
};

struct opta_room {
    const char *name;
    int64_t capacity;
    struct opta_names types, tags; /* no types: all */
    bool *unavailable;             /* by timeslot */
};

struct opta_speaker {
    const char *name;
    struct opta_asks asks;
    bool *unavailable; /* by timeslot */
};

struct opta_talk {
    const char *code, *title, *type, *language;
    struct opta_names speakers, themes, sectors, audiences, contents, exclusive, prerequisites;
    struct opta_asks asks;
    int64_t level, favorites; /* -1: not given */
    bool crowding, pinned;
    uint32_t timeslot, published_timeslot; /* ID_NONE: none */
    const char *room, *published_room;     /* "": none */
    const char *where;                     /* "book.xlsx, sheet 'Talks', cell A2" */
};

enum opta_weight_level { OPTA_HARD, OPTA_MEDIUM, OPTA_SOFT, OPTA_LEVELS };

struct opta_weight {
    const char *constraint;
    int64_t parts[OPTA_LEVELS];
};

struct opta_book {
    const char *title;
    int64_t pause_min;
    VEC(struct opta_weight) weights;
    VEC(struct opta_timeslot) timeslots;
    VEC(struct opta_room) rooms;
    VEC(struct opta_speaker) speakers;
    VEC(struct opta_talk) talks;
};

/* Reads the file. False: a complaint. What is odd and can be survived is a fault. */
bool optaplanner_read(struct import *import, const char *name, struct opta_book *book);
void optaplanner_free(struct opta_book *book);

bool optaplanner_lists(struct opta_names names, const char *name);
/* "Mon 2018-10-01, 10:15-11:00", but for the day's name. */
const char *optaplanner_timeslot_name(struct import *import, const struct opta_timeslot *timeslot);

/* The workbook's weights as rules: adds the section. `tick_min` is the problem's tick, `full`
 * whether every timeslot must be full when all talks are placed. */
void optaplanner_rules_add(struct import *import, const struct opta_book *book, int32_t tick_min,
                           bool full);
/* A constraint's weight at a level; 0: it is not there. */
int64_t optaplanner_rules_weight(const struct opta_book *book, const char *constraint,
                                 enum opta_weight_level level);

#endif
