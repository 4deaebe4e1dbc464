#include "confab/write.h"

#include "output/display.h"
#include "output/json_explain.h"
#include "output/report.h"

static const char *headline(const struct explanation *explanation)
{
    switch (explanation->status) {
    case EXPLAIN_FEASIBLE:
        return "Everything that has to be held can be: there is a timetable, and nothing to "
               "explain. `confab solve` finds the best one.";
    case EXPLAIN_INFEASIBLE:
        return "There is no timetable: not everything that has to be held can be.";
    case EXPLAIN_UNKNOWN:
        return "Whether there is a timetable was not found out within the limit. More time may "
               "help: --time-limit 600.";
    }
    BUG("status %d", (int)explanation->status);
}

const char *write_explain_json(struct arena *arena, const struct problem *problem,
                               const struct explanation *explanation)
{
    cJSON *root = json_begin();
    json_text(root, "title", problem->title);
    json_explain_add(arena, root, problem, explanation);
    return json_finish(arena, root);
}

const char *write_explain_text(struct arena *arena, const struct problem *problem,
                               const struct explanation *explanation)
{
    struct strbuf out = {0};
    display_add_wrapped(&out, "", "", display_clean(arena, problem->title), REPORT_WIDTH);
    display_add_wrapped(&out, "", "", headline(explanation), REPORT_WIDTH);
    report_add_explanation(&out, arena, problem, explanation, true);
    if (explanation->status == EXPLAIN_INFEASIBLE && explanation->n_repairs > 0) {
        display_add_wrapped(&out, "\n", "",
                            "Each was tried out. --changes NAME writes them to NAME-1.yaml, "
                            "NAME-2.yaml, ..., to be given to `confab solve` after the problem.",
                            REPORT_WIDTH);
    } else if (explanation->status == EXPLAIN_INFEASIBLE) {
        strbuf_add(&out, "\nNo repair was found.\n");
    }
    if (!explanation->complete) {
        strbuf_add(&out, "\nThe limit came before all was looked at: --time-limit gives more.\n");
    }
    return strbuf_finish(&out, arena);
}
