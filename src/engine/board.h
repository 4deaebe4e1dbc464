/* What the workers of one optimisation share: the best selection so far and the bounds of all
 * levels. All functions may be called from any thread.
 *
 * The values of a selection are compared level by level. The bound of a level is for selections
 * that cost no more than the incumbent at the earlier ones. */
#ifndef ENGINE_BOARD_H
#define ENGINE_BOARD_H

#include "core/model.h"

#include <pthread.h>
#include <stdatomic.h>

/* One line of the trace: after something changed, or on request. */
struct board_event {
    double seconds;
    bool has_incumbent;
    const int64_t *values, *bounds; /* [levels] */
    uint64_t moves;
    int64_t nodes;
    const char *by; /* what found it: "search", "lns", "glpk", "bound" */
};

struct board {
    const struct model *model;
    uint32_t n_rules;
    pthread_mutex_t mutex;
    struct placement *chosen; /* [choices], when has_incumbent */
    bool has_incumbent;
    int64_t *values, *bounds; /* [levels] */
    bool *from_nothing;       /* [levels]: the basis of the bound */
    uint64_t version;         /* of the incumbent */
    bool complete_only;       /* stop when a hard level must cost something */
    double gap;               /* relative gap of the last level at which to stop */
    double started_s, best_s; /* CLOCK_MONOTONIC; when the incumbent was found */
    atomic_int stop;          /* proven, near enough, or told to */
    atomic_ullong moves, nodes, work;
    atomic_uint searched, repaired; /* incumbents by search and by sub-problems */
    void (*trace)(const struct board_event *event, void *context); /* within the mutex; NULL */
    void *trace_context;
};

double board_clock_s(void);
void board_init(struct board *board, const struct model *model, uint32_t n_rules);
void board_free(struct board *board);
/* A selection that may be better; one that breaks something is not taken. True: it was taken. */
bool board_offer(struct board *board, const struct placement *chosen, const char *by);
/* What a bound of a level takes for granted of the earlier ones. */
enum board_basis {
    BOARD_NOTHING, /* that they cost nothing at all */
    BOARD_OPTIMUM, /* that they cost what their own bounds, proven before, are */
};
/* No selection costs less at `level`. A bound on the basis of nothing is not taken, and goes, when
 * an earlier level is known to cost something. */
void board_raise_bound(struct board *board, uint32_t level, int64_t bound, enum board_basis basis,
                       const char *by);
/* It was found that no selection costs nothing before the last level: bounds on that basis go. */
void board_reset_bounds(struct board *board);
/* The first levels of the incumbent that are proven: how many; their values go into `values`. */
uint32_t board_proven_levels(struct board *board, int64_t *values);
/* The bounds and the incumbent of all levels are the same. */
bool board_is_proven(struct board *board);
/* Copies the incumbent when it is newer than *version; values may be NULL. */
bool board_take(struct board *board, uint64_t *version, struct placement *chosen, int64_t *values);
int64_t board_bound(struct board *board, uint32_t level);

#endif
