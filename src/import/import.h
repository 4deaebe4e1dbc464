/* What every importer works with. It makes a problem as a tree in the shape of
 * docs/problem-format.md, keys in the order in which they are to be written, and says where the
 * files place its events; import.c writes the tree as YAML and reads that as any problem. */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "base/strmap.h"
#include "base/vec.h"
#include "confab/import.h"
#include "exchange/faults.h"
#include "output/json.h"

/* An event's place in the files. */
struct import_place {
    const char *event; /* its id in the problem */
    const char *start; /* "2026-05-14T16:15", local */
    const char *room;  /* id; NULL: none is known, then it is not placed */
};

struct import {
    struct arena *arena;
    struct source_set *sources;
    struct diag_list *diags; /* for what cannot be survived; else faults_add() */
    struct faults faults;
    const struct import_options *options;
    const char *const *names; /* the files, as given; source_read() is the importer's job */
    uint32_t n_names;
    cJSON *problem;
    VEC(struct import_place) places; /* in `arena` */
    VEC(const char *) notes;         /* for the top of the problem: what to look at */
};

/* Each importer: false: a complaint is in import->diags. */
#define IMPORTER(function, word) bool import_##function(struct import *import);
#include "import/importers.def"
#undef IMPORTER

/* Reads the one document of a JSON (or YAML) file, its escapes joined. NULL: a complaint. */
const struct yaml_node *import_read_json(struct import *import, const char *name);

/* ---- building the tree ----------------------------------------------------- */

/* The object or list of that name, made at the end of `parent` when it is not there. */
cJSON *import_section(cJSON *parent, const char *key);
cJSON *import_list(cJSON *parent, const char *key);
/* A text as the problem file takes it: control characters and blanks at the ends taken off,
 * line ends made blanks unless `lines`, and cut at `most` characters. In `arena`. */
const char *import_clean(struct arena *arena, const char *text, size_t most, bool lines);
/* The text, cleaned, up to 1000 characters; nothing when it is NULL or empty. */
void import_add_text(struct import *import, cJSON *object, const char *key, const char *text);
/* The same of what is no text but a name of something: up to 100 characters, else nothing. */
void import_add_word(struct import *import, cJSON *object, const char *key, const char *text);
void import_add_abstract(struct import *import, cJSON *object, const char *text);
/* The guid, in small letters, unless it is none or `taken` already. */
void import_add_guid(struct import *import, cJSON *object, struct strmap *taken, const char *guid);
/* "conference: {title, acronym, timezone}"; each may be NULL or not what a problem takes: then it
 * is left out, or made up. The options have the last word about zone and title. `zone` that is not
 * taken is a fault at `at`. */
void import_add_conference(struct import *import, const char *title, const char *acronym,
                           const char *zone, struct src_span at);
/* A line at the top of the problem, once. */
void import_add_note(struct import *import, const char *note);
/* Two events of which one may lie over the other. */
void import_add_waiver(struct import *import, const char *rule, const char *const events[2]);
/* "2026-05-14" and "09:00-25:30". */
const char *import_date(struct arena *arena, int32_t day_number);
const char *import_span(struct arena *arena, int32_t from_min, int32_t to_min);

/* ---- ids ------------------------------------------------------------------- */

/* Ids of one kind of thing (events, rooms, people, tracks). {0} is empty. */
struct import_ids {
    struct strmap taken; /* id → 0 */
    struct strmap known; /* key → index into v */
    VEC(const char *) v; /* in the import's arena */
};

/* "Why C?" is why-c; not too long for an id. In the import's arena. */
const char *import_slug(struct import *import, const char *text);
/* A new id made of `wanted` ("Why C?" is why-c, a second one why-c-2). In the import's arena. */
const char *import_ids_make(struct import *import, struct import_ids *ids, const char *wanted);
/* The id of what the files call `key`; NULL: not known yet. */
const char *import_ids_find(const struct import_ids *ids, const char *key);
/* The same; made of `wanted` when it is not known, *is_new says so. */
const char *import_ids_of(struct import *import, struct import_ids *ids, const char *key,
                          const char *wanted, bool *is_new);
void import_ids_free(struct import_ids *ids);

#endif
