#include "output/report_revision.h"

#include "core/rule.h"
#include "output/changes_words.h"
#include "output/display.h"
#include "output/report.h"

#include <inttypes.h>

/* ---- how much ------------------------------------------------------------------------------- */

/* What the levels about what was announced count. */
static const struct {
    const char *one, *many;
} amounts[] = {
    [LEVEL_TOLD] = {"person must be told of what moves", "people must be told of what moves"},
    [LEVEL_MOVED] = {"announced event moves", "announced events move"},
    [LEVEL_TIMES] = {"event is at another time", "events are at another time"},
    [LEVEL_ROOMS] = {"event is in another room", "events are in another room"},
    [LEVEL_MINUTES] = {"minute in all", "minutes in all"},
};

/* What a level counts, in words; NULL: nothing of what was announced. */
static const char *amount_text(struct arena *arena, enum level_kind kind, int64_t n)
{
    if ((size_t)kind >= BASE_COUNT(amounts) || amounts[kind].one == NULL) {
        return NULL;
    }
    const char *counted = n == 1 ? amounts[kind].one : amounts[kind].many;
    return arena_print(arena, "%" PRId64 " %s", n, counted);
}

/* What the level's rules count, whatever their weights. */
static int64_t count_at(const struct score *score, uint32_t level)
{
    int64_t n = 0;
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        n += rule_level_of(&score->levels, r) == level && score->rules[r].cost > 0
                 ? score->rules[r].count
                 : 0;
    }
    return n;
}

static const char *proof_text(struct arena *arena, const struct solve_level *level, bool proven,
                              int64_t count)
{
    if (proven && level->bound >= level->value) {
        return " (proven least)";
    }
    return proven && level->bound > 0 && count == level->value
               ? arena_print(arena, " (at least %" PRId64 ")", level->bound)
               : " (perhaps fewer would do)";
}

/* Bounds hold as long as all levels before are proven. */
static void add_amounts(struct strbuf *out, struct arena *arena, const struct solve_result *result,
                        uint32_t n_attendees)
{
    const struct levels *levels = &result->score.levels;
    const char *text = "";
    bool proven = result->mismatch == NULL;
    for (uint32_t k = 0; k < result->n_levels; k++) {
        int64_t n = count_at(&result->score, k);
        const char *amount = n == 0 ? NULL : amount_text(arena, levels->v[k].kind, n);
        if (amount != NULL && levels->v[k].kind == LEVEL_TOLD && n_attendees > 0) {
            amount = arena_print(arena, "%s, %" PRIu32 " of them attendee%s", amount, n_attendees,
                                 n_attendees == 1 ? "" : "s");
        }
        if (amount != NULL) {
            text = arena_print(arena, "%s%s%s%s", text, text[0] != '\0' ? "; " : "", amount,
                               proof_text(arena, &result->levels[k], proven, n));
        }
        proven = proven && result->levels[k].bound >= result->levels[k].value;
    }
    if (text[0] != '\0') {
        display_add_wrapped(out, "  ", "  ", arena_print(arena, "%s.", text), REPORT_WIDTH);
    }
}

/* ---- what, and whom to tell ----------------------------------------------------------------- */

void report_revision_add(struct strbuf *out, struct arena *arena, const struct solve_result *result,
                         const struct revision *revision)
{
    const struct changes *changes = &revision->changes;
    if (changes->n == 0) {
        strbuf_add(out, "\nNothing changes of what was announced.\n");
        return;
    }
    strbuf_print(out, "\nChanges: %s\n", changes_words_totals(arena, changes));
    add_amounts(out, arena, result, revision->n_attendees);
    for (uint32_t c = 0; c < changes->n; c++) {
        const struct change *change = &changes->v[c];
        const char *line = arena_print(arena, "%s: %s", changes_words_title(arena, change),
                                       changes_words_what(arena, changes, change));
        display_add_wrapped(out, "  - ", "    ", display_clean(arena, line), REPORT_WIDTH);
    }
    strbuf_add(out, changes->n_people + revision->n_attendees > 0 ? "\nTo tell:\n" : "");
    for (uint32_t p = 0; p < changes->n_people; p++) {
        const struct changes_person *person = &changes->people[p];
        const char *line = arena_print(arena, "%s: %s", person->person.name,
                                       changes_words_titles(arena, changes, person));
        display_add_wrapped(out, "  - ", "    ", display_clean(arena, line), REPORT_WIDTH);
    }
    if (revision->n_attendees > 0) {
        strbuf_print(out, "  - %" PRIu32 " attendee%s\n", revision->n_attendees,
                     revision->n_attendees == 1 ? "" : "s");
    }
}
