#include "cli/commands.h"
#include "cli/session.h"
#include "confab/write.h"
#include "core/rule.h"

#include <string.h>

static enum write_page page_of(const struct options *options)
{
    return strcmp(options->format, "markdown") == 0 ? WRITE_PAGE_MARKDOWN : WRITE_PAGE_TEXT;
}

/* "room-clash, room-open": all rules whose ids hold `part`; NULL: there are none. */
static const char *ids_holding(struct arena *arena, const char *part)
{
    const char *list = NULL;
    for (uint32_t r = 0; part[0] != '\0' && r < rule_table_count(); r++) {
        const char *id = rule_table_at(r)->id;
        if (strstr(id, part) != NULL) {
            list = list == NULL ? id : arena_print(arena, "%s, %s", list, id);
        }
    }
    return list;
}

static void complain_rule(struct cli_session *session, const char *id)
{
    const char **ids = arena_array(&session->arena, rule_table_count(), sizeof(*ids));
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        ids[r] = rule_table_at(r)->id;
    }
    diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "unknown rule '%s'", id);
    if (strncmp(id, "preset", strlen("preset")) == 0) {
        diag_hint(&session->diags, "`confab rules` lists the presets after the rules");
        return;
    }
    const char *holding = ids_holding(&session->arena, id);
    if (holding != NULL) {
        diag_hint(&session->diags, "rules with '%s' in their names: %s", id, holding);
    } else {
        diag_suggest(&session->diags, id, ids, rule_table_count());
    }
}

int command_rules(const struct options *options)
{
    struct cli_session session = session_begin(options);
    uint32_t rule = options->n_args > 0 ? rule_table_find(options->args[0]) : ID_NONE;
    if (options->n_args > 0 && rule == ID_NONE) {
        complain_rule(&session, options->args[0]);
    } else {
        (void)session_write(&session, NULL, write_rules(&session.arena, rule, page_of(options)));
    }
    return session_end(&session, BASE_EXIT_DONE);
}
