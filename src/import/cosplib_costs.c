/* Weights, parameters and penalties of an instance. */
#include "import/cosplib.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_STRENGTH = 1000000, MAX_COST = 100000000 }; /* what a problem takes */

/* In the order of enum cosplib_term. */
static const char *const labels[COSPLIB_TERMS] = {
    "Tracks_Sessions|Penalty:",
    "Tracks_Rooms|Penalty:",
    "Sessions_Rooms|Penalty:",
    "Similar Tracks:",
    "Number of Rooms per Track:",
    "Parallel Tracks:",
    "Consecutive Tracks:",
    "Submissions_Timezones:",
    "Submissions Order:",
    "Submissions_Sessions|Penalty:",
    "Submissions_Rooms|Penalty:",
    "Presenters Conflicts:",
    "Attendees Conflicts:",
    "Chairs Conflicts:",
    "Presenters Conflicts Timeslot Level:",
    "Attendees Conflicts Timeslot Level:",
};

/* Whether its weight is a rule's; the others are multiplied into costs. */
static bool is_strength(enum cosplib_term term)
{
    return term != COSPLIB_TRACKS_SESSIONS && term != COSPLIB_TRACKS_ROOMS &&
           term != COSPLIB_SESSIONS_ROOMS && term != COSPLIB_SUBMISSIONS_ZONES &&
           term != COSPLIB_SUBMISSIONS_SESSIONS && term != COSPLIB_SUBMISSIONS_ROOMS;
}

/* A penalty for each of `n` slots. False: nothing, 0, or a complaint. */
static bool read_penalty(const struct cosplib_sheet *sheet, const struct xlsx_cell *cell,
                         enum cosplib_term term, int32_t n, int64_t *penalty)
{
    int64_t weight = sheet->instance->weights[term];
    *penalty = 0;
    if (cell == NULL || cell->kind == XLSX_EMPTY ||
        !cosplib_cells_number(sheet, cell->row, cell->column, MAX_COST, penalty)) {
        return false;
    }
    if (!is_strength(term) && *penalty > 0 && weight * n > MAX_COST / *penalty) {
        return cosplib_cells_complain(sheet, cell->row, cell->column,
                                      "%lld times its weight, %lld, for %d timeslot%s is more than "
                                      "a problem takes, %d",
                                      (long long)*penalty, (long long)weight, n, n == 1 ? "" : "s",
                                      MAX_COST);
    }
    return *penalty > 0;
}

/* ---- parameters ------------------------------------------------------------ */

static void read_weight(const struct cosplib_sheet *sheet, enum cosplib_term term)
{
    for (uint32_t row = 1; row <= sheet->xlsx->n_rows; row++) {
        const struct xlsx_cell *cell = xlsx_cell(sheet->xlsx, row, 5);
        if (strcasecmp(xlsx_text(sheet->xlsx, row, 4), labels[term]) != 0) {
            continue;
        }
        /* What is negative does not count, either. */
        if (cell == NULL || cell->kind != XLSX_NUMBER || cell->number >= 0) {
            (void)cosplib_cells_number(sheet, row, 5, is_strength(term) ? MAX_STRENGTH : MAX_COST,
                                       &sheet->instance->weights[term]);
        }
        return;
    }
    (void)cosplib_cells_complain(sheet, 0, 0, "there is no weight '%s'", labels[term]);
}

static int32_t read_clock(const struct cosplib_sheet *sheet, uint32_t row)
{
    int32_t minutes = cosplib_cells_clock(sheet, row, 2);
    if (minutes == COSPLIB_NONE) {
        (void)cosplib_cells_complain(sheet, row, 2, "a time of day belongs here");
    }
    return minutes;
}

bool cosplib_costs_parameters(const struct cosplib_reading *reading)
{
    struct cosplib *instance = reading->instance;
    struct cosplib_sheet sheet;
    if (!cosplib_cells_open(reading, &sheet, "parameters")) {
        return false;
    }
    for (int term = 0; term < COSPLIB_TERMS; term++) {
        read_weight(&sheet, (enum cosplib_term)term);
    }
    if (instance->weights[COSPLIB_SUBMISSIONS_ZONES] > 0) {
        (void)cosplib_cells_zone(&sheet, 2, 2, &instance->zone_h);
        instance->suitable_from = read_clock(&sheet, 4);
        instance->suitable_to = read_clock(&sheet, 5);
        instance->bearable_from = read_clock(&sheet, 7);
        instance->bearable_to = read_clock(&sheet, 8);
        (void)read_penalty(&sheet, xlsx_cell(sheet.xlsx, 9, 2), COSPLIB_SUBMISSIONS_ZONES, 1,
                           &instance->bearable_cost);
        (void)read_penalty(&sheet, xlsx_cell(sheet.xlsx, 11, 2), COSPLIB_SUBMISSIONS_ZONES, 1,
                           &instance->unsuitable_cost);
    }
    return true;
}

/* ---- penalties ------------------------------------------------------------- */

static int compare_costs(const void *left, const void *right)
{
    const struct cosplib_cost *a = left, *b = right;
    if (a->of != b->of) {
        return a->of < b->of ? -1 : 1;
    }
    return a->at < b->at ? -1 : a->at > b->at;
}

static void sort_costs(struct cosplib_costs *costs)
{
    if (costs->v.n > 1) {
        qsort(costs->v.v, costs->v.n, sizeof(*costs->v.v), compare_costs);
    }
}

static bool is_nothing(const struct xlsx_cell *cell)
{
    return cell->kind == XLSX_EMPTY || (cell->kind == XLSX_NUMBER && cell->number <= 0);
}

/* Nobody has such a name: nothing depends on the cell. */
static void leave_out(const struct cosplib_sheet *sheet, const struct xlsx_cell *cell,
                      const char *name)
{
    if (!is_nothing(cell)) {
        faults_add(sheet->faults, FAULT_LEFT_OUT, SRC_NOWHERE, NULL,
                   "%s: there is no '%s': this does not count",
                   xlsx_where(sheet->instance->arena, sheet->xlsx, cell->row, cell->column), name);
    }
}

/* Adds what the cell says to `costs`, of whom `of` names and where `at` does. */
static void read_cost(const struct cosplib_sheet *sheet, const struct xlsx_cell *cell,
                      enum cosplib_term term, const struct strmap *rows, const char *of,
                      const struct strmap *columns, const char *at, struct cosplib_costs *costs)
{
    struct cosplib_cost cost = {strmap_find(rows, of), strmap_find(columns, at), 0};
    if (cost.of == STRMAP_NONE || cost.at == STRMAP_NONE) {
        leave_out(sheet, cell, cost.of == STRMAP_NONE ? of : at);
    } else if (read_penalty(sheet, cell, term, 1, &cost.cost)) {
        vec_push(&costs->v, cost);
    }
}

/* A matrix with the names of `rows` before its rows and those of `columns` above its columns. */
static bool read_matrix(const struct cosplib_reading *reading, const char *name,
                        enum cosplib_term term, const struct strmap *rows,
                        const struct strmap *columns, struct cosplib_costs *costs)
{
    struct cosplib_sheet sheet;
    if (!cosplib_cells_open(reading, &sheet, name)) {
        return false;
    }
    for (uint32_t i = 0; i < sheet.xlsx->n_cells; i++) {
        const struct xlsx_cell *cell = &sheet.xlsx->cells[i];
        if (cell->row >= 2 && cell->column >= 2) {
            read_cost(&sheet, cell, term, rows, xlsx_text(sheet.xlsx, cell->row, 1), columns,
                      xlsx_text(sheet.xlsx, 1, cell->column), costs);
        }
    }
    sort_costs(costs);
    return true;
}

/* By position: what stands above the diagonal is about the tracks that rows have at these two
 * places; the rest does not count. */
static bool read_similar(const struct cosplib_reading *reading)
{
    struct cosplib_sheet sheet;
    struct cosplib *instance = reading->instance;
    if (!cosplib_cells_open(reading, &sheet, "similar tracks")) {
        return false;
    }
    for (uint32_t i = 0; i < sheet.xlsx->n_cells; i++) {
        const struct xlsx_cell *cell = &sheet.xlsx->cells[i];
        if (cell->row >= 2 && cell->column > cell->row) {
            read_cost(&sheet, cell, COSPLIB_SIMILAR_TRACKS, &instance->track_ids,
                      xlsx_text(sheet.xlsx, cell->row, 1), &instance->track_ids,
                      xlsx_text(sheet.xlsx, cell->column, 1), &instance->similar_tracks);
        }
    }
    sort_costs(&instance->similar_tracks);
    return true;
}

/* Sessions first, then rooms: of two columns with one name the first counts. */
static void read_wish(const struct cosplib_sheet *sheet, const struct xlsx_cell *cell,
                      uint32_t submission)
{
    struct cosplib *instance = sheet->instance;
    const char *name = xlsx_text(sheet->xlsx, 1, cell->column);
    uint32_t session = strmap_find(&instance->session_ids, name);
    uint32_t room = strmap_find(&instance->room_ids, name);
    bool is_session =
        session != STRMAP_NONE &&
        (room == STRMAP_NONE || cell->column < COSPLIB_FIRST_PENALTY + instance->sessions.n);
    struct cosplib_cost cost = {submission, is_session ? session : room, 0};
    enum cosplib_term term = is_session ? COSPLIB_SUBMISSIONS_SESSIONS : COSPLIB_SUBMISSIONS_ROOMS;
    if (cost.at == STRMAP_NONE) {
        leave_out(sheet, cell, name);
    } else if (read_penalty(sheet, cell, term, instance->submissions.v[submission].n_slots,
                            &cost.cost)) {
        if (is_session) {
            vec_push(&instance->submissions_sessions.v, cost);
        } else {
            vec_push(&instance->submissions_rooms.v, cost);
        }
    }
}

static bool read_wishes(const struct cosplib_reading *reading)
{
    struct cosplib_sheet sheet;
    struct cosplib *instance = reading->instance;
    if (!cosplib_cells_open(reading, &sheet, "submissions")) {
        return false;
    }
    for (uint32_t i = 0; i < sheet.xlsx->n_cells; i++) {
        const struct xlsx_cell *cell = &sheet.xlsx->cells[i];
        uint32_t submission = strmap_find(&instance->submission_ids,
                                          xlsx_text(sheet.xlsx, cell->row, COSPLIB_REFERENCE));
        if (cell->row >= 2 && cell->column >= COSPLIB_FIRST_PENALTY && submission != STRMAP_NONE) {
            read_wish(&sheet, cell, submission);
        }
    }
    sort_costs(&instance->submissions_sessions);
    sort_costs(&instance->submissions_rooms);
    return true;
}

bool cosplib_costs_read(const struct cosplib_reading *reading)
{
    struct cosplib *i = reading->instance;
    bool ok = read_wishes(reading);
    ok = read_matrix(reading, "tracks_sessions|penalty", COSPLIB_TRACKS_SESSIONS, &i->track_ids,
                     &i->session_ids, &i->tracks_sessions) &&
         ok;
    ok = read_matrix(reading, "tracks_rooms|penalty", COSPLIB_TRACKS_ROOMS, &i->track_ids,
                     &i->room_ids, &i->tracks_rooms) &&
         ok;
    ok = read_matrix(reading, "sessions_rooms|penalty", COSPLIB_SESSIONS_ROOMS, &i->session_ids,
                     &i->room_ids, &i->sessions_rooms) &&
         ok;
    return read_similar(reading) && ok;
}

const struct cosplib_cost *cosplib_costs_of(const struct cosplib_costs *costs, uint32_t of,
                                            uint32_t *n)
{
    size_t from = 0, to = costs->v.n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (costs->v.v[middle].of < of) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    *n = 0;
    while (from + *n < costs->v.n && costs->v.v[from + *n].of == of) {
        (*n)++;
    }
    return costs->v.v + from;
}

/* As the authors' program has it: only times of day are compared. */
int64_t cosplib_zone_cost(const struct cosplib *instance, uint32_t submission, uint32_t session)
{
    const struct cosplib_session *where = &instance->sessions.v[session];
    int32_t day = 24 * 60;
    int32_t shift = 60 * (instance->submissions.v[submission].zone_h - instance->zone_h);
    int32_t from = (where->from_min + shift + 2 * day) % day;
    int32_t to = (where->to_min + shift + 2 * day) % day;
    if (from < instance->bearable_from || to > instance->bearable_to ||
        to < instance->bearable_from) {
        return instance->unsuitable_cost;
    }
    return from < instance->suitable_from || to > instance->suitable_to ? instance->bearable_cost
                                                                        : 0;
}
