/* Makes problems of what other tools write: published schedules, submissions, benchmark sets. */
#ifndef CONFAB_IMPORT_H
#define CONFAB_IMPORT_H

#include "confab/diag.h"
#include "confab/problem.h"
#include "confab/timetable.h"

struct import_options {
    const char *timezone; /* of the conference, where the files do not say it; NULL: UTC */
    const char *title;    /* NULL: the files' */
    const char *date;     /* "2026-05-14", or two with " - " between; NULL: the files' */
    const char *hours;    /* "09:00-12:30,13:30-18:00", of each day; NULL: the files' */
    bool every_fault;     /* report each, not three of a kind */
};

/* What has been made: the problem as text and as it was read again, and where the files had its
 * events. */
struct imported {
    const char *yaml;        /* docs/problem-format.md */
    struct problem problem;  /* of that text */
    struct timetable placed; /* fixed events, and what the files place */
    uint32_t n_placed;       /* the latter */
    uint32_t n_faults;       /* found in the files, and survived */
};

/* Reads the files as `format` says (a word of src/import/importers.def). Faults that can be
 * survived are warnings, three of a kind and a line for the others. False: a file cannot be read,
 * or is not what the format says; complaints are in `diags`, and nothing is to be freed. Else
 * problem_free() ends imported->problem, and texts and timetable live in `arena`; `sources` must
 * outlive both. */
bool import_files(struct arena *arena, struct source_set *sources, const char *format,
                  const char *const *names, uint32_t n_names, const struct import_options *options,
                  struct diag_list *diags, struct imported *imported);

#endif
