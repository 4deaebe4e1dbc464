#include "confab/generate.h"

#include "generate/render.h"

/* A generator for each purpose: another choice of tags leaves the talks' lengths as they are. */
struct rngs {
    struct rng plan, cast, rooms, taste;
};

static struct rngs seed_all(uint64_t seed, struct render *render)
{
    struct rng root = rng_seeded(seed);
    struct rngs rngs = {0};
    struct rng *const all[] = {&rngs.plan,           &rngs.cast,         &rngs.rooms,
                               &rngs.taste,          &render->words_rng, &render->topics_rng,
                               &render->demands_rng, &render->away_rng,  &render->wishes_rng};
    for (size_t i = 0; i < BASE_COUNT(all); i++) {
        *all[i] = rng_seeded(rng_next(&root));
    }
    return rngs;
}

/* Nine for ten talks, and enough for those that run at once. */
static bool settle_speakers(struct generate_options *o, const struct plan *plan,
                            struct diag_list *diags)
{
    uint32_t needed = plan_most_at_once(plan), usual = o->talks - o->talks / 10;
    if (o->speakers == 0) {
        o->speakers = usual > needed ? usual : needed;
    }
    return o->speakers >= needed ||
           diag_error(diags, DIAG_USAGE, SRC_NOWHERE,
                      "too few speakers (%u) for talks that run at once (%u)", o->speakers, needed);
}

const char *generate_problem(struct arena *arena, const struct generate_options *options,
                             struct diag_list *diags)
{
    struct generate_options settled;
    if (!settle_options(options, diags, &settled)) {
        return NULL;
    }
    struct render render = {.options = &settled};
    struct rngs rngs = seed_all(settled.seed, &render);
    struct plan plan = plan_make(arena, &settled, &rngs.plan);
    if (!settle_speakers(&settled, &plan, diags)) {
        return NULL;
    }
    struct cast cast =
        cast_make(arena, &plan, settled.speakers, settled.unavailable_percent, &rngs.cast);
    render.plan = &plan;
    render.cast = &cast;
    render.rooms = settled.rooms_differ ? rooms_make(arena, settled.rooms, &rngs.rooms) : NULL;
    render.taste = taste_make(arena, settled.talks, &rngs.taste);
    const char *text = render_yaml(arena, &render);
    if (text == NULL) {
        diag_error(diags, DIAG_USAGE, SRC_NOWHERE,
                   "the problem would be larger than a problem file may be");
        diag_hint(diags, "16 MB, or a million keys and values: ask for less");
    }
    return text;
}
