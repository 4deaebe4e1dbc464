#include "explain/repair.h"

#include "base/hash.h"
#include "base/vec.h"
#include "confab/load.h"
#include "core/phrase.h"
#include "engine/board.h"
#include "explain/ask.h"
#include "explain/chain.h"
#include "explain/change.h"
#include "explain/elastic.h"
#include "explain/variant.h"
#include "revise/revise.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    REPAIRS_MOST = 6,
    ELASTIC_WORK = 100,     /* units of the search for each elastic problem, … */
    ELASTIC_WORK_EVENT = 4, /* … and for each event */
    TRY_ROUNDS = 1,         /* of feasibility_decide() for each try */
    FORMS = 4,
    MINIMISE_MOST = 12, /* more changes are not tried one by one */
    LONG = 12,          /* more changes are for when there is nothing better */
    CHAIN_ROUNDS = 1,   /* a conflict with a demand too many will do */
    ENOUGH = 3,
    ALIKE_MOST = 2, /* repairs that differ by times and rooms only */
};

struct repairing {
    const struct problem *hard;
    const struct conflicts *conflicts;
    const uint32_t *files;
    uint32_t n_files;
    const struct feasibility_options *options;
    struct explanation *explanation;
    const bool *firm; /* [n_events]: not in a conflict; NULL: conflicts say too little */
    VEC(struct explain_repair) found;
};

/* ---- trying out --------------------------------------------------------------------------- */

/* Whether other rooms than the first `n_rooms`, which were there, have just the slots that were
 * written for them, and not the hours of all rooms: then the text, which tells of the slots, is
 * true. */
static bool has_slots_only(const struct problem *problem, uint32_t n_rooms)
{
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        if (window->room.v >= n_rooms && !change_is_extra(window->name)) {
            return false;
        }
    }
    return true;
}

/* Whether the problem with that file laid over it loads and has a timetable. */
static bool is_mended(const struct repairing *x, const char *yaml, struct change_form form)
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
    mended = mended && (!form.room_slots || has_slots_only(&problem, x->hard->n_rooms));
    if (mended) {
        revise_carry(&arena, &problem, x->hard, x->n_files);
        struct feasibility_options options = *x->options;
        options.rounds = TRY_ROUNDS;
        options.quick = true;
        struct problem hard = variant_create(&arena, &problem);
        variant_drop_wishes(&arena, &hard);
        mended = ask_feasible(&hard, &options) == FEASIBILITY_YES;
    }
    problem_free(&problem);
    diag_free(&diags);
    source_free(&sources);
    arena_free(&arena);
    return mended;
}

/* Where another room has the hours of all rooms, it is not for a slot only. */
static void forget_times(struct changes *changes)
{
    for (size_t i = 0; i < changes->n; i++) {
        if (changes->v[i].kind == CHANGE_ROOM) {
            changes->v[i].span.to_min = changes->v[i].span.from_min = 0;
            changes->v[i].n_events = 0;
            changes->v[i].events[0].v = ID_NONE;
        }
    }
    change_merge(changes);
}

static struct changes copy_changes(const struct changes *changes)
{
    struct changes copy = {0};
    for (size_t i = 0; i < changes->n; i++) {
        vec_push(&copy, changes->v[i]);
    }
    return copy;
}

static void swap_changes(struct changes *one, struct changes *other)
{
    struct changes old = *one;
    *one = *other;
    *other = old;
}

/* The YAML of the changes, in `arena`, in a form that works; NULL: none does. The changes are then
 * what it says. */
static const char *write_working(const struct repairing *x, struct arena *arena,
                                 struct changes *changes)
{
    const char *tried[FORMS] = {0};
    for (unsigned i = 0; i < FORMS; i++) {
        struct change_form form = {.room_slots = (i & 1) != 0, .other_section = (i & 2) != 0};
        struct changes written = copy_changes(changes);
        if (!form.room_slots) {
            forget_times(&written);
        }
        tried[i] = change_write(arena, x->hard, &written, form);
        bool seen = false;
        for (unsigned k = 0; k < i; k++) {
            seen = seen || strcmp(tried[i], tried[k]) == 0;
        }
        bool mended = !seen && is_mended(x, tried[i], form);
        if (mended) {
            swap_changes(changes, &written);
        }
        vec_free(&written);
        if (mended) {
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
        const char *text = feasibility_is_over(x->options) ? NULL : write_working(x, arena, &rest);
        if (text != NULL) {
            swap_changes(changes, &rest);
            i = i < changes->n ? i : changes->n;
            *yaml = text;
        }
        vec_free(&rest);
    }
}

/* ---- what is found ------------------------------------------------------------------------ */

/* Whether one that reads the same is there: for whom a slot is, say, makes no other repair. */
/* Whether both change the same things, if at other times or in other rooms. */
static bool is_alike(const struct explain_repair *one, const struct explain_repair *other)
{
    bool alike = one->n_changes == other->n_changes;
    for (uint32_t i = 0; i < one->n_changes && alike; i++) {
        alike = strcmp(one->changes[i].about, other->changes[i].about) == 0;
    }
    return alike;
}

static bool is_known(const struct repairing *x, const struct explain_repair *repair)
{
    uint32_t alike = 0;
    for (size_t i = 0; i < x->found.n; i++) {
        alike += is_alike(&x->found.v[i], repair);
    }
    if (alike >= ALIKE_MOST) {
        return true;
    }
    for (size_t i = 0; i < x->found.n; i++) {
        if (strcmp(x->found.v[i].yaml, repair->yaml) == 0 ||
            strcmp(x->found.v[i].text, repair->text) == 0) {
            return true;
        }
    }
    return false;
}

static const char *repair_id(struct arena *arena, const char *yaml)
{
    return arena_print(arena, "repair-%08" PRIx32, hash_fold(hash_text(HASH_START, yaml)));
}

/* With a capital, unless it begins with somebody's name, and a full stop. */
static const char *sentence(struct arena *arena, const char *text)
{
    static const char *const beginnings[][2] = {
        {"there is ", "T"}, {"it is ", "I"}, {"the ", "T"}, {"all ", "A"}};
    for (size_t i = 0; i < BASE_COUNT(beginnings); i++) {
        if (strncmp(text, beginnings[i][0], strlen(beginnings[i][0])) == 0) {
            return arena_print(arena, "%s%s.", beginnings[i][1], text + 1);
        }
    }
    return arena_print(arena, "%s.", text);
}

/* False: it is known. */
static bool add_repair(struct repairing *x, const struct changes *changes, const char *yaml)
{
    struct arena *arena = &x->explanation->arena;
    struct explain_change *told = arena_array(arena, changes->n, sizeof(*told));
    const char **texts = arena_array(arena, changes->n, sizeof(*texts));
    struct explain_repair repair = {.id = repair_id(arena, yaml),
                                    .changes = told,
                                    .n_changes = (uint32_t)changes->n,
                                    .yaml = arena_print(arena, "%s", yaml)};
    size_t n_texts = 0;
    for (size_t i = 0; i < changes->n; i++) {
        const struct change *change = &changes->v[i];
        told[i] = (struct explain_change){
            .kind = change_kind_word(change->kind),
            .text = change_text(arena, x->hard, change),
            .about = change_about(arena, x->hard, change),
            .cost = change_cost(x->hard, change),
        };
        repair.cost += told[i].cost;
    }
    for (size_t i = 0; i < changes->n; i++) {
        const char *text = change_text_of_all(arena, x->hard, changes, i);
        if (text != NULL) {
            texts[n_texts++] = text;
        }
    }
    repair.text = sentence(arena, phrase_join(arena, texts, n_texts));
    bool fresh = !is_known(x, &repair);
    if (fresh) {
        vec_push(&x->found, repair);
        x->explanation->n_repairs = (uint32_t)x->found.n; /* for progress */
    }
    return fresh;
}

/* A room for many events is one change. */
static size_t count_told(const struct changes *changes)
{
    struct changes told = copy_changes(changes);
    forget_times(&told);
    size_t n = told.n;
    vec_free(&told);
    return n;
}

/* Whether it mends the problem, and was not known. */
static bool take(struct repairing *x, struct arena *arena, struct changes *changes)
{
    change_merge(changes);
    bool wanted =
        !feasibility_is_over(x->options) && (count_told(changes) <= LONG || x->found.n < ENOUGH);
    const char *yaml = wanted ? write_working(x, arena, changes) : NULL;
    if (yaml == NULL) {
        return false;
    }
    minimise(x, arena, changes, &yaml);
    return add_repair(x, changes, yaml);
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
        .work_limit = ELASTIC_WORK + (uint64_t)x->hard->n_events * ELASTIC_WORK_EVENT,
        .complete_only = true,
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
    if (!feasibility_is_over(x->options) &&
        elastic_find(&arena, x->hard, kinds, x->firm, &options, &changes)) {
        (void)take(x, &arena, &changes);
        for (size_t i = 0; i < changes.n; i++) {
            used |= 1u << changes.v[i].kind;
        }
    }
    vec_free(&changes);
    arena_free(&arena);
    return used;
}

/* ---- one remedy for each conflict ----------------------------------------------------------- */

static bool take_chain(const struct changes *changes, void *context)
{
    struct repairing *x = context;
    struct arena arena = ARENA_EMPTY;
    struct changes copy = copy_changes(changes);
    (void)take(x, &arena, &copy);
    vec_free(&copy);
    arena_free(&arena);
    return x->found.n < REPAIRS_MOST;
}

/* In a tenth of the time that is left. */
static void look_at_chains(struct repairing *x)
{
    struct feasibility_options options = *x->options;
    double now_s = board_clock_s();
    options.rounds = CHAIN_ROUNDS;
    options.ends_s = options.ends_s <= 0 ? 0 : now_s + (options.ends_s - now_s) / 10;
    chain_find(x->hard, x->conflicts, &options, &(struct chain_taker){take_chain, x});
    bool late = options.ends_s > 0 && board_clock_s() > options.ends_s;
    x->explanation->complete = x->explanation->complete && !late;
}

static int compare_repairs(const void *a, const void *b)
{
    const struct explain_repair *x = a, *y = b;
    if (x->cost != y->cost) {
        return x->cost < y->cost ? -1 : 1;
    }
    return strcmp(x->yaml, y->yaml);
}

/* Of the events that are left over. */
static int32_t longest_left(const struct repairing *x)
{
    int32_t longest_min = 0;
    for (uint32_t e = 0; e < x->hard->n_events && x->conflicts->together != NULL; e++) {
        const struct event *event = &x->hard->events[e];
        bool left = !x->conflicts->together[e] && !event->optional && !event->fixed;
        longest_min = left && event->duration_min > longest_min ? event->duration_min : longest_min;
    }
    return longest_min;
}

/* All rooms are open longer on that day. */
static void add_day(const struct repairing *x, uint32_t day, int32_t length_min,
                    struct changes *changes)
{
    int32_t from_min = INT32_MIN;
    for (uint32_t w = 0; w < x->hard->n_windows; w++) {
        const struct window *window = &x->hard->windows[w];
        bool later = window->day.v == day && window->span.to_min > from_min;
        from_min = later ? window->span.to_min : from_min;
    }
    struct change change = {.kind = CHANGE_DAY,
                            .events = {{ID_NONE}, {ID_NONE}},
                            .person = {ID_NONE},
                            .room = {ID_NONE},
                            .span = {from_min, from_min + length_min}};
    if (from_min > INT32_MIN) {
        vec_push(changes, change);
    }
}

/* One day is longer, by the longest event that is left over; else all are. */
static void look_at_days(struct repairing *x)
{
    int32_t length_min = longest_left(x);
    bool found = length_min == 0;
    for (uint32_t d = 0; d <= x->hard->n_days && (!found || d < x->hard->n_days) &&
                         !feasibility_is_over(x->options);
         d++) {
        struct arena arena = ARENA_EMPTY;
        struct changes changes = {0};
        for (uint32_t k = 0; k < x->hard->n_days && length_min > 0; k++) {
            if (k == d || d == x->hard->n_days) {
                add_day(x, k, length_min, &changes);
            }
        }
        found = (changes.n > 0 && take(x, &arena, &changes)) || found;
        vec_free(&changes);
        arena_free(&arena);
    }
}

/* All kinds first, then each alone, then all but one that has been used. */
static void look_everywhere(struct repairing *x)
{
    static const unsigned alone[] = {1u << CHANGE_AVAILABILITY, 1u << CHANGE_SLOT,
                                     1u << CHANGE_ROOM, 1u << CHANGE_UNPIN | 1u << CHANGE_WAIVE,
                                     1u << CHANGE_DROP};
    look_at_days(x);
    unsigned used = look(x, ELASTIC_ALL);
    for (size_t i = 0; i < BASE_COUNT(alone) && x->found.n < REPAIRS_MOST; i++) {
        (void)look(x, alone[i]);
    }
    for (unsigned kind = 0; kind < CHANGE_KINDS && x->found.n < REPAIRS_MOST; kind++) {
        if ((used >> kind & 1) != 0) {
            (void)look(x, ELASTIC_ALL & ~(1u << kind));
        }
    }
}

/* Only what is in a conflict bends. In `arena`; NULL: not all conflicts are known. */
static const bool *list_firm(struct arena *arena, const struct problem *problem,
                             const struct explanation *explanation)
{
    bool *firm = arena_array(arena, problem->n_events, sizeof(*firm));
    memset(firm, true, problem->n_events * sizeof(*firm));
    for (uint32_t i = 0; i < explanation->n_conflicts; i++) {
        const struct explain_conflict *conflict = &explanation->conflicts[i];
        for (uint32_t k = 0; k < conflict->n_demands; k++) {
            for (uint32_t e = 0; e < conflict->demands[k].n_events; e++) {
                firm[conflict->demands[k].events[e].v] = false;
            }
        }
    }
    return explanation->complete && explanation->n_conflicts > 0 ? firm : NULL;
}

void repair_find(const struct problem *hard, const struct conflicts *conflicts,
                 const uint32_t *files, uint32_t n_files, const struct feasibility_options *options,
                 struct explanation *explanation)
{
    struct repairing x = {.hard = hard,
                          .conflicts = conflicts,
                          .files = files,
                          .n_files = n_files,
                          .options = options,
                          .explanation = explanation};
    x.firm = list_firm(&explanation->arena, hard, explanation);
    look_at_chains(&x);
    if (x.found.n < ENOUGH) {
        look_everywhere(&x);
    }
    if (x.found.n == 0 && x.firm != NULL) {
        x.firm = NULL;
        look_everywhere(&x);
    }
    if (x.found.n > 0) {
        qsort(x.found.v, x.found.n, sizeof(*x.found.v), compare_repairs);
    }
    x.found.n = x.found.n < REPAIRS_MOST ? x.found.n : REPAIRS_MOST;
    while (x.found.n > ENOUGH && x.found.v[x.found.n - 1].n_changes > LONG) {
        x.found.n--;
    }
    explanation->complete = explanation->complete && !feasibility_is_over(x.options);
    explanation->repairs = vec_to_arena(&x.found, &explanation->arena);
    explanation->n_repairs = (uint32_t)x.found.n;
    vec_free(&x.found);
}
