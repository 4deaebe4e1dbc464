#include "explain/repair.h"

#include "base/vec.h"
#include "confab/load.h"
#include "engine/board.h"
#include "explain/change.h"
#include "explain/elastic.h"
#include "explain/phrase.h"
#include "explain/variant.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    REPAIRS_MOST = 6,
    ELASTIC_WORK = 1500, /* units of the search for each */
    TRY_ROUNDS = 4,      /* of feasibility_decide() for each try */
    FORMS = 4,
    MINIMISE_MOST = 40, /* more changes are not tried one by one */
    SHORTEN_EVENTS = 4,
    SHORTEN_TRIES = 2, /* durations for each of them */
};

struct repairing {
    const struct problem *hard;
    const uint32_t *files;
    uint32_t n_files;
    const struct feasibility_options *options;
    struct explanation *explanation;
    VEC(struct explain_repair) found;
};

static bool is_over(const struct repairing *x)
{
    return (x->options->stop != NULL && atomic_load(x->options->stop) != 0) ||
           (x->options->ends_s > 0 && board_clock_s() > x->options->ends_s);
}

/* ---- trying out --------------------------------------------------------------------------- */

/* Whether the problem with that file laid over it loads and has a timetable. */
static bool is_mended(const struct repairing *x, const char *yaml)
{
    struct arena arena = ARENA_EMPTY;
    struct source_set sources = SOURCE_SET_EMPTY;
    struct diag_list diags = DIAG_LIST_EMPTY;
    struct problem problem = {0};
    uint32_t *files = arena_array(&arena, x->n_files + 1, sizeof(*files));
    for (uint32_t i = 0; i < x->n_files; i++) {
        const struct source *file = &x->hard->sources->files[x->files[i]];
        files[i] = source_add(&sources, file->name, file->bytes, file->size);
    }
    files[x->n_files] = source_add(&sources, "changes.yaml", yaml, strlen(yaml));
    bool mended = load_added(&sources, files, x->n_files + 1, &diags, &problem);
    if (mended) {
        struct feasibility_options options = *x->options;
        options.rounds = TRY_ROUNDS;
        struct problem hard = variant_create(&arena, &problem);
        variant_drop_wishes(&arena, &hard);
        mended = feasibility_decide(&hard, &options, &arena, NULL) == FEASIBILITY_YES;
    }
    problem_free(&problem);
    diag_free(&diags);
    source_free(&sources);
    arena_free(&arena);
    return mended;
}

/* The YAML of the changes, in `arena`, in a form that works; NULL: none does. */
static const char *write_working(const struct repairing *x, struct arena *arena,
                                 const struct changes *changes)
{
    const char *tried[FORMS] = {0};
    for (unsigned i = 0; i < FORMS; i++) {
        struct change_form form = {.room_slots = (i & 1) != 0, .other_section = (i & 2) != 0};
        tried[i] = change_write(arena, x->hard, changes, form);
        bool seen = false;
        for (unsigned k = 0; k < i; k++) {
            seen = seen || strcmp(tried[i], tried[k]) == 0;
        }
        if (!seen && is_mended(x, tried[i])) {
            return tried[i];
        }
    }
    return NULL;
}

/* Takes out what is not needed. *yaml is that of what stays. */
static void minimise(const struct repairing *x, struct arena *arena, struct changes *changes,
                     const char **yaml)
{
    for (size_t i = changes->n; i-- > 0 && changes->n > 1 && changes->n <= MINIMISE_MOST;) {
        struct changes rest = {0};
        for (size_t k = 0; k < changes->n; k++) {
            if (k != i) {
                vec_push(&rest, changes->v[k]);
            }
        }
        const char *text = is_over(x) ? NULL : write_working(x, arena, &rest);
        if (text != NULL) {
            memmove(changes->v + i, changes->v + i + 1, (changes->n - i - 1) * sizeof(*changes->v));
            changes->n--;
            *yaml = text;
        }
        vec_free(&rest);
    }
}

/* ---- what is found ------------------------------------------------------------------------ */

static bool is_known(const struct repairing *x, const char *yaml)
{
    for (size_t i = 0; i < x->found.n; i++) {
        if (strcmp(x->found.v[i].yaml, yaml) == 0) {
            return true;
        }
    }
    return false;
}

static const char *repair_id(struct arena *arena, const char *yaml)
{
    /* FNV-1a, 64 bits. */
    uint64_t hash = UINT64_C(14695981039346656037);
    for (const char *c = yaml; *c != '\0'; c++) {
        hash = (hash ^ (unsigned char)*c) * UINT64_C(1099511628211);
    }
    return arena_print(arena, "repair-%08" PRIx32, (uint32_t)(hash ^ (hash >> 32)));
}

static void add_repair(struct repairing *x, const struct changes *changes, const char *yaml)
{
    struct arena *arena = &x->explanation->arena;
    struct explain_change *told = arena_array(arena, changes->n, sizeof(*told));
    const char **texts = arena_array(arena, changes->n, sizeof(*texts));
    struct explain_repair repair = {.id = repair_id(arena, yaml),
                                    .changes = told,
                                    .n_changes = (uint32_t)changes->n,
                                    .yaml = arena_print(arena, "%s", yaml)};
    for (size_t i = 0; i < changes->n; i++) {
        const struct change *change = &changes->v[i];
        told[i] = (struct explain_change){
            .kind = change_kind_word(change->kind),
            .text = change_text(arena, x->hard, change),
            .cost = change_cost(x->hard, change),
        };
        texts[i] = told[i].text;
        repair.cost += told[i].cost;
    }
    repair.text = arena_print(arena, "%s.", phrase_join(arena, texts, changes->n));
    vec_push(&x->found, repair);
}

/* Whether it mends the problem, and was not known. */
static bool take(struct repairing *x, struct arena *arena, struct changes *changes)
{
    change_merge(changes);
    const char *yaml = is_over(x) ? NULL : write_working(x, arena, changes);
    if (yaml == NULL) {
        return false;
    }
    minimise(x, arena, changes, &yaml);
    bool fresh = !is_known(x, yaml);
    if (fresh) {
        add_repair(x, changes, yaml);
    }
    return fresh;
}

/* ---- where to look --------------------------------------------------------------------------- */

static struct solve_options solving(const struct repairing *x)
{
    double left_s = x->options->ends_s - board_clock_s();
    return (struct solve_options){
        .time_limit_s = x->options->ends_s <= 0 ? 0
                        : left_s > 1e-3         ? left_s
                                                : 1e-3,
        .seed = x->options->seed,
        .threads = 1,
        .work_limit = ELASTIC_WORK,
        .stop = x->options->stop,
    };
}

/* The kinds of the changes that were found first, when any were. */
static unsigned look(struct repairing *x, unsigned kinds)
{
    struct arena arena = ARENA_EMPTY;
    struct changes changes = {0};
    struct solve_options options = solving(x);
    unsigned used = 0;
    if (!is_over(x) && elastic_find(&arena, x->hard, kinds, &options, &changes)) {
        (void)take(x, &arena, &changes);
        for (size_t i = 0; i < changes.n; i++) {
            used |= 1u << changes.v[i].kind;
        }
    }
    vec_free(&changes);
    arena_free(&arena);
    return used;
}

/* The largest durations of other events that are below `below_min`. */
static int32_t next_duration(const struct problem *problem, int32_t below_min)
{
    int32_t best_min = 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        int32_t duration_min = problem->events[e].duration_min;
        best_min = duration_min < below_min && duration_min > best_min ? duration_min : best_min;
    }
    return best_min;
}

/* The problem with that event, and the other parts and repeats of its entry, so short. */
static bool look_shorter(struct repairing *x, struct event_id event, int32_t duration_min)
{
    struct arena arena = ARENA_EMPTY;
    struct changes changes = {0};
    struct problem variant = variant_create(&arena, x->hard);
    uint32_t series = x->hard->events[event.v].series.v;
    for (uint32_t e = 0; e < variant.n_events; e++) {
        if (variant.events[e].series.v == series) {
            variant.events[e].duration_min = duration_min;
        }
    }
    variant.tick_min = 1;
    struct change change = {.kind = CHANGE_SHORTEN,
                            .events = {event, {ID_NONE}},
                            .n_events = 1,
                            .person = {ID_NONE},
                            .room = {ID_NONE},
                            .duration_min = duration_min};
    vec_push(&changes, change);
    struct feasibility_options options = *x->options;
    options.rounds = TRY_ROUNDS;
    bool found = feasibility_decide(&variant, &options, &arena, NULL) == FEASIBILITY_YES &&
                 take(x, &arena, &changes);
    vec_free(&changes);
    arena_free(&arena);
    return found;
}

/* Of the events of a conflict, when there is but one. */
static void look_for_shorter(struct repairing *x)
{
    if (x->explanation->n_conflicts != 1) {
        return;
    }
    const struct explain_conflict *conflict = &x->explanation->conflicts[0];
    uint32_t n = 0;
    for (uint32_t i = 0; i < conflict->n_demands && n < SHORTEN_EVENTS; i++) {
        const struct explain_demand *demand = &conflict->demands[i];
        bool held = demand->n_events == 1 && !x->hard->events[demand->events[0].v].fixed &&
                    strncmp(demand->id, "unscheduled", strlen("unscheduled")) == 0;
        int32_t duration_min = held ? x->hard->events[demand->events[0].v].duration_min : 0;
        bool found = !held;
        n += held;
        for (uint32_t k = 0; k < SHORTEN_TRIES && !found && !is_over(x); k++) {
            duration_min = next_duration(x->hard, duration_min);
            found = duration_min == 0 || look_shorter(x, demand->events[0], duration_min);
        }
    }
}

static int compare_repairs(const void *a, const void *b)
{
    const struct explain_repair *x = a, *y = b;
    if (x->cost != y->cost) {
        return x->cost < y->cost ? -1 : 1;
    }
    return strcmp(x->yaml, y->yaml);
}

/* All kinds first, then each alone, then all but one that has been used. */
static void look_everywhere(struct repairing *x)
{
    static const unsigned alone[] = {1u << CHANGE_AVAILABILITY, 1u << CHANGE_SLOT,
                                     1u << CHANGE_ROOM, 1u << CHANGE_UNPIN | 1u << CHANGE_WAIVE,
                                     1u << CHANGE_DROP};
    unsigned used = look(x, ELASTIC_ALL);
    for (size_t i = 0; i < BASE_COUNT(alone); i++) {
        (void)look(x, alone[i]);
    }
    look_for_shorter(x);
    for (unsigned kind = 0; kind < CHANGE_KINDS && x->found.n < REPAIRS_MOST; kind++) {
        if ((used >> kind & 1) != 0) {
            (void)look(x, ELASTIC_ALL & ~(1u << kind));
        }
    }
}

void repair_find(const struct problem *hard, const uint32_t *files, uint32_t n_files,
                 const struct feasibility_options *options, struct explanation *explanation)
{
    struct repairing x = {.hard = hard,
                          .files = files,
                          .n_files = n_files,
                          .options = options,
                          .explanation = explanation};
    look_everywhere(&x);
    if (x.found.n > 0) {
        qsort(x.found.v, x.found.n, sizeof(*x.found.v), compare_repairs);
    }
    x.found.n = x.found.n < REPAIRS_MOST ? x.found.n : REPAIRS_MOST;
    explanation->complete = explanation->complete && !is_over(&x);
    explanation->repairs = vec_to_arena(&x.found, &explanation->arena);
    explanation->n_repairs = (uint32_t)x.found.n;
    vec_free(&x.found);
}
