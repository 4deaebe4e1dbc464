/* Options that say how to solve. */
#include "cli/options.h"

#include "output/strbuf.h"
#include "revise/drafts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { THREADS_MOST = 64 };

static const char *const engine_words[] = {"auto", "exact", "search"};

static const char *const stability_words[] = {"people", "events", "minutes"};

static const char *const step_words[] = {"fix",        "cliques",   "rooms",    "hall",
                                         "components", "dominated", "symmetry", "all"};
static const unsigned step_sets[] = {SOLVE_PRESOLVE_FIX,        SOLVE_PRESOLVE_CLIQUES,
                                     SOLVE_PRESOLVE_ROOMS,      SOLVE_PRESOLVE_HALL,
                                     SOLVE_PRESOLVE_COMPONENTS, SOLVE_PRESOLVE_DOMINATED,
                                     SOLVE_PRESOLVE_SYMMETRY,   SOLVE_PRESOLVE_ALL};

static bool complain(struct diag_list *diags, const char *name, const char *what, const char *given)
{
    return diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "%s: %s '%s'", name, what, given);
}

bool options_take_threads(struct diag_list *diags, const char *name, const char *argument,
                          uint32_t *threads)
{
    char *end = NULL;
    unsigned long n = strtoul(argument, &end, 10);
    if (strspn(argument, "0123456789") != strlen(argument) || n < 1 || n > THREADS_MOST) {
        return complain(diags, name, "not a number of threads from 1 to 64:", argument);
    }
    *threads = (uint32_t)n;
    return true;
}

bool options_take_engine(struct diag_list *diags, const char *name, const char *argument,
                         enum solve_engine *engine)
{
    for (size_t i = 0; i < BASE_COUNT(engine_words); i++) {
        if (strcmp(argument, engine_words[i]) == 0) {
            *engine = (enum solve_engine)i;
            return true;
        }
    }
    complain(diags, name, "unknown engine", argument);
    diag_suggest(diags, argument, engine_words, BASE_COUNT(engine_words));
    return false;
}

bool options_take_stability(struct diag_list *diags, const char *name, const char *argument,
                            enum stability *stability)
{
    for (size_t i = 0; i < BASE_COUNT(stability_words); i++) {
        if (strcmp(argument, stability_words[i]) == 0) {
            *stability = (enum stability)i;
            return true;
        }
    }
    complain(diags, name, "not one of people, events and minutes:", argument);
    diag_suggest(diags, argument, stability_words, BASE_COUNT(stability_words));
    return false;
}

bool options_take_drafts(struct diag_list *diags, const char *name, const char *argument,
                         uint32_t *drafts)
{
    unsigned long n = strtoul(argument, NULL, 10);
    if (argument[0] == '\0' || strspn(argument, "0123456789") != strlen(argument) || n < 1 ||
        n > DRAFTS_MOST) {
        return complain(diags, name, "not a number of timetables from 1 to 100:", argument);
    }
    *drafts = (uint32_t)n;
    return true;
}

bool options_take_freeze(struct diag_list *diags, const char *name, const char *argument,
                         struct revising *revising)
{
    if (revising->n_freeze == OPTIONS_FREEZE_MOST) {
        return complain(diags, name, "too many of these, with", argument);
    }
    revising->freeze[revising->n_freeze++] = argument;
    return true;
}

static bool complain_step(struct diag_list *diags, const char *name, const char *word)
{
    complain(diags, name, "no step of presolve is called", word);
    if (word[0] == '-' || word[0] == '\0') {
        diag_hint(diags, "%s needs a list, such as all, or fix,rooms", name);
    } else {
        diag_suggest(diags, word, step_words, BASE_COUNT(step_words));
    }
    return false;
}

bool options_take_steps(struct diag_list *diags, const char *name, const char *argument,
                        unsigned *steps)
{
    while (true) {
        size_t length = strcspn(argument, ",");
        bool found = false;
        for (size_t i = 0; i < BASE_COUNT(step_words); i++) {
            if (strlen(step_words[i]) == length && strncmp(argument, step_words[i], length) == 0) {
                *steps |= step_sets[i];
                found = true;
            }
        }
        if (!found) {
            return complain_step(diags, name, arena_text(&diags->arena, argument, length));
        }
        if (argument[length] == '\0') {
            return true;
        }
        argument += length + 1;
    }
}

static void add_steps(struct strbuf *out, unsigned steps)
{
    const char *separator = " --no-presolve ";
    if (steps == SOLVE_PRESOLVE_ALL) {
        strbuf_print(out, "%sall", separator);
        return;
    }
    for (size_t i = 0; i < BASE_COUNT(step_words); i++) {
        if ((steps & step_sets[i]) != 0 && step_sets[i] != SOLVE_PRESOLVE_ALL) {
            strbuf_print(out, "%s%s", separator, step_words[i]);
            separator = ",";
        }
    }
}

/* As a shell reads it: in quotes where it is not plain. */
static void add_word(struct strbuf *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-./,:+=@%";
    if (word[0] != '\0' && word[strspn(word, plain)] == '\0') {
        strbuf_print(out, " %s", word);
        return;
    }
    strbuf_add(out, " '");
    for (; *word != '\0'; word++) {
        if (*word == '\'') {
            strbuf_add(out, "'\\''");
        } else {
            strbuf_add_bytes(out, word, 1);
        }
    }
    strbuf_add(out, "'");
}

static void add_revising(struct strbuf *out, const struct revising *revising)
{
    if (revising->previous != NULL) {
        strbuf_add(out, " --previous");
        add_word(out, revising->previous);
    }
    if (revising->stability != STABILITY_PEOPLE) {
        strbuf_print(out, " --stability %s", stability_words[revising->stability]);
    }
    if (revising->has_most_moves) {
        strbuf_print(out, " --max-moves %" PRIu64, revising->most_moves);
    }
    if (revising->freeze_before != NULL) {
        strbuf_add(out, " --freeze-before");
        add_word(out, revising->freeze_before);
    }
    for (uint32_t i = 0; i < revising->n_freeze; i++) {
        strbuf_add(out, " --freeze");
        add_word(out, revising->freeze[i]);
    }
}

const char *options_solve_command(struct arena *arena, const struct options *options)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    uint32_t threads = options->threads > 0 ? options->threads
                       : processors > 0     ? (uint32_t)processors
                                            : 1;
    struct strbuf out = {0};
    strbuf_print(&out, "confab solve --seed %" PRIu64 " --threads %" PRIu32 " --time-limit %.10g",
                 options->seed, threads, options->time_limit_s);
    if (options->work_limit > 0) {
        strbuf_print(&out, " --work-limit %" PRIu64, options->work_limit);
    }
    if (options->gap_percent > 0) {
        strbuf_print(&out, " --gap %.10g", options->gap_percent);
    }
    if (options->engine != SOLVE_ENGINE_AUTO) {
        strbuf_print(&out, " --engine %s", engine_words[options->engine]);
    }
    if (options->no_presolve != 0) {
        add_steps(&out, options->no_presolve);
    }
    add_revising(&out, &options->revising);
    if (options->pins != NULL) {
        strbuf_add(&out, " --pins");
        add_word(&out, options->pins);
    }
    bool dashed = false;
    for (uint32_t i = 0; i < options->n_args; i++) {
        dashed = dashed || (options->args[i][0] == '-' && options->args[i][1] != '\0');
    }
    strbuf_add(&out, dashed ? " --" : "");
    for (uint32_t i = 0; i < options->n_args; i++) {
        add_word(&out, options->args[i]);
    }
    return strbuf_finish(&out, arena);
}
