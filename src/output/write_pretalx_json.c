/* What pretalx's REST API takes: PATCH slots/ID/ with `room` and `start`. It computes ends itself,
 * and refuses to be told them. */
#include "base/strmap.h"
#include "confab/write.h"
#include "output/json.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_DIGITS = 10 };

struct writer {
    struct arena *arena;
    const struct problem *problem;
    struct diag_list *diags;
    struct strmap slots; /* that are written */
    uint32_t n_unknown, n_no_slot, n_no_room, n_twice;
};

/* Its ids are numbers, as it writes them; false: there is none. */
static bool read_id(const char *ref, int64_t *id)
{
    size_t n = ref == NULL ? 0 : strspn(ref, "0123456789");
    if (n == 0 || n > MOST_DIGITS || ref[n] != '\0' || ref[0] == '0') {
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
                     arena_print(w->arena, "'%.200s' has neither `ref` nor `code`: it is left out",
                                 event->title),
                     "pretalx does not know what was added elsewhere");
        }
        return false;
    }
    const struct room *room =
        is->placed && is->room.v != ID_NONE ? &w->problem->rooms[is->room.v] : NULL;
    if (is->placed && (room == NULL || !read_id(room->ref, &id))) {
        complain(w, &w->n_no_room, room != NULL ? room->at : event->at,
                 arena_print(w->arena, "'%.200s' is in a room %s: it is left out", event->title,
                             room != NULL && room->ref != NULL ? "whose `ref` is no id of pretalx"
                                                               : "without `ref`"),
                 "add the room to pretalx, and its id there to the room: `ref: 17`");
        return false;
    }
    if (slot && !strmap_add(&w->slots, event->ref, 0)) {
        complain(w, &w->n_twice, event->at,
                 arena_print(w->arena, "'%.200s' has the `ref` of another event: it is left out",
                             event->title),
                 "each event is in a slot of its own");
        return false;
    }
    if (!slot) {
        complain(w, &w->n_no_slot, event->at,
                 arena_print(w->arena,
                             "'%.200s' has no `ref`%s: only its submission is named, not its slot",
                             event->title, event->ref != NULL ? " that is an id of pretalx" : ""),
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

static void say_more(struct writer *w, uint32_t n, const char *one, const char *more)
{
    if (n > 1) {
        diag_warn(w->diags, DIAG_REF_MISSING, SRC_NOWHERE, "%u more event%s %s", n - 1,
                  n == 2 ? "" : "s", n == 2 ? one : more);
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
    say_more(&w, w.n_unknown, "is unknown to pretalx", "are unknown to pretalx");
    say_more(&w, w.n_no_room, "is in a room without an id of pretalx",
             "are in rooms without an id of pretalx");
    say_more(&w, w.n_no_slot, "has no slot", "have no slot");
    say_more(&w, w.n_twice, "has another's `ref`", "have another's `ref`");
    strmap_free(&w.slots);
    list = cJSON_DetachItemFromObjectCaseSensitive(root, "slots");
    cJSON_Delete(root);
    return json_finish(arena, list);
}
