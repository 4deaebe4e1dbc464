/* What pretalx's REST API takes: PATCH slots/ID/ with `room` and `start`. It computes ends itself, and
 * refuses to be told them. */
#include "confab/write.h"
#include "output/json.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_DIGITS = 10 };

struct writer {
    struct arena *arena;
    const struct problem *problem;
    struct diag_list *diags;
    uint32_t n_unknown, n_no_slot, n_no_room;
};

/* Its ids are numbers; false: there is none. */
static bool read_id(const char *ref, int64_t *id)
{
    size_t n = ref == NULL ? 0 : strspn(ref, "0123456789");
    if (n == 0 || n > MOST_DIGITS || ref[n] != '\0') {
        return false;
    }
    *id = strtoll(ref, NULL, 10);
    return true;
}

static void complain(struct writer *w, uint32_t *n, struct src_span at, const char *text,
                     const char *hint)
{
    if ((*n)++ == 0) {
        diag_warn(w->diags, DIAG_REF_MISSING, at, "%s", text);
        diag_hint(w->diags, "%s", hint);
    }
}

/* False: nothing can be said of it. */
static bool check_event(struct writer *w, const struct event *event, const struct assignment *is)
{
    int64_t id;
    bool slot = read_id(event->ref, &id);
    if (!slot && event->code == NULL) {
        if (!event->fixed) {
            complain(w, &w->n_unknown, event->at,
                     arena_print(w->arena,
                                 "'%.200s' has neither `ref` nor `code`: it is left out",
                                 event->title),
                     "pretalx does not know what was added elsewhere");
        }
        return false;
    }
    const struct room *room =
        is->placed && is->room.v != ID_NONE ? &w->problem->rooms[is->room.v] : NULL;
    if (is->placed && (room == NULL || !read_id(room->ref, &id))) {
        complain(w, &w->n_no_room, room != NULL ? room->at : event->at,
                 arena_print(w->arena, "'%.200s' is in a room without `ref`: it is left out",
                             event->title),
                 "add the room to pretalx, and its id there to the room: `ref: 17`");
        return false;
    }
    if (!slot) {
        complain(w, &w->n_no_slot, event->at,
                 arena_print(w->arena,
                             "'%.200s' has no `ref`: only its submission is named, not its slot",
                             event->title),
                 "import with the slots of the schedule that is worked on");
    }
    return true;
}

static void add_event(struct writer *w, cJSON *list, const struct event *event,
                      const struct assignment *is)
{
    int64_t id;
    if (!check_event(w, event, is)) {
        return;
    }
    cJSON *object = json_item(list);
    if (read_id(event->ref, &id)) {
        json_integer(object, "id", id);
    }
    json_text_if(object, "submission", event->code);
    if (!is->placed) {
        json_text_or_null(object, "room", NULL);
        json_text_or_null(object, "start", NULL);
        return;
    }
    bool known = read_id(w->problem->rooms[is->room.v].ref, &id);
    BUG_UNLESS(known);
    json_integer(object, "room", id);
    json_text(object, "start", calendar_print_iso(w->arena, &w->problem->zone, is->start_min));
}

static void say_more(struct writer *w, uint32_t n, const char *what)
{
    if (n > 1) {
        diag_warn(w->diags, DIAG_REF_MISSING, SRC_NOWHERE, "%u more %s", n - 1, what);
    }
}

const char *write_pretalx_json(struct arena *arena, const struct problem *problem,
                               const struct timetable *timetable, struct diag_list *diags)
{
    struct writer w = {.arena = arena, .problem = problem, .diags = diags};
    cJSON *root = json_begin();
    cJSON *list = json_array(root, "slots");
    for (uint32_t e = 0; e < problem->n_events; e++) {
        add_event(&w, list, &problem->events[e], &timetable->v[e]);
    }
    say_more(&w, w.n_unknown, "events are unknown to pretalx");
    say_more(&w, w.n_no_room, "events are in rooms without `ref`");
    say_more(&w, w.n_no_slot, "events have no `ref`");
    list = cJSON_DetachItemFromObjectCaseSensitive(root, "slots");
    cJSON_Delete(root);
    return json_finish(arena, list);
}
