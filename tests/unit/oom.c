/* Every allocation fails in turn: the program ends with exit code 4, a message, and no file
 * written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/cli.h"
#include "confab/base.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/confab-oom-XXXXXX";

static void path_in_folder(char *path, size_t size, const char *name)
{
    snprintf(path, size, "%s/%s", folder, name);
}

/* Runs `confab solve` in a child whose n-th allocation fails; its exit code. */
static int run_failing(uint64_t n)
{
    char output[64], errors[64];
    path_in_folder(output, sizeof(output), "out.json");
    path_in_folder(errors, sizeof(errors), "errors");
    unlink(output);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int to = open(errors, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(to, 2);
        close(to);
        char *argv[] = {(char[]){"confab"},
                        (char[]){"solve"},
                        (char[]){"problems/ten-lines.yaml"},
                        (char[]){"-o"},
                        output,
                        NULL};
        base_fail_allocation(n);
        exit(cli_run(5, argv));
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void check_nothing_written(void)
{
    char output[64];
    path_in_folder(output, sizeof(output), "out.json");
    assert_int_not_equal(access(output, F_OK), 0);
    char errors[64], text[4096] = "";
    path_in_folder(errors, sizeof(errors), "errors");
    FILE *file = fopen(errors, "r");
    assert_non_null(file);
    size_t length = fread(text, 1, sizeof(text) - 1, file);
    text[length] = '\0';
    fclose(file);
    assert_non_null(strstr(text, "out of memory"));
    assert_null(strstr(text, "Sanitizer"));
}

static void test_each_allocation(void **state)
{
    (void)state;
    uint64_t n = 1;
    uint32_t failures = 0;
    for (; n < 1000000; n += 1 + n / 20) {
        int code = run_failing(n);
        if (code == BASE_EXIT_DONE) {
            break;
        }
        assert_int_equal(code, BASE_EXIT_ENVIRONMENT);
        check_nothing_written();
        failures++;
    }
    assert_true(failures > 20);
    char output[64];
    path_in_folder(output, sizeof(output), "out.json");
    assert_int_equal(access(output, F_OK), 0);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    char path[64];
    path_in_folder(path, sizeof(path), "out.json");
    unlink(path);
    path_in_folder(path, sizeof(path), "errors");
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_allocation)};
    return cmocka_run_group_tests_name("oom", tests, make_folder, remove_folder);
}
