#include "engine/symmetry.h"

#include <stdlib.h>

/* All that the model says of a choice, hashed twice; two that look alike by chance would cost the
 * optimum. */
struct portrait {
    uint64_t hash[2];
    uint32_t choice;
    bool odd; /* a term reads it */
};

static void mix(struct portrait *portrait, uint64_t value)
{
    portrait->hash[0] = (portrait->hash[0] ^ value) * UINT64_C(1099511628211);
    portrait->hash[1] = (portrait->hash[1] + value + 1) * UINT64_C(0x9e3779b97f4a7c15);
    portrait->hash[1] ^= portrait->hash[1] >> 29;
}

static void draw(const struct model *model, struct portrait *portraits)
{
    for (uint32_t c = 0; c < model->choices.n; c++) {
        const struct choice *choice = &model->choices.v[c];
        portraits[c].choice = c;
        mix(&portraits[c], (uint32_t)choice->duration_min);
        for (uint32_t k = 0; k < choice->n_runs; k++) {
            const struct run *run = &model->runs.v[choice->first_run + k];
            mix(&portraits[c], (uint64_t)run->room.v << 32 | (uint32_t)run->first_min);
            mix(&portraits[c], (uint64_t)run->n << 32 | (uint32_t)run->step_min);
        }
    }
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        struct literal literal = unary->literal;
        struct portrait *portrait = &portraits[literal.choice.v];
        mix(portrait, (uint64_t)(uint32_t)literal.from_min << 32 | (uint32_t)literal.to_min);
        mix(portrait, (uint64_t)literal.room.v << 32 | unary->level << 1 | unary->out);
        mix(portrait, (uint64_t)unary->cost);
    }
    for (size_t i = 0; i < model->children.n; i++) {
        const struct term_child *child = &model->children.v[i];
        if (child->term.v == ID_NONE) {
            portraits[child->literal.choice.v].odd = true;
        }
    }
    for (uint32_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        for (uint32_t i = 0; i < timeline->n; i++) {
            struct member member = model->members.v[timeline->first + i];
            struct portrait *portrait = &portraits[member.choice.v];
            mix(portrait,
                (uint64_t)t << 33 | (uint64_t)member.room.v << 1 | (i < timeline->n_heads));
            mix(portrait, (uint32_t)member.after_min);
        }
    }
}

static int compare_portraits(const void *a, const void *b)
{
    const struct portrait *x = a, *y = b;
    for (int i = 0; i < 2; i++) {
        if (x->hash[i] != y->hash[i]) {
            return x->hash[i] < y->hash[i] ? -1 : 1;
        }
    }
    return (x->choice > y->choice) - (x->choice < y->choice);
}

void symmetry_find(struct symmetry *symmetry, const struct model *model)
{
    size_t n = model->choices.n;
    struct portrait *portraits = base_alloc_zero(n + 1, sizeof(*portraits));
    symmetry->next = base_alloc_zero(n + 1, sizeof(*symmetry->next));
    draw(model, portraits);
    if (n > 1) {
        qsort(portraits, n, sizeof(*portraits), compare_portraits);
    }
    for (size_t i = 0; i < n; i++) {
        const struct portrait *one = &portraits[i], *next = &portraits[i + 1];
        bool alike = i + 1 < n && !one->odd && !next->odd && one->hash[0] == next->hash[0] &&
                     one->hash[1] == next->hash[1];
        symmetry->next[one->choice] = alike ? next->choice : ID_NONE;
    }
    base_free(portraits);
}

void symmetry_free(struct symmetry *symmetry)
{
    base_free(symmetry->next);
    symmetry->next = NULL;
}

/* [the second starts before t] ≤ [the first does], for every start t. */
static void order_pair(struct model *model, uint32_t first, uint32_t second)
{
    struct room_id anywhere = {ID_NONE};
    struct placements placements = {0};
    model_list_placements(model, (struct choice_id){first}, &placements);
    for (size_t i = 0; i < placements.n; i++) {
        int32_t t_min = placements.v[i].start_min;
        if (i + 1 < placements.n && placements.v[i + 1].start_min == t_min) {
            continue;
        }
        model_term_begin(model, 0, ORIGIN_NONE);
        model_term_add(model, 1,
                       model_literal_between((struct choice_id){second}, CALENDAR_NO_TIME + 1,
                                             t_min + 1, anywhere));
        model_term_add(model, -1,
                       model_literal_between((struct choice_id){first}, CALENDAR_NO_TIME + 1,
                                             t_min + 1, anywhere));
        model_term_end_range(model, INT64_MIN, 0);
    }
    vec_free(&placements);
}

void symmetry_add_order(const struct symmetry *symmetry, struct model *expanded)
{
    for (uint32_t c = 0; c < expanded->choices.n; c++) {
        if (symmetry->next[c] != ID_NONE && expanded->choices.v[c].n > 0) {
            order_pair(expanded, c, symmetry->next[c]);
        }
    }
}

static bool comes_after(struct placement a, struct placement b)
{
    if (placement_is_out(a) || placement_is_out(b)) {
        return placement_is_out(a) && !placement_is_out(b);
    }
    return a.start_min > b.start_min;
}

void symmetry_sort(const struct symmetry *symmetry, uint32_t n_choices, struct placement *chosen)
{
    /* Insertion along each chain: they are short. */
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t c = 0; c < n_choices; c++) {
            uint32_t next = symmetry->next[c];
            if (next != ID_NONE && comes_after(chosen[c], chosen[next])) {
                struct placement swapped = chosen[c];
                chosen[c] = chosen[next];
                chosen[next] = swapped;
                changed = true;
            }
        }
    }
}
