#include "cli/commands.h"
#include "cli/session.h"
#include "input/template.h"
#include "output/file.h"

#include <stdio.h>
#include <string.h>

int command_init(const struct options *options)
{
    struct cli_session session = session_begin(options);
    const char *path = options->n_args > 0 ? options->args[0] : "-";
    bool ok = file_create(path, template_text(), &session.diags);
    if (ok && strcmp(path, "-") != 0 && !options->quiet) {
        (void)fprintf(stderr, "Wrote %s; edit it, then: confab solve %s --format text\n", path,
                      path);
    }
    return session_end(&session, BASE_EXIT_DONE);
}
