#include "engine/bound_days.h"

#include "base/vec.h"

#include <stdlib.h>

enum {
    LENGTHS = 2,
    MEMBERS_MOST = 120, /* of a length */
    STARTS_MOST = 6,    /* of a length, on a date */
    DATES_MOST = 10,
    WORK_MOST = 3000000, /* ways to spread members over the dates' starts */
};

/* A date, and the starts of each length on it. */
struct date {
    int32_t day_number;
    uint32_t n[LENGTHS];
    int32_t starts[LENGTHS][STARTS_MOST];
    int64_t *least; /* [(n0 + 1) · (n1 + 1)]: what so many members cost on it */
};

struct group {
    const struct model *model;
    const struct timeline *timeline;
    int32_t length_min[LENGTHS];
    uint32_t n[LENGTHS];
    uint32_t choices[LENGTHS][MEMBERS_MOST];
    int64_t apart[LENGTHS][LENGTHS]; /* two members of these lengths on different dates, at least */
    uint32_t n_dates;
    struct date dates[DATES_MOST];
    int64_t work;
};

/* ---- members --------------------------------------------------------------------------------- */

/* False: too many lengths, or members. */
static bool add_member(struct group *group, struct member member)
{
    int32_t length_min = model_member_length(group->model, member);
    uint32_t k = 0;
    while (k < LENGTHS && group->n[k] > 0 && group->length_min[k] != length_min) {
        k++;
    }
    if (k == LENGTHS || group->n[k] == MEMBERS_MOST) {
        return false;
    }
    for (uint32_t i = 0; i < group->n[k]; i++) {
        if (group->choices[k][i] == member.choice.v) {
            return true;
        }
    }
    group->length_min[k] = length_min;
    group->choices[k][group->n[k]++] = member.choice.v;
    return true;
}

static bool add_start(struct group *group, uint32_t k, int32_t start_min)
{
    int32_t day_number = problem_date_at(group->model->problem, start_min);
    uint32_t d = 0, s = 0;
    while (d < group->n_dates && group->dates[d].day_number != day_number) {
        d++;
    }
    if (d == DATES_MOST) {
        return false;
    }
    if (d == group->n_dates) {
        group->dates[group->n_dates++] = (struct date){.day_number = day_number};
    }
    struct date *date = &group->dates[d];
    while (s < date->n[k] && date->starts[k][s] != start_min) {
        s++;
    }
    if (s == STARTS_MOST) {
        return false;
    }
    date->starts[k][s] = start_min;
    date->n[k] += s == date->n[k];
    return true;
}

static bool find_dates(struct group *group)
{
    for (uint32_t k = 0; k < LENGTHS; k++) {
        for (uint32_t i = 0; i < group->n[k]; i++) {
            const struct choice *choice = &group->model->choices.v[group->choices[k][i]];
            for (uint32_t r = choice->first_run; r < choice->first_run + choice->n_runs; r++) {
                const struct run *run = &group->model->runs.v[r];
                for (uint32_t a = 0; a < run->n; a++) {
                    if (!add_start(group, k, run->first_min + (int32_t)a * run->step_min)) {
                        return false;
                    }
                }
            }
        }
    }
    return true;
}

/* What two members of these lengths have in `apart`, at least; `off` is then taken off. */
static int64_t go_through(const struct group *group, uint32_t k, uint32_t l, int64_t *apart,
                          int64_t off)
{
    size_t n = group->model->choices.n;
    int64_t least = INT64_MAX;
    for (uint32_t i = 0; i < group->n[k]; i++) {
        for (uint32_t j = k == l ? i + 1 : 0; j < group->n[l]; j++) {
            uint32_t a = group->choices[k][i], b = group->choices[l][j];
            int64_t *both = &apart[a < b ? a * n + b : b * n + a];
            least = *both < least ? *both : least;
            *both -= off;
        }
    }
    return least == INT64_MAX ? 0 : least;
}

/* ---- a date ---------------------------------------------------------------------------------- */

/* What two members cost that start then. */
static int64_t price_pair(const struct group *group, uint32_t k, int32_t one_min, uint32_t l,
                          int32_t other_min)
{
    int32_t from_min = one_min > other_min ? one_min : other_min;
    int32_t one_end = one_min + group->length_min[k], other_end = other_min + group->length_min[l];
    int32_t shared_min = (one_end < other_end ? one_end : other_end) - from_min;
    if (group->timeline->kind == TIMELINE_STARTS) {
        return one_min == other_min ? group->timeline->weight : 0;
    }
    return shared_min > 0 ? group->timeline->weight * (shared_min / group->model->tick_min) : 0;
}

/* Where members of the date start: how many, at each start of each length. */
struct spread {
    struct group *group;
    struct date *date;
    uint32_t at[LENGTHS][STARTS_MOST], used[LENGTHS];
};

/* What one more member at a start costs with those that are there. */
static int64_t price_more(const struct spread *spread, uint32_t k, uint32_t s)
{
    int64_t cost = 0;
    for (uint32_t l = 0; l < LENGTHS; l++) {
        for (uint32_t t = 0; t < spread->date->n[l]; t++) {
            cost +=
                spread->at[l][t] == 0
                    ? 0
                    : spread->at[l][t] * price_pair(spread->group, k, spread->date->starts[k][s], l,
                                                    spread->date->starts[l][t]);
        }
    }
    return cost;
}

/* Members at start s of length k and those after it, in every number. False: too much work. */
static bool try_starts(struct spread *spread, uint32_t k, uint32_t s, int64_t cost)
{
    struct group *group = spread->group;
    if (group->work-- <= 0) {
        return false;
    }
    if (k == LENGTHS) {
        int64_t *least =
            &spread->date->least[spread->used[0] * (group->n[1] + 1) + spread->used[1]];
        *least = cost < *least ? cost : *least;
        return true;
    }
    if (s == spread->date->n[k]) {
        return try_starts(spread, k + 1, 0, cost);
    }
    uint32_t before = spread->used[k];
    bool good = try_starts(spread, k, s + 1, cost);
    while (good && spread->used[k] < group->n[k]) {
        cost += price_more(spread, k, s);
        spread->at[k][s]++;
        spread->used[k]++;
        good = try_starts(spread, k, s + 1, cost);
    }
    spread->at[k][s] = 0;
    spread->used[k] = before;
    return good;
}

static bool covers(const struct group *group, const struct date *date, uint32_t k, int32_t t_min)
{
    bool starts = group->timeline->kind == TIMELINE_STARTS, covered = false;
    for (uint32_t s = 0; s < date->n[k] && !covered; s++) {
        int32_t from_min = date->starts[k][s];
        covered = from_min <= t_min && t_min < from_min + (starts ? 1 : group->length_min[k]);
    }
    return covered;
}

/* The times (ticks, or starts) at which members of length `k` can count; LENGTHS: of any. */
static int64_t count_times(const struct group *group, const struct date *date, uint32_t k)
{
    int32_t from_min = INT32_MAX, to_min = INT32_MIN;
    for (uint32_t l = 0; l < LENGTHS; l++) {
        for (uint32_t s = 0; s < date->n[l]; s++) {
            int32_t start_min = date->starts[l][s], end_min = start_min + group->length_min[l];
            from_min = start_min < from_min ? start_min : from_min;
            to_min = end_min > to_min ? end_min : to_min;
        }
    }
    int64_t n = 0;
    for (int32_t t_min = from_min; t_min < to_min; t_min += group->model->tick_min) {
        bool covered = false;
        for (uint32_t l = 0; l < LENGTHS && !covered; l++) {
            covered = (k == LENGTHS || k == l) && covers(group, date, l, t_min);
        }
        n += covered;
    }
    return n;
}

/* Pairs, where so many are spread over so many times as evenly as can be: there are no fewer. */
static int64_t count_even(int64_t load, int64_t n_times)
{
    int64_t each = n_times > 0 ? load / n_times : 0, more = n_times > 0 ? load % n_times : 0;
    return n_times * (each * (each - 1) / 2) + more * each;
}

/* Where trying is too much work: members at all times alike, of each length alone or together. */
static void spread_evenly(const struct group *group, struct date *date)
{
    bool starts = group->timeline->kind == TIMELINE_STARTS;
    int64_t length[LENGTHS], times[LENGTHS + 1];
    for (uint32_t k = 0; k <= LENGTHS; k++) {
        times[k] = count_times(group, date, k);
    }
    for (uint32_t k = 0; k < LENGTHS; k++) {
        length[k] = starts ? 1 : group->length_min[k] / group->model->tick_min;
    }
    for (uint32_t a = 0; a <= group->n[0]; a++) {
        for (uint32_t b = 0; b <= group->n[1]; b++) {
            int64_t loads[LENGTHS] = {a * length[0], b * length[1]};
            int64_t apart = count_even(loads[0], times[0]) + count_even(loads[1], times[1]);
            int64_t all = count_even(loads[0] + loads[1], times[LENGTHS]);
            bool can = (a == 0 || date->n[0] > 0) && (b == 0 || date->n[1] > 0);
            date->least[a * (group->n[1] + 1) + b] =
                can ? group->timeline->weight * (apart > all ? apart : all) : INT64_MAX;
        }
    }
}

/* ---- all dates ------------------------------------------------------------------------------- */

static int64_t count_pairs(const struct group *group, int64_t a, int64_t b)
{
    return group->apart[0][0] * (a * (a - 1) / 2) + group->apart[1][1] * (b * (b - 1) / 2) +
           group->apart[0][1] * a * b;
}

/* The least that all members cost, date after date: best[a · (n1 + 1) + b] for so many on the dates
 * so far, less what those on one date save. */
static int64_t add_dates(const struct group *group)
{
    uint32_t n0 = group->n[0], n1 = group->n[1], size = (n0 + 1) * (n1 + 1);
    int64_t *best = base_alloc_zero(size, sizeof(*best));
    int64_t *next = base_alloc_zero(size, sizeof(*next));
    for (uint32_t i = 1; i < size; i++) {
        best[i] = INT64_MAX;
    }
    for (uint32_t d = 0; d < group->n_dates; d++) {
        for (uint32_t i = 0; i < size; i++) {
            next[i] = INT64_MAX;
        }
        for (uint32_t i = 0; i < size; i++) {
            uint32_t a = i / (n1 + 1), b = i % (n1 + 1);
            for (uint32_t k = 0; k < size && best[i] < INT64_MAX; k++) {
                uint32_t more_a = k / (n1 + 1), more_b = k % (n1 + 1);
                int64_t least = group->dates[d].least[k];
                if (a + more_a > n0 || b + more_b > n1 || least == INT64_MAX) {
                    continue;
                }
                int64_t cost = best[i] + least - count_pairs(group, more_a, more_b);
                int64_t *to = &next[(a + more_a) * (n1 + 1) + b + more_b];
                *to = cost < *to ? cost : *to;
            }
        }
        int64_t *swap = best;
        best = next;
        next = swap;
    }
    int64_t least = best[size - 1];
    base_free(best);
    base_free(next);
    return least == INT64_MAX ? 0 : least + count_pairs(group, n0, n1);
}

static int64_t try_dates(struct group *group)
{
    uint32_t size = (group->n[0] + 1) * (group->n[1] + 1);
    for (uint32_t d = 0; d < group->n_dates; d++) {
        struct date *date = &group->dates[d];
        struct spread spread = {.group = group, .date = date};
        date->least = base_alloc_zero(size, sizeof(*date->least));
        for (uint32_t i = 0; i < size; i++) {
            date->least[i] = INT64_MAX;
        }
        if (!try_starts(&spread, 0, 0, 0)) {
            spread_evenly(group, date);
        }
    }
    int64_t bound = add_dates(group);
    for (uint32_t d = 0; d < group->n_dates; d++) {
        base_free(group->dates[d].least);
    }
    return bound;
}

int64_t bound_days(const struct model *model, const struct timeline *timeline, const bool *placed,
                   int64_t *apart)
{
    struct group group = {.model = model, .timeline = timeline, .work = WORK_MOST};
    if (timeline->kind == TIMELINE_AT_MOST || timeline->shape != TIMELINE_PAIRS ||
        timeline->level != model->levels.soft) {
        return -1;
    }
    for (uint32_t i = 0; i < timeline->n; i++) {
        struct member member = model->members.v[timeline->first + i];
        if (placed[member.choice.v] && model_member_always_runs(model, member) &&
            !add_member(&group, member)) {
            return -1;
        }
    }
    if (!find_dates(&group)) {
        return -1;
    }
    for (uint32_t k = 0; k < LENGTHS; k++) {
        for (uint32_t l = k; l < LENGTHS; l++) {
            group.apart[k][l] = group.apart[l][k] = go_through(&group, k, l, apart, 0);
        }
    }
    int64_t bound = try_dates(&group);
    for (uint32_t k = 0; k < LENGTHS && bound >= 0; k++) {
        for (uint32_t l = k; l < LENGTHS; l++) {
            (void)go_through(&group, k, l, apart, group.apart[k][l]);
        }
    }
    return bound;
}
