/* GLPK made safe: what solver_glpk.c builds on.
 *
 * GLPK prints on stdout and aborts on misuse and for want of memory; a guard catches both. While
 * GLPK works on one linear program it asks nobody whether to go on, but it prints now and then: the
 * guard also leaves from there. Its environment is thread-local and so is what is counted here:
 * threads do not meet, but after an error or an interrupt every problem object of the thread is
 * lost (lp_glpk_generation() tells). */
#ifndef ENGINE_LP_GLPK_H
#define ENGINE_LP_GLPK_H

#include "engine/ilp.h"

#include <glpk.h>
#include <setjmp.h>
#include <stdatomic.h>

enum lp_back { LP_BACK_ERROR = 1, LP_BACK_OVER };

struct lp_guard {
    jmp_buf back;           /* setjmp() it after lp_glpk_enter() */
    const atomic_int *stop; /* NULL: do not look */
    double ends_s;          /* of lp_glpk_clock_s(); 0: never */
    bool stays;             /* neither takes us away: there is something to lose */
    uint64_t generation;    /* of the memory that is used */
    char text[200];         /* what GLPK printed last */
    size_t length;
};

/* Monotonic seconds. */
double lp_glpk_clock_s(void);

/* From enter to leave, which frees the environment when nobody uses it, GLPK's output and errors go
 * to the guard, with a jump to `back`: lp_glpk_enter(&guard); int why = setjmp(guard.back); if (why
 * != 0) { lp_glpk_forget(); … } Guards do not nest. */
void lp_glpk_enter(struct lp_guard *guard);
void lp_glpk_leave(void);
/* After a jump GLPK's memory cannot be trusted: all of this thread's is dropped, the generation
 * goes up, and the guard is left. */
void lp_glpk_forget(void);
uint64_t lp_glpk_generation(void);
/* Around what may itself use GLPK while a guard is not left: until then no guard is left for want
 * of time, as the memory of the first would go with it. When it is lost all the same, by an error,
 * resume jumps to the guard's `back`. */
void lp_glpk_pause(void);
void lp_glpk_resume(struct lp_guard *guard);

/* Whether the guard's time or patience is over. */
bool lp_glpk_is_over(const struct lp_guard *guard);

/* The program as a problem object; names only for files. Counts as one user of this thread's
 * environment until lp_glpk_drop(). Both within a guard. */
glp_prob *lp_glpk_load(const struct ilp *ilp, bool named);
void lp_glpk_drop(glp_prob *prob);

/* GLP_FR … GLP_FX. */
int lp_glpk_bounds_kind(double lower, double upper);

#endif
