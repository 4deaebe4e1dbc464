#include "core/phrase.h"
#include "core/rule.h"
#include "explain/brief.h"
#include "revise/cause_inside.h"

#include <inttypes.h>
#include <string.h>

/* ---- rules ---------------------------------------------------------------------------------- */

const char *cause_words_clause(struct arena *arena, const char *sentence)
{
    static const char *const plain[] = {"It ", "That ", "The ", "Track ", "At "};
    size_t length = strlen(sentence);
    length -= length > 0 && sentence[length - 1] == '.' ? 1 : 0;
    char *clause = arena_text(arena, sentence, length);
    for (size_t i = 0; i < BASE_COUNT(plain); i++) {
        if (strncmp(sentence, plain[i], strlen(plain[i])) == 0) {
            clause[0] = (char)(clause[0] - 'A' + 'a');
        }
    }
    return clause;
}

/* The other event that a rule about two of them names; ID_NONE: there are none, or several. */
static struct event_id only_other(const struct violation *violation, struct event_id event)
{
    struct event_id other = {ID_NONE};
    uint32_t n = 0;
    for (uint32_t i = 0; i < violation->n_events; i++) {
        if (violation->events[i].v != event.v) {
            other = violation->events[i];
            n++;
        }
    }
    return n == 1 ? other : (struct event_id){ID_NONE};
}

static bool is_of(const struct violation *violation, const char *rule)
{
    return strcmp(rule_table_at(violation->rule)->id, rule) == 0;
}

/* The commonest ones, said as one would say them of a place where the event is not. NULL: none of
 * these. */
static const char *common_text(struct arena *arena, const struct problem *problem,
                               const struct violation *violation, struct event_id event)
{
    if (is_of(violation, "room-open") && violation->n_rooms > 0) {
        return arena_print(arena, "%s is not open for it then",
                           problem->rooms[violation->rooms[0].v].name);
    }
    struct event_id other = only_other(violation, event);
    if (other.v == ID_NONE || violation->n_rooms == 0 || !is_of(violation, "room-clash")) {
        return NULL;
    }
    const struct freeze *freeze = problem->freeze;
    const char *stays = problem->events[other.v].fixed              ? ", which is fixed"
                        : freeze != NULL && freeze->frozen[other.v] ? ", which is frozen"
                                                                    : "";
    return arena_print(arena, "%s then has %s%s", problem->rooms[violation->rooms[0].v].name,
                       phrase_title(arena, problem, other), stays);
}

const char *cause_words_rule(struct arena *arena, const struct problem *problem,
                             const struct violation *violation, struct event_id event,
                             int32_t start_min)
{
    const char *common = common_text(arena, problem, violation, event);
    if (common != NULL) {
        return common;
    }
    return cause_words_clause(arena, brief_text(arena, problem, violation, event, start_min));
}

/* ---- costs ---------------------------------------------------------------------------------- */

static const char *more_text(struct arena *arena, int64_t extra, const char *one, const char *many,
                             const char *what)
{
    return arena_print(arena, "otherwise %" PRId64 " more %s would %s", extra,
                       extra == 1 ? one : many, what);
}

const char *cause_words_cost(struct arena *arena, const struct level *level, int64_t extra,
                             uint32_t rule)
{
    switch (level->kind) {
    case LEVEL_TOLD:
        return more_text(arena, extra, "person", "people", "have to be told");
    case LEVEL_MOVED:
        return more_text(arena, extra, "event", "events", "have to move");
    case LEVEL_TIMES:
        return more_text(arena, extra, "event", "events", "be at another time");
    case LEVEL_ROOMS:
        return more_text(arena, extra, "event", "events", "be in another room");
    case LEVEL_MINUTES:
        return arena_print(arena, "otherwise events would be %" PRId64 " minutes further off",
                           extra);
    case LEVEL_HARD:
    case LEVEL_UNSCHEDULED:
        return arena_print(arena, "otherwise more would be left out");
    case LEVEL_FAIR:
        return arena_print(arena, "that saves the worst-off %" PRId64, extra);
    case LEVEL_SOFT:
        break;
    }
    const char *by = rule == ID_NONE ? "" : arena_print(arena, " (%s)", rule_table_at(rule)->id);
    return arena_print(arena, "that saves %" PRId64 "%s", extra, by);
}

/* ---- chains --------------------------------------------------------------------------------- */

bool cause_words_is_room(uint32_t rule)
{
    return strcmp(rule_table_at(rule)->id, "room-clash") == 0;
}

const char *cause_words_room(struct arena *arena, const struct problem *problem,
                             const struct cause *cause, const struct cause *first,
                             const struct cause *root)
{
    const char *how =
        cause_words_is_room(cause->rule)
            ? "it makes room for"
            : arena_print(arena, "it is tied (%s) to", rule_table_at(cause->rule)->id);
    const char *title = phrase_title(arena, problem, cause->events[0]);
    if (first == NULL) {
        return arena_print(arena, "%s %s, which is new", how, title);
    }
    /* The end of the chain may be an event that is new: its cause is none of its own. */
    const char *through =
        root == first && root->kind != CAUSE_ROOM
            ? title
            : arena_print(arena, "%s, and that for %s", title,
                          phrase_title(arena, problem,
                                       root->kind == CAUSE_ROOM ? root->root : root->event));
    if (root->kind == CAUSE_ROOM) {
        return arena_print(arena, "%s %s, which is new", how, through);
    }
    return arena_print(arena, "%s %s, which %s %s %s", how, through,
                       root->kind == CAUSE_RULE ? "had to move" : "moved",
                       root->kind == CAUSE_NONE ? "although" : "because", root->message);
}

const char *cause_words_swap(struct arena *arena, const struct problem *problem,
                             const struct event_id *others, uint32_t n, const char *why)
{
    const char **titles = arena_array(arena, n, sizeof(*titles));
    for (uint32_t i = 0; i < n; i++) {
        titles[i] = phrase_title(arena, problem, others[i]);
    }
    return arena_print(arena, "it changes places with %s%s%s", phrase_join(arena, titles, n),
                       why == NULL ? "" : ", as ", why == NULL ? "" : why);
}
