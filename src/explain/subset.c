#include "explain/subset.h"

#include "core/model.h"
#include "core/rule.h"
#include "engine/compile.h"
#include "explain/ask.h"
#include "explain/variant.h"

#include <stdlib.h>
#include <string.h>

struct shrinking {
    const struct problem *problem;
    const struct feasibility_options *options;
    const bool *helps; /* [n_events]: events that others may need, see find_helpers() */
    struct demands items;
    bool *on; /* [items.n]: demanded */
    bool unsure;
    uint32_t tests;
};

/* ---- events that others may need --------------------------------------------------------- */

/* Whether the count can only fall when fewer events are placed. */
static bool only_adds(const struct model *model, const struct term *term)
{
    bool adds = true;
    for (uint32_t i = 0; i < term->n && adds; i++) {
        const struct term_child *child = &model->children.v[term->first + i];
        adds = child->coef >= 0 &&
               (child->term.v == ID_NONE || only_adds(model, &model->terms.v[child->term.v]));
    }
    return adds;
}

static void mark_children(const struct model *model, const struct term *term, bool *helps)
{
    for (uint32_t i = 0; i < term->n; i++) {
        const struct term_child *child = &model->children.v[term->first + i];
        if (child->term.v != ID_NONE) {
            mark_children(model, &model->terms.v[child->term.v], helps);
        } else {
            helps[model->choices.v[child->literal.choice.v].event.v] = true;
        }
    }
}

/* Whether some count must not fall. */
static bool is_bounded(const struct model *model, const struct term *term)
{
    return term->kind == TERM_RANGE && (term->lo > term->least || !only_adds(model, term));
}

/* The problem without what binds single events to places, for lifting that may bring them back;
 * those that are too long for any window are made to fit. */
static struct problem unbind(struct arena *arena, const struct problem *problem)
{
    struct problem variant = variant_create(arena, problem);
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const struct rule *rule = rule_table_at(r);
        if (rule->family == RULE_PLACEMENT && rule->about != RULE_ABOUT_HOURS) {
            variant_turn_off(arena, &variant, r);
        }
    }
    int32_t longest_min = 0;
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        struct interval span = problem->windows[w].span;
        int32_t length_min = span.to_min - span.from_min;
        longest_min = length_min > longest_min ? length_min : longest_min;
    }
    for (uint32_t e = 0; e < problem->n_events && longest_min > 0; e++) {
        struct event *event = &variant.events[e];
        bool fits = event->fixed || event->duration_min <= longest_min;
        event->duration_min = fits ? event->duration_min : longest_min;
    }
    return variant;
}

/* Most demands are no harder to meet with fewer events; then those that need not be held are left
 * out. Where a rule has counts that must not fall (no gaps, neighbours), the events that it counts
 * may still be placed, and those that fit nowhere while the hours are not lifted. */
static const bool *find_helpers(struct arena *arena, const struct problem *problem)
{
    bool *helps = arena_array(arena, problem->n_events, sizeof(*helps));
    bool *bounded = arena_array(arena, rule_table_count(), sizeof(*bounded));
    bool any = false;
    struct problem unbound = unbind(arena, problem);
    struct model model;
    compile_model(&unbound, &model);
    for (size_t t = 0; t < model.terms.n; t++) {
        const struct term *term = &model.terms.v[t];
        bounded[term->rule] = bounded[term->rule] || is_bounded(&model, term);
        any = any || bounded[term->rule];
    }
    for (size_t t = 0; t < model.terms.n; t++) {
        if (bounded[model.terms.v[t].rule]) {
            mark_children(&model, &model.terms.v[t], helps);
        }
    }
    for (size_t c = 0; c < model.choices.n; c++) {
        helps[c] = helps[c] || (any && model.choices.v[c].n == 0);
    }
    model_free(&model);
    return helps;
}

/* ---- one test -------------------------------------------------------------------------- */

static bool is_event(const struct demand *demand)
{
    return demand->rule == rule_table_find("unscheduled");
}

/* The events that have to be held, held[n_events], in `arena`. */
static bool *list_held(const struct shrinking *x, struct arena *arena)
{
    bool *held = arena_array(arena, x->problem->n_events, sizeof(*held));
    for (size_t i = 0; i < x->items.n; i++) {
        if (x->on[i] && is_event(&x->items.v[i])) {
            held[x->items.v[i].events[0].v] = true;
        }
    }
    return held;
}

static struct problem make_variant(struct shrinking *x, struct arena *arena)
{
    struct problem variant = variant_create(arena, x->problem);
    const bool *held = list_held(x, arena);
    bool *gone = arena_array(arena, variant.n_events, sizeof(*gone));
    for (uint32_t e = 0; e < variant.n_events; e++) {
        gone[e] = !held[e] && !x->helps[e];
        variant.events[e].priority = 1;
        if (!held[e]) {
            variant_make_optional(&variant, (struct event_id){e});
        }
    }
    variant_remove_events(arena, &variant, gone);
    for (size_t i = 0; i < x->items.n; i++) {
        if (!x->on[i] && !is_event(&x->items.v[i])) {
            demand_lift(arena, &variant, &x->items.v[i]);
        }
    }
    return variant;
}

/* Whether what is on can be met. */
static enum feasibility decide(struct shrinking *x)
{
    struct arena arena = ARENA_EMPTY;
    struct problem variant = make_variant(x, &arena);
    enum feasibility known = ask_feasible(&variant, x->options);
    arena_free(&arena);
    x->tests++;
    x->unsure = x->unsure || known == FEASIBILITY_UNKNOWN;
    return known;
}

static bool is_infeasible(struct shrinking *x)
{
    return decide(x) == FEASIBILITY_NO;
}

/* ---- QuickXplain --------------------------------------------------------------------------- */

static void set_all(struct shrinking *x, const uint32_t *items, uint32_t n, bool on)
{
    for (uint32_t i = 0; i < n; i++) {
        x->on[items[i]] = on;
    }
}

/* Of the n items, all on: leaves on those that are needed besides what else is on, moves them to
 * the front, and gives their number. `added`: something else was put on since the last test. */
static uint32_t shrink(struct shrinking *x, uint32_t *items, uint32_t n, bool added)
{
    if (n == 0) {
        return 0;
    }
    set_all(x, items, n, false);
    if (added && is_infeasible(x)) {
        return 0;
    }
    set_all(x, items, n, true);
    if (n == 1) {
        return 1;
    }
    uint32_t half = n / 2;
    uint32_t n_late = shrink(x, items + half, n - half, true);
    uint32_t n_early = shrink(x, items, half, n_late > 0);
    memmove(items + n_early, items + half, n_late * sizeof(*items));
    return n_early + n_late;
}

/* The items from `from` on that are not off, minimised. Those that are needed stay on. */
static void shrink_from(struct shrinking *x, const uint32_t *order, uint32_t n)
{
    uint32_t *items = base_alloc_zero(n + 1, sizeof(*items));
    memcpy(items, order, n * sizeof(*items));
    (void)shrink(x, items, n, true);
    base_free(items);
}

/* ---- the three steps ----------------------------------------------------------------------------
 */

struct ranked {
    uint32_t item;
    int64_t rank;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->rank != y->rank) {
        return x->rank < y->rank ? -1 : 1;
    }
    return (x->item > y->item) - (x->item < y->item);
}

static bool share_people(const struct event *a, const struct event *b)
{
    for (uint32_t i = 0; i < a->n_people; i++) {
        for (uint32_t k = 0; k < b->n_people; k++) {
            if (a->people[i].v == b->people[k].v) {
                return true;
            }
        }
    }
    return false;
}

/* Those come first, and are kept if possible, that have much to do with `first`: it itself, then
 * those that share people or their track, then others that are tied down. */
static int64_t rank_event(const struct problem *problem, struct event_id first, uint32_t event)
{
    const struct event *one = &problem->events[event];
    if (first.v == event) {
        return -1;
    }
    bool any = first.v != ID_NONE;
    const struct event *base = &problem->events[any ? first.v : event];
    bool shares = any && share_people(base, one);
    bool tied = one->fixed || attrs_find(&one->attrs, "pin") != NULL;
    bool track = any && base->track.v != ID_NONE && base->track.v == one->track.v;
    for (uint32_t i = 0; i < one->n_people && !tied; i++) {
        tied = !problem->people[one->people[i].v].always_free;
    }
    return shares ? 0 : tied ? 1 : track ? 2 : 3;
}

/* That few events cannot be held is shown sooner than that many cannot: the first ones that cannot,
 * twice as many each time. The others are off then. */
static uint32_t find_prefix(struct shrinking *x, const uint32_t *order, uint32_t n)
{
    for (uint32_t k = 1; k < n; k = k * 2 + 1) {
        set_all(x, order + k, n - k, false);
        set_all(x, order, k, true);
        if (is_infeasible(x)) {
            return k;
        }
    }
    set_all(x, order, n, true);
    return n;
}

static enum feasibility shrink_events(struct shrinking *x, struct event_id first)
{
    uint32_t n = 0;
    struct ranked *ranked = base_alloc_zero(x->items.n + 1, sizeof(*ranked));
    uint32_t *order = base_alloc_zero(x->items.n + 1, sizeof(*order));
    for (uint32_t i = 0; i < x->items.n; i++) {
        if (x->on[i]) {
            ranked[n++] =
                (struct ranked){i, rank_event(x->problem, first, x->items.v[i].events[0].v)};
        }
    }
    qsort(ranked, n, sizeof(*ranked), compare_ranked);
    for (uint32_t i = 0; i < n; i++) {
        order[i] = ranked[i].item;
    }
    uint32_t n_tried = find_prefix(x, order, n);
    enum feasibility known = n_tried < n ? FEASIBILITY_NO : decide(x);
    uint32_t skip = first.v != ID_NONE && n_tried > 0 ? 1 : 0;
    x->unsure = false;
    if (known == FEASIBILITY_NO) {
        shrink_from(x, order + skip, n_tried - skip);
    }
    base_free(ranked);
    base_free(order);
    return known;
}

static void add_items(struct shrinking *x, const struct demands *more)
{
    size_t n = x->items.n;
    for (size_t i = 0; i < more->n; i++) {
        vec_push(&x->items, more->v[i]);
    }
    bool *on = base_alloc_zero(x->items.n + 1, sizeof(*on));
    memcpy(on, x->on, n * sizeof(*on));
    base_free(x->on);
    x->on = on;
}

static void shrink_new(struct shrinking *x, const struct demands *more)
{
    uint32_t from = (uint32_t)x->items.n, n = (uint32_t)more->n;
    add_items(x, more);
    uint32_t *order = base_alloc_zero(n + 1, sizeof(*order));
    for (uint32_t i = 0; i < n; i++) {
        order[i] = from + i;
        x->on[from + i] = true;
    }
    shrink_from(x, order, n);
    base_free(order);
}

/* Forgets items that are off, but for events: lifting them again is not needed, for their rule has
 * been lifted as a whole or their pieces stand for it. */
static void replace_rule(struct shrinking *x, size_t item)
{
    for (size_t i = item; i + 1 < x->items.n; i++) {
        x->items.v[i] = x->items.v[i + 1];
        x->on[i] = x->on[i + 1];
    }
    x->items.n--;
}

/* Puts the pieces of a rule in its place, unless it demands more than they do. */
static void shrink_pieces(struct shrinking *x, size_t item)
{
    struct demands pieces = {0};
    struct demand whole = x->items.v[item];
    struct arena arena = ARENA_EMPTY;
    bool *held = list_held(x, &arena);
    for (uint32_t e = 0; e < x->problem->n_events; e++) {
        held[e] = held[e] || x->helps[e];
    }
    demand_split(x->problem, whole.rule, held, &pieces);
    if (pieces.n > 0 && !(pieces.n == 1 && pieces.v[0].n_events == 0 &&
                          pieces.v[0].person.v == ID_NONE && pieces.v[0].room.v == ID_NONE)) {
        size_t from = x->items.n - 1;
        replace_rule(x, item);
        shrink_new(x, &pieces);
        bool any = false;
        for (size_t i = from; i < x->items.n; i++) {
            any = any || x->on[i];
        }
        if (!any) {
            x->items.n = from;
            add_items(x, &(struct demands){&whole, 1, 1});
            x->on[from] = true;
        }
    }
    vec_free(&pieces);
    arena_free(&arena);
}

/* The rule that comes next among those that are whole still and on; items.n: none. */
static size_t next_whole(const struct shrinking *x, uint32_t after)
{
    size_t next = x->items.n;
    for (size_t i = 0; i < x->items.n; i++) {
        const struct demand *demand = &x->items.v[i];
        bool whole = demand->n_events == 0 && demand->person.v == ID_NONE &&
                     demand->room.v == ID_NONE && x->on[i] && demand->rule + 1 > after;
        if (whole && (next == x->items.n || demand->rule < x->items.v[next].rule)) {
            next = i;
        }
    }
    return next;
}

static void shrink_rules(struct shrinking *x)
{
    struct demands rules = {0};
    demand_list_rules(x->problem, &rules);
    shrink_new(x, &rules);
    vec_free(&rules);
    size_t item;
    for (uint32_t after = 0; (item = next_whole(x, after)) < x->items.n;) {
        after = x->items.v[item].rule + 1;
        shrink_pieces(x, item);
    }
}

static int compare_demands(const void *a, const void *b)
{
    const struct demand *x = a, *y = b;
    bool x_event = is_event(x), y_event = is_event(y);
    if (x_event != y_event) {
        return x_event ? -1 : 1;
    }
    if (x->rule != y->rule) {
        return x->rule < y->rule ? -1 : 1;
    }
    const uint32_t xs[] = {x->events[0].v, x->events[1].v, x->person.v, x->day.v, x->room.v};
    const uint32_t ys[] = {y->events[0].v, y->events[1].v, y->person.v, y->day.v, y->room.v};
    for (size_t i = 0; i < BASE_COUNT(xs); i++) {
        if (xs[i] != ys[i]) {
            return xs[i] < ys[i] ? -1 : 1;
        }
    }
    return 0;
}

enum feasibility subset_find(struct arena *arena, const struct problem *problem, const bool *held,
                             struct event_id first, const struct feasibility_options *options,
                             struct subset *subset)
{
    struct shrinking x = {.problem = problem, .options = options};
    x.helps = find_helpers(arena, problem);
    demand_list_events(problem, &x.items);
    x.on = base_alloc_zero(x.items.n + 1, sizeof(*x.on));
    for (size_t i = 0; i < x.items.n; i++) {
        x.on[i] = held[x.items.v[i].events[0].v];
    }
    enum feasibility known = shrink_events(&x, first);
    if (known == FEASIBILITY_NO) {
        shrink_rules(&x);
        struct demand *demands = arena_array(arena, x.items.n, sizeof(*demands));
        uint32_t n = 0;
        for (size_t i = 0; i < x.items.n; i++) {
            if (x.on[i]) {
                demands[n++] = x.items.v[i];
            }
        }
        qsort(demands, n, sizeof(*demands), compare_demands);
        *subset = (struct subset){demands, n, !x.unsure, 0};
    }
    subset->tests = x.tests;
    vec_free(&x.items);
    base_free(x.on);
    return known;
}
