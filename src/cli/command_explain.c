#include "cli/commands.h"
#include "cli/session.h"
#include "cli/stop.h"
#include "confab/explain.h"
#include <stdio.h>

static int exit_code(const struct explanation *explanation)
{
    return explanation->status == EXPLAIN_FEASIBLE     ? BASE_EXIT_DONE
           : explanation->status == EXPLAIN_INFEASIBLE ? BASE_EXIT_INFEASIBLE
                                                       : BASE_EXIT_LIMIT;
}

int command_explain(const struct options *options)
{
    struct cli_session session = session_begin(options);
    int code = BASE_EXIT_DONE;
    if (session_load(&session, options->n_args)) {
        struct explain_options explain_options = {
            .time_limit_s = options->time_limit_s,
            .seed = options->seed,
            .threads = options->threads,
            .stop = stop_catch(),
        };
        struct explanation explanation;
        uint32_t files[100];
        for (uint32_t i = 0; i < options->n_args; i++) files[i] = i;
        explain_problem(&session.problem, files, options->n_args, &explain_options, &explanation);
        for (uint32_t i = 0; i < explanation.n_conflicts; i++) printf("%s: %s\n\n", explanation.conflicts[i].id, explanation.conflicts[i].text);
        for (uint32_t i = 0; i < explanation.n_repairs; i++) printf("%s (%d): %s\n%s\n", explanation.repairs[i].id, (int)explanation.repairs[i].cost, explanation.repairs[i].text, explanation.repairs[i].yaml);
        printf("%.3f s, complete %d\n", explanation.seconds, explanation.complete);
        code = exit_code(&explanation);
        explain_free(&explanation);
        stop_release();
    }
    return session_end(&session, code);
}
