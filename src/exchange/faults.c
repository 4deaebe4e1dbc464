#include "exchange/faults.h"

enum { SHOWN_OF_A_KIND = 3, SHOWN_OF_PEOPLE = 20 };

/* `strict`: DIAG_CODES where it is not reported then. */
static const struct {
    enum diag_code lenient, strict;
} codes[FAULT_KINDS] = {
    [FAULT_SHAPE] = {DIAG_SCHEDULE_SHAPE, DIAG_TIMETABLE_SHAPE},
    [FAULT_TIME] = {DIAG_SCHEDULE_TIME, DIAG_TIMETABLE_TIME},
    [FAULT_START] = {DIAG_TIMETABLE_START_DIFFERS, DIAG_TIMETABLE_START_DIFFERS},
    [FAULT_DAY] = {DIAG_TIMETABLE_DAY_DIFFERS, DIAG_TIMETABLE_DAY_DIFFERS},
    [FAULT_ROOM] = {DIAG_TIMETABLE_ROOM_DIFFERS, DIAG_CODES},
    [FAULT_LENGTH] = {DIAG_SCHEDULE_LENGTH, DIAG_CODES},
    [FAULT_TWICE] = {DIAG_SCHEDULE_TWICE, DIAG_CODES},
    [FAULT_ZONE] = {DIAG_SCHEDULE_ZONE, DIAG_SCHEDULE_ZONE},
    [FAULT_CLASH] = {DIAG_IMPORT_CLASH, DIAG_CODES},
    [FAULT_CONTAINER] = {DIAG_IMPORT_CONTAINER, DIAG_CODES},
    [FAULT_LEFT_OUT] = {DIAG_IMPORT_LEFT_OUT, DIAG_CODES},
    [FAULT_MADE_UP] = {DIAG_IMPORT_MADE_UP, DIAG_CODES},
    [FAULT_CHANGED] = {DIAG_IMPORT_CHANGED, DIAG_CODES},
    [FAULT_ASSUMED] = {DIAG_IMPORT_MADE_UP, DIAG_CODES},
    [FAULT_UNKNOWN] = {DIAG_IMPORT_LEFT_OUT, DIAG_CODES},
    [FAULT_READ_AS] = {DIAG_IMPORT_CHANGED, DIAG_CODES},
    [FAULT_ABSENCE] = {DIAG_SCHEDULE_TIME, DIAG_CODES},
    [FAULT_NOBODY] = {DIAG_IMPORT_LEFT_OUT, DIAG_CODES},
};

/* What is true of a whole file is said, however much there is; so is what somebody wishes. */
static uint32_t shown_of(int kind)
{
    switch (kind) {
    case FAULT_ASSUMED:
    case FAULT_UNKNOWN:
    case FAULT_READ_AS:
        return UINT32_MAX;
    case FAULT_ABSENCE:
    case FAULT_NOBODY:
        return SHOWN_OF_PEOPLE;
    default:
        return SHOWN_OF_A_KIND;
    }
}

void faults_add(struct faults *faults, enum fault_kind kind, struct src_span at, const char *hint,
                const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *text = arena_print_list(&faults->arena, fmt, args);
    va_end(args);
    struct fault fault = {kind, at, text, hint};
    vec_push(&faults->v, fault);
}

static void report(const struct fault *fault, enum diag_code code, struct diag_list *diags)
{
    diag_warn(diags, code, fault->at, "%s", fault->text);
    if (fault->hint != NULL) {
        diag_hint(diags, "%s", fault->hint);
    }
}

void faults_report(const struct faults *faults, struct diag_list *diags)
{
    uint32_t count[FAULT_KINDS] = {0};
    struct src_span next[FAULT_KINDS] = {{{0, 0, 0}, {0, 0, 0}}};
    for (size_t i = 0; i < faults->v.n; i++) {
        const struct fault *fault = &faults->v.v[i];
        uint32_t n = ++count[fault->kind];
        if (n <= shown_of((int)fault->kind)) {
            report(fault, codes[fault->kind].lenient, diags);
        } else if (n - 1 == shown_of((int)fault->kind)) {
            next[fault->kind] = fault->at;
        }
    }
    for (int kind = 0; kind < FAULT_KINDS; kind++) {
        if (count[kind] > shown_of(kind)) {
            diag_warn(diags, codes[kind].lenient, next[kind], "%u more like this, from here on",
                      count[kind] - shown_of(kind));
        }
    }
}

void faults_report_each(const struct faults *faults, struct diag_list *diags)
{
    for (size_t i = 0; i < faults->v.n; i++) {
        report(&faults->v.v[i], codes[faults->v.v[i].kind].lenient, diags);
    }
}

void faults_report_strictly(const struct faults *faults, struct diag_list *diags)
{
    for (size_t i = 0; i < faults->v.n; i++) {
        const struct fault *fault = &faults->v.v[i];
        if (codes[fault->kind].strict != DIAG_CODES) {
            report(fault, codes[fault->kind].strict, diags);
        }
    }
}

void faults_free(struct faults *faults)
{
    vec_free(&faults->v);
    arena_free(&faults->arena);
}
