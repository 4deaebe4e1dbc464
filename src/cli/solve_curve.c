#include "cli/solve_curve.h"

#include "output/write_curve.h"
#include "revise/curve.h"

#include <string.h>

static const char *const endings[SOLVE_CURVE_FILES] = {"json", "csv", "svg"};

const char *solve_curve_path(struct cli_session *session, size_t i)
{
    return arena_print(&session->arena, "%s.%s", session->options->curve, endings[i]);
}

bool solve_curve_check(struct cli_session *session)
{
    const struct options *options = session->options;
    const char *name = options->curve;
    if (name == NULL) {
        return true;
    }
    if (name[0] == '\0' || strcmp(name, "-") == 0) {
        diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                   "--curve needs the beginning of a file's name");
        diag_hint(&session->diags, "--curve moves writes moves.json, moves.csv and moves.svg");
        return false;
    }
    if (options->revising.previous == NULL) {
        diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "--curve goes with --previous");
        diag_hint(&session->diags, "moves are counted from an earlier timetable: --previous FILE");
        return false;
    }
    bool ok = true;
    for (size_t i = 0; i < BASE_COUNT(endings) && ok; i++) {
        const char *path = solve_curve_path(session, i);
        ok = session_spares_input(session, "curve", path) &&
             session_spares_output(session, "curve", path);
    }
    return ok;
}

bool solve_curve_run(struct cli_session *session, const struct solve_options *options,
                     const struct timetable *known, struct strbuf *out)
{
    const struct revising *revising = &session->options->revising;
    struct arena *arena = &session->arena;
    struct curve curve;
    int64_t most = !revising->has_most_moves          ? -1
                   : revising->most_moves > INT32_MAX ? INT32_MAX
                                                      : (int64_t)revising->most_moves;
    bool ok = curve_find(&session->problem, options, most, known, &curve);
    if (!ok) {
        diag_error(&session->diags, DIAG_ENGINE_FAILED, SRC_NOWHERE, "the solver failed: %s",
                   curve.failure);
    }
    if (ok) {
        const char *texts[BASE_COUNT(endings)] = {
            write_curve_json(arena, &session->problem, &curve), write_curve_csv(arena, &curve),
            write_curve_svg(arena, &session->problem, &curve)};
        write_curve_add_table(out, arena, &curve);
        for (size_t i = 0; i < BASE_COUNT(endings) && ok; i++) {
            ok = session_write(session, solve_curve_path(session, i), texts[i]);
        }
    }
    curve_free(&curve);
    return ok;
}
