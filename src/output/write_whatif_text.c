#include "confab/write.h"

#include "core/phrase.h"
#include "output/display.h"
#include "output/report.h"
#include "output/whatif_words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { BEST_SHOWN = 10 };

struct writer {
    struct strbuf *out;
    struct arena *arena;
    const struct problem *problem;
    const struct whatif *whatif;
};

static void add_text(const struct writer *w, const char *first, const char *next, const char *text)
{
    display_add_wrapped(w->out, first, next, display_clean(w->arena, text), REPORT_WIDTH);
}

/* ---- where it is, and what that costs ------------------------------------------------------- */

static void add_head(const struct writer *w)
{
    const struct event *event = &w->problem->events[w->whatif->event.v];
    const struct assignment *now = &w->whatif->now;
    const char *name = arena_print(w->arena, "'%s' (%s)", event->title, event->id);
    if (!now->placed) {
        add_text(w, "", "  ", arena_print(w->arena, "%s is not in the timetable.", name));
        return;
    }
    const char *room = now->room.v == ID_NONE && event->where != NULL
                           ? event->where
                           : whatif_words_room(w->problem, now->room);
    const char *until =
        calendar_print_clock(w->arena, &w->problem->zone, now->start_min + event->duration_min);
    add_text(w, "", "  ",
             arena_print(w->arena, "%s is in %s, %s to %s.%s", name, room,
                         phrase_when(w->arena, w->problem, now->start_min), until,
                         event->fixed ? " It is fixed; there is nothing to choose." : ""));
}

static void add_costs(const struct writer *w)
{
    const struct whatif *whatif = w->whatif;
    struct score mine = whatif->score;
    int64_t cost = 0;
    mine.n_violations = whatif->n_costs;
    mine.violations = arena_array(w->arena, whatif->n_costs, sizeof(*mine.violations));
    for (uint32_t i = 0; i < whatif->n_costs; i++) {
        mine.violations[i] = whatif->score.violations[whatif->costs[i]];
        cost += mine.violations[i].hard ? 0 : mine.violations[i].cost;
    }
    if (whatif->n_costs == 0) {
        add_text(w, "", "  ", "No rule has anything against it.");
    } else if (cost > 0) {
        add_text(w, "", "  ",
                 arena_print(w->arena, "What rules find of it costs %" PRId64 ".", cost));
    }
    strbuf_add(w->out, "The timetable: ");
    report_add_score(w->out, w->arena, &whatif->score);
    report_add_conflicts(w->out, w->arena, &mine, 0, SIZE_MAX);
}

/* ---- the best places ------------------------------------------------------------------------ */

struct ranked {
    const struct whatif *whatif;
    const struct whatif_place *place;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *p = a, *q = b;
    return whatif_compare_places(p->whatif, p->place, q->place);
}

static void add_best_place(const struct writer *w, const struct whatif_place *place)
{
    const char *extra = whatif_words_extra(w->arena, w->whatif, place->extra, place->conflicts);
    bool fits = strlen(extra) <= 6;
    const char *text = arena_print(w->arena, "%s%s%s, %s%s%s", fits ? "" : extra, fits ? "" : ": ",
                                   whatif_words_room(w->problem, place->room),
                                   phrase_when(w->arena, w->problem, place->start_min),
                                   whatif_words_moves(w->arena, w->problem, w->whatif, place),
                                   whatif_words_changes(w->arena, place));
    add_text(w, fits ? arena_print(w->arena, "%6s  ", extra) : "        ", "        ", text);
}

/* The best of each time, in the order that they have. */
static uint32_t keep_one_a_time(struct ranked *all, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool known = false;
        for (uint32_t k = 0; k < kept && !known; k++) {
            known = all[k].place->start_min == all[i].place->start_min;
        }
        if (!known) {
            all[kept++] = all[i];
        }
    }
    return kept;
}

static void add_best(const struct writer *w)
{
    const struct whatif *whatif = w->whatif;
    struct ranked *all = arena_array(w->arena, whatif->n_places, sizeof(*all));
    uint32_t n = 0;
    bool any_taken = false;
    for (uint32_t i = 0; i < whatif->n_places; i++) {
        any_taken = any_taken || whatif->places[i].verdict == WHATIF_TAKEN;
        if (whatif->places[i].has_extra && whatif->places[i].verdict != WHATIF_HERE) {
            all[n++] = (struct ranked){whatif, &whatif->places[i]};
        }
    }
    if (n == 0) {
        strbuf_print(w->out, "\nThere is no %splace for it%s.\n",
                     whatif->now.placed ? "other " : "",
                     any_taken ? ", unless more events move" : ", wherever the others are");
        return;
    }
    qsort(all, n, sizeof(*all), compare_ranked);
    n = keep_one_a_time(all, n);
    strbuf_print(w->out, "\n%s, and what the timetable then costs more:\n",
                 whatif->now.placed ? "The best other places" : "The best places");
    for (uint32_t i = 0; i < n && i < BEST_SHOWN; i++) {
        add_best_place(w, all[i].place);
    }
    if (n > BEST_SHOWN) {
        strbuf_print(w->out,
                     "        … and at %" PRIu32 " more time%s; --format json has every room.\n",
                     n - BEST_SHOWN, n - BEST_SHOWN == 1 ? "" : "s");
    }
}

/* ---- every time ----------------------------------------------------------------------------- */

/* Neighbouring times with the same to say: one line. */
struct row {
    int32_t from_min, to_min;
    const char *mark, *text;                 /* or, NULL, … */
    const struct whatif_place *best, *worst; /* … the range of prices */
    bool any_room;                           /* other rooms cost the same as the best */
};

/* Whether another place of the time costs the same as the best, without anyone else moving. */
static bool has_equal(const struct whatif *whatif, const struct whatif_place *places, uint32_t n,
                      const struct whatif_place *best)
{
    size_t bytes = whatif->score.levels.n * sizeof(*best->extra);
    for (uint32_t i = 0; i < n && best->n_moves == 0; i++) {
        if (&places[i] != best && places[i].has_extra && places[i].n_moves == 0 &&
            places[i].verdict != WHATIF_HERE && places[i].conflicts == best->conflicts &&
            memcmp(places[i].extra, best->extra, bytes) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether some room would do, were it not for other events. */
static bool is_taken(const struct whatif_place *places, uint32_t n)
{
    bool taken = false;
    for (uint32_t i = 0; i < n; i++) {
        taken = taken || places[i].verdict == WHATIF_TAKEN;
    }
    return taken;
}

/* What is to be said of one time, whose places are places[0 … n-1]. */
static struct row describe_time(const struct writer *w, const struct whatif_place *places,
                                uint32_t n)
{
    struct row row = {.from_min = places->start_min, .to_min = places->start_min};
    const struct whatif_place *best = &places[0];
    for (uint32_t i = 0; i < n; i++) {
        if (places[i].verdict == WHATIF_HERE) {
            row.mark = "here";
            row.text = whatif_words_room(w->problem, places[i].room);
            return row;
        }
        best = whatif_compare_places(w->whatif, &places[i], best) < 0 ? &places[i] : best;
    }
    if (best->has_extra) {
        row.best = row.worst = best;
        row.any_room = has_equal(w->whatif, places, n, best);
    } else {
        /* Others could perhaps be moved further than was tried. */
        row.mark = is_taken(places, n) ? "taken" : "no";
        row.text = whatif_words_against(w->arena, places, n);
    }
    return row;
}

static bool moves_same(const struct whatif_place *a, const struct whatif_place *b)
{
    bool same = a->n_moves == b->n_moves;
    for (uint32_t i = 0; i < a->n_moves && same; i++) {
        same = a->moves[i].event.v == b->moves[i].event.v;
    }
    return same;
}

/* Prices may differ: then the line has the range of them. */
static bool can_join(const struct row *a, const struct row *b)
{
    if (a->best == NULL || b->best == NULL) {
        return a->best == NULL && b->best == NULL && strcmp(a->text, b->text) == 0 &&
               strcmp(a->mark, b->mark) == 0;
    }
    return a->best->room.v == b->best->room.v && a->any_room == b->any_room &&
           moves_same(a->best, b->best);
}

static void join(const struct writer *w, struct row *row, const struct row *next)
{
    row->to_min = next->to_min;
    if (row->best == NULL || next->best == NULL) {
        return;
    }
    if (whatif_compare_places(w->whatif, next->best, row->best) < 0) {
        row->best = next->best;
    }
    if (whatif_compare_places(w->whatif, next->worst, row->worst) > 0) {
        row->worst = next->worst;
    }
}

static void add_row(const struct writer *w, struct whatif_lines *lines, const struct row *row)
{
    struct whatif_line line = {row->from_min, row->to_min, row->mark, row->text};
    const struct whatif_place *best = row->best, *worst = row->worst;
    if (best != NULL && worst != NULL) {
        const char *least = whatif_words_extra(w->arena, w->whatif, best->extra, best->conflicts);
        const char *most = whatif_words_extra(w->arena, w->whatif, worst->extra, worst->conflicts);
        line.mark =
            strcmp(least, most) == 0 ? least : arena_print(w->arena, "%s to %s", least, most);
        line.text = arena_print(
            w->arena, "%s%s%s%s", whatif_words_room(w->problem, best->room),
            row->any_room ? " and others" : "",
            row->from_min == row->to_min ? whatif_words_moves(w->arena, w->problem, w->whatif, best)
                                         : whatif_words_movers(w->arena, w->problem, best),
            strcmp(least, most) == 0 ? whatif_words_changes(w->arena, best) : "");
    }
    whatif_lines_add(lines, line);
}

static void add_times(const struct writer *w)
{
    struct whatif_lines lines = {w->out, w->arena, w->problem, .day = NULL};
    struct row open = {.text = NULL};
    strbuf_add(w->out, "\nEach time, in the room that is best then:\n");
    for (uint32_t i = 0, n; i < w->whatif->n_places; i += n) {
        const struct whatif_place *places = &w->whatif->places[i];
        n = 1;
        while (i + n < w->whatif->n_places && places[n].start_min == places[0].start_min) {
            n++;
        }
        struct row row = describe_time(w, places, n);
        if (i > 0 && can_join(&open, &row) &&
            whatif_lines_same_day(&lines, open.from_min, row.from_min)) {
            join(w, &open, &row);
            continue;
        }
        if (i > 0) {
            add_row(w, &lines, &open);
        }
        open = row;
    }
    if (w->whatif->n_places > 0) {
        add_row(w, &lines, &open);
    }
}

/* ---- solved anew ---------------------------------------------------------------------------- */

static const int64_t *more_than_now(const struct writer *w, const int64_t *costs, uint32_t n)
{
    const struct score *now = &w->whatif->score;
    int64_t *more = arena_array(w->arena, now->levels.n, sizeof(*more));
    for (uint32_t k = 0; k < n; k++) {
        more[k] = costs[k] - now->level_cost[k];
    }
    return more;
}

static const char *exact_price(const struct writer *w, const struct whatif_exact *exact)
{
    uint32_t n = w->whatif->score.levels.n;
    return whatif_words_extra(w->arena, w->whatif, more_than_now(w, exact->value, n),
                              exact->conflicts);
}

/* "+20", or "at most +20, at least +5". */
static const char *bounded_price(const struct writer *w, const struct whatif_exact *exact)
{
    const struct whatif *whatif = w->whatif;
    uint32_t n = whatif->score.levels.n, k = 0;
    const char *price = exact_price(w, exact);
    if (exact->known == WHATIF_PROVEN) {
        return price;
    }
    while (k + 1 < n && exact->bound[k] >= exact->value[k]) {
        k++;
    }
    return arena_print(
        w->arena, "at most %s, at least %s", price,
        whatif_words_extra(w->arena, whatif, more_than_now(w, exact->bound, k + 1), 0));
}

static const char *left_out_text(const struct writer *w, const struct whatif_exact *exact)
{
    const char *text = "";
    for (uint32_t i = 0; i < exact->n_left_out; i++) {
        text = arena_print(w->arena, "%s%s'%s'", text, i > 0 ? ", " : "",
                           w->problem->events[exact->left_out[i].v].title);
    }
    return text;
}

static struct row describe_found(const struct writer *w, const struct whatif_exact *exact)
{
    struct row row = {.from_min = exact->start_min, .to_min = exact->start_min};
    bool proven = exact->known == WHATIF_PROVEN;
    const char *where =
        exact->at.placed ? whatif_words_room(w->problem, exact->at.room) : "left out";
    if (exact->n_left_out > 0) {
        row.mark = proven ? "no" : "";
        row.text = arena_print(w->arena, "%s, for example %s (%s)",
                               proven ? "something mandatory would be left out"
                                      : "found only with something left out",
                               left_out_text(w, exact), bounded_price(w, exact));
    } else {
        row.mark = proven ? exact_price(w, exact) : "";
        row.text =
            proven ? where : arena_print(w->arena, "%s, in %s", bounded_price(w, exact), where);
    }
    return row;
}

static void add_optimum(const struct writer *w)
{
    const struct whatif_exact *best = &w->whatif->best;
    const struct score *now = &w->whatif->score;
    uint32_t n = now->levels.n;
    bool proven = best->known == WHATIF_PROVEN;
    if (!proven && best->known != WHATIF_BOUNDED) {
        strbuf_add(w->out, "No best timetable was found within the time.\n");
    } else if (proven && now->n_hard == 0 &&
               memcmp(best->value, now->level_cost, n * sizeof(*best->value)) == 0) {
        strbuf_add(w->out, "The timetable given is optimal.\n");
    } else {
        const char *where = best->at.placed
                                ? arena_print(w->arena, "has it in %s, %s",
                                              whatif_words_room(w->problem, best->at.room),
                                              phrase_when(w->arena, w->problem, best->at.start_min))
                                : "leaves it out";
        add_text(w, "", "  ",
                 arena_print(w->arena, "The best timetable %s %s: %s.",
                             proven ? "there is" : "found", where, bounded_price(w, best)));
    }
}

static struct row describe_exact(const struct writer *w, const struct whatif_exact *exact)
{
    struct row row = {.from_min = exact->start_min, .to_min = exact->start_min};
    switch (exact->known) {
    case WHATIF_PROVEN:
    case WHATIF_BOUNDED:
        return describe_found(w, exact);
    case WHATIF_IMPOSSIBLE:
        row.mark = "no";
        row.text = "not possible, whatever else is left out";
        return row;
    case WHATIF_UNKNOWN:
        row.mark = "?";
        row.text = "nothing was found within the time";
        return row;
    case WHATIF_NOT_LOOKED_AT:
        row.mark = "?";
        row.text = "not looked at: that takes a longer --time-limit";
        return row;
    }
    BUG("known %d", (int)exact->known);
}

static void add_exact(const struct writer *w)
{
    const struct whatif *whatif = w->whatif;
    struct whatif_lines lines = {w->out, w->arena, w->problem, .day = NULL};
    strbuf_add(w->out, "\nSolved anew with it at each time, everything else free to move: what the "
                       "best\ntimetable costs more than the one given, proven unless it says "
                       "otherwise.\n");
    add_optimum(w);
    for (uint32_t i = 0; i < whatif->n_exact;) {
        struct row row = describe_exact(w, &whatif->exact[i++]);
        while (i < whatif->n_exact) {
            struct row next = describe_exact(w, &whatif->exact[i]);
            if (!can_join(&row, &next) ||
                !whatif_lines_same_day(&lines, row.from_min, next.from_min)) {
                break;
            }
            join(w, &row, &next);
            i++;
        }
        add_row(w, &lines, &row);
    }
}

const char *write_whatif_text(struct arena *arena, const struct problem *problem,
                              const struct whatif *whatif)
{

    struct strbuf out = {0};
    struct writer w = {&out, arena, problem, whatif};
    add_head(&w);
    add_costs(&w);
    if (!problem->events[whatif->event.v].fixed) {
        add_best(&w);
        add_times(&w);
    }
    if (whatif->has_exact) {
        add_exact(&w);
    }
    return strbuf_finish(&out, arena);
}
