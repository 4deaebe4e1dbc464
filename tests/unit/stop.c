/* The wish to stop: the first signal raises the flag, the same again at once changes nothing, a
 * later one ends the program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/stop.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void assert_usual(int number)
{
    struct sigaction now;
    assert_int_equal(sigaction(number, NULL, &now), 0);
    assert_true(now.sa_handler == SIG_DFL);
}

static void test_first_signal(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGTERM};
    for (int i = 0; i < 2; i++) {
        const atomic_int *stop = stop_catch();
        assert_int_equal(*stop, 0);
        assert_int_equal(raise(signals[i]), 0);
        assert_int_equal(*stop, 1);
        assert_int_equal(raise(signals[i]), 0);
        assert_int_equal(*stop, 1);
        stop_release();
    }
}

static void test_later_signal(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        const struct timespec pause = {0, 600000000};
        (void)stop_catch();
        (void)raise(SIGINT);
        (void)nanosleep(&pause, NULL);
        (void)raise(SIGTERM);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
}

static void test_release(void **state)
{
    (void)state;
    (void)stop_catch();
    stop_release();
    assert_usual(SIGINT);
    assert_usual(SIGTERM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_signal),
        cmocka_unit_test(test_later_signal),
        cmocka_unit_test(test_release),
    };
    return cmocka_run_group_tests_name("stop", tests, NULL, NULL);
}
