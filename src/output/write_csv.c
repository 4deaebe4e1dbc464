/* RFC 4180. What --pins reads again: id, date, start and room say where an event is. */
#include "confab/write.h"
#include "output/names.h"
#include "output/strbuf.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char header[] = "id,title,kind,date,start,end,duration,room,track,speakers,fixed\r\n";

struct row {
    uint32_t event;
    const struct assignment *is;
};

/* By start, then room; what has no place comes last. */
static int compare_rows(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->is->placed != y->is->placed) {
        return x->is->placed ? -1 : 1;
    }
    if (x->is->placed && x->is->start_min != y->is->start_min) {
        return x->is->start_min < y->is->start_min ? -1 : 1;
    }
    if (x->is->placed && x->is->room.v != y->is->room.v) {
        return x->is->room.v < y->is->room.v ? -1 : 1;
    }
    return x->event < y->event ? -1 : x->event > y->event;
}

static bool is_plain(const char *text)
{
    size_t n = strlen(text);
    return strpbrk(text, ",;\t\"\r\n") == NULL &&
           (n == 0 || (text[0] != ' ' && text[n - 1] != ' '));
}

static void add_field(struct strbuf *out, const char *text)
{
    if (is_plain(text)) {
        strbuf_add(out, text);
        return;
    }
    strbuf_add(out, "\"");
    for (; *text != '\0'; text++) {
        strbuf_add(out, *text == '"' ? "\"" : "");
        strbuf_add_bytes(out, text, 1);
    }
    strbuf_add(out, "\"");
}

static void add_next(struct strbuf *out, const char *text)
{
    strbuf_add(out, ",");
    add_field(out, text);
}

static const char *date_text(struct arena *arena, const struct problem *problem, int32_t time_min)
{
    struct local_time local = calendar_local(&problem->zone, time_min);
    return arena_print(arena, "%04d-%02d-%02d", (int)local.year, (int)local.month, (int)local.day);
}

static void add_row(struct strbuf *out, struct arena *arena, const struct problem *problem,
                    const struct row *row)
{
    const struct event *event = &problem->events[row->event];
    const struct zone *zone = &problem->zone;
    bool placed = row->is->placed;
    int32_t start_min = row->is->start_min, end_min = start_min + event->duration_min;
    const char *room = !placed                      ? ""
                       : row->is->room.v == ID_NONE ? (event->where != NULL ? event->where : "")
                                                    : problem->rooms[row->is->room.v].name;
    add_field(out, event->id);
    add_next(out, event->title);
    add_next(out, problem->kinds[event->kind.v].id);
    add_next(out, placed ? date_text(arena, problem, start_min) : "");
    add_next(out, placed ? calendar_print_clock(arena, zone, start_min) : "");
    add_next(out, placed ? calendar_print_clock(arena, zone, end_min) : "");
    strbuf_print(out, ",%" PRId32, event->duration_min);
    add_next(out, room);
    add_next(out, event->track.v == ID_NONE ? "" : problem->tracks[event->track.v].name);
    add_next(out, names_people_text(arena, problem, event));
    add_next(out, event->fixed ? "yes" : "");
    strbuf_add(out, "\r\n");
}

const char *write_csv(struct arena *arena, const struct problem *problem,
                      const struct timetable *timetable)
{
    struct strbuf out = {0};
    struct row *rows = arena_array(arena, problem->n_events, sizeof(*rows));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        rows[e] = (struct row){e, &timetable->v[e]};
    }
    if (problem->n_events > 0) {
        qsort(rows, problem->n_events, sizeof(*rows), compare_rows);
    }
    strbuf_add(&out, header);
    for (uint32_t i = 0; i < problem->n_events; i++) {
        add_row(&out, arena, problem, &rows[i]);
    }
    return strbuf_finish(&out, arena);
}
