#include "engine/nearest_broken.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

/* ---- which ranges count a choice --------------------------------------------------------------
 */

struct pair {
    uint32_t choice, term;
};

struct pairs {
    struct pair *v;
    size_t n, cap;
};

static void add_pairs(const struct model *model, uint32_t range, uint32_t t, struct pairs *pairs)
{
    const struct term *term = &model->terms.v[t];
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &model->children.v[i];
        if (child->term.v != ID_NONE) {
            add_pairs(model, range, child->term.v, pairs);
        } else {
            struct pair pair = {child->literal.choice.v, range};
            vec_push(pairs, pair);
        }
    }
}

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->choice != y->choice) {
        return x->choice < y->choice ? -1 : 1;
    }
    return (x->term > y->term) - (x->term < y->term);
}

static void list_ranges(struct nearest_broken *broken)
{
    const struct model *model = broken->state->index->model;
    struct pairs pairs = {0};
    for (uint32_t t = 0; t < model->terms.n; t++) {
        if (model->terms.v[t].kind == TERM_RANGE) {
            add_pairs(model, t, t, &pairs);
        }
    }
    if (pairs.n > 1) {
        qsort(pairs.v, pairs.n, sizeof(*pairs.v), compare_pairs);
    }
    broken->first = arena_array(&broken->arena, model->choices.n + 1, sizeof(*broken->first));
    broken->ranges = arena_array(&broken->arena, pairs.n, sizeof(*broken->ranges));
    uint32_t n = 0;
    size_t i = 0;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        broken->first[c] = n;
        for (; i < pairs.n && pairs.v[i].choice == c; i++) {
            bool again = n > broken->first[c] && broken->ranges[n - 1] == pairs.v[i].term;
            broken->ranges[n] = pairs.v[i].term;
            n += !again;
        }
    }
    broken->first[model->choices.n] = n;
    vec_free(&pairs);
}

/* ---- what a choice can count in a range -------------------------------------------------------
 */

static int compare_members(const void *a, const void *b)
{
    const struct broken_member *x = a, *y = b;
    return (x->choice > y->choice) - (x->choice < y->choice);
}

static int compare_children(const void *a, const void *b)
{
    const struct term_child *x = *(const struct term_child *const *)a;
    const struct term_child *y = *(const struct term_child *const *)b;
    if (x->literal.choice.v != y->literal.choice.v) {
        return x->literal.choice.v < y->literal.choice.v ? -1 : 1;
    }
    return (x > y) - (x < y);
}

/* What the children of one choice, n of them, can count over its placements. */
static struct broken_member reach_of(const struct model *model,
                                     const struct term_child *const *children, size_t n)
{
    struct broken_member member = {children[0]->literal.choice.v, INT64_MAX, INT64_MIN};
    const struct choice *choice = &model->choices.v[member.choice];
    for (uint32_t r = choice->first_run; r < choice->first_run + choice->n_runs; r++) {
        const struct run *run = &model->runs.v[r];
        for (uint32_t i = 0; i < run->n; i++) {
            struct placement at = {run->room, run->first_min + (int32_t)i * run->step_min};
            int64_t count = 0;
            for (size_t k = 0; k < n; k++) {
                count += model_literal_holds(children[k]->literal, at) ? children[k]->coef : 0;
            }
            member.least = count < member.least ? count : member.least;
            member.most = count > member.most ? count : member.most;
        }
    }
    return member;
}

/* Nested terms: their choices, whatever they can count. */
static void add_nested(struct nearest_broken *broken, uint32_t t, struct broken_range *range)
{
    const struct model *model = broken->state->index->model;
    struct pairs pairs = {0};
    add_pairs(model, t, t, &pairs);
    if (pairs.n > 1) {
        qsort(pairs.v, pairs.n, sizeof(*pairs.v), compare_pairs);
    }
    range->v = arena_array(&broken->arena, pairs.n, sizeof(*range->v));
    for (size_t i = 0; i < pairs.n; i++) {
        if (i == 0 || pairs.v[i].choice != pairs.v[i - 1].choice) {
            range->v[range->n++] = (struct broken_member){pairs.v[i].choice, INT64_MIN, INT64_MAX};
        }
    }
    vec_free(&pairs);
}

static const struct broken_range *look_at(struct nearest_broken *broken, uint32_t t)
{
    const struct model *model = broken->state->index->model;
    const struct term *term = &model->terms.v[t];
    struct broken_range *range = &broken->members_of[t];
    if (range->n > 0 || term->n == 0) {
        return range;
    }
    const struct term_child **children = base_alloc_zero(term->n, sizeof(*children));
    for (uint32_t i = 0; i < term->n; i++) {
        children[i] = &model->children.v[term->first + i];
        range->nested = range->nested || children[i]->term.v != ID_NONE;
    }
    if (range->nested) {
        add_nested(broken, t, range);
    } else {
        qsort(children, term->n, sizeof(*children), compare_children);
        range->v = arena_array(&broken->arena, term->n, sizeof(*range->v));
        for (size_t i = 0, k = 0; i < term->n; i = k) {
            uint32_t choice = children[i]->literal.choice.v;
            for (k = i; k < term->n && children[k]->literal.choice.v == choice;) {
                k++;
            }
            range->v[range->n++] = reach_of(model, children + i, k - i);
        }
        qsort(range->v, range->n, sizeof(*range->v), compare_members);
    }
    base_free(children);
    return range;
}

/* ---- what is broken ---------------------------------------------------------------------------
 */

static void find_root(struct nearest_broken *broken)
{
    const struct search_state *state = broken->state;
    const struct model *model = state->index->model;
    for (uint32_t l = 0; l < state->index->n_lanes; l++) {
        const struct lane *lane = &state->index->lanes[l];
        for (uint32_t i = 0; lane->at_most && i < lane->axis->n; i++) {
            if (state->counts[lane->first + i] > lane->most) {
                vec_push(&broken->lanes, l);
                break;
            }
        }
    }
    for (uint32_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        if (term->kind == TERM_RANGE &&
            (state->terms[t].n < term->lo || state->terms[t].n > term->hi)) {
            vec_push(&broken->terms, t);
        }
    }
}

void nearest_broken_init(struct nearest_broken *broken, const struct search_state *state)
{
    *broken = (struct nearest_broken){.state = state};
    broken->members_of =
        arena_array(&broken->arena, state->index->model->terms.n, sizeof(*broken->members_of));
    broken->counts =
        arena_array(&broken->arena, state->index->model->choices.n, sizeof(*broken->counts));
    list_ranges(broken);
    find_root(broken);
}

void nearest_broken_free(struct nearest_broken *broken)
{
    vec_free(&broken->lanes);
    vec_free(&broken->terms);
    vec_free(&broken->members);
    vec_free(&broken->some);
    arena_free(&broken->arena);
}

/* The members so far found are `some`; the smallest such list is the answer. */
static void take_some(struct nearest_broken *broken, bool *any)
{
    if (*any && broken->members.n <= broken->some.n) {
        return;
    }
    *any = true;
    vec_clear(&broken->members);
    for (size_t i = 0; i < broken->some.n; i++) {
        vec_push(&broken->members, broken->some.v[i]);
    }
}

static bool can_move(const struct nearest_broken *broken, const bool *decided, uint32_t choice)
{
    return !decided[choice] && broken->state->index->choices[choice].n > 1;
}

/* The members of lane l that run at its moment i. */
static void list_lane(struct nearest_broken *broken, const bool *decided, uint32_t l, uint32_t i)
{
    const struct search_state *state = broken->state;
    const struct search_index *index = state->index;
    const struct timeline *timeline = &index->model->timelines.v[l];
    const struct axis *axis = index->lanes[l].axis;
    vec_clear(&broken->some);
    for (uint32_t k = 0; k < timeline->n; k++) {
        struct member member = index->model->members.v[timeline->first + k];
        struct spot at = state->at[member.choice.v];
        if (at.run == ID_NONE || !can_move(broken, decided, member.choice.v) ||
            (member.room.v != ID_NONE && member.room.v != index->runs[at.run].room.v)) {
            continue;
        }
        int32_t length = model_member_length(index->model, member) / index->tick_min;
        if (axis->before[at.tick] <= i && i < axis->before[at.tick + length]) {
            vec_push(&broken->some, member.choice.v);
        }
    }
}

static void look_at_lane(struct nearest_broken *broken, const bool *decided, uint32_t l,
                         uint32_t from, uint32_t to, bool *any)
{
    const struct lane *lane = &broken->state->index->lanes[l];
    for (uint32_t i = from; lane->at_most && i < to; i++) {
        if (broken->state->counts[lane->first + i] > lane->most) {
            list_lane(broken, decided, l, i);
            take_some(broken, any);
        }
    }
}

/* What each choice counts in the term now, into counts; or, times 0, forgets it. */
static void count_members(struct nearest_broken *broken, const struct term *term, int64_t times)
{
    const struct search_state *state = broken->state;
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &state->index->model->children.v[i];
        if (child->term.v != ID_NONE) {
            continue;
        }
        uint32_t c = child->literal.choice.v;
        struct placement at = search_index_placement(state->index, state->at[c]);
        bool holds = model_literal_holds(child->literal, at);
        broken->counts[c] = times * (broken->counts[c] + (holds ? child->coef : 0));
    }
}

/* The choices that could bring a range nearer to its bounds; none when all together cannot bring
 * it inside. */
static void look_at_term(struct nearest_broken *broken, const bool *decided, uint32_t t, bool *any)
{
    const struct search_state *state = broken->state;
    const struct model *model = state->index->model;
    const struct term *term = &model->terms.v[t];
    int64_t now = state->terms[t].n;
    bool above = now > term->hi;
    if (!above && now >= term->lo) {
        return;
    }
    const struct broken_range *range = look_at(broken, t);
    int64_t could = now;
    count_members(broken, term, 1);
    vec_clear(&broken->some);
    for (uint32_t i = 0; i < range->n; i++) {
        const struct broken_member *member = &range->v[i];
        if (!can_move(broken, decided, member->choice)) {
            continue;
        }
        if (range->nested) {
            vec_push(&broken->some, member->choice);
            continue;
        }
        int64_t counts = broken->counts[member->choice];
        int64_t gain = above ? counts - member->least : member->most - counts;
        if (gain > 0) {
            could += above ? -gain : gain;
            vec_push(&broken->some, member->choice);
        }
    }
    count_members(broken, term, 0);
    if (!range->nested && (above ? could > term->hi : could < term->lo)) {
        vec_clear(&broken->some);
    }
    take_some(broken, any);
}

static void look_at_refs(struct nearest_broken *broken, const bool *decided, uint32_t first,
                         uint32_t n, int32_t tick, bool *any)
{
    const struct search_index *index = broken->state->index;
    for (uint32_t r = first; r < first + n; r++) {
        const struct axis *axis = index->lanes[index->refs[r].lane].axis;
        look_at_lane(broken, decided, index->refs[r].lane, axis->before[tick],
                     axis->before[tick + index->refs[r].length], any);
    }
}

bool nearest_broken_find(struct nearest_broken *broken, const bool *decided, bool lanes_only)
{
    const struct search_state *state = broken->state;
    const struct search_index *index = state->index;
    bool any = false;
    for (size_t i = 0; i < state->log.n; i++) {
        uint32_t c = state->log.v[i].choice;
        struct spot at = state->at[c];
        if (at.run != ID_NONE) {
            const struct search_run *run = &index->runs[at.run];
            look_at_refs(broken, decided, index->choices[c].first_ref, index->choices[c].n_refs,
                         at.tick, &any);
            look_at_refs(broken, decided, run->first_ref, run->n_refs, at.tick, &any);
        }
        for (uint32_t k = broken->first[c]; !lanes_only && k < broken->first[c + 1]; k++) {
            look_at_term(broken, decided, broken->ranges[k], &any);
        }
    }
    for (size_t i = 0; i < broken->lanes.n; i++) {
        uint32_t l = broken->lanes.v[i];
        look_at_lane(broken, decided, l, 0, index->lanes[l].axis->n, &any);
    }
    for (size_t i = 0; !lanes_only && i < broken->terms.n; i++) {
        look_at_term(broken, decided, broken->terms.v[i], &any);
    }
    return any;
}
