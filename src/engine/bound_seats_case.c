/* Sorts a model's events by length, counts their seats, and says what a seat costs. */
#include "engine/bound_seats_case.h"

#include <math.h>
#include <stdlib.h>

enum { CHOICES_MOST = 1000, SEATS_OF_MOST = 63 };

/* A start of some event of a case in a room. */
struct start {
    uint32_t room;
    int32_t t_min;
};

struct starts {
    struct start *v;
    size_t n, cap;
};

static int compare_starts(const void *a, const void *b)
{
    const struct start *x = a, *y = b;
    return x->room != y->room ? (x->room > y->room) - (x->room < y->room)
                              : (x->t_min > y->t_min) - (x->t_min < y->t_min);
}

/* ---- who must be placed, by length ------------------------------------------------------- */

static void find_cases(struct seats *seats)
{
    const struct model *model = seats->model;
    struct arena *arena = &seats->arena;
    seats->case_of = arena_array(arena, model->choices.n, sizeof(uint32_t));
    seats->item_of = arena_array(arena, model->choices.n, sizeof(uint32_t));
    seats->cases = arena_array(arena, model->choices.n, sizeof(*seats->cases));
    for (size_t c = 0; c < model->choices.n; c++) {
        seats->case_of[c] = ID_NONE;
    }
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        if (unary->out && unary->level < model->levels.soft && unary->cost > 0) {
            seats->case_of[unary->literal.choice.v] = 0;
        }
    }
    for (uint32_t c = 0; c < model->choices.n; c++) {
        uint32_t k = 0;
        if (seats->case_of[c] == ID_NONE || model->choices.v[c].n == 0) {
            seats->case_of[c] = ID_NONE;
            continue;
        }
        while (k < seats->n_cases &&
               seats->cases[k].length_min != model->choices.v[c].duration_min) {
            k++;
        }
        if (k == seats->n_cases) {
            seats->cases[seats->n_cases++].length_min = model->choices.v[c].duration_min;
        }
        seats->case_of[c] = k;
        seats->cases[k].n++;
    }
}

struct wanted {
    uint32_t choice;
    int64_t wanted, share; /* -1: not known */
};

static int compare_wanted(const void *a, const void *b)
{
    const struct wanted *x = a, *y = b;
    return x->wanted != y->wanted ? (x->wanted > y->wanted) - (x->wanted < y->wanted)
                                  : (x->choice > y->choice) - (x->choice < y->choice);
}

static void sort_case(struct seats *seats, uint32_t k, struct wanted *all)
{
    const struct model *model = seats->model;
    struct seats_case *about = &seats->cases[k];
    uint32_t n = 0;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        if (seats->case_of[c] == k) {
            all[n++] = (struct wanted){c, -1, -1};
        }
    }
    for (size_t i = 0; i < model->standings.n; i++) {
        for (uint32_t a = 0; a < n; a++) {
            if (all[a].choice == model->standings.v[i].choice.v) {
                all[a].wanted = model->standings.v[i].wanted;
                all[a].share = model->standings.v[i].share;
            }
        }
    }
    qsort(all, n, sizeof(*all), compare_wanted);
    about->choices = arena_array(&seats->arena, n, sizeof(uint32_t));
    about->wanted = arena_array(&seats->arena, n, sizeof(int64_t));
    about->share = INT64_MAX;
    about->ranked = true;
    for (uint32_t a = 0; a < n; a++) {
        about->choices[a] = all[a].choice;
        about->wanted[a] = all[a].wanted;
        seats->item_of[all[a].choice] = a;
        about->ranked = about->ranked && all[a].share >= 0;
        about->share = all[a].share < about->share ? all[a].share : about->share;
    }
}

/* ---- rooms and seats --------------------------------------------------------------------- */

/* How many of the users (choices marked 1; n of them) the timeline has in the room, where at most
 * `most` of its members run at a time. */
static uint32_t count_users(const struct model *model, const struct timeline *timeline,
                            uint32_t room, uint8_t *users)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < timeline->n; i++) {
        struct member member = model->members.v[timeline->first + i];
        bool here = member.room.v == room || member.room.v == ID_NONE;
        if (here && users[member.choice.v] == 1) {
            users[member.choice.v] = 2;
            n++;
        }
    }
    for (uint32_t i = 0; i < timeline->n; i++) {
        uint32_t c = model->members.v[timeline->first + i].choice.v;
        users[c] = users[c] == 2 ? 1 : users[c];
    }
    return n;
}

/* Whether the choice has one place, in the room, and no other choice of the case has one that
 * overlaps it there: what it had excluded is gone from the model. */
static bool sits_apart(const struct seats *seats, uint32_t k, uint32_t room, uint32_t c)
{
    const struct model *model = seats->model;
    const struct seats_case *about = &seats->cases[k];
    struct placement own = model_placement_at(model, (struct choice_id){c}, 0);
    if (model->choices.v[c].n != 1 || own.room.v != room) {
        return false;
    }
    for (uint32_t i = 0; i < about->n; i++) {
        struct literal beside = model_literal_between(
            (struct choice_id){about->choices[i]}, own.start_min - about->length_min + 1,
            own.start_min + about->length_min, (struct room_id){room});
        if (about->choices[i] != c && model_literal_count(model, beside) > 0) {
            return false;
        }
    }
    return true;
}

/* How many events the room takes at a time, as far as a rule says so; UINT32_MAX: any number. */
static uint32_t find_places(const struct seats *seats, uint32_t k, uint32_t room)
{
    const struct model *model = seats->model;
    uint32_t places = UINT32_MAX, n_users = 0;
    uint8_t *users = base_alloc_zero(model->choices.n + 1, sizeof(*users));
    for (uint32_t i = 0; i < seats->cases[k].n; i++) {
        struct choice_id choice = {seats->cases[k].choices[i]};
        users[choice.v] = model_may_be_in(model, choice, (struct room_id){room}) &&
                          !sits_apart(seats, k, room, choice.v);
        n_users += users[choice.v];
    }
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        /* Members that are no heads are known not to overlap each other. */
        bool all = timeline->kind == TIMELINE_AT_MOST &&
                   (timeline->n_heads == timeline->n || timeline->most == 1);
        if (all && timeline->most < places &&
            count_users(model, timeline, room, users) == n_users) {
            places = (uint32_t)timeline->most;
        }
    }
    base_free(users);
    return places;
}

/* The starts of one room: how many events fit, on each date. */
static void count_seats(const struct seats *seats, uint32_t k, const struct start *starts, size_t n,
                        struct seats_room *room)
{
    const struct problem *problem = seats->model->problem;
    uint32_t places = find_places(seats, k, room->room.v), cell = 0;
    int32_t free_min = INT32_MIN, date = 0;
    bool even = places < UINT32_MAX;
    room->n_cells = 0;
    for (size_t i = 0; i <= n; i++) {
        int32_t now = i < n ? problem_date_at(problem, starts[i].t_min) : 0;
        if (i == n || (i > 0 && now != date)) {
            even = even && (room->cell == 0 || room->cell == cell);
            room->cell = cell;
            room->n_cells++;
            cell = 0;
        }
        date = now;
        if (i < n && starts[i].t_min >= free_min) {
            cell += even ? places : 1;
            room->n_seats += even ? places : seats->cases[k].n;
            free_min = starts[i].t_min + seats->cases[k].length_min;
        }
    }
    room->cell = even && room->cell <= SEATS_CELL_MOST ? room->cell : 0;
}

static void list_starts(const struct seats *seats, uint32_t k, struct starts *starts)
{
    const struct model *model = seats->model;
    for (uint32_t i = 0; i < seats->cases[k].n; i++) {
        const struct choice *choice = &model->choices.v[seats->cases[k].choices[i]];
        for (uint32_t r = choice->first_run; r < choice->first_run + choice->n_runs; r++) {
            const struct run *run = &model->runs.v[r];
            for (uint32_t a = 0; a < run->n; a++) {
                struct start start = {run->room.v, run->first_min + (int32_t)a * run->step_min};
                vec_push(starts, start);
            }
        }
    }
    if (starts->n == 0) {
        return;
    }
    qsort(starts->v, starts->n, sizeof(*starts->v), compare_starts);
    size_t n = 0;
    for (size_t i = 0; i < starts->n; i++) {
        if (n == 0 || compare_starts(&starts->v[n - 1], &starts->v[i]) != 0) {
            starts->v[n++] = starts->v[i];
        }
    }
    starts->n = n;
}

static void find_rooms(struct seats *seats, uint32_t k)
{
    const struct problem *problem = seats->model->problem;
    struct seats_case *about = &seats->cases[k];
    struct starts starts = {0};
    bool even = true;
    uint64_t n_seats = 0;
    list_starts(seats, k, &starts);
    about->rooms = arena_array(&seats->arena, (size_t)problem->n_rooms + 1, sizeof(*about->rooms));
    for (size_t i = 0, next = 0; i < starts.n; i = next) {
        struct seats_room *room = &about->rooms[about->n_rooms++];
        for (next = i; next < starts.n && starts.v[next].room == starts.v[i].room;) {
            next++;
        }
        room->room.v = starts.v[i].room;
        room->capacity = room->room.v == ID_NONE || problem->rooms[room->room.v].capacity < 0
                             ? INT64_MAX
                             : problem->rooms[room->room.v].capacity;
        even = even && room->room.v != ID_NONE;
        count_seats(seats, k, starts.v + i, next - i, room);
        even = even && room->cell > 0;
        n_seats += room->n_seats;
        about->cell_most = room->cell > about->cell_most ? room->cell : about->cell_most;
    }
    about->full = even && n_seats == about->n;
    about->cell_most = even ? about->cell_most : about->n;
    vec_free(&starts);
}

/* Seats of one capacity are numbered together. */
static void number_seats(struct seats_case *about)
{
    for (uint32_t r = 0; r < about->n_rooms; r++) {
        struct seats_room *room = &about->rooms[r];
        for (uint32_t q = 0; q < about->n_rooms; q++) {
            room->n_of += about->rooms[q].capacity == room->capacity ? about->rooms[q].n_seats : 0;
        }
        room->first_seat = about->n_seats;
        for (uint32_t q = 0; q < r; q++) {
            if (about->rooms[q].capacity == room->capacity) {
                room->first_seat = about->rooms[q].first_seat;
            }
        }
        about->n_seats += room->first_seat == about->n_seats ? room->n_of : 0;
        about->full = about->full && room->n_of <= SEATS_OF_MOST;
    }
}

/* ---- what seats cost --------------------------------------------------------------------- */

static int64_t above_zero(int64_t n)
{
    return n > 0 ? n : 0;
}

/* Half of the inversions of an item in a room of the capacity with events of `other`, at least.
 * `seat`: its number among its own; ID_NONE: of another length, or not known. */
static double count_inversions(const struct seats_case *other, int64_t wanted, int64_t capacity,
                               uint32_t seat, bool own)
{
    int64_t smaller = 0, equal = 0, larger = 0, no_more = 0, no_less = 0, n = other->n - own;
    for (uint32_t r = 0; r < other->n_rooms; r++) {
        int64_t here = other->rooms[r].n_seats;
        smaller += other->rooms[r].capacity < capacity ? here : 0;
        equal += other->rooms[r].capacity == capacity ? here : 0;
        larger += other->rooms[r].capacity > capacity ? here : 0;
    }
    for (uint32_t i = 0; i < other->n; i++) {
        no_more += other->wanted[i] <= wanted;
        no_less += other->wanted[i] >= wanted;
    }
    equal -= own && equal > 0;
    no_more -= own;
    no_less -= own;
    /* Of its own capacity as many as its number are wanted no more, and the others no less. */
    int64_t before = seat == ID_NONE ? 0 : seat, after = seat == ID_NONE ? 0 : equal - seat;
    return (double)(above_zero(n - larger - equal - no_more + before) +
                    above_zero(n - smaller - equal - no_less + after));
}

/* The cheapest placement of the item in the room, alone; HUGE_VAL: it has none. */
static double find_single(const struct seats *seats, uint32_t c, struct room_id room,
                          const struct unary *const *unaries, size_t n_unaries)
{
    const struct model *model = seats->model;
    const struct choice *choice = &model->choices.v[c];
    double least = HUGE_VAL;
    for (uint32_t r = choice->first_run; r < choice->first_run + choice->n_runs; r++) {
        const struct run *run = &model->runs.v[r];
        for (uint32_t a = 0; a < run->n && run->room.v == room.v; a++) {
            struct placement placement = {room, run->first_min + (int32_t)a * run->step_min};
            double cost = 0;
            for (size_t u = 0; u < n_unaries; u++) {
                cost += model_unary_holds(unaries[u], placement) ? (double)unaries[u]->cost : 0;
            }
            least = cost < least ? cost : least;
        }
    }
    return least;
}

static void price_item(struct seats *seats, struct seats_case *about, uint32_t i,
                       const struct unary *const *unaries, size_t n_unaries)
{
    for (uint32_t r = 0; r < about->n_rooms; r++) {
        struct seats_room *room = &about->rooms[r];
        double single = find_single(seats, about->choices[i], room->room, unaries, n_unaries);
        for (uint32_t k = 0; k < seats->n_cases && about->ranked; k++) {
            const struct seats_case *other = &seats->cases[k];
            double pair = 0.5 * 0.5 * (double)(about->share + other->share);
            single += other == about || !other->ranked
                          ? 0
                          : pair * count_inversions(other, about->wanted[i], room->capacity,
                                                    ID_NONE, false);
        }
        for (uint32_t p = 0; p < (about->full ? room->n_of : 1); p++) {
            double own = !about->ranked
                             ? 0
                             : 0.5 * (double)about->share *
                                   count_inversions(about, about->wanted[i], room->capacity,
                                                    about->full ? p : ID_NONE, true);
            room->costs[(size_t)i * (about->full ? room->n_of : 1) + p] = single + own;
        }
    }
}

static void price_seats(struct seats *seats)
{
    const struct model *model = seats->model;
    VEC(const struct unary *) own = {0};
    for (uint32_t k = 0; k < seats->n_cases; k++) {
        struct seats_case *about = &seats->cases[k];
        for (uint32_t r = 0; r < about->n_rooms; r++) {
            size_t n_of = about->full ? about->rooms[r].n_of : 1;
            about->rooms[r].costs = arena_array(&seats->arena, about->n * n_of, sizeof(double));
        }
        for (uint32_t i = 0; i < about->n; i++) {
            vec_clear(&own);
            for (size_t u = 0; u < model->unaries.n; u++) {
                const struct unary *unary = &model->unaries.v[u];
                if (!unary->out && unary->level == model->levels.soft &&
                    unary->literal.choice.v == about->choices[i]) {
                    vec_push(&own, unary);
                }
            }
            price_item(seats, about, i, own.v, own.n);
        }
    }
    vec_free(&own);
}

/* ---- bonds ------------------------------------------------------------------------------- */

/* Whether a room takes both, so that they may share a cell. */
static bool may_meet(const struct seats *seats, uint32_t a, uint32_t b)
{
    const struct seats_case *one = &seats->cases[seats->case_of[a]];
    const struct seats_case *other = &seats->cases[seats->case_of[b]];
    if (one != other && (one->full || other->full)) {
        return false; /* the other's seats are all taken by its own */
    }
    bool meet = false;
    for (uint32_t r = 0; r < one->n_rooms && !meet; r++) {
        struct room_id room = one->rooms[r].room;
        meet = room.v == ID_NONE || (model_may_be_in(seats->model, (struct choice_id){a}, room) &&
                                     model_may_be_in(seats->model, (struct choice_id){b}, room));
    }
    return meet;
}

/* The bonds of two choices one after the other. */
static int compare_bonds(const void *left, const void *right)
{
    const struct bond *x = left, *y = right;
    return x->a.v != y->a.v ? (x->a.v > y->a.v) - (x->a.v < y->a.v)
                            : (x->b.v > y->b.v) - (x->b.v < y->b.v);
}

static void take_bond(struct seats *seats, struct bond bond)
{
    uint32_t a = bond.a.v, b = bond.b.v, k = seats->case_of[a];
    double cost = (double)(bond.days < bond.rooms ? bond.days : bond.rooms);
    if (k == ID_NONE || seats->case_of[b] == ID_NONE) {
        return;
    }
    seats->apart[(size_t)a * seats->model->choices.n + b] = bond.days - (int64_t)cost;
    bool meet = may_meet(seats, a, b);
    struct seats_case *about = &seats->cases[k];
    if (k == seats->case_of[b]) {
        uint32_t i = seats->item_of[a], j = seats->item_of[b];
        seats->constant += cost;
        about->saved[(size_t)i * about->n + j] = about->saved[(size_t)j * about->n + i] =
            meet ? cost : 0;
    } else if (!meet) {
        seats->constant += cost;
    }
}

static void take_bonds(struct seats *seats)
{
    const struct model *model = seats->model;
    struct bond *bonds = base_alloc_zero(model->bonds.n + 1, sizeof(*bonds));
    seats->apart = arena_array(&seats->arena, model->choices.n * model->choices.n, sizeof(int64_t));
    for (size_t i = 0; i < model->bonds.n; i++) {
        bonds[i] = model->bonds.v[i];
    }
    qsort(bonds, model->bonds.n, sizeof(*bonds), compare_bonds);
    for (size_t i = 0, next = 0; i < model->bonds.n; i = next) {
        struct bond sum = bonds[i];
        for (next = i + 1; next < model->bonds.n && compare_bonds(&bonds[i], &bonds[next]) == 0;
             next++) {
            sum.days += bonds[next].days;
            sum.rooms += bonds[next].rooms;
        }
        take_bond(seats, sum);
    }
    base_free(bonds);
}

/* ---- the whole --------------------------------------------------------------------------- */

bool bound_seats_make(struct seats *seats, const struct model *model)
{
    *seats = (struct seats){.model = model};
    if ((model->standings.n == 0 && model->bonds.n == 0) || model->choices.n > CHOICES_MOST) {
        return false;
    }
    find_cases(seats);
    struct wanted *all = base_alloc_zero(model->choices.n + 1, sizeof(*all));
    for (uint32_t k = 0; k < seats->n_cases; k++) {
        struct seats_case *about = &seats->cases[k];
        sort_case(seats, k, all);
        find_rooms(seats, k);
        number_seats(about);
        about->saved = arena_array(&seats->arena, (size_t)about->n * about->n, sizeof(double));
    }
    base_free(all);
    price_seats(seats);
    take_bonds(seats);
    return seats->n_cases > 0;
}

void bound_seats_free(struct seats *seats)
{
    arena_free(&seats->arena);
}

static int compare_saved(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

double bound_seats_least(const struct seats_case *about, uint32_t i)
{
    double least = HUGE_VAL;
    for (uint32_t r = 0; r < about->n_rooms; r++) {
        const struct seats_room *room = &about->rooms[r];
        uint32_t n_of = about->full ? room->n_of : 1;
        for (uint32_t p = 0; p < n_of; p++) {
            double cost = room->costs[(size_t)i * n_of + p];
            least = cost < least ? cost : least;
        }
    }
    double *saved = base_alloc_zero((size_t)about->n + 1, sizeof(*saved));
    for (uint32_t j = 0; j < about->n; j++) {
        saved[j] = about->saved[(size_t)i * about->n + j];
    }
    qsort(saved, about->n, sizeof(*saved), compare_saved);
    least = least < HUGE_VAL ? least : 0;
    for (uint32_t j = 0; j + 1 < about->cell_most && j < about->n; j++) {
        least -= 0.5 * saved[j];
    }
    base_free(saved);
    return least;
}
