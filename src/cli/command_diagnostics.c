#include "cli/commands.h"
#include "cli/session.h"
#include "confab/write.h"

#include <string.h>

static void complain_slug(struct cli_session *session, const char *slug)
{
    const char **slugs = arena_array(&session->arena, DIAG_CODES, sizeof(*slugs));
    for (int code = 0; code < DIAG_CODES; code++) {
        slugs[code] = diag_slug((enum diag_code)code);
    }
    diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "unknown diagnostic '%s'", slug);
    diag_suggest(&session->diags, slug, slugs, DIAG_CODES);
}

int command_diagnostics(const struct options *options)
{
    struct cli_session session = session_begin(options);
    const char *slug = options->n_args > 0 ? options->args[0] : NULL;
    enum write_page page =
        strcmp(options->format, "markdown") == 0 ? WRITE_PAGE_MARKDOWN : WRITE_PAGE_TEXT;
    const char *text = write_diagnostics(&session.arena, slug, page);
    if (text == NULL) {
        complain_slug(&session, slug);
    } else {
        (void)session_write(&session, NULL, text);
    }
    return session_end(&session, BASE_EXIT_DONE);
}
