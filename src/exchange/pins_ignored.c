#include "exchange/pins_ignored.h"

#include "output/names.h"
#include "output/read_time.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const words[IGNORED_COLUMNS] = {"title", "kind",     "duration",
                                                   "track", "speakers", "end"};

struct pins_ignored pins_ignored_create(const struct csv *csv)
{
    struct pins_ignored ignored = {0};
    for (int c = 0; c < IGNORED_COLUMNS; c++) {
        ignored.at[c] = SIZE_MAX;
        for (size_t i = csv->n_fields; i-- > 0;) {
            ignored.at[c] = strcasecmp(csv->fields[i].text, words[c]) == 0 ? i : ignored.at[c];
        }
    }
    return ignored;
}

static bool is_one(const char *text, const char *id, const char *name)
{
    return strcasecmp(text, id) == 0 || strcasecmp(text, name) == 0;
}

static bool ends_at(const struct problem *problem, const struct event *event, int32_t start_min,
                    int32_t minutes)
{
    return start_min != CALENDAR_NO_TIME &&
           calendar_minute_of_day(&problem->zone, start_min + event->duration_min) ==
               minutes % (24 * 60);
}

static bool is_end(const struct problem *problem, const struct event *event, const char *text,
                   int32_t start_min, int32_t announced_min)
{
    int32_t minutes;
    return (start_min == CALENDAR_NO_TIME && announced_min == CALENDAR_NO_TIME) ||
           (read_time_clock(text, &minutes) && (ends_at(problem, event, start_min, minutes) ||
                                                ends_at(problem, event, announced_min, minutes)));
}

static bool is_as_in_problem(struct arena *arena, const struct problem *problem,
                             const struct event *event, enum ignored_column column,
                             const char *text)
{
    switch (column) {
    case IGNORED_TITLE:
        return strcmp(text, event->title) == 0;
    case IGNORED_KIND:
        return is_one(text, problem->kinds[event->kind.v].id, problem->kinds[event->kind.v].id);
    case IGNORED_DURATION:
        return strtol(text, NULL, 10) == event->duration_min;
    case IGNORED_TRACK:
        return event->track.v != ID_NONE && is_one(text, problem->tracks[event->track.v].id,
                                                   problem->tracks[event->track.v].name);
    case IGNORED_SPEAKERS:
        return strcmp(text, names_people_text(arena, problem, event)) == 0;
    case IGNORED_END:
    case IGNORED_COLUMNS:
        break;
    }
    BUG("column %d", (int)column);
}

void pins_ignored_compare(struct pins_ignored *ignored, struct arena *arena, const struct csv *csv,
                          const struct problem *problem, struct event_id event, int32_t start_min,
                          int32_t announced_min)
{
    const struct event *one = &problem->events[event.v];
    for (int c = 0; c < IGNORED_COLUMNS; c++) {
        const struct csv_field *field =
            ignored->at[c] < csv->n_fields ? &csv->fields[ignored->at[c]] : NULL;
        if (field == NULL || field->text[0] == '\0') {
            continue;
        }
        bool same = c == IGNORED_END ? is_end(problem, one, field->text, start_min, announced_min)
                                     : is_as_in_problem(arena, problem, one, (enum ignored_column)c,
                                                        field->text);
        if (!same && ignored->differ[c].n++ == 0) {
            ignored->differ[c].first = field->at;
        }
    }
}

void pins_ignored_tell(const struct pins_ignored *ignored, struct diag_list *diags)
{
    for (int c = 0; c < IGNORED_COLUMNS; c++) {
        uint32_t n = ignored->differ[c].n;
        if (n > 0) {
            diag_warn(diags, DIAG_PINS_IGNORED, ignored->differ[c].first,
                      "the column '%s' differs from the problem in %u row%s, first here, but is "
                      "not read",
                      words[c], (unsigned)n, n == 1 ? "" : "s");
            diag_hint(diags, "only starts and rooms are; write it in an overlay");
        }
    }
}
