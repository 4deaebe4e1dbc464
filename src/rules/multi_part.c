/* The parts of an event follow each other in one room.
 *
 * Per two parts a, b that follow each other and place (r, t) of a, with b(r, t) = Σ [b in r at u]
 * over t + length ≤ u ≤ t + length + pause: hard [a at (r, t)] + [b placed] − b(r, t) ≤ 1, and the
 * other way round; where both are placed and nothing may lie between, these rows say
 * [a at (r, t)] = [b at (r, t + length)], whose relaxation has no fractional corner of its own.
 * Places of a that b cannot follow share a row. Soft: N = Σ [[a at (r, t)] − b(r, t) ≥ 1] is 1 when
 * a is placed and b does not follow, and w · max(0, N + [b placed] − 1) is the cost: its relaxation
 * is how much of a and b do not match. */
#include "rules/findings.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {
    {"gap", VALUE_MINUTES, NULL, "0", "minutes that may lie between two parts"},
};

/* ---- compile --------------------------------------------------------------- */

/* Two parts, in their order or looked at from the later one. */
struct neighbours {
    struct event_id one, other;
    bool backwards; /* `other` comes first */
};

/* What may lie between: the gap, or what the room or a speaker needs. */
static int32_t pause_in(const struct compile *compile, const struct event *event,
                        struct room_id room)
{
    const struct problem *problem = compile->problem;
    const struct value *gap = attrs_find(&compile->setting->params, "gap");
    int32_t pause_min = gap == NULL ? 0 : (int32_t)gap->as.number;
    if (room.v != ID_NONE && problem->rooms[room.v].changeover_min > pause_min) {
        pause_min = problem->rooms[room.v].changeover_min;
    }
    for (uint32_t i = 0; i < event->n_people; i++) {
        const struct value *own = attrs_find(&problem->people[event->people[i].v].attrs, "pause");
        if (own != NULL && own->as.number > pause_min) {
            pause_min = (int32_t)own->as.number;
        }
    }
    return pause_min;
}

/* [the other is where it should be when the one is at (room, t)] */
static struct literal matching(const struct compile *compile, struct neighbours pair,
                               struct room_id room, int32_t t_min)
{
    const struct event *one = &compile->problem->events[pair.one.v];
    const struct event *other = &compile->problem->events[pair.other.v];
    struct choice_id choice = {pair.other.v};
    int32_t pause_min = pause_in(compile, one, room);
    if (pair.backwards) {
        int32_t latest_min = t_min - other->duration_min;
        return model_literal_between(choice, latest_min - pause_min, latest_min + 1, room);
    }
    int32_t earliest_min = t_min + one->duration_min;
    return model_literal_between(choice, earliest_min, earliest_min + pause_min + 1, room);
}

/* [the event is placed] */
static struct literal anywhere(const struct model *model, struct event_id event)
{
    const struct choice *choice = &model->choices.v[event.v];
    struct interval starts = {INT32_MAX, 0};
    for (uint32_t i = 0; i < choice->n_runs; i++) {
        const struct run *run = &model->runs.v[choice->first_run + i];
        int32_t last_min = run->first_min + (int32_t)(run->n - 1) * run->step_min;
        starts.from_min = run->first_min < starts.from_min ? run->first_min : starts.from_min;
        starts.to_min = last_min + 1 > starts.to_min || i == 0 ? last_min + 1 : starts.to_min;
    }
    return model_literal_between((struct choice_id){event.v}, starts.from_min, starts.to_min,
                                 (struct room_id){ID_NONE});
}

static struct origin origin_of(struct neighbours pair)
{
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = pair.one;
    origin.events[1] = pair.other;
    return origin;
}

/* For vec.h. */
struct literals {
    struct literal *v;
    size_t n, cap;
};

/* The places of `one`, those that the other can match in front; how many can be. */
static size_t list_places(const struct compile *compile, struct neighbours pair,
                          struct literals *places)
{
    const struct model *model = compile->model;
    const struct choice *choice = &model->choices.v[pair.one.v];
    size_t n_matched = 0;
    for (uint32_t k = 0; k < choice->n_runs; k++) {
        const struct run *run = &model->runs.v[choice->first_run + k];
        for (uint32_t i = 0; i < run->n; i++) {
            int32_t t_min = run->first_min + (int32_t)i * run->step_min;
            struct literal place =
                model_literal_between((struct choice_id){pair.one.v}, t_min, t_min + 1, run->room);
            vec_push(places, place);
            if (model_literal_count(model, matching(compile, pair, run->room, t_min)) > 0) {
                places->v[places->n - 1] = places->v[n_matched];
                places->v[n_matched++] = place;
            }
        }
    }
    return n_matched;
}

static struct term_id count_placed(const struct compile *compile, struct neighbours pair)
{
    model_term_begin(compile->model, compile->rule, origin_of(pair));
    model_term_add(compile->model, 1, anywhere(compile->model, pair.other));
    return model_term_end_count(compile->model);
}

static void forbid(const struct compile *compile, struct neighbours pair)
{
    struct model *model = compile->model;
    struct literals places = {0};
    size_t n_matched = list_places(compile, pair, &places);
    struct term_id placed = count_placed(compile, pair);
    for (size_t i = 0; i < n_matched; i++) {
        struct literal place = places.v[i];
        struct origin origin = origin_of(pair);
        origin.room = place.room;
        origin.at_min = place.from_min;
        model_term_begin(model, compile->rule, origin);
        model_term_add(model, 1, place);
        model_term_add_at_least(model, 1, placed, 1);
        model_term_add(model, -1, matching(compile, pair, place.room, place.from_min));
        model_term_end_range(model, INT64_MIN, 1);
    }
    model_term_begin(model, compile->rule, origin_of(pair));
    for (size_t i = n_matched; i < places.n; i++) {
        model_term_add(model, 1, places.v[i]);
    }
    model_term_add_at_least(model, 1, placed, 1);
    model_term_end_range(model, INT64_MIN, 1);
    vec_free(&places);
}

static void charge(const struct compile *compile, struct neighbours pair)
{
    struct model *model = compile->model;
    struct literals places = {0};
    VEC(struct term_id) missed = {0};
    size_t n_matched = list_places(compile, pair, &places);
    for (size_t i = 0; i < n_matched; i++) {
        struct literal place = places.v[i];
        struct origin origin = origin_of(pair);
        origin.room = place.room;
        origin.at_min = place.from_min;
        model_term_begin(model, compile->rule, origin);
        model_term_add(model, 1, place);
        model_term_add(model, -1, matching(compile, pair, place.room, place.from_min));
        vec_push(&missed, model_term_end_count(model));
    }
    model_term_begin(model, compile->rule, origin_of(pair));
    for (size_t i = 0; i < missed.n; i++) {
        model_term_add_at_least(model, 1, missed.v[i], 1);
    }
    for (size_t i = n_matched; i < places.n; i++) {
        model_term_add(model, 1, places.v[i]);
    }
    model_term_add(model, 1, anywhere(model, pair.other));
    terms_end_above(compile, 1);
    vec_free(&missed);
    vec_free(&places);
}

static void compile_rule(const struct compile *compile)
{
    const struct model *model = compile->model;
    struct strength strength = compile->setting->strength;
    for (uint32_t e = 0; e < compile->problem->n_events; e++) {
        if (compile->problem->events[e].part < 2 || model->choices.v[e].n == 0 ||
            model->choices.v[e - 1].n == 0) {
            continue;
        }
        struct neighbours pair = {{e - 1}, {e}, false};
        if (strength.kind == STRENGTH_HARD) {
            forbid(compile, pair);
            forbid(compile, (struct neighbours){{e}, {e - 1}, true});
        } else if (strength.weight > 0) {
            charge(compile, pair);
        }
    }
}

/* ---- audit ----------------------------------------------------------------- */

/* The longest of the gap, the room's changeover and the speakers' pauses. */
static int32_t allowed_between(const struct audit *audit, struct event_id event)
{
    const struct problem *problem = audit->problem;
    const struct value *gap = attrs_find(&audit->setting->params, "gap");
    int64_t allowed_min = gap != NULL ? gap->as.number : 0;
    struct room_id room = findings_room(audit, event);
    int64_t changeover_min = room.v == ID_NONE ? 0 : problem->rooms[room.v].changeover_min;
    allowed_min = changeover_min > allowed_min ? changeover_min : allowed_min;
    const struct event *of = &problem->events[event.v];
    for (const struct person_id *p = of->people; p < of->people + of->n_people; p++) {
        const struct value *pause = attrs_find(&problem->people[p->v].attrs, "pause");
        int64_t pause_min = pause != NULL ? pause->as.number : 0;
        allowed_min = pause_min > allowed_min ? pause_min : allowed_min;
    }
    return (int32_t)allowed_min;
}

static void judge(const struct audit *audit, struct event_id earlier, struct event_id later)
{
    struct interval first = findings_span(audit, earlier);
    struct interval then = findings_span(audit, later);
    bool same_room = findings_room(audit, earlier).v == findings_room(audit, later).v;
    int32_t between_min = then.from_min - first.to_min;
    if (same_room && between_min >= 0 && between_min <= allowed_between(audit, earlier)) {
        return;
    }
    struct violation violation = findings_two(audit, earlier, later, 1);
    violation.message = arena_print(
        &audit->score->arena,
        "%s (%s, %s) should follow %s, which ends at %s in %s, in the same room.",
        findings_title(audit, later), findings_room_name(audit, findings_room(audit, later)),
        findings_when(audit, then.from_min), findings_title(audit, earlier),
        findings_when(audit, first.to_min),
        findings_room_name(audit, findings_room(audit, earlier)));
    rule_report(audit, audit->setting->strength, violation);
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id later = {i}, earlier = {i - 1};
        if (audit->problem->events[i].part > 1 && findings_is_placed(audit, earlier) &&
            findings_is_placed(audit, later)) {
            judge(audit, earlier, later);
        }
    }
}

const struct rule rule_multi_part = {
    .id = "multi-part",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_HARD, 0},
    .sentence = "The parts of an event follow each other in one room, with nothing in between.",
    .formula = "for each event with parts: 1 for each part that is in another room than the part "
               "before, starts before that one's end, or more than the pause after it; the pause "
               "is the longest of gap, the room's changeover and the speakers' pauses; a part "
               "that is left out breaks nothing",
    .unit = "pair of parts",
    .example = "talks: [{title: Build a Kernel, duration: 45, parts: 3}]\n"
               "rules: {multi-part: {strength: hard, gap: 15}}\n",
    .origin = "indico, Timefold (linked lessons), ITC",
    .params = params,
    .n_params = BASE_COUNT(params),
    .compile = compile_rule,
    .audit = audit_rule,
};
