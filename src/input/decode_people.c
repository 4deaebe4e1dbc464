#include "input/decode.h"
#include "input/fields.h"
#include "input/text.h"
#include "input/when.h"

#include <string.h>

/* The separator of names at the start of `text`; 0 when there is none. A short word after a comma
 * belongs to the name: "Jr.", "PhD". */
static size_t separator_bytes(const char *text)
{
    static const char *const separators[] = {" and ", " & ", " + ", "; ", ";", ", ", ","};
    enum { SHORT_BYTES = 4 };
    for (size_t i = 0; i < BASE_COUNT(separators); i++) {
        size_t bytes = strlen(separators[i]);
        if (strncmp(text, separators[i], bytes) == 0) {
            bool suffix = text[0] == ',' && strlen(text + bytes) <= SHORT_BYTES;
            return suffix ? 0 : bytes;
        }
    }
    return 0;
}

/* "A, B" is hardly the name of one person. */
static void warn_of_several(struct decode *decode, const struct person *person)
{
    const char *list = "", *rest = person->name;
    for (const char *c = rest; *c != '\0'; c++) {
        size_t bytes = separator_bytes(c);
        if (bytes > 0 && c > rest) {
            list = arena_print(decode->arena, "%s%.*s, ", list, (int)(c - rest), rest);
            rest = c + bytes;
            c = rest - 1;
        }
    }
    if (list[0] != '\0') {
        diag_warn(decode->diags, DIAG_PERSON_SEVERAL, person->at, "one person is named '%s'",
                  person->name);
        diag_hint(decode->diags, "if they are several, write [%s%s%s%s%s]", list, rest,
                  person->affiliation != NULL ? " (" : "",
                  person->affiliation != NULL ? person->affiliation : "",
                  person->affiliation != NULL ? ")" : "");
    }
}

/* Adds a person under id and name. */
static uint32_t add_person(struct decode *decode, struct decode_person person, bool made)
{
    uint32_t index = (uint32_t)decode->people.n;
    if (!decode_has_space(decode, person.person.at, index, DECODE_MAX_PEOPLE, "people")) {
        return ID_NONE;
    }
    uint32_t taken = strmap_find(&decode->person_ids, person.person.id);
    struct src_span first = taken != STRMAP_NONE ? decode->people.v[taken].person.at : SRC_NOWHERE;
    if (!decode_names_add_id(decode, &decode->person_ids, person.person.id, index, person.person.at,
                             first, made, person.what)) {
        if (made) {
            const char *other =
                taken != STRMAP_NONE ? decode->people.v[taken].person.name : person.person.id;
            diag_hint(decode->diags,
                      "if it is the same person, write the name the same way: '%s'; if not, give "
                      "the entry under `speakers` an id",
                      other);
        }
        return ID_NONE;
    }
    if (!strmap_add(&decode->person_names, person.person.name, index)) {
        /* A map cannot change a value: what is shared is marked in a second one. */
        strmap_add(&decode->shared_people, person.person.name, index);
    }
    warn_of_several(decode, &person.person);
    vec_push(&decode->people, person);
    return index;
}

/* "Name (Affiliation)": cuts the affiliation off, NULL when there is none. */
static const char *split_affiliation(struct decode *decode, const char *text, const char **name)
{
    size_t length = strlen(text);
    const char *open = strrchr(text, '(');
    *name = text;
    if (open == NULL || open == text || text[length - 1] != ')') {
        return NULL;
    }
    size_t end = (size_t)(open - text);
    while (end > 0 && text[end - 1] == ' ') {
        end--;
    }
    size_t inner = length - (size_t)(open - text) - 2;
    *name = arena_text(decode->arena, text, end);
    return end > 0 && inner > 0 ? arena_text(decode->arena, open + 1, inner) : NULL;
}

uint32_t decode_people_add_inline(struct decode *decode, const struct yaml_node *node)
{
    const char *text = fields_text_of(decode, node, "a speaker", FIELDS_TEXT_MAX);
    if (text == NULL) {
        return ID_NONE;
    }
    const char *name;
    const char *affiliation = split_affiliation(decode, text, &name);
    uint32_t known = strmap_find(&decode->person_names, name);
    uint32_t other = strmap_find(&decode->shared_people, name);
    if (known != STRMAP_NONE && other != STRMAP_NONE) {
        diag_error(decode->diags, DIAG_PERSON_AMBIGUOUS, node->at,
                   "several speakers are called '%s'", name);
        diag_hint(decode->diags, "refer to one by its id: %s or %s",
                  decode->people.v[known].person.id, decode->people.v[other].person.id);
        return ID_NONE;
    }
    if (known != STRMAP_NONE) {
        struct person *person = &decode->people.v[known].person;
        if (affiliation != NULL && person->affiliation != NULL &&
            strcmp(affiliation, person->affiliation) != 0) {
            diag_warn(decode->diags, DIAG_AFFILIATION_DIFFERS, node->at,
                      "%s is given with '%s' and with '%s'; the first counts", name,
                      person->affiliation, affiliation);
            diag_note(decode->diags, person->at, "first given here");
        }
        person->affiliation = person->affiliation != NULL ? person->affiliation : affiliation;
        return known;
    }
    if (decode_is_withdrawn(decode, "speakers", name, node->at, "a talk")) {
        return ID_NONE;
    }
    struct decode_person person = {
        .person = {.id = text_slug(decode->arena, name, '-'),
                   .name = name,
                   .affiliation = affiliation,
                   .always_free = true,
                   .at = node->at},
        .what = arena_print(decode->arena, "speaker '%s'", name),
    };
    return add_person(decode, person, true);
}

static void read_person(struct decode *decode, const struct yaml_node *node)
{
    static const char *const keys[] = {"id", "name", "affiliation", "available", "unavailable"};
    if (node->kind == YAML_SCALAR) {
        decode_people_add_inline(decode, node);
        return;
    }
    if (!fields_check(decode, node, "a speaker", keys, BASE_COUNT(keys), RULE_ON_PERSON)) {
        return;
    }
    struct decode_person person = {.node = node};
    person.person.at = node->at;
    person.person.always_free = true;
    person.person.id = fields_id(decode, node);
    person.person.name = fields_text(decode, node, "name", FIELDS_TEXT_MAX);
    person.person.affiliation = fields_text(decode, node, "affiliation", FIELDS_TEXT_MAX);
    if (person.person.id == NULL && person.person.name == NULL) {
        if (yaml_tree_get(node, "id") == NULL && yaml_tree_get(node, "name") == NULL) {
            diag_error(decode->diags, DIAG_KEY_MISSING, node->at,
                       "a speaker needs a name or an id");
        }
        return;
    }
    bool made = person.person.id == NULL;
    if (made) {
        person.person.id = text_slug(decode->arena, person.person.name, '-');
    } else if (person.person.name == NULL) {
        person.person.name = person.person.id;
    }
    person.what = arena_print(decode->arena, "speaker '%s'", person.person.name);
    add_person(decode, person, made);
}

void decode_people_read(struct decode *decode)
{
    size_t n;
    const struct yaml_node *const *items = decode_section(decode, "speakers", &n);
    for (size_t i = 0; i < n; i++) {
        read_person(decode, items[i]);
    }
}

static void read_availability(struct decode *decode, struct decode_person *person)
{
    const struct yaml_node *available = yaml_tree_get(person->node, "available");
    const struct yaml_node *unavailable = fields_get(decode, person->node, "unavailable");
    if (available != NULL && unavailable != NULL) {
        diag_error(decode->diags, DIAG_KEY_CONFLICT, unavailable->at,
                   "%s has both 'available' and 'unavailable'", person->what);
        diag_note(decode->diags, available->at, "the other one");
        if (available->at.from.file != unavailable->at.from.file) {
            diag_hint(decode->diags, "give `available` anew here, without these times");
        }
        return;
    }
    available = fields_get(decode, person->node, "available");
    const struct yaml_node *node = available != NULL ? available : unavailable;
    if (node == NULL) {
        return;
    }
    size_t n;
    const struct yaml_node *const *items = fields_items(decode, node, &n);
    struct when_list list = {0};
    for (size_t i = 0; i < n; i++) {
        when_read_times(decode, items[i], &list);
    }
    person->person.free = when_merge(decode, &list);
    person->person.free_at = node->at;
    person->person.always_free = unavailable != NULL && person->person.free.n == 0;
    if (unavailable != NULL) {
        person->person.free = when_complement(decode, person->person.free);
    }
}

void decode_people_finish(struct decode *decode)
{
    for (uint32_t i = 0; i < decode->people.n; i++) {
        struct decode_person *person = &decode->people.v[i];
        if (person->node != NULL) {
            read_availability(decode, person);
            struct attrs attrs =
                decode_keys_read(decode, person->node, RULE_ON_PERSON, i, person->what);
            decode->people.v[i].person.attrs = attrs;
        }
    }
}
