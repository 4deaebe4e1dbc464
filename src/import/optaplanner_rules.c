/* OptaPlanner's constraints as rules. Weights are per minute there and per tick here; what that
 * means for each constraint is in docs/import-benchmarks.md. */
#include "import/optaplanner.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What the section is made of. */
struct maker {
    struct import *import;
    const struct opta_book *book;
    int32_t tick_min;
    cJSON *rules;
};

static const struct opta_weight *find_weight(const struct opta_book *book, const char *constraint)
{
    for (size_t i = 0; i < book->weights.n; i++) {
        if (strcasecmp(book->weights.v[i].constraint, constraint) == 0) {
            return &book->weights.v[i];
        }
    }
    return NULL;
}

int64_t optaplanner_rules_weight(const struct opta_book *book, const char *constraint,
                                 enum opta_weight_level level)
{
    const struct opta_weight *weight = find_weight(book, constraint);
    return weight == NULL ? 0 : weight->parts[level];
}

static void say_changed(struct maker *m, const char *constraint, const char *what)
{
    faults_add(&m->import->faults, FAULT_CHANGED, SRC_NOWHERE, NULL, "constraint '%s': %s",
               constraint, what);
}

/* The strength of a constraint, as text: "hard", "off", or its soft weight times `times`. */
static const char *strength_of(struct maker *m, const char *constraint, int64_t times)
{
    const struct opta_weight *weight = find_weight(m->book, constraint);
    if (weight == NULL) {
        return "off";
    }
    if (weight->parts[OPTA_HARD] > 0) {
        return "hard";
    }
    if (weight->parts[OPTA_MEDIUM] > 0) {
        say_changed(m, constraint, "its medium weight counts as a soft one");
    }
    int64_t soft = weight->parts[OPTA_MEDIUM] + weight->parts[OPTA_SOFT];
    return soft == 0 ? "off" : arena_print(m->import->arena, "%lld", (long long)soft * times);
}

/* A number as a number. */
static void add_strength(cJSON *object, const char *key, const char *strength)
{
    char *end;
    long long weight = strtoll(strength, &end, 10);
    if (*end == '\0') {
        json_integer(object, key, weight);
    } else {
        json_text(object, key, strength);
    }
}

static cJSON *add_rule(struct maker *m, const char *rule, const char *strength)
{
    cJSON *object = json_object(m->rules, rule);
    add_strength(object, "strength", strength);
    return object;
}

/* ---- hard by their nature -------------------------------------------------- */

/* One rule for several constraints: hard as soon as one of them is. */
static bool is_any_hard(struct maker *m, const char *const *constraints, size_t n)
{
    size_t n_hard = 0, n_soft = 0;
    for (size_t i = 0; i < n; i++) {
        const char *strength = strength_of(m, constraints[i], 1);
        n_hard += strcmp(strength, "hard") == 0;
        n_soft += strcmp(strength, "hard") != 0 && strcmp(strength, "off") != 0;
    }
    if (n_soft > 0 || (n_hard > 0 && n_hard < n)) {
        say_changed(m, constraints[0],
                    n_hard + n_soft > 0 ? "it counts, with its like, as a hard rule"
                                        : "it does not count");
    }
    return n_hard + n_soft > 0;
}

static void add_hard_rules(struct maker *m)
{
    static const char *const speakers[] = {"Speaker conflict", "Consecutive talks pause"};
    static const char *const tags[] = {
        "Speaker required timeslot tags", "Speaker prohibited timeslot tags",
        "Talk required timeslot tags", "Talk prohibited timeslot tags"};
    static const char *const features[] = {"Speaker required room tags",
                                           "Speaker prohibited room tags",
                                           "Talk required room tags", "Talk prohibited room tags"};
    static const struct {
        const char *rule;
        const char *constraint;
    } single[] = {{"speaker-available", "Speaker unavailable timeslot"},
                  {"after", "Talk prerequisite talks"},
                  {"not-parallel", "Talk mutually-exclusive-talks tags"},
                  {"room-clash", "Room conflict"}};
    for (size_t i = 0; i < BASE_COUNT(single); i++) {
        const char *const constraint[] = {single[i].constraint};
        json_text(m->rules, single[i].rule, is_any_hard(m, constraint, 1) ? "hard" : "off");
    }
    json_text(m->rules, "speaker-clash",
              is_any_hard(m, speakers, BASE_COUNT(speakers)) ? "hard" : "off");
    json_text(m->rules, "window-tags", is_any_hard(m, tags, BASE_COUNT(tags)) ? "hard" : "off");
    json_text(m->rules, "room-features",
              is_any_hard(m, features, BASE_COUNT(features)) ? "hard" : "off");
    const char *const crowds[] = {"Crowd control"};
    cJSON *crowd = add_rule(m, "crowd-control", is_any_hard(m, crowds, 1) ? "hard" : "off");
    cJSON_AddItemToObject(crowd, "alone", cJSON_CreateTrue());
    json_text(crowd, "beside", "start");
}

/* ---- wishes ---------------------------------------------------------------- */

/* A wish of a speaker, and the same of a talk: one rule, per tick of the talk. */
static void add_wish(struct maker *m, const char *rule, const char *of_speaker, const char *of_talk)
{
    const char *speaker = strength_of(m, of_speaker, m->tick_min);
    const char *talk = strength_of(m, of_talk, m->tick_min);
    if (strcmp(speaker, talk) != 0) {
        say_changed(m, of_speaker, "what it weighs is what talks' wishes do");
    }
    json_text(add_rule(m, rule, talk), "per", "tick");
}

static void add_wishes(struct maker *m)
{
    add_wish(m, "preferred-time", "Speaker preferred timeslot tags",
             "Talk preferred timeslot tags");
    add_wish(m, "avoided-time", "Speaker undesired timeslot tags", "Talk undesired timeslot tags");
    add_wish(m, "preferred-room", "Speaker preferred room tags", "Talk preferred room tags");
    add_wish(m, "avoided-room", "Speaker undesired room tags", "Talk undesired room tags");
}

/* ---- what runs together, and apart ----------------------------------------- */

static bool has_any(const struct opta_book *book,
                    struct opta_names (*names)(const struct opta_talk *talk))
{
    for (size_t i = 0; i < book->talks.n; i++) {
        if (names(&book->talks.v[i]).n > 0) {
            return true;
        }
    }
    return false;
}

static struct opta_names themes_of(const struct opta_talk *talk)
{
    return talk->themes;
}

static struct opta_names sectors_of(const struct opta_talk *talk)
{
    return talk->sectors;
}

static struct opta_names contents_of(const struct opta_talk *talk)
{
    return talk->contents;
}

static void add_conflicts(struct maker *m)
{
    cJSON *tags = add_rule(m, "tag-parallel", "off");
    if (has_any(m->book, themes_of)) {
        add_strength(tags, "theme", strength_of(m, "Theme track conflict", m->tick_min));
    }
    if (has_any(m->book, sectors_of)) {
        add_strength(tags, "sector", strength_of(m, "Sector conflict", m->tick_min));
    }
    if (has_any(m->book, contents_of)) {
        add_strength(tags, "content", strength_of(m, "Content conflict", m->tick_min));
    }
    json_text(tags, "per", "tick");
    cJSON *audience = add_rule(m, "audience-track",
                               strength_of(m, "Audience type theme track conflict", m->tick_min));
    json_text(audience, "per", "tick");
    json_text(audience, "tracks", "theme");
}

static void add_groups(struct maker *m)
{
    cJSON *stability =
        add_rule(m, "track-one-room", strength_of(m, "Theme track room stability", m->tick_min));
    json_text(stability, "per", "tick");
    json_text(stability, "of", "tags");
    json_text(stability, "group", "theme");
    cJSON *flow = add_rule(m, "level-flow",
                           strength_of(m, "Content audience level flow violation", m->tick_min));
    json_text(flow, "per", "tick");
    json_text(flow, "of", "tags");
    json_text(flow, "group", "content");
    cJSON *days = add_rule(m, "same-day", strength_of(m, "Same day talks", m->tick_min));
    json_text(days, "per", "tick");
    json_text(days, "of", "tags");
    cJSON *groups = json_array(days, "groups");
    json_push_text(groups, "theme");
    json_push_text(groups, "content");
    cJSON *popular = add_rule(m, "popular-big-room", strength_of(m, "Popular talks", m->tick_min));
    json_text(popular, "per", "tick");
    json_text(popular, "among", "all");
}

/* Whether any two talks may be rewarded for being different. */
static bool may_differ(const struct opta_book *book, const char *rule)
{
    for (size_t i = 1; i < book->talks.n; i++) {
        const struct opta_talk *a = &book->talks.v[0], *b = &book->talks.v[i];
        if (strcmp(rule, "level-mix") == 0 ? a->level != b->level
            : strcmp(rule, "language-mix") == 0
                ? strcmp(a->language, b->language) != 0
                : a->audiences.n != 1 || b->audiences.n != 1 ||
                      strcmp(a->audiences.v[0], b->audiences.v[0]) != 0) {
            return true;
        }
    }
    return false;
}

/* Rewards for what is different become costs of what is alike: together they are the same for
 * every timetable in which each timeslot is full. */
static void add_mixes(struct maker *m, bool full)
{
    static const struct {
        const char *rule;
        const char *constraint;
    } mixes[] = {{"audience-mix", "Audience type diversity"},
                 {"level-mix", "Audience level diversity"},
                 {"language-mix", "Language diversity"}};
    for (size_t i = 0; i < BASE_COUNT(mixes); i++) {
        const char *strength = may_differ(m->book, mixes[i].rule)
                                   ? strength_of(m, mixes[i].constraint, m->tick_min)
                                   : "off";
        cJSON *mix = add_rule(m, mixes[i].rule, strength);
        json_text(mix, "per", "tick");
        json_text(mix, "beside", "start");
        if (!full && strcmp(strength, "off") != 0) {
            say_changed(m, mixes[i].constraint,
                        "timeslots need not be full, so the reward for different talks at one "
                        "time is not quite the cost of like ones");
        }
    }
}

void optaplanner_rules_add(struct import *import, const struct opta_book *book, int32_t tick_min,
                           bool full)
{
    static const char *const off[] = {"room-capacity", "track-parallel", "people-told",
                                      "published-room", "displacement"};
    struct maker m = {import, book, tick_min, import_section(import->problem, "rules")};
    for (size_t i = 0; i < BASE_COUNT(off); i++) {
        json_text(m.rules, off[i], "off");
    }
    int64_t timeslot = optaplanner_rules_weight(book, "Published timeslot", OPTA_MEDIUM);
    if (timeslot > 0) {
        json_integer(m.rules, "published-time", timeslot);
    } else {
        add_strength(m.rules, "published-time", strength_of(&m, "Published timeslot", 1));
    }
    add_hard_rules(&m);
    add_wishes(&m);
    add_conflicts(&m);
    add_groups(&m);
    add_mixes(&m, full);
}
