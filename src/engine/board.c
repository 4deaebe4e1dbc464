#include "engine/board.h"

#include <string.h>
#include <time.h>

double board_clock_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void board_init(struct board *board, const struct model *model, uint32_t n_rules)
{
    *board = (struct board){.model = model, .n_rules = n_rules};
    BUG_UNLESS(pthread_mutex_init(&board->mutex, NULL) == 0);
    board->chosen = base_alloc_zero(model->choices.n + 1, sizeof(*board->chosen));
    board->values = base_alloc_zero(model->levels.n, sizeof(*board->values));
    board->bounds = base_alloc_zero(model->levels.n, sizeof(*board->bounds));
    board->from_nothing = base_alloc_zero(model->levels.n, sizeof(*board->from_nothing));
    board->started_s = board_clock_s();
}

void board_free(struct board *board)
{
    (void)pthread_mutex_destroy(&board->mutex);
    base_free(board->chosen);
    base_free(board->values);
    base_free(board->bounds);
    base_free(board->from_nothing);
}

/* The rest is within the mutex. */
static void trace(struct board *board, const char *by)
{
    if (board->trace != NULL) {
        struct board_event event = {
            .seconds = board_clock_s() - board->started_s,
            .has_incumbent = board->has_incumbent,
            .values = board->values,
            .bounds = board->bounds,
            .moves = atomic_load(&board->moves),
            .nodes = (int64_t)atomic_load(&board->nodes),
            .by = by,
        };
        board->trace(&event, board->trace_context);
    }
}

static uint32_t count_proven(const struct board *board)
{
    uint32_t k = 0;
    while (board->has_incumbent && k < board->model->levels.n &&
           board->values[k] <= board->bounds[k]) {
        k++;
    }
    return k;
}

static bool is_proven(const struct board *board)
{
    return count_proven(board) == board->model->levels.n;
}

/* Proven, or near enough at the last level with the earlier ones proven. */
static bool is_enough(const struct board *board)
{
    uint32_t last = board->model->levels.soft;
    bool enough = board->has_incumbent && board->gap > 0;
    for (uint32_t k = 0; k < last && enough; k++) {
        enough = board->values[k] <= board->bounds[k];
    }
    enough = enough && (double)(board->values[last] - board->bounds[last]) <=
                           board->gap * (double)board->values[last];
    return enough || is_proven(board);
}

bool board_offer(struct board *board, const struct placement *chosen, const char *by)
{
    struct arena arena = ARENA_EMPTY;
    struct model_score score = model_evaluate(&arena, board->model, board->n_rules, chosen);
    bool sound = true;
    for (uint32_t r = 0; r < board->n_rules; r++) {
        sound = sound && score.rule_broken[r] == 0;
    }
    pthread_mutex_lock(&board->mutex);
    bool better = !board->has_incumbent;
    for (uint32_t k = 0; !better && k < board->model->levels.n; k++) {
        if (score.level_cost[k] != board->values[k]) {
            better = score.level_cost[k] < board->values[k];
            break;
        }
    }
    better = better && sound;
    if (better) {
        board->has_incumbent = true;
        board->version++;
        board->best_s = board_clock_s();
        memcpy(board->chosen, chosen, board->model->choices.n * sizeof(*chosen));
        memcpy(board->values, score.level_cost, board->model->levels.n * sizeof(int64_t));
        trace(board, by);
        if (is_enough(board)) {
            atomic_store(&board->stop, 1);
        }
    }
    pthread_mutex_unlock(&board->mutex);
    arena_free(&arena);
    return better;
}

void board_raise_bound(struct board *board, uint32_t level, int64_t bound, enum board_basis basis,
                       const char *by)
{
    pthread_mutex_lock(&board->mutex);
    bool stands = true;
    for (uint32_t k = 0; k < level && basis == BOARD_NOTHING; k++) {
        stands = stands && board->bounds[k] == 0;
    }
    if (stands && bound > board->bounds[level]) {
        board->bounds[level] = bound;
        board->from_nothing[level] = basis == BOARD_NOTHING;
        for (uint32_t k = level + 1; k < board->model->levels.n; k++) {
            board->bounds[k] = board->from_nothing[k] ? 0 : board->bounds[k];
        }
        trace(board, by);
    }
    bool hopeless =
        board->complete_only && board->model->levels.v[level].hard && board->bounds[level] > 0;
    if (is_enough(board) || hopeless) {
        atomic_store(&board->stop, 1);
    }
    pthread_mutex_unlock(&board->mutex);
}

uint32_t board_proven_levels(struct board *board, int64_t *values)
{
    pthread_mutex_lock(&board->mutex);
    uint32_t n = count_proven(board);
    for (uint32_t k = 0; k < n; k++) {
        values[k] = board->values[k];
    }
    pthread_mutex_unlock(&board->mutex);
    return n;
}

bool board_is_proven(struct board *board)
{
    pthread_mutex_lock(&board->mutex);
    bool proven = is_proven(board);
    pthread_mutex_unlock(&board->mutex);
    return proven;
}

bool board_take(struct board *board, uint64_t *version, struct placement *chosen, int64_t *values)
{
    pthread_mutex_lock(&board->mutex);
    bool newer = board->has_incumbent && board->version > *version;
    if (newer) {
        *version = board->version;
        memcpy(chosen, board->chosen, board->model->choices.n * sizeof(*chosen));
        if (values != NULL) {
            memcpy(values, board->values, board->model->levels.n * sizeof(*values));
        }
    }
    pthread_mutex_unlock(&board->mutex);
    return newer;
}

void board_reset_bounds(struct board *board)
{
    pthread_mutex_lock(&board->mutex);
    for (uint32_t k = 0; k < board->model->levels.n; k++) {
        board->bounds[k] = board->from_nothing[k] ? 0 : board->bounds[k];
    }
    pthread_mutex_unlock(&board->mutex);
}

int64_t board_bound(struct board *board, uint32_t level)
{
    pthread_mutex_lock(&board->mutex);
    int64_t bound = board->bounds[level];
    pthread_mutex_unlock(&board->mutex);
    return bound;
}
