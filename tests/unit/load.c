/* From YAML to the problem: what the keys come to. Complaints have their goldens
 * (tests/golden/diag). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/load.h"
#include "core/rule.h"
#include "input/template.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD    "title: Test Days\ntimezone: Europe/Zurich\n"
#define ONE_DAY HEAD "date: 2026-05-14\nhours: 9:00-17:00\n"

static struct support_problem load(const char *yaml)
{
    struct support_problem loaded;
    support_load(&loaded, yaml, true);
    return loaded;
}

static const char *clock_of(struct problem *problem, int32_t time_min)
{
    return calendar_print_clock(&problem->arena, &problem->zone, time_min);
}

/* "name room from-to" of all windows, slots marked. */
static void assert_windows(struct problem *problem, const char *expected)
{
    const char *text = "";
    for (uint32_t i = 0; i < problem->n_windows; i++) {
        const struct window *w = &problem->windows[i];
        text = arena_print(&problem->arena, "%s%s %s %s-%s%s\n", text, w->name,
                           problem->rooms[w->room.v].id, clock_of(problem, w->span.from_min),
                           clock_of(problem, w->span.to_min), w->slot ? " slot" : "");
    }
    assert_string_equal(text, expected);
}

static const struct event *event_of(const struct problem *problem, const char *id)
{
    for (uint32_t i = 0; i < problem->n_events; i++) {
        if (strcmp(problem->events[i].id, id) == 0) {
            return &problem->events[i];
        }
    }
    fail_msg("no event %s", id);
    return NULL;
}

static const struct person *person_of(const struct problem *problem, const char *id)
{
    for (uint32_t i = 0; i < problem->n_people; i++) {
        if (strcmp(problem->people[i].id, id) == 0) {
            return &problem->people[i];
        }
    }
    fail_msg("no person %s", id);
    return NULL;
}

static void test_smallest(void **state)
{
    (void)state;
    struct support_problem l = load("title: C Meetup\n"
                                    "timezone: Europe/Zurich\n"
                                    "date: 2026-05-14\n"
                                    "hours: 18:30-21:15\n"
                                    "breaks: [19:45-20:15 Apéro]\n"
                                    "talks:\n"
                                    "  - {title: Arenas, duration: 45, speakers: [First Speaker]}\n"
                                    "  - {title: Fuzzing, duration: 60, speakers: [Second Speaker "
                                    "(Some University), First Speaker]}\n");
    struct problem *p = &l.problem;
    assert_string_equal(p->acronym, "c_meetup");
    assert_int_equal(p->n_rooms, 1);
    assert_string_equal(p->rooms[0].name, "Main room");
    assert_int_equal(p->rooms[0].capacity, -1);
    assert_windows(p, "thu-main-room-1 main-room 18:30-19:45\n"
                      "thu-main-room-2 main-room 20:15-21:15\n");
    assert_string_equal(p->breaks[0].title, "Apéro");
    assert_int_equal(p->n_people, 2);
    assert_string_equal(person_of(p, "second-speaker")->affiliation, "Some University");
    const struct event *fuzzing = event_of(p, "fuzzing");
    assert_int_equal(fuzzing->duration_min, 60);
    assert_int_equal(fuzzing->n_people, 2);
    assert_string_equal(p->kinds[fuzzing->kind.v].id, "talk");
    assert_int_equal(p->granularity_min, 15);
    assert_int_equal(p->n_days, 1);
    assert_int_equal(p->days[0].span.to_min - p->days[0].span.from_min, 165);
    assert_false(p->aligned);
    assert_int_equal(l.diags.warnings, 0);
    support_free(&l);
}

static void test_windows_are_carved(void **state)
{
    (void)state;
    struct support_problem l = load(
        HEAD "rooms: [{id: a}, {id: b, name: Hall B}]\n"
             "days:\n"
             "  - date: 2026-05-14\n"
             "    hours: {a: [9:00-12:00, 12:00-17:00], Hall B: 9:00-17:00}\n"
             "    bof_slots: {b: [10:00-11:00]}\n"
             "  - {date: 2026-05-15, hours: 09:00-10:00}\n"
             "windows: [{id: late, date: 2026-05-14, time: 15:00-19:00, rooms: [a], tags: [pm]}]\n"
             "slots: [{date: 2026-05-14, times: [16:00-16:30, 16:30-17:00], rooms: [a]}]\n"
             "breaks:\n"
             "  - {title: Lunch, date: 2026-05-14, time: 12:30-13:30}\n"
             "  - {title: Repair, date: 2026-05-14, time: 9:00-9:30, where: Cellar, blocks: [b]}\n"
             "talks: [{title: Arenas}]\n");
    assert_windows(&l.problem, "thu-a-1 a 09:00-12:00\n"
                               "thu-a-2 a 12:00-12:30\n"
                               "thu-a-3 a 13:30-15:00\n"
                               "late a 15:00-16:00\n"
                               "thu-a-4 a 16:00-16:30 slot\n"
                               "thu-a-5 a 16:30-17:00 slot\n"
                               "late a 17:00-19:00\n"
                               "fri-a-1 a 09:00-10:00\n"
                               "thu-b-1 b 09:30-10:00\n"
                               "thu-b-2 b 10:00-11:00 slot\n"
                               "thu-b-3 b 11:00-12:30\n"
                               "thu-b-4 b 13:30-17:00\n"
                               "fri-b-1 b 09:00-10:00\n");
    const struct problem *p = &l.problem;
    assert_string_equal(p->windows[6].tags.v[0], "pm");
    assert_int_equal(p->windows[9].n_kinds, 1);
    assert_string_equal(p->kinds[p->windows[9].kinds[0].v].id, "bof");
    assert_true(p->kinds[p->windows[9].kinds[0].v].slots_only);
    assert_int_equal(p->breaks[0].n_blocks, 1);
    assert_string_equal(p->breaks[0].where, "Cellar");
    assert_int_equal(p->breaks[1].n_blocks, 2);
    assert_int_equal(p->windows[2].start_of_day_min, 13 * 60 + 30);
    for (uint32_t i = 0; i < p->n_windows; i++) {
        const struct window *w = &p->windows[i];
        struct window_id found =
            problem_window_at(p, w->room, w->span.from_min, w->span.to_min - w->span.from_min);
        assert_int_equal(found.v, i);
    }
    support_free(&l);
}

static void test_undated_entries_hold_every_day(void **state)
{
    (void)state;
    struct support_problem l = load(HEAD "hours: 9:00-12:00\n"
                                         "days: [2026-05-14, 2026-05-15]\n"
                                         "breaks: [10:00-10:30 Coffee]\n"
                                         "slots: [{times: [11:00-12:00]}]\n"
                                         "talks: [{title: Arenas}]\n");
    assert_int_equal(l.problem.n_windows, 6);
    assert_int_equal(l.problem.n_breaks, 2);
    assert_int_equal(l.problem.breaks[1].day.v, 1);
    support_free(&l);
}

static void test_past_midnight(void **state)
{
    (void)state;
    struct support_problem l =
        load(HEAD "days: [{date: 2026-05-14, hours: 22:00-25:30}, {date: "
                  "2026-05-15, hours: 9:00-24:00}]\n"
                  "fixed: [{title: Dance, date: 2026-05-15, time: 24:30-26:00, "
                  "where: Cellar}]\n"
                  "talks: [{title: Arenas}]\n");
    const struct problem *p = &l.problem;
    assert_int_equal(p->n_days, 2);
    assert_int_equal(p->windows[0].span.to_min - p->windows[0].span.from_min, 210);
    assert_int_equal(p->windows[0].day.v, 0);
    assert_int_equal(problem_day_at(p, p->windows[0].span.to_min - 10).v, 0);
    const struct event *dance = event_of(p, "dance");
    assert_int_equal(problem_day_at(p, dance->fixed_start_min).v, 1);
    assert_int_equal(dance->fixed_room.v, ID_NONE);
    assert_string_equal(dance->where, "Cellar");
    assert_string_equal(p->kinds[dance->kind.v].id, "fixed");
    support_free(&l);
}

static void test_lengths_over_a_change_of_clocks(void **state)
{
    (void)state;
    struct support_problem l = load(HEAD "date: 2026-03-29\nhours: 1:00-4:00\n"
                                         "talks: [{title: Arenas}]\n");
    assert_int_equal(l.problem.windows[0].span.to_min - l.problem.windows[0].span.from_min, 120);
    support_free(&l);
}

static void test_availability(void **state)
{
    (void)state;
    struct support_problem l =
        load(HEAD "days: [{date: 2026-05-14, hours: 9:00-17:00}, {date: 2026-05-15, hours: "
                  "9:00-17:00}]\n"
                  "speakers:\n"
                  "  - {id: a, name: Mira Vogt, available: [2026-05-14 9:00-11:00, 2026-05-14 "
                  "11:00-12:00, 2026-05-14 10:30-11:30]}\n"
                  "  - {id: b, name: Jon Arlen, unavailable: [2026-05-14, 2026-05-15 9:00-10:00]}\n"
                  "  - {id: c, name: Ina Berg, available: [12:00-13:00]}\n"
                  "  - {id: d, name: Olga Reh, available: []}\n"
                  "  - {id: e, name: Udo Lenz}\n"
                  "  - {id: f, name: Eva Lund, available: [2026-05-14 - 2026-05-16]}\n"
                  "talks: [{title: Arenas, speakers: [a, b, c, d, e, f]}]\n");
    const struct problem *p = &l.problem;
    int32_t day = p->days[0].day_number * 1440 - 120;
    const struct person *a = person_of(p, "a"), *b = person_of(p, "b");
    assert_int_equal(a->free.n, 1);
    assert_int_equal(a->free.v[0].from_min, day + 540);
    assert_int_equal(a->free.v[0].to_min, day + 720);
    assert_int_equal(b->free.n, 3);
    assert_true(intervals_contain(b->free, day - 1440, day));
    assert_false(intervals_contain(b->free, day - 10, day + 10));
    assert_true(intervals_contain(b->free, day + 1440, day + 1440 + 540));
    assert_false(intervals_overlap(b->free, day + 1440 + 540, day + 1440 + 600));
    assert_int_equal(person_of(p, "c")->free.n, 2);
    assert_false(person_of(p, "d")->always_free);
    assert_int_equal(person_of(p, "d")->free.n, 0);
    assert_true(person_of(p, "e")->always_free);
    assert_int_equal(person_of(p, "f")->free.v[0].to_min, day + 3 * 1440);
    support_free(&l);
}

static const struct value *attr_of(const struct attrs *attrs, const char *key)
{
    const struct value *value = attrs_find(attrs, key);
    assert_non_null(value);
    return value;
}

static void test_rule_keys(void **state)
{
    (void)state;
    struct support_problem l = load(
        ONE_DAY "rooms: [{id: hall, features: [projector]}, {id: lab}]\n"
                "windows: [{id: am, time: 9:00-12:00, tags: [morning]}, {time: 14:00-15:00, "
                "tags: [morning]}]\n"
                "kinds: {demo: {duration: 20, after_same_day: [announcement]}}\n"
                "fixed:\n"
                "  - {id: ann, title: News, kind: announcement, time: 12:00-12:15, where: hall}\n"
                "talks:\n"
                "  - id: t\n"
                "    title: Arenas\n"
                "    pin: {start: 2026-05-14 10:00, room: hall}\n"
                "    prefers: {times: [morning, 14:30-16:00], rooms: [lab], features: "
                "[projector]}\n"
                "    requires: {features: [projector], tags: [morning]}\n"
                "    not_with: [u, Tabs]\n"
                "    level: 3\n"
                "  - {id: u, title: Fuzzing, after: [ann, t], pin: {start: '11:00'}}\n"
                "  - {title: Tabs, kind: demo, position: {at: last, of: day}}\n");
    const struct problem *p = &l.problem;
    const struct event *t = event_of(p, "t");
    const struct value *pin = attr_of(&t->attrs, "pin");
    assert_int_equal(pin->as.pin.room.v, 0);
    assert_int_equal(pin->as.pin.start_min, p->days[0].span.from_min + 60);
    const struct wishes *wishes = &attr_of(&t->attrs, "prefers")->as.wishes;
    assert_int_equal(wishes->times.n, 2);
    assert_int_equal(wishes->times.v[1].to_min - wishes->times.v[1].from_min, 120);
    assert_int_equal(wishes->n_rooms, 1);
    assert_int_equal(wishes->rooms[0].v, 1);
    assert_string_equal(wishes->features.v[0], "projector");
    const struct wishes *demands = &attr_of(&t->attrs, "requires")->as.wishes;
    assert_string_equal(demands->tags.v[0], "morning");
    const struct value *not_with = attr_of(&t->attrs, "not_with");
    assert_int_equal(not_with->as.events.n, 2);
    assert_string_equal(p->events[not_with->as.events.v[1].v].id, "tabs");
    const struct value *after = attr_of(&event_of(p, "u")->attrs, "after");
    assert_int_equal(after->as.events.n, 2);
    assert_string_equal(p->events[after->as.events.v[0].v].id, "ann");
    pin = attr_of(&event_of(p, "u")->attrs, "pin");
    assert_int_equal(pin->as.pin.room.v, ID_NONE);
    const struct event *tabs = event_of(p, "tabs");
    assert_int_equal(tabs->duration_min, 20);
    assert_int_equal(attr_of(&p->kinds[tabs->kind.v].attrs, "after_same_day")->as.events.n, 1);
    assert_string_equal(attr_of(&tabs->attrs, "position")->as.text, "last of day");
    assert_int_equal(attr_of(&t->attrs, "level")->as.number, 3);
    assert_null(attrs_find(&t->attrs, "after"));
    support_free(&l);
}

static void test_event_values(void **state)
{
    (void)state;
    struct support_problem l = load(
        ONE_DAY "tracks: [{id: core, name: Core hypervisor, chairs: [Ina Berg]}, Cloud]\n"
                "talks:\n"
                "  - {title: Arenas, votes: 17, optional: true, tags: {content: [pvh], sector: "
                "[cloud, pvh]}, track: Core hypervisor, abstract: \"two\\nlines\", language: en}\n"
                "  - {title: Fuzzing, audience: 120, optional: true, cost: 7, priority: 3, "
                "tags: pvh, track: cloud}\n"
                "  - {title: 2013, kind: keynote}\n"
                "  - {title: no, kind: lightning, authors: [Udo Lenz]}\n"
                "bofs: [{title: Locals, hosts: [Ina Berg]}]\n");
    const struct problem *p = &l.problem;
    const struct event *arenas = event_of(p, "arenas"), *fuzzing = event_of(p, "fuzzing");
    assert_int_equal(arenas->audience, 17);
    assert_int_equal(arenas->optional_cost, 17);
    assert_int_equal(fuzzing->optional_cost, 7);
    assert_int_equal(fuzzing->priority, 3);
    assert_int_equal(arenas->n_tags, 3);
    assert_int_equal(p->n_tag_groups, 3);
    /* One name in two groups is two tags. */
    assert_int_not_equal(arenas->tags[0].v, arenas->tags[2].v);
    assert_int_equal(arenas->track.v, 0);
    assert_int_equal(fuzzing->track.v, 1);
    assert_string_equal(p->tracks[1].name, "Cloud");
    assert_int_equal(p->tracks[0].n_chairs, 1);
    assert_string_equal(arenas->abstract, "two\nlines");
    assert_string_equal(event_of(p, "2013")->title, "2013");
    assert_int_equal(event_of(p, "2013")->duration_min, 45);
    assert_string_equal(event_of(p, "no")->title, "no");
    assert_int_equal(event_of(p, "no")->duration_min, 10);
    assert_int_equal(event_of(p, "no")->n_authors, 1);
    assert_int_equal(event_of(p, "locals")->duration_min, 45);
    assert_int_equal(event_of(p, "locals")->n_people, 1);
    assert_int_equal(event_of(p, "no")->audience, -1);
    support_free(&l);
}

static const struct rule_setting *setting_of(const struct problem *problem, const char *id)
{
    uint32_t index = rule_table_find(id);
    assert_int_not_equal(index, ID_NONE);
    return &problem->settings[index];
}

static void test_rules(void **state)
{
    (void)state;
    struct support_problem l =
        load(ONE_DAY "talks: [{title: Arenas, tags: {content: [a], sector: [b]}}]\n"
                     "rules:\n"
                     "  track-parallel: {strength: 7, per: pair}\n"
                     "  room-capacity: hard\n"
                     "  plenary: off\n"
                     "  room-clash: hard\n"
                     "  tag-parallel: {strength: 3, content: 100}\n");
    const struct problem *p = &l.problem;
    const struct rule_setting *track = setting_of(p, "track-parallel");
    assert_int_equal(track->strength.kind, STRENGTH_SOFT);
    assert_int_equal(track->strength.weight, 7);
    assert_string_equal(attr_of(&track->params, "per")->as.text, "pair");
    assert_true(track->at.from.line > 0);
    assert_int_equal(setting_of(p, "room-capacity")->strength.kind, STRENGTH_HARD);
    assert_int_equal(setting_of(p, "plenary")->strength.kind, STRENGTH_OFF);
    const struct rule_setting *tags = setting_of(p, "tag-parallel");
    assert_int_equal(tags->by_tag_group[0].weight, 100);
    assert_int_equal(tags->by_tag_group[1].weight, 3);
    for (uint32_t i = 0; i < rule_table_count(); i++) {
        const struct rule *rule = rule_table_at(i);
        const struct rule_setting *setting = &p->settings[i];
        if (setting->at.from.line == 0) {
            assert_int_equal(setting->strength.kind, rule->usual.kind);
            assert_int_equal(setting->strength.weight, rule->usual.weight);
        }
        assert_int_equal(setting->by_tag_group != NULL, rule->by_tag_group);
    }
    support_free(&l);
}

static void test_tags_of_all_groups(void **state)
{
    (void)state;
    struct support_problem l =
        load(ONE_DAY "talks: [{title: A, tags: {content: [x], sector: [y, x]}}]\n"
                     "rules: {not-parallel: {exclusive_tags: [x, x]}, after: {gap: 10}}\n");
    const struct problem *p = &l.problem;
    const struct value *tags = attr_of(&setting_of(p, "not-parallel")->params, "exclusive_tags");
    assert_int_equal(tags->as.tags.n, 2);
    assert_string_equal(p->tags[tags->as.tags.v[0].v].name, "x");
    assert_string_equal(p->tags[tags->as.tags.v[1].v].name, "x");
    assert_int_equal(attr_of(&setting_of(p, "after")->params, "gap")->as.number, 10);
    support_free(&l);
}

static void test_rooms(void **state)
{
    (void)state;
    struct support_problem l =
        load(ONE_DAY "rooms: [Great Hall, {id: lab, capacity: 0, changeover: 5}, {name: Élan}]\n"
                     "walk: [{between: [lab, Great Hall], minutes: 4}]\n"
                     "tracks: [{id: core, room: lab, time: [10:00-12:00]}]\n"
                     "slots: [{id: s, times: 10:00-11:00, tracks: [core], rooms: Élan}]\n"
                     "talks: [{title: A, prefers: {times: [s, thu-lab-1]}}]\n");
    const struct problem *p = &l.problem;
    struct room_id hall = {0}, lab = {1}, elan = {2}, none = {ID_NONE};
    assert_string_equal(p->rooms[0].id, "great-hall");
    assert_string_equal(p->rooms[1].name, "lab");
    assert_int_equal(p->rooms[1].capacity, 0);
    assert_string_equal(p->rooms[2].id, "elan");
    assert_int_equal(problem_walk_min(p, hall, lab), 4);
    assert_int_equal(problem_walk_min(p, lab, hall), 4);
    assert_int_equal(problem_walk_min(p, hall, elan), 0);
    assert_int_equal(problem_walk_min(p, none, elan), 0);
    assert_int_equal(p->tracks[0].room.v, 1);
    assert_int_equal(p->tracks[0].time.n, 1);
    uint32_t slots = 0;
    for (uint32_t i = 0; i < p->n_windows; i++) {
        slots += p->windows[i].slot ? 1 : 0;
        assert_true(!p->windows[i].slot || p->windows[i].n_tracks == 1);
    }
    assert_int_equal(slots, 1);
    /* Both wishes lie in one day's opening hours: merged. */
    assert_int_equal(attr_of(&p->events[0].attrs, "prefers")->as.wishes.times.n, 1);
    support_free(&l);
}

static void test_grid_and_ticks(void **state)
{
    (void)state;
    struct support_problem l =
        load(ONE_DAY "talks: [{title: A, duration: 45}, {title: B, duration: "
                     "30}]\n");
    assert_int_equal(l.problem.granularity_min, 15);
    assert_int_equal(l.problem.tick_min, 15);
    support_free(&l);
    /* What is given as grid is kept; ticks still divide all. */
    l = load(ONE_DAY "granularity: 60\nrooms: [{id: a, changeover: 10}]\n"
                     "talks: [{title: A, duration: 45}]\n");
    assert_int_equal(l.problem.granularity_min, 60);
    assert_int_equal(l.problem.tick_min, 5);
    support_free(&l);
    l = load(ONE_DAY "fixed: [{title: D, time: 18:07-19:00, where: Pub}]\n"
                     "talks: [{title: A, duration: 30}]\n");
    assert_int_equal(l.problem.granularity_min, 30);
    assert_int_equal(l.problem.tick_min, 1);
    support_free(&l);
    l = load(ONE_DAY "granularity: 30\nspeakers: [{id: s, pause: 20}]\n"
                     "talks: [{title: A, duration: 30, speakers: [s]}]\n");
    assert_int_equal(l.problem.tick_min, 10);
    support_free(&l);
}

static bool aligned(const char *rest)
{
    char yaml[2000];
    snprintf(yaml, sizeof(yaml),
             HEAD "date: 2026-05-14\nrooms: [{id: a}, {id: b}]\n%s"
                  "talks: [{title: A}]\n",
             rest);
    struct support_problem l = load(yaml);
    bool is = l.problem.aligned;
    support_free(&l);
    return is;
}

static void test_aligned(void **state)
{
    (void)state;
    assert_true(aligned("slots: [{times: [9:00-10:00, 10:00-11:00]}]\n"));
    assert_true(
        aligned("slots: [{times: 9:00-10:00, rooms: [a]}, {times: 9:00-10:30, rooms: [b]}]\n"));
    assert_false(
        aligned("slots: [{times: 9:00-10:00, rooms: [a]}, {times: 9:30-10:30, rooms: [b]}]\n"));
    assert_false(aligned("hours: {a: 12:00-13:00}\nslots: [{times: 9:00-10:00}]\n"));
    assert_true(aligned("slots: [{times: 9:00-10:00}]\n"
                        "fixed: [{title: F, time: 9:00-9:30, where: b}]\n"));
    assert_false(aligned("slots: [{times: 9:00-10:00, rooms: [a]}]\n"
                         "fixed: [{title: F, time: 9:30-10:30, where: b}]\n"));
    assert_false(
        aligned("slots: [{times: 9:00-10:00}]\nfixed: [{title: F, time: 19:00-21:00, where: "
                "X}, {title: G, time: 20:00-21:00, where: Y}]\n"));
}

static void test_attendees(void **state)
{
    (void)state;
    struct support_problem l = load(ONE_DAY "talks: [{title: A}, {title: B}, {title: C}]\n"
                                            "attendees:\n"
                                            "  - {id: x, interest: {b: 80, a: 40, c: 0}}\n"
                                            "  - {interest: [c, a]}\n"
                                            "  - {id: z}\n");
    const struct problem *p = &l.problem;
    assert_int_equal(p->n_attendees, 3);
    assert_int_equal(p->attendees[0].n_interests, 2);
    assert_int_equal(p->attendees[0].interests[1].event.v, 1);
    assert_int_equal(p->attendees[0].interests[1].weight, 80);
    assert_int_equal(p->attendees[1].n_interests, 2);
    assert_int_equal(p->attendees[1].interests[0].weight, 1);
    assert_string_equal(p->attendees[1].id, "attendee-2");
    assert_int_equal(p->attendees[2].n_interests, 0);
    support_free(&l);
}

static void test_overlays(void **state)
{
    (void)state;
    const char *base =
        ONE_DAY "rooms: [{id: a, name: Aula}, {id: b, name: Hall}]\n"
                "speakers: [{id: m, name: Mira Vogt, unavailable: [10:00-11:00]}]\n"
                "breaks: [12:00-13:00 Lunch]\n"
                "kinds: {demo: {duration: 20}}\n"
                "talks:\n"
                "  - {id: x, title: Arenas, duration: 30, tags: [one], speakers: [m]}\n"
                "  - {title: Fuzzing, duration: 30}\n"
                "  - {title: Tabs, after: [fuzzing, x]}\n"
                "rules: {track-parallel: 5}\n";
    const char *over = "title: Test Nights\n"
                       "speakers: [{id: m, unavailable+: [14:00-15:00]}]\n"
                       "breaks: [{title: Lunch, time: 12:30-13:00}]\n"
                       "talks:\n"
                       "  - {id: x, duration: 60, tags+: [two]}\n"
                       "  - {id: fuzzing, remove: true}\n"
                       "  - {title: Nightcap, kind: demo}\n"
                       "kinds: {demo: {duration: 25}}\n"
                       "rules: {plenary: off}\n";
    const char *texts[] = {base, over};
    struct support_problem l = support_load_over(texts, 2);
    const struct problem *p = &l.problem;
    assert_string_equal(p->title, "Test Nights");
    assert_int_equal(p->n_events, 3);
    assert_int_equal(event_of(p, "x")->duration_min, 60);
    assert_int_equal(event_of(p, "x")->n_tags, 2);
    assert_int_equal(event_of(p, "nightcap")->duration_min, 25);
    assert_int_equal(person_of(p, "m")->free.n, 3);
    assert_int_equal(p->n_breaks, 1);
    assert_int_equal(p->breaks[0].span.to_min - p->breaks[0].span.from_min, 30);
    assert_int_equal(attr_of(&event_of(p, "tabs")->attrs, "after")->as.events.n, 1);
    assert_int_equal(l.diags.warnings, 1);
    assert_int_equal(l.diags.v[0].code, DIAG_WITHDRAWN);
    assert_int_equal(setting_of(p, "track-parallel")->strength.weight, 5);
    assert_int_equal(setting_of(p, "plenary")->strength.kind, STRENGTH_OFF);
    support_free(&l);
}

static void test_breaks_make_no_days(void **state)
{
    (void)state;
    struct support_problem l =
        load(ONE_DAY "breaks: [2025-05-14 12:00-13:00 Lunch, 2026-05-14 8:00-9:30 Tea]\n"
                     "fixed: [{title: Party, date: 2026-05-15, time: 20:00-22:00, where: Lake}]\n"
                     "talks: [{title: A}]\n");
    assert_int_equal(l.problem.n_days, 2);
    assert_string_equal(l.problem.days[1].date, "2026-05-15");
    assert_int_equal(l.problem.n_breaks, 1);
    assert_string_equal(l.problem.breaks[0].title, "Tea");
    assert_int_equal(l.problem.breaks[0].day.v, 0);
    assert_int_equal(l.problem.days[0].span.from_min, l.problem.breaks[0].span.from_min);
    assert_int_equal(l.diags.warnings, 1);
    assert_int_equal(l.diags.v[0].code, DIAG_DATE_OUTSIDE);
    support_free(&l);
}

/* Only what makes the automatic grid fine is complained of. */
static void test_fine_grids(void **state)
{
    (void)state;
    static const struct {
        const char *yaml;
        uint32_t warnings;
    } cases[] = {
        {ONE_DAY "talks: [{title: A, duration: 7}]\n", 1},
        {ONE_DAY "talks: [{title: A, duration: 6}]\n", 0},
        {ONE_DAY "talks: [{title: A, duration: 6}, {title: B, duration: 45}]\n", 1},
        {ONE_DAY "granularity: 1\ntalks: [{title: A, duration: 7}]\n", 0},
        {ONE_DAY "granularity: 15\ntalks: [{title: A, pin: {start: 10:07}}]\n", 0},
        {HEAD "date: 2026-05-14\nslots: [{times: [9:00-9:07]}]\n"
              "talks: [{title: A, duration: 7}]\n",
         0},
        {ONE_DAY "fixed: [{title: Away, time: 20:01-20:59, where: Lake}]\ntalks: [{title: A}]\n",
         0},
    };
    for (size_t i = 0; i < BASE_COUNT(cases); i++) {
        struct support_problem l = load(cases[i].yaml);
        assert_int_equal(l.diags.warnings, cases[i].warnings);
        assert_true(l.diags.n == 0 || l.diags.v[0].code == DIAG_GRANULARITY_FINE);
        support_free(&l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_smallest),
        cmocka_unit_test(test_windows_are_carved),
        cmocka_unit_test(test_undated_entries_hold_every_day),
        cmocka_unit_test(test_past_midnight),
        cmocka_unit_test(test_lengths_over_a_change_of_clocks),
        cmocka_unit_test(test_availability),
        cmocka_unit_test(test_rule_keys),
        cmocka_unit_test(test_event_values),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_tags_of_all_groups),
        cmocka_unit_test(test_rooms),
        cmocka_unit_test(test_grid_and_ticks),
        cmocka_unit_test(test_aligned),
        cmocka_unit_test(test_attendees),
        cmocka_unit_test(test_overlays),
        cmocka_unit_test(test_breaks_make_no_days),
        cmocka_unit_test(test_fine_grids),
    };
    return cmocka_run_group_tests_name("load", tests, NULL, NULL);
}
