#include "cli/stop.h"

#include <signal.h>
#include <stddef.h>

/* A signal handler has nothing else to write to. */
static atomic_int stopped;

static void on_signal(int number)
{
    (void)number;
    stopped = 1;
}

static void set_handler(void (*handler)(int))
{
    struct sigaction action = {.sa_flags = SA_RESTART};
    action.sa_handler = handler;
    if (handler == on_signal) {
        action.sa_flags |= (int)SA_RESETHAND;
    }
    sigemptyset(&action.sa_mask);
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
