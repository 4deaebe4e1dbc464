/* As few people as possible must be told that something announced has changed.
 *
 * Per person p with announced events E (as speaker or host, or as chair of their track or block):
 * n = −Σ_e [e is where it was announced], and w once when n > −|E|: when one of them is not. Per
 * attendee the same with the events of their interest. Staying out is a change, too. Where an event
 * cannot be where it was announced, that costs on whatever it does. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <stdlib.h>

static const struct rule_key keys[] = {KEYS_PUBLISHED};

/* ---- compile --------------------------------------------------------------- */

/* Somebody to be told when the event changes: a person, or n_people + an attendee. */
struct listener {
    uint32_t who;
    struct event_id event;
};

struct listeners {
    struct listener *v;
    size_t n, cap;
};

/* Whether somebody may have to be told. */
static bool concerns(const struct problem *problem, struct event_id event)
{
    const struct event *one = &problem->events[event.v];
    bool chaired = one->track.v != ID_NONE && problem->tracks[one->track.v].n_chairs > 0;
    return problem_published(problem, event) != NULL &&
           (one->n_people > 0 || chaired || problem->n_blocks > 0 || problem->n_attendees > 0);
}

static void add_listener(const struct problem *problem, struct listeners *listeners, uint32_t who,
                         struct event_id event)
{
    struct listener listener = {who, event};
    if (problem_published(problem, event) != NULL) {
        vec_push(listeners, listener);
    }
}

static int compare_listeners(const void *a, const void *b)
{
    const struct listener *x = a, *y = b;
    if (x->who != y->who) {
        return x->who < y->who ? -1 : 1;
    }
    return (x->event.v > y->event.v) - (x->event.v < y->event.v);
}

/* By who, each event of theirs once. */
static struct listeners list_listeners(const struct problem *problem)
{
    struct listeners all = {0};
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        for (uint32_t i = 0; i < event->n_people; i++) {
            add_listener(problem, &all, event->people[i].v, (struct event_id){e});
        }
        const struct track *track =
            event->track.v == ID_NONE ? NULL : &problem->tracks[event->track.v];
        for (uint32_t i = 0; track != NULL && i < track->n_chairs; i++) {
            add_listener(problem, &all, track->chairs[i].v, (struct event_id){e});
        }
    }
    for (uint32_t b = 0; b < problem->n_blocks; b++) {
        const struct block *block = &problem->blocks[b];
        for (uint32_t i = 0; i < block->n_talks && block->chair.v != ID_NONE; i++) {
            add_listener(problem, &all, block->chair.v, block->talks[i]);
        }
    }
    for (uint32_t a = 0; a < problem->n_attendees; a++) {
        for (uint32_t i = 0; i < problem->attendees[a].n_interests; i++) {
            add_listener(problem, &all, problem->n_people + a,
                         problem->attendees[a].interests[i].event);
        }
    }
    if (all.n > 1) {
        qsort(all.v, all.n, sizeof(*all.v), compare_listeners);
    }
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        if (n == 0 || compare_listeners(&all.v[n - 1], &all.v[i]) != 0) {
            all.v[n++] = all.v[i];
        }
    }
    all.n = n;
    return all;
}

/* Whatever the event does costs the weight. */
static void charge_anyway(const struct compile *compile, struct event_id event)
{
    struct model *model = compile->model;
    int64_t weight = compile->setting->strength.weight;
    struct choice_id choice = {event.v};
    struct literal anywhere =
        model_literal_between(choice, CALENDAR_NO_TIME + 1, INT32_MAX, (struct room_id){ID_NONE});
    if (model->choices.v[event.v].n > 0) {
        model_add_unary(model, compile->rule, compile->level, anywhere, 1, weight);
    }
    model_add_unary_out(model, compile->rule, compile->level, choice, 1, weight);
}

static int64_t cost_of_any_gone(int64_t n, int64_t weight, int64_t n_events)
{
    return n > -n_events ? weight : 0;
}

/* One who listens to listeners[0 … n). */
static void compile_one(const struct compile *compile, const struct listener *listeners, size_t n)
{
    struct model *model = compile->model;
    struct origin origin = ORIGIN_NONE;
    if (listeners->who < compile->problem->n_people) {
        origin.person.v = listeners->who;
    }
    for (size_t i = 0; i < n; i++) {
        if (model_literal_count(model, terms_home(compile, listeners[i].event)) == 0) {
            charge_anyway(compile, listeners[i].event);
            return;
        }
    }
    model_term_begin(model, compile->rule, origin);
    for (size_t i = 0; i < n; i++) {
        model_term_add(model, -1, terms_home(compile, listeners[i].event));
    }
    const struct term *term = &model->terms.v[model->terms.n - 1];
    int64_t least = term->least, most = term->most;
    int64_t *costs = base_alloc_zero((size_t)(most - least + 1), sizeof(*costs));
    for (int64_t count = least; count <= most; count++) {
        costs[count - least] =
            cost_of_any_gone(count, compile->setting->strength.weight, (int64_t)n);
    }
    model_term_end_table(model, compile->level, costs);
    base_free(costs);
}

/* Hard: where somebody listens, nothing goes elsewhere. */
static void forbid_moves(const struct compile *compile, struct event_id event)
{
    struct model *model = compile->model;
    struct choice_id choice = {event.v};
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = event;
    model_term_begin(model, compile->rule, origin);
    model_term_add(
        model, 1,
        model_literal_between(choice, CALENDAR_NO_TIME + 1, INT32_MAX, (struct room_id){ID_NONE}));
    model_term_add(model, -1, terms_home(compile, event));
    model_term_end_range(model, INT64_MIN, 0);
}

static void compile_rule(const struct compile *compile)
{
    struct listeners listeners = list_listeners(compile->problem);
    for (size_t i = 0; i < listeners.n;) {
        size_t end = i + 1;
        while (end < listeners.n && listeners.v[end].who == listeners.v[i].who) {
            end++;
        }
        if (compile->setting->strength.kind == STRENGTH_SOFT) {
            compile_one(compile, listeners.v + i, end - i);
        }
        for (size_t k = i; compile->setting->strength.kind == STRENGTH_HARD && k < end; k++) {
            forbid_moves(compile, listeners.v[k].event);
        }
        i = end;
    }
    vec_free(&listeners);
}

/* ---- audit ----------------------------------------------------------------- */

/* Whether it was announced and is not there. */
static bool has_changed(const struct audit *audit, uint32_t e)
{
    struct event_id event = {e};
    if (audit->timetable->v[e].placed) {
        return timetable_has_moved(audit->problem, event, audit->timetable->v[event.v]);
    }
    return audit->setting->strength.kind == STRENGTH_SOFT &&
           problem_published(audit->problem, event) != NULL;
}

static bool attends(const struct problem *problem, uint32_t e, struct person_id person)
{
    const struct event *event = &problem->events[e];
    for (uint32_t i = 0; i < event->n_people; i++) {
        if (event->people[i].v == person.v) {
            return true;
        }
    }
    for (uint32_t i = 0; event->track.v != ID_NONE && i < problem->tracks[event->track.v].n_chairs;
         i++) {
        if (problem->tracks[event->track.v].chairs[i].v == person.v) {
            return true;
        }
    }
    for (uint32_t b = 0; b < problem->n_blocks; b++) {
        const struct block *block = &problem->blocks[b];
        for (uint32_t i = 0; block->chair.v == person.v && i < block->n_talks; i++) {
            if (block->talks[i].v == e) {
                return true;
            }
        }
    }
    return false;
}

static void add_event(struct violation *violation, uint32_t e)
{
    if (violation->n_events < VIOLATION_EVENTS) {
        violation->events[violation->n_events++] = (struct event_id){e};
    }
}

static void judge_person(const struct audit *audit, const uint32_t *changed, uint32_t n_changed,
                         struct person_id person)
{
    struct violation violation = {.people = {person}, .n_people = 1};
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_changed; i++) {
        if (attends(audit->problem, changed[i], person)) {
            add_event(&violation, changed[i]);
            n++;
        }
    }
    if (n == 0) {
        return;
    }
    bool hard = audit->setting->strength.kind == STRENGTH_HARD;
    violation.count = hard ? n : 1;
    violation.at = audit->problem->people[person.v].at;
    violation.message =
        arena_print(&audit->score->arena, "%s must be told: %s%s not where it was announced.",
                    audit->problem->people[person.v].name,
                    findings_title(audit, violation.events[0]), n > 1 ? " among others is" : " is");
    rule_report(audit, audit->setting->strength, violation);
}

/* Attendees are counted, never named. */
static void judge_attendees(const struct audit *audit, const bool *is_changed)
{
    struct violation violation = {.at = audit->setting->at};
    for (uint32_t a = 0; a < audit->problem->n_attendees; a++) {
        const struct attendee *attendee = &audit->problem->attendees[a];
        for (uint32_t i = 0; i < attendee->n_interests; i++) {
            uint32_t e = attendee->interests[i].event.v;
            if (is_changed[e]) {
                violation.events[0] = (struct event_id){e};
                violation.n_events = 1;
                violation.count++;
                break;
            }
        }
    }
    if (violation.count == 0) {
        return;
    }
    violation.message = arena_print(
        &audit->score->arena, "%d attendee%s must be told: what they want to see has changed.",
        (int)violation.count, violation.count == 1 ? "" : "s");
    rule_report(audit, audit->setting->strength, violation);
}

static void audit_rule(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    bool *is_changed = arena_array(&audit->score->arena, problem->n_events, sizeof(bool));
    uint32_t *changed = arena_array(&audit->score->arena, problem->n_events, sizeof(uint32_t));
    uint32_t n_changed = 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        is_changed[e] = has_changed(audit, e);
        if (is_changed[e]) {
            changed[n_changed++] = e;
        }
    }
    for (uint32_t p = 0; n_changed > 0 && p < problem->n_people; p++) {
        judge_person(audit, changed, n_changed, (struct person_id){p});
    }
    judge_attendees(audit, is_changed);
}

const struct rule rule_people_told = {
    .id = "people-told",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_SOFT, 1},
    .level = LEVEL_TOLD,
    .all_events = true,
    .sentence = "As few people as possible must be told that an announced event has changed.",
    .formula = "1 for each speaker, host and chair (of a track or block), and for each attendee "
               "whose wishes are known, with an event that is not at its published time and in its "
               "published room, or not in the timetable at all; soft, this counts at the level "
               "'told', before all other wishes. Hard: no announced event of anybody moves",
    .unit = "person who must be told",
    .example = "talks:\n"
               "  - {title: Fuzzing, published: {start: 2026-05-14 14:00, room: main}}\n"
               "rules: {people-told: 1}\n",
    .origin = "minimal perturbation in timetabling (Barták, Müller, Rudová 2004)",
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .concerns = concerns,
    .compile = compile_rule,
    .audit = audit_rule,
};
