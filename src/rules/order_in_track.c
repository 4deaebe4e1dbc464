/* Numbered events of a track come in the order of their numbers.
 *
 * By pairs: as the rule after, per start t of the later: [it starts ≤ t] + [the earlier starts > t
 * − its length] ≤ 1. By positions: places p = (session, room, start) of a track are in that order.
 * C = Σ_v [v in an earlier session, or in it in an earlier room], D = Σ_{k ≤ m} [C ≥ k] + Σ_v [v in
 * p's session and room, starting before p]: how many come before p, as far as the largest number m
 * goes. An event with the number o is out of place when for some p [it is at p] − [D ≥ o − 1] +
 * [D ≥ o] is 1. That is one term per numbered event and place and one sum of 2 · (events of the
 * track) per place: exact, but large, and weak as a linear relaxation. */
#include "rules/cells.h"
#include "rules/findings_cells.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <stdlib.h>
#include <string.h>

static const struct rule_param params[] = {
    {"by", VALUE_TEXT, "pairs|positions", "pairs",
     "what counts: pairs out of order, or events whose number is not their position in the track"},
};
static const struct rule_key keys[] = {
    {"order", RULE_ON_EVENT, VALUE_NUMBER, "the event's number in its track, from 1; 0: none"},
};

static int64_t number_of(const struct problem *problem, struct event_id event)
{
    const struct value *order = attrs_find(&problem->events[event.v].attrs, "order");
    return order == NULL ? 0 : order->as.number;
}

/* ---- compile: pairs -------------------------------------------------------- */

static void compile_pairs(const struct compile *compile, const struct cells_events *events)
{
    for (size_t i = 0; i < events->n; i++) {
        for (size_t k = 0; k < events->n; k++) {
            int64_t first = number_of(compile->problem, events->v[i]);
            if (first > 0 && first < number_of(compile->problem, events->v[k])) {
                terms_wait(compile, events->v[i], events->v[k], 0);
            }
        }
    }
}

/* ---- compile: positions ---------------------------------------------------- */

struct positions {
    const struct compile *compile;
    const struct cells_events *events;
    int64_t most;                /* the largest number that matters */
    struct cells_places earlier; /* all sessions before */
    struct cells_places here;    /* the session's */
    struct terms_ids *misplaced; /* [events]: ≥ 1: out of place there */
};

/* C: how many come in earlier sessions, or in this one in earlier rooms. */
static struct term_id count_earlier(const struct positions *x, struct room_id room)
{
    struct model *model = x->compile->model;
    model_term_begin(model, x->compile->rule, ORIGIN_NONE);
    for (size_t i = 0; i < x->events->n; i++) {
        struct event_id event = x->events->v[i];
        cells_add_within(x->compile, 1, event, x->earlier.v, x->earlier.n);
        for (size_t k = 0; k < x->here.n; k++) {
            if (x->here.v[k].room.v < room.v) {
                model_term_add(model, 1, cells_in(x->compile, event, x->here.v[k]));
            }
        }
    }
    return model_term_end_shared(model);
}

/* "The event is in a place of the session in the room, and starts in the interval." */
static void add_here(const struct positions *x, struct event_id event, struct room_id room,
                     struct interval starts)
{
    for (size_t k = 0; k < x->here.n; k++) {
        struct literal there = cells_in(x->compile, event, x->here.v[k]);
        there.from_min = starts.from_min > there.from_min ? starts.from_min : there.from_min;
        there.to_min = starts.to_min < there.to_min ? starts.to_min : there.to_min;
        if (x->here.v[k].room.v == room.v && there.from_min < there.to_min) {
            model_term_add(x->compile->model, 1, there);
        }
    }
}

/* D: how many come before the place, as far as the numbers go. */
static struct term_id count_before(const struct positions *x, struct term_id earlier,
                                   struct room_id room, int32_t start_min)
{
    struct model *model = x->compile->model;
    struct interval before = {CALENDAR_NO_TIME + 1, start_min};
    model_term_begin(model, x->compile->rule, ORIGIN_NONE);
    for (int64_t k = 1; k <= x->most; k++) {
        model_term_add_at_least(model, 1, earlier, (int32_t)k);
    }
    for (size_t i = 0; i < x->events->n; i++) {
        add_here(x, x->events->v[i], room, before);
    }
    return model_term_end_shared(model);
}

/* Event i at the place, of which `before` come before. */
static void judge_at(struct positions *x, size_t i, struct room_id room, int32_t start_min,
                     struct term_id before)
{
    struct model *model = x->compile->model;
    struct event_id event = x->events->v[i];
    int64_t number = number_of(x->compile->problem, event);
    struct interval at = {start_min, start_min + 1};
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = event;
    origin.room = room;
    origin.at_min = start_min;
    model_term_begin(model, x->compile->rule, origin);
    add_here(x, event, room, at);
    if (number == 1) {
        /* None before: [D ≥ 1] alone says it. */
        model_term_add_at_least(model, 1, before, 1);
    } else if (number <= (int64_t)x->events->n) {
        model_term_add_at_least(model, -1, before, (int32_t)number - 1);
        model_term_add_at_least(model, 1, before, (int32_t)number);
    }
    if (x->compile->setting->strength.kind == STRENGTH_HARD) {
        model_term_end_range(model, INT64_MIN, number == 1 ? 1 : 0);
    } else {
        vec_push(&x->misplaced[i], model_term_end_count(model));
    }
}

static bool may_be_at(const struct positions *x, struct event_id event, struct room_id room,
                      int32_t start_min)
{
    struct placement placement = {room, start_min};
    for (size_t k = 0; k < x->here.n; k++) {
        if (x->here.v[k].room.v == room.v &&
            model_literal_holds(cells_in(x->compile, event, x->here.v[k]), placement)) {
            return model_has_placement(x->compile->model, (struct choice_id){event.v}, placement);
        }
    }
    return false;
}

/* All places in one room of the session at which numbered events may be. */
static void compile_room(struct positions *x, struct room_id room)
{
    const struct problem *problem = x->compile->problem;
    struct terms_times starts = {0};
    for (size_t i = 0; i < x->events->n; i++) {
        if (number_of(problem, x->events->v[i]) > 0) {
            terms_add_starts(x->compile, (struct member){{x->events->v[i].v}, room, 0}, &starts);
        }
    }
    terms_sort_times(&starts);
    struct term_id earlier = {ID_NONE};
    bool first = true;
    for (size_t t = 0; t < starts.n; t++) {
        struct term_id before = {ID_NONE};
        bool counted = false;
        for (size_t i = 0; i < x->events->n; i++) {
            struct event_id event = x->events->v[i];
            if (number_of(problem, event) == 0 || !may_be_at(x, event, room, starts.v[t])) {
                continue;
            }
            if (first) {
                earlier = count_earlier(x, room);
                first = false;
            }
            if (!counted) {
                before = count_before(x, earlier, room, starts.v[t]);
                counted = true;
            }
            judge_at(x, i, room, starts.v[t], before);
        }
    }
    vec_free(&starts);
}

static void charge_misplaced(const struct positions *x, size_t i)
{
    struct model *model = x->compile->model;
    bool first = number_of(x->compile->problem, x->events->v[i]) == 1;
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = x->events->v[i];
    model_term_begin(model, x->compile->rule, origin);
    for (size_t k = 0; k < x->misplaced[i].n; k++) {
        model_term_add_at_least(model, 1, x->misplaced[i].v[k], first ? 2 : 1);
    }
    model_term_end_cost(model, x->compile->level, model_cost_any,
                        x->compile->setting->strength.weight);
}

static void forbid_overlaps(const struct compile *compile, const struct cells_events *events)
{
    VEC(struct member) members = {0};
    for (size_t i = 0; i < events->n; i++) {
        if (number_of(compile->problem, events->v[i]) > 0) {
            struct member member = {{events->v[i].v}, {ID_NONE}, 0};
            vec_push(&members, member);
        }
    }
    terms_overlap(compile, compile->setting->strength, members.v, (uint32_t)members.n, TERMS_TICK,
                  ORIGIN_NONE);
    vec_free(&members);
}

static void compile_positions(const struct compile *compile, const struct cells_events *events)
{
    const struct problem *problem = compile->problem;
    struct positions x = {.compile = compile, .events = events};
    for (size_t i = 0; i < events->n; i++) {
        int64_t number = number_of(problem, events->v[i]);
        x.most = number > x.most ? number : x.most;
    }
    if (x.most == 0) {
        return;
    }
    x.misplaced = base_alloc_zero(events->n + 1, sizeof(*x.misplaced));
    x.most = x.most < (int64_t)events->n ? x.most : (int64_t)events->n;
    for (uint32_t s = 0; s < problem->n_sessions; s++) {
        vec_clear(&x.here);
        cells_add_session(problem, (struct session_id){s}, &x.here);
        for (uint32_t r = 0; r < problem->n_rooms; r++) {
            compile_room(&x, (struct room_id){r});
        }
        cells_add_session(problem, (struct session_id){s}, &x.earlier);
    }
    for (size_t i = 0; i < events->n; i++) {
        charge_misplaced(&x, i);
        vec_free(&x.misplaced[i]);
    }
    forbid_overlaps(compile, events);
    vec_free(&x.earlier);
    vec_free(&x.here);
    base_free(x.misplaced);
}

static void compile_rule(const struct compile *compile)
{
    const struct value *by = attrs_find(&compile->setting->params, "by");
    bool positions = by != NULL && strcmp(by->as.text, "positions") == 0;
    struct cells_events events = {0};
    for (uint32_t k = 0; k < compile->problem->n_tracks; k++) {
        vec_clear(&events);
        cells_add_track(compile->problem, (struct track_id){k}, &events);
        if (positions) {
            compile_positions(compile, &events);
        } else {
            compile_pairs(compile, &events);
        }
    }
    vec_free(&events);
}

/* ---- audit ----------------------------------------------------------------- */

static void report_pair(const struct audit *audit, struct event_id first, struct event_id then,
                        int64_t count)
{
    struct violation violation = findings_two(audit, then, first, count);
    violation.message = arena_print(
        &audit->score->arena,
        "%s is number %d of track '%s' and starts at %s, but %s, number %d, ends at %s.",
        findings_title(audit, then), (int)number_of(audit->problem, then),
        audit->problem->tracks[audit->problem->events[then.v].track.v].name,
        findings_when(audit, findings_span(audit, then).from_min), findings_title(audit, first),
        (int)number_of(audit->problem, first),
        findings_when(audit, findings_span(audit, first).to_min));
    rule_report(audit, audit->setting->strength, violation);
}

static void judge_pairs(const struct audit *audit, const struct event_id *events, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < n; k++) {
            int64_t first = number_of(audit->problem, events[i]);
            int64_t then = number_of(audit->problem, events[k]);
            if (first > 0 && first < then &&
                findings_span(audit, events[k]).from_min < findings_span(audit, events[i]).to_min) {
                report_pair(audit, events[i], events[k], 1);
            }
        }
    }
}

/* An event where it is: ordered by session, room and start. */
struct place {
    struct event_id event;
    uint32_t session, room;
    int32_t start_min;
};

static int compare_places(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    if (a->session != b->session) {
        return a->session < b->session ? -1 : 1;
    }
    if (a->room != b->room) {
        return a->room < b->room ? -1 : 1;
    }
    return (a->start_min > b->start_min) - (a->start_min < b->start_min);
}

static void report_position(const struct audit *audit, struct event_id event, uint32_t position)
{
    struct violation violation = findings_one(audit, event, 1);
    violation.message = arena_print(
        &audit->score->arena, "%s is number %d of track '%s', but comes as number %u of it.",
        findings_title(audit, event), (int)number_of(audit->problem, event),
        audit->problem->tracks[audit->problem->events[event.v].track.v].name, (unsigned)position);
    rule_report(audit, audit->setting->strength, violation);
}

static void judge_positions(const struct audit *audit, const struct event_id *events, uint32_t n)
{
    VEC(struct place) places = {0};
    for (uint32_t i = 0; i < n; i++) {
        struct place place = {events[i], findings_session(audit, events[i]).v,
                              findings_room(audit, events[i]).v,
                              findings_span(audit, events[i]).from_min};
        if (place.session != ID_NONE) {
            vec_push(&places, place);
        }
    }
    if (places.n > 1) {
        qsort(places.v, places.n, sizeof(*places.v), compare_places);
    }
    uint32_t before = 0;
    for (uint32_t i = 0; i < places.n; i++) {
        /* Those in the very same place are not before each other. */
        before = i > 0 && compare_places(&places.v[i - 1], &places.v[i]) == 0 ? before : i;
        int64_t number = number_of(audit->problem, places.v[i].event);
        if (number > 0 && number != before + 1) {
            report_position(audit, places.v[i].event, before + 1);
        }
    }
    vec_free(&places);
}

static void judge_overlaps(const struct audit *audit, const struct event_id *events, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            int32_t shared_min = findings_shared_min(audit, events[i], events[k]);
            if (shared_min > 0 && number_of(audit->problem, events[i]) > 0 &&
                number_of(audit->problem, events[k]) > 0) {
                report_pair(audit, events[i], events[k],
                            findings_overlap_count(audit->problem, "tick", shared_min));
            }
        }
    }
}

static void audit_rule(const struct audit *audit)
{
    const char *by = findings_text_param(audit->setting, "by", "pairs");
    for (uint32_t k = 0; k < audit->problem->n_tracks; k++) {
        uint32_t n;
        struct event_id *events = findings_list_track(audit, (struct track_id){k}, &n);
        if (strcmp(by, "positions") == 0) {
            judge_positions(audit, events, n);
            judge_overlaps(audit, events, n);
        } else {
            judge_pairs(audit, events, n);
        }
        base_free(events);
    }
}

static bool is_about_pairs(const struct rule_setting *setting)
{
    const struct value *by = attrs_find(&setting->params, "by");
    return by == NULL || strcmp(by->as.text, "positions") != 0;
}

const struct rule rule_order_in_track = {
    .id = "order-in-track",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "Numbered events of a track come in the order of their numbers.",
    .formula = "1 for each pair of events of one track with different numbers of which the later "
               "one starts before the earlier one ends. by: positions: the events of a track that "
               "lie in windows, numbered or not, in the order of their session (windows that begin "
               "and end together or share a name), then room, then start: 1 for each numbered "
               "event that is not in its number's place; and for each pair of numbered events of "
               "a track that overlap, the ticks that they do",
    .unit = "pair of events, or event, or pair and tick",
    .example = "tracks: [{id: core, name: Core}]\n"
               "talks: [{title: Part One, track: core, order: 1},\n"
               "        {title: Part Two, track: core, order: 2}]\n"
               "rules: {order-in-track: hard}\n",
    .origin = "CoSPLib (order of submissions)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .is_about_pairs = is_about_pairs,
    .compile = compile_rule,
    .audit = audit_rule,
};
