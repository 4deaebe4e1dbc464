/* What is wrong in a schedule file. Gathered first: who reads the file knows what it is worth. */
#ifndef EXCHANGE_FAULTS_H
#define EXCHANGE_FAULTS_H

#include "base/vec.h"
#include "confab/diag.h"

enum fault_kind {
    FAULT_SHAPE,     /* something is not of the form it should have */
    FAULT_TIME,      /* a time or a length is missing or cannot be read */
    FAULT_START,     /* `start` is another time than `date` */
    FAULT_DAY,       /* `date` is on another day than the list's */
    FAULT_ROOM,      /* `room` is another room than the list's */
    FAULT_LENGTH,    /* the event takes no time */
    FAULT_TWICE,     /* a guid or id is there twice */
    FAULT_ZONE,      /* the zone is unknown, or the offsets are wrong */
    FAULT_CLASH,     /* somebody, or a room, is needed twice at once */
    FAULT_CONTAINER, /* an event lies over its own parts */
    FAULT_LEFT_OUT,  /* something cannot be part of a problem */
    FAULT_CHANGED,   /* something is not quite as the file has it */
    FAULT_MADE_UP,   /* the files do not say what a problem needs */
    FAULT_ASSUMED,   /* the same of the whole conference: its dates, its hours, its zone */
    FAULT_UNKNOWN,   /* what a file's columns or states mean cannot be told */
    FAULT_READ_AS,   /* how a whole file is understood */
    FAULT_ABSENCE,   /* when somebody is there, or a room open, cannot be read */
    FAULT_NOBODY,    /* who is listed but has no part in anything */
    FAULT_KINDS,
};

struct fault {
    enum fault_kind kind;
    struct src_span at;
    const char *text;
    const char *hint; /* NULL: none */
};

struct faults {
    struct arena arena;
    VEC(struct fault) v;
};

/* `hint` (NULL: none) is borrowed. */
void faults_add(struct faults *faults, enum fault_kind kind, struct src_span at, const char *hint,
                const char *fmt, ...) BASE_PRINTF(5, 6);
/* All as warnings, three of a kind (of what is worth more, more), then how many more there are. */
void faults_report(const struct faults *faults, struct diag_list *diags);
/* The same, every one. */
void faults_report_each(const struct faults *faults, struct diag_list *diags);
/* As `confab check` sees them: what has no form or no time is an error, and what a problem must be
 * known for is not said. */
void faults_report_strictly(const struct faults *faults, struct diag_list *diags);
void faults_free(struct faults *faults);

#endif
