/* From files to a validated problem. */
#ifndef CONFAB_LOAD_H
#define CONFAB_LOAD_H

#include "confab/diag.h"
#include "confab/problem.h"

/* Reads the files (later ones overlay earlier ones), decodes and validates. True: *problem is
 * complete and `diags` may hold warnings; false: `diags` holds errors and *problem is empty.
 * `sources` must outlive the problem. */
bool load_problem(struct source_set *sources, const char *const *names, uint32_t n_names,
                  struct diag_list *diags, struct problem *problem);

/* The same for files that are in the source set already. */
bool load_added(struct source_set *sources, const uint32_t *files, uint32_t n_files,
                struct diag_list *diags, struct problem *problem);

#endif
