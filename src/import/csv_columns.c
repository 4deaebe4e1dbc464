#include "import/csv_columns.h"

#include "input/text.h"

#include <string.h>

enum { HEADER_ROWS = 10, MOST_WORDS = 24 };

enum { TALKS = 1u << CSV_TALKS, SPEAKERS = 1u << CSV_SPEAKERS, ROOMS = 1u << CSV_ROOMS };

/* Headers as slugs, the surest first. */
static const struct {
    enum csv_column column;
    unsigned about;
    const char *words[MOST_WORDS];
} names[] = {
    {CSV_NAME,
     TALKS,
     {"title", "titel", "talk-title", "session-title", "proposal-title", "talk", "session",
      "vortrag", "presentation", "proposal", "contribution", "event", "name", "thema", NULL}},
    {CSV_NAME,
     SPEAKERS,
     {"name", "full-name", "fullname", "speaker", "speaker-name", "speakers", "presenter", "person",
      "referent", "referentin", "vortragende", NULL}},
    {CSV_NAME,
     ROOMS,
     {"name", "room", "room-name", "raum", "raumname", "hall", "saal", "venue", "location", NULL}},
    {CSV_PEOPLE, TALKS, {"speakers",     "speaker",    "speaker-names", "speaker-name",
                         "presenters",   "presenter",  "presented-by",  "referenten",
                         "referent",     "referentin", "referentinnen", "vortragende",
                         "vortragender", "hosts",      "host",          "who",
                         "authors",      "author",     "owner",         NULL}},
    {CSV_FIRST, SPEAKERS, {"first-name", "firstname", "vorname", "given-name", NULL}},
    {CSV_LAST, SPEAKERS, {"last-name", "lastname", "surname", "nachname", "family-name", NULL}},
    {CSV_AFFILIATION,
     TALKS | SPEAKERS,
     {"affiliation", "company", "organisation", "organization", "institution", "firma", "employer",
      NULL}},
    {CSV_DURATION,
     TALKS,
     {"duration", "length", "minutes", "dauer", "lange", "duration-minutes", "duration-min",
      "duration-in-minutes", "length-minutes", "length-min", "min", "dauer-min", "dauer-minuten",
      "slot-length", NULL}},
    {CSV_TRACK,
     TALKS,
     {"track", "category", "topic", "stream", "strand", "kategorie", "themenbereich", "bereich",
      NULL}},
    {CSV_KIND,
     TALKS,
     {"kind", "type", "format", "session-format", "session-type", "talk-type", "art", "typ", NULL}},
    {CSV_TAGS, TALKS, {"tags", "keywords", "tag", "schlagworte", "stichworte", NULL}},
    {CSV_LEVEL, TALKS, {"level", "niveau", "difficulty", "audience-level", NULL}},
    {CSV_LANGUAGE, TALKS, {"language", "lang", "sprache", NULL}},
    {CSV_ABSTRACT,
     TALKS,
     {"abstract", "description", "summary", "beschreibung", "zusammenfassung", "inhalt", NULL}},
    {CSV_SUBTITLE, TALKS, {"subtitle", "untertitel", NULL}},
    {CSV_URL, TALKS, {"url", "link", NULL}},
    {CSV_CODE, TALKS, {"code", "id", "session-id", "talk-id", "nummer", "number", "nr", NULL}},
    {CSV_AUDIENCE,
     TALKS,
     {"audience", "expected-audience", "expected", "attendance", "attendees", "teilnehmer",
      "publikum", NULL}},
    {CSV_VOTES, TALKS, {"votes", "stimmen", "interest", NULL}},
    {CSV_STATUS, TALKS, {"status", "state", "decision", NULL}},
    {CSV_DATE, TALKS, {"date", "datum", "day", NULL}},
    {CSV_START,
     TALKS,
     {"start", "start-time", "starts-at", "begin", "beginn", "from", "von", "time", "zeit",
      "uhrzeit", "scheduled-at", NULL}},
    {CSV_END, TALKS, {"end", "end-time", "ends-at", "ende", "until", "bis", NULL}},
    {CSV_ROOM, TALKS, {"room", "raum", "hall", "saal", "location", "venue", "ort", "where", NULL}},
    {CSV_CAPACITY,
     ROOMS,
     {"capacity", "seats", "size", "places", "kapazitat", "platze", "sitzplatze", "sitze",
      "persons", "personen", NULL}},
    {CSV_FEATURES, ROOMS, {"features", "equipment", "ausstattung", NULL}},
    {CSV_AVAILABLE,
     TALKS | SPEAKERS | ROOMS,
     {"available", "availability", "availabilities", "open", "verfugbar", "verfugbarkeit",
      "anwesend", "present", NULL}},
    {CSV_UNAVAILABLE,
     TALKS | SPEAKERS,
     {"unavailable", "unavailability", "not-available", "away", "absent", "nicht-verfugbar",
      "abwesend", "abwesenheit", NULL}},
};

/* How early the header is among the words; SIZE_MAX: it is not. */
static size_t rank(const char *slug, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strcmp(slug, words[i]) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

static size_t match(struct arena *arena, const struct table_row *row, struct csv_columns *columns)
{
    size_t n = 0, best[CSV_COLUMNS];
    for (int c = 0; c < CSV_COLUMNS; c++) {
        columns->at[c] = best[c] = SIZE_MAX;
    }
    for (size_t i = 0; i < row->n; i++) {
        const char *slug = text_slug(arena, row->cells[i].text, '-');
        for (size_t k = 0; row->cells[i].text[0] != '\0' && k < BASE_COUNT(names); k++) {
            enum csv_column c = names[k].column;
            size_t at = (names[k].about & 1u << columns->about) != 0 ? rank(slug, names[k].words)
                                                                     : SIZE_MAX;
            if (at < best[c]) {
                n += columns->at[c] == SIZE_MAX;
                best[c] = at;
                columns->at[c] = i;
            }
        }
    }
    return n;
}

static bool is_sure(const struct csv_columns *columns)
{
    bool named = columns->at[CSV_NAME] != SIZE_MAX ||
                 (columns->at[CSV_FIRST] != SIZE_MAX && columns->at[CSV_LAST] != SIZE_MAX);
    return named;
}

/* By its name; CSV_NOTHING: that says nothing. */
static enum csv_about about_name(struct arena *arena, const char *name)
{
    static const struct {
        const char *begins;
        enum csv_about about;
    } words[] = {
        {"talk", CSV_TALKS},           {"session", CSV_TALKS},      {"submission", CSV_TALKS},
        {"proposal", CSV_TALKS},       {"vortr", CSV_TALKS},        {"event", CSV_TALKS},
        {"schedule", CSV_TALKS},       {"programm", CSV_TALKS},     {"speaker", CSV_SPEAKERS},
        {"people", CSV_SPEAKERS},      {"presenter", CSV_SPEAKERS}, {"referent", CSV_SPEAKERS},
        {"vortragende", CSV_SPEAKERS}, {"person", CSV_SPEAKERS},    {"room", CSV_ROOMS},
        {"raum", CSV_ROOMS},           {"raeume", CSV_ROOMS},       {"venue", CSV_ROOMS}};
    const char *slug = text_slug(arena, name, '-');
    size_t longest = 0;
    enum csv_about about = CSV_NOTHING;
    for (size_t i = 0; i < BASE_COUNT(words); i++) {
        size_t n = strlen(words[i].begins);
        if (n > longest && strncmp(slug, words[i].begins, n) == 0) {
            longest = n;
            about = words[i].about;
        }
    }
    return about;
}

/* What only tables of that kind have. */
static bool is_telling(const struct csv_columns *columns, enum csv_about about)
{
    static const enum csv_column telling[3][6] = {
        [CSV_TALKS] = {CSV_PEOPLE, CSV_DURATION, CSV_ABSTRACT, CSV_TRACK, CSV_KIND, CSV_START},
        [CSV_SPEAKERS] = {CSV_FIRST, CSV_AFFILIATION, CSV_UNAVAILABLE, CSV_AVAILABLE, CSV_LAST,
                          CSV_LAST},
        [CSV_ROOMS] = {CSV_CAPACITY, CSV_FEATURES, CSV_CAPACITY, CSV_CAPACITY, CSV_CAPACITY,
                       CSV_CAPACITY},
    };
    for (size_t i = 0; i < BASE_COUNT(telling[about]); i++) {
        if (columns->at[telling[about][i]] != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

static size_t try(struct arena *arena, const struct table *table, enum csv_about about,
                  struct csv_columns *best)
{
    size_t most = 0;
    for (size_t r = 0; r < table->rows.n && r < HEADER_ROWS; r++) {
        struct csv_columns columns = {.about = about, .header = r};
        size_t n = match(arena, &table->rows.v[r], &columns);
        if (n > most && is_sure(&columns)) {
            most = n;
            *best = columns;
        }
    }
    return most;
}

struct csv_columns csv_columns_find(struct arena *arena, const struct table *table)
{
    static const enum csv_about order[] = {CSV_ROOMS, CSV_TALKS, CSV_SPEAKERS};
    struct csv_columns found = {.about = CSV_NOTHING}, columns;
    enum csv_about said = about_name(arena, table->name);
    if (said != CSV_NOTHING && try(arena, table, said, &columns) > 0) {
        return columns;
    }
    size_t most = 0;
    for (size_t i = 0; i < BASE_COUNT(order); i++) {
        size_t n = try(arena, table, order[i], &columns);
        if (n > most && is_telling(&columns, order[i])) {
            most = n;
            found = columns;
        }
    }
    if (found.about == CSV_NOTHING && try(arena, table, CSV_TALKS, &columns) > 0) {
        found = columns;
    }
    return found;
}

const struct csv_field *csv_columns_cell(const struct csv_columns *columns,
                                         const struct table_row *row, enum csv_column column)
{
    size_t at = columns->at[column];
    const struct csv_field *cell = at < row->n ? &row->cells[at] : NULL;
    return cell != NULL && cell->text[0] != '\0' ? cell : NULL;
}
