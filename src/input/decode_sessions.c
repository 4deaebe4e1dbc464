#include "input/decode.h"

#include <stdlib.h>

/* Windows that are known to belong together form a tree; its root stands for the session. */
struct grouping {
    struct decode *decode;
    struct strmap first; /* by times, and by name and piece: the first such window */
    uint32_t *parent;    /* [n_windows] */
};

static uint32_t find_root(uint32_t *parent, uint32_t w)
{
    while (parent[w] != w) {
        parent[w] = parent[parent[w]];
        w = parent[w];
    }
    return w;
}

static void join(struct grouping *grouping, uint32_t w, const char *key)
{
    uint32_t other = strmap_find(&grouping->first, key);
    if (other == STRMAP_NONE) {
        strmap_add(&grouping->first, key, w);
        return;
    }
    uint32_t a = find_root(grouping->parent, w), b = find_root(grouping->parent, other);
    grouping->parent[a > b ? a : b] = a > b ? b : a;
}

/* A break may have cut a room's window into pieces, which share its name: the first ones of all
 * rooms belong together, and so on. */
static void join_windows(struct grouping *grouping)
{
    const struct problem *problem = grouping->decode->problem;
    struct arena *arena = grouping->decode->arena;
    struct strmap pieces = {0};
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        const char *here = arena_print(arena, "%u/%s", (unsigned)window->room.v, window->name);
        uint32_t piece = 0;
        while (!strmap_add(&pieces, arena_print(arena, "%u/%s", (unsigned)piece, here), w)) {
            piece++;
        }
        grouping->parent[w] = w;
        join(grouping, w,
             arena_print(arena, "at %d %d", (int)window->span.from_min, (int)window->span.to_min));
        join(grouping, w, arena_print(arena, "of %u %s", (unsigned)piece, window->name));
    }
    strmap_free(&pieces);
}

/* A session and the window that stands for it, on the way to their order. */
struct draft_session {
    struct session session;
    uint32_t root;
};

static int compare_sessions(const void *left, const void *right)
{
    const struct draft_session *a = left, *b = right;
    if (a->session.span.from_min != b->session.span.from_min) {
        return a->session.span.from_min < b->session.span.from_min ? -1 : 1;
    }
    if (a->session.span.to_min != b->session.span.to_min) {
        return a->session.span.to_min < b->session.span.to_min ? -1 : 1;
    }
    return (a->root > b->root) - (a->root < b->root);
}

void decode_sessions_make(struct decode *decode)
{
    struct problem *problem = decode->problem;
    uint32_t n = problem->n_windows;
    struct grouping grouping = {.decode = decode,
                                .parent = base_alloc_zero((size_t)n + 1, sizeof(uint32_t))};
    uint32_t *at = base_alloc_zero((size_t)n + 1, sizeof(*at)); /* of roots: place in `drafts` */
    VEC(struct draft_session) drafts = {0};
    join_windows(&grouping);
    for (uint32_t w = 0; w < n; w++) {
        const struct window *window = &problem->windows[w];
        uint32_t root = find_root(grouping.parent, w);
        if (root == w) {
            at[w] = (uint32_t)drafts.n;
            struct draft_session draft = {{window->name, window->day, window->span}, w};
            vec_push(&drafts, draft);
        }
        struct interval *span = &drafts.v[at[root]].session.span;
        span->from_min =
            window->span.from_min < span->from_min ? window->span.from_min : span->from_min;
        span->to_min = window->span.to_min > span->to_min ? window->span.to_min : span->to_min;
    }
    if (drafts.n > 0) {
        qsort(drafts.v, drafts.n, sizeof(*drafts.v), compare_sessions);
    }
    problem->sessions = arena_array(decode->arena, drafts.n, sizeof(struct session));
    problem->n_sessions = (uint32_t)drafts.n;
    for (uint32_t s = 0; s < drafts.n; s++) {
        problem->sessions[s] = drafts.v[s].session;
        at[drafts.v[s].root] = s;
    }
    for (uint32_t w = 0; w < n; w++) {
        problem->windows[w].session = (struct session_id){at[find_root(grouping.parent, w)]};
    }
    vec_free(&drafts);
    strmap_free(&grouping.first);
    base_free(grouping.parent);
    base_free(at);
}
