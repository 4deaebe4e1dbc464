/* What to do about a YAML syntax error: people's titles hold colons, quotes and brackets. */
#ifndef INPUT_YAML_HINT_H
#define INPUT_YAML_HINT_H

#include "confab/diag.h"

/* Adds a hint to the syntax error reported last, if one is known. `problem` and `context` are
 * libyaml's words (may be NULL); `at` is where it stopped, `context_at` where what it was reading
 * began (line 0: not known). */
void yaml_hint_add(struct diag_list *diags, const struct source_set *sources, const char *problem,
                   const char *context, struct src_pos at, struct src_pos context_at);

#endif
