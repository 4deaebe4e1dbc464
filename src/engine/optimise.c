#include "engine/optimise.h"

#include "engine/bound.h"
#include "engine/bound_cells.h"
#include "engine/bound_seats.h"
#include "engine/expand.h"
#include "engine/neighbourhood.h"
#include "engine/search.h"
#include "engine/search_cells.h"

#include <errno.h>
#include <time.h>

enum {
    TINY_PLACEMENTS = 2000,
    TINY_ENTRIES = 12000,
    TINY_NODES = 4,
    TINY_WORK = 60000,    /* nodes × entries */
    SMALL_ENTRIES = 8000, /* programs that GLPK's presolver makes much easier, … */
    SMALL_NODES = 200,
    SMALL_TURN_NODE = 1000,  /* … with so many moves of the search for each node */
    PLAIN_ENTRIES = 120000,  /* when GLPK alone was asked for */
    EXACT_ENTRIES = 4000000, /* beyond, GLPK's simplex method would not end */
    SLICE = 50000,           /* moves of a search between looks at the board */
    TURN = 2000,             /* moves while the one thread's other work waits, … */
    TURN_ENTRIES = 1000,     /* … plus the square of the program's entries by this, … */
    TURN_LONGEST = 2000000,
    TURN_PAIRS = 20000,   /* … or this for the pair relaxation, … */
    TURN_CELLS = 5000,    /* … or this for that of tracks and cells; … */
    TURN_MOST = 4,        /* … at most so many times as long when the bound stays */
    FIRST_TURN = 3000000, /* moves before it begins, or so many for each entry */
    FIRST_TURN_ENTRY = 200,
    FIRST_TURN_CELLS = 400000, /* those of tracks and cells take longer, … */
    GRID_TURNS = 8,            /* … but in a grid: so many times as many take as long */
    HOOD_NODES = 30,
    HOOD_WORK = 200, /* units for one sub-problem */
    TURN_WORK = 20,  /* units for what GLPK does between two turns */
    FIRST_MOVES = 2000,
    PAIRS_ROUNDS = 400,
    THREADS_MOST = 64,
};

/* So many moves lie between two sub-problems: fewer after one that paid, more after one that did
 * not. */
static const uint64_t hood_least_moves = 1000000, hood_first_moves = 5000000,
                      hood_most_moves = 50000000;
static const double hood_seconds = 0.5;
static const double watch_every_s = 0.05, patience_s = 2.0, pairs_seconds = 15.0;
/* For each second of bounding that brings nothing, so many of searching. */
static const double usual_share = 2.0, cells_share = 0.2, least_turn_s = 0.2;

struct worker {
    struct optimiser *optimiser;
    struct search *search; /* NULL: it does not search */
    struct neighbourhood hood;
    uint64_t version; /* of the incumbent that the search knows */
    uint64_t search_version;
    uint64_t next_hood, hood_every; /* in moves */
    uint64_t turns;                 /* taken since the bound rose */
    int64_t bound;                  /* the last one that the first worker saw, since when, … */
    double raised_s, turned_s;      /* … and when it last searched */
    double began_s;                 /* when its search began */
    struct placement *chosen;       /* [choices] */
    int64_t *values;                /* [levels] */
    pthread_t thread;
};

struct optimiser {
    struct board *board;
    const struct optimise_options *options;
    struct optimise_result *result;
    struct arena *arena;
    struct search_index *index;
    struct worker *workers;
    uint32_t n_workers, n_running;
    pthread_mutex_t mutex; /* of n_running */
    pthread_cond_t ended;
    int64_t entries;
    bool counts_cells; /* what waits is the bound by cells */
    uint64_t turn;     /* moves of the search while a worker that is alone lets other work wait */
};

static bool is_over(const struct optimiser *optimiser)
{
    return atomic_load(&optimiser->board->stop) != 0;
}

static void count_work(struct optimiser *optimiser, uint64_t units)
{
    unsigned long long done = atomic_fetch_add(&optimiser->board->work, units) + units;
    if (optimiser->options->work > 0 && done >= optimiser->options->work) {
        atomic_store(&optimiser->board->stop, 1);
    }
}

/* ---- searching -------------------------------------------------------------------------- */

/* The search's best goes to the board; what others have found comes to the search. */
static void exchange(struct worker *worker)
{
    struct board *board = worker->optimiser->board;
    if (search_version(worker->search) != worker->search_version) {
        worker->search_version = search_version(worker->search);
        if (search_best(worker->search, worker->chosen, worker->values)) {
            (void)board_offer(board, worker->chosen, "search");
        }
    }
    if (board_take(board, &worker->version, worker->chosen, NULL)) {
        search_offer(worker->search, worker->chosen);
        worker->search_version = search_version(worker->search);
    }
}

/* How many moves the worker will make until time is over, at the rate it has had. A worker that is
 * alone does not look at the clock; 0: not known. */
static uint64_t moves_left(const struct worker *worker)
{
    double ends_s = worker->optimiser->options->ends_s, now_s = board_clock_s();
    double ran_s = now_s - worker->began_s, left_s = ends_s - now_s;
    if (worker->optimiser->n_workers == 1 || ends_s <= 0 || ran_s <= 0.1 || left_s <= 0) {
        return 0;
    }
    return (uint64_t)((double)search_moves(worker->search) / ran_s * left_s);
}

static void search_slice(struct worker *worker, uint64_t moves)
{
    struct optimiser *optimiser = worker->optimiser;
    struct search_limits limits = {
        .moves = moves, .stop = &optimiser->board->stop, .left = moves_left(worker)};
    uint64_t before = search_moves(worker->search);
    search_go(worker->search, &limits);
    uint64_t done = search_moves(worker->search) - before;
    atomic_fetch_add(&optimiser->board->moves, done);
    exchange(worker);
    count_work(optimiser, done / 1000 + 1);
}

static void try_hood(struct worker *worker)
{
    bool alone = worker->optimiser->n_workers == 1;
    if (neighbourhood_try(&worker->hood, HOOD_NODES, alone ? 0 : hood_seconds)) {
        worker->hood_every /= worker->hood_every > hood_least_moves ? 2 : 1;
    } else {
        worker->hood_every += worker->hood_every < hood_most_moves ? worker->hood_every / 2 : 0;
    }
    worker->next_hood = search_moves(worker->search) + worker->hood_every;
    count_work(worker->optimiser, HOOD_WORK);
}

/* Moves, and now and then a sub-problem. */
static void search_turn(struct worker *worker, uint64_t moves)
{
    uint64_t end = search_moves(worker->search) + moves;
    while (!is_over(worker->optimiser) && search_moves(worker->search) < end) {
        uint64_t left = end - search_moves(worker->search);
        uint64_t before = search_moves(worker->search);
        search_slice(worker, left < SLICE ? left : SLICE);
        if (search_moves(worker->search) == before) {
            return; /* nothing can be moved */
        }
        if (search_moves(worker->search) >= worker->next_hood && !is_over(worker->optimiser)) {
            try_hood(worker);
        }
    }
}

static void begin_search(struct worker *worker, uint64_t seed)
{
    struct optimiser *optimiser = worker->optimiser;
    worker->search = search_create(optimiser->index, seed);
    worker->began_s = board_clock_s();
    neighbourhood_init(&worker->hood, optimiser->board, seed + 1000003);
    worker->next_hood = worker->hood_every = hood_first_moves;
}

/* ---- bounding ----------------------------------------------------------------------------- */

/* While GLPK works: alone, a worker searches in between. Otherwise it does when the bound has not
 * moved for a while, two thirds of the time. */
static void take_turn(void *context)
{
    struct worker *worker = context;
    struct optimiser *optimiser = worker->optimiser;
    int64_t bound = board_bound(optimiser->board, optimiser->board->model->levels.soft);
    count_work(optimiser, TURN_WORK);
    if (worker->search == NULL && optimiser->n_workers == 1) {
        return; /* GLPK alone was asked for */
    }
    if (optimiser->n_workers == 1) {
        bool stays = bound == worker->bound && worker->turns < TURN_MOST;
        worker->turns = bound != worker->bound ? 1 : worker->turns + stays;
        worker->bound = bound;
        search_turn(worker, optimiser->turn * worker->turns);
        return;
    }
    double now_s = board_clock_s();
    if (bound != worker->bound || worker->raised_s <= 0) {
        worker->bound = bound;
        worker->raised_s = now_s;
    }
    double worked_s = now_s - worker->turned_s;
    double share = optimiser->counts_cells ? cells_share : usual_share;
    if (share * worked_s < least_turn_s) {
        return; /* a slice of moves would be more than its share */
    }
    if (now_s - worker->raised_s > patience_s) {
        if (worker->search == NULL) {
            begin_search(worker, optimiser->options->seed);
        }
        while (!is_over(optimiser) && board_clock_s() - now_s < share * worked_s) {
            search_turn(worker, SLICE);
        }
    }
    worker->turned_s = board_clock_s();
}

/* `nodes`: for GLPK in one go; 0: in slices, as long as it takes. */
static void solve_exactly(struct worker *worker, bool plain, int64_t nodes, bool moves_only)
{
    struct optimiser *optimiser = worker->optimiser;
    struct exact_options options = {
        .plain = plain,
        .symmetry = optimiser->options->symmetry,
        .nodes = nodes,
        .moves_only = moves_only,
        .ends_s = optimiser->options->ends_s,
        .yield = take_turn,
        .yield_context = worker,
    };
    optimiser->result->exact = true;
    worker->turned_s = board_clock_s();
    enum exact_status status = exact_solve(optimiser->board, &options, &optimiser->result->size,
                                           &optimiser->result->failure, optimiser->arena);
    if (status == EXACT_FAILED) {
        atomic_store(&optimiser->board->stop, 1);
        return;
    }
    optimiser->result->failure = NULL;
    if (status == EXACT_DONE) {
        atomic_store(&optimiser->board->stop, 1);
    }
}

/* GLPK with its presolver, for more and more nodes; in between, a worker that is alone searches. */
static void solve_small(struct worker *worker)
{
    struct optimiser *optimiser = worker->optimiser;
    for (int64_t nodes = SMALL_NODES; !is_over(optimiser) && nodes < INT64_MAX / 4; nodes *= 4) {
        solve_exactly(worker, true, nodes, false);
        count_work(optimiser, TURN_WORK);
        if (worker->search != NULL) {
            search_turn(worker, (uint64_t)nodes * SMALL_TURN_NODE);
        }
    }
}

/* Whether closed forms leave more than a quarter open: then pairs are worth their time, unless an
 * earlier level must cost something, for then they bound nothing. Waits a little for the first
 * incumbent. */
static bool has_wide_gap(struct optimiser *optimiser)
{
    struct board *board = optimiser->board;
    uint32_t last = board->model->levels.soft;
    const struct timespec pause = {0, 10000000};
    for (int i = 0; i < 100 && !is_over(optimiser); i++) {
        pthread_mutex_lock(&board->mutex);
        bool any = board->has_incumbent;
        int64_t value = board->values[last], bound = board->bounds[last];
        bool stands = true;
        for (uint32_t k = 0; k < last; k++) {
            stands = stands && board->bounds[k] == 0;
        }
        pthread_mutex_unlock(&board->mutex);
        if (!stands) {
            return false;
        }
        if (any || optimiser->n_workers == 1) {
            return !any || value - bound > value / 4;
        }
        (void)nanosleep(&pause, NULL);
    }
    return true;
}

/* Whether what was announced costs anything, as far as is known. */
static bool may_move(struct board *board)
{
    const struct levels *levels = &board->model->levels;
    bool any = false;
    pthread_mutex_lock(&board->mutex);
    for (uint32_t k = levels->announced; k < levels->announced + levels->n_announced; k++) {
        any = any || !board->has_incumbent || board->values[k] > 0;
    }
    pthread_mutex_unlock(&board->mutex);
    return any;
}

static void raise_bounds(struct worker *worker)
{
    struct optimiser *optimiser = worker->optimiser;
    bool alone = optimiser->n_workers == 1;
    struct bound_options options = {
        .seconds = alone ? 0 : pairs_seconds,
        .rounds = alone ? PAIRS_ROUNDS : 0,
        .yield = take_turn,
        .yield_context = worker,
    };
    bool wanted = optimiser->options->engine != OPTIMISE_SEARCH &&
                  optimiser->entries <= EXACT_ENTRIES && !is_over(optimiser);
    optimiser->turn = TURN_PAIRS;
    (void)bound_seats(optimiser->board, &options);
    if (wanted && may_move(optimiser->board)) {
        solve_exactly(worker, false, 0, true);
    }
    if (has_wide_gap(optimiser)) {
        (void)bound_pair_relaxation(optimiser->board, optimiser->index, &options);
    }
    if (search_cells_rule(optimiser->index)) {
        struct bound_options counting = {.yield = take_turn, .yield_context = worker};
        optimiser->turn = (uint64_t)TURN_CELLS * (optimiser->index->grid != NULL ? GRID_TURNS : 1);
        optimiser->counts_cells = true;
        worker->turned_s = board_clock_s();
        (void)bound_cells(optimiser->board, optimiser->index, &counting);
        optimiser->counts_cells = false;
    }
    double entries = (double)optimiser->entries;
    double turn = TURN + entries * entries / TURN_ENTRIES;
    optimiser->turn = turn < TURN_LONGEST ? (uint64_t)turn : TURN_LONGEST;
    wanted = wanted && !is_over(optimiser);
    if (wanted && optimiser->entries <= SMALL_ENTRIES) {
        solve_small(worker);
    } else if (wanted) {
        solve_exactly(worker, false, 0, false);
    }
}

/* ---- workers ----------------------------------------------------------------------------------
 */

static void end_worker(struct optimiser *optimiser)
{
    pthread_mutex_lock(&optimiser->mutex);
    optimiser->n_running--;
    pthread_cond_signal(&optimiser->ended);
    pthread_mutex_unlock(&optimiser->mutex);
}

/* The first worker: bounds, then what the others do. */
static void *run_first(void *context)
{
    struct worker *worker = context;
    struct optimiser *optimiser = worker->optimiser;
    uint64_t seed = optimiser->options->seed;
    if (optimiser->n_workers == 1 && !is_over(optimiser)) {
        begin_search(worker, seed);
        uint64_t moves = (uint64_t)optimiser->entries * FIRST_TURN_ENTRY;
        uint64_t most = search_cells_rule(optimiser->index) ? FIRST_TURN_CELLS : FIRST_TURN;
        most *= optimiser->index->grid != NULL ? GRID_TURNS : 1;
        search_turn(worker, moves < most ? moves : most);
    }
    if (!is_over(optimiser)) {
        raise_bounds(worker);
    }
    if (worker->search == NULL && !is_over(optimiser)) {
        begin_search(worker, seed);
    }
    while (!is_over(optimiser)) {
        uint64_t before = search_moves(worker->search);
        search_turn(worker, SLICE);
        if (search_moves(worker->search) == before) {
            break;
        }
    }
    end_worker(optimiser);
    return NULL;
}

static void *run_other(void *context)
{
    struct worker *worker = context;
    struct optimiser *optimiser = worker->optimiser;
    uint64_t number = (uint64_t)(worker - optimiser->workers);
    begin_search(worker, optimiser->options->seed + number);
    for (bool moved = true; moved && !is_over(optimiser);) {
        uint64_t before = search_moves(worker->search);
        search_turn(worker, SLICE);
        moved = search_moves(worker->search) != before;
    }
    end_worker(optimiser);
    return NULL;
}

static void *run_exact(void *context)
{
    struct worker *worker = context;
    struct optimiser *optimiser = worker->optimiser;
    bool first = optimiser->options->engine == OPTIMISE_AUTO;
    int64_t nodes = TINY_WORK / (optimiser->entries + 1);
    nodes = nodes < TINY_NODES ? TINY_NODES : nodes;
    /* In one go, GLPK does not say how much it has done. */
    bool plain = optimiser->entries <= PLAIN_ENTRIES && (first || optimiser->options->work == 0);
    if (optimiser->entries <= EXACT_ENTRIES) {
        solve_exactly(worker, plain, first ? nodes : 0, false);
    } else {
        optimiser->result->too_large = true;
    }
    end_worker(optimiser);
    return NULL;
}

static void look_at_limits(struct optimiser *optimiser)
{
    const struct optimise_options *options = optimiser->options;
    bool told = options->stop != NULL && atomic_load(options->stop) != 0;
    if (told || (options->ends_s > 0 && board_clock_s() > options->ends_s)) {
        atomic_store(&optimiser->board->stop, 1);
    }
}

/* Starts workers and waits for them, watching the clock and the user's wish to stop. */
static void run_workers(struct optimiser *optimiser, uint32_t n, void *(*first)(void *))
{
    const struct model *model = optimiser->board->model;
    optimiser->n_workers = optimiser->n_running = n;
    optimiser->workers = base_alloc_zero(n, sizeof(*optimiser->workers));
    for (uint32_t i = 0; i < n; i++) {
        struct worker *worker = &optimiser->workers[i];
        worker->optimiser = optimiser;
        worker->chosen = base_alloc_zero(model->choices.n + 1, sizeof(*worker->chosen));
        worker->values = base_alloc_zero(model->levels.n, sizeof(*worker->values));
    }
    for (uint32_t i = 0; i < n; i++) {
        struct worker *worker = &optimiser->workers[i];
        if (pthread_create(&worker->thread, NULL, i == 0 ? first : run_other, worker) != 0) {
            base_out_of_memory();
        }
    }
    pthread_mutex_lock(&optimiser->mutex);
    while (optimiser->n_running > 0) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += (long)(watch_every_s * 1e9);
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        (void)pthread_cond_timedwait(&optimiser->ended, &optimiser->mutex, &until);
        look_at_limits(optimiser);
        if (optimiser->options->watch != NULL) {
            optimiser->options->watch(optimiser->board, optimiser->options->watch_context);
        }
    }
    pthread_mutex_unlock(&optimiser->mutex);
    for (uint32_t i = 0; i < n; i++) {
        struct worker *worker = &optimiser->workers[i];
        (void)pthread_join(worker->thread, NULL);
        if (worker->search != NULL) {
            search_free(worker->search);
            neighbourhood_free(&worker->hood);
        }
        base_free(worker->chosen);
        base_free(worker->values);
    }
    base_free(optimiser->workers);
}

static bool is_tiny(const struct optimiser *optimiser)
{
    return optimiser->entries <= TINY_ENTRIES &&
           model_count_placements(optimiser->board->model) <= TINY_PLACEMENTS;
}

/* A selection by construction and a few moves, whatever the limits say: something is better than
 * nothing, and one component's must not be lost for want of another's. */
static void find_first(struct optimiser *optimiser)
{
    struct board *board = optimiser->board;
    if (optimiser->index == NULL) {
        optimiser->index = search_index_create(board->model);
    }
    optimiser->result->searched = true;
    struct search *search = search_create(optimiser->index, optimiser->options->seed);
    struct search_limits limits = {.moves = FIRST_MOVES};
    search_go(search, &limits);
    size_t n = board->model->choices.n;
    struct placement *chosen = base_alloc_zero(n + 1, sizeof(*chosen));
    int64_t *values = base_alloc_zero(board->model->levels.n, sizeof(*values));
    if (search_best(search, chosen, values)) {
        (void)board_offer(board, chosen, "search");
    }
    atomic_fetch_add(&board->moves, search_moves(search));
    base_free(chosen);
    base_free(values);
    search_free(search);
}

void optimise_model(struct board *board, const struct optimise_options *options,
                    struct arena *arena, struct optimise_result *result)
{
    *result = (struct optimise_result){0};
    struct optimiser optimiser = {
        .board = board, .options = options, .result = result, .arena = arena};
    BUG_UNLESS(pthread_mutex_init(&optimiser.mutex, NULL) == 0);
    BUG_UNLESS(pthread_cond_init(&optimiser.ended, NULL) == 0);
    optimiser.entries = expand_estimate(board->model);
    bool search = options->engine != OPTIMISE_EXACT;
    bool exact = options->engine == OPTIMISE_EXACT ||
                 (options->engine == OPTIMISE_AUTO && is_tiny(&optimiser));
    look_at_limits(&optimiser);
    if (search && !is_over(&optimiser)) {
        optimiser.index = search_index_create(board->model);
    }
    if (search && !is_over(&optimiser)) {
        bound_closed_forms(board);
    }
    if (exact && !is_over(&optimiser)) {
        run_workers(&optimiser, 1, run_exact);
    }
    if (search && !is_over(&optimiser)) {
        result->searched = true;
        uint32_t threads = options->threads < THREADS_MOST ? options->threads : THREADS_MOST;
        run_workers(&optimiser, threads, run_first);
    }
    if (!board->has_incumbent) {
        find_first(&optimiser);
    }
    search_index_free(optimiser.index);
    (void)pthread_cond_destroy(&optimiser.ended);
    (void)pthread_mutex_destroy(&optimiser.mutex);
}
