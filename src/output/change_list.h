/* A list of changes as write_changes_json() writes it, read back. */
#ifndef OUTPUT_CHANGE_LIST_H
#define OUTPUT_CHANGE_LIST_H

#include "confab/changes.h"
#include "input/yaml_tree.h"

/* Where an event is, or is to be. */
struct listed_place {
    struct interval span;
    const char *room, *room_guid;    /* guid NULL: not given */
    const char *title;               /* NULL: not given */
    const struct yaml_node *persons; /* NULL: not given */
    struct src_span at;
};

struct listed_change {
    unsigned what;                        /* of change_what */
    const char *event, *guid, *code, *id; /* NULL: not given */
    const char *title;
    bool copy;                     /* added: the old schedule has the event at another time too */
    struct listed_place from, to;  /* as far as `what` has them */
    const struct yaml_node *entry; /* of what is added */
    struct src_span at;
};

struct change_list {
    const struct listed_change *v;
    uint32_t n;
};

/* The list in a document that has been read; in `arena`, borrowing from the tree. False: complaints
 * are in `diags`. */
bool change_list_read(struct arena *arena, const struct yaml_node *root, struct diag_list *diags,
                      struct change_list *list);

#endif
