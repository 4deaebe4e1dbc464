/* Which literals and unary costs hold at each placement, made ready.
 *
 * A run of a choice falls into pieces between whose ends no literal of the choice begins or ends:
 * there the same terms count it and the same costs apply. Each piece has a list of marks, by term,
 * and one of costs, by level; equal lists are kept once. A choice whose lists would take too much
 * work or memory keeps none, and its literals are looked at one by one. */
#include "engine/search_state.h"

#include <stdlib.h>
#include <string.h>

enum {
    FEW_COSTS = 4,
    PIECES_MOST = 1 << 24,
    MARKS_MOST = 1 << 24,
    FEWEST_BUCKETS = 1 << 10,
    MOST_BUCKETS = 1 << 20,
};

static const uint64_t checks_most = 400000000;

/* A list of `marks` or `costs` that was stored before. */
struct known_list {
    uint32_t first, n, next; /* ID_NONE: last of its bucket */
};

struct list_store {
    uint32_t *buckets, n_buckets; /* a power of two */
    VEC(struct known_list) known;
};

/* A box of the open run, by where it begins. */
struct entry {
    int32_t from;
    uint32_t box;
};

struct piecer {
    struct search_index *index;
    VEC(struct piece) pieces;
    VEC(struct mark) marks;
    VEC(struct level_cost) costs;
    struct list_store mark_lists, cost_lists;
    uint32_t *by_room;    /* the boxes of the choice: those of any room, then room by room; … */
    uint32_t *room_first; /* [n_rooms + 2]: … each room's begin here, after those of any room */
    VEC(uint32_t) priced; /* of the open run: costs that reach into it, … */
    VEC(struct entry) entries; /* … and boxes, … */
    size_t next_entry;
    VEC(uint32_t) active; /* … and those that hold at the present tick, ascending */
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
    uint32_t at = store->buckets[hash_bytes(list, n * item_bytes) % store->n_buckets];
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
    uint32_t *bucket = &store->buckets[hash_bytes(list, n * item_bytes) % store->n_buckets];
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

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    return x->from != y->from ? (x->from > y->from) - (x->from < y->from)
                              : (x->box > y->box) - (x->box < y->box);
}

/* Sorts the boxes of a choice by room, so that a run looks only at those that concern it. */
static void sort_by_room(struct piecer *x, const struct search_choice *choice)
{
    uint32_t n_rooms = x->index->n_rooms, *first = x->room_first;
    memset(first, 0, ((size_t)n_rooms + 2) * sizeof(*first));
    for (uint32_t i = choice->first_box; i < choice->first_box + choice->n_boxes; i++) {
        uint32_t room = x->index->boxes[i].room.v;
        first[room < n_rooms ? room + 1 : 0] += room < n_rooms || room == ID_NONE;
    }
    uint32_t n = 0;
    for (uint32_t r = 0; r < n_rooms + 1; r++) {
        uint32_t here = first[r];
        first[r] = n;
        n += here;
    }
    for (uint32_t i = choice->first_box; i < choice->first_box + choice->n_boxes; i++) {
        uint32_t room = x->index->boxes[i].room.v;
        if (room < n_rooms || room == ID_NONE) {
            x->by_room[first[room < n_rooms ? room + 1 : 0]++] = i;
        }
    }
    /* Each now stands at its end, which is the next one's beginning. */
    for (uint32_t r = n_rooms + 1; r > 0; r--) {
        first[r] = first[r - 1];
    }
    first[0] = 0;
    x->checks += choice->n_boxes;
}

static bool gather_boxes(struct piecer *x, const struct search_run *run, uint32_t bucket)
{
    bool any = false;
    for (uint32_t k = x->room_first[bucket]; k < x->room_first[bucket + 1]; k++) {
        const struct box *box = &x->index->boxes[x->by_room[k]];
        if (reach(x, run, box->from, box->to, box->room)) {
            struct entry entry = {box->from, x->by_room[k]};
            vec_push(&x->entries, entry);
            any = true;
        }
    }
    x->checks += x->room_first[bucket + 1] - x->room_first[bucket];
    return any;
}

/* Lists what reaches into the run, and the ticks at which something changes. True: one of them is
 * meant for this room alone. */
static bool gather(struct piecer *x, const struct search_choice *choice,
                   const struct search_run *run)
{
    vec_clear(&x->entries);
    vec_clear(&x->priced);
    vec_clear(&x->cuts);
    vec_push(&x->cuts, run->first);
    (void)gather_boxes(x, run, 0);
    bool special = run->room.v != ID_NONE && gather_boxes(x, run, run->room.v + 1);
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
    x->checks += choice->n_costs;
    return special;
}

/* Goes on to the tick: boxes that ended before go, those that have begun come. */
static void sweep_to(struct piecer *x, int32_t tick)
{
    size_t kept = 0;
    for (size_t i = 0; i < x->active.n; i++) {
        if (x->index->boxes[x->active.v[i]].to > tick) {
            x->active.v[kept++] = x->active.v[i];
        }
    }
    x->active.n = kept;
    for (; x->next_entry < x->entries.n && x->entries.v[x->next_entry].from <= tick;
         x->next_entry++) {
        uint32_t box = x->entries.v[x->next_entry].box;
        if (x->index->boxes[box].to <= tick) {
            continue;
        }
        vec_push(&x->active, box);
        size_t at = x->active.n - 1;
        for (; at > 0 && x->active.v[at - 1] > box; at--) {
            x->active.v[at] = x->active.v[at - 1];
        }
        x->active.v[at] = box;
    }
}

/* Boxes of a choice are in the order of their terms. */
static void open_marks(struct piecer *x, int32_t tick)
{
    sweep_to(x, tick);
    vec_clear(&x->open_marks);
    for (size_t i = 0; i < x->active.n; i++) {
        const struct box *box = &x->index->boxes[x->active.v[i]];
        struct mark mark = {box->term, box->coef};
        if (x->open_marks.n > 0 && x->open_marks.v[x->open_marks.n - 1].term == mark.term) {
            x->open_marks.v[x->open_marks.n - 1].coef += mark.coef;
        } else {
            vec_push(&x->open_marks, mark);
        }
    }
    x->checks += x->active.n + 1;
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
    vec_clear(&x->active);
    x->next_entry = 0;
    if (x->entries.n > 1) {
        qsort(x->entries.v, x->entries.n, sizeof(*x->entries.v), compare_entries);
    }
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
    sort_by_room(x, choice);
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

static void begin_store(struct list_store *store, uint64_t n_boxes)
{
    store->n_buckets = FEWEST_BUCKETS;
    while (store->n_buckets < MOST_BUCKETS && store->n_buckets < n_boxes / 4) {
        store->n_buckets *= 2;
    }
    store->buckets = base_alloc_zero(store->n_buckets, sizeof(uint32_t));
    memset(store->buckets, 0xff, store->n_buckets * sizeof(uint32_t));
}

static void begin_pieces(struct piecer *x, uint32_t n_choices)
{
    uint64_t n_boxes = 0, most = 0;
    for (uint32_t c = 0; c < n_choices; c++) {
        const struct search_choice *choice = &x->index->choices[c];
        n_boxes += choice->n_boxes;
        most = choice->n_boxes > most ? choice->n_boxes : most;
    }
    begin_store(&x->mark_lists, n_boxes);
    begin_store(&x->cost_lists, n_boxes);
    x->by_room = base_alloc_zero(most + 1, sizeof(*x->by_room));
    x->room_first = base_alloc_zero((size_t)x->index->n_rooms + 2, sizeof(*x->room_first));
}

static void end_pieces(struct piecer *x)
{
    base_free(x->mark_lists.buckets);
    base_free(x->cost_lists.buckets);
    base_free(x->by_room);
    base_free(x->room_first);
    vec_free(&x->mark_lists.known);
    vec_free(&x->cost_lists.known);
    vec_free(&x->pieces);
    vec_free(&x->marks);
    vec_free(&x->costs);
    vec_free(&x->entries);
    vec_free(&x->active);
    vec_free(&x->priced);
    vec_free(&x->cuts);
    vec_free(&x->open_marks);
    vec_free(&x->open_costs);
}

void search_pieces_add(struct search_index *index, uint32_t n_choices)
{
    struct piecer x = {.index = index};
    begin_pieces(&x, n_choices);
    for (uint32_t c = 0; c < n_choices; c++) {
        struct search_choice *choice = &index->choices[c];
        if (choice->n_boxes > 0 || choice->n_costs > FEW_COSTS) {
            cut_choice(&x, choice);
        }
    }
    index->pieces = vec_to_arena(&x.pieces, &index->arena);
    index->marks = vec_to_arena(&x.marks, &index->arena);
    index->level_costs = vec_to_arena(&x.costs, &index->arena);
    end_pieces(&x);
}
