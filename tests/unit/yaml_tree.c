#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/yaml_tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    struct arena arena;
    struct source_set sources;
    struct diag_list diags;
    const struct yaml_node *root;
};

static struct reading read_bytes(const char *bytes, size_t size)
{
    struct reading r = {.arena = ARENA_EMPTY};
    uint32_t file = source_add(&r.sources, "t.yaml", bytes, size);
    r.root = yaml_tree_read(&r.arena, &r.sources, file, &r.diags);
    return r;
}

static struct reading read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

static void done(struct reading *r)
{
    arena_free(&r->arena);
    source_free(&r->sources);
    diag_free(&r->diags);
}

static void assert_refused(const char *text, enum diag_code code, uint32_t line, uint32_t col)
{
    struct reading r = read_text(text);
    assert_null(r.root);
    assert_true(r.diags.n > 0);
    assert_string_equal(diag_slug(r.diags.v[0].code), diag_slug(code));
    assert_int_equal(r.diags.v[0].at.from.line, line);
    assert_int_equal(r.diags.v[0].at.from.col, col);
    done(&r);
}

static void assert_at(const struct yaml_node *node, uint32_t line, uint32_t col)
{
    assert_non_null(node);
    assert_int_equal(node->at.from.line, line);
    assert_int_equal(node->at.from.col, col);
}

static void test_everything_is_text(void **state)
{
    (void)state;
    struct reading r = read_text("a: no\nb: 010\nc: 12:30\nd: 2013\ne: ~\nf: '~'\ng:\n");
    const char *keys[] = {"a", "b", "c", "d", "e", "f", "g"};
    const char *texts[] = {"no", "010", "12:30", "2013", "~", "~", ""};
    for (size_t i = 0; i < BASE_COUNT(keys); i++) {
        assert_string_equal(yaml_tree_get(r.root, keys[i])->text, texts[i]);
        assert_int_equal(yaml_tree_is_null(yaml_tree_get(r.root, keys[i])), i == 4 || i == 6);
    }
    assert_null(yaml_tree_get(r.root, "z"));
    assert_null(yaml_tree_get(yaml_tree_get(r.root, "a"), "z"));
    done(&r);
}

static void test_positions(void **state)
{
    (void)state;
    struct reading r = read_text("title: Žofín\nlist: &l\n  - {é: ü, b: c}\nagain: *l\n");
    assert_at(yaml_tree_get(r.root, "title"), 1, 8);
    assert_int_equal(yaml_tree_get(r.root, "title")->at.to.col, 13);
    const struct yaml_node *map = yaml_tree_get(r.root, "list")->items[0];
    assert_at(map, 3, 5);
    assert_at(yaml_tree_get(map, "b"), 3, 15);
    /* An alias stands where it stands; what is in it, where the anchor is. */
    const struct yaml_node *again = yaml_tree_get(r.root, "again");
    assert_at(again, 4, 8);
    assert_int_equal(again->kind, YAML_SEQUENCE);
    assert_ptr_equal(again->items[0], map);
    done(&r);
}

static void test_surrogate_pairs(void **state)
{
    (void)state;
    struct reading r =
        read_text("{\"a\": \"\\ud83d\\ude00 \\uD83D\\uDE01 x\", \"b\": \"\\\\ud83d\\\\ude00\",\n"
                  "\"c\": \"\\u00e9\"}");
    assert_string_equal(yaml_tree_get(r.root, "a")->text, "\xf0\x9f\x98\x80 \xf0\x9f\x98\x81 x");
    assert_string_equal(yaml_tree_get(r.root, "b")->text, "\\ud83d\\ude00");
    assert_string_equal(yaml_tree_get(r.root, "c")->text, "é");
    /* Columns are those of the file, not of what libyaml was given. */
    assert_at(yaml_tree_get(r.root, "a"), 1, 7);
    assert_int_equal(yaml_tree_get(r.root, "a")->at.to.col, 36);
    assert_at(yaml_tree_get(r.root, "b"), 1, 43);
    assert_at(yaml_tree_get(r.root, "c"), 2, 6);
    done(&r);
}

static void test_byte_order_mark(void **state)
{
    (void)state;
    struct reading r = read_text("\xef\xbb\xbf"
                                 "a: 1\nb: 2\n");
    assert_at(yaml_tree_get(r.root, "a"), 1, 4);
    assert_at(yaml_tree_get(r.root, "b"), 2, 4);
    done(&r);
}

static void test_bad_characters(void **state)
{
    (void)state;
    assert_refused("a: 1\nb: \xc3\xa9\xff\n", DIAG_UTF8_INVALID, 2, 5);
    assert_refused("a: \xed\xa0\xbd\n", DIAG_UTF8_INVALID, 1, 4);
    assert_refused("a: \xc0\x80\n", DIAG_UTF8_INVALID, 1, 4);
    assert_refused("a: \xe2\x82", DIAG_UTF8_INVALID, 1, 4);
    assert_refused("a: \x01\n", DIAG_CHARACTER_FORBIDDEN, 1, 4);
    assert_refused("a: \"\\ud83d\\ude00\x7f\"\n", DIAG_CHARACTER_FORBIDDEN, 1, 17);
    struct reading r = read_bytes("a: \0b\n", 6);
    assert_null(r.root);
    assert_int_equal(r.diags.v[0].code, DIAG_CHARACTER_FORBIDDEN);
    done(&r);
}

static void test_refusals(void **state)
{
    (void)state;
    assert_refused("", DIAG_FILE_EMPTY, 1, 1);
    assert_refused("# nothing\n---\n", DIAG_FILE_EMPTY, 1, 1);
    assert_refused("a: 1\nb: 2\na: 3\n", DIAG_KEY_TWICE, 3, 1);
    assert_refused("a: 1\n---\na: 2\n", DIAG_YAML_DOCUMENTS, 2, 1);
    assert_refused("a: !!str 1\n", DIAG_YAML_TAG, 1, 4);
    assert_refused("? [a]\n: 1\n", DIAG_YAML_KEY, 1, 3);
    assert_refused("a: &k x\n*k : 1\n", DIAG_YAML_KEY, 2, 1);
    assert_refused("? \n: 1\n", DIAG_YAML_KEY, 1, 2);
    assert_refused("a: &k {x: 1}\nb:\n  <<: *k\n", DIAG_YAML_MERGE, 3, 3);
    assert_refused("a: *x\n", DIAG_YAML_ALIAS_UNKNOWN, 1, 4);
    assert_refused("&x [*x]\n", DIAG_YAML_ALIAS_LOOP, 1, 5);
    assert_refused("a: \"\\0\"\n", DIAG_TEXT_CONTROL, 1, 4);
    assert_refused("a: [1\n", DIAG_YAML_SYNTAX, 2, 1);
}

static void test_all_duplicates_are_reported(void **state)
{
    (void)state;
    char text[4096] = "";
    for (int i = 0; i < 100; i++) {
        snprintf(text + strlen(text), sizeof(text) - strlen(text), "k%d: 1\n", i % 60);
    }
    struct reading r = read_text(text);
    assert_null(r.root);
    assert_int_equal(r.diags.errors, 40);
    assert_int_equal(r.diags.v[1].at.from.line, 1);
    done(&r);
}

static void test_quoted_merge_key_is_a_key(void **state)
{
    (void)state;
    struct reading r = read_text("\"<<\": 1\n");
    assert_non_null(yaml_tree_get(r.root, "<<"));
    done(&r);
}

static char *repeated(const char *text, size_t n)
{
    size_t length = strlen(text);
    char *all = malloc(n * length + 1);
    assert_non_null(all);
    for (size_t i = 0; i < n; i++) {
        memcpy(all + i * length, text, length);
    }
    all[n * length] = '\0';
    return all;
}

static void test_nesting_ends_soon(void **state)
{
    (void)state;
    const char *units[] = {"[", "{a: ", "- ", "? ", "[[],"};
    for (size_t i = 0; i < BASE_COUNT(units); i++) {
        char *text = repeated(units[i], 10 * 1024 * 1024 / strlen(units[i]));
        struct reading r = read_text(text);
        assert_null(r.root);
        assert_int_equal(r.diags.errors, 1);
        assert_int_equal(r.diags.v[0].code, DIAG_YAML_TOO_DEEP);
        /* So little is kept that it cannot have gone far. */
        assert_int_equal(r.diags.v[0].at.from.line, 1);
        assert_true(r.diags.v[0].at.from.col < 1000);
        done(&r);
        free(text);
    }
}

static void test_depth_counts_aliases(void **state)
{
    (void)state;
    char text[2000] = "a: &a ";
    for (int i = 0; i < 40; i++) {
        strcat(text, "[");
    }
    for (int i = 0; i < 40; i++) {
        strcat(text, "]");
    }
    strcat(text, "\nb: ");
    for (int i = 0; i < 30; i++) {
        strcat(text, "[");
    }
    strcat(text, "*a");
    for (int i = 0; i < 30; i++) {
        strcat(text, "]");
    }
    struct reading r = read_text(text);
    assert_null(r.root);
    assert_int_equal(r.diags.v[0].code, DIAG_YAML_TOO_DEEP);
    done(&r);
}

static void test_alias_bomb(void **state)
{
    (void)state;
    struct reading r =
        read_text("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                  "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c]\n"
                  "e: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e]\n");
    assert_null(r.root);
    assert_int_equal(r.diags.v[0].code, DIAG_YAML_ALIASES);
    done(&r);
}

static void test_too_large(void **state)
{
    (void)state;
    char *text = repeated("# comment line\n", YAML_TREE_BYTES / 15 + 1);
    assert_refused(text, DIAG_FILE_TOO_LARGE, 1, 1);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everything_is_text),
        cmocka_unit_test(test_positions),
        cmocka_unit_test(test_surrogate_pairs),
        cmocka_unit_test(test_byte_order_mark),
        cmocka_unit_test(test_bad_characters),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_all_duplicates_are_reported),
        cmocka_unit_test(test_quoted_merge_key_is_a_key),
        cmocka_unit_test(test_nesting_ends_soon),
        cmocka_unit_test(test_depth_counts_aliases),
        cmocka_unit_test(test_alias_bomb),
        cmocka_unit_test(test_too_large),
    };
    return cmocka_run_group_tests_name("yaml_tree", tests, NULL, NULL);
}
