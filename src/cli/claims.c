#include "cli/claims.h"

#include <string.h>
#include <sys/stat.h>

/* Whether both are one file, by whatever name. */
static bool is_same_file(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

/* The part after the last slash; *directory, in `arena`, is what is before it. */
static const char *split_path(struct arena *arena, const char *path, const char **directory)
{
    const char *slash = strrchr(path, '/');
    *directory = slash == NULL ? "." : arena_text(arena, path, (size_t)(slash - path) + 1);
    return slash == NULL ? path : slash + 1;
}

/* Whether both would be one file, which need not be there yet. Devices (/dev/null) take anything.
 */
static bool will_be_same_file(struct arena *arena, const char *a, const char *b)
{
    struct stat one = {0}, other = {0};
    bool has_one = stat(a, &one) == 0, has_other = stat(b, &other) == 0;
    if (has_one || has_other) {
        return is_same_file(a, b) && !S_ISCHR(one.st_mode);
    }
    const char *at_a, *at_b;
    const char *name_a = split_path(arena, a, &at_a), *name_b = split_path(arena, b, &at_b);
    return strcmp(name_a, name_b) == 0 && is_same_file(at_a, at_b);
}

static bool is_file(const char *path)
{
    return path != NULL && strcmp(path, "-") != 0;
}

void claims_add_input(struct cli_session *session, const char *name, const char *path)
{
    if (is_file(path)) {
        struct claim claim = {name, path};
        vec_push(&session->claims, claim);
    }
}

bool claims_add_output(struct cli_session *session, const char *name, const char *path)
{
    struct claim claim = {name, path};
    if (!is_file(path)) {
        return true;
    }
    for (size_t i = 0; i < session->claims.n; i++) {
        const struct claim *other = &session->claims.v[i];
        if (will_be_same_file(&session->arena, other->path, path)) {
            return diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                              "the %s '%s' would overwrite the %s '%s'", name, path, other->name,
                              other->path);
        }
    }
    vec_push(&session->claims, claim);
    return true;
}

/* The number with its hyphen, when `name` is stem-NUMBER ending; its length, else 0. */
static size_t number_length(const char *name, const char *stem, const char *ending)
{
    size_t length = strlen(stem);
    if (strncmp(name, stem, length) != 0 || name[length] != '-') {
        return 0;
    }
    size_t digits = strspn(name + length + 1, "0123456789");
    return digits > 0 && strcmp(name + length + 1 + digits, ending) == 0 ? 1 + digits : 0;
}

bool claims_spare_numbered(struct cli_session *session, const char *name, const char *stem,
                           const char *ending)
{
    const char *directory;
    const char *first = split_path(&session->arena, stem, &directory);
    size_t n = session->claims.n;
    bool ok = true;
    for (size_t i = 0; i < n && ok; i++) {
        const char *last = split_path(&session->arena, session->claims.v[i].path, &directory);
        size_t length = number_length(last, first, ending);
        const char *path = arena_print(&session->arena, "%s%.*s%s", stem, (int)length,
                                       length == 0 ? "" : last + strlen(first), ending);
        ok = length == 0 || claims_add_output(session, name, path);
    }
    return ok;
}
