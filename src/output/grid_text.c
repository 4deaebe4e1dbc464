#include "output/grid_text.h"

#include "output/display.h"

#include <string.h>
#include <strings.h>

enum { TITLE_LINES = 8, NAMES_MAX = 12 };

/* Adds `text` in at most `max` lines; the last is cut when more would follow. */
static void add_lines(struct arena *arena, struct grid_text *cell, const char *text, size_t width,
                      size_t max)
{
    for (size_t i = 0; i < max && *text != '\0'; i++) {
        const char *rest;
        struct display_line line = display_break(text, width, &rest);
        if (i + 1 == max && *rest != '\0') {
            struct strbuf cut = {0};
            display_add_cell(&cut, text, width);
            strbuf_trim(&cut);
            cell->lines[cell->n++] = strbuf_finish(&cut, arena);
        } else {
            cell->lines[cell->n++] = arena_text(arena, line.text, line.bytes);
        }
        text = rest;
    }
}

/* "Ada, Ben, Cleo +2" */
static void add_people(struct strbuf *out, const struct problem *problem, const struct event *event)
{
    uint32_t n = event->n_people > NAMES_MAX + 1 ? NAMES_MAX : event->n_people;
    for (uint32_t i = 0; i < n; i++) {
        strbuf_print(out, "%s%s", i > 0 ? ", " : "", problem->people[event->people[i].v].name);
    }
    if (n < event->n_people) {
        strbuf_print(out, " +%u", (unsigned)(event->n_people - n));
    }
}

/* Talks are what one expects, what is fixed goes by its title, and "BoF: Audio" says it already. */
static const char *kind_label(const struct problem *problem, const struct event *event)
{
    const char *kind = problem->kinds[event->kind.v].id;
    if (event->fixed || strcmp(kind, "talk") == 0 ||
        strncasecmp(event->title, kind, strlen(kind)) == 0) {
        return "";
    }
    return kind;
}

static const char *detail_of(struct arena *arena, const struct problem *problem,
                             const struct agenda_item *item)
{
    struct strbuf detail = {0};
    if (item->what == AGENDA_EVENT) {
        const struct event *event = &problem->events[item->index];
        const char *kind = kind_label(problem, event);
        strbuf_add(&detail, kind);
        strbuf_add(&detail, kind[0] != '\0' && event->n_people > 0 ? " · " : "");
        add_people(&detail, problem, event);
    }
    return display_clean(arena, strbuf_finish(&detail, arena));
}

static const char *title_of(struct arena *arena, const struct problem *problem,
                            const struct agenda_item *item, bool across)
{
    if (item->what == AGENDA_OPEN) {
        return "(open)";
    }
    const char *title = agenda_title(arena, problem, item);
    const char *place = item->place;
    if (across && place == NULL && item->n_rooms == 1 && problem->n_rooms > 1) {
        place = problem->rooms[item->rooms[0].v].name;
    }
    bool said = place == NULL || (!across && item->n_rooms == 0);
    return display_clean(arena, said ? title : arena_print(arena, "%s · %s", title, place));
}

struct grid_text grid_text_of(struct arena *arena, const struct problem *problem,
                              const struct agenda_item *item, bool across, size_t width)
{
    struct grid_text cell = {.centred = across};
    add_lines(arena, &cell, title_of(arena, problem, item, across), width, TITLE_LINES);
    add_lines(arena, &cell, detail_of(arena, problem, item), width, GRID_TEXT_LINES - TITLE_LINES);
    return cell;
}
