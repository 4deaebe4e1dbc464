#include "cli/commands.h"
#include "cli/session.h"
#include "confab/audit.h"
#include "confab/read_timetable.h"
#include "confab/write.h"

#include <string.h>

static const char *write_timetable(struct cli_session *session, const struct timetable *timetable)
{
    if (strcmp(session->options->format, "pretalx") == 0) {
        return write_pretalx_json(&session->arena, &session->problem, timetable, &session->diags);
    }
    if (strcmp(session->options->format, "text") != 0) {
        return write_csv(&session->arena, &session->problem, timetable);
    }
    struct score score = audit_timetable(&session->problem, timetable);
    const char *text = write_timetable_text(&session->arena, &session->problem, timetable, &score);
    score_free(&score);
    return text;
}

int command_render(const struct options *options)
{
    struct cli_session session = session_begin(options);
    struct timetable timetable;
    if (session_load_timetable(&session, &timetable)) {
        session_print_diags(&session);
        (void)session_write(&session, options->output, write_timetable(&session, &timetable));
    }
    return session_end(&session, BASE_EXIT_DONE);
}
