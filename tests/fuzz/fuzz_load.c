/* libFuzzer's entry: any bytes as a problem file must end in a problem or in complaints. A line
 * "%%%" splits them into several files, laid over each other. */
#include "confab/load.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char SPLIT[] = "\n%%%\n";

static uint32_t add_files(struct source_set *sources, const char *bytes, size_t size,
                          uint32_t files[3])
{
    uint32_t n = 0;
    size_t from = 0;
    for (size_t i = 0; i < size && n < 2; i++) {
        if (size - i >= sizeof(SPLIT) - 1 && memcmp(bytes + i, SPLIT, sizeof(SPLIT) - 1) == 0) {
            files[n++] = source_add(sources, "fuzz.yaml", bytes + from, i + 1 - from);
            from = i + sizeof(SPLIT) - 1;
        }
    }
    files[n++] = source_add(sources, "fuzz.yaml", bytes + from, size - from);
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct source_set sources = SOURCE_SET_EMPTY;
    struct diag_list diags = DIAG_LIST_EMPTY;
    struct problem problem;
    uint32_t files[3];
    uint32_t n = add_files(&sources, (const char *)data, size, files);
    bool loaded = load_added(&sources, files, n, &diags, &problem);
    if (loaded != (diags.errors == 0)) {
        BUG("loaded %d with %u errors", (int)loaded, diags.errors);
    }
    const char *text = diag_render(&diags, &sources);
    if (!loaded && text[0] == '\0') {
        BUG("refused without a word");
    }
    problem_free(&problem);
    diag_free(&diags);
    source_free(&sources);
    return 0;
}
