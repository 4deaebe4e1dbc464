#include "confab/write_changes.h"

#include "output/changes_words.h"
#include "output/display.h"

#include <string.h>

enum { WIDTH = 80 };

const char *write_changes_text(struct arena *arena, const struct changes *changes)
{
    struct strbuf out = {0};
    display_add_wrapped(&out, "", "", changes_words_totals(arena, changes), WIDTH);
    for (uint32_t c = 0; c < changes->n; c++) {
        const struct change *change = &changes->v[c];
        const char *line = arena_print(arena, "%s: %s", changes_words_title(arena, change),
                                       changes_words_what(arena, changes, change));
        strbuf_add(&out, c == 0 ? "\n" : "");
        display_add_wrapped(&out, "", "    ", line, WIDTH);
    }
    for (uint32_t p = 0; p < changes->n_people; p++) {
        const struct changes_person *person = &changes->people[p];
        const char *line = arena_print(arena, "%s: %s", display_clean(arena, person->person.name),
                                       changes_words_titles(arena, changes, person));
        strbuf_add(&out, p == 0 ? "\nTo tell:\n" : "");
        display_add_wrapped(&out, "  ", "      ", line, WIDTH);
    }
    return strbuf_finish(&out, arena);
}

/* With a backslash before what Markdown would take for its own. */
static const char *escape(struct arena *arena, const char *text)
{
    struct strbuf out = {0};
    for (const char *at = text; *at != '\0'; at++) {
        if (strchr("\\`*_[]<>#|~&", *at) != NULL) {
            strbuf_add(&out, "\\");
        }
        strbuf_add_bytes(&out, at, 1);
    }
    return strbuf_finish(&out, arena);
}

const char *write_changes_markdown(struct arena *arena, const struct changes *changes)
{
    struct strbuf out = {0};
    strbuf_print(&out, "%s\n", changes_words_totals(arena, changes));
    for (uint32_t c = 0; c < changes->n; c++) {
        const struct change *change = &changes->v[c];
        strbuf_print(&out, "%s* **%s**: %s\n", c == 0 ? "\n" : "",
                     escape(arena, changes_words_title(arena, change)),
                     escape(arena, changes_words_what(arena, changes, change)));
    }
    for (uint32_t p = 0; p < changes->n_people; p++) {
        const struct changes_person *person = &changes->people[p];
        strbuf_print(&out, "%s* %s: %s\n", p == 0 ? "\nTo tell:\n\n" : "",
                     escape(arena, display_clean(arena, person->person.name)),
                     escape(arena, changes_words_titles(arena, changes, person)));
    }
    return strbuf_finish(&out, arena);
}
