/* What changed between two schedules: who is who, what counts, and whom to tell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/changes.h"

#include <stdlib.h>
#include <string.h>

static const struct calendar_shift shift = {0, 0};

enum { PEOPLE = 2 };

static struct schedule schedule_with(const struct schedule_entry *entries, uint32_t n)
{
    struct schedule schedule = SCHEDULE_EMPTY;
    schedule.zone = (struct zone){"UTC", &shift, 1};
    schedule.entries = entries;
    schedule.n_entries = n;
    return schedule;
}

static struct schedule_entry entry(const char *guid, const char *id, const char *title,
                                   const char *room, int32_t start_min)
{
    return (struct schedule_entry){.guid = guid,
                                   .id = id,
                                   .title = title,
                                   .room = room,
                                   .span = {start_min, start_min + 30},
                                   .timed = true};
}

struct found {
    struct arena arena;
    struct schedule old_schedule, new_schedule;
    struct changes changes;
};

static void find(struct found *found, const struct schedule_entry *old, uint32_t n_old,
                 const struct schedule_entry *new, uint32_t n_new)
{
    *found = (struct found){.old_schedule = schedule_with(old, n_old),
                            .new_schedule = schedule_with(new, n_new)};
    found->changes = changes_find(&found->arena, &found->old_schedule, &found->new_schedule);
}

static void test_each_kind(void **state)
{
    (void)state;
    static const struct schedule_person ada = {"Ada Example", NULL, NULL};
    struct schedule_entry old[] = {
        entry("a", NULL, "A", "Hall", 100),    entry("b", NULL, "B", "Hall", 200),
        entry("c", NULL, "C", "Hall", 300),    entry("d", NULL, "D", "Hall", 400),
        entry("e", NULL, "E", "Hall", 500),    entry("f", NULL, "F", "Hall", 600),
        entry("s", NULL, "Same", "Hall", 700),
    };
    struct schedule_entry new[] = {
        entry("a", NULL, "A", "Hall", 900),         entry("b", NULL, "B", "Attic", 200),
        entry("c", NULL, "C", "Hall", 300),         entry("d", NULL, "Other", "Hall", 400),
        entry("e", NULL, "E", "Hall", 500),         entry("g", NULL, "G", "Hall", 50),
        entry("s", NULL, " Same\r\n", "Hall", 700),
    };
    new[2].span.to_min += 15;
    new[4].people = &ada;
    new[4].n_people = 1;
    static const struct {
        const char *title;
        unsigned what;
    } wanted[] = {{"G", CHANGE_ADDED}, {"B", CHANGE_ROOM},   {"C", CHANGE_LENGTH},
                  {"D", CHANGE_TITLE}, {"E", CHANGE_PEOPLE}, {"F", CHANGE_WITHDRAWN},
                  {"A", CHANGE_TIME}};
    struct found found;
    find(&found, old, 7, new, 7);
    assert_int_equal(found.changes.n, BASE_COUNT(wanted));
    for (uint32_t c = 0; c < found.changes.n; c++) {
        const struct change *change = &found.changes.v[c];
        const struct schedule_entry *one =
            change->old_entry != NULL ? change->old_entry : change->new_entry;
        assert_string_equal(one->title, wanted[c].title);
        assert_int_equal(change->what, wanted[c].what);
        assert_int_equal(change->old_entry == NULL, wanted[c].what == CHANGE_ADDED);
        assert_int_equal(change->new_entry == NULL, wanted[c].what == CHANGE_WITHDRAWN);
        assert_null(change->because);
    }
    assert_int_equal(found.changes.n_people, 1);
    arena_free(&found.arena);
}

/* An id is believed while the guid or the title is the same; numbers begin anew in another file. */
static void test_ids(void **state)
{
    (void)state;
    struct schedule_entry old[] = {entry("a", "1", "A", "Hall", 100),
                                   entry(NULL, "2", "B", "Hall", 200)};
    struct schedule_entry new[] = {entry("x", "1", "Other", "Hall", 100),
                                   entry(NULL, "2", "B, again", "Hall", 200)};
    struct found found;
    find(&found, old, 2, new, 2);
    assert_int_equal(found.changes.n, 3);
    assert_int_equal(found.changes.v[0].what, CHANGE_WITHDRAWN);
    assert_int_equal(found.changes.v[1].what, CHANGE_ADDED);
    assert_int_equal(found.changes.v[2].what, CHANGE_TITLE);
    arena_free(&found.arena);
}

/* The guid counts before the code, that before the id, that before the title. */
static void test_order_of_keys(void **state)
{
    (void)state;
    struct schedule_entry old[] = {
        entry("a", NULL, "One", "Hall", 100), entry(NULL, NULL, "Two", "Hall", 200),
        entry("c", NULL, "Three", "Hall", 300), entry("d", NULL, "Four", "Hall", 400)};
    struct schedule_entry new[] = {
        entry("z", NULL, "Two", "Hall", 150), entry("a", NULL, "Two", "Hall", 100),
        entry("y", NULL, "Other", "Hall", 300), entry(NULL, NULL, "Four", "Hall", 400)};
    old[2].event = new[2].event = "three";
    struct found found;
    find(&found, old, 4, new, 4);
    assert_int_equal(found.changes.n, 3);
    assert_ptr_equal(found.changes.v[0].old_entry, &old[0]);
    assert_ptr_equal(found.changes.v[0].new_entry, &new[1]);
    assert_int_equal(found.changes.v[0].what, CHANGE_TITLE);
    assert_ptr_equal(found.changes.v[1].old_entry, &old[1]);
    assert_ptr_equal(found.changes.v[1].new_entry, &new[0]);
    assert_int_equal(found.changes.v[1].what, CHANGE_TIME);
    assert_ptr_equal(found.changes.v[2].old_entry, &old[2]);
    arena_free(&found.arena);
}

/* Of an event that is given several times, what did not move is not said to have moved. */
static void test_copies(void **state)
{
    (void)state;
    struct schedule_entry old[] = {entry("a", "1", "Lunch talk", "Hall", 100),
                                   entry("a", "1", "Lunch talk", "Hall", 200),
                                   entry("a", "1", "Lunch talk", "Hall", 300)};
    struct schedule_entry new[] = {entry("a", "1", "Lunch talk", "Hall", 300),
                                   entry("a", "1", "Lunch talk", "Attic", 250),
                                   entry("a", "1", "Lunch talk", "Hall", 100)};
    struct found found;
    find(&found, old, 3, new, 3);
    assert_int_equal(found.changes.n, 1);
    assert_ptr_equal(found.changes.v[0].old_entry, &old[1]);
    assert_ptr_equal(found.changes.v[0].new_entry, &new[1]);
    assert_int_equal(found.changes.v[0].what, CHANGE_TIME | CHANGE_ROOM);
    arena_free(&found.arena);
    find(&found, old, 3, old, 3);
    assert_int_equal(found.changes.n, 0);
    arena_free(&found.arena);
}

/* A title that several have says nothing; nor do breaks. */
static void test_titles_and_fillers(void **state)
{
    (void)state;
    struct schedule_entry old[] = {entry(NULL, NULL, "Lightning", "Hall", 100),
                                   entry(NULL, NULL, "Lightning", "Attic", 200),
                                   entry(NULL, NULL, "Lunch", "Hall", 300)};
    struct schedule_entry new[] = {entry(NULL, NULL, "Lightning", "Hall", 400)};
    old[2].filler = true;
    struct found found;
    find(&found, old, 3, new, 1);
    assert_int_equal(found.changes.n, 3);
    assert_int_equal(found.changes.v[2].what, CHANGE_ADDED);
    arena_free(&found.arena);
}

static void test_rooms_by_guid(void **state)
{
    (void)state;
    static const struct schedule_room was[] = {{"Hall", "r-1", NULL}};
    static const struct schedule_room is[] = {{"Great Hall", "r-1", NULL}};
    struct schedule_entry old[] = {entry("a", NULL, "A", "Hall", 100)};
    struct schedule_entry new[] = {entry("a", NULL, "A", "Great Hall", 100)};
    struct found found = {.old_schedule = schedule_with(old, 1),
                          .new_schedule = schedule_with(new, 1)};
    found.old_schedule.rooms = was;
    found.new_schedule.rooms = is;
    found.old_schedule.n_rooms = found.new_schedule.n_rooms = 1;
    found.changes = changes_find(&found.arena, &found.old_schedule, &found.new_schedule);
    assert_int_equal(found.changes.n, 0);
    arena_free(&found.arena);
}

/* Who is in either entry is told; one person by guid, whatever the name, or by name. */
static void test_people(void **state)
{
    (void)state;
    static const struct schedule_person before[] = {{"Ben Sample", NULL, NULL},
                                                    {"Ada Example", "p-1", NULL}};
    static const struct schedule_person after[] = {{"Ada Married", "p-1", NULL},
                                                   {"Cleo Model", NULL, NULL}};
    static const struct schedule_person namesakes[] = {{"Cleo Model", "p-3", NULL},
                                                       {"Cleo Model", "p-4", NULL}};
    struct schedule_entry old[] = {entry("a", NULL, "A", "Hall", 100),
                                   entry("b", NULL, "B", "Hall", 200)};
    struct schedule_entry new[] = {entry("a", NULL, "A", "Hall", 100),
                                   entry("b", NULL, "B", "Attic", 200)};
    old[0].people = before;
    new[0].people = after;
    old[1].people = new[1].people = namesakes;
    old[0].n_people = new[0].n_people = old[1].n_people = new[1].n_people = PEOPLE;
    struct found found;
    find(&found, old, 2, new, 2);
    const struct changes *changes = &found.changes;
    assert_int_equal(changes->n, 2);
    assert_int_equal(changes->v[0].what, CHANGE_PEOPLE);
    assert_int_equal(changes->v[1].what, CHANGE_ROOM);
    assert_int_equal(changes->n_people, 4);
    assert_string_equal(changes->people[0].person.name, "Ada Married");
    assert_string_equal(changes->people[1].person.name, "Ben Sample");
    assert_string_equal(changes->people[2].person.name, "Cleo Model");
    /* The first namesake is taken for the one without a guid. */
    assert_int_equal(changes->people[2].n_changes, 2);
    assert_int_equal(changes->people[3].n_changes, 1);
    assert_int_equal(changes->v[0].n_notify, 3);
    assert_int_equal(changes->v[0].notify[0], 0);
    assert_int_equal(changes->v[0].notify[1], 2);
    assert_int_equal(changes->v[0].notify[2], 1);
    arena_free(&found.arena);
}

/* All guids change with the acronym: whose name is nobody else's is still the same person. */
static void test_renumbered_people(void **state)
{
    (void)state;
    static const struct schedule_person old_people[] = {
        {"Ada", "o1", NULL}, {"Ben", "o2", NULL}, {"Ben", "o3", NULL}, {"Cleo", "o4", NULL}};
    static const struct schedule_person new_people[] = {
        {"Ada", "n1", NULL}, {"Ben", "n2", NULL}, {"Cleo", "n4", NULL}, {"Cléo", "o4", NULL}};
    struct schedule_entry old[4], new[4];
    static const char *const titles[] = {"A", "B", "C", "D"};
    for (int i = 0; i < 4; i++) {
        old[i] = entry(NULL, NULL, titles[i], "Hall", 100 * i);
        new[i] = entry(NULL, NULL, titles[i], "Hall", 100 * i + 10);
        old[i].people = &old_people[i];
        new[i].people = &new_people[i];
        old[i].n_people = new[i].n_people = 1;
    }
    struct found found;
    find(&found, old, 4, new, 4);
    const struct changes *changes = &found.changes;
    assert_int_equal(changes->n, 4);
    assert_int_equal(changes->v[0].what, CHANGE_TIME); /* one Ada */
    assert_int_equal(changes->v[1].what, CHANGE_TIME | CHANGE_PEOPLE);
    assert_int_equal(changes->v[2].what, CHANGE_TIME | CHANGE_PEOPLE);
    assert_int_equal(changes->v[3].what, CHANGE_TIME); /* o4, by whatever name */
    assert_int_equal(changes->v[0].n_notify, 1);
    assert_string_equal(changes->people[0].person.name, "Ada");
    assert_string_equal(changes->people[0].person.guid, "n1");
    assert_int_equal(changes->n_people, 6); /* Ada, three Bens, Cleo (n4), Cléo (o4) */
    arena_free(&found.arena);
}

static void test_sequence(void **state)
{
    (void)state;
    struct schedule_entry old = entry("a", NULL, "A", "Hall", 100);
    struct schedule_entry new = entry("a", NULL, "A", "Hall", 200);
    struct change change = {.what = CHANGE_TIME, .old_entry = &old, .new_entry = &new};
    assert_int_equal(changes_sequence(&change), 1);
    old.sequence = 3;
    assert_int_equal(changes_sequence(&change), 4);
    new.sequence = 7;
    assert_int_equal(changes_sequence(&change), 7);
    change.new_entry = NULL;
    assert_int_equal(changes_sequence(&change), 4);
    change = (struct change){.what = CHANGE_ADDED, .new_entry = &new};
    assert_int_equal(changes_sequence(&change), 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_kind),
        cmocka_unit_test(test_ids),
        cmocka_unit_test(test_order_of_keys),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_titles_and_fillers),
        cmocka_unit_test(test_rooms_by_guid),
        cmocka_unit_test(test_people),
        cmocka_unit_test(test_renumbered_people),
        cmocka_unit_test(test_sequence),
    };
    return cmocka_run_group_tests_name("changes", tests, NULL, NULL);
}
