/* The wish to stop: the first signal raises the flag, the next one would end the program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/stop.h"

#include <signal.h>

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
        assert_usual(signals[i]);
        stop_release();
    }
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
        cmocka_unit_test(test_release),
    };
    return cmocka_run_group_tests_name("stop", tests, NULL, NULL);
}
