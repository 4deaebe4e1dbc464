/* Rows of talks: submissions, or a timetable, or both in tables of their own. */
#include "import/csv_maker.h"
#include "import/csv_people.h"
#include "import/words.h"
#include "input/text.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_TAGS = 50, LONGEST_MIN = 2880 };

/* ---- what a row says ------------------------------------------------------- */

static void read_people(struct csv_maker *m, struct csv_people *people)
{
    const struct csv_columns *columns = &m->now->columns;
    csv_people_read(&m->draft, csv_cell(m, CSV_PEOPLE), people);
    for (size_t i = 0; i < columns->n_more; i++) {
        size_t at = columns->more[i];
        if (at < m->row->n && m->row->cells[at].text[0] != '\0') {
            csv_people_read(&m->draft, &m->row->cells[at], people);
        }
    }
}

static void add_people(struct csv_maker *m, struct draft_event *event,
                       const struct csv_people *people)
{
    for (size_t i = 0; i < people->n; i++) {
        draft_add_speaker(event, people->v[i]);
        csv_add_absences(m, people->v[i]);
    }
    if (people->n == 1 && people->v[0]->affiliation == NULL) {
        people->v[0]->affiliation = csv_text(m, CSV_AFFILIATION);
    }
}

static void add_length(struct csv_maker *m, struct draft_event *event)
{
    const struct csv_field *field = csv_cell(m, CSV_DURATION);
    event->duration_min = field == NULL ? 0 : words_minutes(field->text);
    if (field == NULL || event->duration_min != 0) {
        return;
    }
    char *end;
    double minutes = strtod(field->text, &end);
    bool number = end != field->text && *end == '\0';
    if (number && (minutes < 1 || minutes > LONGEST_MIN)) {
        faults_add(&m->import->faults, FAULT_TIME, field->at,
                   "write minutes, or 45 min, 0:45, 1h30", "a length of %.60s minutes is %s",
                   field->text, minutes < 1 ? "none" : "more than two days");
    } else {
        faults_add(&m->import->faults, FAULT_TIME, field->at, "write 45, 45 min, 0:45 or 1h30",
                   "not a length: '%.60s'", field->text);
    }
}

static void add_labels(struct csv_maker *m, struct draft_event *event)
{
    struct arena *arena = m->import->arena;
    const char *kind = csv_text(m, CSV_KIND), *track = csv_text(m, CSV_TRACK);
    const char *level = csv_text(m, CSV_LEVEL), *language = csv_text(m, CSV_LANGUAGE);
    const char *tags[MOST_TAGS];
    size_t n = 0;
    if (kind != NULL && event->form != DRAFT_BREAK) {
        event->kind = draft_kind(&m->draft, kind, 0);
        event->duration_min = event->duration_min > 0 ? event->duration_min : words_minutes(kind);
    }
    event->track = track == NULL ? NULL : draft_track(&m->draft, track, track);
    event->level = level == NULL ? 0 : words_level(arena, level);
    if (language != NULL) {
        const char *code = words_language(arena, language);
        event->language = code != NULL ? code : language;
    }
    csv_split(m, csv_text(m, CSV_TAGS), tags, &n, MOST_TAGS);
    for (size_t i = 0; i < n; i++) {
        vec_push(&event->tags, tags[i]);
    }
}

static struct draft_place read_place(struct csv_maker *m)
{
    struct draft_place place = {m->row->cells[0].at, CALENDAR_NO_TIME, CALENDAR_NO_TIME, NULL,
                                NULL};
    const struct csv_field *room = csv_cell(m, CSV_ROOM);
    place.room = room == NULL ? NULL : csv_room(m, room->text, room->at);
    if (!csv_read_place(m, &place.start_min, &place.end_min)) {
        place.start_min = CALENDAR_NO_TIME;
    }
    return place;
}

/* ---- the same talk again --------------------------------------------------- */

static bool have_same_people(const struct draft_event *event, const struct csv_people *people)
{
    for (size_t i = 0; i < people->n; i++) {
        bool there = false;
        for (size_t k = 0; k < event->people.n; k++) {
            there = there || event->people.v[k] == people->v[i];
        }
        if (!there) {
            return false;
        }
    }
    return event->people.n == people->n;
}

static uint32_t find_title(const struct csv_maker *m, const char *key)
{
    return strmap_find(&m->titles, key);
}

/* The talk that the row is about: one of its title and people; in another table the one of its
 * title is enough. NULL: a new one. */
static struct csv_talk *find_talk(struct csv_maker *m, const char *key,
                                  const struct csv_people *people)
{
    uint32_t at = find_title(m, key);
    struct csv_talk *elsewhere = NULL;
    size_t n_elsewhere = 0;
    for (size_t i = at == STRMAP_NONE ? 0 : at + 1; i > 0; i = m->talks.v[i - 1].next) {
        struct csv_talk *talk = &m->talks.v[i - 1];
        if (have_same_people(talk->event, people)) {
            return talk;
        }
        elsewhere = talk->of != m->now ? talk : elsewhere;
        n_elsewhere += talk->of != m->now;
    }
    return n_elsewhere == 1 ? elsewhere : NULL;
}

static bool is_elsewhere(const struct draft_event *event, const struct draft_place *place)
{
    for (size_t i = 0; i < event->places.n; i++) {
        const struct draft_place *other = &event->places.v[i];
        if (other->start_min == place->start_min && other->room == place->room) {
            return false;
        }
    }
    return true;
}

/* False: it is held twice, and so a talk of its own. */
static bool join_row(struct csv_maker *m, struct csv_talk *talk, const struct draft_place *place)
{
    struct draft_event *event = talk->event;
    bool placed = place->start_min != CALENDAR_NO_TIME, known = event->places.n > 0;
    if (placed && known && is_elsewhere(event, place)) {
        return false;
    }
    if (talk->of == m->now || (!placed && !known)) {
        faults_add(&m->import->faults, FAULT_TWICE, m->row->cells[0].at, NULL,
                   "'%.200s' is there twice: it is taken once", event->title);
    }
    if (placed && !known) {
        vec_push(&event->places, *place);
    }
    if (event->duration_min == 0) {
        const struct csv_field *length = csv_cell(m, CSV_DURATION);
        event->duration_min = length == NULL ? 0 : words_minutes(length->text);
    }
    return true;
}

static void remember(struct csv_maker *m, const char *key, struct draft_event *event)
{
    uint32_t at = find_title(m, key);
    struct csv_talk talk = {event, m->now, 0};
    if (at == STRMAP_NONE) {
        (void)strmap_add(&m->titles, key, (uint32_t)m->talks.n);
    } else {
        /* The first of a title stays the first. */
        talk.next = m->talks.v[at].next;
        m->talks.v[at].next = m->talks.n + 1;
    }
    vec_push(&m->talks, talk);
}

/* ---- rows ------------------------------------------------------------------ */

static void make_talk(struct csv_maker *m, const char *title, const struct csv_people *people,
                      const struct draft_place *place, const char *key)
{
    struct arena *arena = m->import->arena;
    const char *kind = csv_text(m, CSV_KIND);
    bool is_break = (kind != NULL && words_is_break(arena, kind)) ||
                    (people->n == 0 && words_is_break(arena, title));
    bool fixed = csv_text(m, CSV_FIXED) != NULL;
    enum draft_form form = is_break ? DRAFT_BREAK : fixed ? DRAFT_FIXED : DRAFT_TALK;
    struct draft_event *event = draft_event(&m->draft, form, title, m->row->cells[0].at);
    event->subtitle = csv_text(m, CSV_SUBTITLE);
    event->abstract = csv_text(m, CSV_ABSTRACT);
    event->url = csv_text(m, CSV_URL);
    event->code = m->now->columns.at[CSV_FIXED] == SIZE_MAX ? csv_text(m, CSV_CODE) : NULL;
    event->audience = csv_count(m, CSV_AUDIENCE);
    event->votes = csv_count(m, CSV_VOTES);
    m->n_spoken += people->n > 0;
    add_people(m, event, people);
    add_length(m, event);
    add_labels(m, event);
    if (place->start_min != CALENDAR_NO_TIME) {
        vec_push(&event->places, *place);
    }
    if (!is_break) {
        remember(m, key, event);
    }
}

void csv_add_talk(struct csv_maker *m)
{
    struct csv_people people = {0};
    const char *title = csv_text(m, CSV_NAME);
    if (title == NULL) {
        faults_add(&m->import->faults, FAULT_LEFT_OUT, m->row->cells[0].at, NULL,
                   "the row has no title: it is left out");
        return;
    }
    read_people(m, &people);
    if (!statuses_take(&m->statuses, csv_text(m, CSV_STATUS))) {
        for (size_t i = 0; i < people.n; i++) {
            people.v[i]->takes_part = true; /* as far as is to be said */
        }
        vec_free(&people);
        return;
    }
    struct draft_place place = read_place(m);
    const char *key = text_slug(m->import->arena, title, '-');
    struct csv_talk *known = find_talk(m, key, &people);
    if (known == NULL || !join_row(m, known, &place)) {
        make_talk(m, title, &people, &place, key);
    }
    vec_free(&people);
}
