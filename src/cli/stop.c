#include "cli/stop.h"

#include <signal.h>
#include <stdint.h>
#include <time.h>

/* Programs that pass a signal on (timeout, make) deliver it twice at once: one wish. */
enum { SAME_WISH_NS = 500000000 };

/* A signal handler has nothing else to write to. */
static atomic_int stopped;
static struct timespec first;

static int64_t since_first_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)(now.tv_sec - first.tv_sec) * 1000000000 + (now.tv_nsec - first.tv_nsec);
}

static void on_signal(int number)
{
    if (stopped == 0) {
        clock_gettime(CLOCK_MONOTONIC, &first);
        stopped = 1;
    } else if (since_first_ns() > SAME_WISH_NS) {
        (void)signal(number, SIG_DFL);
        (void)raise(number);
    }
}

static void set_handler(void (*handler)(int))
{
    struct sigaction action = {.sa_flags = SA_RESTART};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    /* Both change the flag: one at a time. */
    sigaddset(&action.sa_mask, SIGINT);
    sigaddset(&action.sa_mask, SIGTERM);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

const atomic_int *stop_catch(void)
{
    stopped = 0;
    set_handler(on_signal);
    return &stopped;
}

void stop_release(void)
{
    set_handler(SIG_DFL);
}
