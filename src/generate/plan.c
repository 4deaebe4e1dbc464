#include "generate/plan.h"

#include <stdlib.h>

enum { USUAL_FROM_MIN = 9 * SETTLE_HOUR_MIN, FULL_PERCENT = 85 };

/* One room on one day, while its talks are being chosen. Times in steps of the grid. */
struct stretch {
    uint32_t n_talks, steps;
};

void plan_shuffle(struct rng *rng, uint32_t *numbers, uint32_t n)
{
    for (uint32_t i = n; i > 1; i--) {
        uint32_t other = rng_below(rng, i), kept = numbers[i - 1];
        numbers[i - 1] = numbers[other];
        numbers[other] = kept;
    }
}

static uint32_t *shuffled(struct arena *arena, struct rng *rng, uint32_t n)
{
    uint32_t *numbers = arena_array(arena, n, sizeof(*numbers));
    for (uint32_t i = 0; i < n; i++) {
        numbers[i] = i;
    }
    plan_shuffle(rng, numbers, n);
    return numbers;
}

/* Days begin at nine, or so much earlier that they end by midnight. */
static uint32_t begin_of_day(uint32_t length_min)
{
    uint32_t latest = (SETTLE_DAY_MIN - length_min) / SETTLE_HOUR_MIN * SETTLE_HOUR_MIN;
    return latest < USUAL_FROM_MIN ? latest : USUAL_FROM_MIN;
}

/* ---- slots ----------------------------------------------------------------- */

/* The first days have one slot more when they cannot all have the same number. */
static void make_slots(struct arena *arena, const struct generate_options *o, struct plan *plan)
{
    uint32_t each_min = o->longest_min + SETTLE_PAUSE_MIN;
    uint32_t most = (o->slots + o->days - 1) / o->days;
    uint32_t begin_min = begin_of_day(most * each_min - SETTLE_PAUSE_MIN);
    plan->cells = arena_array(arena, o->slots, sizeof(*plan->cells));
    for (uint32_t day = 0; day < o->days; day++) {
        uint32_t n = o->slots / o->days + (day < o->slots % o->days ? 1 : 0);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t from_min = day * SETTLE_DAY_MIN + begin_min + i * each_min;
            plan->cells[plan->n_cells++] = (struct plan_cell){from_min, from_min + o->longest_min};
        }
    }
}

static void fill_slots(struct arena *arena, const struct generate_options *o, struct rng *rng,
                       struct plan *plan)
{
    uint32_t lengths = (o->longest_min - o->shortest_min) / o->granularity_min + 1;
    uint32_t *places = shuffled(arena, rng, o->slots * o->rooms);
    for (uint32_t i = 0; i < o->talks; i++) {
        plan->talks[i] = (struct plan_talk){
            .room = places[i] % o->rooms,
            .start_min = plan->cells[places[i] / o->rooms].from_min,
            .duration_min = o->shortest_min + rng_below(rng, lengths) * o->granularity_min};
    }
    plan->rooms_min = (uint64_t)o->slots * o->rooms * o->longest_min;
}

/* ---- hours ----------------------------------------------------------------- */

static void make_hours(struct arena *arena, const struct generate_options *o, struct plan *plan)
{
    uint32_t begin_min = begin_of_day(o->hours * SETTLE_HOUR_MIN);
    plan->cells = arena_array(arena, (size_t)o->days * o->hours, sizeof(*plan->cells));
    for (uint32_t i = 0; i < o->days * o->hours; i++) {
        uint32_t from_min =
            i / o->hours * SETTLE_DAY_MIN + begin_min + i % o->hours * SETTLE_HOUR_MIN;
        plan->cells[plan->n_cells++] = (struct plan_cell){from_min, from_min + SETTLE_HOUR_MIN};
    }
}

/* What the talks take in all, in steps: as much as is asked for, else what they do on average, but
 * not so much that nobody can fill the rooms any more. */
static uint64_t steps_wanted(const struct generate_options *o, uint64_t rooms_min)
{
    uint64_t wanted = rooms_min * o->fill_percent / 100;
    if (o->fill_percent == 0) {
        uint64_t usual = (uint64_t)o->talks * (o->shortest_min + o->longest_min) / 2;
        uint64_t full = rooms_min * FULL_PERCENT / 100;
        wanted = usual < full ? usual : full;
    }
    uint64_t least = (uint64_t)o->talks * o->shortest_min;
    uint64_t most = (uint64_t)o->talks * o->longest_min;
    wanted = wanted < least ? least : wanted > most ? most : wanted;
    return wanted / o->granularity_min;
}

/* Numbers of talks as even as can be, then some moved, as long as either stretch can still take its
 * share of the time. */
static void spread_talks(const struct generate_options *o, struct rng *rng,
                         struct stretch *stretches, uint32_t n, uint64_t wanted)
{
    uint32_t shortest = o->shortest_min / o->granularity_min;
    uint32_t longest = o->longest_min / o->granularity_min;
    uint64_t share = wanted / n, share_up = (wanted + n - 1) / n;
    uint32_t more = rng_below(rng, n); /* from here on, round, those with one more */
    for (uint32_t i = 0; i < n; i++) {
        stretches[(more + i) % n].n_talks = o->talks / n + (i < o->talks % n ? 1 : 0);
    }
    uint32_t moves = o->talks / 4;
    for (uint32_t i = 0; i < moves; i++) {
        struct stretch *from = &stretches[rng_below(rng, n)], *to = &stretches[rng_below(rng, n)];
        if (from != to && from->n_talks > 0 &&
            (uint64_t)(from->n_talks - 1) * longest >= share_up &&
            (uint64_t)(to->n_talks + 1) * shortest <= share) {
            from->n_talks--;
            to->n_talks++;
        }
    }
}

/* Time for each stretch, in proportion to its talks, within what they and the day allow. */
static void spread_steps(const struct generate_options *o, struct stretch *stretches, uint32_t n,
                         uint64_t wanted)
{
    uint32_t shortest = o->shortest_min / o->granularity_min;
    uint32_t longest = o->longest_min / o->granularity_min;
    uint32_t day = o->hours * SETTLE_HOUR_MIN / o->granularity_min;
    uint64_t left = wanted - (uint64_t)o->talks * shortest, talks_left = o->talks;
    for (uint32_t i = 0; i < n; i++) {
        stretches[i].steps = stretches[i].n_talks * shortest;
    }
    /* The second time takes what others had no room for. */
    for (uint32_t i = 0; i < 2 * n && left > 0; i++) {
        struct stretch *stretch = &stretches[i % n];
        uint64_t most = (uint64_t)stretch->n_talks * longest;
        uint64_t room = (most < day ? most : day) - stretch->steps;
        uint64_t share = i < n ? left * stretch->n_talks / talks_left : left;
        uint64_t taken = share < room ? share : room;
        stretch->steps += (uint32_t)taken;
        left -= taken;
        talks_left -= i < n ? stretch->n_talks : 0;
        talks_left = talks_left > 0 ? talks_left : 1;
    }
}

/* Lengths of `n` talks, in steps: at random, then changed one by one until they take `steps` in
 * all. */
static void choose_lengths(const struct generate_options *o, struct rng *rng, uint32_t *lengths,
                           struct stretch stretch)
{
    uint32_t shortest = o->shortest_min / o->granularity_min;
    uint32_t longest = o->longest_min / o->granularity_min;
    uint32_t sum = 0;
    for (uint32_t i = 0; i < stretch.n_talks; i++) {
        lengths[i] = shortest + rng_below(rng, longest - shortest + 1);
        sum += lengths[i];
    }
    while (sum != stretch.steps) {
        uint32_t i = rng_below(rng, stretch.n_talks);
        if (sum < stretch.steps && lengths[i] < longest) {
            lengths[i]++;
            sum++;
        } else if (sum > stretch.steps && lengths[i] > shortest) {
            lengths[i]--;
            sum--;
        }
    }
}

/* The talks one after the other, with what is left of the day somewhere in between. */
static void fill_stretch(const struct generate_options *o, struct rng *rng, struct plan_talk *talks,
                         uint32_t *scratch, struct stretch stretch)
{
    uint32_t *lengths = scratch, *gaps = scratch + stretch.n_talks;
    uint32_t day = o->hours * SETTLE_HOUR_MIN / o->granularity_min;
    choose_lengths(o, rng, lengths, stretch);
    for (uint32_t i = 0; i <= stretch.n_talks; i++) {
        gaps[i] = 0;
    }
    for (uint32_t i = stretch.steps; i < day; i++) {
        gaps[rng_below(rng, stretch.n_talks + 1)]++;
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < stretch.n_talks; i++) {
        at += gaps[i];
        talks[i].start_min = at * o->granularity_min;
        talks[i].duration_min = lengths[i] * o->granularity_min;
        at += lengths[i];
    }
}

static void fill_hours(struct arena *arena, const struct generate_options *o, struct rng *rng,
                       struct plan *plan)
{
    uint32_t n = o->rooms * o->days;
    BUG_UNLESS(n > 0);
    plan->rooms_min = (uint64_t)n * o->hours * SETTLE_HOUR_MIN;
    uint64_t wanted = steps_wanted(o, plan->rooms_min);
    struct stretch *stretches = arena_array(arena, n, sizeof(*stretches));
    spread_talks(o, rng, stretches, n, wanted);
    spread_steps(o, stretches, n, wanted);
    uint32_t *scratch = arena_array(arena, 2 * (size_t)o->talks + 1, sizeof(*scratch));
    struct plan_talk *talk = plan->talks;
    for (uint32_t i = 0; i < n; i++) {
        fill_stretch(o, rng, talk, scratch, stretches[i]);
        for (uint32_t k = 0; k < stretches[i].n_talks; k++, talk++) {
            talk->room = i % o->rooms;
            talk->start_min += plan->cells[(size_t)(i / o->rooms) * o->hours].from_min;
        }
    }
}

/* ---- both ------------------------------------------------------------------ */

static void shuffle_talks(struct arena *arena, struct rng *rng, struct plan *plan)
{
    uint32_t *order = shuffled(arena, rng, plan->n_talks);
    struct plan_talk *talks = arena_array(arena, plan->n_talks, sizeof(*talks));
    for (uint32_t i = 0; i < plan->n_talks; i++) {
        talks[i] = plan->talks[order[i]];
    }
    plan->talks = talks;
}

struct plan plan_make(struct arena *arena, const struct generate_options *options, struct rng *rng)
{
    struct plan plan = {.n_talks = options->talks};
    plan.talks = arena_array(arena, plan.n_talks, sizeof(*plan.talks));
    if (options->hours > 0) {
        make_hours(arena, options, &plan);
        fill_hours(arena, options, rng, &plan);
    } else {
        make_slots(arena, options, &plan);
        fill_slots(arena, options, rng, &plan);
    }
    shuffle_talks(arena, rng, &plan);
    for (uint32_t i = 0; i < plan.n_talks; i++) {
        plan.talks_min += plan.talks[i].duration_min;
    }
    return plan;
}

/* Start in the high half, number in the low one: distinct, so that any sort gives one order. */
static int compare_keys(const void *a, const void *b)
{
    const uint64_t *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

uint32_t *plan_by_start(struct arena *arena, const struct plan *plan)
{
    uint64_t *keys = arena_array(arena, plan->n_talks, sizeof(*keys));
    uint32_t *order = arena_array(arena, plan->n_talks, sizeof(*order));
    for (uint32_t i = 0; i < plan->n_talks; i++) {
        keys[i] = (uint64_t)plan->talks[i].start_min << 32 | i;
    }
    qsort(keys, plan->n_talks, sizeof(*keys), compare_keys);
    for (uint32_t i = 0; i < plan->n_talks; i++) {
        order[i] = (uint32_t)keys[i];
    }
    return order;
}

uint32_t plan_most_at_once(const struct plan *plan)
{
    struct arena arena = ARENA_EMPTY;
    /* How many more run than the minute before. */
    uint32_t end_min = plan->cells[plan->n_cells - 1].to_min;
    int32_t *change = arena_array(&arena, (size_t)end_min + 1, sizeof(*change));
    for (uint32_t i = 0; i < plan->n_talks; i++) {
        change[plan->talks[i].start_min]++;
        change[plan->talks[i].start_min + plan->talks[i].duration_min]--;
    }
    int32_t now = 0, most = 0;
    for (uint32_t minute = 0; minute <= end_min; minute++) {
        now += change[minute];
        most = now > most ? now : most;
    }
    arena_free(&arena);
    return (uint32_t)most;
}
