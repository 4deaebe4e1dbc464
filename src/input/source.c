#include "confab/source.h"

#include "base/vec.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static uint32_t add_file(struct source_set *set, struct source file)
{
    if (set->n == set->cap) {
        set->cap = set->cap == 0 ? 4 : set->cap * 2;
        set->files = base_resize(set->files, set->cap * sizeof(*set->files));
    }
    set->files[set->n] = file;
    return set->n++;
}

/* How many bytes of line end there are at `at`, as libyaml counts lines: \n, \r\n, \r, U+0085,
 * U+2028, U+2029. */
static size_t break_bytes(const struct source *file, size_t at)
{
    const char *bytes = file->bytes + at; /* terminated: looking ahead stops at the NUL */
    if (bytes[0] == '\r') {
        return bytes[1] == '\n' ? 2 : 1;
    }
    if (bytes[0] == '\n') {
        return 1;
    }
    if (bytes[0] == '\xc2' && bytes[1] == '\x85') {
        return 2;
    }
    if (bytes[0] == '\xe2' && bytes[1] == '\x80' && (bytes[2] == '\xa8' || bytes[2] == '\xa9')) {
        return 3;
    }
    return 0;
}

static void find_lines(struct arena *arena, struct source *file)
{
    VEC(size_t) starts = {0};
    size_t at = strncmp(file->bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    vec_push(&starts, at);
    while (at < file->size) {
        size_t ended = break_bytes(file, at);
        at += ended > 0 ? ended : 1;
        if (ended > 0) {
            vec_push(&starts, at);
        }
    }
    file->line_starts = vec_to_arena(&starts, arena);
    file->n_lines = starts.n;
    vec_free(&starts);
}

uint32_t source_add(struct source_set *set, const char *name, const char *bytes, size_t size)
{
    struct source file = {arena_text(&set->arena, name, strlen(name)),
                          arena_text(&set->arena, bytes, size), size, NULL, 0};
    find_lines(&set->arena, &file);
    return add_file(set, file);
}

/* Grows as it reads: pipes and devices do not know their size. */
static enum source_result read_stream(FILE *stream, size_t max_bytes, char **bytes, size_t *size)
{
    VEC(char) all = {0};
    size_t got;
    do {
        vec_reserve(&all, all.n + 65536);
        got = fread(all.v + all.n, 1, all.cap - all.n, stream);
        all.n += got;
    } while (got > 0 && all.n <= max_bytes);
    *bytes = all.v;
    *size = all.n;
    if (ferror(stream) != 0) {
        return SOURCE_UNREADABLE;
    }
    return all.n > max_bytes ? SOURCE_TOO_LARGE : SOURCE_READ;
}

enum source_result source_read(struct source_set *set, const char *name, size_t max_bytes,
                               uint32_t *file)
{
    bool is_stdin = strcmp(name, "-") == 0;
    errno = 0;
    FILE *stream = is_stdin ? stdin : fopen(name, "rb");
    if (stream == NULL) {
        return SOURCE_UNREADABLE;
    }
    char *bytes;
    size_t size;
    enum source_result result = read_stream(stream, max_bytes, &bytes, &size);
    int reason = errno;
    if (!is_stdin) {
        (void)fclose(stream);
    }
    if (result == SOURCE_READ) {
        *file = source_add(set, name, bytes, size);
    }
    base_free(bytes);
    errno = reason;
    return result;
}

const char *source_line(const struct source_set *set, uint32_t file, uint32_t line, size_t *length)
{
    *length = 0;
    if (file >= set->n || line == 0 || line > set->files[file].n_lines) {
        return "";
    }
    const struct source *source = &set->files[file];
    size_t at = source->line_starts[line - 1];
    size_t end = at;
    while (end < source->size && break_bytes(source, end) == 0) {
        end++;
    }
    *length = end - at;
    return source->bytes + at;
}

void source_free(struct source_set *set)
{
    arena_free(&set->arena);
    base_free(set->files);
    *set = SOURCE_SET_EMPTY;
}
