#include "confab/load.h"

#include "input/decode.h"

bool load_added(struct source_set *sources, const uint32_t *files, uint32_t n_files,
                struct diag_list *diags, struct problem *problem)
{
    *problem = (struct problem){0};
    struct arena arena = ARENA_EMPTY;
    const struct yaml_node **roots = arena_array(&arena, n_files, sizeof(*roots));
    bool well = n_files > 0;
    for (uint32_t i = 0; i < n_files; i++) {
        roots[i] = yaml_tree_read(&arena, sources, files[i], diags);
        well = well && roots[i] != NULL;
        if (roots[i] == NULL && diags->n > 0 && diags->v[diags->n - 1].code == DIAG_FILE_EMPTY) {
            diag_hint(diags, "`confab init` writes a problem to start from");
        }
    }
    struct overlay overlay = {.root = NULL};
    well = well && overlay_merge(&arena, roots, n_files, diags, &overlay) &&
           decode_problem(sources, &overlay, diags, problem);
    overlay_free(&overlay);
    arena_free(&arena);
    if (!well) {
        problem_free(problem);
    }
    return well;
}

bool load_problem(struct source_set *sources, const char *const *names, uint32_t n_names,
                  struct diag_list *diags, struct problem *problem)
{
    *problem = (struct problem){0};
    VEC(uint32_t) files = {0};
    bool well = true;
    for (uint32_t i = 0; i < n_names; i++) {
        uint32_t file;
        if (diag_read_source(diags, sources, names[i], YAML_TREE_BYTES, &file)) {
            vec_push(&files, file);
        } else {
            well = false;
        }
    }
    well = well && load_added(sources, files.v, (uint32_t)files.n, diags, problem);
    vec_free(&files);
    return well;
}
