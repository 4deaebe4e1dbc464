/* Which literals and unary costs hold at each placement, made ready.
 *
 * A run of a choice falls into pieces between whose ends no literal of the choice begins or ends:
 * there the same terms count it and the same costs apply. Each piece has a list of marks, by term,
 * and one of costs, by level; equal lists are kept once. A choice whose lists would take too much
 * work or memory keeps none, and its literals are looked at one by one. */
#include "engine/search_state.h"

#include <stdlib.h>
#include <string.h>

enum { FEW_COSTS = 4, PIECES_MOST = 1 << 24, MARKS_MOST = 1 << 24, BUCKETS = 1 << 16 };

static const uint64_t checks_most = 400000000;

/* A list of `marks` or `costs` that was stored before. */
struct known_list {
    uint32_t first, n, next; /* ID_NONE: last of its bucket */
};

struct list_store {
    uint32_t *buckets;
    VEC(struct known_list) known;
};

struct piecer {
    struct search_index *index;
    VEC(struct piece) pieces;
    VEC(struct mark) marks;
    VEC(struct level_cost) costs;
    struct list_store mark_lists, cost_lists;
    VEC(uint32_t) boxes, priced; /* of the open run: literals and costs that reach into it */
    VEC(int32_t) cuts;
    VEC(struct mark) open_marks;
    VEC(struct level_cost) open_costs;
    uint64_t checks;
};

static uint64_t hash_bytes(const void *bytes, size_t n)
{
    const uint32_t *words = bytes;
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < n / sizeof(*words); i++) {
        hash = (hash ^ words[i]) * UINT64_C(1099511628211);
    }
    return hash ^ hash >> 29;
}

/* Where an equal list is among `all`; ID_NONE: nowhere yet. */
static uint32_t find_list(const struct list_store *store, const char *all, const void *list,
                          uint32_t n, size_t item_bytes)
{
    uint32_t at = store->buckets[hash_bytes(list, n * item_bytes) % BUCKETS];
    for (; at != ID_NONE; at = store->known.v[at].next) {
        BUG_UNLESS(at < store->known.n && store->known.v != NULL);
        const struct known_list *known = &store->known.v[at];
        if (known->n == n && memcmp(all + known->first * item_bytes, list, n * item_bytes) == 0) {
            return known->first;
        }
    }
    return ID_NONE;
}

static void note_list(struct list_store *store, uint32_t first, const void *list, uint32_t n,
                      size_t item_bytes)
{
    uint32_t *bucket = &store->buckets[hash_bytes(list, n * item_bytes) % BUCKETS];
    struct known_list known = {first, n, *bucket};
    *bucket = (uint32_t)store->known.n;
    vec_push(&store->known, known);
}

static uint32_t store_marks(struct piecer *x)
{
    uint32_t n = (uint32_t)x->open_marks.n;
    if (n == 0) {
        return 0;
    }
    uint32_t first =
        find_list(&x->mark_lists, (char *)x->marks.v, x->open_marks.v, n, sizeof(struct mark));
    if (first == ID_NONE) {
        first = (uint32_t)x->marks.n;
        note_list(&x->mark_lists, first, x->open_marks.v, n, sizeof(struct mark));
        for (uint32_t i = 0; i < n; i++) {
            vec_push(&x->marks, x->open_marks.v[i]);
        }
    }
    return first;
}

static uint32_t store_costs(struct piecer *x)
{
    uint32_t n = (uint32_t)x->open_costs.n;
    if (n == 0) {
        return 0;
    }
    uint32_t first = find_list(&x->cost_lists, (char *)x->costs.v, x->open_costs.v, n,
                               sizeof(struct level_cost));
    if (first == ID_NONE) {
        first = (uint32_t)x->costs.n;
        note_list(&x->cost_lists, first, x->open_costs.v, n, sizeof(struct level_cost));
        for (uint32_t i = 0; i < n; i++) {
            vec_push(&x->costs, x->open_costs.v[i]);
        }
    }
    return first;
}

/* ---- one run ------------------------------------------------------------------------- */

static int32_t last_of(const struct search_run *run)
{
    return run->first + (int32_t)(run->n - 1) * run->step;
}

/* Whether ticks [from, to) of `room` reach into the run; cuts it where they begin and end. */
static bool reach(struct piecer *x, const struct search_run *run, int32_t from, int32_t to,
                  struct room_id room)
{
    bool inside = from <= last_of(run) && to > run->first && from < to &&
                  (room.v == ID_NONE || room.v == run->room.v);
    if (inside && from > run->first) {
        vec_push(&x->cuts, from);
    }
    if (inside && to <= last_of(run)) {
        vec_push(&x->cuts, to);
    }
    return inside;
}

static int compare_ticks(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Lists what reaches into the run, and the ticks at which something changes. True: one of them is
 * meant for this room alone. */
static bool gather(struct piecer *x, const struct search_choice *choice,
                   const struct search_run *run)
{
    bool special = false;
    vec_clear(&x->boxes);
    vec_clear(&x->priced);
    vec_clear(&x->cuts);
    vec_push(&x->cuts, run->first);
    for (uint32_t i = choice->first_box; i < choice->first_box + choice->n_boxes; i++) {
        const struct box *box = &x->index->boxes[i];
        if (reach(x, run, box->from, box->to, box->room)) {
            special = special || box->room.v != ID_NONE;
            vec_push(&x->boxes, i);
        }
    }
    for (uint32_t i = choice->first_cost; i < choice->first_cost + choice->n_costs; i++) {
        const struct box_cost *cost = &x->index->costs[i];
        if (reach(x, run, cost->from, cost->to, cost->room)) {
            special = special || cost->room.v != ID_NONE;
            vec_push(&x->priced, i);
        }
    }
    if (x->cuts.n > 1) {
        qsort(x->cuts.v, x->cuts.n, sizeof(*x->cuts.v), compare_ticks);
    }
    x->checks += choice->n_boxes + choice->n_costs;
    return special;
}

/* Boxes of a choice are in the order of their terms. */
static void open_marks(struct piecer *x, int32_t tick)
{
    vec_clear(&x->open_marks);
    for (size_t i = 0; i < x->boxes.n; i++) {
        const struct box *box = &x->index->boxes[x->boxes.v[i]];
        if (tick < box->from || tick >= box->to) {
            continue;
        }
        struct mark mark = {box->term, box->coef};
        if (x->open_marks.n > 0 && x->open_marks.v[x->open_marks.n - 1].term == mark.term) {
            x->open_marks.v[x->open_marks.n - 1].coef += mark.coef;
        } else {
            vec_push(&x->open_marks, mark);
        }
    }
    x->checks += x->boxes.n;
}

static void open_costs(struct piecer *x, int32_t tick)
{
    vec_clear(&x->open_costs);
    for (size_t i = 0; i < x->priced.n; i++) {
        const struct box_cost *cost = &x->index->costs[x->priced.v[i]];
        if (tick < cost->from || tick >= cost->to) {
            continue;
        }
        size_t at = 0;
        while (at < x->open_costs.n && x->open_costs.v[at].level != cost->level) {
            at++;
        }
        if (at == x->open_costs.n) {
            struct level_cost one = {cost->level, 0, 0};
            vec_push(&x->open_costs, one);
        }
        x->open_costs.v[at].cost += cost->cost;
    }
    x->checks += x->priced.n;
}

static bool differ(const struct piece *a, const struct piece *b)
{
    return a->first_mark != b->first_mark || a->n_marks != b->n_marks ||
           a->first_cost != b->first_cost || a->n_costs != b->n_costs;
}

/* Pieces without a start of the run are left out, and those that do not differ from the one before.
 */
static void cut_run(struct piecer *x, struct search_run *run)
{
    struct piece last = {.from = 0};
    run->first_piece = (uint32_t)x->pieces.n;
    for (size_t i = 0; i < x->cuts.n; i++) {
        int32_t steps = (x->cuts.v[i] - run->first + run->step - 1) / run->step;
        int32_t tick = run->first + steps * run->step;
        if (tick > last_of(run) || (i + 1 < x->cuts.n && tick >= x->cuts.v[i + 1])) {
            continue;
        }
        open_marks(x, tick);
        open_costs(x, tick);
        struct piece piece = {.from = tick,
                              .first_mark = store_marks(x),
                              .n_marks = (uint32_t)x->open_marks.n,
                              .first_cost = store_costs(x),
                              .n_costs = (uint32_t)x->open_costs.n};
        if (run->n_pieces == 0 || differ(&last, &piece)) {
            last = piece;
            vec_push(&x->pieces, piece);
            run->n_pieces++;
        }
    }
}

/* ---- one choice ------------------------------------------------------------------------ */

/* Runs at the same times for which nothing says a room share their pieces. */
static bool share_run(const struct search_run *plain, struct search_run *run)
{
    bool same = plain != NULL && plain->first == run->first && plain->step == run->step &&
                plain->n == run->n;
    if (same) {
        run->first_piece = plain->first_piece;
        run->n_pieces = plain->n_pieces;
    }
    return same;
}

static void cut_choice(struct piecer *x, struct search_choice *choice)
{
    const struct search_run *plain = NULL; /* the last run without anything special */
    choice->pieced = true;
    for (uint32_t k = choice->first_run; k < choice->first_run + choice->n_runs; k++) {
        struct search_run *run = &x->index->runs[k];
        bool special = gather(x, choice, run);
        if (special || !share_run(plain, run)) {
            cut_run(x, run);
            plain = special ? plain : run;
        }
        if (x->checks > checks_most || x->pieces.n > PIECES_MOST || x->marks.n > MARKS_MOST) {
            choice->pieced = false;
            return;
        }
    }
}

void search_pieces_add(struct search_index *index, uint32_t n_choices)
{
    struct piecer x = {.index = index};
    x.mark_lists.buckets = base_alloc_zero(BUCKETS, sizeof(uint32_t));
    x.cost_lists.buckets = base_alloc_zero(BUCKETS, sizeof(uint32_t));
    memset(x.mark_lists.buckets, 0xff, BUCKETS * sizeof(uint32_t));
    memset(x.cost_lists.buckets, 0xff, BUCKETS * sizeof(uint32_t));
    for (uint32_t c = 0; c < n_choices; c++) {
        struct search_choice *choice = &index->choices[c];
        if (choice->n_boxes > 0 || choice->n_costs > FEW_COSTS) {
            cut_choice(&x, choice);
        }
    }
    index->pieces = vec_to_arena(&x.pieces, &index->arena);
    index->marks = vec_to_arena(&x.marks, &index->arena);
    index->level_costs = vec_to_arena(&x.costs, &index->arena);
    base_free(x.mark_lists.buckets);
    base_free(x.cost_lists.buckets);
    vec_free(&x.mark_lists.known);
    vec_free(&x.cost_lists.known);
    vec_free(&x.pieces);
    vec_free(&x.marks);
    vec_free(&x.costs);
    vec_free(&x.boxes);
    vec_free(&x.priced);
    vec_free(&x.cuts);
    vec_free(&x.open_marks);
    vec_free(&x.open_costs);
}
