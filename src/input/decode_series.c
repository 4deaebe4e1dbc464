/* Events that one entry makes: the parts of an event, and its repeats. */
#include "input/decode.h"
#include "input/fields.h"

#include <string.h>

enum { MOST_COPIES = 50 };

void decode_series_read(struct decode *decode, const struct yaml_node *map, const char *what,
                        struct event *event)
{
    event->part = event->repeat = 1;
    event->n_parts = (uint32_t)fields_number(decode, map, "parts", 1, MOST_COPIES, 1);
    event->n_repeats = (uint32_t)fields_number(decode, map, "repeats", 1, MOST_COPIES, 1);
    if (event->n_parts > 1 && event->n_repeats > 1) {
        diag_error(decode->diags, DIAG_KEY_CONFLICT, yaml_tree_get(map, "repeats")->at,
                   "%s has both parts and repeats", what);
        diag_hint(decode->diags, "write an entry of its own, with parts, for each repeat");
        event->n_repeats = 1;
    }
}

uint32_t decode_series_count(const struct event *event)
{
    return event->n_parts > 1 ? event->n_parts : event->n_repeats;
}

struct decode_event decode_series_copy(struct decode *decode, const struct decode_event *entry,
                                       uint32_t number)
{
    struct decode_event copy = *entry;
    const struct event *event = &entry->event;
    bool parts = event->n_parts > 1;
    copy.event.ref = number <= entry->refs.n ? entry->refs.v[number - 1] : NULL;
    if (number > 1) {
        copy.event.guid = NULL;
        copy.event.id = arena_print(decode->arena, "%s-%u", event->id, (unsigned)number);
        copy.what = arena_print(decode->arena, "%s (%s %u)", entry->what, parts ? "part" : "repeat",
                                (unsigned)number);
    }
    if (parts) {
        copy.event.part = number;
        copy.event.title = arena_print(decode->arena, "%s (%u/%u)", event->title, (unsigned)number,
                                       (unsigned)event->n_parts);
    } else if (number > 1) {
        copy.event.repeat = number;
        copy.event.title = arena_print(decode->arena, "%s (%u)", event->title, (unsigned)number);
    }
    return copy;
}

/* ---- lists of events ------------------------------------------------------- */

/* For vec.h. */
struct event_list {
    struct event_id *v;
    size_t n, cap;
};

static void add_once(struct event_list *list, uint32_t event)
{
    for (size_t i = 0; i < list->n; i++) {
        if (list->v[i].v == event) {
            return;
        }
    }
    vec_push(list, ((struct event_id){event}));
}

static void add_series(const struct decode *decode, uint32_t first, struct event_list *list)
{
    for (uint32_t e = first; e < decode->events.n; e++) {
        if (decode->events.v[e].event.series.v != first) {
            return;
        }
        add_once(list, e);
    }
}

const struct event_id *decode_series_widen(struct decode *decode, const struct event_id *events,
                                           bool repeats, uint32_t *n)
{
    struct event_list list = {0};
    for (uint32_t i = 0; i < *n; i++) {
        const struct event *event = &decode->events.v[events[i].v].event;
        if (event->series.v == events[i].v && (repeats || event->n_parts > 1)) {
            add_series(decode, event->series.v, &list);
        } else {
            add_once(&list, events[i].v);
        }
    }
    const struct event_id *all = vec_to_arena(&list, decode->arena);
    *n = (uint32_t)list.n;
    vec_free(&list);
    return all;
}

static bool lists_events(const struct attr *attr)
{
    return attr->value.type == VALUE_EVENTS || attr->value.type == VALUE_AFTER;
}

/* Whoever comes after an event waits for all its parts, but for one of its repeats only. */
static void widen(struct decode *decode, struct attr *attr)
{
    bool waits = strcmp(attr->key, "after") == 0 || strcmp(attr->key, "after_same_day") == 0;
    attr->value.as.events.v =
        decode_series_widen(decode, attr->value.as.events.v, !waits, &attr->value.as.events.n);
}

/* An event says nothing of its own parts and repeats. */
static void drop_own(struct decode *decode, uint32_t series, struct value *value)
{
    struct event_id *others = arena_array(decode->arena, value->as.events.n, sizeof(*others));
    uint32_t n = 0;
    for (uint32_t i = 0; i < value->as.events.n; i++) {
        struct event_id event = value->as.events.v[i];
        if (decode->events.v[event.v].event.series.v != series) {
            others[n++] = event;
        }
    }
    value->as.events.v = others;
    value->as.events.n = n;
}

/* ---- keys of copies -------------------------------------------------------- */

/* For vec.h. */
struct attr_list {
    struct attr *v;
    size_t n, cap;
};

/* Whether this one of the copies has the key: `first` concerns the first, `last` the last part. */
static bool keeps(const struct event *event, const struct attr *attr)
{
    bool later = event->part > 1 || event->repeat > 1;
    if (strcmp(attr->key, "position") == 0) {
        bool last = strncmp(attr->value.as.text, "last", 4) == 0;
        return last ? event->part == event->n_parts && event->repeat == 1 : !later;
    }
    bool pin = attr->value.type == VALUE_PIN;
    return !(pin && later && attr->value.as.pin.room.v == ID_NONE);
}

/* Two repeats are never held at the same time. */
static void part_repeats(struct decode *decode, uint32_t index, struct attr_list *attrs)
{
    const struct event *event = &decode->events.v[index].event;
    struct event_list list = {0};
    struct attr attr = {.key = "not_with"};
    attr.value = (struct value){.type = VALUE_EVENTS, .at = event->at};
    size_t at = 0;
    while (at < attrs->n && strcmp(attrs->v[at].key, attr.key) != 0) {
        at++;
    }
    if (at == attrs->n) {
        vec_push(attrs, attr);
    }
    struct value *value = &attrs->v[at].value;
    for (uint32_t i = 0; i < value->as.events.n; i++) {
        vec_push(&list, value->as.events.v[i]);
    }
    for (uint32_t e = event->series.v; e < decode->events.n; e++) {
        if (decode->events.v[e].event.series.v == event->series.v && e != index) {
            vec_push(&list, ((struct event_id){e}));
        }
    }
    value->as.events.v = vec_to_arena(&list, decode->arena);
    value->as.events.n = (uint32_t)list.n;
    vec_free(&list);
}

/* The keys of one of the copies, made of those that the entry has. */
static struct attrs finish_copy(struct decode *decode, const struct attrs *given, uint32_t index)
{
    const struct event *event = &decode->events.v[index].event;
    struct attr_list attrs = {0};
    for (uint32_t i = 0; i < given->n; i++) {
        struct attr attr = given->v[i];
        if (!keeps(event, &attr)) {
            continue;
        }
        if (attr.value.type == VALUE_PIN && index != event->series.v) {
            attr.value.as.pin.start_min = CALENDAR_NO_TIME;
        }
        if (lists_events(&attr)) {
            drop_own(decode, event->series.v, &attr.value);
        }
        vec_push(&attrs, attr);
    }
    if (event->n_repeats > 1) {
        part_repeats(decode, index, &attrs);
    }
    struct attrs all = {vec_to_arena(&attrs, decode->arena), (uint32_t)attrs.n};
    vec_free(&attrs);
    return all;
}

static void widen_all(struct decode *decode, struct attrs *attrs)
{
    struct attr *copies = arena_array(decode->arena, attrs->n, sizeof(*copies));
    for (uint32_t i = 0; i < attrs->n; i++) {
        copies[i] = attrs->v[i];
        if (lists_events(&copies[i])) {
            widen(decode, &copies[i]);
        }
    }
    attrs->v = copies;
}

void decode_series_finish(struct decode *decode)
{
    bool any = false;
    for (uint32_t e = 0; e < decode->events.n; e++) {
        any = any || decode_series_count(&decode->events.v[e].event) > 1;
    }
    for (uint32_t e = 0; any && e < decode->events.n; e++) {
        widen_all(decode, &decode->events.v[e].event.attrs);
    }
    for (uint32_t k = 0; any && k < decode->problem->n_kinds; k++) {
        widen_all(decode, &decode->problem->kinds[k].attrs);
    }
    for (uint32_t e = 0; e < decode->events.n; e++) {
        if (e > 0 && decode->events.v[e].event.series.v == decode->events.v[e - 1].event.series.v) {
            continue;
        }
        struct attrs given = decode->events.v[e].event.attrs;
        uint32_t n = decode_series_count(&decode->events.v[e].event);
        for (uint32_t i = e; n > 1 && i < e + n && i < decode->events.n; i++) {
            decode->events.v[i].event.attrs = finish_copy(decode, &given, i);
        }
    }
}
