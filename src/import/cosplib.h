/* An instance of CoSPLib, a collection of conference scheduling problems (Kheiri, Pylyavskyy and
 * Jacko, github.com/ahmedkheiri/CoSPLib), as its workbook has it.
 *
 * Names are compared byte for byte; sessions, rooms, tracks and submissions are numbered from 0 in
 * the order of their sheets. */
#ifndef IMPORT_COSPLIB_H
#define IMPORT_COSPLIB_H

#include "base/strmap.h"
#include "base/vec.h"
#include "exchange/faults.h"
#include "import/xlsx.h"

/* The terms of the objective, in the order of the sheet "parameters". */
enum cosplib_term {
    COSPLIB_TRACKS_SESSIONS,
    COSPLIB_TRACKS_ROOMS,
    COSPLIB_SESSIONS_ROOMS,
    COSPLIB_SIMILAR_TRACKS,
    COSPLIB_ROOMS_PER_TRACK,
    COSPLIB_PARALLEL_TRACKS,
    COSPLIB_CONSECUTIVE_TRACKS,
    COSPLIB_SUBMISSIONS_ZONES,
    COSPLIB_SUBMISSIONS_ORDER,
    COSPLIB_SUBMISSIONS_SESSIONS,
    COSPLIB_SUBMISSIONS_ROOMS,
    COSPLIB_PRESENTERS,
    COSPLIB_ATTENDEES,
    COSPLIB_CHAIRS,
    COSPLIB_PRESENTERS_SLOT,
    COSPLIB_ATTENDEES_SLOT,
    COSPLIB_TERMS,
};

enum { COSPLIB_NONE = -1 };

/* Some people, each once. */
struct cosplib_people {
    const uint32_t *v;
    uint32_t n;
};

struct cosplib_session {
    const char *name;
    int32_t n_slots;
    int32_t day_number;       /* days since 1970; COSPLIB_NONE: not said */
    int32_t from_min, to_min; /* since midnight; COSPLIB_NONE: not said */
    int64_t start_min;        /* made of them by cosplib_times_make(): minutes since 1970, local */
};

struct cosplib_track {
    const char *name;
    struct cosplib_people chairs;
};

struct cosplib_submission {
    const char *name;
    uint32_t track;
    uint32_t row; /* of its sheet */
    int32_t n_slots;
    int64_t order;  /* 0: none */
    int32_t zone_h; /* hours ahead of GMT */
    struct cosplib_people presenters, attendees;
};

/* What it costs that `of` (a track, a session, a submission) is in `at` (a session or a room). */
struct cosplib_cost {
    uint32_t of, at;
    int64_t cost;
};

struct cosplib_costs {
    VEC(struct cosplib_cost) v; /* by `of`, then `at`; 0 is not listed */
};

struct cosplib {
    struct arena *arena;
    const char *name;               /* of the file */
    int64_t weights[COSPLIB_TERMS]; /* 0: the term does not count */
    VEC(struct cosplib_session) sessions;
    VEC(const char *) rooms;
    VEC(struct cosplib_track) tracks;
    VEC(struct cosplib_submission) submissions;
    VEC(const char *) people;
    struct strmap session_ids, room_ids, track_ids, submission_ids, person_ids; /* by name */
    struct cosplib_costs tracks_sessions, tracks_rooms, sessions_rooms, similar_tracks,
        submissions_sessions, submissions_rooms;
    int32_t zone_h;                     /* of the conference */
    int32_t suitable_from, suitable_to; /* minutes since midnight */
    int32_t bearable_from, bearable_to; /* "less suitable" */
    int64_t bearable_cost, unsuitable_cost;
    int32_t slot_min; /* by cosplib_times_make() */
};

/* Where an instance's solution has a submission; session COSPLIB_NONE: nowhere. */
struct cosplib_place {
    int32_t session, room, slot; /* slots from 0 */
};

/* False: complaints are in `diags`. The instance is ended by cosplib_free() in any case. */
bool cosplib_read(struct cosplib *instance, struct arena *arena, const struct xlsx *book,
                  struct diag_list *diags, struct faults *faults);
void cosplib_free(struct cosplib *instance);

/* ---- cosplib_costs.c --------------------------------------------------------- */

struct cosplib_reading {
    struct cosplib *instance;
    const struct xlsx *book;
    struct diag_list *diags;
    struct faults *faults;
};

/* Weights and what is said of time zones; then, when all that has a name is known, penalties.
 * False: a sheet is missing. */
bool cosplib_costs_parameters(const struct cosplib_reading *reading);
bool cosplib_costs_read(const struct cosplib_reading *reading);
/* The costs of one, of *n. */
const struct cosplib_cost *cosplib_costs_of(const struct cosplib_costs *costs, uint32_t of,
                                            uint32_t *n);
/* What a slot of the submission costs there for its people's time zone. */
int64_t cosplib_zone_cost(const struct cosplib *instance, uint32_t submission, uint32_t session);

/* Columns of "submissions"; then come the sessions' and the rooms'. */
enum cosplib_column {
    COSPLIB_REFERENCE = 1,
    COSPLIB_TRACK,
    COSPLIB_TIMESLOTS,
    COSPLIB_ORDER,
    COSPLIB_ZONE,
    COSPLIB_PEOPLE,
    COSPLIB_INTERESTED,
    COSPLIB_FIRST_PENALTY,
};

/* ---- cosplib_cells.c: what a sheet's cells say; complaints name the cell ----- */

struct cosplib_sheet {
    struct cosplib *instance;
    const struct xlsx_sheet *xlsx;
    struct diag_list *diags;
    struct faults *faults;
};

/* False: there is no such sheet, which is a complaint. */
bool cosplib_cells_open(const struct cosplib_reading *reading, struct cosplib_sheet *sheet,
                        const char *name);
/* Complains of a cell; false. */
bool cosplib_cells_complain(const struct cosplib_sheet *sheet, uint32_t row, uint32_t column,
                            const char *fmt, ...) BASE_PRINTF(4, 5);
/* A whole number from 0 to `most`; nothing is 0. */
bool cosplib_cells_number(const struct cosplib_sheet *sheet, uint32_t row, uint32_t column,
                          int64_t most, int64_t *number);
/* Minutes since midnight, and days since 1970; COSPLIB_NONE: the cell is no such thing. */
int32_t cosplib_cells_clock(const struct cosplib_sheet *sheet, uint32_t row, uint32_t column);
int32_t cosplib_cells_date(const struct cosplib_sheet *sheet, uint32_t row, uint32_t column);
/* "GMT+2": hours ahead. */
bool cosplib_cells_zone(const struct cosplib_sheet *sheet, uint32_t row, uint32_t column,
                        int32_t *hours);
/* "A, B": each once. */
struct cosplib_people cosplib_cells_people(const struct cosplib_sheet *sheet, uint32_t row,
                                           uint32_t column);

/* ---- cosplib_conflicts.c ----------------------------------------------------- */

/* Which submissions, after it in the list, the submission has a conflict with. */
struct cosplib_conflicts {
    struct cosplib_people *later; /* [submissions]: numbers of submissions, ascending */
    size_t n;                     /* pairs in all */
};

/* Pairs that an attendee (`attendees`) or a presenter is needed at, or wants to see, twice; chairs
 * are needed at all of their track. False: there are more than `most`. */
bool cosplib_conflicts_find(const struct cosplib *instance, bool attendees, size_t most,
                            struct cosplib_conflicts *conflicts);

/* ---- cosplib_times.c --------------------------------------------------------- */

/* One length for all slots, and starts on its grid: `slot_min` and each session's `start_min`. */
void cosplib_times_make(struct cosplib *instance, struct faults *faults);

/* ---- cosplib_solution.c ------------------------------------------------------ */

/* Reads a solution, .xlsx or JSON, into places[submissions]. False: complaints are in `diags`. */
bool cosplib_solution_read(const struct cosplib *instance, struct source_set *sources,
                           const char *name, struct diag_list *diags, struct faults *faults,
                           struct cosplib_place *places);

#endif
