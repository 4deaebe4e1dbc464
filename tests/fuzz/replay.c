/* Replays saved inputs through the fuzzer's entry, under any compiler. */
#include "confab/source.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_BYTES = 1 << 24 };

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        struct source_set sources = SOURCE_SET_EMPTY;
        uint32_t file;
        if (source_read(&sources, argv[i], MAX_BYTES, &file) == SOURCE_READ) {
            LLVMFuzzerTestOneInput((const uint8_t *)sources.files[file].bytes,
                                   sources.files[file].size);
            printf("ok - %s\n", argv[i]);
        } else {
            printf("not ok - %s cannot be read\n", argv[i]);
            failed = 1;
        }
        fflush(stdout);
        source_free(&sources);
    }
    return failed;
}
