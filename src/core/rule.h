/* What a rule is. Each rule is one file in src/rules/ with one `const struct rule`, listed in
 * rules/table.c.
 *
 * A rule has two halves that share no code: compiling (for placement rules `count_at`, for the
 * others `compile`), which shapes the model, and `audit`, which judges a finished timetable from
 * times and rooms alone. Both may use the plain facts of confab/problem.h. */
#ifndef CORE_RULE_H
#define CORE_RULE_H

#include "confab/score.h"
#include "core/model.h"

/* Who may carry a key. */
enum rule_owner {
    RULE_ON_EVENT = 1, /* talks, bofs, fixed */
    RULE_ON_PERSON = 2,
    RULE_ON_TRACK = 4,
    RULE_ON_KIND = 8,
    RULE_ON_ROOM = 16,
};

/* A key of the problem file that the rule reads through attrs_find(). Several rules may declare one
 * key, alike. */
struct rule_key {
    const char *name;
    unsigned owners; /* of enum rule_owner */
    enum value_type type;
    const char *help;
};

/* A parameter: `rules: {<id>: {strength: …, <name>: …}}`. */
struct rule_param {
    const char *name;
    enum value_type type;
    const char *choices; /* VALUE_TEXT: the words allowed, "auto|pair|tick"; NULL: any */
    const char *usual;   /* the default, as one would write it */
    const char *help;
};

enum rule_family {
    RULE_PLACEMENT, /* count_at: shapes the candidate placements */
    RULE_TOGETHER,  /* compile */
};

/* What count_at() depends on besides the event, so that it is asked once a room, time or window and
 * not for each of what may be millions of placements. */
enum rule_looks_at {
    RULE_LOOKS_AT_PLACEMENT, /* all of it */
    RULE_LOOKS_AT_ROOM,
    RULE_LOOKS_AT_TIME,
    RULE_LOOKS_AT_WINDOW, /* the room's window that it lies in */
};

/* Whom each of a hard rule's demands is about: one can be taken away without the others
 * (src/explain/instance.h). */
enum rule_about {
    RULE_ABOUT_EVENTS, /* one event, or two, where the rule can be waived for them; else all */
    RULE_ABOUT_PERSON, /* its ranges and timelines have the person as origin, findings name them */
    RULE_ABOUT_ROOM,   /* the same of a room */
    RULE_ABOUT_HOURS,  /* a room on a day */
};

struct compile {
    const struct problem *problem;
    const struct rule_setting *setting;
    struct model *model;
    uint32_t rule;  /* index in the table */
    uint32_t level; /* where its costs count */
};

struct audit {
    const struct problem *problem;
    const struct rule_setting *setting;
    const struct timetable *timetable;
    struct score *score;
    const char *rule_id;
    uint32_t rule, level;
};

struct rule {
    const char *id;
    enum rule_family family;
    struct strength usual; /* the default strength */
    enum level_kind level; /* where it counts when it is soft */
    /* Whether each of its violations is about one event, or about two; what it finds can then be
     * waived. NULL: placement rules are about one event, others about groups. */
    bool (*is_about_pairs)(const struct rule_setting *setting);
    enum rule_about about;
    bool structural;      /* always hard: no other strength makes sense */
    bool all_events;      /* takes no exceptions: events left out are its subject */
    bool by_tag_group;    /* `rules: {<id>: {<tag group>: <strength>}}` */
    const char *sentence; /* one sentence for a person */
    const char *formula;  /* what is counted, exactly */
    const char *unit;     /* what one unit of count is: "missing seat" */
    const char *example;  /* YAML, three lines or so */
    const char *origin;   /* which schedulers know it */
    const struct rule_param *params;
    uint32_t n_params;
    const struct rule_key *keys;
    uint32_t n_keys;

    /* RULE_PLACEMENT: how often `event` at (room, start) violates the rule; 0 is well. Hard: such
     * placements are left out; soft: they cost weight × count. Never asked for fixed events. */
    int64_t (*count_at)(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement);
    enum rule_looks_at looks_at;
    /* RULE_PLACEMENT: whether count_at() can be above 0 for this event at all; NULL: always. */
    bool (*concerns)(const struct problem *problem, struct event_id event);
    /* RULE_TOGETHER: adds terms, timelines or unary costs to the model. Not called when the rule is
     * off, save for rules that have strengths of their own in parameters (`always`). */
    void (*compile)(const struct compile *compile);
    /* Reports every violation. Called like compile. */
    void (*audit)(const struct audit *audit);
    bool always;
};

uint32_t rule_table_count(void);
const struct rule *rule_table_at(uint32_t index);
/* ID_NONE: no such rule. */
uint32_t rule_table_find(const char *id);
/* Whether the rule is soft and may count something in this problem. */
bool rule_counts(const struct problem *problem, uint32_t rule);
/* Whether the rule is hard for all events, without exceptions or waivers. */
bool rule_is_strict(const struct problem *problem, const char *id);
/* For `is_about_pairs`: always; unless whole windows are counted (`per: window`). */
bool rule_about_pairs(const struct rule_setting *setting);
bool rule_about_overlaps(const struct rule_setting *setting);
/* The level at which the rule's costs count. */
uint32_t rule_level_of(const struct levels *levels, uint32_t rule);

/* Presets: strengths for a kind of conference, `preset: academic`. */
uint32_t rule_preset_count(void);
const char *rule_preset_name(uint32_t preset);
const char *rule_preset_sentence(uint32_t preset);
/* The rule's strength under the preset: its usual one unless the preset sets it. */
struct strength rule_preset_strength(uint32_t preset, uint32_t rule);

/* Reports a violation under the audit's rule and strength: count > 0; cost and severity follow from
 * it. */
void rule_report(const struct audit *audit, struct strength strength, struct violation violation);

#endif
