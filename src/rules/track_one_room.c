/* A track keeps to one room.
 *
 * Per track (and date): n = Σ_r [Σ_e [e in room r] ≥ 1], cost weight · max(0, n − 1); hard: n ≤ 1;
 * the indicators are bound event by event. By pairs: rules/apart.h, for each date with the rooms as
 * places; hard, per pair of events of one date: for no room r is [a in r] + [b on the date] −
 * [b in r on the date] 2. */
#include "rules/apart.h"
#include "rules/findings_cells.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <string.h>

static const struct rule_param params[] = {
    {"per", VALUE_TEXT, "conference|day|pair|tick", "conference",
     "what counts: a track's rooms beyond the first in the whole conference, or on each day, or "
     "each pair of its events on one day that are in different rooms, once or for each tick of the "
     "one and of the other"},
    {"of", VALUE_TEXT, "tracks|tags", "tracks", "what keeps to a room: tracks, or tags of a group"},
    KEYS_GROUP("content"),
};

/* ---- compile --------------------------------------------------------------- */

static void compile_rooms(const struct compile *compile, const struct cells_events *events,
                          struct interval starts)
{
    uint32_t n_rooms = compile->problem->n_rooms;
    struct term_id *counts = base_alloc_zero((size_t)n_rooms + 1, sizeof(*counts));
    for (uint32_t r = 0; r < n_rooms; r++) {
        counts[r] = cells_count_room(compile, events, (struct room_id){r}, starts);
    }
    model_term_begin(compile->model, compile->rule, ORIGIN_NONE);
    for (uint32_t r = 0; r < n_rooms; r++) {
        model_term_add_at_least(compile->model, 1, counts[r], 1);
    }
    cells_end_one(compile);
    base_free(counts);
}

static void compile_pairs(const struct compile *compile, const struct cells_events *events,
                          const struct interval *dates, uint32_t n_dates)
{
    struct cells_places places = {0};
    size_t *ends = base_alloc_zero((size_t)n_dates + 1, sizeof(*ends));
    for (uint32_t d = 0; d < n_dates; d++) {
        for (uint32_t r = 0; r < compile->problem->n_rooms; r++) {
            struct cells_place place = {{r}, dates[d], false};
            vec_push(&places, place);
        }
        ends[d] = places.n;
    }
    for (size_t i = 0; i < events->n; i++) {
        for (size_t k = i + 1; k < events->n; k++) {
            cells_pair_within(compile, compile->setting->strength, events->v[i], events->v[k],
                              &places, ends, n_dates);
        }
    }
    base_free(ends);
    vec_free(&places);
}

/* Softly: the rooms of each date as places. */
static void charge_pairs(const struct compile *compile, const struct cells_events *events,
                         const struct interval *dates, uint32_t n_dates)
{
    for (uint32_t d = 0; d < n_dates; d++) {
        struct apart apart = {0};
        for (uint32_t r = 0; r < compile->problem->n_rooms; r++) {
            apart_add_place(&apart, (struct room_id){r}, dates[d]);
            apart_end_class(&apart);
        }
        apart_charge(compile, &apart, events, terms_is_per_tick(compile->setting));
        apart_free(&apart);
    }
    apart_note(compile, APART_ROOMS, events, terms_is_per_tick(compile->setting));
}

static void compile_group(const struct compile *compile, const struct cells_events *events)
{
    const struct value *given = attrs_find(&compile->setting->params, "per");
    const char *per = given == NULL ? "conference" : given->as.text;
    if (strcmp(per, "conference") == 0) {
        compile_rooms(compile, events, (struct interval){CALENDAR_NO_TIME + 1, INT32_MAX});
        return;
    }
    uint32_t n_dates;
    struct interval *dates = cells_list_dates(compile, events, &n_dates);
    for (uint32_t d = 0; d < n_dates && strcmp(per, "day") == 0; d++) {
        compile_rooms(compile, events, dates[d]);
    }
    if (strcmp(per, "day") != 0 && compile->setting->strength.kind == STRENGTH_HARD) {
        compile_pairs(compile, events, dates, n_dates);
    } else if (strcmp(per, "day") != 0) {
        charge_pairs(compile, events, dates, n_dates);
    }
    base_free(dates);
}

static bool carries(const struct event *event, uint32_t tag)
{
    for (uint32_t i = 0; i < event->n_tags; i++) {
        if (event->tags[i].v == tag) {
            return true;
        }
    }
    return false;
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    const struct value *of = attrs_find(&compile->setting->params, "of");
    bool tags = of != NULL && strcmp(of->as.text, "tags") == 0;
    struct tag_group_id group = terms_tag_group(compile, "content");
    struct cells_events events = {0};
    for (uint32_t k = 0; k < problem->n_tracks && !tags; k++) {
        vec_clear(&events);
        cells_add_track(problem, (struct track_id){k}, &events);
        compile_group(compile, &events);
    }
    for (uint32_t k = 0; k < problem->n_tags && tags; k++) {
        vec_clear(&events);
        for (uint32_t e = 0; e < problem->n_events && problem->tags[k].group.v == group.v; e++) {
            if (carries(&problem->events[e], k)) {
                vec_push(&events, ((struct event_id){e}));
            }
        }
        compile_group(compile, &events);
    }
    vec_free(&events);
}

/* ---- audit ----------------------------------------------------------------- */

static bool same_date(const struct audit *audit, struct event_id a, struct event_id b)
{
    return problem_date_at(audit->problem, findings_span(audit, a).from_min) ==
           problem_date_at(audit->problem, findings_span(audit, b).from_min);
}

/* `group` is what keeps to a room: "Track 'Core'". */
static void report(const struct audit *audit, const char *group, struct event_id a,
                   struct event_id b)
{
    struct violation violation = findings_two(audit, a, b, findings_count_both(audit, a, b));
    violation.message =
        arena_print(&audit->score->arena, "%s changes rooms: %s is in %s, %s in %s.", group,
                    findings_title(audit, a), findings_room_name(audit, findings_room(audit, a)),
                    findings_title(audit, b), findings_room_name(audit, findings_room(audit, b)));
    rule_report(audit, audit->setting->strength, violation);
}

/* Events in rooms, one for each room (and date): all but the first are a room too many. */
static void judge_rooms(const struct audit *audit, const char *group, const struct event_id *events,
                        uint32_t n, bool daily)
{
    for (uint32_t i = 1; i < n; i++) {
        uint32_t earlier = i;
        bool new_room = true;
        for (uint32_t k = i; k-- > 0;) {
            if (!daily || same_date(audit, events[i], events[k])) {
                earlier = k;
                new_room = new_room &&
                           findings_room(audit, events[i]).v != findings_room(audit, events[k]).v;
            }
        }
        if (earlier != i && new_room) {
            report(audit, group, events[earlier], events[i]);
        }
    }
}

static void judge_pairs(const struct audit *audit, const char *group, const struct event_id *events,
                        uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            if (same_date(audit, events[i], events[k]) &&
                findings_room(audit, events[i]).v != findings_room(audit, events[k]).v) {
                report(audit, group, events[i], events[k]);
            }
        }
    }
}

/* Takes the events that are in rooms; the rest of the list is of no use then. */
static void judge_group(const struct audit *audit, const char *group, struct event_id *events,
                        uint32_t n)
{
    const char *per = findings_text_param(audit->setting, "per", "conference");
    uint32_t n_in_rooms = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (findings_room(audit, events[i]).v != ID_NONE) {
            events[n_in_rooms++] = events[i];
        }
    }
    if (strcmp(per, "pair") == 0 || strcmp(per, "tick") == 0) {
        judge_pairs(audit, group, events, n_in_rooms);
    } else {
        judge_rooms(audit, group, events, n_in_rooms, strcmp(per, "day") == 0);
    }
}

static void audit_tags(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    const char *group = findings_text_param(audit->setting, "group", "content");
    struct event_id *events = base_alloc_zero(problem->n_events, sizeof(*events));
    for (uint32_t k = 0; k < problem->n_tags; k++) {
        const struct tag *tag = &problem->tags[k];
        uint32_t n = 0;
        for (uint32_t e = 0; e < problem->n_events; e++) {
            bool has = false;
            for (uint32_t i = 0; i < problem->events[e].n_tags; i++) {
                has = has || problem->events[e].tags[i].v == k;
            }
            if (has && findings_is_placed(audit, (struct event_id){e})) {
                events[n++].v = e;
            }
        }
        if (strcmp(problem->tag_groups[tag->group.v].name, group) == 0) {
            judge_group(audit, arena_print(&audit->score->arena, "Tag '%s'", tag->name), events, n);
        }
    }
    base_free(events);
}

static void audit_rule(const struct audit *audit)
{
    if (strcmp(findings_text_param(audit->setting, "of", "tracks"), "tags") == 0) {
        audit_tags(audit);
        return;
    }
    for (uint32_t k = 0; k < audit->problem->n_tracks; k++) {
        uint32_t n;
        struct event_id *events = findings_list_track(audit, (struct track_id){k}, &n);
        judge_group(audit,
                    arena_print(&audit->score->arena, "Track '%s'", audit->problem->tracks[k].name),
                    events, n);
        base_free(events);
    }
}

const struct rule rule_track_one_room = {
    .id = "track-one-room",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "A track keeps to one room.",
    .formula = "for each track: the rooms that its events are in, beyond the first (per: day: for "
               "each date; per: pair: 1 for each pair of its events that start on one date and are "
               "in different rooms; per: tick: the ticks of both); of: tags: for each tag of the "
               "group likewise; what is off-site is in no room",
    .unit = "room too many, or pair of events, or pair and tick",
    .example = "tracks: [{id: core, name: Core}]\n"
               "talks: [{title: Internals, track: core}, {title: Arenas, track: core}]\n"
               "rules: {track-one-room: {strength: 10, per: day}}\n",
    .origin = "CoSPLib (rooms per track), OptaPlanner (theme track room stability)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .compile = compile_rule,
    .audit = audit_rule,
};
