#include "input/decode.h"
#include "input/fields.h"

#include <string.h>

/* ---- except, only --------------------------------------------------------------- */

static void suggest_names(struct decode *decode, const char *given)
{
    VEC(const char *) names = {0};
    for (uint32_t i = 0; i < decode->problem->n_kinds; i++) {
        vec_push(&names, decode->problem->kinds[i].id);
    }
    for (uint32_t i = 0; i < decode->problem->n_tracks; i++) {
        vec_push(&names, decode->problem->tracks[i].id);
    }
    for (size_t i = 0; i < decode->events.n; i++) {
        vec_push(&names, decode->events.v[i].event.id);
    }
    diag_suggest(decode->diags, given, names.v, names.n);
    vec_free(&names);
}

static bool is_withdrawn(struct decode *decode, const struct yaml_node *item, const char *what)
{
    return decode_is_withdrawn(decode, "events", item->text, item->at, what) ||
           decode_is_withdrawn(decode, "tracks", item->text, item->at, what) ||
           decode_is_withdrawn(decode, "kinds", item->text, item->at, what);
}

/* By its id or title; parts and repeats of an event are meant with it. */
static bool is_called(const struct decode *decode, const struct event *event, const char *text)
{
    const struct event *first = &decode->events.v[event->series.v].event;
    return strcmp(event->id, text) == 0 || strcmp(event->title, text) == 0 ||
           strcmp(first->id, text) == 0;
}

/* A kind's, a track's or one event's name: whatever has it is meant. */
static void mark_named(struct decode *decode, const struct yaml_node *item, const char *what,
                       bool *named)
{
    const char *text = item->kind == YAML_SCALAR ? item->text : "";
    uint32_t kind = strmap_find(&decode->kind_ids, text);
    uint32_t track = strmap_find(&decode->track_ids, text);
    track = track != STRMAP_NONE ? track : strmap_find(&decode->track_names, text);
    bool known = kind != STRMAP_NONE || track != STRMAP_NONE;
    for (size_t i = 0; i < decode->events.n; i++) {
        const struct event *event = &decode->events.v[i].event;
        bool itself = is_called(decode, event, text);
        named[i] = named[i] || itself || (kind != STRMAP_NONE && event->kind.v == kind) ||
                   (track != STRMAP_NONE && event->track.v == track);
        known = known || itself;
    }
    if (!known && !decode_events_are_lost(decode) && !is_withdrawn(decode, item, what)) {
        diag_error(decode->diags, DIAG_EXCEPTION_UNKNOWN, item->at,
                   "%s names '%s', which is no kind, track or event", what, text);
        suggest_names(decode, text);
    }
}

void decode_exceptions_read(struct decode *decode, const struct yaml_pair *pair,
                            const struct rule *rule, struct rule_setting *setting)
{
    bool only = strcmp(pair->key->text, "only") == 0;
    const char *what =
        arena_print(decode->arena, "'%s' of the rule '%s'", pair->key->text, rule->id);
    if (rule->structural || rule->all_events) {
        diag_error(decode->diags, DIAG_EXCEPTION_IMPOSSIBLE, pair->key->at,
                   "the rule '%s' holds for all events", rule->id);
        if (rule->all_events) {
            diag_hint(decode->diags, "give the events `optional: true` instead");
        }
        return;
    }
    size_t n = decode->events.n, n_items;
    const struct yaml_node *const *items = fields_items(decode, pair->value, &n_items);
    bool *named = base_alloc_zero(n + 1, sizeof(*named));
    for (size_t i = 0; i < n_items; i++) {
        mark_named(decode, items[i], what, named);
    }
    bool *spared = arena_array(decode->arena, n + 1, sizeof(*spared));
    for (size_t i = 0; i < n; i++) {
        spared[i] = (setting->spared != NULL && setting->spared[i]) || named[i] != only;
    }
    setting->spared = spared;
    base_free(named);
}

/* ---- waivers ---------------------------------------------------------------------- */

/* Whether some of the names were no events any more: that is reported already. */
static bool is_less_than_said(struct decode *decode, const struct yaml_node *map,
                              const struct waiver *waiver)
{
    size_t n;
    (void)fields_items(decode, yaml_tree_get(map, "events"), &n);
    return waiver->n_events < n;
}

/* Whether what the rule finds is about so few events that they can be named. */
static void check_waivable(struct decode *decode, const struct yaml_node *map,
                           const struct waiver *waiver)
{
    const struct rule *rule = rule_table_at(waiver->rule);
    const struct rule_setting *setting = &decode->problem->settings[waiver->rule];
    bool pairs = rule->is_about_pairs != NULL && rule->is_about_pairs(setting);
    const struct yaml_node *name = yaml_tree_get(map, "rule");
    if (rule->structural || (rule->family != RULE_PLACEMENT && !pairs)) {
        diag_error(decode->diags, DIAG_WAIVER_IMPOSSIBLE, name->at,
                   rule->structural ? "the rule '%s' cannot be waived"
                                    : "the rule '%s' is about groups of events as a whole and "
                                      "cannot be waived for some",
                   rule->id);
        if (rule->all_events) {
            diag_hint(decode->diags, "give the events `optional: true` instead");
        } else if (!rule->structural) {
            diag_hint(decode->diags, "except events from it: `rules: {%s: {except: […]}}`",
                      rule->id);
        }
    } else if (waiver->events != NULL && waiver->n_events < (pairs ? 2 : 1) &&
               !is_less_than_said(decode, map, waiver)) {
        diag_error(decode->diags, DIAG_WAIVER_IMPOSSIBLE, map->at,
                   pairs ? "to waive '%s', name the two events (or more) that it is about"
                         : "to waive '%s', name the event that it is about",
                   rule->id);
    }
}

static bool read_waiver(struct decode *decode, const struct yaml_node *map, struct waiver *waiver)
{
    static const char *const keys[] = {"rule", "events", "reason"};
    if (!fields_check(decode, map, "an entry of 'waive'", keys, BASE_COUNT(keys), 0)) {
        return false;
    }
    const char *rule = fields_text(decode, map, "rule", FIELDS_ID_MAX);
    waiver->at = map->at;
    waiver->reason = fields_text(decode, map, "reason", FIELDS_TEXT_MAX);
    waiver->events = decode_names_events(decode, fields_get(decode, map, "events"), "'waive'",
                                         &waiver->n_events);
    if (rule == NULL) {
        if (yaml_tree_get(map, "rule") == NULL) {
            diag_error(decode->diags, DIAG_KEY_MISSING, map->at,
                       "an entry of 'waive' needs a rule");
        }
        return false;
    }
    waiver->rule = rule_table_find(rule);
    if (waiver->rule == ID_NONE) {
        decode_rules_report(decode, yaml_tree_get(map, "rule"), "'waive' names");
        return false;
    }
    check_waivable(decode, map, waiver);
    waiver->events = decode_series_widen(decode, waiver->events, true, &waiver->n_events);
    return true;
}

void decode_waivers_read(struct decode *decode)
{
    struct problem *problem = decode->problem;
    size_t n;
    const struct yaml_node *const *items = decode_section(decode, "waive", &n);
    problem->waivers = arena_array(decode->arena, n, sizeof(struct waiver));
    for (size_t i = 0; i < n; i++) {
        problem->n_waivers += read_waiver(decode, items[i], &problem->waivers[problem->n_waivers]);
    }
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        struct rule_setting *setting = &problem->settings[r];
        setting->waivers = arena_array(decode->arena, problem->n_waivers, sizeof(struct waiver *));
        for (uint32_t w = 0; w < problem->n_waivers; w++) {
            if (problem->waivers[w].rule == r) {
                setting->waivers[setting->n_waivers++] = &problem->waivers[w];
            }
        }
    }
}
