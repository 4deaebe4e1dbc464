#include "input/overlay.h"

#include "input/text.h"
#include "input/yaml_merge.h"

#include <string.h>

struct merge {
    struct arena *arena;
    struct diag_list *diags;
    struct overlay *overlay;
};

/* Lists of entities, each known by its id, else by the other key; "" in the middle: not a list of
 * entities. */
static const struct section {
    const char *key, *named_by, *space, *one;
} SECTIONS[] = {
    {"rooms", "name", "rooms", "room"},          {"days", "date", "days", "day"},
    {"windows", "name", "windows", "window"},    {"slots", "name", "slots", "slot"},
    {"breaks", "title", "breaks", "break"},      {"fixed", "title", "events", "fixed event"},
    {"speakers", "name", "speakers", "speaker"}, {"talks", "title", "events", "talk"},
    {"bofs", "title", "events", "bof"},          {"attendees", "id", "attendees", "attendee"},
    {"tracks", "name", "tracks", "track"},       {"blocks", "title", "blocks", "block"},
};

static const struct section *find_section(const char *key)
{
    for (size_t i = 0; i < BASE_COUNT(SECTIONS); i++) {
        if (strcmp(SECTIONS[i].key, key) == 0) {
            return &SECTIONS[i];
        }
    }
    return NULL;
}

static const char *scalar_of(const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = yaml_tree_get(map, key);
    return node != NULL && node->kind == YAML_SCALAR && node->text[0] != '\0' ? node->text : NULL;
}

/* What an entry is called; a short break ("19:45-20:15 Apéro") by what follows its times. */
static const char *name_of(const struct yaml_node *entry, const struct section *section)
{
    if (entry->kind != YAML_SCALAR) {
        return scalar_of(entry, section->named_by);
    }
    const char *text = entry->text;
    while (*text >= '0' && *text <= '9') {
        const char *space = strchr(text, ' ');
        if (space == NULL) {
            break;
        }
        text = space + 1;
    }
    return text;
}

/* The entries of a list so far, by what one may call them. */
struct known {
    struct strmap ids, names;               /* to the entry's index */
    struct strmap shared_ids, shared_names; /* of several entries */
    const struct yaml_node **list;          /* those taken away are NULL */
    const char **id_of, **name_of;          /* by index; NULL: none */
    size_t n, n_earlier;                    /* all; those of earlier files */
};

static void know(struct strmap *map, struct strmap *shared, const char *name, size_t index)
{
    if (name != NULL && !strmap_add(map, name, (uint32_t)index)) {
        strmap_add(shared, name, (uint32_t)index);
    }
}

/* An entry goes by its id, or the one that its name makes; and by its name. */
static void know_entry(struct merge *merge, struct known *known, const struct section *section,
                       const struct yaml_node *entry, size_t index)
{
    const char *id = scalar_of(entry, "id");
    const char *name = name_of(entry, section);
    id = id == NULL && name != NULL ? text_slug(merge->arena, name, '-') : id;
    know(&known->ids, &known->shared_ids, id, index);
    know(&known->names, &known->shared_names, name, index);
    known->id_of[index] = id;
    known->name_of[index] = name;
}

static void forget(struct known *known)
{
    strmap_free(&known->ids);
    strmap_free(&known->names);
    strmap_free(&known->shared_ids);
    strmap_free(&known->shared_names);
}

/* The index of the entry that `entry` means; STRMAP_NONE when there is none. False: reported. */
static bool find_entry(struct merge *merge, const struct known *known,
                       const struct yaml_node *entry, const struct section *section,
                       uint32_t *found)
{
    const struct yaml_node *const *list = known->list;
    const char *id = scalar_of(entry, "id");
    const char *name = id != NULL ? id : name_of(entry, section);
    *found = STRMAP_NONE;
    if (name == NULL) {
        return true;
    }
    *found = strmap_find(id != NULL ? &known->ids : &known->names, name);
    uint32_t other = strmap_find(id != NULL ? &known->shared_ids : &known->shared_names, name);
    if (other != STRMAP_NONE && list[*found] != NULL && list[other] != NULL) {
        diag_error(merge->diags, DIAG_OVERLAY_AMBIGUOUS, entry->at,
                   "several entries of %s are called '%s'", section->key, name);
        diag_hint(merge->diags, "refer to one by its id");
        diag_note(merge->diags, list[*found]->at, "one is here");
        diag_note(merge->diags, list[other]->at, "another is here");
        return false;
    }
    *found = *found != STRMAP_NONE && list[*found] == NULL ? other : *found;
    *found = *found != STRMAP_NONE && list[*found] == NULL ? STRMAP_NONE : *found;
    return true;
}

static void withdraw(struct merge *merge, const struct section *section, const char *name)
{
    if (name != NULL) {
        strmap_add(&merge->overlay->withdrawn,
                   arena_print(merge->arena, "%s:%s", section->space, name), 0);
    }
}

static void remove_entry(struct merge *merge, const struct section *section,
                         const struct yaml_node *entry)
{
    const char *name = name_of(entry, section);
    const char *id = scalar_of(entry, "id");
    withdraw(merge, section, name);
    withdraw(merge, section, id != NULL || name == NULL ? id : text_slug(merge->arena, name, '-'));
}

/* A new entry; keys that append have nothing to append to, and make a list. */
static const struct yaml_node *new_entry(struct merge *merge, const struct yaml_node *entry)
{
    struct yaml_node empty = {.kind = YAML_MAPPING, .at = entry->at};
    return entry->kind == YAML_MAPPING ? yaml_merge_maps(merge->arena, &empty, entry) : entry;
}

struct name_list {
    VEC(const char *) v;
};

/* Ids of what earlier files give, or names. */
static struct name_list earlier_names(const struct known *known, bool ids, bool names)
{
    struct name_list list = {0};
    for (size_t i = 0; i < known->n_earlier; i++) {
        if (known->list[i] != NULL && ids && known->id_of[i] != NULL) {
            vec_push(&list.v, known->id_of[i]);
        }
        if (known->list[i] != NULL && names && known->name_of[i] != NULL) {
            vec_push(&list.v, known->name_of[i]);
        }
    }
    return list;
}

static void suggest_earlier(struct merge *merge, const struct known *known, const char *given)
{
    struct name_list ids = earlier_names(known, true, false);
    struct name_list all = earlier_names(known, true, true);
    bool near_id = text_suggestion(given, ids.v.v, ids.v.n) != NULL ||
                   text_suggestion(given, all.v.v, all.v.n) == NULL;
    const struct name_list *names = near_id ? &ids : &all;
    diag_suggest(merge->diags, given, names->v.v, names->v.n);
    vec_free(&ids.v);
    vec_free(&all.v);
}

/* Whether the event's entry says how long it is, of what kind, or whose. */
static bool is_described(const struct yaml_node *entry)
{
    static const char *const own[] = {"duration", "kind", "speakers", "hosts", "time"};
    bool says = false;
    for (size_t i = 0; i < BASE_COUNT(own); i++) {
        says = says || yaml_tree_get(entry, own[i]) != NULL;
    }
    return says;
}

/* Of a new event one would say as much as of each other. */
static bool is_change(const struct section *section, const struct known *known,
                      const struct yaml_node *entry)
{
    bool says_less = known->n_earlier > 0 && strcmp(section->space, "events") == 0 &&
                     entry->kind == YAML_MAPPING && entry->n > 1 && !is_described(entry);
    for (size_t i = 0; i < known->n_earlier && says_less; i++) {
        says_less = known->list[i] == NULL || is_described(known->list[i]);
    }
    return says_less;
}

/* An entry that is called much like an earlier one is perhaps meant to change it; so is one that
 * says only what one adds to an event. */
static void warn_of_slip(struct merge *merge, const struct section *section,
                         const struct known *known, const struct yaml_node *entry)
{
    enum { MOST_COMPARED = 2000 };
    bool by_id = scalar_of(entry, "id") != NULL;
    const char *given = by_id ? scalar_of(entry, "id") : name_of(entry, section);
    if (given == NULL || known->n_earlier > MOST_COMPARED ||
        strcmp(section->key, "attendees") == 0) {
        return;
    }
    struct name_list names = earlier_names(known, by_id, !by_id);
    bool slipped = false;
    for (size_t i = 0; i < names.v.n && !slipped; i++) {
        slipped = text_is_slip(given, names.v.v[i]);
        if (slipped) {
            diag_warn(merge->diags, DIAG_OVERLAY_NEW, entry->at, "this adds a new %s '%s'",
                      section->one, given);
            diag_hint(merge->diags, "did you mean '%s'?", names.v.v[i]);
        }
    }
    if (!slipped && is_change(section, known, entry)) {
        diag_warn(merge->diags, DIAG_OVERLAY_NEW, entry->at,
                  "this adds a new %s '%s', but not how long it is, or whose", section->one, given);
        diag_hint(merge->diags, "nothing in the files before is called so: has it another title "
                                "now?");
    }
    vec_free(&names.v);
}

/* What matches nothing is new; an event without a title cannot be. */
static void add_entry(struct merge *merge, const struct section *section, struct known *known,
                      const struct yaml_node *entry)
{
    const char *id = scalar_of(entry, "id");
    if (id != NULL && strcmp(section->space, "events") == 0 &&
        yaml_tree_get(entry, "title") == NULL) {
        diag_error(merge->diags, DIAG_KEY_MISSING, entry->at,
                   "no %s has the id '%s', and a new one needs a title", section->one, id);
        suggest_earlier(merge, known, id);
        return;
    }
    warn_of_slip(merge, section, known, entry);
    know_entry(merge, known, section, entry, known->n);
    known->list[known->n++] = new_entry(merge, entry);
}

static void report_removal(struct merge *merge, const struct section *section,
                           const struct known *known, const struct yaml_node *entry)
{
    const char *id = scalar_of(entry, "id");
    const char *name = id != NULL ? id : name_of(entry, section);
    if (name == NULL) {
        diag_error(merge->diags, DIAG_OVERLAY_UNKNOWN, entry->at,
                   "nothing says which entry of %s to remove", section->key);
        return;
    }
    diag_error(merge->diags, DIAG_OVERLAY_UNKNOWN, entry->at, "there is no '%s' in %s to remove",
               name, section->key);
    suggest_earlier(merge, known, name);
}

/* An earlier `unavailable` gives way to a later `available`, and the other way round: an entry has
 * one of them. */
static const struct yaml_node *without_rival(struct merge *merge, const struct yaml_node *earlier,
                                             const struct yaml_node *later)
{
    static const char *const rivals[][2] = {{"available", "unavailable"},
                                            {"unavailable", "available"}};
    struct yaml_merge list = {0};
    for (size_t i = 0; i < earlier->n; i++) {
        bool replaced = false;
        for (size_t k = 0; k < BASE_COUNT(rivals); k++) {
            replaced = replaced || (yaml_tree_get(later, rivals[k][0]) != NULL &&
                                    strcmp(earlier->pairs[i].key->text, rivals[k][1]) == 0);
        }
        if (!replaced) {
            vec_push(&list.v, earlier->pairs[i]);
        }
    }
    return yaml_merge_finish(merge->arena, earlier, &list);
}

/* What is taken away leaves a NULL. */
static void merge_entry(struct merge *merge, const struct section *section, struct known *known,
                        const struct yaml_node *entry)
{
    uint32_t found;
    if (!find_entry(merge, known, entry, section, &found)) {
        return;
    }
    const struct yaml_node **list = known->list;
    bool removal = yaml_merge_removes(merge->diags, entry);
    if (found == STRMAP_NONE && removal) {
        report_removal(merge, section, known, entry);
    } else if (found == STRMAP_NONE) {
        add_entry(merge, section, known, entry);
    } else if (removal) {
        remove_entry(merge, section, list[found]);
        list[found] = NULL;
    } else if (list[found]->kind == YAML_MAPPING && entry->kind == YAML_MAPPING) {
        list[found] =
            yaml_merge_maps(merge->arena, without_rival(merge, list[found], entry), entry);
    } else {
        list[found] = entry;
    }
}

static const struct yaml_node *merge_entries(struct merge *merge, const struct section *section,
                                             const struct yaml_node *earlier,
                                             const struct yaml_node *later)
{
    const struct yaml_node **list =
        arena_array(merge->arena, earlier->n + later->n, sizeof(struct yaml_node *));
    struct known known = {.list = list, .n = earlier->n, .n_earlier = earlier->n};
    known.id_of = arena_array(merge->arena, earlier->n + later->n, sizeof(char *));
    known.name_of = arena_array(merge->arena, earlier->n + later->n, sizeof(char *));
    size_t kept = 0;
    for (size_t i = 0; i < earlier->n; i++) {
        list[i] = earlier->items[i];
        know_entry(merge, &known, section, list[i], i);
    }
    for (size_t i = 0; i < later->n; i++) {
        merge_entry(merge, section, &known, later->items[i]);
    }
    forget(&known);
    for (size_t i = 0; i < known.n; i++) {
        if (list[i] != NULL) {
            list[kept++] = list[i];
        }
    }
    struct yaml_node *node = arena_copy(merge->arena, earlier, sizeof(*earlier));
    node->items = list;
    node->n = kept;
    return node;
}

static void suggest_key(struct merge *merge, const struct yaml_merge *list, const char *given)
{
    struct name_list names = {0};
    for (size_t i = 0; i < list->v.n; i++) {
        vec_push(&names.v, list->v.v[i].key->text);
    }
    diag_suggest(merge->diags, given, names.v.v, names.v.n);
    vec_free(&names.v);
}

/* Maps of entities (kinds): each merged or taken away. */
static const struct yaml_node *merge_map_entries(struct merge *merge, const char *space,
                                                 const struct yaml_node *earlier,
                                                 const struct yaml_node *later)
{
    struct yaml_merge list = yaml_merge_start(earlier);
    for (size_t i = 0; i < later->n; i++) {
        const struct yaml_node *key = later->pairs[i].key;
        const struct yaml_node *value = later->pairs[i].value;
        const struct yaml_node *old = yaml_merge_get(&list, key->text);
        if (yaml_merge_removes(merge->diags, value)) {
            size_t kept = 0;
            for (size_t j = 0; j < list.v.n; j++) {
                if (strcmp(list.v.v[j].key->text, key->text) != 0) {
                    list.v.v[kept++] = list.v.v[j];
                }
            }
            list.v.n = kept;
            strmap_add(&merge->overlay->withdrawn,
                       arena_print(merge->arena, "%s:%s", space, key->text), 0);
            if (old == NULL) {
                diag_error(merge->diags, DIAG_OVERLAY_UNKNOWN, key->at,
                           "there is no '%s' in %s to remove", key->text, space);
                suggest_key(merge, &list, key->text);
            }
        } else if (old != NULL && old->kind == YAML_MAPPING && value->kind == YAML_MAPPING) {
            yaml_merge_set(&list, key, yaml_merge_maps(merge->arena, old, value));
        } else {
            yaml_merge_set(&list, key, value);
        }
    }
    return yaml_merge_finish(merge->arena, earlier, &list);
}

/* `hard` as `{strength: hard}`: what a rule is set to, as a map. */
static const struct yaml_node *setting_map(struct merge *merge, const struct yaml_node *value)
{
    if (value->kind == YAML_MAPPING) {
        return value;
    }
    struct yaml_node *key = arena_copy(merge->arena, value, sizeof(*value));
    key->text = "strength";
    struct yaml_merge list = {0};
    yaml_merge_set(&list, key, value);
    return yaml_merge_finish(merge->arena, value, &list);
}

/* Rules: what a later file does not say of a rule, the earlier one's strength among it, stays. */
static const struct yaml_node *merge_rules(struct merge *merge, const struct yaml_node *earlier,
                                           const struct yaml_node *later)
{
    struct yaml_merge list = yaml_merge_start(earlier);
    for (size_t i = 0; i < later->n; i++) {
        const struct yaml_node *key = later->pairs[i].key;
        const struct yaml_node *value = later->pairs[i].value;
        const struct yaml_node *old = yaml_merge_get(&list, key->text);
        bool both = old != NULL && old->kind != YAML_SEQUENCE && value->kind != YAML_SEQUENCE &&
                    (old->kind == YAML_MAPPING || value->kind == YAML_MAPPING);
        if (both) {
            value =
                yaml_merge_maps(merge->arena, setting_map(merge, old), setting_map(merge, value));
        }
        yaml_merge_set(&list, key, value);
    }
    return yaml_merge_finish(merge->arena, earlier, &list);
}

static const struct yaml_node *merge_values(struct merge *merge, const char *key,
                                            const struct yaml_node *earlier,
                                            const struct yaml_node *later)
{
    const struct section *section = find_section(key);
    bool lists = earlier->kind == YAML_SEQUENCE && later->kind == YAML_SEQUENCE;
    bool maps = earlier->kind == YAML_MAPPING && later->kind == YAML_MAPPING;
    if (lists && section != NULL) {
        return merge_entries(merge, section, earlier, later);
    }
    if (maps && strcmp(key, "kinds") == 0) {
        return merge_map_entries(merge, key, earlier, later);
    }
    if (maps && strcmp(key, "rules") == 0) {
        return merge_rules(merge, earlier, later);
    }
    if (strcmp(key, "waive") == 0) {
        return yaml_merge_append(merge->arena, earlier, later);
    }
    return maps ? yaml_merge_maps(merge->arena, earlier, later) : later;
}

/* `map` without the keys that `other` has. */
static const struct yaml_node *without_keys(struct merge *merge, const struct yaml_node *map,
                                            const struct yaml_node *other)
{
    struct yaml_merge list = {0};
    for (size_t i = 0; i < map->n; i++) {
        if (yaml_tree_get(other, map->pairs[i].key->text) == NULL) {
            vec_push(&list.v, map->pairs[i]);
        }
    }
    return yaml_merge_finish(merge->arena, map, &list);
}

/* The keys of `conference` may stand at the top too: what the later file says in either place
 * replaces what the earlier one says in the other. */
static struct yaml_merge without_replaced(struct merge *merge, const struct yaml_node *earlier,
                                          const struct yaml_node *later)
{
    const struct yaml_node *header = yaml_tree_get(earlier, "conference");
    const struct yaml_node *other = yaml_tree_get(later, "conference");
    struct yaml_merge list = yaml_merge_start(other != NULL && other->kind == YAML_MAPPING
                                                  ? without_keys(merge, earlier, other)
                                                  : earlier);
    for (size_t i = 0; i < list.v.n; i++) {
        if (list.v.v[i].value == header && header != NULL && header->kind == YAML_MAPPING) {
            list.v.v[i].value = without_keys(merge, header, later);
        }
    }
    return list;
}

static const struct yaml_node *merge_roots(struct merge *merge, const struct yaml_node *earlier,
                                           const struct yaml_node *later)
{
    struct yaml_merge list = without_replaced(merge, earlier, later);
    for (size_t i = 0; i < later->n; i++) {
        const struct yaml_node *key = later->pairs[i].key;
        const struct yaml_node *value = later->pairs[i].value;
        const struct yaml_node *old = yaml_merge_get(&list, key->text);
        struct yaml_node empty = {.kind = value->kind, .at = value->at};
        bool missing = old == NULL || yaml_tree_is_null(old);
        /* Against an empty list too, so that what removes nothing is found out. */
        const struct yaml_node *base =
            missing ? arena_copy(merge->arena, &empty, sizeof(empty)) : old;
        bool entities = value->kind != YAML_SCALAR &&
                        (find_section(key->text) != NULL || strcmp(key->text, "kinds") == 0);
        yaml_merge_set(&list, key,
                       missing && !entities ? value : merge_values(merge, key->text, base, value));
    }
    return yaml_merge_finish(merge->arena, earlier, &list);
}

bool overlay_merge(struct arena *arena, const struct yaml_node *const *roots, uint32_t n_roots,
                   struct diag_list *diags, struct overlay *overlay)
{
    *overlay = (struct overlay){.root = roots[0]};
    struct merge merge = {arena, diags, overlay};
    uint32_t errors = diags->errors;
    for (uint32_t i = 0; i < n_roots; i++) {
        if (roots[i]->kind != YAML_MAPPING) {
            diag_error(diags, DIAG_SHAPE, roots[i]->at, "a problem file must be a map, not %s",
                       roots[i]->kind == YAML_SCALAR ? "a single value" : "a list");
            diag_hint(diags, "it begins with lines like `title: …`; see `confab init`");
        } else if (i > 0 && overlay->root->kind == YAML_MAPPING) {
            overlay->root = merge_roots(&merge, overlay->root, roots[i]);
        }
    }
    return diags->errors == errors;
}

bool overlay_is_withdrawn(const struct overlay *overlay, const char *section, const char *name)
{
    if (overlay->withdrawn.n == 0) {
        return false;
    }
    struct arena arena = ARENA_EMPTY;
    const char *key = arena_print(&arena, "%s:%s", section, name);
    bool withdrawn = strmap_find(&overlay->withdrawn, key) != STRMAP_NONE;
    arena_free(&arena);
    return withdrawn;
}

void overlay_free(struct overlay *overlay)
{
    strmap_free(&overlay->withdrawn);
    *overlay = (struct overlay){.root = NULL};
}
