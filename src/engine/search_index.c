#include "base/gcd.h"
#include "engine/search_grid.h"
#include "engine/search_pairs.h"
#include "engine/search_series.h"

#include <stdlib.h>
#include <string.h>

struct indexer {
    struct search_index *index;
    const struct model *model;
    uint8_t *starts, *ends;         /* [horizon + 1]: whether a choice may start or end then */
    int64_t *running;               /* [horizon + 1]: by how many more may run from then on */
    struct axis *meetings, *pieces; /* of the whole model */
    struct axis **own;              /* axes of single timelines … */
    size_t n_own;
};

static int32_t tick_of(const struct search_index *index, int32_t t_min)
{
    return (t_min - index->base_min) / index->tick_min;
}

/* Lengths need not be whole ticks (walks); starts are, so that rounding up changes nothing. */
static int32_t length_of(const struct search_index *index, int32_t length_min)
{
    return (length_min + index->tick_min - 1) / index->tick_min;
}

static void find_horizon(struct search_index *index, const struct model *model)
{
    int32_t from_min = INT32_MAX, to_min = INT32_MIN, longest_min = 0;
    for (size_t i = 0; i < model->runs.n; i++) {
        const struct run *run = &model->runs.v[i];
        int32_t last_min = run->first_min + (int32_t)(run->n - 1) * run->step_min;
        from_min = run->first_min < from_min ? run->first_min : from_min;
        to_min = last_min > to_min ? last_min : to_min;
    }
    for (size_t c = 0; c < model->choices.n; c++) {
        int32_t length_min = model->choices.v[c].duration_min;
        longest_min = length_min > longest_min ? length_min : longest_min;
    }
    for (size_t i = 0; i < model->members.n; i++) {
        int32_t length_min = model_member_length(model, model->members.v[i]);
        longest_min = length_min > longest_min ? length_min : longest_min;
    }
    bool any = model->runs.n > 0;
    index->tick_min = model->tick_min;
    index->base_min = any ? from_min : 0;
    index->horizon = any ? tick_of(index, to_min) + length_of(index, longest_min) + 1 : 1;
}

/* ---- choices ------------------------------------------------------------------ */

static void copy_runs(struct search_index *index, const struct model *model)
{
    index->runs = arena_array(&index->arena, model->runs.n, sizeof(*index->runs));
    for (size_t i = 0; i < model->runs.n; i++) {
        const struct run *run = &model->runs.v[i];
        index->runs[i] = (struct search_run){
            .room = run->room,
            .first = tick_of(index, run->first_min),
            .step = run->n > 1 ? run->step_min / index->tick_min : 1,
            .n = run->n,
        };
        bool more = run->room.v != ID_NONE && run->room.v >= index->n_rooms;
        index->n_rooms = more ? run->room.v + 1 : index->n_rooms;
    }
    index->choices = arena_array(&index->arena, model->choices.n, sizeof(*index->choices));
    for (size_t c = 0; c < model->choices.n; c++) {
        const struct choice *choice = &model->choices.v[c];
        index->choices[c] = (struct search_choice){
            .first_run = choice->first_run,
            .n_runs = choice->n_runs,
            .n = choice->n,
            .length = length_of(index, choice->duration_min),
        };
    }
}

/* ---- axes ----------------------------------------------------------------------- */

static void mark_run(uint8_t *marks, const struct search_run *run, int32_t shift)
{
    for (uint32_t i = 0; i < run->n; i++) {
        marks[run->first + (int32_t)i * run->step + shift] = 1;
    }
}

/* Starts and ends of a choice; rooms often have the same runs, and then those are marked. */
static void mark_choice(struct indexer *x, uint32_t c, const int32_t *lengths, uint32_t n_lengths)
{
    const struct search_choice *choice = &x->index->choices[c];
    const struct search_run *runs = x->index->runs + choice->first_run;
    int32_t longest = 0;
    for (uint32_t i = 0; i < n_lengths; i++) {
        longest = lengths[i] > longest ? lengths[i] : longest;
    }
    for (uint32_t k = 0; k < choice->n_runs; k++) {
        bool seen = false;
        for (uint32_t i = k; i-- > 0 && k - i <= 16 && !seen;) {
            seen = runs[i].first == runs[k].first && runs[i].step == runs[k].step &&
                   runs[i].n == runs[k].n;
        }
        if (seen) {
            continue;
        }
        mark_run(x->starts, &runs[k], 0);
        x->running[runs[k].first]++;
        x->running[runs[k].first + (int32_t)(runs[k].n - 1) * runs[k].step + longest]--;
        for (uint32_t i = 0; i < n_lengths; i++) {
            mark_run(x->ends, &runs[k], lengths[i]);
        }
    }
}

/* The lengths that each choice has in some timeline, its own among them. */
static void mark_all(struct indexer *x)
{
    const struct model *model = x->model;
    size_t n_choices = model->choices.n;
    VEC(int32_t) lengths = {0};
    uint32_t *first = base_alloc_zero(n_choices + 2, sizeof(*first));
    int32_t *all = base_alloc_zero(model->members.n + 1, sizeof(*all));
    for (size_t i = 0; i < model->members.n; i++) {
        first[model->members.v[i].choice.v + 2]++;
    }
    for (size_t c = 2; c < n_choices + 2; c++) {
        first[c] += first[c - 1];
    }
    for (size_t i = 0; i < model->members.n; i++) {
        struct member member = model->members.v[i];
        all[first[member.choice.v + 1]++] = length_of(x->index, model_member_length(model, member));
    }
    for (uint32_t c = 0; c < n_choices; c++) {
        vec_clear(&lengths);
        vec_push(&lengths, x->index->choices[c].length);
        for (uint32_t i = first[c]; i < first[c + 1]; i++) {
            bool known = false;
            for (size_t k = 0; k < lengths.n && !known; k++) {
                known = lengths.v[k] == all[i];
            }
            if (!known) {
                vec_push(&lengths, all[i]);
            }
        }
        mark_choice(x, c, lengths.v, (uint32_t)lengths.n);
    }
    vec_free(&lengths);
    base_free(first);
    base_free(all);
}

/* The axis of the ticks marked. */
static struct axis *make_axis(struct search_index *index, const uint8_t *marks)
{
    struct axis *axis = arena_alloc(&index->arena, sizeof(*axis));
    size_t n_ticks = (size_t)index->horizon + 1;
    axis->before = arena_array(&index->arena, n_ticks + 1, sizeof(*axis->before));
    for (size_t t = 0; t < n_ticks; t++) {
        axis->before[t] = axis->n;
        axis->n += marks[t];
    }
    axis->before[n_ticks] = axis->n;
    axis->ticks = arena_array(&index->arena, axis->n, sizeof(*axis->ticks));
    for (size_t t = 0, i = 0; t < n_ticks; t++) {
        if (marks[t]) {
            axis->ticks[i++] = (int32_t)t;
        }
    }
    return axis;
}

/* Starts at which as many run as can: some end lies between them and the next start. */
static struct axis *make_meetings(struct indexer *x)
{
    size_t n = (size_t)x->index->horizon + 1;
    uint8_t *marks = base_alloc_zero(n, 1);
    bool ends = true; /* between here and the next start */
    for (size_t t = n; t-- > 0;) {
        if (x->starts[t]) {
            marks[t] = ends;
            ends = false;
        }
        ends = ends || x->ends[t];
    }
    struct axis *axis = make_axis(x->index, marks);
    base_free(marks);
    return axis;
}

/* Between two neighbouring starts or ends nothing changes. */
static struct axis *make_pieces(struct indexer *x)
{
    size_t n = (size_t)x->index->horizon + 1;
    uint8_t *marks = base_alloc_zero(n, 1);
    for (size_t t = 0; t < n; t++) {
        marks[t] = x->starts[t] || x->ends[t];
    }
    struct axis *axis = make_axis(x->index, marks);
    axis->weights = arena_array(&x->index->arena, axis->n, sizeof(*axis->weights));
    bool all_one = true; /* as far as anything can run then */
    int64_t running = 0;
    for (uint32_t i = 0, t = 0; i + 1 < axis->n; i++) {
        axis->weights[i] = axis->ticks[i + 1] - axis->ticks[i];
        for (; t <= (uint32_t)axis->ticks[i]; t++) {
            running += x->running[t];
        }
        all_one = all_one && (axis->weights[i] == 1 || running == 0);
    }
    axis->weights = all_one ? NULL : axis->weights;
    base_free(marks);
    return axis;
}

static bool find_start_together(const struct indexer *x)
{
    const struct model *model = x->model;
    uint32_t *starts_before =
        base_alloc_zero((size_t)x->index->horizon + 2, sizeof(*starts_before));
    for (int32_t t = 0; t <= x->index->horizon; t++) {
        starts_before[t + 1] = starts_before[t] + x->starts[t];
    }
    bool together = true;
    for (size_t m = 0; m < model->members.n && together; m++) {
        struct member member = model->members.v[m];
        const struct search_choice *choice = &x->index->choices[member.choice.v];
        int32_t length = length_of(x->index, model_member_length(model, member));
        for (uint32_t k = 0; k < choice->n_runs && together; k++) {
            const struct search_run *run = &x->index->runs[choice->first_run + k];
            for (uint32_t i = 0; i < run->n && together; i++) {
                int32_t start = run->first + (int32_t)i * run->step;
                together = starts_before[start + length] - starts_before[start + 1] == 0;
            }
        }
    }
    base_free(starts_before);
    return together;
}

/* The starts of a timeline's members. */
static const struct axis *own_axis(struct indexer *x, const struct timeline *timeline)
{
    uint8_t *marks = base_alloc_zero((size_t)x->index->horizon + 1, 1);
    for (uint32_t i = 0; i < timeline->n; i++) {
        struct member member = x->model->members.v[timeline->first + i];
        const struct search_choice *choice = &x->index->choices[member.choice.v];
        for (uint32_t k = 0; k < choice->n_runs; k++) {
            const struct search_run *run = &x->index->runs[choice->first_run + k];
            if (member.room.v == ID_NONE || member.room.v == run->room.v) {
                mark_run(marks, run, 0);
            }
        }
    }
    struct axis *axis = make_axis(x->index, marks);
    base_free(marks);
    return axis;
}

/* ---- lanes ------------------------------------------------------------------------ */

static void add_lanes(struct indexer *x)
{
    const struct model *model = x->model;
    struct search_index *index = x->index;
    index->n_lanes = (uint32_t)model->timelines.n;
    index->single = index->start_together;
    index->lanes = arena_array(&index->arena, index->n_lanes, sizeof(*index->lanes));
    for (uint32_t t = 0; t < index->n_lanes; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        bool at_most = timeline->kind == TIMELINE_AT_MOST;
        bool alone = timeline->kind == TIMELINE_STARTS && !x->index->start_together;
        const struct axis *axis = timeline->kind == TIMELINE_TICKS ? x->pieces
                                  : alone                          ? own_axis(x, timeline)
                                                                   : x->meetings;
        index->lanes[t] = (struct lane){
            .at_most = at_most,
            .over = at_most || timeline->shape == TIMELINE_EXCESS,
            .level = timeline->level,
            .first = index->n_counts,
            .axis = axis,
            .most = at_most ? timeline->most : 1,
            .weight = timeline->weight,
        };
        index->single = index->single && axis == x->meetings;
        BUG_UNLESS((uint64_t)index->n_counts + axis->n < UINT32_MAX);
        index->n_counts += axis->n;
    }
}

/* A membership on its way to its place: those for every room first, then by run. */
struct loose_ref {
    uint32_t choice, run; /* run ID_NONE: every room */
    struct ref ref;
};

static int compare_refs(const void *a, const void *b)
{
    const struct loose_ref *x = a, *y = b;
    if (x->choice != y->choice) {
        return x->choice < y->choice ? -1 : 1;
    }
    uint32_t run_x = x->run + 1, run_y = y->run + 1; /* ID_NONE + 1 is 0 */
    if (run_x != run_y) {
        return run_x < run_y ? -1 : 1;
    }
    return (x->ref.lane > y->ref.lane) - (x->ref.lane < y->ref.lane);
}

static void add_refs(struct search_index *index, const struct model *model)
{
    VEC(struct loose_ref) loose = {0};
    for (uint32_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        bool taken = index->pairs != NULL && index->pairs->taken[t];
        for (uint32_t i = 0; i < timeline->n && !taken; i++) {
            struct member member = model->members.v[timeline->first + i];
            const struct search_choice *choice = &index->choices[member.choice.v];
            struct ref ref = {t, length_of(index, model_member_length(model, member))};
            struct loose_ref one = {member.choice.v, ID_NONE, ref};
            if (member.room.v == ID_NONE) {
                vec_push(&loose, one);
                continue;
            }
            for (uint32_t k = 0; k < choice->n_runs; k++) {
                one.run = choice->first_run + k;
                if (index->runs[one.run].room.v == member.room.v) {
                    vec_push(&loose, one);
                }
            }
        }
    }
    if (loose.n > 0) {
        qsort(loose.v, loose.n, sizeof(*loose.v), compare_refs);
    }
    index->refs = arena_array(&index->arena, loose.n, sizeof(*index->refs));
    for (size_t i = loose.n; i-- > 0;) {
        index->refs[i] = loose.v[i].ref;
        if (loose.v[i].run == ID_NONE) {
            index->choices[loose.v[i].choice].first_ref = (uint32_t)i;
            index->choices[loose.v[i].choice].n_refs++;
        } else {
            index->runs[loose.v[i].run].first_ref = (uint32_t)i;
            index->runs[loose.v[i].run].n_refs++;
        }
    }
    vec_free(&loose);
}

/* ---- lengths ---------------------------------------------------------------------------- */

static void sort_by_length(struct search_index *index, uint32_t n_choices)
{
    int32_t longest = 0;
    for (uint32_t c = 0; c < n_choices; c++) {
        longest = index->choices[c].length > longest ? index->choices[c].length : longest;
    }
    uint32_t *first = base_alloc_zero((size_t)longest + 3, sizeof(*first));
    for (uint32_t c = 0; c < n_choices; c++) {
        first[index->choices[c].length + 2]++;
    }
    for (int32_t l = 2; l < longest + 3; l++) {
        first[l] += first[l - 1];
    }
    index->by_length = arena_array(&index->arena, n_choices, sizeof(*index->by_length));
    index->alike = arena_array(&index->arena, n_choices, sizeof(*index->alike));
    for (uint32_t c = 0; c < n_choices; c++) {
        index->by_length[first[index->choices[c].length + 1]++] = c;
    }
    for (uint32_t c = 0; c < n_choices; c++) {
        int32_t length = index->choices[c].length;
        index->alike[c] = (struct alike){first[length], first[length + 1] - first[length]};
    }
    base_free(first);
}

/* ---- the whole ------------------------------------------------------------------------- */

static int64_t find_unit(const struct model *model)
{
    int64_t unit = 0;
    for (size_t i = 0; i < model->unaries.n; i++) {
        unit = model->unaries.v[i].level == model->levels.soft
                   ? base_gcd(unit, model->unaries.v[i].cost)
                   : unit;
    }
    for (size_t i = 0; i < model->costs.n; i++) {
        unit = base_gcd(unit, model->costs.v[i]);
    }
    for (size_t i = 0; i < model->timelines.n; i++) {
        unit = base_gcd(unit, model->timelines.v[i].weight);
    }
    return unit > 0 ? unit : 1;
}

struct search_index *search_index_create(const struct model *model)
{
    struct search_index *index = base_alloc_zero(1, sizeof(*index));
    index->model = model;
    find_horizon(index, model);
    copy_runs(index, model);
    struct indexer x = {.index = index, .model = model};
    x.starts = base_alloc_zero((size_t)index->horizon + 1, 1);
    x.ends = base_alloc_zero((size_t)index->horizon + 1, 1);
    x.running = base_alloc_zero((size_t)index->horizon + 1, sizeof(*x.running));
    mark_all(&x);
    x.meetings = make_meetings(&x);
    x.pieces = make_pieces(&x);
    index->start_together = find_start_together(&x);
    add_lanes(&x);
    base_free(x.starts);
    base_free(x.ends);
    base_free(x.running);
    index->pairs = search_pairs_find(index, &index->arena);
    add_refs(index, model);
    index->cells = search_cells_find(index);
    search_terms_add(index, model);
    search_pieces_add(index, (uint32_t)model->choices.n);
    if (index->cells != NULL) {
        search_cells_flatten(index->cells);
    }
    sort_by_length(index, (uint32_t)model->choices.n);
    search_series_list(index);
    index->unit = find_unit(model);
    index->grid = search_grid_find(index);
    return index;
}

void search_index_free(struct search_index *index)
{
    if (index != NULL) {
        search_grid_free(index->grid);
        search_cells_free(index->cells);
        arena_free(&index->arena);
        base_free(index);
    }
}

struct spot search_index_spot(const struct search_index *index, uint32_t choice, uint32_t i)
{
    uint32_t run = index->choices[choice].first_run;
    while (i >= index->runs[run].n) {
        i -= index->runs[run].n;
        run++;
    }
    return (struct spot){run, index->runs[run].first + (int32_t)i * index->runs[run].step};
}

struct spot search_index_find(const struct search_index *index, uint32_t choice,
                              struct room_id room, int32_t tick)
{
    const struct search_choice *one = &index->choices[choice];
    uint32_t low = one->first_run, high = low + one->n_runs, end = high;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct search_run *run = &index->runs[middle];
        bool before = run->room.v != room.v ? run->room.v < room.v
                                            : run->first + (int32_t)(run->n - 1) * run->step < tick;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    if (low == end) {
        return SPOT_OUT;
    }
    const struct search_run *run = &index->runs[low];
    bool here = run->room.v == room.v && run->first <= tick && (tick - run->first) % run->step == 0;
    return here ? (struct spot){low, tick} : SPOT_OUT;
}

struct placement search_index_placement(const struct search_index *index, struct spot spot)
{
    if (spot.run == ID_NONE) {
        return PLACEMENT_OUT;
    }
    return (struct placement){index->runs[spot.run].room,
                              index->base_min + spot.tick * index->tick_min};
}

struct spot search_index_from(const struct search_index *index, uint32_t choice,
                              struct placement placement)
{
    if (placement_is_out(placement)) {
        return SPOT_OUT;
    }
    return search_index_find(index, choice, placement.room, tick_of(index, placement.start_min));
}
