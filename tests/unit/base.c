/* Memory, containers and the random generator. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "base/strmap.h"
#include "base/vec.h"

#include <stdio.h>
#include <string.h>

static void test_arena_blocks_stay_where_they_are(void **state)
{
    (void)state;
    struct arena arena = ARENA_EMPTY;
    char *first = arena_text(&arena, "first!", 5);
    unsigned char *large = arena_alloc(&arena, 1000 * 1000);
    for (size_t i = 0; i < 1000 * 1000; i++) {
        assert_int_equal(large[i], 0);
    }
    memset(large, 0xff, 1000 * 1000);
    for (int i = 0; i < 100000; i++) {
        int *number = arena_alloc(&arena, sizeof(*number));
        assert_int_equal(*number, 0);
        assert_int_equal((uintptr_t)number % _Alignof(max_align_t), 0);
        *number = i;
    }
    assert_string_equal(first, "first");
    assert_string_equal(arena_print(&arena, "%s-%d", first, 7), "first-7");
    assert_non_null(arena_copy(&arena, NULL, 0));
    arena_free(&arena);
    assert_null(arena.last);
}

static jmp_buf out_of_memory;

static void leap(void)
{
    longjmp(out_of_memory, 1);
}

static void test_every_failure_reaches_the_hook(void **state)
{
    (void)state;
    base_set_oom_hook(leap);
    struct arena arena = ARENA_EMPTY;
    volatile int hooked = 0;
    if (setjmp(out_of_memory) == 0) {
        base_fail_allocation(1);
        (void)base_alloc(1);
    } else {
        hooked++;
    }
    if (setjmp(out_of_memory) == 0) {
        (void)arena_array(&arena, SIZE_MAX / 4, 16);
    } else {
        hooked++;
    }
    if (setjmp(out_of_memory) == 0) {
        size_t cap = 0;
        (void)vec_grow(NULL, &cap, SIZE_MAX / 4, 16);
    } else {
        hooked++;
    }
    /* The second allocation from now, not the first. */
    base_fail_allocation(2);
    base_free(base_alloc(1));
    if (setjmp(out_of_memory) == 0) {
        (void)base_alloc_zero(1, 1);
    } else {
        hooked++;
    }
    assert_int_equal(hooked, 4);
    base_free(base_alloc(1));
    base_set_oom_hook(NULL);
    arena_free(&arena);
}

static void test_vec(void **state)
{
    (void)state;
    VEC(uint32_t) numbers = {0};
    for (uint32_t i = 0; i < 1000; i++) {
        vec_push(&numbers, i * 3);
    }
    assert_int_equal(numbers.n, 1000);
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(numbers.v[i], i * 3);
    }
    struct arena arena = ARENA_EMPTY;
    uint32_t *copy = vec_to_arena(&numbers, &arena);
    vec_clear(&numbers);
    vec_push(&numbers, 9);
    assert_int_equal(copy[0], 0);
    assert_int_equal(numbers.v[0], 9);
    assert_int_equal(numbers.n, 1);
    arena_free(&arena);
    vec_free(&numbers);
    assert_null(numbers.v);
}

static void test_strmap_against_a_list(void **state)
{
    (void)state;
    struct strmap map = {0};
    assert_int_equal(strmap_find(&map, "absent"), STRMAP_NONE);
    char key[16];
    for (uint32_t i = 0; i < 5000; i++) {
        snprintf(key, sizeof(key), "key-%u", (unsigned)(i % 2500));
        assert_int_equal(strmap_add(&map, key, i), i < 2500);
    }
    assert_int_equal(map.n, 2500);
    for (uint32_t i = 0; i < 2600; i++) {
        snprintf(key, sizeof(key), "key-%u", (unsigned)i);
        assert_int_equal(strmap_find(&map, key), i < 2500 ? i : STRMAP_NONE);
    }
    assert_true(strmap_add(&map, "", 7));
    assert_int_equal(strmap_find(&map, ""), 7);
    strmap_free(&map);
}

/* Known answers: the first outputs of the reference implementation for the state 1, 2, 3, 4. */
static void test_rng_is_xoshiro(void **state)
{
    (void)state;
    struct rng rng = {{1, 2, 3, 4}};
    assert_int_equal(rng_next(&rng), 11520);
    assert_int_equal(rng_next(&rng), 0);
    assert_int_equal(rng_next(&rng), 1509978240);
    assert_int_equal(rng_next(&rng), 1215971899390074240);
}

static void test_rng_is_even(void **state)
{
    (void)state;
    struct rng a = rng_seeded(42), b = rng_seeded(42), c = rng_seeded(43);
    uint32_t counts[7] = {0};
    bool differs = false;
    for (int i = 0; i < 70000; i++) {
        uint32_t number = rng_below(&a, 7);
        assert_true(number < 7);
        assert_int_equal(number, rng_below(&b, 7));
        differs = differs || number != rng_below(&c, 7);
        counts[number]++;
    }
    assert_true(differs);
    for (int i = 0; i < 7; i++) {
        /* Ten standard deviations of a fair die. */
        assert_in_range(counts[i], 10000 - 930, 10000 + 930);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena_blocks_stay_where_they_are),
        cmocka_unit_test(test_every_failure_reaches_the_hook),
        cmocka_unit_test(test_vec),
        cmocka_unit_test(test_strmap_against_a_list),
        cmocka_unit_test(test_rng_is_xoshiro),
        cmocka_unit_test(test_rng_is_even),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
