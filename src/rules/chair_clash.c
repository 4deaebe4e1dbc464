/* A chair is not needed in two places: at two tracks or blocks that the person chairs, or at one of
 * these and at an event of the person's own that is not part of it.
 *
 * Per pair of events a, b that need one person, at least one of them as the chair, and that are not
 * parts of one track or block of that chair: the weight when they overlap (per tick: for each
 * tick). Per window: J · K for a session in which two tracks (or blocks) have J and K cells, as in
 * rules/cells_beside.c; an event of one's own is a cell. */
#include "rules/cells.h"
#include "rules/findings_beside.h"
#include "rules/findings_cells.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {
    {"own_talks", VALUE_FLAG, NULL, "true",
     "whether events at which the chair speaks count, too; false: only what the person chairs"},
    KEYS_PER_WINDOW("pair"),
};

static bool own_talks_count(const struct rule_setting *setting)
{
    const struct value *own = attrs_find(&setting->params, "own_talks");
    return own == NULL || own->as.flag;
}

/* ---- compile --------------------------------------------------------------- */

/* What is chaired: a track, or a block. */
struct duty {
    const struct person_id *chairs;
    uint32_t n_chairs;
    struct cells_events events;
};

struct duties {
    struct duty *v;
    size_t n, cap;
};

static void list_duties(const struct problem *problem, struct duties *duties)
{
    for (uint32_t k = 0; k < problem->n_tracks; k++) {
        struct duty duty = {problem->tracks[k].chairs, problem->tracks[k].n_chairs, {0}};
        if (duty.n_chairs > 0) {
            cells_add_track(problem, (struct track_id){k}, &duty.events);
            vec_push(duties, duty);
        }
    }
    for (uint32_t b = 0; b < problem->n_blocks; b++) {
        const struct block *block = &problem->blocks[b];
        struct duty duty = {&block->chair, 1, {0}};
        for (uint32_t i = 0; i < block->n_talks && block->chair.v != ID_NONE; i++) {
            vec_push(&duty.events, block->talks[i]);
        }
        if (duty.events.n > 0) {
            vec_push(duties, duty);
        }
    }
}

static void free_duties(struct duties *duties)
{
    for (size_t i = 0; i < duties->n; i++) {
        vec_free(&duties->v[i].events);
    }
    vec_free(duties);
}

static bool has_chair(const struct duty *duty, struct person_id person)
{
    for (uint32_t i = 0; i < duty->n_chairs; i++) {
        if (duty->chairs[i].v == person.v) {
            return true;
        }
    }
    return false;
}

static bool has_event(const struct duty *duty, struct event_id event)
{
    for (size_t i = 0; i < duty->events.n; i++) {
        if (duty->events.v[i].v == event.v) {
            return true;
        }
    }
    return false;
}

static bool share_chair(const struct duty *one, const struct duty *other)
{
    for (uint32_t i = 0; i < one->n_chairs; i++) {
        if (has_chair(other, one->chairs[i])) {
            return true;
        }
    }
    return false;
}

static bool share_event(const struct duty *one, const struct duty *other)
{
    for (size_t i = 0; i < one->events.n; i++) {
        if (has_event(other, one->events.v[i])) {
            return true;
        }
    }
    return false;
}

/* Which duty of the person holds the event, and whether one holds both. */
static void look_at(const struct duties *duties, struct person_id person, struct event_id a,
                    struct event_id b, bool *chairs_b, bool *both)
{
    *chairs_b = *both = false;
    for (size_t i = 0; i < duties->n; i++) {
        if (has_chair(&duties->v[i], person) && has_event(&duties->v[i], b)) {
            *chairs_b = true;
            *both = *both || has_event(&duties->v[i], a);
        }
    }
}

static bool speaks_at(const struct problem *problem, struct person_id person, struct event_id event)
{
    for (uint32_t i = 0; i < problem->events[event.v].n_people; i++) {
        if (problem->events[event.v].people[i].v == person.v) {
            return true;
        }
    }
    return false;
}

/* Whether a chair of `a` is needed at `b`, which is not part of the same duty. */
static bool calls_away(const struct compile *compile, const struct duties *duties,
                       struct event_id a, struct event_id b)
{
    bool own = own_talks_count(compile->setting);
    for (size_t d = 0; d < duties->n; d++) {
        const struct duty *duty = &duties->v[d];
        for (uint32_t i = 0; i < duty->n_chairs && has_event(duty, a); i++) {
            bool chairs_b, both;
            look_at(duties, duty->chairs[i], a, b, &chairs_b, &both);
            if (!both && (chairs_b || (own && speaks_at(compile->problem, duty->chairs[i], b)))) {
                return true;
            }
        }
    }
    return false;
}

static void compile_pairs(const struct compile *compile, const struct duties *duties)
{
    uint32_t n = compile->problem->n_events;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            struct event_id a = {i}, b = {k};
            if (calls_away(compile, duties, a, b) || calls_away(compile, duties, b, a)) {
                terms_pair(compile, compile->setting->strength, (struct member){{i}, {ID_NONE}, 0},
                           (struct member){{k}, {ID_NONE}, 0},
                           terms_per_of(compile->setting, TERMS_PAIR), ORIGIN_NONE);
            }
        }
    }
}

/* Whether the event is one of a duty that meets `duty` as a whole already. */
static bool is_met(const struct duties *duties, const struct duty *duty, struct event_id event)
{
    for (size_t i = 0; i < duties->n; i++) {
        if (has_event(&duties->v[i], event) && share_chair(&duties->v[i], duty)) {
            return true;
        }
    }
    return false;
}

static void compile_windows(const struct compile *compile, const struct duties *duties)
{
    const struct problem *problem = compile->problem;
    for (size_t i = 0; i < duties->n; i++) {
        const struct duty *duty = &duties->v[i];
        for (size_t k = i + 1; k < duties->n; k++) {
            if (share_chair(duty, &duties->v[k]) && !share_event(duty, &duties->v[k])) {
                cells_beside(compile, compile->setting->strength, &duty->events,
                             &duties->v[k].events);
            }
        }
        for (uint32_t e = 0; e < problem->n_events && own_talks_count(compile->setting); e++) {
            struct event_id event = {e};
            struct cells_events alone = {&event, 1, 1};
            bool speaks = false;
            for (uint32_t c = 0; c < duty->n_chairs; c++) {
                speaks = speaks || speaks_at(problem, duty->chairs[c], event);
            }
            if (speaks && !is_met(duties, duty, event)) {
                cells_beside(compile, compile->setting->strength, &alone, &duty->events);
            }
        }
    }
}

static void compile_rule(const struct compile *compile)
{
    struct duties duties = {0};
    list_duties(compile->problem, &duties);
    if (terms_is_per_window(compile->setting)) {
        compile_windows(compile, &duties);
    } else if (duties.n > 0) {
        compile_pairs(compile, &duties);
    }
    free_duties(&duties);
}

/* ---- audit ----------------------------------------------------------------- */

/* Why a person is needed at an event: as the chair of track `duty`, or of block duty − n_tracks;
 * ID_NONE: to speak. */
struct need {
    struct event_id event;
    struct person_id person;
    uint32_t duty;
};

struct numbers {
    uint32_t *v;
    size_t n, cap;
};

struct needs {
    struct need *v;
    size_t n, cap;
    size_t *first; /* [n_events + 1]: an event's needs */
};

/* By event, the numbers of the blocks with a chair that it is part of. */
static struct numbers *list_chaired(const struct problem *problem)
{
    struct numbers *chaired = base_alloc_zero(problem->n_events, sizeof(*chaired));
    for (uint32_t b = 0; b < problem->n_blocks; b++) {
        const struct block *block = &problem->blocks[b];
        for (uint32_t i = 0; i < block->n_talks && block->chair.v != ID_NONE; i++) {
            vec_push(&chaired[block->talks[i].v], b);
        }
    }
    return chaired;
}

static struct needs list_needs(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    struct needs needs = {0};
    struct numbers *chaired = list_chaired(problem);
    needs.first = base_alloc_zero((size_t)problem->n_events + 1, sizeof(*needs.first));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        needs.first[e] = needs.n;
        for (uint32_t i = 0;
             event->track.v != ID_NONE && i < problem->tracks[event->track.v].n_chairs; i++) {
            struct need need = {{e}, problem->tracks[event->track.v].chairs[i], event->track.v};
            vec_push(&needs, need);
        }
        for (size_t i = 0; i < chaired[e].n; i++) {
            uint32_t block = chaired[e].v[i];
            struct need need = {{e}, problem->blocks[block].chair, problem->n_tracks + block};
            vec_push(&needs, need);
        }
        vec_free(&chaired[e]);
        for (uint32_t i = 0; i < event->n_people && own_talks_count(audit->setting); i++) {
            struct need need = {{e}, event->people[i], ID_NONE};
            vec_push(&needs, need);
        }
    }
    needs.first[problem->n_events] = needs.n;
    base_free(chaired);
    return needs;
}

static bool in_one_duty(const struct needs *needs, struct person_id person, uint32_t a, uint32_t b)
{
    for (size_t i = needs->first[a]; i < needs->first[a + 1]; i++) {
        for (size_t k = needs->first[b]; k < needs->first[b + 1]; k++) {
            const struct need *one = &needs->v[i], *other = &needs->v[k];
            if (one->person.v == person.v && other->person.v == person.v && one->duty != ID_NONE &&
                one->duty == other->duty) {
                return true;
            }
        }
    }
    return false;
}

/* One whom both events need, at least one of them as its chair; ID_NONE: nobody. */
static struct person_id find_torn(const struct needs *needs, uint32_t a, uint32_t b)
{
    for (size_t i = needs->first[a]; i < needs->first[a + 1]; i++) {
        for (size_t k = needs->first[b]; k < needs->first[b + 1]; k++) {
            const struct need *one = &needs->v[i], *other = &needs->v[k];
            if (one->person.v == other->person.v &&
                (one->duty != ID_NONE || other->duty != ID_NONE) &&
                !in_one_duty(needs, one->person, a, b)) {
                return one->person;
            }
        }
    }
    return (struct person_id){ID_NONE};
}

static void report(const struct audit *audit, struct person_id person, struct event_id a,
                   struct event_id b, int64_t count)
{
    struct violation violation = findings_two(audit, a, b, count);
    violation.people[0] = person;
    violation.n_people = 1;
    violation.message = arena_print(
        &audit->score->arena,
        "%s, who chairs one and is needed at the other, cannot be at both %s (%s) and %s (%s).",
        audit->problem->people[person.v].name, findings_title(audit, a),
        findings_when(audit, findings_span(audit, a).from_min), findings_title(audit, b),
        findings_when(audit, findings_span(audit, b).from_min));
    rule_report(audit, audit->setting->strength, violation);
}

/* By event whether it needs somebody who chairs something. */
static bool *find_concerned(const struct audit *audit, const struct needs *needs)
{
    bool *chairs = base_alloc_zero(audit->problem->n_people, sizeof(*chairs));
    bool *concerned = base_alloc_zero(audit->problem->n_events, sizeof(*concerned));
    for (size_t i = 0; i < needs->n; i++) {
        chairs[needs->v[i].person.v] |= needs->v[i].duty != ID_NONE;
    }
    for (size_t i = 0; i < needs->n; i++) {
        concerned[needs->v[i].event.v] |= chairs[needs->v[i].person.v];
    }
    base_free(chairs);
    return concerned;
}

static void judge_pairs(const struct audit *audit, const struct needs *needs)
{
    const char *per = findings_text_param(audit->setting, "per", "pair");
    bool *concerned = find_concerned(audit, needs);
    struct findings_crowd crowd = findings_crowd_among(audit, concerned);
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id a = {i};
        if (!concerned[i] || !findings_is_placed(audit, a)) {
            continue;
        }
        const struct findings_list *beside = findings_beside(&crowd, audit, a, i + 1);
        for (size_t k = 0; k < beside->n; k++) {
            struct person_id person = find_torn(needs, i, beside->v[k].v);
            int32_t shared_min = findings_shared_min(audit, a, beside->v[k]);
            int64_t count = findings_overlap_count(audit->problem, per, shared_min);
            if (person.v != ID_NONE) {
                report(audit, person, a, beside->v[k], count);
            }
        }
    }
    findings_crowd_free(&crowd);
    base_free(concerned);
}

/* Who chairs both; ID_NONE: nobody, or an event is part of both. */
static struct person_id chair_of_both(const struct needs *needs, uint32_t one, uint32_t other)
{
    struct person_id found = {ID_NONE};
    for (size_t i = 0; i < needs->n; i++) {
        for (size_t k = 0; k < needs->n && needs->v[i].duty == one; k++) {
            if (needs->v[k].duty != other) {
                continue;
            }
            if (needs->v[k].event.v == needs->v[i].event.v) {
                return (struct person_id){ID_NONE};
            }
            found = needs->v[k].person.v == needs->v[i].person.v ? needs->v[i].person : found;
        }
    }
    return found;
}

/* Whether the event is part of `duty`, or of one that has a chair in common with it. */
static bool is_part(const struct needs *needs, struct event_id event, uint32_t duty)
{
    for (size_t i = 0; i < needs->n; i++) {
        for (size_t k = 0;
             k < needs->n && needs->v[i].event.v == event.v && needs->v[i].duty != ID_NONE; k++) {
            const struct need *mine = &needs->v[i], *its = &needs->v[k];
            if (mine->duty == duty || (its->duty == duty && its->person.v == mine->person.v)) {
                return true;
            }
        }
    }
    return false;
}

/* The placed events of the duty, the first in each window. */
static struct event_id *first_of_duty(const struct audit *audit, const struct needs *needs,
                                      uint32_t duty)
{
    VEC(struct event_id) events = {0};
    for (size_t i = 0; i < needs->n; i++) {
        if (needs->v[i].duty == duty && findings_is_placed(audit, needs->v[i].event)) {
            vec_push(&events, needs->v[i].event);
        }
    }
    struct event_id *first = findings_first_in_cells(audit, events.v, (uint32_t)events.n);
    vec_free(&events);
    return first;
}

static void judge_beside(const struct audit *audit, struct person_id person,
                         const struct event_id *one, const struct event_id *other)
{
    const struct problem *problem = audit->problem;
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        for (uint32_t v = 0; v < problem->n_windows && one[w].v != ID_NONE; v++) {
            if (other[v].v != ID_NONE &&
                problem->windows[w].session.v == problem->windows[v].session.v &&
                problem->windows[w].room.v != problem->windows[v].room.v) {
                report(audit, person, one[w], other[v], 1);
            }
        }
    }
}

/* Talks at which chairs of the duty speak, beside it. */
static void judge_own(const struct audit *audit, const struct needs *needs, uint32_t duty,
                      const struct event_id *first)
{
    struct event_id last = {ID_NONE};
    for (size_t i = 0; i < needs->n; i++) {
        const struct need *need = &needs->v[i];
        bool chairs = false;
        for (size_t k = 0; k < needs->n && need->duty == ID_NONE; k++) {
            chairs = chairs || (needs->v[k].duty == duty && needs->v[k].person.v == need->person.v);
        }
        if (chairs && need->event.v != last.v && findings_is_placed(audit, need->event) &&
            !is_part(needs, need->event, duty)) {
            struct event_id *alone = findings_first_in_cells(audit, &need->event, 1);
            judge_beside(audit, need->person, alone, first);
            base_free(alone);
            last = need->event;
        }
    }
}

static void judge_windows(const struct audit *audit, const struct needs *needs)
{
    uint32_t n_duties = audit->problem->n_tracks + audit->problem->n_blocks;
    for (uint32_t one = 0; one < n_duties; one++) {
        struct event_id *first = first_of_duty(audit, needs, one);
        for (uint32_t other = one + 1; other < n_duties; other++) {
            struct person_id person = chair_of_both(needs, one, other);
            if (person.v != ID_NONE) {
                struct event_id *beside = first_of_duty(audit, needs, other);
                judge_beside(audit, person, first, beside);
                base_free(beside);
            }
        }
        judge_own(audit, needs, one, first);
        base_free(first);
    }
}

static void audit_rule(const struct audit *audit)
{
    struct needs needs = list_needs(audit);
    if (findings_is_per_window(audit->setting)) {
        judge_windows(audit, &needs);
    } else {
        judge_pairs(audit, &needs);
    }
    base_free(needs.first);
    vec_free(&needs);
}

const struct rule rule_chair_clash = {
    .id = "chair-clash",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_SOFT, 10},
    .sentence = "Nobody chairs two tracks or blocks at the same time, or chairs one while speaking "
                "elsewhere.",
    .formula = "1 for each pair of overlapping events that need one person, at least one of them "
               "as chair of its track or block, and that are not parts of one that the person "
               "chairs (auto, tick: as the parameter says), once however many people they share. "
               "per: window: for two tracks or blocks with a chair in common, 1 for each two "
               "windows that belong together, in different rooms, of which one holds events of "
               "the one and the other of the other; and 1 for each window that holds a track or "
               "block while its chair speaks in another room at an event that is not part of "
               "anything that person chairs",
    .unit = "pair of events, or of windows",
    .example = "tracks: [{id: core, name: Core, chairs: [Jo Doe]}]\n"
               "talks: [{title: Internals, track: core}, {title: Aside, speakers: [Jo Doe]}]\n"
               "rules: {chair-clash: hard}\n",
    .origin = "CoSPLib (chairs), EasyChair",
    .params = params,
    .n_params = BASE_COUNT(params),
    .is_about_pairs = rule_about_overlaps,
    .compile = compile_rule,
    .audit = audit_rule,
};
