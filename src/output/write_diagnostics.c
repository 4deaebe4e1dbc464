#include "confab/write.h"

#include "confab/diag.h"
#include "output/display.h"
#include "output/report.h"

#include <string.h>

static const char *severity_text(enum diag_code code)
{
    static const char *const names[] = {"note", "warning", "error"};
    return names[diag_severity(code)];
}

static void add_one(struct strbuf *out, struct arena *arena, enum diag_code code,
                    enum write_page page)
{
    if (page == WRITE_PAGE_MARKDOWN) {
        strbuf_print(out, "| `%s` | %s | %s |\n", diag_slug(code), severity_text(code),
                     diag_help(code));
        return;
    }
    const char *lead = arena_print(arena, "%-24s %-8s ", diag_slug(code), severity_text(code));
    display_add_wrapped(out, lead, "                                  ", diag_help(code),
                        REPORT_WIDTH);
}

const char *write_diagnostics(struct arena *arena, const char *slug, enum write_page page)
{
    struct strbuf out = {0};
    bool found = false;
    if (slug == NULL && page == WRITE_PAGE_MARKDOWN) {
        strbuf_add(
            &out,
            "# Diagnostics\n\n"
            "Made by `make docs` from `include/confab/diag.def` (`confab diagnostics --format "
            "markdown`); not to be edited.\n\n"
            "A complaint reads `file:line:column: error: text [slug]`, with the line it is about "
            "and, "
            "where there is one, a hint.\nErrors end the run with exit code 2 (4 when the files or "
            "the "
            "machine are at fault); warnings do not.\n\n");
    }
    if (page == WRITE_PAGE_MARKDOWN) {
        strbuf_add(&out, "| slug | severity | meaning |\n|---|---|---|\n");
    }
    for (int code = 0; code < DIAG_CODES; code++) {
        if (slug == NULL || strcmp(diag_slug((enum diag_code)code), slug) == 0) {
            add_one(&out, arena, (enum diag_code)code, page);
            found = true;
        }
    }
    if (!found) {
        strbuf_free(&out);
        return NULL;
    }
    return strbuf_finish(&out, arena);
}
