/* The sheets of an instance, one after the other. */
#include "import/cosplib.h"

#include <string.h>

enum {
    MAX_SLOTS = 1000,
    MAX_ORDER = 1000000,
    MAX_SESSIONS = 5000,
    MAX_ROOMS = 1000,
    MAX_SUBMISSIONS = 20000,
    MAX_GRID = 20000000, /* submissions times sessions */
};

/* ---- names ----------------------------------------------------------------- */

/* The row's name, new among `names`. False: none, or a complaint. */
static bool read_name(const struct cosplib_sheet *sheet, uint32_t row, struct strmap *names,
                      size_t n, const char **name)
{
    *name = xlsx_text(sheet->xlsx, row, 1);
    if ((*name)[0] == '\0') {
        return false;
    }
    return strmap_add(names, *name, (uint32_t)n) ||
           cosplib_cells_complain(sheet, row, 1, "'%.200s' is there twice", *name);
}

/* Too many of them for a problem, or none. */
static bool check_count(const struct cosplib_sheet *sheet, size_t n, size_t most)
{
    return n > 0 && n <= most ? true
                              : cosplib_cells_complain(sheet, 0, 0,
                                                       "there are %zu, and a problem has from 1 "
                                                       "to %zu",
                                                       n, most);
}

static bool read_rooms(const struct cosplib_reading *reading)
{
    struct cosplib *instance = reading->instance;
    struct cosplib_sheet sheet;
    const char *name;
    if (!cosplib_cells_open(reading, &sheet, "rooms")) {
        return false;
    }
    for (uint32_t row = 2; row <= sheet.xlsx->n_rows; row++) {
        if (read_name(&sheet, row, &instance->room_ids, instance->rooms.n, &name)) {
            vec_push(&instance->rooms, name);
        }
    }
    return check_count(&sheet, instance->rooms.n, MAX_ROOMS);
}

static bool read_sessions(const struct cosplib_reading *reading)
{
    struct cosplib *instance = reading->instance;
    struct cosplib_sheet sheet;
    struct cosplib_session session = {0};
    if (!cosplib_cells_open(reading, &sheet, "sessions")) {
        return false;
    }
    for (uint32_t row = 2; row <= sheet.xlsx->n_rows; row++) {
        int64_t n_slots;
        if (!read_name(&sheet, row, &instance->session_ids, instance->sessions.n, &session.name) ||
            !cosplib_cells_number(&sheet, row, 2, MAX_SLOTS, &n_slots)) {
            continue;
        }
        if (n_slots == 0) {
            (void)cosplib_cells_complain(&sheet, row, 2, "a session has at least one timeslot");
        }
        session.n_slots = (int32_t)n_slots;
        session.day_number = cosplib_cells_date(&sheet, row, 3);
        session.from_min = cosplib_cells_clock(&sheet, row, 4);
        session.to_min = cosplib_cells_clock(&sheet, row, 5);
        if (instance->weights[COSPLIB_SUBMISSIONS_ZONES] > 0 &&
            (session.from_min == COSPLIB_NONE || session.to_min == COSPLIB_NONE)) {
            (void)cosplib_cells_complain(&sheet, row, 4,
                                         "time zones count, and from when to when the session "
                                         "is cannot be read");
        }
        vec_push(&instance->sessions, session);
    }
    return check_count(&sheet, instance->sessions.n, MAX_SESSIONS);
}

static bool read_tracks(const struct cosplib_reading *reading)
{
    struct cosplib *instance = reading->instance;
    struct cosplib_sheet sheet;
    struct cosplib_track track = {0};
    if (!cosplib_cells_open(reading, &sheet, "tracks")) {
        return false;
    }
    for (uint32_t row = 2; row <= sheet.xlsx->n_rows; row++) {
        if (read_name(&sheet, row, &instance->track_ids, instance->tracks.n, &track.name)) {
            track.chairs = cosplib_cells_people(&sheet, row, 2);
            vec_push(&instance->tracks, track);
        }
    }
    return check_count(&sheet, instance->tracks.n, MAX_SUBMISSIONS);
}

static bool read_submission(const struct cosplib_sheet *sheet, uint32_t row,
                            struct cosplib_submission *submission)
{
    struct cosplib *instance = sheet->instance;
    const char *track = xlsx_text(sheet->xlsx, row, COSPLIB_TRACK);
    int64_t n_slots;
    submission->row = row;
    submission->track = strmap_find(&instance->track_ids, track);
    if (submission->track == STRMAP_NONE) {
        return cosplib_cells_complain(sheet, row, COSPLIB_TRACK, "there is no track '%.200s'",
                                      track);
    }
    if (!cosplib_cells_number(sheet, row, COSPLIB_TIMESLOTS, MAX_SLOTS, &n_slots) ||
        !cosplib_cells_number(sheet, row, COSPLIB_ORDER, MAX_ORDER, &submission->order)) {
        return false;
    }
    submission->n_slots = (int32_t)n_slots;
    submission->zone_h = 0;
    submission->presenters = cosplib_cells_people(sheet, row, COSPLIB_PEOPLE);
    submission->attendees = cosplib_cells_people(sheet, row, COSPLIB_INTERESTED);
    bool zones = instance->weights[COSPLIB_SUBMISSIONS_ZONES] > 0;
    return (n_slots > 0 || cosplib_cells_complain(sheet, row, COSPLIB_TIMESLOTS,
                                                  "a submission needs at least one timeslot")) &&
           (!zones || cosplib_cells_zone(sheet, row, COSPLIB_ZONE, &submission->zone_h));
}

static bool read_submissions(const struct cosplib_reading *reading)
{
    struct cosplib *instance = reading->instance;
    struct cosplib_sheet sheet;
    struct cosplib_submission submission = {0};
    if (!cosplib_cells_open(reading, &sheet, "submissions")) {
        return false;
    }
    for (uint32_t row = 2; row <= sheet.xlsx->n_rows; row++) {
        if (read_name(&sheet, row, &instance->submission_ids, instance->submissions.n,
                      &submission.name) &&
            read_submission(&sheet, row, &submission)) {
            vec_push(&instance->submissions, submission);
        }
    }
    return check_count(&sheet, instance->submissions.n, MAX_SUBMISSIONS) &&
           check_count(&sheet, instance->submissions.n, (size_t)MAX_GRID / instance->sessions.n);
}

/* ---- the whole ------------------------------------------------------------- */

bool cosplib_read(struct cosplib *instance, struct arena *arena, const struct xlsx *book,
                  struct diag_list *diags, struct faults *faults)
{
    *instance = (struct cosplib){.arena = arena, .name = book->name};
    struct cosplib_reading reading = {instance, book, diags, faults};
    bool ok = cosplib_costs_parameters(&reading);
    ok = read_rooms(&reading) && ok;
    ok = read_sessions(&reading) && ok;
    ok = read_tracks(&reading) && ok;
    /* What names none of the tracks would only repeat what was said. */
    ok = ok && diags->errors == 0 && read_submissions(&reading) && diags->errors == 0 &&
         cosplib_costs_read(&reading);
    return ok && diags->errors == 0;
}

static void free_costs(struct cosplib_costs *costs)
{
    vec_free(&costs->v);
}

void cosplib_free(struct cosplib *instance)
{
    vec_free(&instance->sessions);
    vec_free(&instance->rooms);
    vec_free(&instance->tracks);
    vec_free(&instance->submissions);
    vec_free(&instance->people);
    strmap_free(&instance->session_ids);
    strmap_free(&instance->room_ids);
    strmap_free(&instance->track_ids);
    strmap_free(&instance->submission_ids);
    strmap_free(&instance->person_ids);
    free_costs(&instance->tracks_sessions);
    free_costs(&instance->tracks_rooms);
    free_costs(&instance->sessions_rooms);
    free_costs(&instance->similar_tracks);
    free_costs(&instance->submissions_sessions);
    free_costs(&instance->submissions_rooms);
}
