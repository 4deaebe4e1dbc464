#include "cli/commands.h"
#include "cli/session.h"
#include "confab/audit.h"
#include "confab/read_timetable.h"
#include "confab/write.h"

#include <string.h>

static int judge(struct cli_session *session, const struct timetable *timetable)
{
    struct score score = audit_timetable(&session->problem, timetable);
    const char *text =
        strcmp(session->options->format, "json") == 0
            ? write_check_json(&session->arena, &session->problem, timetable, &score)
            : write_check_text(&session->arena, &session->problem, timetable, &score);
    int code = score.n_hard > 0 ? BASE_EXIT_INFEASIBLE : BASE_EXIT_DONE;
    (void)session_write(session, NULL, text);
    score_free(&score);
    return code;
}

int command_check(const struct options *options)
{
    struct cli_session session = session_begin(options);
    struct timetable timetable;
    int code = BASE_EXIT_DONE;
    if (session_load_timetable(&session, &timetable)) {
        session_print_diags(&session);
        code = judge(&session, &timetable);
    }
    return session_end(&session, code);
}
