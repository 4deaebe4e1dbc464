#include "generate/settle.h"

/* Where nothing else is asked for. */
enum {
    USUAL_TALKS = 60,
    USUAL_ROOMS = 6,
    USUAL_GRANULARITY_MIN = 5,
    USUAL_SLOT_MIN = 50,
    USUAL_SHORTEST_MIN = 15,
    USUAL_LONGEST_MIN = 60,
    USUAL_DAY_MIN = 600, /* of slots */
    USUAL_FILL_PERCENT = 80,
    FULL_PERCENT = 85, /* enough to make days of: more is hard to fill */
    USUAL_WISHES = 5,
    MOST_WINDOWS = 50000,
};

static uint32_t divide_up(uint64_t a, uint64_t b)
{
    return (uint32_t)((a + b - 1) / b);
}

static uint32_t at_least(uint32_t a, uint32_t least)
{
    return a < least ? least : a;
}

#define REFUSE(diags, ...) diag_error((diags), DIAG_USAGE, SRC_NOWHERE, __VA_ARGS__)

/* Lengths on the grid, none longer than `most_min`. */
static bool settle_durations(struct generate_options *o, struct diag_list *diags, uint32_t most_min)
{
    uint32_t grid = o->granularity_min;
    uint32_t shortest = divide_up(o->shortest_min, grid) * grid;
    uint32_t longest = (o->longest_min < most_min ? o->longest_min : most_min) / grid * grid;
    if (o->shortest_min > most_min) {
        return REFUSE(diags, "talks of %u minutes do not fit into a day of %u", o->shortest_min,
                      most_min);
    }
    if (shortest > longest) {
        return REFUSE(diags, "no multiple of %u minutes is a length from %u to %u", grid,
                      o->shortest_min, o->longest_min);
    }
    o->shortest_min = shortest;
    o->longest_min = longest;
    return true;
}

static bool settle_slot_days(struct generate_options *o, struct diag_list *diags)
{
    uint32_t each_min = o->longest_min + SETTLE_PAUSE_MIN;
    if (o->days == 0) {
        o->days = divide_up(o->slots, at_least(USUAL_DAY_MIN / each_min, 1));
    }
    if (o->days > GENERATE_MOST_DAYS) {
        return REFUSE(diags, "%u slots of %u minutes take more than %d days", o->slots,
                      o->longest_min, GENERATE_MOST_DAYS);
    }
    if (o->days > o->slots) {
        return REFUSE(diags, "there are more days (%u) than slots (%u)", o->days, o->slots);
    }
    uint32_t most = divide_up(o->slots, o->days);
    if (most * each_min - SETTLE_PAUSE_MIN > SETTLE_DAY_MIN) {
        return REFUSE(diags, "%u slots of %u minutes do not fit into a day", most, o->longest_min);
    }
    return true;
}

static bool settle_slots(struct generate_options *o, struct diag_list *diags)
{
    if (o->slots > 0 && o->talks > 0 && o->fill_percent > 0) {
        REFUSE(diags, "with slots, either the talks or how full they are can be chosen");
        diag_hint(diags, "leave out --talks or --fill");
        return false;
    }
    if (o->slots == 0) {
        uint32_t percent = o->fill_percent > 0 ? o->fill_percent : 100;
        o->talks = o->talks > 0 ? o->talks : USUAL_TALKS;
        o->slots = divide_up((uint64_t)o->talks * 100, (uint64_t)o->rooms * percent);
    } else if (o->talks == 0) {
        uint32_t percent = o->fill_percent > 0 ? o->fill_percent : 100;
        o->talks = at_least(o->slots * o->rooms * percent / 100, 1);
    }
    o->fill_percent = 0;
    if (o->shortest_min == 0) {
        o->shortest_min = o->longest_min =
            divide_up(USUAL_SLOT_MIN, o->granularity_min) * o->granularity_min;
    }
    if (o->slots * o->rooms > MOST_WINDOWS || o->slots > GENERATE_MOST_SLOTS) {
        return REFUSE(diags, "%u slots in each of %u rooms are too many", o->slots, o->rooms);
    }
    if (o->talks > o->slots * o->rooms) {
        return REFUSE(diags, "%u talks do not fit into %u slots in each of %u rooms", o->talks,
                      o->slots, o->rooms);
    }
    return settle_durations(o, diags, SETTLE_DAY_MIN) && settle_slot_days(o, diags);
}

/* Talks from the room there is, or days from the talks. */
static void settle_talks(struct generate_options *o, uint32_t day_min, uint32_t most_a_day)
{
    uint64_t both_min = o->shortest_min + o->longest_min; /* of two talks, usually */
    uint64_t rooms_min = (uint64_t)o->rooms * day_min;
    if (o->talks == 0) {
        o->days = at_least(o->days, 1);
        o->fill_percent = o->fill_percent > 0 ? o->fill_percent : USUAL_FILL_PERCENT;
        uint64_t talks = rooms_min * o->days * o->fill_percent * 2 / 100 / both_min;
        o->talks = at_least((uint32_t)talks, 1);
    } else if (o->days == 0) {
        uint32_t percent = o->fill_percent > 0 ? o->fill_percent : FULL_PERCENT;
        o->days = divide_up(o->talks * both_min * 100, rooms_min * percent * 2);
        o->days = at_least(o->days, divide_up(o->talks, (uint64_t)o->rooms * most_a_day));
    }
}

static bool settle_hours(struct generate_options *o, struct diag_list *diags)
{
    uint32_t day_min = o->hours * SETTLE_HOUR_MIN;
    if (o->shortest_min == 0) {
        o->shortest_min = USUAL_SHORTEST_MIN;
        o->longest_min = USUAL_LONGEST_MIN;
    }
    if (!settle_durations(o, diags, day_min)) {
        return false;
    }
    uint32_t most_a_day = day_min / o->shortest_min;
    settle_talks(o, day_min, most_a_day);
    if (o->talks > GENERATE_MOST_TALKS || o->days > GENERATE_MOST_DAYS ||
        o->rooms * o->days > MOST_WINDOWS) {
        return REFUSE(diags, "%u talks in %u rooms on %u days are too many", o->talks, o->rooms,
                      o->days);
    }
    uint64_t most = (uint64_t)most_a_day * o->rooms * o->days;
    if (o->talks > most) {
        REFUSE(diags, "%u talks do not fit", o->talks);
        diag_hint(diags, "there is room for %u of %u minutes", (uint32_t)most, o->shortest_min);
        return false;
    }
    return true;
}

static bool settle_wishes(struct generate_options *o, struct diag_list *diags)
{
    if (o->wishes > 0 && o->attendees == 0) {
        REFUSE(diags, "nobody has these wishes");
        diag_hint(diags, "add --attendees");
        return false;
    }
    if (o->attendees > 0 && o->wishes == 0) {
        o->wishes = o->talks < USUAL_WISHES ? o->talks : USUAL_WISHES;
    }
    return o->wishes <= o->talks ||
           REFUSE(diags, "there are more wishes (%u) than talks (%u)", o->wishes, o->talks);
}

static void require_bounds(const struct generate_options *o)
{
    BUG_UNLESS(o->talks <= GENERATE_MOST_TALKS && o->rooms <= GENERATE_MOST_ROOMS);
    BUG_UNLESS(o->days <= GENERATE_MOST_DAYS && o->slots <= GENERATE_MOST_SLOTS);
    BUG_UNLESS(o->hours <= GENERATE_MOST_HOURS && o->granularity_min <= SETTLE_HOUR_MIN);
    BUG_UNLESS(o->shortest_min <= o->longest_min && o->longest_min <= GENERATE_MOST_MINUTES);
    BUG_UNLESS((o->shortest_min == 0) == (o->longest_min == 0));
    BUG_UNLESS(o->fill_percent <= 100 && o->unavailable_percent <= 100);
    BUG_UNLESS(o->attendees <= GENERATE_MOST_ATTENDEES && o->tracks <= GENERATE_MOST_TRACKS);
    BUG_UNLESS(o->n_tag_groups <= GENERATE_GROUPS_MAX);
    for (uint32_t g = 0; g < o->n_tag_groups; g++) {
        const struct generate_tag_group *group = &o->tag_groups[g];
        BUG_UNLESS(group->count <= GENERATE_MOST_TAGS && group->least <= group->most);
        BUG_UNLESS(group->most <= group->count && group->weight <= GENERATE_MOST_WEIGHT);
    }
}

bool settle_options(const struct generate_options *given, struct diag_list *diags,
                    struct generate_options *settled)
{
    struct generate_options *o = settled;
    require_bounds(given);
    *o = *given;
    o->rooms = o->rooms > 0 ? o->rooms : USUAL_ROOMS;
    o->granularity_min = o->granularity_min > 0 ? o->granularity_min : USUAL_GRANULARITY_MIN;
    if (SETTLE_HOUR_MIN % o->granularity_min != 0) {
        return REFUSE(diags, "a grid of %u minutes does not divide an hour", o->granularity_min);
    }
    if (o->slots > 0 && o->hours > 0) {
        return REFUSE(diags, "rooms have either slots or hours");
    }
    bool ok = o->hours > 0 ? settle_hours(o, diags) : settle_slots(o, diags);
    if (ok && o->speakers > 2 * o->talks) {
        REFUSE(diags, "too many speakers (%u) for the talks (%u)", o->speakers, o->talks);
        diag_hint(diags, "a talk has two at most");
        return false;
    }
    return ok && settle_wishes(o, diags);
}
