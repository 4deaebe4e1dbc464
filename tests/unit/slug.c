/* Slugs and guids: the patterns of the exchange formats, and that they never change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "output/slug.h"
#include "output/uuid5.h"

#include <string.h>

static struct arena arena;

static void assert_slug(const char *acronym, const char *id, const char *title,
                        const char *expected)
{
    assert_string_equal(slug_make(&arena, acronym, id, title), expected);
}

static void test_slug(void **state)
{
    (void)state;
    assert_slug("xen2013", "pvh", "PVH Technical Deep Dive", "xen2013-pvh-technical-deep-dive");
    assert_slug("xen2013", "bof-1", "Élan & Übermut", "xen2013-bof-1-elan-ubermut");
    assert_slug("xen2013", "deep-dive", "Deep Dive", "xen2013-deep-dive");
    assert_slug("c3", "a", "B", "c3__-a-b-event");
    assert_slug("xen2013", "x", "x", "xen2013-x-event");
    const char *foreign = slug_make(&arena, "xen2013", "t1", "日本");
    assert_int_equal(strspn(foreign, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(foreign));
    arena_free(&arena);
}

static void test_slug_is_short(void **state)
{
    (void)state;
    const char *slug = slug_make(&arena, "xen2013", "id",
                                 "one two three four five six seven eight nine ten eleven");
    assert_string_equal(slug, "xen2013-id-one-two-three-four-five-six-seven-eight");
    slug = slug_make(&arena, "xen2013", "id",
                     "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl");
    assert_true(strlen(slug) <= 60);
    arena_free(&arena);
}

static void test_uuid(void **state)
{
    (void)state;
    const char *uuid = uuid5_make(&arena, "xen2013/pvh");
    /* python3: uuid.uuid5(uuid.UUID("6f1d0c1e-5d3b-4b0a-9f59-2c3f7a0e8b61"), "xen2013/pvh") */
    assert_string_equal(uuid, "e300ddc7-40e0-507e-8475-7032837d60e9");
    assert_int_equal(uuid5_number(uuid), 0x6300ddc7);
    assert_int_equal(uuid5_number("00000000-0000-5000-8000-000000000000"), 1);
    assert_int_equal(uuid5_number("ffffffff-0000-5000-8000-000000000000"), INT32_MAX);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slug),
        cmocka_unit_test(test_slug_is_short),
        cmocka_unit_test(test_uuid),
    };
    return cmocka_run_group_tests_name("slug", tests, NULL, NULL);
}
