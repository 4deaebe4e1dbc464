#include "output/changes_words.h"

#include "core/phrase.h"
#include "output/display.h"

#include <string.h>

const struct zone *changes_words_zone(const struct changes *changes)
{
    bool only_old = !changes->new_schedule->zone_known && changes->old_schedule->zone_known;
    return only_old ? &changes->old_schedule->zone : &changes->new_schedule->zone;
}

/* "Thu 24 Oct 16:15 Moorfoot Hall". */
static const char *place_of(struct arena *arena, const struct changes *changes,
                            const struct schedule_entry *entry, bool with_year)
{
    const struct zone *zone = changes_words_zone(changes);
    struct local_time local = calendar_local(zone, entry->span.from_min);
    int32_t day_number = 0;
    bool dated = calendar_day_number(local.year, local.month, local.day, &day_number);
    BUG_UNLESS(dated);
    const char *room = display_clean(arena, entry->room);
    return arena_print(arena, "%s%s %s%s%s", phrase_date(arena, day_number),
                       with_year ? arena_print(arena, " %d", (int)local.year) : "",
                       calendar_print_clock(arena, zone, entry->span.from_min),
                       room[0] != '\0' ? " " : "", room);
}

static bool is_in_another_year(const struct changes *changes, const struct change *change)
{
    const struct zone *zone = changes_words_zone(changes);
    return calendar_local(zone, change->old_entry->span.from_min).year !=
           calendar_local(zone, change->new_entry->span.from_min).year;
}

static const char *title_of(struct arena *arena, const struct schedule_entry *entry)
{
    const char *title = display_clean(arena, entry->title);
    return title[0] != '\0' ? title : "(without a title)";
}

const char *changes_words_title(struct arena *arena, const struct change *change)
{
    return title_of(arena, change->new_entry != NULL ? change->new_entry : change->old_entry);
}

static const char *people_of(struct arena *arena, const struct schedule_entry *entry)
{
    if (entry->n_people == 0) {
        return "nobody";
    }
    const char **names = arena_array(arena, entry->n_people, sizeof(*names));
    for (uint32_t p = 0; p < entry->n_people; p++) {
        names[p] = display_clean(arena, entry->people[p].name);
    }
    return phrase_join(arena, names, entry->n_people);
}

static int32_t length_min(const struct schedule_entry *entry)
{
    return entry->span.to_min - entry->span.from_min;
}

static const char *join(struct arena *arena, const char *text, const char *more)
{
    return arena_print(arena, "%s%s%s", text, text[0] != '\0' ? "; " : "", more);
}

static const char *words_of_changed(struct arena *arena, const struct changes *changes,
                                    const struct change *change)
{
    const struct schedule_entry *old = change->old_entry, *new = change->new_entry;
    const char *text = "";
    if ((change->what & (CHANGE_TIME | CHANGE_ROOM)) != 0) {
        bool years = is_in_another_year(changes, change);
        text = arena_print(arena, "%s → %s", place_of(arena, changes, old, years),
                           place_of(arena, changes, new, years));
    }
    if ((change->what & CHANGE_LENGTH) != 0) {
        text =
            join(arena, text,
                 arena_print(arena, "%d → %d minutes", (int)length_min(old), (int)length_min(new)));
    }
    if ((change->what & CHANGE_TITLE) != 0) {
        text = join(arena, text, arena_print(arena, "was called '%s'", title_of(arena, old)));
    }
    if ((change->what & CHANGE_PEOPLE) != 0) {
        text = join(arena, text,
                    arena_print(arena, "by %s → %s", people_of(arena, old), people_of(arena, new)));
    }
    return text;
}

const char *changes_words_what(struct arena *arena, const struct changes *changes,
                               const struct change *change)
{
    const char *text;
    if ((change->what & CHANGE_ADDED) != 0) {
        text = arena_print(arena, "added, %s", place_of(arena, changes, change->new_entry, false));
    } else if ((change->what & CHANGE_WITHDRAWN) != 0) {
        text = arena_print(arena, "%s, was %s", change->left_out ? "left out" : "withdrawn",
                           place_of(arena, changes, change->old_entry, false));
    } else {
        text = words_of_changed(arena, changes, change);
    }
    return change->because != NULL ? arena_print(arena, "%s (%s)", text, change->because) : text;
}

const char *changes_words_titles(struct arena *arena, const struct changes *changes,
                                 const struct changes_person *person)
{
    const char *text = "";
    for (uint32_t i = 0; i < person->n_changes; i++) {
        const struct change *change = &changes->v[person->changes[i]];
        text = arena_print(arena, "%s%s%s", text, i > 0 ? ", " : "",
                           changes_words_title(arena, change));
    }
    return text;
}

/* What a change counts as: the first of these that it is. */
static const struct {
    unsigned what;
    bool left_out;
    const char *one, *many;
} totals[] = {
    {CHANGE_ADDED, false, "added", "added"},
    {CHANGE_WITHDRAWN, false, "withdrawn", "withdrawn"},
    {CHANGE_WITHDRAWN, true, "left out", "left out"},
    {CHANGE_TIME, false, "event moved", "events moved"},
    {CHANGE_ROOM, false, "room changed", "rooms changed"},
    {CHANGE_LENGTH, false, "length changed", "lengths changed"},
    {CHANGE_PEOPLE, false, "event by other people", "events by other people"},
    {CHANGE_TITLE, false, "title changed", "titles changed"},
};

static size_t total_of(const struct change *change)
{
    size_t i = 0;
    while (i + 1 < BASE_COUNT(totals) &&
           ((change->what & totals[i].what) == 0 || change->left_out != totals[i].left_out)) {
        i++;
    }
    return i;
}

const char *changes_words_totals(struct arena *arena, const struct changes *changes)
{
    static const size_t order[] = {3, 4, 5, 6, 7, 0, 1, 2};
    uint32_t n[BASE_COUNT(totals)] = {0};
    const char *text = "";
    for (uint32_t c = 0; c < changes->n; c++) {
        n[total_of(&changes->v[c])]++;
    }
    for (size_t i = 0; i < BASE_COUNT(order); i++) {
        size_t t = order[i];
        if (n[t] > 0) {
            text = arena_print(arena, "%s%s%u %s", text, text[0] != '\0' ? ", " : "", n[t],
                               n[t] == 1 ? totals[t].one : totals[t].many);
        }
    }
    if (changes->n == 0) {
        return "No changes";
    }
    return changes->n_people == 0 ? arena_print(arena, "%s; nobody to tell", text)
                                  : arena_print(arena, "%s; %u %s to tell", text, changes->n_people,
                                                changes->n_people == 1 ? "person" : "people");
}
