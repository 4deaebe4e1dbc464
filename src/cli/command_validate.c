#include "cli/commands.h"
#include "cli/session.h"

/* "3 rooms", and a comma before it unless it is the first. */
static const char *counted(struct arena *arena, const char *text, uint32_t n, const char *one)
{
    return arena_print(arena, "%s%s%u %s%s", text, text[0] != '\0' ? ", " : "", (unsigned)n, one,
                       n == 1 ? "" : "s");
}

static const char *summary(struct arena *arena, const struct problem *problem)
{
    uint32_t fixed = 0, slots = 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        fixed += problem->events[e].fixed ? 1 : 0;
    }
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        slots += problem->windows[w].slot ? 1 : 0;
    }
    const char *text = counted(arena, "", problem->n_events - fixed, "event");
    text = counted(arena, text, fixed, "fixed event");
    text = counted(arena, text, problem->n_people, "speaker");
    text = counted(arena, text, problem->n_rooms, "room");
    text = counted(arena, text, problem->n_days, "day");
    text = counted(arena, text, problem->n_windows - slots, "window");
    text = counted(arena, text, slots, "slot");
    return arena_print(arena, "%s: %s\n", problem->title, text);
}

int command_validate(const struct options *options)
{
    struct cli_session session = session_begin(options);
    if (session_load(&session, options->n_args)) {
        (void)session_write(&session, NULL, summary(&session.arena, &session.problem));
    }
    return session_end(&session, BASE_EXIT_DONE);
}
