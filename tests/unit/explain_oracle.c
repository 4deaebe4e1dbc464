/* Explanations of random tiny problems, for every rule: what is reported cannot be met, and can
 * without any one of its demands, as trying everything shows; and with each repair there is a
 * timetable. CONFAB_EXPLAIN=n: that many infeasible problems; CONFAB_EXPLAIN_FIRST=n: seeds from n
 * on; CONFAB_EXPLAIN_RULE=id: drafts about this rule only. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/vec.h"
#include "confab/load.h"
#include "core/rule.h"
#include "cuts.h"
#include "engine/feasibility.h"
#include "explain/variant.h"
#include "judge.h"
#include "support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PROBLEMS = 60, TRY_MOST = 30000, ROUNDS = 8, LIFTED = 3, LIMIT_S = 10 };

static const char *current = ""; /* the problem at hand, for a run that aborts */

static void on_abort(int signal_number)
{
    (void)signal_number;
    ssize_t written = write(STDERR_FILENO, current, strlen(current));
    (void)written;
    signal(SIGABRT, SIG_DFL);
    abort();
}

static const char *kind = ""; /* of what is wrong */
static bool quiet;            /* while a problem is shrunk */

BASE_PRINTF(2, 3) static bool complain(const char *what, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    kind = what;
    if (!quiet) {
        fprintf(stderr, "%s: ", what);
        vfprintf(stderr, fmt, args);
        fputc('\n', stderr);
    }
    va_end(args);
    return false;
}

static uint32_t number_of(const char *variable, uint32_t usual)
{
    const char *given = getenv(variable);
    return given != NULL && atoi(given) > 0 ? (uint32_t)atoi(given) : usual;
}

struct tally {
    uint32_t problems, infeasible, feasible;
    uint32_t conflicts, demands;
    uint32_t tried, tried_held, too_many; /* conflicts, by how their timetables were tried */
    uint32_t of_cut[CUT_KINDS];
    uint32_t of_rule[64]; /* demands by rule */
    uint32_t repairs, repaired, three;
    uint32_t timetables;
    uint32_t incomplete, reducible; /* a limit came first */
};

/* ---- one conflict --------------------------------------------------------------------------- */

/* No timetable meets all demands. */
static bool is_infeasible(const struct problem *hard, const struct explain_conflict *conflict,
                          struct tally *tally)
{
    struct arena arena = ARENA_EMPTY;
    struct problem variant = judge_variant(&arena, hard, conflict, ID_NONE);
    const bool *held = judge_held(&arena, hard, conflict, ID_NONE);
    enum judged judged = judge_try_all(&variant, held, TRY_MOST, &tally->timetables);
    tally->tried += judged == JUDGED_NONE;
    tally->tried_held += judged == JUDGED_NONE_HELD;
    tally->too_many += judged == JUDGED_TOO_MANY;
    arena_free(&arena);
    return judged != JUDGED_SOME || complain("all can be met", "%s", conflict->text);
}

/* Some timetable meets all demands but one; any that the audit accepts is proof. */
static bool is_feasible_without(const struct problem *hard, const struct explain_conflict *conflict,
                                uint32_t without, struct tally *tally)
{
    struct arena arena = ARENA_EMPTY;
    struct problem variant = judge_variant(&arena, hard, conflict, without);
    const bool *held = judge_held(&arena, hard, conflict, without);
    struct feasibility_options options = {.seed = 7, .rounds = ROUNDS};
    struct timetable timetable;
    bool well = feasibility_decide(&variant, &options, &arena, &timetable) == FEASIBILITY_YES &&
                judge_accepts(&variant, &timetable);
    for (uint32_t e = 0; e < hard->n_events && well; e++) {
        well = !held[e] || timetable.v[e].placed;
    }
    if (!well) {
        enum judged judged = judge_try_all(&variant, held, TRY_MOST, &tally->timetables);
        const char *then = judged == JUDGED_SOME       ? "it can be shown, though"
                           : judged == JUDGED_TOO_MANY ? "perhaps it cannot"
                                                       : "it cannot";
        complain("not shown to be possible without one", "%s (%s): %s\n%s",
                 conflict->demands[without].text, conflict->demands[without].id, then,
                 conflict->text);
    }
    arena_free(&arena);
    return well;
}

static bool check_conflict(const struct problem *hard, const struct explain_conflict *conflict,
                           struct tally *tally)
{
    bool well = is_infeasible(hard, conflict, tally);
    tally->reducible += !conflict->irreducible;
    for (uint32_t i = 0; i < conflict->n_demands && well && conflict->irreducible; i++) {
        tally->of_rule[conflict->demands[i].rule]++;
        tally->demands++;
        well = is_feasible_without(hard, conflict, i, tally);
    }
    tally->conflicts++;
    return well;
}

/* ---- repairs ------------------------------------------------------------------------------------
 */

static bool is_mended(const char *yaml, const struct explain_repair *repair)
{
    const char *texts[2] = {yaml, repair->yaml};
    struct support_problem loaded = support_load_over(texts, 2);
    struct solve_options options = {.seed = 3, .threads = 1, .work_limit = 3000};
    struct solve_result result = {0};
    uint32_t held = rule_table_find("unscheduled");
    bool all = loaded.problem.settings[held].strength.kind == STRENGTH_HARD;
    bool well = solve_problem(&loaded.problem, &options, &result) && result.has_timetable &&
                result.score.n_hard == 0;
    for (uint32_t e = 0; e < loaded.problem.n_events && well; e++) {
        const struct event *event = &loaded.problem.events[e];
        well = result.timetable.v[e].placed || event->optional || (!all && !event->fixed);
    }
    if (!well) {
        complain("the repair is none", "%s\n%s", repair->text, repair->yaml);
    }
    solve_free(&result);
    support_free(&loaded);
    return well;
}

static bool check_repairs(const char *yaml, const struct explanation *explanation,
                          struct tally *tally)
{
    bool well = true;
    for (uint32_t i = 0; i < explanation->n_repairs && well; i++) {
        const struct explain_repair *repair = &explanation->repairs[i];
        well = is_mended(yaml, repair);
        for (uint32_t k = 0; k < i && well; k++) {
            const struct explain_repair *other = &explanation->repairs[k];
            well = other->cost <= repair->cost && strcmp(other->yaml, repair->yaml) != 0 &&
                   strcmp(other->id, repair->id) != 0 && strcmp(other->text, repair->text) != 0;
            if (!well) {
                complain("repairs out of order, or alike", "%s (%lld)\n%s%s (%lld)\n%s",
                         other->text, (long long)other->cost, other->yaml, repair->text,
                         (long long)repair->cost, repair->yaml);
            }
        }
    }
    tally->repairs += explanation->n_repairs;
    tally->repaired += explanation->n_repairs > 0;
    tally->three += explanation->n_repairs >= 3;
    return well;
}

/* ---- one problem -------------------------------------------------------------------------------
 */

static bool is_lifted_well(const struct problem *hard, struct rng *rng)
{
    struct demands demands = {0};
    const struct rule_setting *clash = &hard->settings[rule_table_find("speaker-clash")];
    const struct value *count = attrs_find(&clash->params, "count");
    bool well = true;
    demand_list_rules(hard, &demands);
    size_t n_rules = demands.n;
    for (size_t i = 0; i < n_rules; i++) {
        /* One finding then stands for several people. */
        if (count == NULL || demands.v[i].rule != rule_table_find("speaker-clash")) {
            judge_list_pieces(hard, demands.v[i].rule, &demands);
        }
    }
    for (size_t i = 0; i < demands.n && well; i++) {
        well = judge_lift(hard, &demands.v[i], rng, LIFTED) ||
               complain("lifting", "%s", rule_table_at(demands.v[i].rule)->id);
    }
    vec_free(&demands);
    return well;
}

static bool is_same(const struct explanation *a, const struct explanation *b)
{
    bool same = a->n_conflicts == b->n_conflicts && a->n_repairs == b->n_repairs;
    for (uint32_t i = 0; i < a->n_conflicts && same; i++) {
        same = strcmp(a->conflicts[i].id, b->conflicts[i].id) == 0 &&
               strcmp(a->conflicts[i].text, b->conflicts[i].text) == 0;
    }
    for (uint32_t i = 0; i < a->n_repairs && same; i++) {
        same = strcmp(a->repairs[i].yaml, b->repairs[i].yaml) == 0 &&
               strcmp(a->repairs[i].text, b->repairs[i].text) == 0;
    }
    return same || complain("two explanations differ", "%s", a->conflicts[0].text);
}

static bool check_explanation(const struct support_problem *loaded, const char *yaml,
                              const struct explanation *explanation, struct tally *tally)
{
    struct arena arena = ARENA_EMPTY;
    struct problem hard = variant_create(&arena, &loaded->problem);
    struct rng rng = rng_seeded(11);
    variant_drop_wishes(&arena, &hard);
    bool well = true;
    tally->incomplete += !explanation->complete;
    if (explanation->complete && explanation->n_conflicts == 0) {
        well = complain("no conflict", "though there is no timetable");
    }
    for (uint32_t i = 0; i < explanation->n_conflicts && well; i++) {
        well = check_conflict(&hard, &explanation->conflicts[i], tally);
    }
    well = well && check_repairs(yaml, explanation, tally) && is_lifted_well(&hard, &rng);
    arena_free(&arena);
    return well;
}

/* True: nothing is wrong with what is said of the problem. *infeasible: it is. */
static bool explains_well(const char *yaml, struct tally *tally, bool twice, bool *infeasible)
{
    struct support_problem loaded;
    uint32_t file = 0;
    struct explain_options options = {.seed = 1, .threads = 1, .time_limit_s = LIMIT_S};
    bool well = true;
    current = yaml;
    *infeasible = false;
    support_load(&loaded, yaml, false);
    if (loaded.loaded) {
        struct explanation explanation;
        explain_problem(&loaded.problem, &file, 1, &options, &explanation);
        *infeasible = explanation.status == EXPLAIN_INFEASIBLE;
        well = explanation.status != EXPLAIN_UNKNOWN ||
               complain("not known", "whether it has a timetable");
        if (*infeasible) {
            well = check_explanation(&loaded, yaml, &explanation, tally);
        }
        if (*infeasible && twice) {
            struct explanation again;
            explain_problem(&loaded.problem, &file, 1, &options, &again);
            well =
                well && (!explanation.complete || !again.complete || is_same(&explanation, &again));
            explain_free(&again);
        }
        explain_free(&explanation);
    }
    support_free(&loaded);
    return well;
}

static void shrink(struct draft *draft)
{
    struct tally none = {0};
    bool infeasible;
    const char *what = kind;
    quiet = true;
    for (bool smaller = true; smaller;) {
        smaller = false;
        for (uint32_t i = draft->n; i-- > 0;) {
            if (!draft->dropped[i]) {
                draft->dropped[i] = true;
                bool wrong = !explains_well(draft_render(draft), &none, false, &infeasible) &&
                             strcmp(kind, what) == 0;
                draft->dropped[i] = wrong;
                smaller = smaller || wrong;
            }
        }
    }
    quiet = false;
}

/* How many rules are in conflicts. */
static uint32_t show_tally(const struct tally *tally)
{
    uint32_t n_rules = 0;
    print_message("%u problems: %u infeasible; %u conflicts with %u demands\n",
                  (unsigned)tally->problems, (unsigned)tally->infeasible,
                  (unsigned)tally->conflicts, (unsigned)tally->demands);
    print_message("tried: all %u, held only %u, too many %u; %u timetables\n",
                  (unsigned)tally->tried, (unsigned)tally->tried_held, (unsigned)tally->too_many,
                  (unsigned)tally->timetables);
    print_message("repairs: %u, of %u problems, three or more of %u\n", (unsigned)tally->repairs,
                  (unsigned)tally->repaired, (unsigned)tally->three);
    for (uint32_t i = 0; i < CUT_KINDS; i++) {
        print_message("cut %u: %u\n", (unsigned)i, (unsigned)tally->of_cut[i]);
    }
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        n_rules += tally->of_rule[r] > 0;
        if (tally->of_rule[r] > 0) {
            print_message("%s %u, ", rule_table_at(r)->id, (unsigned)tally->of_rule[r]);
        }
    }
    print_message("in all %u rules; %u not complete, %u conflicts not shown to be irreducible\n",
                  (unsigned)n_rules, (unsigned)tally->incomplete, (unsigned)tally->reducible);
    return n_rules;
}

static void test_random(void **state)
{
    (void)state;
    struct tally tally = {0};
    uint32_t wanted = number_of("CONFAB_EXPLAIN", PROBLEMS);
    uint32_t first = number_of("CONFAB_EXPLAIN_FIRST", 1);
    const char *only = getenv("CONFAB_EXPLAIN_RULE");
    uint32_t failures = 0;
    struct draft *draft = base_alloc(sizeof(*draft));
    for (uint32_t i = 0; tally.infeasible < wanted; i++) {
        uint32_t rule = only != NULL ? rule_table_find(only) : i % rule_table_count();
        draft_problem(draft, rule_table_at(rule)->id, "hard", first + i);
        enum cut cut = (enum cut)rng_below(&draft->rng, CUT_KINDS);
        cut_problem(draft, cut);
        if (rng_below(&draft->rng, 4) == 0) {
            cut_problem(draft, (enum cut)rng_below(&draft->rng, CUT_KINDS));
        }
        bool infeasible;
        tally.problems++;
        if (!explains_well(draft_render(draft), &tally, i % 8 == 0, &infeasible)) {
            shrink(draft);
            (void)explains_well(draft_render(draft), &(struct tally){0}, false, &infeasible);
            print_error("draft %u about %s:\n%s\n", (unsigned)(first + i), rule_table_at(rule)->id,
                        draft_render(draft));
            failures++;
            if (failures >= number_of("CONFAB_EXPLAIN_FAILURES", 1)) {
                break;
            }
        }
        tally.infeasible += infeasible;
        tally.of_cut[cut] += infeasible;
    }
    base_free(draft);
    uint32_t n_rules = show_tally(&tally);
    assert_int_equal(failures, 0);
    /* Problems that say little would prove nothing. */
    assert_true(only != NULL || wanted < 100 || n_rules >= 20);
    assert_true(only != NULL || tally.tried * 10 > tally.conflicts * 8);
    assert_true(only != NULL || tally.three * 10 > tally.repaired * 8);
    for (uint32_t i = 0; i < CUT_KINDS && wanted >= 100; i++) {
        assert_true(tally.of_cut[i] * 50 > wanted);
    }
}

int main(void)
{
    signal(SIGABRT, on_abort);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random)};
    return cmocka_run_group_tests_name("explain_oracle", tests, NULL, NULL);
}
