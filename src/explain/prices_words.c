#include "explain/prices.h"

#include "base/hash.h"
#include "core/phrase.h"
#include "core/rule.h"

#include <inttypes.h>
#include <string.h>

/* ---- demands ------------------------------------------------------------------ */

/* For vec.h. */
struct words {
    const char **v;
    size_t n, cap;
};

static void add_list(struct words *words, struct text_list list)
{
    for (uint32_t i = 0; i < list.n; i++) {
        bool known = false;
        for (size_t k = 0; k < words->n && !known; k++) {
            known = strcmp(words->v[k], list.v[i]) == 0;
        }
        if (!known) {
            vec_push(words, list.v[i]);
        }
    }
}

static void add_required(struct words *words, const struct attrs *attrs, bool features)
{
    const struct value *value = attrs_find(attrs, "requires");
    if (value != NULL) {
        add_list(words, features ? value->as.wishes.features : value->as.wishes.tags);
    }
}

/* What the event, its people, its track and its kind require. */
static struct words list_required(const struct problem *problem, const struct event *event,
                                  bool features)
{
    struct words words = {0};
    add_required(&words, &event->attrs, features);
    for (uint32_t i = 0; i < event->n_people; i++) {
        add_required(&words, &problem->people[event->people[i].v].attrs, features);
    }
    if (event->track.v != ID_NONE) {
        add_required(&words, &problem->tracks[event->track.v].attrs, features);
    }
    add_required(&words, &problem->kinds[event->kind.v].attrs, features);
    return words;
}

/* "without the required features 'a' and 'b'". */
static const char *required_text(struct arena *arena, const struct problem *problem,
                                 const struct event *event, bool features)
{
    struct words words = list_required(problem, event, features);
    const char *names = features ? "feature" : "window tag";
    const char *text = arena_print(arena, "whatever %ss it rules out", names);
    for (size_t i = 0; i < words.n; i++) {
        text = i == 0 ? arena_print(arena, "without the required %s%s '%s'", names,
                                    words.n > 1 ? "s" : "", words.v[i])
                      : arena_print(arena, "%s%s '%s'", text, i + 1 == words.n ? " and" : ",",
                                    words.v[i]);
    }
    vec_free(&words);
    return text;
}

static const char *event_text(struct arena *arena, const struct problem *problem,
                              const struct price *price)
{
    static const struct {
        const char *rule, *text;
    } known[] = {
        {"pinned", "not pinned"},
        {"kind-window", "in windows for other kinds or tracks too"},
        {"room-capacity", "in rooms with too few seats too"},
        {"preferred-time", "at other times than its preferred ones too"},
        {"avoided-time", "at times that it avoids too"},
        {"preferred-room", "in other rooms than its preferred ones too"},
        {"avoided-room", "in rooms that it avoids too"},
        {"comfortable-hours", "at uncomfortable hours too"},
        {"published-time", "at another time than announced"},
        {"published-room", "in another room than announced"},
    };
    const struct event *event = &problem->events[price->events[0].v];
    const char *rule = rule_table_at(price->rule)->id;
    bool features = strcmp(rule, "room-features") == 0;
    if (features || strcmp(rule, "window-tags") == 0) {
        return arena_print(arena, "'%s' %s", event->title,
                           required_text(arena, problem, event, features));
    }
    for (size_t i = 0; i < BASE_COUNT(known); i++) {
        if (strcmp(known[i].rule, rule) == 0) {
            return arena_print(arena, "'%s' %s", event->title, known[i].text);
        }
    }
    return arena_print(arena, "'%s' without the rule '%s'", event->title, rule);
}

static const char *pair_text(struct arena *arena, const struct problem *problem,
                             const struct price *price)
{
    const char *a = problem->events[price->events[0].v].title;
    const char *b = problem->events[price->events[1].v].title;
    const char *rule = rule_table_at(price->rule)->id;
    if (strcmp(rule, "after") == 0) {
        return arena_print(arena, "'%s' and '%s' in any order", a, b);
    }
    if (strcmp(rule, "not-parallel") == 0 || strcmp(rule, "plenary") == 0) {
        return arena_print(arena, "'%s' and '%s' at the same time", a, b);
    }
    return arena_print(arena, "'%s' and '%s' without the rule '%s'", a, b, rule);
}

static const char *text_of(struct arena *arena, const struct problem *problem,
                           const struct price *price)
{
    switch (price->kind) {
    case PRICE_ROOM:
        return arena_print(arena, "one more room %s", phrase_span(arena, problem, price->span));
    case PRICE_HOUR:
        return arena_print(arena, "%s free %s as well", problem->people[price->person.v].name,
                           phrase_span(arena, problem, price->span));
    case PRICE_EVENT:
        return event_text(arena, problem, price);
    case PRICE_PAIR:
        return pair_text(arena, problem, price);
    case PRICE_PERSON:
        return arena_print(arena, "%s without the rule '%s'", problem->people[price->person.v].name,
                           rule_table_at(price->rule)->id);
    case PRICE_RULE:
        return arena_print(arena, "the rule '%s' only a wish (weight %" PRId64 ")",
                           rule_table_at(price->rule)->id, price->weight);
    case PRICE_KINDS:
        break;
    }
    BUG("kind %d", (int)price->kind);
}

/* ---- ids ------------------------------------------------------------------------ */

void prices_words_fill(struct arena *arena, const struct problem *problem, struct price *price)
{
    static const char *const names[PRICE_KINDS] = {"room", "hour",   "event",
                                                   "pair", "person", "rule"};
    uint64_t hash = HASH_START;
    price->text = text_of(arena, problem, price);
    if (price->rule != ID_NONE) {
        hash = hash_text(hash, rule_table_at(price->rule)->id);
    }
    for (uint32_t i = 0; i < price->n_events; i++) {
        hash = hash_text(hash, problem->events[price->events[i].v].id);
    }
    hash = hash_text(hash, "/");
    if (price->person.v != ID_NONE) {
        hash = hash_text(hash, problem->people[price->person.v].id);
    }
    if (price->span.from_min < price->span.to_min) {
        hash = hash_text(hash, calendar_print_iso(arena, &problem->zone, price->span.from_min));
        hash = hash_text(hash, calendar_print_iso(arena, &problem->zone, price->span.to_min));
    }
    price->id = arena_print(arena, "%s-%08" PRIx32, names[price->kind], hash_fold(hash));
}
