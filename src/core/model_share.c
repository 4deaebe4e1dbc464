/* Counts that several rules ask for, "how many events of this track are in that cell", exist once.
 */
#include "core/model.h"

enum { SHARED_FIRST = 64 };

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
    return hash ^ (hash >> 29);
}

static uint64_t hash_children(const struct model *model, const struct term *term)
{
    uint64_t hash = term->n;
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &model->children.v[i];
        hash = mix(hash, (uint64_t)(uint32_t)child->coef << 32 | child->term.v);
        hash = mix(hash, (uint64_t)(uint32_t)child->at_least << 32 | child->literal.choice.v);
        hash = mix(hash, (uint64_t)(uint32_t)child->literal.from_min << 32 |
                             (uint32_t)child->literal.to_min);
        hash = mix(hash, child->literal.room.v);
    }
    return hash;
}

static bool same_child(const struct term_child *a, const struct term_child *b)
{
    return a->coef == b->coef && a->term.v == b->term.v && a->at_least == b->at_least &&
           a->literal.choice.v == b->literal.choice.v &&
           a->literal.from_min == b->literal.from_min && a->literal.to_min == b->literal.to_min &&
           a->literal.room.v == b->literal.room.v;
}

static bool same_children(const struct model *model, const struct term *a, const struct term *b)
{
    bool same = a->n == b->n;
    for (uint32_t i = 0; same && i < a->n; i++) {
        same = same_child(&model->children.v[a->first + i], &model->children.v[b->first + i]);
    }
    return same;
}

/* The place of an equal count, or the free place for this one. */
static size_t find_place(const struct model *model, const struct term *term)
{
    size_t mask = model->shared_cap - 1;
    size_t at = (size_t)hash_children(model, term) & mask;
    while (model->shared[at] != 0 &&
           !same_children(model, &model->terms.v[model->shared[at] - 1], term)) {
        at = (at + 1) & mask;
    }
    return at;
}

static void grow(struct model *model)
{
    uint32_t *old = model->shared;
    size_t old_cap = model->shared_cap;
    model->shared_cap = old_cap == 0 ? SHARED_FIRST : old_cap * 2;
    model->shared = base_alloc_zero(model->shared_cap, sizeof(*model->shared));
    for (size_t i = 0; i < old_cap; i++) {
        if (old[i] != 0) {
            model->shared[find_place(model, &model->terms.v[old[i] - 1])] = old[i];
        }
    }
    base_free(old);
}

struct term_id model_term_end_shared(struct model *model)
{
    struct term_id id = model_term_end_count(model);
    if (model->terms.v[id.v].n == 0) {
        model_term_drop(model);
        return (struct term_id){ID_NONE};
    }
    if (2 * (model->n_shared + 1) > model->shared_cap) {
        grow(model);
    }
    size_t at = find_place(model, &model->terms.v[id.v]);
    if (model->shared[at] != 0) {
        model_term_drop(model);
        return (struct term_id){model->shared[at] - 1};
    }
    model->shared[at] = id.v + 1;
    model->n_shared++;
    return id;
}
