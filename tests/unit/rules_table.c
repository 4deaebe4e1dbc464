/* The table of rules: complete, consistent, and of one mind about shared keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/load.h"
#include "core/rule.h"

#include <stdio.h>
#include <string.h>

static void test_every_rule_is_found_by_its_id(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < rule_table_count(); i++) {
        assert_int_equal(rule_table_find(rule_table_at(i)->id), i);
    }
    assert_int_equal(rule_table_find("no-such-rule"), ID_NONE);
    assert_int_equal(rule_table_find(""), ID_NONE);
}

static void test_every_rule_is_documented(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < rule_table_count(); i++) {
        const struct rule *rule = rule_table_at(i);
        const char *const texts[] = {rule->sentence, rule->formula, rule->unit, rule->example,
                                     rule->origin};
        for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++) {
            assert_non_null(texts[k]);
            assert_true(strlen(texts[k]) > 2);
        }
        assert_true(rule->sentence[strlen(rule->sentence) - 1] == '.');
        assert_true(rule->example[strlen(rule->example) - 1] == '\n');
        for (uint32_t k = 0; k < rule->n_params; k++) {
            assert_non_null(rule->params[k].help);
            assert_non_null(rule->params[k].usual);
        }
    }
}

static void test_every_rule_has_both_halves(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < rule_table_count(); i++) {
        const struct rule *rule = rule_table_at(i);
        assert_non_null(rule->audit);
        assert_int_equal(rule->count_at != NULL, rule->family == RULE_PLACEMENT);
        assert_int_equal(rule->compile != NULL, rule->family == RULE_TOGETHER);
        assert_true(rule->usual.kind != STRENGTH_SOFT || rule->usual.weight > 0);
        assert_true(!rule->structural || rule->usual.kind == STRENGTH_HARD);
    }
}

static void check_alike(const struct rule_key *a, const struct rule_key *b)
{
    if (strcmp(a->name, b->name) == 0) {
        assert_int_equal(a->owners, b->owners);
        assert_int_equal(a->type, b->type);
        assert_string_equal(a->help, b->help);
    }
}

static void test_shared_keys_are_declared_alike(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < rule_table_count(); i++) {
        const struct rule *one = rule_table_at(i);
        for (uint32_t k = 0; k < one->n_keys; k++) {
            for (uint32_t j = 0; j < rule_table_count(); j++) {
                const struct rule *other = rule_table_at(j);
                for (uint32_t m = 0; m < other->n_keys; m++) {
                    check_alike(&one->keys[k], &other->keys[m]);
                }
            }
        }
    }
}

/* Presets set each rule at most once, and only rules that there are. */
static void test_presets_name_rules(void **state)
{
    (void)state;
    static const char *const names[] = {
#define PRESET(name, sentence) NULL,
#define SET(rule, strength)    rule,
#include "rules/presets.def"
#undef PRESET
#undef SET
    };
    for (size_t i = 0; i < BASE_COUNT(names); i++) {
        assert_true(names[i] == NULL || rule_table_find(names[i]) != ID_NONE);
        for (size_t k = i + 1; names[i] != NULL && k < BASE_COUNT(names) && names[k] != NULL; k++) {
            assert_string_not_equal(names[i], names[k]);
        }
    }
}

/* What the examples take for granted. */
static const char base[] =
    "conference: {title: Base, timezone: UTC}\n"
    "rooms: [{id: main, name: Main Hall, features: [stage, fixed-seats]}, {id: attic, name: "
    "Attic}, {id: ud2120, name: UD 2.120}]\n"
    "days: [{date: 2026-05-14, hours: [09:00-18:00]}, {date: 2026-05-15, hours: [09:00-18:00]}]\n"
    "windows: [{id: morning, date: 2026-05-16, time: 09:00-12:00, rooms: [main], tags: [early]}]\n"
    "tracks: [{id: core, name: Core}, {id: virt, name: Virtualisation}]\n"
    "talks: [{id: basics, title: Basics}, {id: pvh, title: PVH},\n"
    "  {id: keynote-a, title: First Keynote, tags: {content: [beginners]}},\n"
    "  {id: sound-talk, title: Sound, tags: {sector: [cloud]}}]\n"
    "bofs: [{id: bof-audio, title: Audio, duration: 30}]\n"
    "fixed: [{title: News, kind: announcement, date: 2026-05-14, time: 12:00-12:15, where: main}]\n"
    "kinds: {talk: {duration: 30}, bof: {duration: 30}, workshop: {duration: 60}}\n";

/* Each rule's example is a file that can be laid over the one above. */
static void test_examples_load(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < rule_table_count(); i++) {
        const struct rule *rule = rule_table_at(i);
        struct source_set sources = SOURCE_SET_EMPTY;
        struct diag_list diags = DIAG_LIST_EMPTY;
        struct problem problem;
        const uint32_t files[] = {
            source_add(&sources, "base.yaml", base, strlen(base)),
            source_add(&sources, rule->id, rule->example, strlen(rule->example)),
        };
        bool loaded = load_added(&sources, files, 2, &diags, &problem);
        if (diags.n > 0) {
            fputs(diag_render(&diags, &sources), stderr);
        }
        assert_true(loaded && diags.n == 0);
        problem_free(&problem);
        diag_free(&diags);
        source_free(&sources);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_rule_is_found_by_its_id),
        cmocka_unit_test(test_every_rule_is_documented),
        cmocka_unit_test(test_every_rule_has_both_halves),
        cmocka_unit_test(test_shared_keys_are_declared_alike),
        cmocka_unit_test(test_presets_name_rules),
        cmocka_unit_test(test_examples_load),
    };
    return cmocka_run_group_tests_name("rules_table", tests, NULL, NULL);
}
