/* The one question of explaining: can all that is mandatory be held? What counting shows is known
 * at once; otherwise the solvers are asked (engine/feasibility.h). */
#ifndef EXPLAIN_ASK_H
#define EXPLAIN_ASK_H

#include "engine/feasibility.h"

enum feasibility ask_feasible(const struct problem *problem,
                              const struct feasibility_options *options);

#endif
