#include "base/vec.h"
#include "confab/write_changes.h"
#include "input/text.h"
#include "output/changes_words.h"
#include "output/display.h"
#include "output/file.h"

#include <errno.h>
#include <libical/ical.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct writer {
    struct arena arena;
    const struct changes *changes;
    struct icaltimetype now;
};

/* Whatever libical could not make for want of memory. */
static void *made(void *made)
{
    if (made == NULL) {
        base_out_of_memory();
    }
    return made;
}

static void add(icalcomponent *component, icalproperty *property)
{
    icalcomponent_add_property(component, made(property));
}

static struct icaltimetype time_of(int64_t seconds)
{
    return icaltime_from_timet_with_zone((time_t)seconds, 0, icaltimezone_get_utc_timezone());
}

/* The same for every announcement of an event, so that calendars know it again. */
static const char *uid_of(struct writer *w, const struct change *change)
{
    const struct schedule_entry *entries[] = {change->old_entry, change->new_entry};
    const char *name = NULL, *acronym = NULL;
    for (size_t i = 0; i < BASE_COUNT(entries); i++) {
        const struct schedule *schedule =
            i == 0 ? w->changes->old_schedule : w->changes->new_schedule;
        const struct schedule_entry *entry = entries[i];
        if (name == NULL && entry != NULL) {
            name = entry->guid != NULL ? entry->guid : entry->code;
            name = name != NULL ? name : entry->id;
            name = name != NULL ? name : text_slug(&w->arena, entry->title, '-');
        }
        acronym = acronym != NULL ? acronym : schedule->acronym;
    }
    if (acronym == NULL) {
        acronym = text_slug(&w->arena, w->changes->old_schedule->title, '-');
    }
    return arena_print(&w->arena, "%s@%s", name, acronym);
}

static bool is_person(const struct schedule_person *known, const struct schedule_person *person)
{
    if (known->guid != NULL && person->guid != NULL) {
        return strcmp(known->guid, person->guid) == 0;
    }
    return strcmp(known->name, person->name) == 0;
}

static bool is_in(const struct schedule_entry *entry, const struct schedule_person *person)
{
    for (uint32_t p = 0; entry != NULL && p < entry->n_people; p++) {
        if (is_person(person, &entry->people[p])) {
            return true;
        }
    }
    return false;
}

/* The old entry may have another guid of theirs. */
static bool was_in(const struct schedule_entry *entry, const struct schedule_person *person)
{
    for (uint32_t p = 0; entry != NULL && p < entry->n_people; p++) {
        if (strcmp(entry->people[p].name, person->name) == 0) {
            return true;
        }
    }
    return is_in(entry, person);
}

/* Whether the event is theirs from now on. Who is in neither entry chairs its track or block. */
static bool is_theirs(const struct change *change, const struct schedule_person *person)
{
    return change->new_entry != NULL &&
           (is_in(change->new_entry, person) || !was_in(change->old_entry, person));
}

static icalcomponent *make_event(struct writer *w, const struct change *change,
                                 const struct schedule_person *person)
{
    const struct schedule_entry *entry =
        change->new_entry != NULL ? change->new_entry : change->old_entry;
    bool theirs = is_theirs(change, person);
    uint32_t sequence = changes_sequence(change);
    icalcomponent *event = made(icalcomponent_new(ICAL_VEVENT_COMPONENT));
    add(event, icalproperty_new_uid(uid_of(w, change)));
    add(event, icalproperty_new_dtstamp(w->now));
    add(event, icalproperty_new_sequence(sequence < INT_MAX ? (int)sequence : INT_MAX));
    add(event, icalproperty_new_status(theirs ? ICAL_STATUS_CONFIRMED : ICAL_STATUS_CANCELLED));
    add(event, icalproperty_new_dtstart(time_of((int64_t)entry->span.from_min * 60)));
    add(event, icalproperty_new_dtend(time_of((int64_t)entry->span.to_min * 60)));
    add(event, icalproperty_new_summary(changes_words_title(&w->arena, change)));
    if (entry->room[0] != '\0') {
        add(event, icalproperty_new_location(display_clean(&w->arena, entry->room)));
    }
    add(event, icalproperty_new_description(changes_words_what(&w->arena, w->changes, change)));
    return event;
}

static const char *make_calendar(struct writer *w, const struct changes_person *person)
{
    icalcomponent *calendar = made(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
    add(calendar, icalproperty_new_version("2.0"));
    add(calendar, icalproperty_new_prodid("-//Confab//confab diff//EN"));
    add(calendar, icalproperty_new_method(ICAL_METHOD_PUBLISH));
    for (uint32_t i = 0; i < person->n_changes; i++) {
        const struct change *change = &w->changes->v[person->changes[i]];
        icalcomponent_add_component(calendar, make_event(w, change, &person->person));
    }
    char *text = made(icalcomponent_as_ical_string_r(calendar));
    const char *kept = arena_text(&w->arena, text, strlen(text));
    free(text);
    icalcomponent_free(calendar);
    return kept;
}

static bool make_directory(const char *directory, struct diag_list *diags)
{
    struct stat there;
    if (mkdir(directory, 0777) == 0) {
        return true;
    }
    int error = errno;
    if (error == EEXIST && stat(directory, &there) == 0) {
        error = S_ISDIR(there.st_mode) ? 0 : ENOTDIR;
    }
    return error == 0 ||
           diag_error(diags, DIAG_FILE_UNWRITABLE, SRC_NOWHERE,
                      "cannot make the directory '%s': %s", directory, strerror(error));
}

/* "ada-example.ics", or with a number where several are called so. */
static const char *file_name(struct writer *w, const char *directory, uint32_t index)
{
    const char *slug = text_slug(&w->arena, w->changes->people[index].person.name, '-');
    uint32_t n = 1;
    for (uint32_t p = 0; p < index; p++) {
        const char *other = text_slug(&w->arena, w->changes->people[p].person.name, '-');
        n += strcmp(slug, other) == 0 ? 1 : 0;
    }
    size_t length = strlen(directory);
    const char *slash = length > 0 && directory[length - 1] == '/' ? "" : "/";
    return n == 1 ? arena_print(&w->arena, "%s%s%s.ics", directory, slash, slug)
                  : arena_print(&w->arena, "%s%s%s--%u.ics", directory, slash, slug, n);
}

bool write_ics(const struct changes *changes, const char *directory, int64_t now_s,
               struct diag_list *diags)
{
    if (!make_directory(directory, diags)) {
        return false;
    }
    struct writer w = {.changes = changes, .now = time_of(now_s)};
    bool ok = true;
    for (uint32_t p = 0; p < changes->n_people && ok; p++) {
        const char *text = make_calendar(&w, &changes->people[p]);
        ok = file_write(file_name(&w, directory, p), text, diags);
    }
    arena_free(&w.arena);
    return ok;
}
