#include "output/whatif_words.h"

#include "core/phrase.h"
#include "core/rule.h"
#include "output/display.h"
#include "output/report.h"

#include <inttypes.h>
#include <string.h>

enum { CHANGES_SHOWN = 3, REASONS_SHOWN = 3, MARK_WIDTH = 10 };

/* ---- prices --------------------------------------------------------------------------------- */

const char *whatif_words_extra(struct arena *arena, const struct whatif *whatif,
                               const int64_t *extra, int64_t conflicts)
{
    const struct levels *levels = &whatif->score.levels;
    const char *text =
        conflicts == 0 ? "" : arena_print(arena, "hard conflicts %+" PRId64, conflicts);
    bool plain = conflicts == 0;
    for (uint32_t k = 0; k < levels->n; k++) {
        bool named = !plain || k != levels->soft;
        if (extra[k] != 0) {
            text = arena_print(arena, "%s%s%s%s%+" PRId64, text, text[0] != '\0' ? ", " : "",
                               named ? levels->v[k].name : "", named ? " " : "", extra[k]);
            plain = false;
        }
    }
    return text[0] == '\0' ? "+0" : text;
}

const char *whatif_words_changes(struct arena *arena, const struct whatif_place *place)
{
    const char *text = "";
    for (uint32_t i = 0; i < place->n_changes && i < CHANGES_SHOWN; i++) {
        text = arena_print(arena, "%s%s%s %+" PRId64, text, i == 0 ? " (" : ", ",
                           rule_table_at(place->changes[i].rule)->id, place->changes[i].cost);
    }
    if (place->n_changes > CHANGES_SHOWN) {
        text = arena_print(arena, "%s, …", text);
    }
    return place->n_changes == 0 ? "" : arena_print(arena, "%s)", text);
}

const char *whatif_words_room(const struct problem *problem, struct room_id room)
{
    return room.v == ID_NONE ? "its place" : problem->rooms[room.v].name;
}

static const char *move_text(struct arena *arena, const struct problem *problem,
                             const struct whatif *whatif, const struct whatif_move *move)
{
    const char *title = problem->events[move->event.v].title;
    const struct assignment *now = &whatif->now;
    if (now->placed && now->room.v == move->to.room.v && now->start_min == move->to.start_min) {
        return arena_print(arena, "'%s' takes its place", title);
    }
    return arena_print(arena, "'%s' goes to %s, %s", title,
                       whatif_words_room(problem, move->to.room),
                       phrase_when(arena, problem, move->to.start_min));
}

const char *whatif_words_moves(struct arena *arena, const struct problem *problem,
                               const struct whatif *whatif, const struct whatif_place *place)
{
    const char *text = "";
    for (uint32_t i = 0; i < place->n_moves; i++) {
        const char *join = i == 0 ? ", if " : i + 1 < place->n_moves ? "; " : ", and ";
        text = arena_print(arena, "%s%s%s", text, join,
                           move_text(arena, problem, whatif, &place->moves[i]));
    }
    return text;
}

const char *whatif_words_movers(struct arena *arena, const struct problem *problem,
                                const struct whatif_place *place)
{
    const char *text = "";
    for (uint32_t i = 0; i < place->n_moves; i++) {
        const char *join = i == 0 ? ", if " : i + 1 < place->n_moves ? ", " : " and ";
        text = arena_print(arena, "%s%s'%s'", text, join,
                           problem->events[place->moves[i].event.v].title);
    }
    return place->n_moves == 0
               ? ""
               : arena_print(arena, "%s %s elsewhere", text, place->n_moves == 1 ? "goes" : "go");
}

/* ---- reasons -------------------------------------------------------------------------------- */

static bool says(const struct whatif_place *place, const char *brief)
{
    for (uint32_t i = 0; i < place->n_reasons; i++) {
        if (strcmp(place->reasons[i].brief, brief) == 0) {
            return true;
        }
    }
    return false;
}

/* The reason that holds for most of the places that are not told of yet; NULL: all are. */
static const struct whatif_reason *find_widest(const struct whatif_place *places, uint32_t n,
                                               const bool *told)
{
    const struct whatif_reason *widest = NULL;
    uint32_t most = 0;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t r = 0; r < places[i].n_reasons && !told[i]; r++) {
            uint32_t count = 0;
            for (uint32_t k = i; k < n; k++) {
                count += !told[k] && says(&places[k], places[i].reasons[r].brief);
            }
            if (count > most) {
                most = count;
                widest = &places[i].reasons[r];
            }
        }
    }
    return widest;
}

static bool is_too_short(const struct whatif_place *place)
{
    return place->n_reasons == 1 &&
           strcmp(rule_table_at(place->reasons[0].rule)->id, "room-open") == 0;
}

/* Rooms that are not open long enough go without saying, where others are. */
static void skip_short(const struct whatif_place *places, uint32_t n, bool *told)
{
    bool all = true;
    for (uint32_t i = 0; i < n; i++) {
        all = all && is_too_short(&places[i]);
    }
    for (uint32_t i = 0; i < n && !all; i++) {
        told[i] = is_too_short(&places[i]);
    }
}

const char *whatif_words_against(struct arena *arena, const struct whatif_place *places, uint32_t n)
{
    bool *told = arena_array(arena, n, sizeof(*told));
    const char *text = "";
    skip_short(places, n, told);
    for (uint32_t shown = 0; shown < REASONS_SHOWN; shown++) {
        const struct whatif_reason *reason = find_widest(places, n, told);
        if (reason == NULL) {
            break;
        }
        for (uint32_t i = 0; i < n; i++) {
            told[i] = told[i] || says(&places[i], reason->brief);
        }
        text = arena_print(arena, "%s%s%s [%s]", text, shown > 0 ? " " : "", reason->brief,
                           rule_table_at(reason->rule)->id);
    }
    uint32_t left = 0;
    for (uint32_t i = 0; i < n; i++) {
        left += !told[i];
    }
    return left == 0 ? text
                     : arena_print(arena, "%s And so in %" PRIu32 " more room%s.", text, left,
                                   left == 1 ? "" : "s");
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* "Thu 24 Oct" */
static const char *day_text(struct arena *arena, const struct problem *problem, int32_t time_min)
{
    const char *when = phrase_when(arena, problem, time_min);
    return arena_text(arena, when, strcspn(when, ","));
}

bool whatif_lines_same_day(const struct whatif_lines *lines, int32_t a_min, int32_t b_min)
{
    return strcmp(day_text(lines->arena, lines->problem, a_min),
                  day_text(lines->arena, lines->problem, b_min)) == 0;
}

void whatif_lines_add(struct whatif_lines *lines, struct whatif_line line)
{
    struct arena *arena = lines->arena;
    const struct zone *zone = &lines->problem->zone;
    const char *day = day_text(arena, lines->problem, line.from_min);
    if (lines->day == NULL || strcmp(lines->day, day) != 0) {
        strbuf_print(lines->out, "\n%s\n", day);
        lines->day = day;
    }
    const char *from = calendar_print_clock(arena, zone, line.from_min);
    const char *range =
        line.to_min == line.from_min
            ? from
            : arena_print(arena, "%s-%s", from, calendar_print_clock(arena, zone, line.to_min));
    bool fits = strlen(line.mark) <= MARK_WIDTH;
    const char *first =
        arena_print(arena, "  %-11s %*s  ", range, MARK_WIDTH, fits ? line.mark : "");
    const char *text = fits ? line.text : arena_print(arena, "%s: %s", line.mark, line.text);
    display_add_wrapped(lines->out, first, "                          ", display_clean(arena, text),
                        REPORT_WIDTH);
}
