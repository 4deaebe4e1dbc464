#include "import/csv_headers.h"

#include "input/text.h"

#include <ctype.h>
#include <string.h>

enum { MOST_WORDS = 28, MOST_BYTES = 120 };

enum {
    TALKS = 1u << CSV_TALKS,
    SPEAKERS = 1u << CSV_SPEAKERS,
    ROOMS = 1u << CSV_ROOMS,
    ALL = TALKS | SPEAKERS | ROOMS
};

/* Headers as slugs, the surest first. */
static const struct {
    enum csv_column column;
    unsigned about;
    const char *words[MOST_WORDS];
} exact[] = {
    {CSV_NAME, TALKS, {"title",         "titel",          "talk-title",
                       "session-title", "proposal-title", "talk",
                       "session",       "vortrag",        "presentation",
                       "proposal",      "contribution",   "event",
                       "name",          "thema",          "talk-name",
                       "session-name",  "name-of-talk",   "submission",
                       "beitrag",       "paper",          NULL}},
    {CSV_NAME,
     SPEAKERS,
     {"name", "full-name", "fullname", "speaker", "speaker-name", "speakers", "presenter", "person",
      "referent", "referentin", "vortragende", "autor", "author", "sprecher", "lecturer", NULL}},
    {CSV_NAME,
     ROOMS,
     {"name", "room", "room-name", "raum", "raumname", "hall", "saal", "venue", "location", NULL}},
    {CSV_PEOPLE,
     TALKS,
     {"speakers",
      "speaker",
      "speaker-names",
      "speaker-name",
      "presenters",
      "presenter",
      "presented-by",
      "referenten",
      "referent",
      "referentin",
      "referentinnen",
      "vortragende",
      "vortragender",
      "hosts",
      "host",
      "who",
      "authors",
      "author",
      "owner",
      "wer",
      "held-by",
      "by",
      NULL}},
    {CSV_FIRST, SPEAKERS, {"first-name", "firstname", "vorname", "given-name", NULL}},
    {CSV_LAST, SPEAKERS, {"last-name", "lastname", "surname", "nachname", "family-name", NULL}},
    {CSV_DURATION, TALKS, {"duration", "length", "minutes", "dauer", "lange", "min", NULL}},
    {CSV_TRACK, TALKS, {"track", "category", "topic", "stream", "strand", "bereich", NULL}},
    {CSV_KIND,
     TALKS,
     {"kind", "type", "format", "session-format", "session-type", "talk-type", "art", "typ", NULL}},
    {CSV_TAGS, TALKS, {"tags", "keywords", "tag", "schlagworte", "stichworte", NULL}},
    {CSV_LANGUAGE, TALKS, {"language", "lang", "sprache", NULL}},
    {CSV_CODE, TALKS, {"code", "id", "session-id", "talk-id", "nummer", "number", "nr", NULL}},
    {CSV_AUDIENCE, TALKS, {"audience", "expected-audience", "expected", "publikum", NULL}},
    {CSV_VOTES, TALKS, {"votes", "stimmen", "interest", NULL}},
    {CSV_DATE, TALKS, {"date", "datum", "day", "start-date", "startdatum", NULL}},
    {CSV_START,
     TALKS,
     {"start", "start-time", "starts-at", "begin", "beginn", "from", "von", "time", "zeit",
      "uhrzeit", "scheduled-at", "startzeit", "anfang", "begins-at", "starts", "begins", NULL}},
    {CSV_END,
     TALKS,
     {"end", "end-time", "ends-at", "ende", "until", "bis", "endzeit", "ends", NULL}},
    {CSV_ROOM,
     TALKS,
     {"room", "raum", "hall", "saal", "location", "venue", "ort", "where", "room-name", NULL}},
    {CSV_FIXED, TALKS, {"fixed", NULL}},
    {CSV_CAPACITY, ROOMS, {"capacity", "seats", "size", "places", "persons", "personen", NULL}},
    {CSV_AVAILABLE, SPEAKERS, {"present", "anwesend", NULL}},
};

/* Words that say it in longer headers: "Presenter(s)", "Anzahl Plätze", "How long is your talk?".
 * The first that is there counts, so that negations, and what people are asked besides, come
 * first. CSV_COLUMNS: it is not what the words after it would make of it. */
static const struct {
    enum csv_column column;
    unsigned about;
    bool idle;
    const char *words[MOST_WORDS];
} loose[] = {
    {CSV_COLUMNS, ALL, true, {"mail",      "phone",       "telefon",    "mobile",   "handy",
                              "twitter",   "mastodon",    "linkedin",   "github",   "photo",
                              "foto",      "picture",     "avatar",     "headshot", "bio",
                              "biography", "biografie",   "biographie", "pronoun",  "pronouns",
                              "timestamp", "zeitstempel", "country",    "land",     "website",
                              NULL}},
    {CSV_COLUMNS, ALL, false, {"submitted",   "created",     "updated",   "modified",    "prefer",
                               "preferred",   "preference",  "wish",      "wunsch",      "wunsche",
                               "comment",     "comments",    "kommentar", "notes",       "notizen",
                               "bemerkung",   "bemerkungen", "anmerkung", "anmerkungen", "closed",
                               "geschlossen", "job",         "gender",    "count",       NULL}},
    {CSV_COLUMNS,
     TALKS | SPEAKERS,
     false,
     {"number-of", "anzahl", "speaker-title", "speaker-role", "speaker-position", "speaker-level",
      "speaker-id", "speaker-code", "speaker-experience", NULL}},
    {CSV_UNAVAILABLE,
     TALKS | SPEAKERS,
     false,
     {"unavailable",
      "unavailability",
      "not-available",
      "cannot",
      "cant",
      "can-not",
      "unable",
      "not-possible",
      "not-there",
      "away",
      "absent",
      "absence",
      "absences",
      "nicht",
      "abwesend",
      "abwesenheit",
      "abwesenheiten",
      "verhindert",
      "keine-zeit",
      "no-time",
      "blocked",
      "avoid",
      NULL}},
    {CSV_COLUMNS, ROOMS, false, {"unavailable", "not-available", "nicht", NULL}},
    {CSV_AVAILABLE,
     ALL,
     false,
     {"available", "availability", "availabilities", "verfugbar", "verfugbarkeit", "anwesend",
      "anwesenheit", "can-attend", NULL}},
    {CSV_AVAILABLE,
     ROOMS,
     false,
     {"open", "opening", "offen", "geoffnet", "offnungszeiten", "offnungszeit", "hours", "times",
      "zeiten", NULL}},
    {CSV_STATUS,
     TALKS,
     false,
     {"status", "state", "decision", "entscheidung", "accepted", "angenommen", NULL}},
    {CSV_AFFILIATION,
     TALKS | SPEAKERS,
     false,
     {"affiliation", "affiliations", "company", "organisation", "organization", "institution",
      "institut", "firma", "unternehmen", "employer", "university", "universitat", NULL}},
    {CSV_FIRST, SPEAKERS, false, {"first", "given", "vorname", NULL}},
    {CSV_LAST, SPEAKERS, false, {"last", "surname", "nachname", "family", NULL}},
    {CSV_COLUMNS, SPEAKERS, false, {"title", "titel", "talk", "talks", "vortrag", NULL}},
    {CSV_LEVEL, TALKS, false, {"level", "niveau", "difficulty", "schwierigkeit", NULL}},
    {CSV_LANGUAGE, TALKS, false, {"language", "sprache", "vortragssprache", NULL}},
    {CSV_DURATION,
     TALKS,
     false,
     {"duration", "length", "minutes", "minuten", "dauer", "vortragsdauer", "lange", "how-long",
      "redezeit", "laufzeit", NULL}},
    {CSV_PEOPLE, TALKS, false, {"speaker",      "speakers",      "presenter",   "presenters",
                                "author",       "authors",       "autor",       "autoren",
                                "autorin",      "autorinnen",    "referent",    "referenten",
                                "referentin",   "referentinnen", "vortragende", "vortragender",
                                "vortragenden", "sprecher",      "sprecherin",  "redner",
                                "dozent",       "dozenten",      "lecturer",    "lecturers",
                                "host",         "hosts",         NULL}},
    {CSV_PEOPLE,
     TALKS,
     false,
     {"panelist", "panelists", "moderator", "facilitator", "facilitators", "instructor",
      "instructors", "rednerin", "sprechende", "lead", "leader", NULL}},
    {CSV_SUBTITLE, TALKS, false, {"subtitle", "untertitel", NULL}},
    {CSV_ABSTRACT,
     TALKS,
     false,
     {"abstract", "description", "summary", "beschreibung", "kurzbeschreibung", "zusammenfassung",
      "inhalt", NULL}},
    {CSV_NAME, TALKS, false, {"title", "titel", "vortragstitel", "thema", NULL}},
    {CSV_NAME, SPEAKERS, false, {"name", "speaker", "presenter", "referent", "author", NULL}},
    {CSV_KIND, TALKS, false, {"format", "type", "kind", "vortragsart", "art", NULL}},
    {CSV_TRACK,
     TALKS,
     false,
     {"track", "topic", "category", "kategorie", "themenbereich", "themengebiet", "stream", NULL}},
    {CSV_TAGS, TALKS, false, {"keywords", "tags", "schlagworte", "schlagworter", NULL}},
    {CSV_AUDIENCE,
     TALKS,
     false,
     {"audience", "attendance", "attendees", "participants", "teilnehmer", NULL}},
    {CSV_VOTES, TALKS, false, {"votes", "stimmen", NULL}},
    {CSV_URL, TALKS, false, {"url", "link", NULL}},
    {CSV_CAPACITY,
     ROOMS,
     false,
     {"capacity", "kapazitat", "seats", "seating", "platze", "sitzplatze", "sitze", "personen",
      "persons", "people", "pax", "attendees", "platzzahl", "sitzplatzzahl", "max", NULL}},
    {CSV_FEATURES,
     ROOMS,
     false,
     {"features", "equipment", "ausstattung", "technik", "facilities", NULL}},
    {CSV_NAME, ROOMS, false, {"name", "room", "raum", "hall", "saal", "horsaal", NULL}},
};

/* "Length (min)" without brackets, "Referent*innen" and "Vortragende/r" without the endings for
 * other genders. */
static const char *plain(struct arena *arena, const char *text)
{
    static const char *const endings[] = {"innen", "in", "r", "n", "frau", NULL};
    char *out = arena_text(arena, text, strlen(text));
    size_t n = 0;
    for (const char *at = text; *at != '\0';) {
        const char *after = at + 1 + (at[0] == '/' && at[1] == '-');
        size_t length = 0;
        if (*at == '(' || *at == '[') {
            const char *end = strpbrk(at, ")]");
            at = end != NULL ? end + 1 : at + strlen(at);
            out[n++] = ' ';
            continue;
        }
        for (size_t i = 0; strchr("*:_/", *at) != NULL && endings[i] != NULL && length == 0; i++) {
            size_t k = strlen(endings[i]);
            bool is =
                n > 0 && strncmp(after, endings[i], k) == 0 && !isalpha((unsigned char)after[k]);
            length = is ? k : 0;
        }
        if (length > 0) {
            at = after + length;
        } else {
            out[n++] = *at++;
        }
    }
    out[n] = '\0';
    return out[strspn(out, " ")] == '\0' ? text : out;
}

/* Whether the word, or several with hyphens, is in the slug. */
static bool has_word(const char *slug, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = strstr(slug, word); at != NULL; at = strstr(at + 1, word)) {
        if ((at == slug || at[-1] == '-') && (at[n] == '-' || at[n] == '\0')) {
            return true;
        }
    }
    return false;
}

struct csv_header csv_header_read(struct arena *arena, enum csv_about about, const char *text)
{
    struct csv_header found = {CSV_COLUMNS, CSV_HEADER_NOT, false};
    if (text[0] == '\0' || strlen(text) > MOST_BYTES) {
        return found;
    }
    const char *slug = text_slug(arena, plain(arena, text), '-');
    for (size_t k = 0; k < BASE_COUNT(exact); k++) {
        for (size_t i = 0; (exact[k].about & 1u << about) != 0 && exact[k].words[i] != NULL; i++) {
            if (i < found.rank && strcmp(slug, exact[k].words[i]) == 0) {
                found = (struct csv_header){exact[k].column, i, false};
            }
        }
    }
    for (size_t k = 0; found.rank == CSV_HEADER_NOT && k < BASE_COUNT(loose); k++) {
        for (size_t i = 0; (loose[k].about & 1u << about) != 0 && loose[k].words[i] != NULL; i++) {
            if (has_word(slug, loose[k].words[i])) {
                return (struct csv_header){loose[k].column, CSV_HEADER_LOOSE + i, loose[k].idle};
            }
        }
    }
    return found;
}
