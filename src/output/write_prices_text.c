#include "output/display.h"
#include "output/report.h"
#include "output/write_prices.h"

#include <inttypes.h>
#include <string.h>

struct write_prices_tally write_prices_count(const struct prices *prices, enum price_kind kind)
{
    struct write_prices_tally tally = {0};
    for (uint32_t i = 0; i < prices->n; i++) {
        const struct price *price = &prices->v[i];
        /* A demand that never stands alone against a place is not worth a word. */
        bool counts = price->kind != PRICE_EVENT || price->state != PRICE_IDLE;
        if (price->kind == kind && counts) {
            tally.n++;
            tally.idle += price->state == PRICE_IDLE;
            tally.tried += price->state == PRICE_TRIED;
            tally.unclear += price->state == PRICE_TRIED && !price->exact && i >= prices->n_saving;
            tally.saving += i < prices->n_saving;
        }
    }
    return tally;
}

/* ---- the base ------------------------------------------------------------------- */

static const char *levels_text(struct arena *arena, const struct solve_result *base)
{
    const char *text = "";
    bool proven = true;
    for (uint32_t k = 0; k < base->n_levels; k++) {
        const struct solve_level *level = &base->levels[k];
        text = arena_print(arena, "%s%s%s %" PRId64, text, k > 0 ? ", " : "", level->name,
                           level->value);
        if (proven && level->bound < level->value) {
            text = arena_print(arena, "%s (at least %" PRId64 ")", text, level->bound);
        }
        proven = proven && level->bound >= level->value;
    }
    return arena_print(arena, "%s%s", text, proven ? ", proven optimal" : "");
}

static void add_sentence(struct strbuf *out, const char *text)
{
    display_add_wrapped(out, "", "  ", text, REPORT_WIDTH);
}

static void add_base(struct strbuf *out, struct arena *arena, const struct prices *prices)
{
    const struct solve_result *base = &prices->base;
    add_sentence(out, arena_print(arena, "As it is: %s.", levels_text(arena, base)));
    if (base->status == SOLVE_INFEASIBLE || base->status == SOLVE_UNKNOWN) {
        add_sentence(out,
                     "Not all that is mandatory has a place; `confab explain` without --prices "
                     "tells why.");
    }
}

/* ---- what saves something ----------------------------------------------------------- */

/* "soft", or what the first levels count. */
static const char *unit_text(const struct price_level *level)
{
    bool left_out = strncmp(level->name, "hard", 4) == 0 || strcmp(level->name, "fixed") == 0;
    return left_out ? "left out" : level->name;
}

/* "soft 40", "soft 10 to 40", "soft 0 to 40, 20 found". */
static const char *level_text(struct arena *arena, const struct price_level *level)
{
    const char *unit = unit_text(level);
    if (level->least == level->most) {
        return arena_print(arena, "%s %" PRId64, unit, level->least);
    }
    int64_t least = level->least > 0 ? level->least : 0;
    const char *text = arena_print(arena, "%s %" PRId64 " to %" PRId64, unit, least, level->most);
    return least > 0 ? text : arena_print(arena, "%s, %" PRId64 " found", text, level->found);
}

/* A later level, in brackets: "(soft 20 more)", or what it saves too. */
static const char *later_text(struct arena *arena, const struct price_level *level)
{
    if (level->most > 0 && level->least >= 0) {
        return arena_print(arena, ", %s", level_text(arena, level));
    }
    if (level->most > 0) {
        return "";
    }
    return level->least == level->most
               ? arena_print(arena, " (%s %" PRId64 " more)", unit_text(level), -level->least)
               : arena_print(arena, " (%s %" PRId64 " to %" PRId64 " more)", unit_text(level),
                             -level->most, -level->least);
}

static const char *saving_text(struct arena *arena, const struct price *price)
{
    const char *text = "";
    for (uint32_t k = 0; k < price->n_saving; k++) {
        const struct price_level *level = &price->saving[k];
        if (level->least == 0 && level->most == 0) {
            continue;
        }
        text = *text == '\0' ? level_text(arena, level)
                             : arena_print(arena, "%s%s", text, later_text(arena, level));
    }
    return text;
}

static void add_savings(struct strbuf *out, struct arena *arena, const struct prices *prices)
{
    enum { SAVING_WIDTH_MOST = 28 };
    size_t width = strlen("Saves");
    for (uint32_t i = 0; i < prices->n_saving; i++) {
        const char *text = saving_text(arena, &prices->v[i]);
        size_t its = display_width(text, strlen(text));
        width = its > width && its <= SAVING_WIDTH_MOST ? its : width;
    }
    strbuf_add(out, "\nSaves");
    strbuf_fill(out, " ", width - strlen("Saves") + 2);
    strbuf_add(out, "with\n");
    const char *indent = arena_print(arena, "%*s", (int)width + 2, "");
    for (uint32_t i = 0; i < prices->n_saving; i++) {
        const char *text = saving_text(arena, &prices->v[i]);
        size_t its = display_width(text, strlen(text));
        size_t fill = its < width ? width - its : 0;
        const char *first = arena_print(arena, "%s%*s  ", text, (int)fill, "");
        display_add_wrapped(out, first, indent, display_clean(arena, prices->v[i].text),
                            REPORT_WIDTH);
    }
}

/* ---- the rest ------------------------------------------------------------------------- */

static const char *kind_text(enum price_kind kind, uint32_t n)
{
    static const char *const one[PRICE_KINDS] = {
        "another room in a session",   "an hour of a speaker", "a demand of one event",
        "a demand between two events", "a demand on a person", "a rule as a wish"};
    static const char *const many[PRICE_KINDS] = {
        "another room in a session",  "hours of speakers",  "demands of single events",
        "demands between two events", "demands on persons", "rules as wishes"};
    return n == 1 ? one[kind] : many[kind];
}

/* Less than all that there is. */
static bool is_telling(const struct prices *prices, const struct price_level *limit)
{
    for (uint32_t k = 0; k < prices->base.n_levels && limit->name != NULL; k++) {
        const struct solve_level *level = &prices->base.levels[k];
        if (strcmp(level->name, limit->name) == 0) {
            return limit->most < level->value;
        }
    }
    return false;
}

/* "- hours of speakers: 5 of 9 save nothing, 4 not tried" */
static void add_rest(struct strbuf *out, struct arena *arena, const struct prices *prices,
                     enum price_kind kind)
{
    struct write_prices_tally tally = write_prices_count(prices, kind);
    if (tally.n == 0 || tally.n == tally.saving) {
        return;
    }
    uint32_t useless = tally.idle + tally.tried - tally.saving - tally.unclear;
    uint32_t open = tally.n - tally.idle - tally.tried;
    const char *text = arena_print(arena, "- %s: ", kind_text(kind, tally.n));
    if (useless > 0) {
        text = arena_print(arena, "%s%" PRIu32 " of %" PRIu32 " %s nothing", text, useless, tally.n,
                           useless == 1 ? "saves" : "save");
    }
    if (tally.unclear > 0) {
        text = arena_print(arena, "%s%s%" PRIu32 " unclear", text, useless > 0 ? ", " : "",
                           tally.unclear);
    }
    if (open > 0) {
        text = arena_print(arena, "%s%s%" PRIu32 " not tried", text,
                           useless + tally.unclear > 0 ? ", " : "", open);
    }
    const struct price_level *limit = &prices->limits[kind];
    if (tally.unclear + open > 0 && is_telling(prices, limit)) {
        text = arena_print(arena, "%s; none saves more than %s %" PRId64, text, unit_text(limit),
                           limit->most);
    }
    display_add_wrapped(out, "", "  ", text, REPORT_WIDTH);
}

static void add_rests(struct strbuf *out, struct arena *arena, const struct prices *prices)
{
    bool any = prices->n_saving < prices->n;
    if (any) {
        strbuf_add(out, "\nThe rest:\n");
    }
    for (int kind = 0; kind < PRICE_KINDS; kind++) {
        add_rest(out, arena, prices, (enum price_kind)kind);
    }
}

const char *write_prices_text(struct arena *arena, const struct problem *problem,
                              const struct prices *prices)
{
    (void)problem;
    struct strbuf out = {0};
    add_base(&out, arena, prices);
    if (prices->n_levels == 0) {
        add_sentence(&out, "It costs nothing, so that nothing could be saved.");
    } else {
        if (prices->n_saving > 0) {
            add_savings(&out, arena, prices);
        } else {
            add_sentence(&out, "Nothing that was tried is known to save anything.");
        }
        add_rests(&out, arena, prices);
    }
    return strbuf_finish(&out, arena);
}
