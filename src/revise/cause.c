#include "revise/cause.h"

#include "base/strmap.h"
#include "base/vec.h"
#include "confab/audit.h"
#include "core/rule.h"
#include "explain/variant.h"
#include "revise/cause_inside.h"
#include "revise/revise.h"

enum {
    BLOCKERS_MOST = 8,
    ROOMS_MOST = 1000, /* that are tried in all, each by an audit of everything */
};

/* An event that has moved, and what is known of why. */
struct finding {
    struct cause *cause;
    struct event_id blockers[BLOCKERS_MOST]; /* that have moved, too, and are in its way there */
    uint32_t rules[BLOCKERS_MOST];           /* by which they are */
    uint32_t n_blockers;
    uint32_t
        next;     /* CAUSE_ROOM: the finding of the one that it makes room for; ID_NONE: none yet */
    bool settled; /* the chain from here has an end */
};

struct finder {
    struct arena *arena;
    struct arena scratch;
    const struct problem *problem;
    struct problem strict; /* hard rules only */
    const struct timetable *now;
    struct timetable trial; /* the same, but for what is put back */
    struct score score;     /* of what is now */
    struct strmap known;    /* hard violations of it */
    struct finding *findings;
    uint32_t n;
    uint32_t n_rooms_tried;
    uint32_t *of_event;           /* [n_events] index into findings; ID_NONE: not moved */
    VEC(struct violation) broken; /* by the trial, and not now; messages in `arena` */
};

bool cause_has_moved(const struct problem *problem, const struct timetable *timetable,
                     struct event_id event)
{
    struct assignment now = timetable->v[event.v];
    return now.placed ? timetable_has_moved(problem, event, now)
                      : problem_published(problem, event) != NULL;
}

/* ---- putting back --------------------------------------------------------------------------- */

/* What hard rules find in the trial, and not in what is now: into finder->broken. */
static bool breaks(struct finder *finder)
{
    struct score score = audit_timetable(&finder->strict, &finder->trial);
    vec_clear(&finder->broken);
    for (uint32_t i = 0; i < score.n_violations; i++) {
        struct violation violation = score.violations[i];
        if (violation.hard && !violation.left_out &&
            strmap_find(&finder->known, violation.id) == STRMAP_NONE) {
            violation.message = arena_print(finder->arena, "%s", violation.message);
            vec_push(&finder->broken, violation);
        }
    }
    score_free(&score);
    return finder->broken.n > 0;
}

/* Where the event was announced, where that is known, else where it is. */
static struct assignment announced(const struct finder *finder, struct event_id event)
{
    const struct pin *then = &problem_published(finder->problem, event)->as.pin;
    struct assignment place = finder->now->v[event.v];
    if (then->start_min != CALENDAR_NO_TIME) {
        place.start_min = then->start_min;
        place.placed = true;
    }
    if (then->room.v != ID_NONE) {
        place.room = then->room;
    }
    return place;
}

/* The event is back in a room that breaks hard rules: is there one that does not? If none is found
 * it stays. */
static void try_rooms(struct finder *finder, struct assignment *at)
{
    struct room_id first = at->room;
    for (uint32_t r = 0; r < finder->problem->n_rooms && finder->n_rooms_tried < ROOMS_MOST; r++) {
        finder->n_rooms_tried++;
        at->room.v = r;
        if (!breaks(finder)) {
            return;
        }
    }
    at->room = first;
    (void)breaks(finder);
}

/* Puts the event back, in any room that will do when none was announced: with the hard rules that
 * this breaks. False: there is no such place. */
static bool put_back(struct finder *finder, struct event_id event)
{
    const struct pin *then = &problem_published(finder->problem, event)->as.pin;
    struct assignment place = announced(finder, event);
    struct assignment *at = &finder->trial.v[event.v];
    if (!place.placed || place.room.v == ROOM_GONE) {
        return false;
    }
    if (place.room.v == ID_NONE) {
        place.room.v = 0;
    }
    *at = place;
    if (breaks(finder) && then->room.v == ID_NONE) {
        try_rooms(finder, at);
    }
    return true;
}

static void undo(struct finder *finder, struct event_id event)
{
    finder->trial.v[event.v] = finder->now->v[event.v];
}

/* ---- reading what is broken ----------------------------------------------------------------- */

/* The plainest reasons first. */
enum rank { RANK_OWN, RANK_OTHERS, RANK_NEW, RANK_MOVED };

static enum rank rank_of(const struct finder *finder, const struct violation *violation,
                         struct event_id event)
{
    enum rank rank =
        rule_table_at(violation->rule)->family == RULE_PLACEMENT ? RANK_OWN : RANK_OTHERS;
    for (uint32_t i = 0; i < violation->n_events && rank != RANK_OWN; i++) {
        struct event_id other = violation->events[i];
        bool is_new = !finder->problem->events[other.v].fixed &&
                      problem_published(finder->problem, other) == NULL;
        if (other.v == event.v) {
            continue;
        }
        if (finder->of_event[other.v] != ID_NONE) {
            return RANK_MOVED;
        }
        rank = is_new ? RANK_NEW : rank;
    }
    return rank;
}

/* Of several rules, being in one room is the plainest. */
static void add_blocker(struct finding *finding, struct event_id event, uint32_t rule)
{
    for (uint32_t i = 0; i < finding->n_blockers; i++) {
        if (finding->blockers[i].v == event.v) {
            finding->rules[i] = cause_words_is_room(rule) ? rule : finding->rules[i];
            return;
        }
    }
    if (finding->n_blockers < BLOCKERS_MOST) {
        finding->rules[finding->n_blockers] = rule;
        finding->blockers[finding->n_blockers++] = event;
    }
}

/* Those who have moved to where the event was. */
static void note_blockers(const struct finder *finder, struct finding *finding)
{
    for (size_t i = 0; i < finder->broken.n; i++) {
        const struct violation *violation = &finder->broken.v[i];
        for (uint32_t k = 0; k < violation->n_events; k++) {
            struct event_id other = violation->events[k];
            if (other.v != finding->cause->event.v && finder->of_event[other.v] != ID_NONE) {
                add_blocker(finding, other, violation->rule);
            }
        }
    }
}

static void name_parties(struct cause *cause, const struct violation *violation)
{
    cause->rule = violation->rule;
    for (uint32_t i = 0; i < violation->n_events; i++) {
        if (violation->events[i].v != cause->event.v) {
            cause->events[cause->n_events++] = violation->events[i];
        }
    }
    for (uint32_t i = 0; i < violation->n_people; i++) {
        cause->people[cause->n_people++] = violation->people[i];
    }
    for (uint32_t i = 0; i < violation->n_rooms; i++) {
        cause->rooms[cause->n_rooms++] = violation->rooms[i];
    }
}

static void make_room_for_new(struct finder *finder, struct cause *cause)
{
    for (uint32_t i = 0; i < cause->n_events; i++) {
        struct event_id other = cause->events[i];
        if (problem_published(finder->problem, other) == NULL &&
            !finder->problem->events[other.v].fixed) {
            cause->kind = CAUSE_ROOM;
            cause->events[i] = cause->events[0];
            cause->events[0] = cause->root = other;
            cause->message = cause_words_room(finder->arena, finder->problem, cause, NULL, NULL);
            return;
        }
    }
}

/* A hard rule stands against it: the plainest. */
static void take_rule(struct finder *finder, struct finding *finding)
{
    struct cause *cause = finding->cause;
    const struct violation *best = &finder->broken.v[0];
    enum rank best_rank = rank_of(finder, best, cause->event);
    for (size_t i = 1; i < finder->broken.n; i++) {
        const struct violation *violation = &finder->broken.v[i];
        enum rank rank = rank_of(finder, violation, cause->event);
        if (rank < best_rank) {
            best = violation;
            best_rank = rank;
        }
    }
    name_parties(cause, best);
    cause->kind = CAUSE_RULE;
    cause->message = cause_words_rule(finder->arena, finder->problem, best, cause->event,
                                      finder->trial.v[cause->event.v].start_min);
    finding->settled = best_rank != RANK_MOVED;
    if (best_rank == RANK_NEW) {
        make_room_for_new(finder, cause);
    } else if (best_rank == RANK_MOVED) {
        note_blockers(finder, finding);
    }
}

/* ---- costs ---------------------------------------------------------------------------------- */

/* The rule that counts most more at the level; *count: how much more. */
static uint32_t dearest_rule(const struct finder *finder, const struct score *score, uint32_t level,
                             int64_t *count)
{
    uint32_t dearest = ID_NONE;
    int64_t most = 0;
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        int64_t more = score->rules[r].cost - finder->score.rules[r].cost;
        if (rule_level_of(&score->levels, r) == level && more > most) {
            dearest = r;
            most = more;
            *count = score->rules[r].count - finder->score.rules[r].count;
        }
    }
    return dearest;
}

/* No hard rule stands against the trial: what it costs. */
static void take_cost(struct finder *finder, struct cause *cause)
{
    struct score score = audit_timetable(finder->problem, &finder->trial);
    const struct levels *levels = &score.levels;
    uint32_t k = 0;
    while (k < levels->n && score.level_cost[k] == finder->score.level_cost[k]) {
        k++;
    }
    int64_t extra = k < levels->n ? score.level_cost[k] - finder->score.level_cost[k] : 0;
    if (extra > 0) {
        int64_t count = extra;
        cause->kind = CAUSE_COST;
        cause->rule = dearest_rule(finder, &score, k, &count);
        cause->level = k;
        cause->extra = extra;
        bool counted = levels->v[k].kind != LEVEL_SOFT && levels->v[k].kind != LEVEL_FAIR;
        cause->message = cause_words_cost(finder->arena, &finder->score.levels.v[k],
                                          counted ? count : extra, cause->rule);
    } else {
        cause->kind = CAUSE_NONE;
        cause->message = extra == 0 ? "it could as well be where it was announced"
                                    : "nothing stands against where it was announced";
    }
    score_free(&score);
}

static void find_alone(struct finder *finder, struct finding *finding)
{
    struct cause *cause = finding->cause;
    finding->settled = true;
    if (!put_back(finder, cause->event)) {
        bool gone = problem_published(finder->problem, cause->event)->as.pin.room.v == ROOM_GONE;
        cause->kind = CAUSE_RULE;
        cause->message = gone ? "the room is no more" : "no place was found for it";
    } else if (finder->broken.n > 0) {
        take_rule(finder, finding);
    } else {
        take_cost(finder, cause);
    }
    undo(finder, cause->event);
}

/* ---- chains --------------------------------------------------------------------------------- */

static const struct cause *end_of(const struct finder *finder, const struct finding *finding)
{
    while (finding->next != ID_NONE) {
        finding = &finder->findings[finding->next];
    }
    return finding->cause;
}

/* Not where a chain should end while there are others. */
static bool is_weak(const struct cause *cause)
{
    return cause->kind == CAUSE_COST || cause->kind == CAUSE_NONE;
}

static void link_to(struct finder *finder, struct finding *finding, uint32_t blocker)
{
    uint32_t next = finder->of_event[finding->blockers[blocker].v];
    const struct cause *first = finder->findings[next].cause;
    const struct cause *root = end_of(finder, &finder->findings[next]);
    struct cause *cause = finding->cause;
    finding->next = next;
    finding->settled = true;
    cause->kind = CAUSE_ROOM;
    cause->rule = finding->rules[blocker];
    cause->events[0] = first->event;
    cause->n_events = 1;
    cause->root = root->kind == CAUSE_ROOM ? root->root : root->event;
    cause->message = cause_words_room(finder->arena, finder->problem, cause, first, root);
}

/* Links those whose blockers are settled, the shortest chains first. */
static bool settle_round(struct finder *finder, bool weak)
{
    uint32_t *next = arena_array(&finder->scratch, finder->n, sizeof(*next));
    bool any = false;
    for (uint32_t i = 0; i < finder->n; i++) {
        const struct finding *finding = &finder->findings[i];
        next[i] = ID_NONE;
        for (uint32_t b = 0; b < finding->n_blockers && !finding->settled; b++) {
            uint32_t k = finder->of_event[finding->blockers[b].v];
            const struct finding *blocker = &finder->findings[k];
            if (next[i] == ID_NONE && blocker->settled &&
                (weak || !is_weak(end_of(finder, blocker)))) {
                next[i] = b;
            }
        }
    }
    for (uint32_t i = 0; i < finder->n; i++) {
        if (next[i] != ID_NONE) {
            link_to(finder, &finder->findings[i], next[i]);
            any = true;
        }
    }
    return any;
}

static void settle(struct finder *finder)
{
    bool any = true;
    while (any) {
        any = settle_round(finder, false) || settle_round(finder, true);
    }
}

/* ---- circles -------------------------------------------------------------------------------- */

/* A circle of those not settled, each blocked by the next; how many there are. */
static uint32_t find_circle(const struct finder *finder, uint32_t from, uint32_t *circle)
{
    uint32_t n = 0, at = from;
    for (;;) {
        for (uint32_t i = 0; i < n; i++) {
            if (circle[i] == at) {
                for (uint32_t k = i; k < n; k++) {
                    circle[k - i] = circle[k];
                }
                return n - i;
            }
        }
        circle[n++] = at;
        at = finder->of_event[finder->findings[at].blockers[0].v];
    }
}

/* Why it is worth while to go round: all put back at once. NULL: nothing is known. */
static const char *why_circle(struct finder *finder, const uint32_t *circle, uint32_t n)
{
    struct cause whole = {.rule = ID_NONE, .kind = CAUSE_RULE};
    for (uint32_t i = 0; i < n; i++) {
        struct event_id event = finder->findings[circle[i]].cause->event;
        finder->trial.v[event.v] = announced(finder, event);
    }
    if (breaks(finder)) {
        whole.message = cause_words_clause(finder->arena, finder->broken.v[0].message);
    } else {
        take_cost(finder, &whole);
    }
    for (uint32_t i = 0; i < n; i++) {
        undo(finder, finder->findings[circle[i]].cause->event);
    }
    return whole.kind == CAUSE_NONE ? NULL : whole.message;
}

static void settle_circle(struct finder *finder, uint32_t from)
{
    uint32_t *circle = arena_array(&finder->scratch, finder->n, sizeof(*circle));
    uint32_t n = find_circle(finder, from, circle);
    const char *why = why_circle(finder, circle, n);
    for (uint32_t i = 0; i < n; i++) {
        struct finding *finding = &finder->findings[circle[i]];
        struct event_id *others = arena_array(&finder->scratch, n, sizeof(*others));
        finding->settled = true;
        finding->cause->kind = CAUSE_SWAP;
        finding->cause->n_events = 0;
        for (uint32_t k = 1; k < n; k++) {
            others[k - 1] = finder->findings[circle[(i + k) % n]].cause->event;
            if (k <= VIOLATION_EVENTS) {
                finding->cause->events[finding->cause->n_events++] = others[k - 1];
            }
        }
        finding->cause->message =
            cause_words_swap(finder->arena, finder->problem, others, n - 1, why);
    }
}

/* ---- all ------------------------------------------------------------------------------------ */

static void begin(struct finder *finder, struct causes *causes)
{
    const struct problem *problem = finder->problem;
    const struct timetable *now = finder->now;
    uint32_t n_events = problem->n_events;
    finder->trial.n = now->n;
    finder->trial.v = arena_copy(&finder->scratch, now->v, now->n * sizeof(*now->v));
    finder->of_event = arena_array(&finder->scratch, n_events, sizeof(*finder->of_event));
    finder->findings = arena_array(&finder->scratch, n_events, sizeof(*finder->findings));
    causes->v = arena_array(finder->arena, n_events, sizeof(*causes->v));
    for (uint32_t e = 0; e < n_events; e++) {
        struct event_id event = {e};
        finder->of_event[e] = ID_NONE;
        if (cause_has_moved(problem, now, event)) {
            struct cause *cause = &causes->v[causes->n++];
            *cause = (struct cause){.event = event, .rule = ID_NONE, .root = {ID_NONE}};
            finder->of_event[e] = finder->n;
            finder->findings[finder->n++] = (struct finding){.cause = cause, .next = ID_NONE};
        }
    }
}

static void judge_now(struct finder *finder)
{
    finder->strict = variant_create(&finder->scratch, finder->problem);
    variant_drop_wishes(&finder->scratch, &finder->strict);
    finder->score = audit_timetable(finder->problem, finder->now);
    for (uint32_t i = 0; i < finder->score.n_violations; i++) {
        if (finder->score.violations[i].hard) {
            (void)strmap_add(&finder->known, finder->score.violations[i].id, i);
        }
    }
}

struct causes causes_find(struct arena *arena, const struct problem *problem,
                          const struct timetable *timetable)
{
    struct causes causes = {0};
    struct finder finder = {.arena = arena, .problem = problem, .now = timetable};
    begin(&finder, &causes);
    if (finder.n > 0) {
        judge_now(&finder);
    }
    for (uint32_t i = 0; i < finder.n; i++) {
        find_alone(&finder, &finder.findings[i]);
    }
    settle(&finder);
    for (uint32_t i = 0; i < finder.n; i++) {
        if (!finder.findings[i].settled) {
            settle_circle(&finder, i);
            settle(&finder);
        }
    }
    score_free(&finder.score);
    strmap_free(&finder.known);
    vec_free(&finder.broken);
    arena_free(&finder.scratch);
    return causes;
}

const struct cause *causes_of(const struct causes *causes, struct event_id event)
{
    for (uint32_t i = 0; i < causes->n; i++) {
        if (causes->v[i].event.v == event.v) {
            return &causes->v[i];
        }
    }
    return NULL;
}
