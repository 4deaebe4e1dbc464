#include "cli/solve_curve.h"

#include "cli/claims.h"
#include "confab/audit.h"
#include "confab/write.h"
#include "output/write_curve.h"
#include "revise/curve.h"

#include <string.h>

static const char *const endings[] = {"json", "csv", "svg"};

static const char *path_of(struct cli_session *session, size_t i)
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
        ok = claims_add_output(session, "curve", path_of(session, i));
    }
    return ok && claims_spare_numbered(session, "curve", name, ".json");
}

/* ---- timetables ----------------------------------------------------------------------------- */

/* What was proven of the solve's own timetable holds as far as both cost the same. */
static void add_levels(struct arena *arena, const struct solve_result *solved,
                       struct solve_result *result)
{
    bool same = true;
    result->n_levels = solved->n_levels;
    result->levels = arena_array(arena, solved->n_levels, sizeof(*result->levels));
    for (uint32_t k = 0; k < solved->n_levels; k++) {
        const struct solve_level *was = &solved->levels[k];
        int64_t value = result->score.level_cost[k];
        int64_t bound = same && was->bound < value ? was->bound : same ? value : 0;
        result->levels[k] = (struct solve_level){was->name, value, bound};
        same = same && solved->has_timetable && was->value == value;
    }
}

static void add_left_out(struct arena *arena, struct solve_result *result)
{
    uint32_t n = result->timetable.n;
    result->left_out = arena_array(arena, n, sizeof(*result->left_out));
    for (uint32_t e = 0; e < n; e++) {
        if (!result->timetable.v[e].placed) {
            result->left_out[result->n_left_out++] = (struct solve_left_out){.event = {e}};
        }
    }
}

/* The point's timetable as if it had been the result. */
static bool write_timetable(struct cli_session *session, const struct solve_result *solved,
                            const struct curve_point *point)
{
    const struct options *options = session->options;
    struct arena *arena = &session->arena;
    const struct problem *problem = &session->problem;
    size_t bytes = problem->n_events * sizeof(*point->timetable);
    struct solve_result result = {
        .status = SOLVE_FEASIBLE,
        .has_timetable = true,
        .timetable = {arena_copy(arena, point->timetable, bytes), problem->n_events},
        .engine = solved->engine,
    };
    struct revision revision;
    result.score = audit_timetable(problem, &result.timetable);
    add_levels(arena, solved, &result);
    add_left_out(arena, &result);
    revision_create(arena, problem, session->previous, &result.timetable, &revision);
    const struct write_options write_options = {.seed = options->seed, .revision = &revision};
    bool ok = session_write(session, write_curve_path(arena, options->curve, point),
                            write_json(arena, problem, &result, &write_options));
    revision_free(&revision);
    score_free(&result.score);
    return ok;
}

static bool write_all(struct cli_session *session, const struct solve_result *solved,
                      const struct curve *curve)
{
    struct arena *arena = &session->arena;
    const char *texts[BASE_COUNT(endings)] = {write_curve_json(arena, &session->problem, curve),
                                              write_curve_csv(arena, curve),
                                              write_curve_svg(arena, &session->problem, curve)};
    const struct curve_point **points;
    uint32_t n = write_curve_timetables(arena, curve, &points);
    bool ok = true;
    for (size_t i = 0; i < BASE_COUNT(endings) && ok; i++) {
        ok = session_write(session, path_of(session, i), texts[i]);
    }
    for (uint32_t i = 0; i < n && ok; i++) {
        ok = write_timetable(session, solved, points[i]);
    }
    return ok;
}

bool solve_curve_run(struct cli_session *session, const struct solve_options *options,
                     const struct solve_result *solved, struct strbuf *out)
{
    const struct revising *revising = &session->options->revising;
    struct arena *arena = &session->arena;
    struct curve curve;
    int64_t most = !revising->has_most_moves          ? -1
                   : revising->most_moves > INT32_MAX ? INT32_MAX
                                                      : (int64_t)revising->most_moves;
    bool ok = curve_find(&session->problem, options, most,
                         solved->has_timetable ? &solved->timetable : NULL, &curve);
    if (!ok) {
        diag_error(&session->diags, DIAG_ENGINE_FAILED, SRC_NOWHERE, "the solver failed: %s",
                   curve.failure);
    }
    if (ok) {
        write_curve_add_table(out, arena, &curve, session->options->curve);
        ok = write_all(session, solved, &curve);
    }
    curve_free(&curve);
    return ok;
}
