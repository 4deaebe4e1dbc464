#include "import/pretalx_files.h"

#include "import/nodes.h"

#include <string.h>

static const char *const list_names[PRETALX_LISTS] = {
    [PRETALX_SUBMISSIONS] = "submissions", [PRETALX_SPEAKERS] = "speakers",
    [PRETALX_ROOMS] = "rooms",             [PRETALX_SLOTS] = "slots",
    [PRETALX_TYPES] = "submission types",  [PRETALX_TRACKS] = "tracks",
    [PRETALX_TAGS] = "tags",
};

/* Keys that tell a list's objects from all others; the first row that fits counts. */
static const struct {
    const char *has, *too; /* NULL: nothing else */
    enum pretalx_list list;
} signs[] = {
    {"default_duration", NULL, PRETALX_TYPES},
    {"slot_type", NULL, PRETALX_SLOTS},
    {"submission", "start", PRETALX_SLOTS},
    {"submission", "room", PRETALX_SLOTS},
    {"code", "submission_type", PRETALX_SUBMISSIONS},
    {"code", "title", PRETALX_SUBMISSIONS},
    {"code", "state", PRETALX_SUBMISSIONS},
    {"code", "name", PRETALX_SPEAKERS},
    {"tag", "id", PRETALX_TAGS},
    {"capacity", "name", PRETALX_ROOMS},
    {"uuid", "name", PRETALX_ROOMS},
    {"availabilities", "name", PRETALX_ROOMS},
    {"color", "name", PRETALX_TRACKS},
};

/* Of files whose objects could be anything. */
static const struct {
    const char *word;
    enum pretalx_list list;
} words[] = {
    {"submission-type", PRETALX_TYPES}, {"submission_type", PRETALX_TYPES},
    {"types", PRETALX_TYPES},           {"submission", PRETALX_SUBMISSIONS},
    {"talks", PRETALX_SUBMISSIONS},     {"speaker", PRETALX_SPEAKERS},
    {"slot", PRETALX_SLOTS},            {"track", PRETALX_TRACKS},
    {"tag", PRETALX_TAGS},              {"room", PRETALX_ROOMS},
};

static enum pretalx_list list_of(const struct yaml_node *items, const char *name)
{
    for (size_t i = 0; i < items->n; i++) {
        const struct yaml_node *item = items->items[i];
        for (size_t k = 0; item->kind == YAML_MAPPING && k < BASE_COUNT(signs); k++) {
            if (yaml_tree_get(item, signs[k].has) != NULL &&
                (signs[k].too == NULL || yaml_tree_get(item, signs[k].too) != NULL)) {
                return signs[k].list;
            }
        }
    }
    const char *slash = strrchr(name, '/');
    for (size_t k = 0; k < BASE_COUNT(words); k++) {
        if (strstr(slash != NULL ? slash : name, words[k].word) != NULL) {
            return words[k].list;
        }
    }
    return PRETALX_LISTS;
}

static void take_list(struct import *import, struct pretalx_files *files,
                      const struct yaml_node *items, enum pretalx_list list)
{
    for (size_t i = 0; i < items->n; i++) {
        if (nodes_is_object(import, items->items[i], list_names[list])) {
            vec_push(&files->lists[list], items->items[i]);
        }
    }
}

static void take_items(struct import *import, struct pretalx_files *files,
                       const struct yaml_node *items, const char *name)
{
    enum pretalx_list list = list_of(items, name);
    if (list != PRETALX_LISTS) {
        take_list(import, files, items, list);
    } else if (items->n > 0) {
        faults_add(&import->faults, FAULT_SHAPE, items->at,
                   "name the file after what is in it, as rooms.json",
                   "what is in this list cannot be told: it is left out");
    }
}

static bool is_list(const struct yaml_node *node)
{
    return node != NULL && node->kind == YAML_SEQUENCE;
}

static void take_root(struct import *import, struct pretalx_files *files,
                      const struct yaml_node *root, const char *name, int64_t wanted[PRETALX_LISTS])
{
    const struct yaml_node *results = yaml_tree_get(root, "results");
    const struct yaml_node *slots = yaml_tree_get(root, "slots");
    int64_t count;
    if (root->kind == YAML_SEQUENCE) {
        take_items(import, files, root, name);
    } else if (is_list(results)) {
        enum pretalx_list list = list_of(results, name);
        if (list < PRETALX_LISTS && nodes_whole(import, root, "count", 0, INT32_MAX, &count)) {
            wanted[list] = count > wanted[list] ? count : wanted[list];
        }
        take_items(import, files, results, name);
    } else if (yaml_tree_get(root, "date_from") != NULL || yaml_tree_get(root, "slug") != NULL) {
        files->event = root;
    } else if (is_list(slots) && yaml_tree_get(root, "code") == NULL) {
        take_list(import, files, slots, PRETALX_SLOTS);
    } else {
        faults_add(&import->faults, FAULT_SHAPE, root->at, NULL,
                   "this is no list of pretalx, and no event: it is left out");
    }
}

/* A list comes in pages. */
static void check_counts(struct import *import, const struct pretalx_files *files,
                         const int64_t wanted[PRETALX_LISTS])
{
    for (int list = 0; list < PRETALX_LISTS; list++) {
        if ((int64_t)files->lists[list].n < wanted[list]) {
            faults_add(&import->faults, FAULT_SHAPE, SRC_NOWHERE,
                       "ask for ?page_size=1000, or give the other pages, too",
                       "there should be %lld %s, but the files have %zu", (long long)wanted[list],
                       list_names[list], files->lists[list].n);
        }
    }
}

bool pretalx_files_read(struct import *import, struct pretalx_files *files)
{
    int64_t wanted[PRETALX_LISTS] = {0};
    for (uint32_t i = 0; i < import->n_names; i++) {
        const struct yaml_node *root = import_read_json(import, import->names[i]);
        if (root == NULL) {
            return false;
        }
        take_root(import, files, root, import->names[i], wanted);
    }
    check_counts(import, files, wanted);
    if (files->lists[PRETALX_SUBMISSIONS].n == 0) {
        (void)diag_error(import->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE,
                         "no file has submissions of pretalx");
        diag_hint(import->diags, "give what /api/events/EVENT/submissions/ says, as JSON");
        return false;
    }
    return true;
}

void pretalx_files_free(struct pretalx_files *files)
{
    for (int list = 0; list < PRETALX_LISTS; list++) {
        vec_free(&files->lists[list]);
    }
}
