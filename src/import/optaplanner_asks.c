/* What speakers and talks ask for in tags of timeslots and rooms; and speakers. */
#include "import/optaplanner_maker.h"

#include <string.h>

bool optaplanner_overlap(const struct opta_timeslot *a, const struct opta_timeslot *b)
{
    return a->day_number == b->day_number && a->from_min < b->to_min && b->from_min < a->to_min;
}

void optaplanner_change(struct opta_maker *m, const char *what, const char *name, const char *how)
{
    faults_add(&m->import->faults, FAULT_CHANGED, SRC_NOWHERE, NULL, "%s '%s': %s", what, name,
               how);
}

/* ---- wishes and demands ---------------------------------------------------- */

static bool carries_any(const struct opta_timeslot *timeslot, struct opta_names tags)
{
    for (uint32_t i = 0; i < tags.n; i++) {
        if (optaplanner_lists(timeslot->tags, tags.v[i])) {
            return true;
        }
    }
    return false;
}

/* A wish for tags of timeslots becomes one for their times. That is the same unless several tags
 * are named, or a timeslot without the tag lies at the time of one that has it. */
static void check_times(struct opta_maker *m, const char *who, struct opta_names tags)
{
    const struct opta_book *book = m->book;
    bool odd = tags.n > 1;
    for (size_t i = 0; i < book->timeslots.n && tags.n > 0 && !odd; i++) {
        for (size_t k = 0; k < book->timeslots.n && !odd; k++) {
            odd = carries_any(&book->timeslots.v[i], tags) &&
                  !carries_any(&book->timeslots.v[k], tags) &&
                  optaplanner_overlap(&book->timeslots.v[i], &book->timeslots.v[k]);
        }
    }
    if (odd) {
        optaplanner_change(m, "wishes of", who,
                           "tags of timeslots are wished for by their times, together");
    }
}

/* Those of the tags that a timeslot has: others cannot be named. */
static struct opta_names known_tags(struct opta_maker *m, const char *who, struct opta_names tags)
{
    const char **known = arena_array(m->import->arena, tags.n, sizeof(*known));
    struct opta_names list = {known, 0};
    for (uint32_t t = 0; t < tags.n; t++) {
        bool has = false;
        for (size_t i = 0; i < m->book->timeslots.n; i++) {
            has = has || optaplanner_lists(m->book->timeslots.v[i].tags, tags.v[t]);
        }
        if (has) {
            known[list.n++] = tags.v[t];
        } else {
            faults_add(&m->import->faults, FAULT_LEFT_OUT, SRC_NOWHERE, NULL,
                       "%s: no timeslot has the tag '%s'", who, tags.v[t]);
        }
    }
    return list;
}

void optaplanner_add_names(cJSON *object, const char *key, struct opta_names names)
{
    for (uint32_t i = 0; i < names.n; i++) {
        json_push_text(import_list(object, key), names.v[i]);
    }
}

void optaplanner_add_asks(struct opta_maker *m, cJSON *object, const char *who,
                          const struct opta_asks *asks, struct opta_names unavailable)
{
    static const char *const keys[] = {"requires", "prefers", "prohibits", "avoids"};
    for (int i = 0; i < OPTA_ASKS; i++) {
        bool demand = i == OPTA_REQUIRED || i == OPTA_PROHIBITED;
        struct opta_names tags = known_tags(m, who, asks->timeslot[i]);
        struct opta_names own = i == OPTA_PROHIBITED ? unavailable : (struct opta_names){NULL, 0};
        if (tags.n + own.n + asks->room[i].n == 0) {
            continue;
        }
        cJSON *ask = json_object(object, keys[i]);
        optaplanner_add_names(ask, demand ? "tags" : "times", tags);
        optaplanner_add_names(ask, demand ? "tags" : "times", own);
        optaplanner_add_names(ask, "features", asks->room[i]);
        if (!demand) {
            check_times(m, who, tags);
        }
    }
}

/* ---- speakers -------------------------------------------------------------- */

/* Whether one of the speaker's talks may be in the timeslot. */
static bool may_speak(const struct opta_book *book, const char *speaker,
                      const struct opta_timeslot *timeslot)
{
    for (size_t i = 0; i < book->talks.n; i++) {
        if (optaplanner_lists(book->talks.v[i].speakers, speaker) &&
            optaplanner_lists(timeslot->types, book->talks.v[i].type)) {
            return true;
        }
    }
    return false;
}

/* Whether being away at the times of those timeslots leaves the others free. */
bool optaplanner_is_by_time(const struct opta_book *book, const struct opta_speaker *speaker)
{
    for (size_t i = 0; i < book->timeslots.n; i++) {
        for (size_t k = 0; k < book->timeslots.n; k++) {
            if (speaker->unavailable[i] && !speaker->unavailable[k] &&
                optaplanner_overlap(&book->timeslots.v[i], &book->timeslots.v[k]) &&
                may_speak(book, speaker->name, &book->timeslots.v[k])) {
                return false;
            }
        }
    }
    return true;
}

void optaplanner_find_own_tags(struct opta_maker *m)
{
    const struct opta_book *book = m->book;
    m->own_tag = arena_array(m->import->arena, book->timeslots.n, sizeof(bool));
    for (size_t s = 0; s < book->speakers.n; s++) {
        bool by_time = optaplanner_is_by_time(book, &book->speakers.v[s]);
        for (size_t i = 0; i < book->timeslots.n; i++) {
            m->own_tag[i] = m->own_tag[i] || (!by_time && book->speakers.v[s].unavailable[i]);
        }
    }
}

void optaplanner_add_speaker(struct opta_maker *m, const struct opta_speaker *speaker)
{
    struct import *import = m->import;
    bool is_new, by_time = optaplanner_is_by_time(m->book, speaker);
    VEC(const char *) own = {0};
    const char *id = import_ids_of(import, &m->people, speaker->name, speaker->name, &is_new);
    if (!is_new) {
        return;
    }
    cJSON *object = json_item(import_list(import->problem, "speakers"));
    json_text(object, "id", id);
    json_text(object, "name", speaker->name);
    if (m->book->pause_min > 0 &&
        optaplanner_rules_weight(m->book, "Consecutive talks pause", OPTA_HARD) > 0) {
        json_integer(object, "pause", m->book->pause_min);
    }
    for (size_t i = 0; i < m->book->timeslots.n; i++) {
        const struct opta_timeslot *timeslot = &m->book->timeslots.v[i];
        if (speaker->unavailable[i] && by_time) {
            json_push_text(
                import_list(object, "unavailable"),
                arena_print(import->arena, "%s %s",
                            import_date(import->arena, timeslot->day_number),
                            import_span(import->arena, timeslot->from_min, timeslot->to_min)));
        } else if (speaker->unavailable[i]) {
            vec_push(&own, optaplanner_timeslot_name(import, timeslot));
        }
    }
    optaplanner_add_asks(m, object, speaker->name, &speaker->asks,
                         (struct opta_names){own.v, (uint32_t)own.n});
    vec_free(&own);
}
