#include "input/csv.h"
#include "input/decode.h"
#include "input/fields.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_INTEREST = 100, MAX_ATTENDEES = 200000, MAX_VOTES = 2000000 };

struct vote {
    uint32_t attendee, event;
    int64_t weight;
};

struct votes {
    VEC(struct vote) v;
    VEC(const char *) ids;
    struct strmap index;
};

/* Whoever wants to see an event wants all its parts, but one of its repeats only: the first. */
static void add_vote(struct decode *decode, struct votes *votes, struct src_span at,
                     struct vote vote)
{
    const struct event *event = &decode->events.v[vote.event].event;
    uint32_t n = event->part == 1 ? event->n_parts : 1;
    for (uint32_t i = 0; i < n && vote.weight > 0; i++, vote.event++) {
        if (decode_has_space(decode, at, votes->v.n, MAX_VOTES, "votes")) {
            vec_push(&votes->v, vote);
        }
    }
}

static uint32_t find_attendee(struct decode *decode, struct votes *votes, const char *id)
{
    uint32_t index = strmap_find(&votes->index, id);
    if (index == STRMAP_NONE) {
        index = (uint32_t)votes->ids.n;
        strmap_add(&votes->index, id, index);
        vec_push(&votes->ids, arena_text(decode->arena, id, strlen(id)));
    }
    return index;
}

static void read_interest(struct decode *decode, const struct yaml_node *node, const char *what,
                          uint32_t attendee, struct votes *votes)
{
    bool map = node->kind == YAML_MAPPING;
    size_t n_items;
    const struct yaml_node *const *items = fields_items(decode, node, &n_items);
    size_t n = map ? node->n : n_items;
    for (size_t i = 0; i < n; i++) {
        const struct yaml_node *name = map ? node->pairs[i].key : items[i];
        struct vote vote = {.attendee = attendee, .weight = 1};
        struct event_id event;
        bool found = decode_names_event(decode, name, what, &event);
        if (map && !fields_number_of(decode, node->pairs[i].value, "an interest", 0, MOST_INTEREST,
                                     &vote.weight)) {
            continue;
        }
        if (found) {
            vote.event = event.v;
            add_vote(decode, votes, name->at, vote);
        }
    }
}

static void read_attendee(struct decode *decode, const struct yaml_node *node, size_t number,
                          struct votes *votes)
{
    static const char *const keys[] = {"id", "interest"};
    if (!fields_check(decode, node, "an attendee", keys, BASE_COUNT(keys), 0)) {
        return;
    }
    const char *id = fields_id(decode, node);
    id = id != NULL ? id : arena_print(decode->arena, "attendee-%zu", number + 1);
    const char *what = arena_print(decode->arena, "attendee '%s'", id);
    if (strmap_find(&votes->index, id) != STRMAP_NONE) {
        diag_error(decode->diags, DIAG_ID_TWICE, node->at, "the id '%s' of an attendee is taken",
                   id);
        return;
    }
    uint32_t attendee = find_attendee(decode, votes, id);
    const struct yaml_node *interest = fields_get(decode, node, "interest");
    if (interest != NULL) {
        read_interest(decode, interest, what, attendee, votes);
    }
}

/* Columns of the CSV file: their places in a row. */
struct columns {
    size_t attendee, event, interest;
};

static bool read_columns(struct decode *decode, struct csv *csv, struct columns *columns)
{
    *columns = (struct columns){SIZE_MAX, SIZE_MAX, SIZE_MAX};
    uint32_t errors = decode->diags->errors;
    if (!csv_read_row(csv, decode->diags)) {
        if (decode->diags->errors > errors) {
            return false;
        }
        struct src_span start = {{csv->file, 1, 1}, {csv->file, 1, 1}};
        return diag_error(decode->diags, DIAG_FILE_EMPTY, start, "the file has nothing in it");
    }
    for (size_t i = 0; i < csv->n_fields; i++) {
        const char *name = csv->fields[i].text;
        if (strcmp(name, "attendee") == 0) {
            columns->attendee = i;
        } else if (strcmp(name, "event") == 0) {
            columns->event = i;
        } else if (strcmp(name, "interest") == 0) {
            columns->interest = i;
        }
    }
    if (columns->attendee == SIZE_MAX || columns->event == SIZE_MAX) {
        diag_error(decode->diags, DIAG_CSV, csv->fields[0].at,
                   "the first row must name the columns attendee and event");
        const char *first = csv->fields[0].text;
        diag_hint(decode->diags, csv->n_fields == 1 && strpbrk(first, ";\t") != NULL
                                     ? "columns are separated by commas, not by semicolons or tabs"
                                     : "it reads: attendee,event,interest");
        return false;
    }
    return true;
}

/* A field as a node, so that it is looked up and reported like any other. */
static struct yaml_node field_node(const struct csv_field *field)
{
    struct yaml_node node = {
        .kind = YAML_SCALAR, .at = field->at, .quoted = true, .text = field->text};
    return node;
}

static void read_row(struct decode *decode, const struct csv *csv, const struct columns *columns,
                     struct votes *votes)
{
    if (columns->attendee >= csv->n_fields || columns->event >= csv->n_fields) {
        diag_error(decode->diags, DIAG_CSV, csv->fields[0].at, "the row has too few fields");
        return;
    }
    struct vote vote = {.weight = 1};
    struct yaml_node name = field_node(&csv->fields[columns->event]);
    struct yaml_node who = field_node(&csv->fields[columns->attendee]);
    struct event_id event;
    if (fields_text_of(decode, &who, "an attendee", FIELDS_TEXT_MAX) == NULL ||
        !decode_names_event(decode, &name, "a vote", &event)) {
        return;
    }
    if (columns->interest < csv->n_fields) {
        struct yaml_node interest = field_node(&csv->fields[columns->interest]);
        if (!fields_number_of(decode, &interest, "an interest", 0, MOST_INTEREST, &vote.weight)) {
            return;
        }
    }
    vote.attendee = find_attendee(decode, votes, who.text);
    vote.event = event.v;
    add_vote(decode, votes, name.at, vote);
}

/* The file's name is relative to the problem file's directory. */
static const char *beside(struct decode *decode, const struct yaml_node *node)
{
    const char *problem = decode->sources->files[node->at.from.file].name;
    const char *slash = strrchr(problem, '/');
    if (node->text[0] == '/' || slash == NULL) {
        return node->text;
    }
    return arena_print(decode->arena, "%.*s/%s", (int)(slash - problem), problem, node->text);
}

static void read_csv(struct decode *decode, const struct yaml_node *node, struct votes *votes)
{
    const char *path = beside(decode, node);
    uint32_t file;
    struct stat status;
    errno = 0;
    bool regular = stat(path, &status) == 0 && S_ISREG(status.st_mode);
    enum source_result result =
        regular ? source_read(decode->sources, path, YAML_TREE_BYTES, &file) : SOURCE_UNREADABLE;
    if (result != SOURCE_READ) {
        bool large = result == SOURCE_TOO_LARGE;
        diag_error(decode->diags, large ? DIAG_FILE_TOO_LARGE : DIAG_FILE_UNREADABLE, node->at,
                   "the list of votes '%s' cannot be read: %s", path,
                   large        ? "it is larger than 16 MB"
                   : errno != 0 ? strerror(errno)
                                : "it is not a file");
        return;
    }
    struct csv csv = csv_open(decode->arena, decode->sources, file);
    struct columns columns;
    if (!read_columns(decode, &csv, &columns)) {
        return;
    }
    while (csv_read_row(&csv, decode->diags) && votes->ids.n < MAX_ATTENDEES) {
        read_row(decode, &csv, &columns, votes);
    }
}

static int compare_votes(const void *left, const void *right)
{
    const struct vote *a = left, *b = right;
    if (a->attendee != b->attendee) {
        return a->attendee < b->attendee ? -1 : 1;
    }
    if (a->event != b->event) {
        return a->event < b->event ? -1 : 1;
    }
    return a->weight > b->weight ? -1 : a->weight < b->weight ? 1 : 0;
}

/* By attendee, then event; of an event given twice the larger interest counts. */
static void make_attendees(struct decode *decode, struct votes *votes)
{
    struct problem *problem = decode->problem;
    problem->n_attendees = (uint32_t)votes->ids.n;
    problem->attendees = arena_array(decode->arena, votes->ids.n, sizeof(struct attendee));
    struct interest *all = arena_array(decode->arena, votes->v.n, sizeof(*all));
    if (votes->v.n > 0) {
        qsort(votes->v.v, votes->v.n, sizeof(*votes->v.v), compare_votes);
    }
    for (size_t i = 0; i < votes->ids.n; i++) {
        problem->attendees[i].id = votes->ids.v[i];
        problem->attendees[i].interests = all;
    }
    uint32_t n = 0;
    for (size_t i = 0; i < votes->v.n; i++) {
        const struct vote *vote = &votes->v.v[i];
        struct attendee *attendee = &problem->attendees[vote->attendee];
        if (attendee->n_interests == 0) {
            attendee->interests = all + n;
        } else if (all[n - 1].event.v == vote->event) {
            continue;
        }
        all[n++] = (struct interest){{vote->event}, vote->weight};
        attendee->n_interests++;
    }
}

void decode_votes_read(struct decode *decode)
{
    struct votes votes = {0};
    const struct yaml_node *node = yaml_tree_get(decode->root, "attendees");
    if (node != NULL && node->kind == YAML_SCALAR && !yaml_tree_is_null(node)) {
        read_csv(decode, node, &votes);
    } else if (node != NULL) {
        size_t n;
        const struct yaml_node *const *items = decode_section(decode, "attendees", &n);
        for (size_t i = 0; i < n; i++) {
            read_attendee(decode, items[i], i, &votes);
        }
    }
    make_attendees(decode, &votes);
    vec_free(&votes.v);
    vec_free(&votes.ids);
    strmap_free(&votes.index);
}
