/* Complaints: located, with a stable slug, gathered in a list rather than ending the run.
 *
 * A stage returns bool; false means that at least one error is in the list. diag_error() always
 * returns false, so that `return diag_error(…)` reads well. Past DIAG_CAP errors only the count
 * goes on. */
#ifndef CONFAB_DIAG_H
#define CONFAB_DIAG_H

#include "confab/source.h"

/* X(NAME, severity, slug, help): see diag.def, from which docs/diagnostics.md is made too. */
enum diag_code {
#define DIAG(name, severity, slug, help) DIAG_##name,
#include "confab/diag.def"
#undef DIAG
    DIAG_CODES
};

enum diag_severity { DIAG_SEVERITY_NOTE, DIAG_SEVERITY_WARNING, DIAG_SEVERITY_ERROR };

enum { DIAG_CAP = 100 };

struct diag {
    enum diag_code code;
    enum diag_severity severity;
    struct src_span at; /* line 0: no position (environment) */
    const char *text;
    const char *hint; /* what to do about it; NULL: none */
    uint32_t parent;  /* what this note explains: its index in the list */
};

struct diag_list {
    struct arena arena;
    struct diag *v;
    uint32_t n, cap;
    uint32_t errors, warnings; /* all of them, past the cap too */
    bool environment;          /* an error of the environment (exit 4) is among them */
    bool full;                 /* the complaint reported last was past the cap: only counted */
    uint32_t last;             /* index of the complaint reported last, for hints and notes */
};

#define DIAG_LIST_EMPTY ((struct diag_list){.arena = {NULL}})

/* The severity comes from diag.def; returns false for errors, true for warnings. */
bool diag_report(struct diag_list *list, enum diag_code code, struct src_span at, const char *fmt,
                 ...) BASE_PRINTF(4, 5);
#define diag_error diag_report
#define diag_warn  (void)diag_report
/* A hint for the complaint reported last ("did you mean 'kilsyth'?"). */
void diag_hint(struct diag_list *list, const char *fmt, ...) BASE_PRINTF(2, 3);
/* A note that points to another place, under the complaint reported last. */
void diag_note(struct diag_list *list, struct src_span at, const char *fmt, ...) BASE_PRINTF(3, 4);
/* Hints "did you mean 'x'?" when one of the names is close to `given`; otherwise lists them when
 * they are few. */
void diag_suggest(struct diag_list *list, const char *given, const char *const *names,
                  size_t n_names);

const char *diag_slug(enum diag_code code);
const char *diag_help(enum diag_code code);
enum diag_severity diag_severity(enum diag_code code);

/* All complaints as text: `file:line:col: error: text [slug]`, source line, caret, hint, notes;
 * then a count. Allocated in the list's arena. */
const char *diag_render(struct diag_list *list, const struct source_set *sources);
void diag_free(struct diag_list *list);

/* Reads a file, as source_read() does, and complains when that fails. */
bool diag_read_source(struct diag_list *diags, struct source_set *sources, const char *name,
                      size_t max_bytes, uint32_t *file);

#endif
