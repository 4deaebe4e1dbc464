/* What a row says: cells, numbers, lists, and the rooms and people that it names. */
#include "import/csv_maker.h"
#include "import/csv_people.h"
#include "import/csv_times.h"
#include "input/text.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_COUNT = 1000000 };

const struct csv_field *csv_cell(const struct csv_maker *m, enum csv_column column)
{
    return csv_columns_cell(&m->now->columns, m->row, column);
}

const char *csv_text(const struct csv_maker *m, enum csv_column column)
{
    const struct csv_field *field = csv_cell(m, column);
    return field == NULL ? NULL : field->text;
}

int64_t csv_count(struct csv_maker *m, enum csv_column column)
{
    const struct csv_field *field = csv_cell(m, column);
    if (field == NULL) {
        return -1;
    }
    size_t n = strspn(field->text, "0123456789");
    long long number = n > 0 && n < 9 ? strtoll(field->text, NULL, 10) : -1;
    if (number < 0 || number > MOST_COUNT) {
        faults_add(&m->import->faults, FAULT_SHAPE, field->at, NULL,
                   "not a number up to a million: '%.60s'", field->text);
        return -1;
    }
    return number;
}

void csv_split(struct csv_maker *m, const char *list, const char **parts, size_t *n, size_t most)
{
    for (const char *at = list; at != NULL && *n < most;) {
        size_t length = strcspn(at, ",;|\n");
        const char *part =
            import_clean(m->import->arena, arena_text(m->import->arena, at, length), 1000, false);
        if (part[0] != '\0') {
            parts[(*n)++] = part;
        }
        at = at[length] == '\0' ? NULL : at + length + 1;
    }
}

/* What is not in the table of rooms may be misspelt. */
static void say_new_room(struct csv_maker *m, const char *name, struct src_span at)
{
    struct arena *arena = m->import->arena;
    const char **names = arena_array(arena, m->draft.rooms.n, sizeof(*names));
    for (size_t i = 0; i < m->draft.rooms.n; i++) {
        names[i] = m->draft.rooms.v[i]->name;
    }
    const char *near = text_nearest(name, names, m->draft.rooms.n);
    faults_add(&m->import->faults, FAULT_ASSUMED, at,
               near == NULL ? NULL : arena_print(arena, "is '%.200s' meant?", near),
               "the table of rooms has no '%.200s': a room is made of it", name);
}

struct draft_room *csv_room(struct csv_maker *m, const char *name, struct src_span at)
{
    if (csv_people_is_nobody(m->import->arena, name)) {
        return NULL;
    }
    const char *key = text_slug(m->import->arena, name, '-');
    struct draft_room *room = draft_find_room(&m->draft, key);
    if (room == NULL && m->has_rooms && m->now->columns.about != CSV_ROOMS) {
        say_new_room(m, name, at);
    }
    if (room != NULL && strcmp(room->name, name) != 0) {
        faults_add(&m->import->faults, FAULT_CHANGED, at, NULL, "'%.200s' is taken for '%.200s'",
                   name, room->name);
    }
    return draft_room(&m->draft, key, name);
}

void csv_add_absences(struct csv_maker *m, struct draft_person *person)
{
    csv_times_spans(&m->draft, &m->dates, csv_cell(m, CSV_AVAILABLE), &person->free);
    csv_times_spans(&m->draft, &m->dates, csv_cell(m, CSV_UNAVAILABLE), &person->away);
}
