/* What a command works with: sources, complaints, the problem, and an arena for its output. */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "base/vec.h"
#include "cli/options.h"
#include "confab/explain.h"
#include "confab/read_timetable.h"

/* A file that is read or written (claims.h). */
struct claim {
    const char *name, *path;
};

struct cli_session {
    struct arena arena;
    struct source_set sources;
    struct diag_list diags;
    struct problem problem;
    uint32_t n_files;          /* of the problem: the first of the sources */
    struct previous *previous; /* the announced timetable; NULL: none was given */
    const struct options *options;
    VEC(struct claim) claims;
};

/* Claims what the options name: a complaint may be in the session already. */
struct cli_session session_begin(const struct options *options);
/* Loads the problem from the first `n` arguments and prints warnings. False: the complaints are in
 * the session. */
bool session_load(struct cli_session *session, uint32_t n);
/* The same with all arguments but the last one, which is a timetable of the problem. */
bool session_load_timetable(struct cli_session *session, struct timetable *timetable);
/* Prints the complaints so far on standard error (warnings not when quiet) and forgets them. */
void session_print_diags(struct cli_session *session);
/* Writes a result to the output asked for. False: a complaint is in the session. */
bool session_write(struct cli_session *session, const char *path, const char *text);
/* Explains the problem, which has been loaded, within the limit (≤ 0: none). An interrupt ends it
 * early; stop_release() is for the caller. */
void session_explain(struct cli_session *session, double time_limit_s,
                     struct explanation *explanation);
/* Prints what is left to complain of and frees everything; gives `code`, or that of the errors if
 * there are any. */
int session_end(struct cli_session *session, int code);

#endif
