/* Reading published schedules: what real files do otherwise than they should, and the files
 * themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/read_schedule.h"
#include "confab/read_timetable.h"
#include "exchange/schedule_of.h"
#include "support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct reading {
    struct source_set sources;
    struct diag_list diags;
    struct schedule schedule;
    bool ok;
};

static void write_temporary(char *path, const char *bytes)
{
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    assert_non_null(file);
    (void)fputs(bytes, file);
    (void)fclose(file);
}

static void read_bytes_in(struct reading *r, const char *bytes, const struct zone *zone)
{
    *r = (struct reading){.sources = SOURCE_SET_EMPTY, .diags = DIAG_LIST_EMPTY};
    char path[] = "/tmp/confab-schedule-XXXXXX";
    write_temporary(path, bytes);
    r->ok = read_schedule(&r->sources, path, zone, &r->diags, &r->schedule);
    remove(path);
}

static void read_bytes(struct reading *r, const char *bytes)
{
    read_bytes_in(r, bytes, NULL);
}

static void done(struct reading *r)
{
    if (r->ok) {
        schedule_free(&r->schedule);
    }
    diag_free(&r->diags);
    source_free(&r->sources);
}

static int32_t utc(int32_t year, int32_t month, int32_t day, int32_t hour, int32_t minute)
{
    int32_t day_number = 0;
    assert_true(calendar_day_number(year, month, day, &day_number));
    return day_number * 1440 + hour * 60 + minute;
}

static uint32_t count(const struct reading *r, enum diag_code code)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->diags.n; i++) {
        n += r->diags.v[i].code == code ? 1 : 0;
    }
    return n;
}

#define DAY_OPEN "{\"schedule\": {\"version\": \"1.1\", \"conference\": {\"acronym\": \"small\", "

/* Frab, with an offset without a colon, seconds, and public names. */
static void test_json(void **state)
{
    (void)state;
    struct reading r;
    read_bytes(&r, DAY_OPEN
               "\"title\": \"Small\", \"rooms\": [{\"name\": \"Hall\", \"guid\": \"r-1\", "
               "\"slug\": \"hall\"}], \"days\": [\n"
               "{\"date\": \"2026-05-14\", \"rooms\": {\"Hall\": [\n"
               "{\"guid\": \"g-1\", \"id\": 7, \"title\": \"One\", \"date\": "
               "\"2026-05-14T10:00:00+0200\", \"start\": \"10:00:00\", \"duration\": \"1:30:00\",\n"
               " \"persons\": [{\"id\": 1, \"public_name\": \"Ada Example\"}, \"Ben Sample\"]},\n"
               "{\"title\": \"Lunch\", \"type\": \"break\", \"start\": \"12:00\"}],\n"
               "\"Attic\": []}}]},\n"
               "\"solution\": {\"events\": {\"g-1\": \"one\"}, \"sequence\": {\"g-1\": 3}}}}\n");
    assert_true(r.ok);
    assert_int_equal(r.diags.n, 0);
    assert_string_equal(r.schedule.title, "Small");
    assert_string_equal(r.schedule.acronym, "small");
    assert_string_equal(r.schedule.version, "1.1");
    assert_false(r.schedule.zone_known);
    assert_string_equal(r.schedule.zone.name, "UTC+02:00");
    assert_int_equal(r.schedule.n_rooms, 1);
    assert_string_equal(r.schedule.rooms[0].guid, "r-1");
    assert_int_equal(r.schedule.n_entries, 2);
    const struct schedule_entry *one = &r.schedule.entries[0];
    assert_string_equal(one->event, "one");
    assert_string_equal(one->id, "7");
    assert_int_equal(one->sequence, 3);
    assert_int_equal(one->span.from_min, utc(2026, 5, 14, 8, 0));
    assert_int_equal(one->span.to_min, utc(2026, 5, 14, 9, 30));
    assert_int_equal(one->n_people, 2);
    assert_string_equal(one->people[1].name, "Ben Sample");
    assert_false(one->filler);
    assert_true(r.schedule.entries[1].filler);
    assert_int_equal(r.schedule.entries[1].span.from_min, utc(2026, 5, 14, 10, 0));
    done(&r);
}

/* Without date elements, and a day that changes at nine. */
static void test_xml_day_change(void **state)
{
    (void)state;
    struct reading r;
    read_bytes(&r, "<?xml version=\"1.0\"?>\n<!-- <event> -->\n<schedule><conference>\n"
                   "<title>Small &amp; old</title><day_change>09:00:00</day_change></conference>\n"
                   "<day index=\"1\" date=\"2026-05-14\"><room name=\"Hall\">\n"
                   "  <event id=\"7\"><start>10:30</start><duration>00:25:00</duration>\n"
                   "    <room>Hall</room><title> One </title><subtitle/><persons>\n"
                   "    <person id=\"None\">Ada Example</person><person/></persons></event>\n"
                   "  <event id=\"8\"><start>00:30</start><duration>00:25</duration>\n"
                   "    <title><![CDATA[<Two>]]></title></event></room>\n"
                   "  <event id=\"9\"><start>11:00</start><duration>30</duration><room>Attic</room>"
                   "<title>Three</title></event></day></schedule>\n");
    assert_true(r.ok);
    assert_int_equal(r.diags.n, 0);
    assert_string_equal(r.schedule.title, "Small & old");
    assert_int_equal(r.schedule.n_entries, 3);
    /* Events outside rooms come first. */
    const struct schedule_entry *v = r.schedule.entries;
    assert_string_equal(v[0].title, "Three");
    assert_string_equal(v[0].room, "Attic");
    assert_int_equal(v[0].span.to_min - v[0].span.from_min, 30);
    assert_string_equal(v[1].title, "One");
    assert_null(v[1].subtitle);
    assert_int_equal(v[1].n_people, 1);
    assert_int_equal(v[1].span.from_min, utc(2026, 5, 14, 10, 30));
    assert_int_equal(v[1].span.to_min, utc(2026, 5, 14, 10, 55));
    assert_int_equal(v[1].at.from.line, 6);
    assert_int_equal(v[1].at.from.col, 3);
    assert_string_equal(v[2].title, "<Two>");
    assert_int_equal(v[2].span.from_min, utc(2026, 5, 15, 0, 30));
    assert_int_equal(v[2].places.title.from.line, 10);
    assert_int_equal(v[2].places.title.from.col, 5);
    done(&r);
}

/* Local times written with +00:00 are taken as such only where a zone says otherwise. */
static void test_false_offset(void **state)
{
    (void)state;
    static const struct calendar_shift shifts[] = {{0, -240}};
    const struct zone zone = {"Test/Zone", shifts, 1};
    const char *text = "<schedule><day date=\"2026-05-14\"><room name=\"Hall\"><event id=\"1\">"
                       "<date>2026-05-14T10:00:00+00:00</date><start>10:00</start>"
                       "<duration>00:45</duration><title>One</title></event></room></day>"
                       "</schedule>";
    struct reading r;
    read_bytes(&r, text);
    assert_true(r.ok);
    assert_int_equal(r.diags.n, 0);
    assert_int_equal(r.schedule.entries[0].span.from_min, utc(2026, 5, 14, 10, 0));
    done(&r);
    read_bytes_in(&r, text, &zone);
    assert_true(r.ok);
    assert_int_equal(count(&r, DIAG_SCHEDULE_ZONE), 1);
    assert_int_equal(r.schedule.entries[0].span.from_min, utc(2026, 5, 14, 14, 0));
    done(&r);
}

/* The zone that the file names counts, even where another is given. */
static void test_zone(void **state)
{
    (void)state;
    static const struct calendar_shift shifts[] = {{0, -240}};
    const struct zone zone = {"Test/Zone", shifts, 1};
    struct reading r;
    read_bytes_in(&r,
                  DAY_OPEN "\"time_zone_name\": \"Europe/London\", \"days\": [{\"date\": "
                           "\"2026-05-14\", \"rooms\": {\"Hall\": [{\"title\": \"One\", \"start\": "
                           "\"10:00\", \"duration\": \"00:30\"}]}}]}}}",
                  &zone);
    assert_true(r.ok && r.schedule.zone_known);
    assert_int_equal(r.schedule.entries[0].span.from_min, utc(2026, 5, 14, 9, 0));
    done(&r);
    read_bytes_in(&r, DAY_OPEN "\"time_zone_name\": \"Europe/Nowhere\", \"days\": []}}}", &zone);
    assert_true(r.ok);
    assert_false(r.schedule.zone_known);
    assert_string_equal(r.schedule.zone.name, "Test/Zone");
    assert_int_equal(count(&r, DIAG_SCHEDULE_ZONE), 1);
    done(&r);
}

static void test_faults_are_warnings(void **state)
{
    (void)state;
    struct reading r;
    read_bytes(&r, DAY_OPEN
               "\"days\": [1, {\"date\": \"2026-05-14\", \"rooms\": {\"Hall\": [\n"
               "{\"title\": \"A\", \"start\": \"late\"},\n{\"title\": \"B\"},\n"
               "{\"title\": \"C\", \"start\": \"25:00\"},\n{\"title\": \"D\"},\n{\"title\": "
               "\"E\"},\n{\"title\": \"F\"},\n{\"title\": \"G\"},\n"
               "{\"title\": \"H\", \"start\": \"10:00\", \"duration\": \"00:00\", \"id\": 1},\n"
               "{\"title\": \"I\", \"start\": \"10:00\", \"duration\": \"long\", \"id\": 1, "
               "\"room\": \"Attic\"}]}}]}}}");
    assert_true(r.ok);
    assert_int_equal(r.diags.errors, 0);
    assert_int_equal(r.schedule.n_entries, 2);
    assert_false(r.schedule.entries[1].timed);
    /* Three, and a line for five more. */
    assert_int_equal(count(&r, DIAG_SCHEDULE_TIME), 4);
    assert_int_equal(count(&r, DIAG_SCHEDULE_SHAPE), 1);
    assert_int_equal(count(&r, DIAG_SCHEDULE_LENGTH), 1);
    assert_int_equal(count(&r, DIAG_SCHEDULE_TWICE), 1);
    assert_int_equal(count(&r, DIAG_TIMETABLE_ROOM_DIFFERS), 1);
    for (uint32_t i = 0; i < r.diags.n; i++) {
        assert_true(r.diags.v[i].at.from.line >= 1);
    }
    done(&r);
}

static void test_no_schedule(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        enum diag_code code;
    } files[] = {
        {"<html/>", DIAG_TIMETABLE_SHAPE},
        {"<schedule/>", DIAG_TIMETABLE_SHAPE},
        {"<schedule><day></schedule>", DIAG_XML_SYNTAX},
        {"<schedule><day>", DIAG_XML_SYNTAX},
        {"<", DIAG_XML_SYNTAX},
        {"<schedule><day>&nothing;</day></schedule>", DIAG_XML_SYNTAX},
        {"<!DOCTYPE schedule [<!ENTITY a 'b'>]><schedule><day>&a;</day></schedule>",
         DIAG_XML_SYNTAX},
        {"<!DOCTYPE schedule [<!ENTITY a SYSTEM '/etc/passwd'>]><schedule><day/></schedule>",
         DIAG_XML_SYNTAX},
        {"<!-- <!DOCTYPE a> --><!DOCTYPE schedule [<!ENTITY a 'b'>]><schedule><day/></schedule>",
         DIAG_XML_SYNTAX},
        {"<schedule><day>\xff</day></schedule>", DIAG_XML_SYNTAX},
        {"{}", DIAG_TIMETABLE_SHAPE},
        {"[]", DIAG_TIMETABLE_SHAPE},
        {"{", DIAG_YAML_SYNTAX},
        {"", DIAG_FILE_EMPTY},
    };
    for (size_t i = 0; i < BASE_COUNT(files); i++) {
        struct reading r;
        read_bytes(&r, files[i].bytes);
        assert_false(r.ok);
        assert_int_equal(r.diags.errors, 1);
        assert_int_equal(r.diags.v[0].code, files[i].code);
        done(&r);
    }
}

/* Other encodings that say so, and texts that only look like declarations. */
static void test_xml_texts(void **state)
{
    (void)state;
    struct reading r;
    read_bytes(&r, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n"
                   "<!DOCTYPE schedule SYSTEM \"http://example.invalid/schedule.dtd\">\n"
                   "<schedule><day date=\"2026-05-14\"><room name=\"Caf\xe9\"><event>"
                   "<start>10:00</start><duration>00:30</duration>"
                   "<title><![CDATA[<!DOCTYPE html [ in talks]]></title></event></room></day>"
                   "</schedule>");
    assert_true(r.ok);
    assert_int_equal(r.diags.n, 0);
    assert_string_equal(r.schedule.entries[0].room, "Caf\xc3\xa9");
    assert_string_equal(r.schedule.entries[0].title, "<!DOCTYPE html [ in talks");
    done(&r);
}

/* Deep nesting and very many elements come to an end. */
static void test_xml_limits(void **state)
{
    (void)state;
    enum { DEPTH = 200 };
    char bytes[DEPTH * 3 + 1];
    for (size_t i = 0; i < DEPTH; i++) {
        memcpy(bytes + i * 3, "<a>", 4);
    }
    struct reading r;
    read_bytes(&r, bytes);
    assert_false(r.ok);
    assert_int_equal(r.diags.v[0].code, DIAG_XML_SYNTAX);
    done(&r);
}

static bool is_schedule(const char *name)
{
    const char *end = strrchr(name, '.');
    return end != NULL && (strcmp(end, ".xml") == 0 ||
                           (strcmp(end, ".json") == 0 && strstr(name, "schedule") != NULL));
}

/* Every file under `path`; their number. */
static uint32_t read_all(const char *path)
{
    DIR *directory = opendir(path);
    uint32_t n = 0;
    struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        char inner[4096];
        struct stat what;
        (void)snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name);
        if (entry->d_name[0] == '.' || stat(inner, &what) != 0) {
            continue;
        }
        if (S_ISDIR(what.st_mode)) {
            n += read_all(inner);
        } else if (is_schedule(entry->d_name)) {
            struct reading r = {.sources = SOURCE_SET_EMPTY, .diags = DIAG_LIST_EMPTY};
            r.ok = read_schedule(&r.sources, inner, NULL, &r.diags, &r.schedule);
            if (getenv("CONFAB_SHOW") != NULL) {
                fprintf(stderr, "%s: %u entries, %u rooms, zone %s\n%s", inner,
                        r.schedule.n_entries, r.schedule.n_rooms, r.ok ? r.schedule.zone.name : "-",
                        diag_render(&r.diags, &r.sources));
            }
            if (!r.ok || r.schedule.n_entries == 0) {
                fail_msg("%s cannot be read:\n%s", inner, diag_render(&r.diags, &r.sources));
            }
            n++;
            done(&r);
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
    return n;
}

static void test_real_files(void **state)
{
    (void)state;
    const char *data = getenv("CONFAB_DATA");
    char path[4096];
    (void)snprintf(path, sizeof(path), "%s/schedules", data != NULL ? data : "../shared/data");
    uint32_t n = read_all(path);
    if (n == 0) {
        skip();
    }
    assert_true(n >= 10);
}

static const char *const problem_text =
    "conference: {title: Small Conference, acronym: small, timezone: Europe/London}\n"
    "rooms: [{id: hall, name: Great Hall}, {id: attic, name: Attic}]\n"
    "date: 2026-05-14\n"
    "hours: 13:00-26:00\n"
    "fixed: [{id: dinner, title: Dinner, time: '19:00-21:00', where: The Old Inn}]\n"
    "talks:\n"
    "  - {id: one, title: One Thing, duration: 60, speakers: [Ada Example]}\n"
    "  - {id: two, title: Same, duration: 30, code: ABCDEF}\n"
    "  - {id: three, title: Same, duration: 30}\n"
    "  - {id: '17', title: Four, duration: 30}\n"
    "  - {id: five, title: Five, duration: 30}\n";

static void test_previous(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded, problem_text, true);
    char path[] = "/tmp/confab-schedule-XXXXXX";
    write_temporary(
        path,
        DAY_OPEN "\"rooms\": [{\"name\": \"Room 2\", \"slug\": \"attic\"}],\n\"days\": [{\"date\": "
                 "\"2026-05-14\", \"rooms\": {\"Great Hall\": [\n"
                 "{\"title\": \"one  THING\", \"start\": \"13:00\", \"duration\": \"00:10\"},\n"
                 "{\"title\": \"Renamed\", \"code\": \"ABCDEF\", \"start\": \"14:00\"},\n"
                 "{\"title\": \"Dinner\", \"start\": \"20:00\"},\n"
                 "{\"title\": \"Same\", \"start\": \"18:00\"},\n"
                 "{\"title\": \"Gone\", \"start\": \"18:00\"}],\n"
                 "\"Room 2\": [{\"title\": \"Four, once\", \"id\": 17, \"start\": \"15:00\"}],\n"
                 "\"Cellar\": [{\"title\": \"Five\", \"id\": 17, \"start\": \"16:00\"},\n"
                 "{\"title\": \"Five\", \"start\": \"17:00\"}]}}]}}}");
    struct diag_list diags = DIAG_LIST_EMPTY;
    struct arena arena = ARENA_EMPTY;
    struct previous previous;
    assert_true(read_previous(&arena, &loaded.sources, path, &loaded.problem, &diags, &previous));
    remove(path);
    const struct problem *problem = &loaded.problem;
    uint32_t one = support_event(problem, "one"), two = support_event(problem, "two");
    uint32_t four = support_event(problem, "17"), five = support_event(problem, "five");
    const struct assignment *v = previous.timetable.v;
    assert_true(v[one].placed && v[one].room.v == 0);
    assert_int_equal(v[one].start_min, utc(2026, 5, 14, 12, 0));
    assert_true(v[two].placed && v[two].start_min == utc(2026, 5, 14, 13, 0));
    assert_int_equal(v[four].room.v, 1);
    assert_true(v[five].placed);
    assert_int_equal(v[five].room.v, ID_NONE);
    assert_int_equal(v[five].start_min, utc(2026, 5, 14, 15, 0));
    uint32_t three = support_event(problem, "three"), dinner = support_event(problem, "dinner");
    assert_false(v[three].placed);
    assert_int_equal(previous.entry[three], ID_NONE);
    assert_int_equal(v[dinner].start_min, utc(2026, 5, 14, 18, 0));
    assert_int_equal(previous.entry[dinner], ID_NONE);
    assert_string_equal(previous.schedule.entries[previous.entry[two]].title, "Renamed");
    struct reading counted = {.diags = diags};
    assert_int_equal(count(&counted, DIAG_PREVIOUS_EVENT_UNKNOWN), 2);
    assert_int_equal(count(&counted, DIAG_PREVIOUS_EVENT_TWICE), 1);
    assert_int_equal(count(&counted, DIAG_PREVIOUS_EVENT_NEW), 1);
    assert_int_equal(count(&counted, DIAG_PREVIOUS_ROOM_UNKNOWN), 1);
    assert_int_equal(diags.errors, 0);
    schedule_free(&previous.schedule);
    arena_free(&arena);
    diag_free(&diags);
    support_free(&loaded);
}

static void test_schedule_of(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded, problem_text, true);
    struct timetable timetable = support_place(&loaded.problem, "one=hall@13:00 two=attic@14:00");
    struct schedule schedule = schedule_of_timetable(&loaded.problem, &timetable);
    assert_int_equal(schedule.n_entries, 3);
    assert_int_equal(schedule.n_rooms, 3);
    assert_string_equal(schedule.entries[0].event, "one");
    assert_string_equal(schedule.entries[0].room, "Great Hall");
    assert_string_equal(schedule.entries[0].people[0].name, "Ada Example");
    assert_int_equal(schedule.entries[0].span.from_min, utc(2026, 5, 14, 12, 0));
    assert_string_equal(schedule.entries[1].code, "ABCDEF");
    assert_string_equal(schedule.entries[2].room, "The Old Inn");
    schedule_free(&schedule);
    support_free(&loaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_xml_day_change),
        cmocka_unit_test(test_false_offset),
        cmocka_unit_test(test_zone),
        cmocka_unit_test(test_faults_are_warnings),
        cmocka_unit_test(test_no_schedule),
        cmocka_unit_test(test_xml_texts),
        cmocka_unit_test(test_xml_limits),
        cmocka_unit_test(test_real_files),
        cmocka_unit_test(test_previous),
        cmocka_unit_test(test_schedule_of),
    };
    return cmocka_run_group_tests_name("read_schedule", tests, NULL, NULL);
}
