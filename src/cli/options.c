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

static const struct command_row command_rows[] = {
#define COMMAND(name, function, word, arguments, least, most, formats, summary, help)              \
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
    const char *word, *argument, *help;
    unsigned commands; /* a bit each */
    char letter;       /* 0: none */
};

#define ON(name) (1u << COMMAND_##name)
#define ON_ALL   UINT32_MAX

static const struct option_row option_rows[] = {
#define OPTION(name, word, letter, argument, commands, help)                                       \
    {word, argument, help, commands, letter},
#include "cli/options.def"
#undef OPTION
};

enum { LONG_BASE = 1000 };

_Static_assert(OPTION_COUNT <= 64, "the set of options that were given is a uint64_t");

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
        const struct option_row *row = &option_rows[i];
        tables->words[i] =
            (struct option){row->word, row->argument != NULL ? required_argument : no_argument,
                            NULL, LONG_BASE + i};
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
        if (code == LONG_BASE + i ||
            (option_rows[i].letter != 0 && code == option_rows[i].letter)) {
            return i;
        }
    }
    return -1;
}

static bool complain(struct diag_list *diags, const char *what, const char *given)
{
    return diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "%s '%s'", what, given);
}

/* getopt_long() has refused something: says what, with the nearest name. */
static bool complain_option(struct diag_list *diags, int code, char *const *argv)
{
    const char *given = argv[optind - 1];
    if (code == ':') {
        return diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "option '%s' needs an argument", given);
    }
    int known = optopt != 0 ? find_option(optopt) : -1;
    if (known >= 0) {
        return diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "option '--%s' takes no argument",
                          option_rows[known].word);
    }
    if (optopt != 0) {
        return diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "unknown option '-%c'", optopt);
    }
    static const char *const names[] = {
#define OPTION(name, word, letter, argument, commands, help) "--" word,
#include "cli/options.def"
#undef OPTION
    };
    complain(diags, "unknown option", given);
    diag_suggest(diags, given, names, OPTION_COUNT);
    return false;
}

/* The same of what an option was given. `name`: the option as it was written. */
static bool complain_value(struct diag_list *diags, const char *name, const char *what,
                           const char *given)
{
    return diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "%s: %s '%s'", name, what, given);
}

static bool parse_number(struct diag_list *diags, const char *name, bool percentage,
                         const char *text, double *number)
{
    size_t n = strspn(text, "0123456789.");
    bool percent = percentage && text[n] == '%' && text[n + 1] == '\0';
    char *end = NULL;
    *number = strtod(text, &end);
    if (n == 0 || (text[n] != '\0' && !percent) || end != text + n || *number > 1e9) {
        return complain_value(diags, name,
                              percentage ? "not a percentage:" : "not a number of seconds:", text);
    }
    return true;
}

static bool parse_whole(struct diag_list *diags, const char *name, const char *text,
                        uint64_t *number)
{
    errno = 0;
    char *end = NULL;
    *number = strtoull(text, &end, 10);
    if (text[0] == '\0' || strspn(text, "0123456789") != strlen(text) || errno != 0) {
        return complain_value(diags, name, "not a whole number:", text);
    }
    return true;
}

static bool parse_gap(struct diag_list *diags, const char *name, const char *text, double *percent)
{
    return parse_number(diags, name, true, text, percent) &&
           (*percent <= 100 ||
            complain_value(diags, name, "not a percentage from 0 to 100:", text));
}

/* A whole percentage: the share of events rounds up, so that nothing finer is needed. */
static bool parse_differ(struct diag_list *diags, const char *name, const char *text,
                         uint32_t *percent)
{
    size_t n = strspn(text, "0123456789");
    bool whole = n > 0 && n < 4 && (text[n] == '\0' || strcmp(text + n, "%") == 0);
    *percent = whole ? (uint32_t)strtoul(text, NULL, 10) : 0;
    return (*percent >= 1 && *percent <= 100) ||
           complain_value(diags, name, "not a whole percentage from 1 to 100:", text);
}

/* The trace is written as the search goes on, the timetable at its end: each has its own place. */
static bool take_log(struct diag_list *diags, const char *name, const char *text, const char **log)
{
    if (strcmp(text, "-") == 0) {
        complain_value(diags, name, "a file is needed, not", text);
        diag_hint(diags, "standard output is for the timetable; write --log search.csv");
        return false;
    }
    *log = text;
    return true;
}

/* False: it is none of those that are a text to keep, or a wish. */
static bool take_plain(int option, const char *argument, struct options *options)
{
    const char **texts[OPTION_COUNT] = {[OPTION_OUTPUT] = &options->output,
                                        [OPTION_FORMAT] = &options->format,
                                        [OPTION_LEVEL] = &options->level,
                                        [OPTION_EVENT] = &options->event,
                                        [OPTION_CHANGES] = &options->changes,
                                        [OPTION_ICS] = &options->ics,
                                        [OPTION_APPLY] = &options->apply,
                                        [OPTION_PINS] = &options->pins,
                                        [OPTION_PUBLISHED] = &options->published,
                                        [OPTION_TIMEZONE] = &options->import.timezone,
                                        [OPTION_TITLE] = &options->import.title,
                                        [OPTION_DATE] = &options->import.date,
                                        /* Of `generate` a number: see tell_hours(). */
                                        [OPTION_HOURS] = &options->import.hours,
                                        [OPTION_OPEN_HOURS] = &options->import.hours,
                                        [OPTION_CURVE] = &options->curve,
                                        [OPTION_PREVIOUS] = &options->revising.previous,
                                        [OPTION_FREEZE_BEFORE] = &options->revising.freeze_before};
    bool *flags[OPTION_COUNT] = {[OPTION_TIMING] = &options->timing,
                                 [OPTION_EXACT] = &options->exact,
                                 [OPTION_PRICES] = &options->prices,
                                 [OPTION_FRAGILE] = &options->fragile,
                                 [OPTION_ROBUST] = &options->robust,
                                 [OPTION_QUIET] = &options->quiet,
                                 [OPTION_EVERY_FAULT] = &options->import.every_fault,
                                 [OPTION_HELP] = &options->help,
                                 [OPTION_VERSION] = &options->version};
    if (texts[option] != NULL) {
        *texts[option] = argument;
    } else if (flags[option] != NULL) {
        *flags[option] = true;
    }
    return texts[option] != NULL || flags[option] != NULL;
}

static bool take_asked(struct diag_list *diags, const char *name, enum hypothesis_kind kind,
                       const char *argument, struct options *options)
{
    if (options->n_asked == OPTIONS_ASKED_MOST) {
        return complain_value(diags, name, "too many of these, with", argument);
    }
    options->asked[options->n_asked++] = (struct asked){kind, argument};
    return true;
}

/* `name`: the option as it was written. */
static bool take_option(struct diag_list *diags, int option, const char *name, const char *argument,
                        struct options *options)
{
    if (take_plain(option, argument, options)) {
        return true;
    }
    switch (option) {
    case OPTION_TIME_LIMIT:
        return parse_number(diags, name, false, argument, &options->time_limit_s);
    case OPTION_GAP:
        return parse_gap(diags, name, argument, &options->gap_percent);
    case OPTION_SEED:
        return parse_whole(diags, name, argument, &options->seed);
    case OPTION_THREADS:
        return options_take_threads(diags, name, argument, &options->threads);
    case OPTION_ENGINE:
        return options_take_engine(diags, name, argument, &options->engine);
    case OPTION_WORK_LIMIT:
        return parse_whole(diags, name, argument, &options->work_limit);
    case OPTION_NO_PRESOLVE:
        return options_take_steps(diags, name, argument, &options->no_presolve);
    case OPTION_STABILITY:
        options->revising.has_stability = true;
        return options_take_stability(diags, name, argument, &options->revising.stability);
    case OPTION_MAX_MOVES:
        options->revising.has_most_moves = true;
        return parse_whole(diags, name, argument, &options->revising.most_moves);
    case OPTION_FREEZE:
        return options_take_freeze(diags, name, argument, &options->revising);
    case OPTION_MOVE:
        return take_asked(diags, name, HYPOTHESIS_MOVE, argument, options);
    case OPTION_DROP:
        return take_asked(diags, name, HYPOTHESIS_DROP, argument, options);
    case OPTION_UNAVAILABLE:
    case OPTION_ABSENT:
        /* Of `generate` this is a number: see tell_absences(). */
        return take_asked(diags, name, HYPOTHESIS_ABSENCE, argument, options);
    case OPTION_DRAFTS:
        return options_take_drafts(diags, name, argument, &options->drafts);
    case OPTION_DIFFER:
        options->has_differ = true;
        return parse_differ(diags, name, argument, &options->differ_percent);
    case OPTION_LOG:
        return take_log(diags, name, argument, &options->log);
    case OPTION_TALKS:
    case OPTION_ROOMS:
    case OPTION_DAYS:
    case OPTION_SLOTS:
    case OPTION_GRANULARITY:
    case OPTION_DURATIONS:
    case OPTION_FILL:
    case OPTION_SPEAKERS:
    case OPTION_TRACKS:
    case OPTION_TAGS:
    case OPTION_ROOMS_DIFFER:
    case OPTION_ATTENDEES:
    case OPTION_WISHES:
        return options_take_generate(diags, option_rows[option].word, argument, &options->generate);
    default:
        BUG("option %d", option);
    }
}

/* Only now that the command is known: whose word --unavailable was. */
static bool tell_absences(struct diag_list *diags, struct options *options, uint64_t *given)
{
    const uint64_t plain = UINT64_C(1) << OPTION_UNAVAILABLE;
    bool ok = true;
    if (options->command == COMMAND_WHATIF && (*given & plain) != 0) {
        *given = (*given & ~plain) | UINT64_C(1) << OPTION_ABSENT;
    }
    for (uint32_t i = 0; options->command == COMMAND_GENERATE && i < options->n_asked; i++) {
        ok = (options->asked[i].kind != HYPOTHESIS_ABSENCE ||
              options_take_generate(diags, option_rows[OPTION_UNAVAILABLE].word,
                                    options->asked[i].text, &options->generate)) &&
             ok;
    }
    return ok;
}

/* The same of --hours. */
static bool tell_hours(struct diag_list *diags, struct options *options, uint64_t *given)
{
    const uint64_t plain = UINT64_C(1) << OPTION_HOURS;
    if (options->command == COMMAND_IMPORT && (*given & plain) != 0) {
        *given = (*given & ~plain) | UINT64_C(1) << OPTION_OPEN_HOURS;
    }
    return options->command != COMMAND_GENERATE || (*given & plain) == 0 ||
           options_take_generate(diags, option_rows[OPTION_HOURS].word, options->import.hours,
                                 &options->generate);
}

/* Every option that was given goes with the command. */
static bool check_options(struct diag_list *diags, uint64_t given, const struct options *options)
{
    bool ok = true;
    for (int i = 0; i < OPTION_COUNT; i++) {
        if ((given & UINT64_C(1) << i) != 0 &&
            (option_rows[i].commands & 1u << options->command) == 0) {
            ok = diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "option '--%s' does not go with '%s'",
                            option_rows[i].word, command_rows[options->command].word);
        }
    }
    return ok;
}

enum { FORMATS_MAX = 4 };

/* The words of "json|text", in `arena`. */
static size_t split_formats(struct arena *arena, const char *formats, const char **words)
{
    size_t n = 0;
    while (formats != NULL && n < FORMATS_MAX) {
        size_t length = strcspn(formats, "|");
        words[n++] = arena_text(arena, formats, length);
        formats = formats[length] == '|' ? formats + length + 1 : NULL;
    }
    return n;
}

/* The usual format, or one of the command's own. `options->format` then lives in the list's arena.
 */
static bool check_format(struct diag_list *diags, struct options *options)
{
    const char *words[FORMATS_MAX];
    size_t n = split_formats(&diags->arena, command_rows[options->command].formats, words);
    if (options->format == NULL) {
        options->format = n > 0 ? words[0] : NULL;
        return true;
    }
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], options->format) == 0) {
            return true;
        }
    }
    complain_value(diags, "--format", "unknown format", options->format);
    diag_suggest(diags, options->format, words, n);
    return false;
}

static bool check_arguments(struct diag_list *diags, const struct options *options)
{
    const struct command_row *row = &command_rows[options->command];
    if (options->n_args >= (uint32_t)row->least && options->n_args <= (uint32_t)row->most) {
        return true;
    }
    diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "'%s' has too %s arguments", row->word,
               options->n_args < (uint32_t)row->least ? "few" : "many");
    diag_hint(diags, "usage: confab %s [OPTION...]%s%s", row->word,
              row->arguments[0] != '\0' ? " " : "", row->arguments);
    return false;
}

enum command options_find_command(const char *word, struct diag_list *diags)
{
    const char *words[BASE_COUNT(command_rows)];
    for (size_t i = 0; i < BASE_COUNT(command_rows); i++) {
        words[i] = command_rows[i].word;
        if (strcmp(word, words[i]) == 0) {
            return (enum command)i;
        }
    }
    complain(diags, "unknown command", word);
    diag_suggest(diags, word, words, BASE_COUNT(words));
    return COMMAND_NONE;
}

static bool parse_options(int argc, char **argv, struct diag_list *diags, struct options *options,
                          uint64_t *given)
{
    struct getopt_tables tables;
    fill_tables(&tables);
    bool ok = true;
    opterr = 0;
    /* 0 rather than 1 makes glibc forget what an earlier call left. */
    optind = 0;
    int code;
    while ((code = getopt_long(argc, argv, tables.letters, tables.words, NULL)) != -1) {
        int option = find_option(code);
        if (option < 0) {
            ok = complain_option(diags, code, argv);
        } else {
            *given |= UINT64_C(1) << option;
            const char *name = code < LONG_BASE
                                   ? arena_print(&diags->arena, "-%c", code)
                                   : arena_print(&diags->arena, "--%s", option_rows[option].word);
            ok = take_option(diags, option, name, optarg, options) && ok;
        }
    }
    return ok;
}

bool options_parse(int argc, char **argv, struct diag_list *diags, struct options *options)
{
    *options = (struct options){.command = COMMAND_NONE, .time_limit_s = 60, .seed = 1};
    uint64_t given = 0;
    bool ok = parse_options(argc, argv, diags, options, &given);
    if (optind == argc) {
        if (ok && !options->help && !options->version) {
            diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "no command is given");
            diag_hint(diags, "confab --help lists them");
            return false;
        }
        return ok;
    }
    options->command = options_find_command(argv[optind], diags);
    if (options->command == COMMAND_NONE) {
        return false;
    }
    options->args = (const char *const *)&argv[optind + 1];
    options->n_args = (uint32_t)(argc - optind - 1);
    if (!ok || options->help || options->version) {
        return ok;
    }
    /* So that the result does not depend on the machine's speed. */
    if (options->work_limit > 0 && (given & UINT64_C(1) << OPTION_TIME_LIMIT) == 0) {
        options->time_limit_s = 0;
    }
    ok = tell_absences(diags, options, &given);
    ok = tell_hours(diags, options, &given) && ok;
    ok = check_options(diags, given, options) && ok;
    ok = check_format(diags, options) && ok;
    return check_arguments(diags, options) && ok;
}

static const char *option_help(struct arena *arena, const struct option_row *row,
                               const char *formats)
{
    const char *letter = row->letter != 0 ? arena_print(arena, "-%c, ", row->letter) : "    ";
    const char *word =
        row->argument != NULL ? arena_print(arena, "%s %s", row->word, row->argument) : row->word;
    const char *choice = "";
    if (row == &option_rows[OPTION_FORMAT] && formats != NULL) {
        choice =
            arena_print(arena, ": %s (default %.*s)", formats, (int)strcspn(formats, "|"), formats);
    }
    return arena_print(arena, "  %s--%-20s %s%s\n", letter, word, row->help, choice);
}

static const char *command_help(struct arena *arena, enum command command)
{
    const struct command_row *row = &command_rows[command];
    const char *text =
        arena_print(arena, "usage: confab %s [OPTION...]%s%s\n\n%s\nOptions:\n", row->word,
                    row->arguments[0] != '\0' ? " " : "", row->arguments, row->help);
    for (int i = 0; i < OPTION_COUNT; i++) {
        if ((option_rows[i].commands & 1u << command) != 0) {
            text =
                arena_print(arena, "%s%s", text, option_help(arena, &option_rows[i], row->formats));
        }
    }
    return text;
}

const char *options_help(struct arena *arena, enum command command)
{
    if (command != COMMAND_NONE) {
        return command_help(arena, command);
    }
    const char *text =
        "usage: confab COMMAND [OPTION...] [ARGUMENT...]\n\n"
        "Turns a conference's submissions into a timetable, proven optimal where that can\n"
        "be done, and says what stands against a better one.\n\nCommands:\n";
    for (size_t i = 0; i < BASE_COUNT(command_rows); i++) {
        text = arena_print(arena, "%s  %-12s %s\n", text, command_rows[i].word,
                           command_rows[i].summary);
    }
    text = arena_print(arena, "%s\nOptions (`confab help COMMAND` says which go with a command):\n",
                       text);
    for (int i = 0; i < OPTION_COUNT; i++) {
        text = arena_print(arena, "%s%s", text, option_help(arena, &option_rows[i], NULL));
    }
    return arena_print(arena,
                       "%s\nTo begin with:\n"
                       "  confab init conference.yaml\n"
                       "  confab solve conference.yaml --format text\n",
                       text);
}
