/* Writing results whole or not at all, in a directory made for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/arena.h"
#include "output/file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct place {
    struct arena arena;
    struct diag_list diags;
    const char *directory;
};

static int begin(void **state)
{
    static struct place place;
    place = (struct place){.diags = DIAG_LIST_EMPTY};
    char name[] = "/tmp/confab-file-XXXXXX";
    assert_non_null(mkdtemp(name));
    place.directory = arena_text(&place.arena, name, strlen(name));
    *state = &place;
    return 0;
}

static const char *path_of(struct place *place, const char *name)
{
    return arena_print(&place->arena, "%s/%s", place->directory, name);
}

/* How many entries the directory has. */
static int count_entries(const struct place *place)
{
    DIR *directory = opendir(place->directory);
    assert_non_null(directory);
    int n = 0;
    for (const struct dirent *entry = readdir(directory); entry != NULL;
         entry = readdir(directory)) {
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 ? 1 : 0;
    }
    closedir(directory);
    return n;
}

static int end(void **state)
{
    struct place *place = *state;
    static const char *const names[] = {"out", "link", "sub"};
    for (size_t i = 0; i < BASE_COUNT(names); i++) {
        (void)remove(path_of(place, names[i]));
    }
    int left = rmdir(place->directory);
    diag_free(&place->diags);
    arena_free(&place->arena);
    return left;
}

static const char *content(struct place *place, const char *name)
{
    char text[64] = "";
    FILE *file = fopen(path_of(place, name), "r");
    assert_non_null(file);
    size_t n = fread(text, 1, sizeof(text) - 1, file);
    fclose(file);
    return arena_text(&place->arena, text, n);
}

static void assert_complains(const struct place *place, enum diag_code code)
{
    assert_int_equal(place->diags.n, 1);
    assert_int_equal(place->diags.v[0].code, code);
    assert_true(place->diags.environment);
}

static void test_new_file(void **state)
{
    struct place *place = *state;
    mode_t mask = umask(027);
    assert_true(file_write(path_of(place, "out"), "hello\n", &place->diags));
    umask(mask);
    assert_string_equal(content(place, "out"), "hello\n");
    assert_int_equal(count_entries(place), 1);
    struct stat made;
    assert_int_equal(stat(path_of(place, "out"), &made), 0);
    assert_int_equal(made.st_mode & 0777, 0640);
}

static void test_replaces_and_keeps_mode(void **state)
{
    struct place *place = *state;
    assert_true(file_write(path_of(place, "out"), "old, and longer\n", &place->diags));
    assert_int_equal(chmod(path_of(place, "out"), 0600), 0);
    assert_true(file_write(path_of(place, "out"), "new\n", &place->diags));
    assert_string_equal(content(place, "out"), "new\n");
    struct stat made;
    assert_int_equal(stat(path_of(place, "out"), &made), 0);
    assert_int_equal(made.st_mode & 0777, 0600);
    assert_int_equal(count_entries(place), 1);
}

static void test_writes_through_links(void **state)
{
    struct place *place = *state;
    assert_true(file_write(path_of(place, "out"), "old\n", &place->diags));
    assert_int_equal(symlink("out", path_of(place, "link")), 0);
    assert_true(file_write(path_of(place, "link"), "new\n", &place->diags));
    assert_string_equal(content(place, "out"), "new\n");
    struct stat made;
    assert_int_equal(lstat(path_of(place, "link"), &made), 0);
    assert_true(S_ISLNK(made.st_mode));
}

static void test_missing_directory(void **state)
{
    struct place *place = *state;
    assert_false(file_write(path_of(place, "none/out"), "text", &place->diags));
    assert_complains(place, DIAG_FILE_UNWRITABLE);
    assert_int_equal(count_entries(place), 0);
}

static void test_directory_is_no_file(void **state)
{
    struct place *place = *state;
    assert_int_equal(mkdir(path_of(place, "sub"), 0777), 0);
    assert_false(file_write(path_of(place, "sub"), "text", &place->diags));
    assert_complains(place, DIAG_FILE_UNWRITABLE);
    assert_int_equal(count_entries(place), 1);
}

static void test_full_device(void **state)
{
    struct place *place = *state;
    assert_false(file_write("/dev/full", "text", &place->diags));
    assert_complains(place, DIAG_FILE_UNWRITABLE);
}

static void test_device_is_written_directly(void **state)
{
    struct place *place = *state;
    assert_true(file_write("/dev/null", "text", &place->diags));
    struct stat made;
    assert_int_equal(stat("/dev/null", &made), 0);
    assert_true(S_ISCHR(made.st_mode));
}

static void test_create_leaves_what_is_there(void **state)
{
    struct place *place = *state;
    assert_true(file_create(path_of(place, "out"), "first\n", &place->diags));
    assert_false(file_create(path_of(place, "out"), "second\n", &place->diags));
    assert_complains(place, DIAG_FILE_UNWRITABLE);
    assert_string_equal(content(place, "out"), "first\n");
    assert_int_equal(count_entries(place), 1);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_new_file),
        TEST(test_replaces_and_keeps_mode),
        TEST(test_writes_through_links),
        TEST(test_missing_directory),
        TEST(test_directory_is_no_file),
        TEST(test_full_device),
        TEST(test_device_is_written_directly),
        TEST(test_create_leaves_what_is_there),
    };
    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
