/* Nobody is needed in two places at once, with their pause and the walk between rooms in between.
 *
 * Per person and time t: Σ_e [e covers t when lengthened by the pause] ≤ 1; and where a walk takes
 * longer than the pause, per ordered pair (i, j), room a and time t: [i in a covers t] + Σ_b [j in
 * b covers t when lengthened in front by walk(a, b)] ≤ 1. Pair by pair, with the longest pause of
 * those needed at both, where a pair counts once or chairs count; per window as in
 * rules/cells.c. */
#include "rules/speaker_clash.h"
#include "rules/cells.h"
#include "rules/days.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <string.h>

static const struct rule_param params[] = {
    {"count", VALUE_TEXT, "people|pairs", "people",
     "what a pair of events counts: once for each person needed at both, or once"},
    {"chairs", VALUE_FLAG, NULL, "false",
     "whether a track's chairs are needed at its events as speakers are; two events of a track do "
     "not clash for that"},
    KEYS_PER_WINDOW("pair"),
};
static const struct rule_key keys[] = {
    {"pause", RULE_ON_PERSON, VALUE_MINUTES, "minutes between two events of the person"},
};

static int32_t pause_of(const struct problem *problem, uint32_t person)
{
    const struct value *pause = attrs_find(&problem->people[person].attrs, "pause");
    return pause == NULL ? 0 : (int32_t)pause->as.number;
}

/* ---- compile --------------------------------------------------------------- */

struct room_set {
    struct room_id *v;
    size_t n, cap;
};

static void add_rooms(const struct model *model, struct event_id event, struct room_set *rooms)
{
    const struct choice *choice = &model->choices.v[event.v];
    vec_clear(rooms);
    for (uint32_t i = 0; i < choice->n_runs; i++) {
        struct room_id room = model->runs.v[choice->first_run + i].room;
        if (rooms->n == 0 || rooms->v[rooms->n - 1].v != room.v) {
            vec_push(rooms, room);
        }
    }
}

static int32_t walk_between(const struct problem *problem, struct room_id a, struct room_id b)
{
    return a.v == ID_NONE || b.v == ID_NONE || a.v == b.v ? 0 : problem_walk_min(problem, a, b);
}

static int32_t longest_walk(const struct problem *problem, struct room_id from,
                            const struct room_set *to)
{
    int32_t longest_min = 0;
    for (size_t i = 0; i < to->n; i++) {
        int32_t walk_min = walk_between(problem, from, to->v[i]);
        longest_min = walk_min > longest_min ? walk_min : longest_min;
    }
    return longest_min;
}

/* Σ over the rooms of `then`: [then in b covers t when lengthened in front by the walk]. */
static void add_reaching(const struct compile *compile, struct member first, struct member then,
                         const struct room_set *rooms, int32_t t_min)
{
    const struct problem *problem = compile->problem;
    int32_t length_min = model_member_length(compile->model, then);
    for (size_t k = 0; k < rooms->n; k++) {
        int32_t walk_min = walk_between(problem, first.room, rooms->v[k]);
        struct literal there = model_literal_between(then.choice, t_min - length_min + 1,
                                                     t_min + walk_min + 1, rooms->v[k]);
        model_term_add(compile->model, 1, there);
    }
}

/* The times at which the two meet, `then` lengthened in front by the walk. */
static struct terms_times walk_times(const struct compile *compile, struct member first,
                                     struct member then, const struct room_set *rooms)
{
    struct terms_times starts = {0};
    struct terms_times ends = {0};
    terms_add_starts(compile, first, &starts);
    terms_add_ends(compile, first, &ends);
    terms_add_ends(compile, then, &ends);
    for (size_t k = 0; k < rooms->n; k++) {
        size_t from = starts.n;
        then.room = rooms->v[k];
        terms_add_starts(compile, then, &starts);
        for (size_t i = from; i < starts.n; i++) {
            starts.v[i] -= walk_between(compile->problem, first.room, rooms->v[k]);
        }
    }
    terms_sort_times(&starts);
    terms_sort_times(&ends);
    terms_thin_starts(&starts, &ends);
    vec_free(&ends);
    return starts;
}

/* [first in `room` covers t] + [then covers t, lengthened in front by the walk] ≤ 1, for all t that
 * matter. */
static void forbid_walk(const struct compile *compile, struct member first, struct member then,
                        const struct room_set *rooms)
{
    struct model *model = compile->model;
    struct terms_times times = walk_times(compile, first, then, rooms);
    for (size_t i = 0; i < times.n; i++) {
        struct origin origin = ORIGIN_NONE;
        origin.events[0] = model->choices.v[first.choice.v].event;
        origin.events[1] = model->choices.v[then.choice.v].event;
        origin.room = first.room;
        origin.at_min = times.v[i];
        struct literal here = model_member_covers(model, first, times.v[i]);
        model_term_begin(model, compile->rule, origin);
        if (model_literal_count(model, here) > 0) {
            model_term_add(model, 1, here);
            add_reaching(compile, first, then, rooms, times.v[i]);
        }
        model_term_end_range(model, INT64_MIN, 1);
    }
    vec_free(&times);
}

static void forbid_walks(const struct compile *compile, struct event_id first, struct event_id then,
                         int32_t pause_min)
{
    struct room_set from = {0};
    struct room_set to = {0};
    add_rooms(compile->model, first, &from);
    add_rooms(compile->model, then, &to);
    for (size_t i = 0; i < from.n; i++) {
        if (longest_walk(compile->problem, from.v[i], &to) > pause_min) {
            forbid_walk(compile, (struct member){{first.v}, from.v[i], 0},
                        (struct member){{then.v}, {ID_NONE}, 0}, &to);
        }
    }
    vec_free(&from);
    vec_free(&to);
}

/* One pair with walks: each two rooms as a pair of its own, of which at most one is taken. */
static void charge_walks(const struct compile *compile, struct event_id a, struct event_id b,
                         int32_t pause_min, struct origin origin)
{
    const struct problem *problem = compile->problem;
    enum terms_per per = terms_per_of(compile->setting, TERMS_PAIR);
    bool ticks = per == TERMS_TICK || (per == TERMS_AUTO && !problem->aligned);
    struct room_set rooms_a = {0};
    struct room_set rooms_b = {0};
    add_rooms(compile->model, a, &rooms_a);
    add_rooms(compile->model, b, &rooms_b);
    for (size_t i = 0; i < rooms_a.n; i++) {
        for (size_t k = 0; k < rooms_b.n; k++) {
            int32_t gap_min = walk_between(problem, rooms_a.v[i], rooms_b.v[k]);
            gap_min = gap_min > pause_min ? gap_min : pause_min;
            if (ticks) {
                gap_min = (gap_min + problem->tick_min - 1) / problem->tick_min * problem->tick_min;
            }
            terms_pair(compile, compile->setting->strength,
                       (struct member){{a.v}, rooms_a.v[i], gap_min},
                       (struct member){{b.v}, rooms_b.v[k], gap_min}, per, origin);
        }
    }
    vec_free(&rooms_a);
    vec_free(&rooms_b);
}

static bool walks_matter(const struct problem *problem, int32_t pause_min)
{
    for (uint32_t i = 0; i < problem->n_rooms * problem->n_rooms; i++) {
        if (problem->walk_min[i] > pause_min) {
            return true;
        }
    }
    return false;
}

static void compile_person(const struct compile *compile, const struct member *members, uint32_t n,
                           int32_t pause_min, struct origin origin)
{
    bool hard = compile->setting->strength.kind == STRENGTH_HARD;
    bool walks = walks_matter(compile->problem, pause_min);
    if (hard || !walks) {
        terms_overlap(compile, compile->setting->strength, members, n,
                      terms_per_of(compile->setting, TERMS_PAIR), origin);
    }
    for (uint32_t i = 0; i < n && walks; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            struct event_id first = {members[i].choice.v}, second = {members[k].choice.v};
            if (hard) {
                forbid_walks(compile, first, second, pause_min);
                forbid_walks(compile, second, first, pause_min);
            } else {
                charge_walks(compile, first, second, pause_min, origin);
            }
        }
    }
}

static bool is_spared(const struct rule_setting *setting, struct person_id person)
{
    return setting->spared_people != NULL && setting->spared_people[person.v];
}

static void compile_people(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct days_people people = days_list_people(problem);
    struct days_events events = {0};
    VEC(struct member) members = {0};
    for (uint32_t p = 0; p < problem->n_people; p++) {
        struct origin origin = ORIGIN_NONE;
        origin.person = (struct person_id){p};
        vec_clear(&events);
        vec_clear(&members);
        days_events_of(&people, origin.person, &events);
        int32_t pause_min = pause_of(problem, p);
        for (size_t i = 0; i < events.n; i++) {
            struct member member = {{events.v[i].v}, {ID_NONE}, pause_min};
            vec_push(&members, member);
        }
        if (members.n > 1 && !is_spared(compile->setting, origin.person)) {
            compile_person(compile, members.v, (uint32_t)members.n, pause_min, origin);
        }
    }
    days_free_people(&people);
    vec_free(&events);
    vec_free(&members);
}

struct people {
    struct person_id *v;
    size_t n, cap;
};

static bool is_among(const struct person_id *people, uint32_t n, struct person_id person)
{
    for (uint32_t i = 0; i < n; i++) {
        if (people[i].v == person.v) {
            return true;
        }
    }
    return false;
}

/* Appends those who speak at `a` and (`speak`) at `b` as well; or, `chairs`, at `a` only while they
 * chair the track of `b`, which is another. */
static void add_needed(const struct compile *compile, const struct event *a, const struct event *b,
                       bool speak, bool chairs, struct people *people)
{
    const struct problem *problem = compile->problem;
    bool tracks = chairs && b->track.v != ID_NONE && b->track.v != a->track.v;
    for (uint32_t i = 0; i < a->n_people; i++) {
        if (is_spared(compile->setting, a->people[i])) {
            continue;
        }
        if (is_among(b->people, b->n_people, a->people[i])) {
            if (speak) {
                vec_push(people, a->people[i]);
            }
        } else if (tracks && is_among(problem->tracks[b->track.v].chairs,
                                      problem->tracks[b->track.v].n_chairs, a->people[i])) {
            vec_push(people, a->people[i]);
        }
    }
}

static void compile_pair(const struct compile *compile, struct event_id a, struct event_id b,
                         const struct people *people, bool once)
{
    struct strength strength = compile->setting->strength;
    struct origin origin = ORIGIN_NONE;
    int32_t longest_min = 0;
    if (terms_is_per_window(compile->setting)) {
        strength.weight *= once ? 1 : (int64_t)people->n;
        cells_pair(compile, strength, a, b);
        return;
    }
    for (size_t i = 0; i < people->n; i++) {
        int32_t pause_min = pause_of(compile->problem, people->v[i].v);
        longest_min = pause_min > longest_min ? pause_min : longest_min;
    }
    for (size_t i = 0; i < (once ? 1 : people->n); i++) {
        int32_t pause_min = once ? longest_min : pause_of(compile->problem, people->v[i].v);
        struct member members[2] = {{{a.v}, {ID_NONE}, pause_min}, {{b.v}, {ID_NONE}, pause_min}};
        origin.person = people->v[i];
        compile_person(compile, members, 2, pause_min, origin);
    }
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    const struct value *count = attrs_find(&compile->setting->params, "count");
    const struct value *asked = attrs_find(&compile->setting->params, "chairs");
    bool once = count != NULL && strcmp(count->as.text, "pairs") == 0;
    bool chairs = asked != NULL && asked->as.flag;
    struct people people = {0};
    if (!once && !chairs && !terms_is_per_window(compile->setting)) {
        compile_people(compile);
        return;
    }
    for (uint32_t i = 0; i < problem->n_events; i++) {
        for (uint32_t k = i + 1; k < problem->n_events; k++) {
            vec_clear(&people);
            add_needed(compile, &problem->events[i], &problem->events[k], true, chairs, &people);
            add_needed(compile, &problem->events[k], &problem->events[i], false, chairs, &people);
            if (people.n > 0) {
                compile_pair(compile, (struct event_id){i}, (struct event_id){k}, &people, once);
            }
        }
    }
    vec_free(&people);
}

const struct rule rule_speaker_clash = {
    .id = "speaker-clash",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_HARD, 0},
    .about = RULE_ABOUT_PERSON,
    .sentence = "Nobody is needed in two places at once, and there is time for a pause and for the "
                "walk between rooms.",
    .formula =
        "for each speaker or host: 1 for each pair of their events that overlap, or that "
        "have less time in "
        "between than the person's pause or the walk between the two rooms, whichever is "
        "longer (per: tick: "
        "the ticks of the overlap when each is lengthened by that; per: window: 1 for each pair in "
        "windows of different rooms that begin and end together or share a name); chairs: "
        "also for each event of a track that the person chairs and each of their own events "
        "that is not of that track; count: pairs: a pair counts once however many people "
        "are needed at both, with the longest pause",
    .unit = "pair of events",
    .example = "speakers: [{name: Jo Doe, pause: 15}]\n"
               "walk: [{between: [main, attic], minutes: 5}]\n"
               "rules: {speaker-clash: hard}\n",
    .origin = "every scheduler",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .is_about_pairs = rule_about_overlaps,
    .compile = compile_rule,
    .audit = speaker_clash_audit,
};
