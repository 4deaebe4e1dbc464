#include "confab/write.h"

#include "output/agenda.h"
#include "output/display.h"
#include "output/grid.h"
#include "output/report.h"
#include "output/report_revision.h"

/* Of the conflicts; the JSON has all. */
enum { CONFLICTS_MAX = 25 };

static void add_grids(struct strbuf *out, struct arena *arena, const struct problem *problem,
                      const struct timetable *timetable)
{
    struct agenda agenda = agenda_create(arena, problem, timetable);
    for (uint32_t d = 0; d < problem->n_days; d++) {
        strbuf_add(out, "\n");
        grid_add_day(out, arena, problem, &agenda, (struct day_id){d}, REPORT_WIDTH);
    }
}

const char *write_text(struct arena *arena, const struct problem *problem,
                       const struct solve_result *result, const struct write_options *options)
{
    struct strbuf out = {0};
    display_add_wrapped(&out, "", "", display_clean(arena, problem->title), REPORT_WIDTH);
    if (result->has_timetable) {
        add_grids(&out, arena, problem, &result->timetable);
    }
    strbuf_add(&out, "\n");
    report_add_status(&out, arena, problem, result, options);
    if (result->has_timetable && options->revision != NULL) {
        report_revision_add(&out, arena, result, options->revision);
    }
    if (result->has_timetable) {
        unsigned told = REPORT_LEFT_OUT | (options->revision != NULL ? REPORT_ANNOUNCED : 0u);
        report_add_conflicts(&out, arena, &result->score, told, CONFLICTS_MAX);
    }
    if (options->explanation != NULL) {
        report_add_explanation(&out, arena, problem, options->explanation, false);
    }
    report_add_left_out(&out, arena, problem, result);
    return strbuf_finish(&out, arena);
}

const char *write_timetable_text(struct arena *arena, const struct problem *problem,
                                 const struct timetable *timetable, const struct score *score)
{
    struct strbuf out = {0};
    display_add_wrapped(&out, "", "", display_clean(arena, problem->title), REPORT_WIDTH);
    add_grids(&out, arena, problem, timetable);
    strbuf_print(&out, "\n%s", write_check_text(arena, problem, timetable, score));
    return strbuf_finish(&out, arena);
}
