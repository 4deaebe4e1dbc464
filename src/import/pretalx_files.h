/* What a dump of pretalx's REST API consists of, in whatever files. */
#ifndef IMPORT_PRETALX_FILES_H
#define IMPORT_PRETALX_FILES_H

#include "import/import.h"
#include "input/yaml_tree.h"

enum pretalx_list {
    PRETALX_SUBMISSIONS,
    PRETALX_SPEAKERS,
    PRETALX_ROOMS,
    PRETALX_SLOTS,
    PRETALX_TYPES,
    PRETALX_TRACKS,
    PRETALX_TAGS,
    PRETALX_LISTS,
};

struct pretalx_files {
    struct pretalx_nodes {
        const struct yaml_node **v; /* objects */
        size_t n, cap;
    } lists[PRETALX_LISTS];
    const struct yaml_node *event; /* NULL: there is none */
};

/* Sorts the files' objects: pages of lists ({count, results}), lists, a schedule with its slots, the
 * event. False: there are no submissions (reported). */
bool pretalx_files_read(struct import *import, struct pretalx_files *files);
void pretalx_files_free(struct pretalx_files *files);

#endif
