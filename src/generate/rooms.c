#include "generate/rooms.h"

/* Every room of a class seats `least`, some up to `most`; talks of the class expect more people
 * than any room of the class below seats. */
static const struct {
    uint32_t least, most;
    const char *feature;
} CLASSES[ROOMS_CLASSES] = {{40, 48, "projector"}, {120, 144, "recording"}, {400, 480, "video"}};

enum { LARGE_PART = 6, MEDIUM_PART = 3, CAPACITY_STEPS = 4, FEATURE_PART = 3, FEWEST_PEOPLE = 4 };

const char *rooms_feature(enum rooms_class class)
{
    return CLASSES[class].feature;
}

struct rooms_room *rooms_make(struct arena *arena, uint32_t n, struct rng *rng)
{
    struct rooms_room *rooms = arena_array(arena, n, sizeof(*rooms));
    uint32_t large = (n + LARGE_PART - 1) / LARGE_PART;
    uint32_t medium = (n + MEDIUM_PART - 1) / MEDIUM_PART;
    for (uint32_t i = 0; i < n; i++) {
        enum rooms_class class = i < large            ? ROOMS_LARGE
                                 : i < large + medium ? ROOMS_MEDIUM
                                                      : ROOMS_SMALL;
        uint32_t span = CLASSES[class].most - CLASSES[class].least;
        rooms[i].class = class;
        rooms[i].capacity =
            CLASSES[class].least + rng_below(rng, CAPACITY_STEPS + 1) * (span / CAPACITY_STEPS);
    }
    return rooms;
}

struct rooms_demand rooms_demand_of(enum rooms_class class, struct rng *rng)
{
    /* Half of the talks could be in a smaller room just as well. */
    enum rooms_class asked = class;
    if (class > ROOMS_SMALL && rng_below(rng, 2) == 0) {
        asked = (enum rooms_class)rng_below(rng, (uint32_t) class);
    }
    uint32_t below = asked > ROOMS_SMALL ? CLASSES[asked - 1].most : FEWEST_PEOPLE;
    struct rooms_demand demand = {.audience =
                                      below + 1 + rng_below(rng, CLASSES[asked].least - below)};
    if (rng_below(rng, FEATURE_PART) == 0) {
        demand.feature = CLASSES[rng_below(rng, (uint32_t)asked + 1)].feature;
    }
    return demand;
}
