/* A track keeps to one room.
 *
 * Per track (and date): n = Σ_r [Σ_e [e in room r] ≥ 1], cost weight · max(0, n − 1); hard: n ≤ 1;
 * the indicators are bound event by event. By pairs, per pair of events of one date: the weight
 * when for some room r [a in r] + [b on the date] − [b in r on the date] is 2. */
#include "rules/cells.h"
#include "rules/findings_cells.h"
#include "rules/table.h"

#include <string.h>

static const struct rule_param params[] = {
    {"per", VALUE_TEXT, "conference|day|pair", "conference",
     "what counts: a track's rooms beyond the first in the whole conference, or on each day, or "
     "each pair of its events on one day that are in different rooms"},
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

static void compile_rule(const struct compile *compile)
{
    const struct value *per = attrs_find(&compile->setting->params, "per");
    struct cells_events events = {0};
    for (uint32_t k = 0; k < compile->problem->n_tracks; k++) {
        vec_clear(&events);
        cells_add_track(compile->problem, (struct track_id){k}, &events);
        if (per == NULL || strcmp(per->as.text, "conference") == 0) {
            compile_rooms(compile, &events, (struct interval){CALENDAR_NO_TIME + 1, INT32_MAX});
            continue;
        }
        uint32_t n_dates;
        struct interval *dates = cells_list_dates(compile, &events, &n_dates);
        if (strcmp(per->as.text, "pair") == 0) {
            compile_pairs(compile, &events, dates, n_dates);
        } else {
            for (uint32_t d = 0; d < n_dates; d++) {
                compile_rooms(compile, &events, dates[d]);
            }
        }
        base_free(dates);
    }
    vec_free(&events);
}

/* ---- audit ----------------------------------------------------------------- */

static bool same_date(const struct audit *audit, struct event_id a, struct event_id b)
{
    return problem_date_at(audit->problem, findings_span(audit, a).from_min) ==
           problem_date_at(audit->problem, findings_span(audit, b).from_min);
}

static void report(const struct audit *audit, uint32_t track, struct event_id a, struct event_id b)
{
    struct violation violation = findings_two(audit, a, b, 1);
    violation.message =
        arena_print(&audit->score->arena, "Track '%s' changes rooms: %s is in %s, %s in %s.",
                    audit->problem->tracks[track].name, findings_title(audit, a),
                    findings_room_name(audit, findings_room(audit, a)), findings_title(audit, b),
                    findings_room_name(audit, findings_room(audit, b)));
    rule_report(audit, audit->setting->strength, violation);
}

/* Events in rooms, one for each room (and date): all but the first are a room too many. */
static void judge_rooms(const struct audit *audit, uint32_t track, const struct event_id *events,
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
            report(audit, track, events[earlier], events[i]);
        }
    }
}

static void judge_pairs(const struct audit *audit, uint32_t track, const struct event_id *events,
                        uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            if (same_date(audit, events[i], events[k]) &&
                findings_room(audit, events[i]).v != findings_room(audit, events[k]).v) {
                report(audit, track, events[i], events[k]);
            }
        }
    }
}

static void audit_rule(const struct audit *audit)
{
    const char *per = findings_text_param(audit->setting, "per", "conference");
    for (uint32_t k = 0; k < audit->problem->n_tracks; k++) {
        uint32_t n, n_in_rooms = 0;
        struct event_id *events = findings_list_track(audit, (struct track_id){k}, &n);
        for (uint32_t i = 0; i < n; i++) {
            if (findings_room(audit, events[i]).v != ID_NONE) {
                events[n_in_rooms++] = events[i];
            }
        }
        if (strcmp(per, "pair") == 0) {
            judge_pairs(audit, k, events, n_in_rooms);
        } else {
            judge_rooms(audit, k, events, n_in_rooms, strcmp(per, "day") == 0);
        }
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
               "in different rooms); what is off-site is in no room",
    .unit = "room too many, or pair of events",
    .example = "tracks: [{id: core, name: Core}]\n"
               "talks: [{title: Internals, track: core}, {title: Arenas, track: core}]\n"
               "rules: {track-one-room: {strength: 10, per: day}}\n",
    .origin = "CoSPLib (rooms per track), OptaPlanner (theme track room stability)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .compile = compile_rule,
    .audit = audit_rule,
};
