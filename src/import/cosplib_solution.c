/* Solutions: the authors' workbooks, whose sheet "sol" has a row for each session with the rooms'
 * tracks, then one for each of its slots with the rooms' submissions; or JSON,
 * {submission: {session, room, start_timeslot}} with slots from 0, perhaps under "submissions". */
#include "import/cosplib.h"
#include "input/yaml_tree.h"

#include <stdlib.h>
#include <string.h>

/* One slot that a submission fills. */
struct filled {
    uint32_t submission;
    struct cosplib_place place;
};

struct solution {
    const struct cosplib *instance;
    struct diag_list *diags;
    struct faults *faults;
    const char *name;
    struct cosplib_place *places;
    VEC(struct filled) filled;
};

/* ---- workbooks ------------------------------------------------------------- */

static bool complain_of_name(const struct solution *solution, const struct xlsx_sheet *sheet,
                             const struct xlsx_cell *cell, const char *what)
{
    return diag_error(
        solution->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE, "%s: the instance has no %s '%.200s'",
        xlsx_where(solution->instance->arena, sheet, cell->row, cell->column), what, cell->text);
}

/* The rooms that columns stand for; COSPLIB_NONE: none. */
static int32_t *read_columns(struct solution *solution, const struct xlsx_sheet *sheet)
{
    int32_t *rooms = base_alloc_zero((size_t)sheet->n_columns + 1, sizeof(*rooms));
    for (uint32_t column = 0; column <= sheet->n_columns; column++) {
        const struct xlsx_cell *cell = xlsx_cell(sheet, 1, column);
        rooms[column] = COSPLIB_NONE;
        if (column < 2 || cell == NULL || cell->kind == XLSX_EMPTY) {
            continue;
        }
        uint32_t room = strmap_find(&solution->instance->room_ids, cell->text);
        if (room == STRMAP_NONE) {
            (void)complain_of_name(solution, sheet, cell, "room");
        } else {
            rooms[column] = (int32_t)room;
        }
    }
    return rooms;
}

static void read_slot(struct solution *solution, const struct xlsx_sheet *sheet,
                      const struct xlsx_cell *cell, struct cosplib_place place)
{
    const struct cosplib *instance = solution->instance;
    struct filled filled = {strmap_find(&instance->submission_ids, cell->text), place};
    if (filled.submission == STRMAP_NONE) {
        (void)complain_of_name(solution, sheet, cell, "submission");
    } else if (place.room == COSPLIB_NONE ||
               place.slot >= instance->sessions.v[place.session].n_slots) {
        (void)diag_error(solution->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE,
                         "%s: the instance has no such timeslot",
                         xlsx_where(instance->arena, sheet, cell->row, cell->column));
    } else {
        vec_push(&solution->filled, filled);
    }
}

/* The first row that names a session holds tracks, the next ones its slots. */
static void read_rows(struct solution *solution, const struct xlsx_sheet *sheet,
                      const int32_t *rooms, int32_t *n_rows)
{
    const struct cosplib *instance = solution->instance;
    struct cosplib_place place = {COSPLIB_NONE, COSPLIB_NONE, 0};
    for (uint32_t i = 0; i < sheet->n_cells; i++) {
        const struct xlsx_cell *cell = &sheet->cells[i];
        if (cell->row < 2 || cell->kind == XLSX_EMPTY) {
            continue;
        }
        if (cell->column == 1) {
            uint32_t session = strmap_find(&instance->session_ids, cell->text);
            if (session == STRMAP_NONE) {
                (void)complain_of_name(solution, sheet, cell, "session");
                return;
            }
            place.session = (int32_t)session;
            place.slot = n_rows[session]++ - 1;
        } else if (strcmp(xlsx_text(sheet, cell->row, 1), "") == 0) {
            (void)diag_error(solution->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE,
                             "%s: no session stands before this row",
                             xlsx_where(instance->arena, sheet, cell->row, cell->column));
            return;
        } else if (place.slot >= 0) {
            place.room = rooms[cell->column];
            read_slot(solution, sheet, cell, place);
        }
    }
}

static int compare_filled(const void *left, const void *right)
{
    const struct filled *a = left, *b = right;
    const int64_t keys[][2] = {{a->submission, b->submission},
                               {a->place.session, b->place.session},
                               {a->place.room, b->place.room},
                               {a->place.slot, b->place.slot}};
    for (size_t i = 0; i < BASE_COUNT(keys); i++) {
        if (keys[i][0] != keys[i][1]) {
            return keys[i][0] < keys[i][1] ? -1 : 1;
        }
    }
    return 0;
}

/* A submission has a place where it fills as many slots as it needs, side by side. */
static void place_filled(struct solution *solution)
{
    size_t n = solution->filled.n;
    if (n > 1) {
        qsort(solution->filled.v, n, sizeof(*solution->filled.v), compare_filled);
    }
    for (size_t from = 0, to; from < n; from = to) {
        struct filled first = solution->filled.v[from];
        const struct cosplib_submission *submission =
            &solution->instance->submissions.v[first.submission];
        bool beside = true;
        for (to = from + 1; to < n && solution->filled.v[to].submission == first.submission; to++) {
            struct cosplib_place place = solution->filled.v[to].place;
            beside = beside && place.session == first.place.session &&
                     place.room == first.place.room &&
                     place.slot == first.place.slot + (int32_t)(to - from);
        }
        if (beside && to - from == (size_t)submission->n_slots) {
            solution->places[first.submission] = first.place;
        } else {
            faults_add(solution->faults, FAULT_LEFT_OUT, SRC_NOWHERE, NULL,
                       "%s: '%s' needs %d timeslots side by side and has others: it gets no place",
                       solution->name, submission->name, submission->n_slots);
        }
    }
}

static bool read_workbook(struct solution *solution, struct source_set *sources, uint32_t file)
{
    struct xlsx book;
    if (!xlsx_read_source(solution->instance->arena, sources, file, solution->diags, &book)) {
        return false;
    }
    const struct xlsx_sheet *sheet = xlsx_find(&book, "sol");
    if (sheet == NULL) {
        return diag_error(solution->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE,
                          "%s: there is no sheet 'sol', which a solution of CoSPLib has",
                          solution->name);
    }
    int32_t *rooms = read_columns(solution, sheet);
    int32_t *n_rows = base_alloc_zero(solution->instance->sessions.n + 1, sizeof(*n_rows));
    read_rows(solution, sheet, rooms, n_rows);
    base_free(rooms);
    base_free(n_rows);
    place_filled(solution);
    return true;
}

/* ---- JSON ------------------------------------------------------------------ */

/* The number of what `names` has for the text; COSPLIB_NONE: a complaint. */
static int32_t find_named(const struct solution *solution, const struct strmap *names,
                          const struct yaml_node *node, struct src_span at, const char *what)
{
    bool is_text = node != NULL && node->kind == YAML_SCALAR;
    uint32_t found = is_text ? strmap_find(names, node->text) : STRMAP_NONE;
    if (found == STRMAP_NONE) {
        (void)diag_error(solution->diags, DIAG_IMPORT_SHAPE, is_text ? node->at : at,
                         "the instance has no %s '%.200s'", what, is_text ? node->text : "");
        return COSPLIB_NONE;
    }
    return (int32_t)found;
}

static void read_entry(struct solution *solution, const struct yaml_pair *pair)
{
    const struct cosplib *instance = solution->instance;
    struct src_span at = pair->key->at;
    const struct yaml_node *slot = yaml_tree_get(pair->value, "start_timeslot");
    const char *text = slot != NULL && slot->kind == YAML_SCALAR ? slot->text : "-";
    int32_t submission =
        find_named(solution, &instance->submission_ids, pair->key, at, "submission");
    struct cosplib_place place = {
        find_named(solution, &instance->session_ids, yaml_tree_get(pair->value, "session"), at,
                   "session"),
        find_named(solution, &instance->room_ids, yaml_tree_get(pair->value, "room"), at, "room"),
        0};
    if (submission == COSPLIB_NONE || place.session == COSPLIB_NONE || place.room == COSPLIB_NONE) {
        return;
    }
    size_t digits = strspn(text, "0123456789");
    long number = digits > 0 && digits < 6 && text[digits] == '\0' ? strtol(text, NULL, 10) : -1;
    int32_t n_slots = instance->submissions.v[submission].n_slots;
    if (number < 0 || number + n_slots > instance->sessions.v[place.session].n_slots) {
        (void)diag_error(solution->diags, DIAG_IMPORT_SHAPE, slot != NULL ? slot->at : at,
                         "its %d timeslots from %.20s on are not in that session", n_slots, text);
        return;
    }
    place.slot = (int32_t)number;
    solution->places[submission] = place;
}

static bool read_json(struct solution *solution, struct source_set *sources, uint32_t file)
{
    const struct yaml_node *root =
        yaml_tree_read(solution->instance->arena, sources, file, solution->diags);
    if (root == NULL) {
        return false;
    }
    const struct yaml_node *inner = yaml_tree_get(root, "submissions");
    root = inner != NULL && yaml_tree_get(inner, "session") == NULL ? inner : root;
    if (root->kind != YAML_MAPPING) {
        return diag_error(solution->diags, DIAG_IMPORT_SHAPE, root->at,
                          "a solution of CoSPLib is {submission: {session, room, start_timeslot}}");
    }
    for (size_t i = 0; i < root->n; i++) {
        read_entry(solution, &root->pairs[i]);
    }
    return true;
}

bool cosplib_solution_read(const struct cosplib *instance, struct source_set *sources,
                           const char *name, struct diag_list *diags, struct faults *faults,
                           struct cosplib_place *places)
{
    struct solution solution = {
        .instance = instance, .diags = diags, .faults = faults, .name = name, .places = places};
    uint32_t file;
    for (size_t i = 0; i < instance->submissions.n; i++) {
        places[i] = (struct cosplib_place){COSPLIB_NONE, COSPLIB_NONE, COSPLIB_NONE};
    }
    if (!diag_read_source(diags, sources, name, YAML_TREE_BYTES, &file)) {
        return false;
    }
    bool ok = xlsx_is_zip(&sources->files[file]) ? read_workbook(&solution, sources, file)
                                                 : read_json(&solution, sources, file);
    vec_free(&solution.filled);
    return ok && diags->errors == 0;
}
