#include "input/decode.h"
#include "input/fields.h"

#include <string.h>

bool decode_rules_strength(struct decode *decode, const struct yaml_node *node,
                           struct strength *strength)
{
    const char *text = node->kind == YAML_SCALAR ? node->text : "";
    if (strcmp(text, "off") == 0) {
        *strength = (struct strength){STRENGTH_OFF, 0};
        return true;
    }
    if (strcmp(text, "hard") == 0) {
        *strength = (struct strength){STRENGTH_HARD, 0};
        return true;
    }
    size_t digits = strspn(text, "0123456789");
    int64_t weight = 0;
    for (size_t i = 0; i < digits && weight <= DECODE_MAX_COUNT; i++) {
        weight = weight * 10 + (text[i] - '0');
    }
    if (digits == 0 || text[digits] != '\0' || weight > DECODE_MAX_COUNT) {
        diag_error(decode->diags, DIAG_STRENGTH, node->at, "%s is not a strength",
                   node->kind == YAML_SCALAR ? arena_print(decode->arena, "'%s'", text)
                                             : "a list or map");
        diag_hint(decode->diags, "write off, hard, or a weight: a whole number from 0 to %d",
                  DECODE_MAX_COUNT);
        return false;
    }
    *strength = (struct strength){STRENGTH_SOFT, weight};
    return true;
}

static bool read_strength(struct decode *decode, const struct yaml_node *node,
                          const struct rule *rule, struct strength *strength)
{
    struct strength given;
    if (!decode_rules_strength(decode, node, &given)) {
        return false;
    }
    if (rule->structural && given.kind != STRENGTH_HARD) {
        return diag_error(decode->diags, DIAG_RULE_ALWAYS_HARD, node->at,
                          "the rule '%s' is always hard", rule->id);
    }
    *strength = given;
    return true;
}

static const struct rule_param *find_param(const struct rule *rule, const char *name)
{
    for (uint32_t i = 0; i < rule->n_params; i++) {
        if (strcmp(rule->params[i].name, name) == 0) {
            return &rule->params[i];
        }
    }
    return NULL;
}

static void report_param(struct decode *decode, const struct yaml_node *key,
                         const struct rule *rule)
{
    if (rule->by_tag_group && decode_events_are_lost(decode)) {
        return;
    }
    diag_error(decode->diags, rule->by_tag_group ? DIAG_TAG_UNKNOWN : DIAG_KEY_UNKNOWN, key->at,
               rule->by_tag_group ? "the rule '%s' has no parameter, and no event a tag group, '%s'"
                                  : "the rule '%s' has no parameter '%s'",
               rule->id, key->text);
    VEC(const char *) names = {0};
    vec_push(&names, "strength");
    vec_push(&names, "except");
    vec_push(&names, "only");
    for (uint32_t i = 0; i < rule->n_params; i++) {
        vec_push(&names, rule->params[i].name);
    }
    for (size_t i = 0; rule->by_tag_group && i < decode->tag_group_list.n; i++) {
        vec_push(&names, decode->tag_group_list.v[i].name);
    }
    diag_suggest(decode->diags, key->text, names.v, names.n);
    vec_free(&names);
}

static void fill_tag_groups(struct decode *decode, const struct rule *rule,
                            struct rule_setting *setting)
{
    size_t n = decode->tag_group_list.n;
    setting->by_tag_group = NULL;
    if (rule->by_tag_group) {
        setting->by_tag_group = arena_array(decode->arena, n, sizeof(struct strength));
        for (size_t i = 0; i < n; i++) {
            setting->by_tag_group[i] = setting->strength;
        }
    }
}

/* The parameter `group` names a group of tags that some event carries. */
static bool check_group(struct decode *decode, const struct yaml_node *node, const char *group)
{
    if (strmap_find(&decode->tag_groups, group) != STRMAP_NONE || decode_events_are_lost(decode)) {
        return true;
    }
    VEC(const char *) names = {0};
    for (size_t i = 0; i < decode->tag_group_list.n; i++) {
        vec_push(&names, decode->tag_group_list.v[i].name);
    }
    diag_error(decode->diags, DIAG_TAG_UNKNOWN, node->at, "no event has tags of the group '%s'",
               group);
    diag_suggest(decode->diags, group, names.v, names.n);
    vec_free(&names);
    return false;
}

struct param_list {
    VEC(struct attr) v;
};

static void read_param(struct decode *decode, const struct yaml_pair *pair, const struct rule *rule,
                       struct rule_setting *setting, struct param_list *params)
{
    const char *name = pair->key->text;
    const struct rule_param *param = find_param(rule, name);
    uint32_t group = strmap_find(&decode->tag_groups, name);
    struct attr attr = {.key = param != NULL ? param->name : NULL};
    if (strcmp(name, "strength") == 0) {
        return;
    }
    if (strcmp(name, "except") == 0 || strcmp(name, "only") == 0) {
        decode_exceptions_read(decode, pair, rule, setting);
        return;
    }
    if (param != NULL) {
        const char *what = arena_print(decode->arena, "the rule '%s'", rule->id);
        if (decode_keys_value(decode, pair->value, name, param->type, param->choices, what,
                              &attr.value) &&
            (strcmp(name, "group") != 0 || check_group(decode, pair->value, attr.value.as.text))) {
            vec_push(&params->v, attr);
        }
    } else if (setting->by_tag_group != NULL && group != STRMAP_NONE) {
        read_strength(decode, pair->value, rule, &setting->by_tag_group[group]);
    } else {
        report_param(decode, pair->key, rule);
    }
}

static void read_setting(struct decode *decode, const struct yaml_pair *pair,
                         const struct rule *rule, struct rule_setting *setting)
{
    const struct yaml_node *node = pair->value;
    setting->at = pair->key->at;
    if (node->kind != YAML_MAPPING) {
        read_strength(decode, node, rule, &setting->strength);
        setting->off = setting->strength.kind == STRENGTH_OFF;
        fill_tag_groups(decode, rule, setting);
        return;
    }
    const struct yaml_node *strength = fields_get(decode, node, "strength");
    if (strength != NULL) {
        read_strength(decode, strength, rule, &setting->strength);
        setting->off = setting->strength.kind == STRENGTH_OFF;
    } else if (setting->strength.kind == STRENGTH_OFF && !rule->always) {
        diag_warn(decode->diags, DIAG_RULE_IDLE, pair->key->at,
                  "the rule '%s' stays off: no strength is given", rule->id);
        diag_hint(decode->diags, "write `%s: {strength: 5, …}`, or another weight, or hard",
                  rule->id);
    }
    fill_tag_groups(decode, rule, setting);
    struct param_list params = {0};
    for (size_t i = 0; i < node->n; i++) {
        read_param(decode, &node->pairs[i], rule, setting, &params);
    }
    setting->params.v = vec_to_arena(&params.v, decode->arena);
    setting->params.n = (uint32_t)params.v.n;
    vec_free(&params.v);
}

void decode_rules_report(struct decode *decode, const struct yaml_node *key, const char *what)
{
    diag_error(decode->diags, DIAG_RULE_UNKNOWN, key->at, "%s the rule '%s', which does not exist",
               what, key->text);
    VEC(const char *) names = {0};
    for (uint32_t i = 0; i < rule_table_count(); i++) {
        vec_push(&names, rule_table_at(i)->id);
    }
    diag_hint(decode->diags, "`confab rules` lists the rules");
    diag_suggest(decode->diags, key->text, names.v, names.n);
    vec_free(&names);
}

static void read_rules(struct decode *decode, const struct yaml_node *map)
{
    if (map->kind != YAML_MAPPING) {
        diag_error(decode->diags, DIAG_SHAPE, map->at,
                   "'rules' must be a map: {track-parallel: 10, room-capacity: hard}");
        return;
    }
    for (size_t i = 0; i < map->n; i++) {
        const struct yaml_pair *pair = &map->pairs[i];
        uint32_t index = rule_table_find(pair->key->text);
        if (index != ID_NONE) {
            read_setting(decode, pair, rule_table_at(index), &decode->problem->settings[index]);
        } else {
            decode_rules_report(decode, pair->key, "'rules' names");
        }
    }
}

/* The preset that `preset` names; ID_NONE: none. */
static uint32_t read_preset(struct decode *decode)
{
    const char *given = fields_text(decode, decode->root, "preset", FIELDS_ID_MAX);
    VEC(const char *) names = {0};
    uint32_t found = ID_NONE;
    for (uint32_t i = 0; i < rule_preset_count(); i++) {
        vec_push(&names, rule_preset_name(i));
        found = given != NULL && strcmp(given, rule_preset_name(i)) == 0 ? i : found;
    }
    if (given != NULL && found == ID_NONE) {
        diag_error(decode->diags, DIAG_PRESET_UNKNOWN, yaml_tree_get(decode->root, "preset")->at,
                   "there is no preset '%s'", given);
        diag_suggest(decode->diags, given, names.v, names.n);
    }
    vec_free(&names);
    return found;
}

void decode_rules_read(struct decode *decode)
{
    struct problem *problem = decode->problem;
    uint32_t n_rules = rule_table_count();
    uint32_t preset = read_preset(decode);
    problem->settings = arena_array(decode->arena, n_rules, sizeof(struct rule_setting));
    for (uint32_t i = 0; i < n_rules; i++) {
        const struct rule *rule = rule_table_at(i);
        problem->settings[i].strength =
            preset == ID_NONE ? rule->usual : rule_preset_strength(preset, i);
        fill_tag_groups(decode, rule, &problem->settings[i]);
    }
    const struct yaml_node *map = yaml_tree_get(decode->root, "rules");
    if (map != NULL && !yaml_tree_is_null(map)) {
        read_rules(decode, map);
    }
    decode_waivers_read(decode);
}
