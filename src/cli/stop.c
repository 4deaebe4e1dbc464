#include "cli/stop.h"

#include <signal.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

/* Programs that pass a signal on (timeout, make) deliver it twice at once: one wish. */
enum { SAME_WISH_NS = 500000000 };

/* A signal handler has nothing else to write to. */
static atomic_int stopped;
static struct timespec first;
static const char *in_the_making;

static const int ending[] = {SIGINT, SIGTERM, SIGHUP};
enum { ENDING = sizeof(ending) / sizeof(ending[0]) };

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

static void catch_stops(void)
{
    struct sigaction action = {.sa_flags = SA_RESTART};
    action.sa_handler = on_signal;
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
    catch_stops();
    return &stopped;
}

static void on_end(int number)
{
    (void)unlink(in_the_making);
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

static sigset_t ending_set(void)
{
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < ENDING; i++) {
        sigaddset(&set, ending[i]);
    }
    return set;
}

void stop_remove(const char *path)
{
    struct sigaction action = {.sa_mask = ending_set()}, before;
    action.sa_handler = on_end;
    in_the_making = path;
    for (int i = 0; i < ENDING; i++) {
        if (sigaction(ending[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
            sigaction(ending[i], &action, NULL);
        }
    }
}

void stop_hold(void)
{
    sigset_t set = ending_set();
    sigprocmask(SIG_BLOCK, &set, NULL);
}

void stop_let_go(void)
{
    sigset_t set = ending_set();
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

void stop_release(void)
{
    struct sigaction now;
    for (int i = 0; i < ENDING; i++) {
        if (sigaction(ending[i], NULL, &now) == 0 &&
            (now.sa_handler == on_signal || now.sa_handler == on_end)) {
            (void)signal(ending[i], SIG_DFL);
        }
    }
}
