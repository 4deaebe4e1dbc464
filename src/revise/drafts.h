/* Several good timetables, each pair of which differs in when enough of the events start. */
#ifndef REVISE_DRAFTS_H
#define REVISE_DRAFTS_H

#include "confab/solve.h"

enum { DRAFTS_MOST = 100, DRAFTS_DIFFER_PERCENT = 20 };

enum drafts_end {
    DRAFTS_ALL,     /* as many as were asked for */
    DRAFTS_NO_MORE, /* proven: no other one differs enough */
    DRAFTS_LIMIT,   /* the time or the work was over, or an interrupt came */
    DRAFTS_FAILED,  /* the engine failed */
};

struct drafts_list {
    struct arena arena;
    struct solve_result *v; /* after the first one, which is the caller's */
    uint32_t n;
    uint32_t n_counted; /* events that have more than one possible start */
    uint32_t least;     /* so many of them start at another time in each pair */
    enum drafts_end end;
    const char *failure; /* DRAFTS_FAILED */
};

/* Finds `more` besides `first`, a timetable of all that is mandatory: each is the best that differs
 * from all before it in `percent` (1 … 100) of the events that can move, and in one at least. With
 * percent 0, in one event. */
void drafts_find(const struct problem *problem, const struct solve_options *options,
                 const struct timetable *first, uint32_t more, uint32_t percent,
                 struct drafts_list *list);
void drafts_free(struct drafts_list *list);

/* [n_events], in `arena`: the events that hard rules about places let start at more than one time.
 */
const bool *drafts_list_movable(struct arena *arena, const struct problem *problem, uint32_t *n);
/* The starts of a timetable as struct drafts wants them, in `arena`. */
const int32_t *drafts_copy_starts(struct arena *arena, const struct timetable *timetable);

#endif
