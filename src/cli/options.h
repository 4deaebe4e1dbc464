/* The command line, parsed: commands.def and options.def are the whole of it. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "confab/diag.h"
#include "confab/generate.h"
#include "confab/hypothesis.h"
#include "confab/import.h"
#include "confab/solve.h"

enum { COMMAND_MANY = INT32_MAX, OPTIONS_FREEZE_MOST = 64, OPTIONS_ASKED_MOST = 64 };

enum command {
#define COMMAND(name, function, word, arguments, least, most, formats, summary, help)              \
    COMMAND_##name,
#include "cli/commands.def"
#undef COMMAND
    COMMAND_NONE, /* only --help or --version */
};

struct options {
    enum command command;
    const char *output;  /* NULL: standard output */
    const char *format;  /* one of the command's formats; NULL: it has none */
    double time_limit_s; /* 0: none, as when only a work limit is given */
    double gap_percent;
    uint64_t seed;
    const char *level; /* as given; NULL: the last */
    const char *log;   /* NULL: no trace */
    enum solve_engine engine;
    uint32_t threads; /* 0: as many as there are processors */
    uint64_t work_limit;
    unsigned no_presolve; /* a set of solve_presolve */
    struct revising {
        const char *previous; /* the announced timetable's file; NULL: none */
        enum stability stability;
        bool has_stability; /* it was asked for */
        bool has_most_moves;
        uint64_t most_moves;
        const char *freeze_before; /* a time as it was given; NULL: none */
        const char *freeze[OPTIONS_FREEZE_MOST];
        uint32_t n_freeze;
    } revising;
    const char *pins;  /* a CSV file; NULL: none */
    const char *curve; /* files of the curve begin so; NULL: none */
    uint32_t drafts;   /* 0, 1: only the timetable */
    bool has_differ;
    uint32_t differ_percent;
    struct generate_options generate; /* but for the seed */
    struct import_options import;
    const char *published; /* import: a file for the files' timetable; NULL: none */
    const char *event;     /* explain: this one; NULL: none */
    const char *changes;   /* explain: files of repairs begin so; NULL: none */
    const char *ics;       /* diff: a directory for calendars; NULL: none */
    const char *apply;     /* diff: a list of changes to make; NULL: none */
    bool exact, prices, fragile, robust;
    struct asked { /* whatif: --move, --drop and --unavailable, in their order */
        enum hypothesis_kind kind;
        const char *text;
    } asked[OPTIONS_ASKED_MOST];
    uint32_t n_asked;
    bool timing, quiet, help, version;
    const char *const *args; /* borrowed from argv, without the command */
    uint32_t n_args;
};

/* Parses the command line (whose arguments may be reordered). False: complaints are in `diags`. */
bool options_parse(int argc, char **argv, struct diag_list *diags, struct options *options);
/* Takes an option of `generate`, whose name is `word`. False: a complaint is in `diags`. */
bool options_take_generate(struct diag_list *diags, const char *word, const char *argument,
                           struct generate_options *generate);
/* Options of `solve` and `model`, written as `name`. False: a complaint is in `diags`. */
bool options_take_threads(struct diag_list *diags, const char *name, const char *argument,
                          uint32_t *threads);
bool options_take_engine(struct diag_list *diags, const char *name, const char *argument,
                         enum solve_engine *engine);
bool options_take_steps(struct diag_list *diags, const char *name, const char *argument,
                        unsigned *steps);
bool options_take_stability(struct diag_list *diags, const char *name, const char *argument,
                            enum stability *stability);
bool options_take_drafts(struct diag_list *diags, const char *name, const char *argument,
                         uint32_t *drafts);
bool options_take_freeze(struct diag_list *diags, const char *name, const char *argument,
                         struct revising *revising);
/* The `confab solve` that does the same again, also on another machine, as a line of a shell. Lives
 * in `arena`. */
const char *options_solve_command(struct arena *arena, const struct options *options);
/* The help of one command, or (COMMAND_NONE) of the whole program. */
const char *options_help(struct arena *arena, enum command command);
/* COMMAND_NONE, with a complaint: there is no such command. */
enum command options_find_command(const char *word, struct diag_list *diags);

#endif
