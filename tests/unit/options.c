/* The command line: what each option means, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/options.h"

#include <string.h>

enum { ARGS_MAX = 24 };

struct parsed {
    char *argv[ARGS_MAX + 1];
    int argc;
    struct arena arena;
    struct diag_list diags;
    struct options options;
    bool ok;
};

/* Parses "confab " and the words of `line`. */
static void parse(struct parsed *parsed, const char *line)
{
    *parsed = (struct parsed){.diags = DIAG_LIST_EMPTY};
    parsed->argv[parsed->argc++] = arena_text(&parsed->arena, "confab", 6);
    while (*line != '\0') {
        size_t n = strcspn(line, " ");
        assert_in_range(parsed->argc, 0, ARGS_MAX - 1);
        parsed->argv[parsed->argc++] = arena_text(&parsed->arena, line, n);
        line += n + (line[n] == ' ' ? 1 : 0);
    }
    parsed->ok = options_parse(parsed->argc, parsed->argv, &parsed->diags, &parsed->options);
}

static void done(struct parsed *parsed)
{
    diag_free(&parsed->diags);
    arena_free(&parsed->arena);
}

static void test_defaults(void **state)
{
    (void)state;
    struct parsed p;
    parse(&p, "solve a.yaml b.yaml");
    assert_true(p.ok);
    assert_int_equal(p.options.command, COMMAND_SOLVE);
    assert_null(p.options.output);
    assert_string_equal(p.options.format, "json");
    assert_true(p.options.time_limit_s == 60.0 && p.options.gap_percent == 0.0);
    assert_int_equal(p.options.seed, 1);
    assert_false(p.options.timing || p.options.quiet || p.options.help || p.options.version);
    assert_int_equal(p.options.n_args, 2);
    assert_string_equal(p.options.args[0], "a.yaml");
    assert_string_equal(p.options.args[1], "b.yaml");
    done(&p);
}

static void test_every_option(void **state)
{
    (void)state;
    struct parsed p;
    parse(&p, "solve -q --format=text a.yaml -o out --time-limit 2.5 -g 1.5% --seed "
              "18446744073709551615 --timing");
    assert_true(p.ok);
    assert_string_equal(p.options.format, "text");
    assert_string_equal(p.options.output, "out");
    assert_true(p.options.time_limit_s == 2.5 && p.options.gap_percent == 1.5);
    assert_true(p.options.seed == UINT64_MAX);
    assert_true(p.options.timing && p.options.quiet);
    assert_int_equal(p.options.n_args, 1);
    done(&p);
}

static void test_format_depends_on_command(void **state)
{
    (void)state;
    struct parsed p;
    parse(&p, "check a.yaml t.json");
    assert_true(p.ok);
    assert_string_equal(p.options.format, "text");
    done(&p);
    parse(&p, "model a.yaml --format mps --level soft");
    assert_true(p.ok);
    assert_string_equal(p.options.format, "mps");
    assert_string_equal(p.options.level, "soft");
    done(&p);
    parse(&p, "validate a.yaml");
    assert_true(p.ok);
    assert_null(p.options.format);
    done(&p);
}

static void test_after_two_dashes(void **state)
{
    (void)state;
    struct parsed p;
    parse(&p, "solve -- -odd.yaml");
    assert_true(p.ok);
    assert_int_equal(p.options.n_args, 1);
    assert_string_equal(p.options.args[0], "-odd.yaml");
    done(&p);
}

static void test_help_and_version(void **state)
{
    (void)state;
    struct parsed p;
    parse(&p, "--help");
    assert_true(p.ok && p.options.help && p.options.command == COMMAND_NONE);
    done(&p);
    parse(&p, "solve -h");
    assert_true(p.ok && p.options.help && p.options.command == COMMAND_SOLVE);
    done(&p);
    parse(&p, "--version");
    assert_true(p.ok && p.options.version);
    done(&p);
}

static void assert_refused(const char *line, const char *text, const char *hint)
{
    struct parsed p;
    parse(&p, line);
    assert_false(p.ok);
    assert_true(p.diags.n >= 1);
    assert_int_equal(p.diags.v[0].code, DIAG_USAGE);
    assert_string_equal(p.diags.v[0].text, text);
    if (hint == NULL) {
        assert_null(p.diags.v[0].hint);
    } else {
        assert_non_null(p.diags.v[0].hint);
        assert_string_equal(p.diags.v[0].hint, hint);
    }
    done(&p);
}

static void test_refused(void **state)
{
    (void)state;
    assert_refused("", "no command is given", "confab --help lists them");
    assert_refused("sovle a", "unknown command 'sovle'", "did you mean 'solve'?");
    assert_refused("solve a --tme-limit 3", "unknown option '--tme-limit'",
                   "did you mean '--time-limit'?");
    assert_refused("solve a -x", "unknown option '-x'", NULL);
    assert_refused("solve a --seed", "option '--seed' needs an argument", NULL);
    assert_refused("solve a --timing=3", "option '--timing' takes no argument", NULL);
    assert_refused("solve a -f html", "--format: unknown format 'html'",
                   "there are 'json' and 'text'");
    assert_refused("solve a -f jsn", "--format: unknown format 'jsn'", "did you mean 'json'?");
    assert_refused("validate a --gap 3", "option '--gap' does not go with 'validate'", NULL);
    assert_refused("check a", "'check' has too few arguments",
                   "usage: confab check [OPTION...] PROBLEM... TIMETABLE");
    assert_refused("rules a b", "'rules' has too many arguments",
                   "usage: confab rules [OPTION...] [ID]");
}

static void test_numbers(void **state)
{
    (void)state;
    static const char *const seconds[] = {"-1",    "1e3", "inf", "nan",        "0x10",
                                          "1.2.3", ".",   "12s", "5000000000", "3%"};
    for (size_t i = 0; i < BASE_COUNT(seconds); i++) {
        struct parsed p;
        char line[64] = "solve a --time-limit=";
        strcat(line, seconds[i]);
        parse(&p, line);
        assert_false(p.ok);
        done(&p);
    }
    assert_refused("solve a --seed -4", "--seed: not a whole number: '-4'", NULL);
    assert_refused("solve a --seed 18446744073709551616",
                   "--seed: not a whole number: '18446744073709551616'", NULL);
    assert_refused("solve a --gap ten", "--gap: not a percentage: 'ten'", NULL);
}

/* An option is called what it was written as. */
static void test_refused_values(void **state)
{
    (void)state;
    assert_refused("solve a -s abc", "-s: not a whole number: 'abc'", NULL);
    assert_refused("solve a -w 1.5", "-w: not a whole number: '1.5'", NULL);
    assert_refused("solve a -t soon", "-t: not a number of seconds: 'soon'", NULL);
    assert_refused("solve a -g 101", "-g: not a percentage from 0 to 100: '101'", NULL);
    assert_refused("solve a -j 0", "-j: not a number of threads from 1 to 64: '0'", NULL);
    assert_refused("solve a --threads=65", "--threads: not a number of threads from 1 to 64: '65'",
                   NULL);
    assert_refused("solve a -e exat", "-e: unknown engine 'exat'", "did you mean 'exact'?");
    assert_refused("solve a --no-presolve fix,room",
                   "--no-presolve: no step of presolve is called 'room'", "did you mean 'rooms'?");
    assert_refused("solve a --no-presolve -o b",
                   "--no-presolve: no step of presolve is called '-o'",
                   "--no-presolve needs a list, such as all, or fix,rooms");
    assert_refused("model a -t x", "-t: not a number of seconds: 'x'", NULL);
    assert_refused("generate --talks many", "--talks: not a whole number from 1 to 20000: 'many'",
                   NULL);
    assert_refused("generate -s x", "-s: not a whole number: 'x'", NULL);
    assert_refused("solve a --log -", "--log: a file is needed, not '-'",
                   "standard output is for the timetable; write --log search.csv");
}

/* Work alone decides unless time is asked for as well. */
static void test_work_limit_lifts_time_limit(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        double time_limit_s;
    } cases[] = {{"solve a -w 10", 0},
                 {"solve a -w 0", 60},
                 {"solve a -w 10 -t 5", 5},
                 {"solve a -w 10 -e search", 0},
                 {"solve a -w 10 -e exact", 0},
                 {"solve a -t 60 -w 10", 60},
                 {"solve a", 60}};
    for (size_t i = 0; i < BASE_COUNT(cases); i++) {
        struct parsed p;
        parse(&p, cases[i].line);
        assert_true(p.ok);
        assert_true(p.options.time_limit_s == cases[i].time_limit_s);
        done(&p);
    }
}

static void test_command_again(void **state)
{
    (void)state;
    static const char *const same[] = {
        "confab solve --seed 7 --threads 2 --time-limit 60 --no-presolve fix,rooms a.yaml b.yaml",
        "confab solve --seed 1 --threads 1 --time-limit 0 --work-limit 50 --gap 2.5 --engine exact "
        "--no-presolve all a.yaml",
        "confab solve --seed 1 --threads 1 --time-limit 2.5 -- -odd.yaml",
    };
    for (size_t i = 0; i < BASE_COUNT(same); i++) {
        struct parsed p;
        parse(&p, same[i] + strlen("confab "));
        assert_true(p.ok);
        assert_string_equal(options_solve_command(&p.arena, &p.options), same[i]);
        done(&p);
    }
    struct parsed p;
    parse(&p, "solve it's.yaml");
    assert_non_null(strstr(options_solve_command(&p.arena, &p.options), " 'it'\\''s.yaml'"));
    assert_null(strstr(options_solve_command(&p.arena, &p.options), "--threads 0"));
    done(&p);
}

static void test_every_complaint_at_once(void **state)
{
    (void)state;
    struct parsed p;
    parse(&p, "rules a b --seed 3 --format txt");
    assert_false(p.ok);
    assert_int_equal(p.diags.errors, 3);
    done(&p);
}

static void test_help_names_every_option(void **state)
{
    (void)state;
    static const char *const words[] = {
#define OPTION(name, word, letter, argument, commands, help) "--" word,
#include "cli/options.def"
#undef OPTION
    };
    struct arena arena = ARENA_EMPTY;
    for (size_t i = 0; i < BASE_COUNT(words); i++) {
        assert_non_null(strstr(options_help(&arena, COMMAND_NONE), words[i]));
    }
    for (int command = 0; command <= COMMAND_NONE; command++) {
        for (const char *line = options_help(&arena, (enum command)command); *line != '\0';) {
            size_t n = strcspn(line, "\n");
            assert_in_range(n, 0, 80);
            line += n + 1;
        }
    }
    assert_non_null(strstr(options_help(&arena, COMMAND_SOLVE), "json|text (default json)"));
    assert_null(strstr(options_help(&arena, COMMAND_VALIDATE), "--seed"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_every_option),
        cmocka_unit_test(test_format_depends_on_command),
        cmocka_unit_test(test_after_two_dashes),
        cmocka_unit_test(test_help_and_version),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_refused_values),
        cmocka_unit_test(test_work_limit_lifts_time_limit),
        cmocka_unit_test(test_command_again),
        cmocka_unit_test(test_every_complaint_at_once),
        cmocka_unit_test(test_help_names_every_option),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
