/* Several problem files as one tree: later files change, add to and take away from the earlier
 * ones, entity by entity. */
#ifndef INPUT_OVERLAY_H
#define INPUT_OVERLAY_H

#include "base/strmap.h"
#include "input/yaml_tree.h"

struct overlay {
    const struct yaml_node *root; /* a mapping */
    struct strmap withdrawn;      /* "rooms:kilsyth": ids, names and titles that were taken away */
};

/* Merges the roots; nodes live in `arena` or are those given. False: a complaint is in `diags`. */
bool overlay_merge(struct arena *arena, const struct yaml_node *const *roots, uint32_t n_roots,
                   struct diag_list *diags, struct overlay *overlay);
/* `section` is the key in the file; talks, bofs and fixed are one section, "events". */
bool overlay_is_withdrawn(const struct overlay *overlay, const char *section, const char *name);
void overlay_free(struct overlay *overlay);

#endif
