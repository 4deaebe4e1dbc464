/* Talks and fixed events of a draft. */
#include "import/draft_write.h"

#include <string.h>
#include <strings.h>

enum { DAY_MIN = 24 * 60, MOST_TAGS = 100, TEXT_LENGTH = 1000 };

const char *draft_events_room(const struct draft_writer *w, const char *name)
{
    for (size_t r = 0; r < w->draft->rooms.n; r++) {
        if (strcmp(w->draft->rooms.v[r]->name, name) == 0) {
            return w->draft->rooms.v[r]->id;
        }
    }
    return NULL;
}

static const char *print_copy(struct draft_writer *w, const char *id, int64_t number)
{
    return number == 1 ? id : arena_print(w->arena, "%s-%lld", id, (long long)number);
}

/* Repeats have ids of their own, which nothing else may have. */
static const char *make_id(struct draft_writer *w, const struct draft_event *event,
                           const char *title)
{
    struct import_ids *ids = &w->events;
    const char *id = import_ids_make(w->draft->import, ids, title);
    for (int64_t n = 2; n <= event->repeats; n++) {
        if (strmap_find(&ids->taken, print_copy(w, id, n)) != STRMAP_NONE) {
            id = import_ids_make(w->draft->import, ids, title);
            n = 1;
        }
    }
    for (int64_t n = 2; n <= event->repeats; n++) {
        (void)strmap_add(&ids->taken, print_copy(w, id, n), 0);
    }
    return id;
}

static bool has_tag(const cJSON *object, const char *tag)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, cJSON_GetObjectItem(object, "tags"))
    {
        if (strcasecmp(one->valuestring, tag) == 0) {
            return true;
        }
    }
    return false;
}

static void write_names(struct draft_writer *w, cJSON *object, const struct draft_event *event)
{
    struct import *import = w->draft->import;
    for (size_t i = 0; i < event->people.n + event->authors.n; i++) {
        bool author = i >= event->people.n;
        struct draft_person *person =
            author ? event->authors.v[i - event->people.n] : event->people.v[i];
        if (person->id == NULL) {
            person->id = import_ids_make(import, &w->people, person->name);
        }
        json_push_text(import_list(object, author ? "authors" : "speakers"), person->id);
    }
    for (size_t i = 0; i < event->tags.n && i < MOST_TAGS; i++) {
        const char *tag = import_clean(w->arena, event->tags.v[i], TEXT_LENGTH, false);
        if (tag[0] != '\0' && !has_tag(object, tag)) {
            json_push_text(import_list(object, "tags"), tag);
        }
    }
}

static void write_track(struct draft_writer *w, cJSON *object, const struct draft_track *track)
{
    for (size_t i = 0; track != NULL && i < w->draft->tracks.n; i++) {
        struct draft_track *mine = w->draft->tracks.v[i];
        if (mine == track) {
            mine->id = mine->id != NULL ? mine->id
                                        : import_ids_make(w->draft->import, &w->tracks, mine->name);
            json_text(object, "track", mine->id);
        }
    }
}

/* What talks and fixed events have in common. */
static void write_common(struct draft_writer *w, cJSON *object, struct draft_event *event)
{
    struct import *import = w->draft->import;
    const char *title = import_clean(w->arena, event->title, TEXT_LENGTH, false);
    title = title[0] != '\0' ? title : "(untitled)";
    event->id = make_id(w, event, title);
    json_text(object, "id", event->id);
    import_add_guid(import, object, &w->guids, event->guid);
    json_text(object, "title", title);
    import_add_text(import, object, "subtitle", event->subtitle);
    bool usual =
        event->kind == NULL || (event->form == DRAFT_TALK && strcmp(event->kind, "talk") == 0);
    json_text_if(object, "kind", usual ? NULL : event->kind);
    write_names(w, object, event);
    write_track(w, object, event->track);
    if (event->plenary) {
        cJSON_AddTrueToObject(object, "plenary");
    }
    if (event->level > 0) {
        json_integer(object, "level", event->level);
    }
    if (event->audience >= 0) {
        json_integer(object, "audience", event->audience);
    }
    if (event->votes >= 0) {
        json_integer(object, "votes", event->votes);
    }
    import_add_word(import, object, "language", event->language);
    import_add_text(import, object, "url", event->url);
    import_add_text(import, object, "code", event->code);
}

/* In the order of the repeats, as far as all are known. */
static void write_refs(struct draft_writer *w, cJSON *object, const struct draft_event *event)
{
    if (event->repeats == 1 && event->places.n > 0) {
        import_add_text(w->draft->import, object, "ref", event->places.v[0].ref);
    }
    for (size_t i = 0; event->repeats > 1 && i < event->places.n; i++) {
        const char *ref = event->places.v[i].ref;
        if (ref == NULL) {
            return;
        }
        json_push_text(import_list(object, "ref"), import_clean(w->arena, ref, TEXT_LENGTH, false));
    }
}

static void write_talk(struct draft_writer *w, struct draft_event *event, size_t first, size_t n)
{
    struct import *import = w->draft->import;
    cJSON *object = json_item(import_list(import->problem, "talks"));
    write_common(w, object, event);
    write_refs(w, object, event);
    json_integer(object, "duration", event->duration_min);
    if (event->repeats > 1) {
        json_integer(object, "repeats", event->repeats);
    }
    import_add_abstract(import, object, event->abstract);
    for (size_t i = first; i < first + n; i++) {
        const struct published_event *as = w->as[i];
        w->entry_ids[i] = print_copy(w, event->id, (int64_t)w->owners.v[i].place + 1);
        if (as != NULL && w->owners.v[i].place < (size_t)event->repeats) {
            struct import_place place = {
                w->entry_ids[i],
                arena_print(w->arena, "%sT%02d:%02d",
                            import_date(w->arena, as->day_number + as->from_min / DAY_MIN),
                            (int)(as->from_min % DAY_MIN / 60), (int)(as->from_min % 60)),
                draft_events_room(w, as->room)};
            vec_push(&import->places, place);
        }
    }
}

static void write_fixed(struct draft_writer *w, struct draft_event *event, size_t entry)
{
    const struct published_event *as = w->as[entry];
    cJSON *object = json_item(import_list(w->draft->import->problem, "fixed"));
    event->repeats = 1;
    write_common(w, object, event);
    write_refs(w, object, event);
    json_text(object, "date", import_date(w->arena, as->day_number));
    json_text(object, "time", import_span(w->arena, as->from_min, as->to_min));
    const char *room = draft_events_room(w, as->room);
    json_text(object, "where", room != NULL ? room : "Elsewhere");
    import_add_abstract(w->draft->import, object, event->abstract);
    w->entry_ids[entry] = event->id;
}

static void write_event(struct draft_writer *w, struct draft_event *event, size_t first, size_t n)
{
    bool one = n == 1 && event->places.n == 1 && event->repeats == 1;
    const struct published_event *as = n > 0 ? w->as[first] : NULL;
    bool fixed = event->form == DRAFT_FIXED || (one && as != NULL && as->is_fixed);
    if (event->form == DRAFT_BREAK || ((fixed || one) && as == NULL)) {
        return; /* written elsewhere, or left out, which has been said */
    }
    if (fixed) {
        write_fixed(w, event, first);
    } else {
        write_talk(w, event, first, n);
    }
}

void draft_events_write(struct draft_writer *w)
{
    size_t first = 0;
    for (size_t e = 0; e < w->draft->events.n; e++) {
        size_t n = 0;
        while (first + n < w->owners.n && w->owners.v[first + n].event == e) {
            n++;
        }
        write_event(w, w->draft->events.v[e], first, n);
        first += n;
    }
}
