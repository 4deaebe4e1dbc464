/* Cliques: timelines of which at most one whole event runs at a time. Small ones grow; those within
 * another go. */
#include "engine/presolve.h"

enum { GROW_CHOICES = 3000, GROW_MEMBERS = 8 };

/* A timeline of whole events, of which at most one runs at a time. */
static bool is_clique(const struct model *model, const struct timeline *timeline)
{
    if (timeline->kind != TIMELINE_AT_MOST || timeline->most != 1 ||
        timeline->n_heads != timeline->n) {
        return false;
    }
    for (uint32_t i = 0; i < timeline->n; i++) {
        if (model->members.v[timeline->first + i].room.v != ID_NONE) {
            return false;
        }
    }
    return true;
}

/* ---- growing ---------------------------------------------------------------------------- */

/* Which choices exclude each other, a bit for each pair; only where neither is lengthened. */
struct conflicts {
    uint64_t *bits;
    size_t n_words; /* of a row */
};

static bool conflict(const struct conflicts *conflicts, uint32_t a, uint32_t b)
{
    return conflicts->bits[a * conflicts->n_words + b / 64] >> (b % 64) & 1;
}

static void find_conflicts(const struct model *model, const bool *clique,
                           struct conflicts *conflicts)
{
    conflicts->n_words = (model->choices.n + 63) / 64;
    conflicts->bits = base_alloc_zero(model->choices.n * conflicts->n_words + 1, sizeof(uint64_t));
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        const struct member *members = model->members.v + timeline->first;
        for (uint32_t i = 0; clique[t] && i < timeline->n; i++) {
            for (uint32_t k = 0; k < timeline->n; k++) {
                uint32_t a = members[i].choice.v, b = members[k].choice.v;
                if (a != b) {
                    conflicts->bits[a * conflicts->n_words + b / 64] |= UINT64_C(1) << (b % 64);
                }
            }
        }
    }
}

static bool is_plain(const struct model *model, const struct timeline *timeline)
{
    bool plain = true;
    for (uint32_t i = 0; i < timeline->n && plain; i++) {
        plain = model->members.v[timeline->first + i].after_min == 0;
    }
    return plain;
}

/* A small clique with every choice, in their order, that excludes all that are in it so far: pairs
 * {a, b}, {b, c}, {a, c} become {a, b, c}, which says more to a linear program. */
static void grow_clique(struct model *model, const struct conflicts *conflicts, uint32_t t)
{
    struct timeline grown = model->timelines.v[t];
    VEC(struct member) members = {0};
    for (uint32_t i = 0; i < grown.n; i++) {
        vec_push(&members, model->members.v[grown.first + i]);
    }
    for (uint32_t c = 0; c < model->choices.n; c++) {
        bool fits = true;
        for (size_t i = 0; i < members.n && fits; i++) {
            fits = members.v[i].choice.v != c && conflict(conflicts, members.v[i].choice.v, c);
        }
        if (fits) {
            struct member member = {{c}, {ID_NONE}, 0};
            vec_push(&members, member);
        }
    }
    if (members.n > grown.n) {
        grown.n_heads = (uint32_t)members.n;
        model_add_timeline(model, grown, members.v, (uint32_t)members.n);
    }
    vec_free(&members);
}

static void grow_cliques(struct model *model)
{
    size_t n = model->timelines.n;
    if (model->choices.n > GROW_CHOICES) {
        return;
    }
    bool *clique = base_alloc_zero(n + 1, sizeof(*clique));
    for (size_t t = 0; t < n; t++) {
        clique[t] =
            is_clique(model, &model->timelines.v[t]) && is_plain(model, &model->timelines.v[t]);
    }
    struct conflicts conflicts;
    find_conflicts(model, clique, &conflicts);
    for (uint32_t t = 0; t < n; t++) {
        if (clique[t] && model->timelines.v[t].n <= GROW_MEMBERS) {
            grow_clique(model, &conflicts, t);
        }
    }
    base_free(conflicts.bits);
    base_free(clique);
}

/* ---- dropping ----------------------------------------------------------------------------- */

/* Timelines that each choice is in. */
struct containing {
    uint32_t *first; /* [choices + 1] */
    uint32_t *v;
};

static struct containing list_cliques(const struct model *model, const bool *clique)
{
    struct containing all = {
        base_alloc_zero(model->choices.n + 2, sizeof(uint32_t)),
        base_alloc_zero(model->members.n + 1, sizeof(uint32_t)),
    };
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        for (uint32_t i = 0; clique[t] && i < timeline->n; i++) {
            all.first[model->members.v[timeline->first + i].choice.v + 2]++;
        }
    }
    for (size_t c = 2; c < model->choices.n + 2; c++) {
        all.first[c] += all.first[c - 1];
    }
    for (uint32_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        for (uint32_t i = 0; clique[t] && i < timeline->n; i++) {
            uint32_t c = model->members.v[timeline->first + i].choice.v;
            all.v[all.first[c + 1]++] = t;
        }
    }
    return all;
}

/* Whether every member of one timeline is in the other, lengthened at least as much. */
static bool is_within(const struct model *model, const struct timeline *one,
                      const struct timeline *other)
{
    for (uint32_t i = 0; i < one->n; i++) {
        struct member member = model->members.v[one->first + i];
        bool found = false;
        for (uint32_t k = 0; k < other->n && !found; k++) {
            struct member its = model->members.v[other->first + k];
            found = its.choice.v == member.choice.v && its.after_min >= member.after_min;
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

void presolve_merge_cliques(struct model *model)
{
    grow_cliques(model);
    size_t n = model->timelines.n;
    bool *clique = base_alloc_zero(n + 1, sizeof(*clique));
    bool *keep = base_alloc_zero(n + 1, sizeof(*keep));
    for (size_t t = 0; t < n; t++) {
        clique[t] = is_clique(model, &model->timelines.v[t]);
        keep[t] = true;
    }
    struct containing all = list_cliques(model, clique);
    for (uint32_t t = 0; t < n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        if (!clique[t]) {
            continue;
        }
        uint32_t c = model->members.v[timeline->first].choice.v;
        for (uint32_t i = all.first[c]; i < all.first[c + 1] && keep[t]; i++) {
            uint32_t other = all.v[i];
            const struct timeline *larger = &model->timelines.v[other];
            bool before = larger->n > timeline->n || (larger->n == timeline->n && other < t);
            if (keep[other] && other != t && larger->n >= timeline->n &&
                is_within(model, timeline, larger)) {
                /* Two that say the same: one of them stays. */
                keep[t] = !(before || !is_within(model, larger, timeline));
            }
        }
    }
    presolve_keep_timelines(model, keep);
    base_free(all.first);
    base_free(all.v);
    base_free(clique);
    base_free(keep);
}
