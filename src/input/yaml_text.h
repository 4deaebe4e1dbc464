/* What happens to a file's bytes before libyaml sees them: characters are checked (libyaml gives no
 * line for bad ones) and JSON's surrogate pairs, which libyaml refuses, are joined. */
#ifndef INPUT_YAML_TEXT_H
#define INPUT_YAML_TEXT_H

#include "confab/diag.h"

/* A place after which columns of the file are two more than those of the prepared text. */
struct yaml_text_shift {
    uint32_t line, col;
};

struct yaml_text {
    const char *bytes;
    size_t size;
    const struct yaml_text_shift *shifts; /* ascending */
    size_t n_shifts;
};

/* False: a complaint is in `diags`. What is prepared lives in `arena` or in the source set. */
bool yaml_text_prepare(struct arena *arena, const struct source_set *sources, uint32_t file,
                       struct diag_list *diags, struct yaml_text *text);
/* A position in the prepared text (1-based) as one in the file. */
struct src_pos yaml_text_position(const struct yaml_text *text, struct src_pos position);

#endif
