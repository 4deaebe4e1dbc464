/* Model and audit disagree: a debug build aborts; a release build writes the timetable with the
 * audit's figures, never calls it optimal, says what differs and ends with exit code 5.
 *
 * The audit here stands in for the library's: the linker takes this one first. It charges one too
 * many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/cli.h"
#include "confab/audit.h"
#include "core/rule.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct score audit_timetable(const struct problem *problem, const struct timetable *timetable)
{
    (void)timetable;
    struct score score = {0};
    score.levels = levels_of(&score.arena, problem);
    score.level_cost = arena_array(&score.arena, score.levels.n, sizeof(int64_t));
    score.rules = arena_array(&score.arena, rule_table_count(), sizeof(*score.rules));
    score.rules[rule_table_find("track-parallel")].cost = 1;
    score.level_cost[score.levels.soft] = 1;
    return score;
}

static void read_file(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "r");
    text[0] = '\0';
    if (file != NULL) {
        text[fread(text, 1, size - 1, file)] = '\0';
        fclose(file);
    }
}

static void test_disagreement(void **state)
{
    (void)state;
    char output[] = "/tmp/confab-mismatch-XXXXXX", errors[] = "/tmp/confab-errors-XXXXXX";
    int out = mkstemp(output), err = mkstemp(errors);
    assert_true(out >= 0 && err >= 0);
    close(out);
    pid_t child = fork();
    if (child == 0) {
        dup2(err, 2);
        char program[] = "confab", command[] = "solve", problem[] = "problems/ten-lines.yaml";
        char option[] = "-o";
        char *argv[] = {program, command, problem, option, output, NULL};
        exit(cli_run(5, argv));
    }
    close(err);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    char text[100000], said[4096];
    read_file(output, text, sizeof(text));
    read_file(errors, said, sizeof(said));
    unlink(output);
    unlink(errors);
    assert_non_null(strstr(said, "'track-parallel' costs 0 in the model and 1 in the audit"));
#ifdef CONFAB_DEBUG
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
#else
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), BASE_EXIT_INTERNAL);
    assert_non_null(strstr(text, "\"feasible\""));
    assert_null(strstr(text, "\"optimal\""));
    assert_non_null(strstr(said, "confab solve --seed"));
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_disagreement)};
    return cmocka_run_group_tests_name("mismatch", tests, NULL, NULL);
}
