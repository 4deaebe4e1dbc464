#include "generate/cast.h"

#include <string.h>

#define NO_PLACE UINT32_MAX /* the end of a list of places */

enum { TWO_SPEAKERS_OF = 3, AWAY_PART = 3, TRIES = 8 };

static uint32_t end_of(const struct plan_talk *talk)
{
    return talk->start_min + talk->duration_min;
}

static void add_speaker(struct cast *cast, uint32_t talk, uint32_t speaker)
{
    struct cast_talk *entry = &cast->talks[talk];
    uint32_t place = CAST_MOST * talk + entry->n;
    entry->speakers[entry->n++] = speaker;
    cast->next[place] = cast->first[speaker];
    cast->first[speaker] = place;
}

/* In order of start, anybody whose last talk is over: there are as many people as talks at once, so
 * somebody always is. */
static void choose_first_speakers(struct arena *arena, struct cast *cast, const struct plan *plan,
                                  struct rng *rng)
{
    const uint32_t *order = plan_by_start(arena, plan);
    uint32_t *busy_until = arena_array(arena, cast->n_speakers, sizeof(*busy_until));
    for (uint32_t i = 0; i < plan->n_talks; i++) {
        const struct plan_talk *talk = &plan->talks[order[i]];
        uint32_t speaker = rng_below(rng, cast->n_speakers);
        for (uint32_t k = 0; busy_until[speaker] > talk->start_min; k++) {
            BUG_UNLESS(k < TRIES + cast->n_speakers);
            speaker =
                k < TRIES ? rng_below(rng, cast->n_speakers) : (speaker + 1) % cast->n_speakers;
        }
        cast->talks[order[i]] = (struct cast_talk){.speakers = {speaker}, .n = 1};
        busy_until[speaker] = end_of(talk);
    }
}

/* People without a talk take over those of people with several, and are second speakers when there
 * are none left. */
static void employ_the_rest(struct arena *arena, struct cast *cast, const struct plan *plan,
                            struct rng *rng)
{
    uint32_t *n_talks = arena_array(arena, cast->n_speakers, sizeof(*n_talks));
    uint32_t *order = arena_array(arena, plan->n_talks, sizeof(*order));
    for (uint32_t i = 0; i < plan->n_talks; i++) {
        n_talks[cast->talks[i].speakers[0]]++;
        order[i] = i;
    }
    plan_shuffle(rng, order, plan->n_talks);
    uint32_t at = 0, second_at = 0;
    for (uint32_t speaker = 0; speaker < cast->n_speakers; speaker++) {
        if (n_talks[speaker] > 0) {
            continue;
        }
        while (at < plan->n_talks && n_talks[cast->talks[order[at]].speakers[0]] < 2) {
            at++;
        }
        if (at < plan->n_talks) {
            uint32_t *taken = &cast->talks[order[at]].speakers[0];
            n_talks[*taken]--;
            *taken = speaker;
        } else if (second_at < plan->n_talks) {
            struct cast_talk *talk = &cast->talks[order[second_at++]];
            talk->speakers[talk->n++] = speaker;
        }
    }
}

static bool is_free(const struct cast *cast, const struct plan *plan, uint32_t speaker,
                    const struct plan_talk *at)
{
    for (uint32_t p = cast->first[speaker]; p != NO_PLACE; p = cast->next[p]) {
        const struct plan_talk *talk = &plan->talks[p / CAST_MOST];
        if (talk->start_min < end_of(at) && at->start_min < end_of(talk)) {
            return false;
        }
    }
    return true;
}

static void choose_second_speakers(struct cast *cast, const struct plan *plan, struct rng *rng)
{
    for (uint32_t i = 0; i < plan->n_talks; i++) {
        bool two = rng_below(rng, TWO_SPEAKERS_OF) == 0;
        for (uint32_t k = 0; two && cast->talks[i].n < CAST_MOST && k < TRIES; k++) {
            uint32_t speaker = rng_below(rng, cast->n_speakers);
            if (is_free(cast, plan, speaker, &plan->talks[i])) {
                add_speaker(cast, i, speaker);
            }
        }
    }
}

static void choose_restricted(struct arena *arena, struct cast *cast, uint32_t percent,
                              struct rng *rng)
{
    uint32_t *order = arena_array(arena, cast->n_speakers, sizeof(*order));
    for (uint32_t i = 0; i < cast->n_speakers; i++) {
        order[i] = i;
    }
    plan_shuffle(rng, order, cast->n_speakers);
    uint32_t n = (uint32_t)((uint64_t)cast->n_speakers * percent / 100);
    for (uint32_t i = 0; i < n; i++) {
        cast->restricted[order[i]] = true;
    }
}

struct cast cast_make(struct arena *arena, const struct plan *plan, uint32_t n_speakers,
                      uint32_t unavailable_percent, struct rng *rng)
{
    uint32_t n_places = CAST_MOST * plan->n_talks;
    struct cast cast = {.n_speakers = n_speakers};
    cast.talks = arena_array(arena, plan->n_talks, sizeof(*cast.talks));
    cast.restricted = arena_array(arena, n_speakers, sizeof(*cast.restricted));
    cast.first = arena_array(arena, n_speakers, sizeof(*cast.first));
    cast.next = arena_array(arena, n_places, sizeof(*cast.next));
    memset(cast.first, 0xff, n_speakers * sizeof(*cast.first));
    choose_first_speakers(arena, &cast, plan, rng);
    employ_the_rest(arena, &cast, plan, rng);
    for (uint32_t i = 0; i < plan->n_talks; i++) {
        struct cast_talk chosen = cast.talks[i];
        cast.talks[i].n = 0;
        for (uint32_t k = 0; k < chosen.n; k++) {
            add_speaker(&cast, i, chosen.speakers[k]);
        }
    }
    choose_second_speakers(&cast, plan, rng);
    choose_restricted(arena, &cast, unavailable_percent, rng);
    return cast;
}

static bool is_needed(const struct cast *cast, const struct plan *plan, uint32_t speaker,
                      const struct plan_cell *cell)
{
    struct plan_talk whole = {.start_min = cell->from_min,
                              .duration_min = cell->to_min - cell->from_min};
    return !is_free(cast, plan, speaker, &whole);
}

void cast_mark_away(const struct cast *cast, const struct plan *plan, uint32_t speaker,
                    uint32_t run, struct rng *rng, uint32_t *order, bool *away)
{
    for (uint32_t i = 0; i < plan->n_cells; i++) {
        order[i] = i;
        away[i] = false;
    }
    plan_shuffle(rng, order, plan->n_cells);
    uint32_t left = plan->n_cells / AWAY_PART;
    left = left > 0 ? left : 1;
    for (uint32_t i = 0; i < plan->n_cells && left > 0; i++) {
        uint32_t end = order[i] + run < plan->n_cells ? order[i] + run : plan->n_cells;
        for (uint32_t c = order[i]; c < end && left > 0 && !away[c]; c++) {
            if (is_needed(cast, plan, speaker, &plan->cells[c])) {
                break;
            }
            away[c] = true;
            left--;
        }
    }
}
