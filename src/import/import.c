#include "import/import.h"

#include "confab/load.h"
#include "confab/version.h"
#include "import/draft_write.h"
#include "input/text.h"
#include "input/yaml_tree.h"
#include "output/read_time.h"
#include "output/strbuf.h"
#include "output/yaml_write.h"

#include <ctype.h>
#include <string.h>

enum {
    DAY_MIN = 24 * 60,
    ID_LENGTH = 60,
    WORD_LENGTH = 100,
    TEXT_LENGTH = 1000,
    ABSTRACT_LENGTH = 100000
};

typedef bool importer(struct import *import);

static const char *const words[] = {
#define IMPORTER(function, word) word,
#include "import/importers.def"
#undef IMPORTER
};

static importer *const importers[] = {
#define IMPORTER(function, word) import_##function,
#include "import/importers.def"
#undef IMPORTER
};

const struct yaml_node *import_read_json(struct import *import, const char *name)
{
    uint32_t file;
    if (!diag_read_source(import->diags, import->sources, name, YAML_TREE_BYTES, &file)) {
        return NULL;
    }
    return yaml_tree_read(import->arena, import->sources, file, import->diags);
}

/* ---- building the tree ----------------------------------------------------- */

cJSON *import_section(cJSON *parent, const char *key)
{
    cJSON *child = cJSON_GetObjectItemCaseSensitive(parent, key);
    return child != NULL ? child : json_object(parent, key);
}

cJSON *import_list(cJSON *parent, const char *key)
{
    cJSON *child = cJSON_GetObjectItemCaseSensitive(parent, key);
    return child != NULL ? child : json_array(parent, key);
}

/* Control characters, and what is no character or ends a line in some scripts only. */
static bool is_awkward(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029 ||
           code == 0xfeff || (code & 0xfffe) == 0xfffe;
}

const char *import_clean(struct arena *arena, const char *text, size_t most, bool lines)
{
    struct strbuf out = {0};
    size_t left = strlen(text), n = 0;
    while (left > 0 && n < most) {
        uint32_t code;
        size_t length = text_decode(text, left, &code);
        bool line_end = code == '\n' && lines;
        if (length == 0 || (is_awkward(code) && !line_end)) {
            /* Blanks of all kinds are one blank; there is none at the beginning. */
            bool blank = length > 0 && (code == '\t' || code == '\n' || code == '\r');
            if (blank && out.n > 0 && out.v[out.n - 1] != ' ' && out.v[out.n - 1] != '\n') {
                strbuf_add(&out, " ");
                n++;
            }
        } else if (out.n > 0 || (code != ' ' && code != '\n')) {
            strbuf_add_bytes(&out, text, length);
            n++;
        }
        length = length == 0 ? 1 : length;
        text += length;
        left -= length;
    }
    while (out.n > 0 && (out.v[out.n - 1] == ' ' || out.v[out.n - 1] == '\n')) {
        out.n--;
    }
    return strbuf_finish(&out, arena);
}

void import_add_text(struct import *import, cJSON *object, const char *key, const char *text)
{
    const char *clean = text == NULL ? "" : import_clean(import->arena, text, TEXT_LENGTH, false);
    if (clean[0] != '\0') {
        json_text(object, key, clean);
    }
}

void import_add_word(struct import *import, cJSON *object, const char *key, const char *text)
{
    const char *clean =
        text == NULL ? "" : import_clean(import->arena, text, WORD_LENGTH + 1, false);
    if (clean[0] != '\0' && text_length(clean) <= WORD_LENGTH) {
        json_text(object, key, clean);
    }
}

void import_add_abstract(struct import *import, cJSON *object, const char *text)
{
    const char *clean =
        text == NULL ? "" : import_clean(import->arena, text, ABSTRACT_LENGTH, true);
    if (clean[0] != '\0') {
        json_text(object, "abstract", clean);
    }
}

void import_add_guid(struct import *import, cJSON *object, struct strmap *taken, const char *guid)
{
    if (guid == NULL || !text_is_guid(guid)) {
        return;
    }
    char *small = arena_text(import->arena, guid, strlen(guid));
    for (char *at = small; *at != '\0'; at++) {
        *at = (char)tolower((unsigned char)*at);
    }
    if (strmap_add(taken, small, 0)) {
        json_text(object, "guid", small);
    }
}

static bool zone_is_taken(struct import *import, const char *name)
{
    struct zone zone;
    int32_t offset_min;
    bool shape =
        strcmp(name, "UTC") == 0 || calendar_read_offset(name, &offset_min) || text_is_zone(name);
    return shape && calendar_load_zone(import->arena, name, 2000, 2001, &zone);
}

static const char *zone_of(struct import *import, const char *given, struct src_span at)
{
    if (import->options->timezone != NULL) {
        return import->options->timezone;
    }
    if (given != NULL && zone_is_taken(import, given)) {
        return given;
    }
    faults_add(&import->faults, FAULT_ZONE, at, "give it with --timezone, as Europe/Zurich",
               given == NULL ? "the time zone is not said: clocks are kept, as UTC"
                             : "the time zone '%s' is none that a problem can have: clocks are "
                               "kept, as UTC",
               given);
    return "UTC";
}

/* "Weavers-2026" is weavers_2026; NULL: nothing that a problem takes. */
static const char *acronym_of(struct import *import, const char *given)
{
    char *acronym = given == NULL ? NULL : arena_text(import->arena, given, strlen(given));
    for (char *at = acronym; at != NULL && *at != '\0'; at++) {
        *at = isalnum((unsigned char)*at) ? (char)tolower((unsigned char)*at) : '_';
    }
    bool taken = acronym != NULL && text_is_acronym(acronym) && strlen(acronym) <= WORD_LENGTH;
    return taken ? acronym : NULL;
}

void import_add_conference(struct import *import, const char *title, const char *acronym,
                           const char *zone, struct src_span at)
{
    cJSON *conference = import_section(import->problem, "conference");
    title = import->options->title != NULL ? import->options->title : title;
    const char *clean = import_clean(import->arena, title != NULL ? title : "", TEXT_LENGTH, false);
    if (clean[0] == '\0') {
        clean = "Imported conference";
        faults_add(&import->faults, FAULT_ASSUMED, SRC_NOWHERE, "give it with --title",
                   "no title is said: '%s' is made up", clean);
        import_add_note(import, "Made up: the title.");
    }
    json_text(conference, "title", clean);
    json_text_if(conference, "acronym", acronym_of(import, acronym));
    const char *taken = zone_of(import, zone, at);
    const char *asked = import->options->timezone;
    if (strcmp(taken, asked != NULL ? asked : zone != NULL ? zone : "") != 0) {
        import_add_note(import, "Made up: the time zone. Clocks are those of the files.");
    }
    json_text(conference, "timezone", taken);
}

void import_add_note(struct import *import, const char *note)
{
    for (size_t i = 0; i < import->notes.n; i++) {
        if (strcmp(import->notes.v[i], note) == 0) {
            return;
        }
    }
    vec_push(&import->notes, note);
}

void import_add_waiver(struct import *import, const char *rule, const char *const events[2])
{
    cJSON *object = json_item(import_list(import->problem, "waive"));
    json_text(object, "rule", rule);
    cJSON *list = json_array(object, "events");
    json_push_text(list, events[0]);
    json_push_text(list, events[1]);
    json_text(object, "reason", "the one holds the other");
}

const char *import_date(struct arena *arena, int32_t day_number)
{
    return calendar_print_date(arena, day_number);
}

const char *import_span(struct arena *arena, int32_t from_min, int32_t to_min)
{
    return arena_print(arena, "%02d:%02d-%02d:%02d", (int)(from_min / 60), (int)(from_min % 60),
                       (int)(to_min / 60), (int)(to_min % 60));
}

/* ---- ids ------------------------------------------------------------------- */

const char *import_slug(struct import *import, const char *text)
{
    const char *slug = text_slug(import->arena, text, '-');
    size_t n = strlen(slug);
    if (n <= ID_LENGTH) {
        return slug;
    }
    n = ID_LENGTH;
    while (n > ID_LENGTH / 2 && slug[n] != '-') {
        n--;
    }
    return arena_text(import->arena, slug, n);
}

static const char *numbered(struct import *import, const char *slug, uint32_t number)
{
    return arena_print(import->arena, "%s-%u", slug, number);
}

const char *import_ids_make(struct import *import, struct import_ids *ids, const char *wanted)
{
    const char *slug = import_slug(import, wanted);
    uint32_t least = 1, most = 2; /* a number that is taken, and one that is free */
    if (strmap_add(&ids->taken, slug, 0)) {
        return slug;
    }
    while (strmap_find(&ids->taken, numbered(import, slug, most)) != STRMAP_NONE) {
        least = most;
        most *= 2;
    }
    while (most - least > 1) {
        uint32_t k = least + (most - least) / 2;
        bool taken = strmap_find(&ids->taken, numbered(import, slug, k)) != STRMAP_NONE;
        least = taken ? k : least;
        most = taken ? most : k;
    }
    const char *id = numbered(import, slug, most);
    (void)strmap_add(&ids->taken, id, 0);
    return id;
}

const char *import_ids_find(const struct import_ids *ids, const char *key)
{
    uint32_t at = strmap_find(&ids->known, key);
    return at == STRMAP_NONE ? NULL : ids->v.v[at];
}

const char *import_ids_of(struct import *import, struct import_ids *ids, const char *key,
                          const char *wanted, bool *is_new)
{
    const char *id = import_ids_find(ids, key);
    *is_new = id == NULL;
    if (id == NULL) {
        id = import_ids_make(import, ids, wanted);
        (void)strmap_add(&ids->known, key, (uint32_t)ids->v.n);
        vec_push(&ids->v, id);
    }
    return id;
}

void import_ids_free(struct import_ids *ids)
{
    strmap_free(&ids->taken);
    strmap_free(&ids->known);
    vec_free(&ids->v);
}

/* ---- from tree to problem -------------------------------------------------- */

static const char *comment_of(const struct import *import, const char *format)
{
    struct strbuf text = {0};
    strbuf_print(&text, "Made by confab %s: import %s", CONFAB_VERSION, format);
    for (uint32_t i = 0; i < import->n_names; i++) {
        const char *slash = strrchr(import->names[i], '/');
        strbuf_print(&text, " %s", slash != NULL ? slash + 1 : import->names[i]);
    }
    const char *first =
        import_clean(import->arena, strbuf_finish(&text, import->arena), TEXT_LENGTH, false);
    struct strbuf lines = {0};
    strbuf_add(&lines, first);
    for (size_t i = 0; i < import->notes.n; i++) {
        strbuf_print(&lines, "\n%s", import->notes.v[i]);
    }
    return strbuf_finish(&lines, import->arena);
}

/* Whatever was imported is a problem, or the complaints show where in its text it is not. */
static bool load_text(struct import *import, struct imported *imported)
{
    uint32_t file =
        source_add(import->sources, "(imported problem)", imported->yaml, strlen(imported->yaml));
    struct diag_list own = DIAG_LIST_EMPTY;
    bool ok = load_added(import->sources, &file, 1, &own, &imported->problem);
    for (uint32_t i = 0; i < own.n && !ok; i++) {
        if (own.v[i].severity == DIAG_SEVERITY_ERROR) {
            (void)diag_error(import->diags, own.v[i].code, own.v[i].at, "%s", own.v[i].text);
        }
    }
    diag_free(&own);
    return ok;
}

static uint32_t find_room(const struct problem *problem, const char *id)
{
    for (uint32_t r = 0; id != NULL && r < problem->n_rooms; r++) {
        if (strcmp(problem->rooms[r].id, id) == 0) {
            return r;
        }
    }
    return ID_NONE;
}

static void place_events(const struct import *import, struct imported *imported)
{
    const struct problem *problem = &imported->problem;
    struct strmap events = {0};
    for (uint32_t e = 0; e < problem->n_events; e++) {
        (void)strmap_add(&events, problem->events[e].id, e);
    }
    imported->placed = timetable_create(import->arena, problem);
    for (size_t i = 0; i < import->places.n; i++) {
        const struct import_place *place = &import->places.v[i];
        uint32_t event = strmap_find(&events, place->event);
        uint32_t room = find_room(problem, place->room);
        int32_t start_min;
        BUG_UNLESS(event != STRMAP_NONE);
        if (room != ID_NONE && read_time_iso(&problem->zone, place->start, &start_min)) {
            imported->placed.v[event] =
                (struct assignment){.placed = true, .room = {room}, .start_min = start_min};
            imported->n_placed++;
        }
    }
    strmap_free(&events);
}

/* The sections in the order in which the documentation has them; empty ones are left out. */
static void order_sections(struct import *import)
{
    static const char *const order[] = {"format", "conference", "preset", "rooms",  "walk",
                                        "days",   "windows",    "slots",  "breaks", "kinds",
                                        "tracks", "speakers",   "fixed",  "talks",  "bofs",
                                        "blocks", "attendees",  "rules",  "waive"};
    for (size_t i = 0; i < BASE_COUNT(order); i++) {
        cJSON *section = cJSON_DetachItemFromObjectCaseSensitive(import->problem, order[i]);
        if (section != NULL && (section->child != NULL || !cJSON_IsArray(section))) {
            cJSON_AddItemToObject(import->problem, order[i], section);
        } else {
            cJSON_Delete(section);
        }
    }
}

static bool check_options(struct import *import)
{
    const char *zone = import->options->timezone;
    bool well = draft_options_check(import);
    if (zone != NULL && !zone_is_taken(import, zone)) {
        return diag_error(import->diags, DIAG_USAGE, SRC_NOWHERE,
                          "--timezone: no time zone '%s' that a problem can have", zone);
    }
    return well;
}

static bool run(struct import *import, size_t format, struct imported *imported)
{
    bool ok = importers[format](import);
    if (import->options->every_fault) {
        faults_report_each(&import->faults, import->diags);
    } else {
        faults_report(&import->faults, import->diags);
    }
    if (!ok || import->diags->errors > 0) {
        return false;
    }
    imported->n_faults = (uint32_t)import->faults.v.n;
    order_sections(import);
    imported->yaml = yaml_write(import->arena, comment_of(import, words[format]), import->problem);
    if (!load_text(import, imported)) {
        return false;
    }
    place_events(import, imported);
    return true;
}

bool import_files(struct arena *arena, struct source_set *sources, const char *format,
                  const char *const *names, uint32_t n_names, const struct import_options *options,
                  struct diag_list *diags, struct imported *imported)
{
    size_t at = BASE_COUNT(words);
    for (size_t i = 0; i < BASE_COUNT(words); i++) {
        at = strcmp(words[i], format) == 0 ? i : at;
    }
    if (at == BASE_COUNT(words)) {
        (void)diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "unknown format '%s' to import", format);
        diag_suggest(diags, format, words, BASE_COUNT(words));
        return false;
    }
    *imported = (struct imported){0};
    struct import import = {.arena = arena,
                            .sources = sources,
                            .diags = diags,
                            .options = options,
                            .names = names,
                            .n_names = n_names,
                            .problem = json_begin()};
    json_integer(import.problem, "format", 1);
    bool ok = check_options(&import) && run(&import, at, imported);
    cJSON_Delete(import.problem);
    vec_free(&import.places);
    vec_free(&import.notes);
    faults_free(&import.faults);
    return ok;
}
