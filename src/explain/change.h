/* Changes to a problem that organisers can make, as text and as YAML to be laid over it. */
#ifndef EXPLAIN_CHANGE_H
#define EXPLAIN_CHANGE_H

#include "confab/problem.h"

enum change_kind {
    CHANGE_AVAILABILITY, /* person, span: is free then too */
    CHANGE_SLOT,         /* room, span, events[0]: a slot for it, outside the room's hours */
    CHANGE_ROOM, /* span, events[0]: in another room, of which there is `number` 1, 2, …; no span:
                    whenever other rooms are open */
    CHANGE_DAY,  /* span: all rooms that are open that day are so then too; room: only that one */
    CHANGE_UNPIN,   /* events[0] */
    CHANGE_SHORTEN, /* events[0], duration_min */
    CHANGE_WAIVE,   /* rule, events: accepted knowingly */
    CHANGE_RULE,    /* rule: a wish, no longer a must */
    CHANGE_DROP,    /* events[0]: may be left out */
    CHANGE_KINDS,
};

struct change {
    enum change_kind kind;
    uint32_t rule;
    struct event_id events[2];
    uint32_t n_events;
    struct person_id person;
    struct room_id room;
    struct interval span;
    int32_t duration_min;
    uint32_t number;
};

/* For vec.h. */
struct changes {
    struct change *v;
    size_t n, cap;
};

/* The part of the time that is not among the free times, as one span; from ≥ to: none. */
struct interval change_missing(struct intervals free, struct interval span);
/* "availability", "slot", … */
const char *change_kind_word(enum change_kind kind);
/* How much trouble it is (docs/explain.md). */
int64_t change_cost(const struct problem *problem, const struct change *change);
/* "Mira Vogt is free on Tue 14 May, 14:00-15:00 too". In `arena`. */
const char *change_text(struct arena *arena, const struct problem *problem,
                        const struct change *change);
/* What it is about, whatever the time, the room, and what a rule is waived for: "availability
 * mira". In `arena`. */
const char *change_about(struct arena *arena, const struct problem *problem,
                         const struct change *change);
/* The text of change `number`, together with others that open rooms at the same time; NULL: an
 * earlier one's text tells it. */
const char *change_text_of_all(struct arena *arena, const struct problem *problem,
                               const struct changes *changes, size_t number);
/* Makes the change in a variant of the problem (variant.h); what is dropped is gone. */
void change_apply(struct arena *arena, struct problem *variant, const struct change *change);
/* Of CHANGE_DAY: whether it opens the room, which must be closed then. */
bool change_opens_room(const struct problem *problem, const struct change *change,
                       struct room_id room);
/* The weight of one violation of a rule that is softened to look for changes. */
int64_t change_weight(uint32_t rule);

/* Sorts the changes, each once; what follows each other in a room or of a person becomes one. */
void change_merge(struct changes *changes);

/* How the problem's files are written cannot be seen from the problem. */
struct change_form {
    bool other_section; /* BoFs are listed under talks, other events under bofs */
    bool room_slots;    /* another room does not have the hours of all rooms: it gets slots */
};
/* Whether the name is one that change_write() gives: "extra-room-1". */
bool change_is_extra(const char *name);
/* A problem file to lay over the others. In `arena`. */
const char *change_write(struct arena *arena, const struct problem *problem,
                         const struct changes *changes, struct change_form form);

#endif
