#include "cli/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

struct command_row {
    const char *word, *arguments;
    int32_t least, most;
    const char *formats, *summary, *help;
};

static const struct command_row COMMANDS[] = {
#define COMMAND(name, function, word, arguments, least, most, formats, summary, help) \
    {word, arguments, least, most, formats, summary, help},
#include "cli/commands.def"
#undef COMMAND
};

enum option_id {
#define OPTION(name, word, letter, argument, commands, help) OPTION_##name,
#include "cli/options.def"
#undef OPTION
    OPTION_COUNT,
};

struct option_row {
    const char *word;
    char letter;               /* 0: none */
    const char *argument;
    unsigned commands;         /* a bit each */
    const char *help;
};

#define ON(name) (1u << COMMAND_##name)
#define ON_ALL UINT32_MAX

static const struct option_row OPTIONS[] = {
#define OPTION(name, word, letter, argument, commands, help) {word, letter, argument, commands, help},
#include "cli/options.def"
#undef OPTION
};

enum { LONG_BASE = 1000 };

/* What getopt_long() wants, made of the table. */
struct getopt_tables {
    struct option words[OPTION_COUNT + 1];
    char letters[2 + 2 * OPTION_COUNT + 1];
};

static void fill_tables(struct getopt_tables *tables)
{
    *tables = (struct getopt_tables){0};
    char *letter = tables->letters;
    *letter++ = ':';
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = &OPTIONS[i];
        tables->words[i] = (struct option){row->word, row->argument != NULL ? required_argument : no_argument, NULL,
                                           LONG_BASE + i};
        if (row->letter != 0) {
            *letter++ = row->letter;
            if (row->argument != NULL) {
                *letter++ = ':';
            }
        }
    }
}

static int find_option(int code)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (code == LONG_BASE + i || (OPTIONS[i].letter != 0 && code == OPTIONS[i].letter)) {
            return i;
        }
    }
    return -1;
}

static bool usage(struct diag_list *diags, const char *fmt, const char *a, const char *b)
    __attribute__((format(printf, 2, 0)));

static bool usage(struct diag_list *diags, const char *fmt, const char *a, const char *b)
{
    struct arena scratch = ARENA_EMPTY;
    (void)scratch;
    return diag_error(diags, DIAG_USAGE, SRC_NOWHERE, fmt, a, b);
}
