/* The wish to stop: the first signal raises the flag, the same again at once changes nothing, a
 * later one ends the program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/stop.h"

#include <signal.h>
#include <stdlib.h>
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

/* The file goes, and the program ends as usual: unless the signal is ignored. */
static void test_remove(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (int i = 0; i < 3; i++) {
        char path[] = "/tmp/confab-stop-XXXXXX";
        int fd = mkstemp(path);
        assert_true(fd >= 0);
        close(fd);
        pid_t child = fork();
        if (child == 0) {
            (void)signal(signals[i], SIG_IGN);
            stop_remove(path);
            (void)raise(signals[i]);
            if (access(path, F_OK) != 0) {
                _exit(1);
            }
            (void)signal(signals[i], SIG_DFL);
            stop_hold();
            stop_remove(path);
            stop_let_go();
            (void)raise(signals[i]);
            _exit(2);
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == signals[i]);
        assert_int_equal(access(path, F_OK), -1);
    }
    stop_remove("/tmp/confab-stop-none");
    stop_release();
    assert_usual(SIGINT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_signal),
        cmocka_unit_test(test_later_signal),
        cmocka_unit_test(test_release),
        cmocka_unit_test(test_remove),
    };
    return cmocka_run_group_tests_name("stop", tests, NULL, NULL);
}
