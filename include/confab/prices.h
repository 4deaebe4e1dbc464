/* What each input is worth: what a problem's best timetable would cost less if there were one more
 * room, one more hour of a speaker, or one demand less. */
#ifndef CONFAB_PRICES_H
#define CONFAB_PRICES_H

#include "confab/explain.h"

enum price_kind {
    PRICE_ROOM,   /* another room, with all features and any number of seats, in a session */
    PRICE_HOUR,   /* a person is free for up to an hour more */
    PRICE_EVENT,  /* a hard rule accepts what it finds about one event … */
    PRICE_PAIR,   /* … or about two */
    PRICE_PERSON, /* a hard rule says nothing about one person */
    PRICE_RULE,   /* a hard rule becomes a wish of some weight */
    PRICE_KINDS,
};

enum price_state {
    PRICE_OPEN,  /* not tried */
    PRICE_IDLE,  /* not tried: it would allow no placement that is not allowed already */
    PRICE_TRIED, /* solved anew */
};

/* Of one level: the optimum falls by at least `least` and at most `most`; the best timetable found
 * costs `found` less. */
struct price_level {
    const char *name;
    int64_t least, most, found;
};

enum { PRICE_EVENTS = 2, PRICE_ESTIMATES = 2 };

/* A change to the problem. Pointers are of the prices' arena or the problem's. */
struct price {
    const char *id; /* stable: kind and a hash of who and what */
    enum price_kind kind;
    const char *text; /* "Mira Vogt free Thu 24 Oct, 14:00-15:00 as well" */
    struct session_id session;
    struct person_id person; /* ID_NONE: none */
    struct interval span;    /* rooms and hours: when; else from == to */
    uint32_t rule;           /* ID_NONE: none */
    struct event_id events[PRICE_EVENTS];
    uint32_t n_events;
    int64_t weight; /* PRICE_RULE: as a wish */
    /* What made it worth trying, for each level of prices.levels: what the linear relaxation says
     * that it may gain, and what the violations that it has to do with cost now. */
    double duals[PRICE_ESTIMATES];
    int64_t costs[PRICE_ESTIMATES];
    enum price_state state;
    /* When tried: from the first level to the first that is not exact, at least one. */
    const struct price_level *saving;
    uint32_t n_saving;
    bool exact; /* for all levels least and most are the same */
};

struct prices {
    struct arena arena;
    struct solve_result
        base; /* of the problem as it is; with a timetable, or there are no prices */
    uint32_t levels[PRICE_ESTIMATES]; /* that estimates are of: the first above 0, and the last */
    uint32_t n_levels;                /* 0: the base costs nothing, and nothing can be saved */
    bool by_duals;                    /* the linear relaxations were solved */
    struct price *v; /* those that save most first, then the rest that was tried, then the others */
    uint32_t n;
    /* No price of the kind saves more: the first level that may fall at all, and `most` by how
     * much. Name NULL: not known. */
    struct price_level limits[PRICE_KINDS];
    uint32_t n_saving, n_tried; /* the first n_saving are sure to save something, or a timetable was
                                   found that costs less */
};

/* Fills in *prices, which the caller frees with prices_free(), in any case. `problem` must outlive
 * it. False: the engine failed, prices->base.failure says why. */
bool prices_find(const struct problem *problem, const struct explain_options *options,
                 struct prices *prices);
void prices_free(struct prices *prices);

#endif
