/* Tracks that are said to be similar are not parallel.
 *
 * Per pair of similar tracks and pair of their events a, b: the weight when they overlap (per tick:
 * for each tick). Per window: J · K for a session of which they have J and K cells, as in
 * rules/cells_beside.c. */
#include "rules/cells.h"
#include "rules/findings_cells.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {KEYS_PER_WINDOW("auto")};
static const struct rule_key keys[] = {
    {"similar_to", RULE_ON_TRACK, VALUE_TRACK_WEIGHTS,
     "{track: weight}: tracks that are better not parallel to this one; said on both sides, the "
     "larger weight counts"},
};

/* ---- compile --------------------------------------------------------------- */

static int64_t likeness_of(const struct problem *problem, uint32_t one, uint32_t other)
{
    const struct value *similar = attrs_find(&problem->tracks[one].attrs, "similar_to");
    int64_t weight = 0;
    for (uint32_t i = 0; similar != NULL && i < similar->as.weights.n; i++) {
        const struct weight_entry *entry = &similar->as.weights.v[i];
        weight = entry->index == other && entry->weight > weight ? entry->weight : weight;
    }
    return weight;
}

static void compile_tracks(const struct compile *compile, uint32_t j, uint32_t k, int64_t weight)
{
    struct cells_events of_j = {0}, of_k = {0};
    struct strength strength = compile->setting->strength;
    strength.weight *= weight;
    cells_add_track(compile->problem, (struct track_id){j}, &of_j);
    cells_add_track(compile->problem, (struct track_id){k}, &of_k);
    if (terms_is_per_window(compile->setting)) {
        cells_beside(compile, strength, &of_j, &of_k);
    } else {
        for (size_t a = 0; a < of_j.n; a++) {
            for (size_t b = 0; b < of_k.n; b++) {
                terms_pair(compile, strength, (struct member){{of_j.v[a].v}, {ID_NONE}, 0},
                           (struct member){{of_k.v[b].v}, {ID_NONE}, 0},
                           terms_per_of(compile->setting, TERMS_AUTO), ORIGIN_NONE);
            }
        }
    }
    vec_free(&of_j);
    vec_free(&of_k);
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    for (uint32_t j = 0; j < problem->n_tracks; j++) {
        for (uint32_t k = j + 1; k < problem->n_tracks; k++) {
            int64_t one = likeness_of(problem, j, k), other = likeness_of(problem, k, j);
            int64_t weight = one > other ? one : other;
            if (weight > 0) {
                compile_tracks(compile, j, k, weight);
            }
        }
    }
}

/* ---- audit ----------------------------------------------------------------- */

/* How similar the two are, and where that is said. */
static int64_t find_weight(const struct audit *audit, uint32_t one, uint32_t other,
                           struct src_span *at)
{
    int64_t weight = 0;
    for (int side = 0; side < 2; side++) {
        const struct attrs *attrs = &audit->problem->tracks[side == 0 ? one : other].attrs;
        const struct value *value = attrs_find(attrs, "similar_to");
        uint32_t wanted = side == 0 ? other : one;
        for (uint32_t i = 0; value != NULL && i < value->as.weights.n; i++) {
            if (value->as.weights.v[i].index == wanted && value->as.weights.v[i].weight > weight) {
                weight = value->as.weights.v[i].weight;
                *at = value->at;
            }
        }
    }
    return weight;
}

static void report(const struct audit *audit, struct event_id a, struct event_id b, int64_t count,
                   struct src_span at)
{
    const struct problem *problem = audit->problem;
    struct violation violation = findings_two(audit, a, b, count);
    violation.at = at;
    violation.message = arena_print(
        &audit->score->arena,
        "%s of track '%s' (%s) runs beside %s of track '%s' (%s), and the tracks are similar.",
        findings_title(audit, a), problem->tracks[problem->events[a.v].track.v].name,
        findings_when(audit, findings_span(audit, a).from_min), findings_title(audit, b),
        problem->tracks[problem->events[b.v].track.v].name,
        findings_when(audit, findings_span(audit, b).from_min));
    rule_report(audit, audit->setting->strength, violation);
}

/* A track's placed events, and the first of them in each window. */
struct used {
    struct event_id *events, *first;
    uint32_t n;
};

static struct used list_used(const struct audit *audit, uint32_t track)
{
    struct used used = {0};
    used.events = findings_list_track(audit, (struct track_id){track}, &used.n);
    used.first = findings_first_in_cells(audit, used.events, used.n);
    return used;
}

static void judge_cells(const struct audit *audit, const struct used *j, const struct used *k,
                        int64_t weight, struct src_span at)
{
    const struct problem *problem = audit->problem;
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        for (uint32_t v = 0; v < problem->n_windows && j->first[w].v != ID_NONE; v++) {
            if (k->first[v].v != ID_NONE &&
                problem->windows[w].session.v == problem->windows[v].session.v &&
                problem->windows[w].room.v != problem->windows[v].room.v) {
                report(audit, j->first[w], k->first[v], weight, at);
            }
        }
    }
}

static void judge_overlaps(const struct audit *audit, const struct used *j, const struct used *k,
                           int64_t weight, struct src_span at)
{
    const char *per = findings_text_param(audit->setting, "per", "auto");
    for (uint32_t a = 0; a < j->n; a++) {
        for (uint32_t b = 0; b < k->n; b++) {
            int32_t shared_min = findings_shared_min(audit, j->events[a], k->events[b]);
            if (shared_min > 0) {
                int64_t count = findings_overlap_count(audit->problem, per, shared_min);
                report(audit, j->events[a], k->events[b], weight * count, at);
            }
        }
    }
}

static void audit_rule(const struct audit *audit)
{
    uint32_t n_tracks = audit->problem->n_tracks;
    for (uint32_t j = 0; j < n_tracks; j++) {
        for (uint32_t k = j + 1; k < n_tracks; k++) {
            struct src_span at = SRC_NOWHERE;
            int64_t weight = find_weight(audit, j, k, &at);
            if (weight == 0) {
                continue;
            }
            struct used of_j = list_used(audit, j), of_k = list_used(audit, k);
            if (findings_is_per_window(audit->setting)) {
                judge_cells(audit, &of_j, &of_k, weight, at);
            } else {
                judge_overlaps(audit, &of_j, &of_k, weight, at);
            }
            base_free(of_j.events);
            base_free(of_j.first);
            base_free(of_k.events);
            base_free(of_k.first);
        }
    }
}

const struct rule rule_similar_tracks = {
    .id = "similar-tracks",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_SOFT, 1},
    .sentence = "Tracks that are similar, for the same people, do not run at the same time.",
    .formula = "for two tracks of which one names the other in similar_to, the weight given there "
               "(the larger of two) for each pair of their events that overlap, where pairs are "
               "counted, else for each tick that they overlap; per: window: for each two windows "
               "that belong together, in different rooms, of which one holds events of the one "
               "track and the other of the other",
    .unit = "unit of weight",
    .example = "tracks:\n"
               "  - {id: core, name: Core, similar_to: {tools: 5}}\n"
               "  - {id: tools, name: Tools}\n",
    .origin = "CoSPLib (similar tracks)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .is_about_pairs = rule_about_overlaps,
    .compile = compile_rule,
    .audit = audit_rule,
};
