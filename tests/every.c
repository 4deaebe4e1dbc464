#include "every.h"

#include "confab/audit.h"

#include <string.h>

enum { PLACE_BITS = 3, DAY = 20587, FIRST_MIN = 600, STEP_MIN = 60 };

static void keep(struct every *every, const struct timetable *timetable, int64_t soft)
{
    if (every->n == every->cap) {
        every->cap = every->cap == 0 ? 1024 : 2 * every->cap;
        every->v = base_resize(every->v, every->cap * sizeof(*every->v));
        every->soft = base_resize(every->soft, every->cap * sizeof(*every->soft));
    }
    memcpy(every->v[every->n], timetable->v, sizeof(*every->v));
    every->soft[every->n++] = soft;
}

/* Place number 0 … 7: room, then slot. False: two events are in one place. */
static bool place_all(struct timetable *timetable, uint32_t code)
{
    uint32_t used = 0;
    for (uint32_t e = 0; e < EVERY_EVENTS; e++) {
        uint32_t place = code >> (PLACE_BITS * e) & ((1u << PLACE_BITS) - 1);
        int32_t start_min = DAY * 1440 + FIRST_MIN + STEP_MIN * (int32_t)(place / 2);
        if ((used >> place & 1) != 0) {
            return false;
        }
        used |= 1u << place;
        timetable->v[e] = (struct assignment){true, {place % 2}, start_min};
    }
    return true;
}

struct every every_list(const struct problem *problem)
{
    struct every every = {0};
    struct arena arena = ARENA_EMPTY;
    BUG_UNLESS(problem->n_events == EVERY_EVENTS);
    struct timetable timetable = timetable_create(&arena, problem);
    for (uint32_t code = 0; code < 1u << (PLACE_BITS * EVERY_EVENTS); code++) {
        if (!place_all(&timetable, code)) {
            continue;
        }
        struct score score = audit_timetable(problem, &timetable);
        if (score.n_hard == 0) {
            keep(&every, &timetable, score.level_cost[score.levels.soft]);
        }
        score_free(&score);
    }
    arena_free(&arena);
    return every;
}

void every_free(struct every *every)
{
    base_free(every->v);
    base_free(every->soft);
    *every = (struct every){0};
}

uint32_t every_count_moved(const struct assignment *a, const struct assignment *b)
{
    uint32_t n = 0;
    for (uint32_t e = 0; e < EVERY_EVENTS; e++) {
        n += a[e].start_min != b[e].start_min || a[e].room.v != b[e].room.v;
    }
    return n;
}
