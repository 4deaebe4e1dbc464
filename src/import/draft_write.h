/* From a draft to a problem's tree. */
#ifndef IMPORT_DRAFT_WRITE_H
#define IMPORT_DRAFT_WRITE_H

#include "import/draft.h"
#include "import/published.h"

/* One day of the conference. */
struct draft_day {
    int32_t day_number;
    const struct draft_span *hours; /* of rooms of which nothing else is known */
    size_t n_hours;
};

/* When rooms are open. */
struct draft_hours {
    const struct draft_day *days; /* ascending */
    size_t n_days;
    struct draft_spans *of_rooms; /* [draft->rooms.n] */
    bool uniform;                 /* each room has the days' hours */
};

/* draft_finish(). */
bool draft_write(struct draft *draft);
/* Says what it makes up. `published`: what is placed already; `unplaced_min`: the length of all talks
 * that are not. False: an option is wrong (reported). In the import's arena. */
bool draft_hours_make(struct draft *draft, const struct published *published, int64_t unplaced_min,
                      struct draft_hours *hours);
/* Ordered, and those that touch made one. */
void draft_hours_merge(struct draft_spans *spans);

#endif
