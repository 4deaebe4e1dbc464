/* Strengths, parameters, exceptions and waivers of a random problem. */
#include "draft_lines.h"

#include "core/rule.h"

#include <stdio.h>
#include <string.h>

static void add_attendee_clash(struct draft *draft, const char *strength)
{
    static const char *const per[] = {"auto", "pair", "tick", "window"};
    draft_add_line(draft, "  attendee-clash: {strength: %s, per: %s", strength,
                   per[draft_below(draft, 4)]);
    if (draft_percent(draft, 60)) {
        draft_append(draft, ", mode: utility%s", draft_percent(draft, 60) ? ", seats: true" : "");
    } else if (draft_percent(draft, 40)) {
        draft_append(draft, ", mode: pairs, significance: %u",
                     10 * (1 + (unsigned)draft_below(draft, 6)));
    }
    draft_append(draft, "}");
}

static const char *any_strength(struct draft *draft)
{
    static const char *const strengths[] = {"off", "hard", "3", "7", "0", "hard"};
    return strengths[draft_below(draft, 6)];
}

static const char *any_per(struct draft *draft)
{
    static const char *const per[] = {"auto", "pair", "tick"};
    return per[draft_below(draft, 3)];
}

/* One of "a|b|c". */
static void append_choice(struct draft *draft, const char *choices)
{
    uint32_t n = 1;
    for (const char *c = choices; *c != '\0'; c++) {
        n += *c == '|' ? 1 : 0;
    }
    const char *word = choices;
    for (uint32_t i = draft_below(draft, n); i > 0; i--) {
        word = strchr(word, '|') + 1;
    }
    draft_append(draft, "%.*s", (int)strcspn(word, "|"), word);
}

/* What a parameter of this type may be, as "a|b|c"; NULL: it is left away. */
static const char *values_of(const struct draft *draft, const struct rule_param *param)
{
    if (strcmp(param->name, "group") == 0 || strcmp(param->name, "tracks") == 0) {
        return draft->content ? "content" : NULL;
    }
    if (strcmp(param->name, "step") == 0) {
        return "5|12|26|33|100";
    }
    if (strcmp(param->name, "most") == 0) {
        return "1|2";
    }
    if (strcmp(param->name, "groups") == 0) {
        return "[tags]|[content, audience]|[sector]";
    }
    if (strcmp(param->name, "tags") == 0) {
        return draft->tag_x ? "[x]" : NULL;
    }
    return param->type == VALUE_TEXT      ? param->choices
           : param->type == VALUE_MINUTES ? "0|15|30"
           : param->type == VALUE_FLAG    ? "true|false"
           : param->type == VALUE_NUMBER  ? "0|1|2|3"
           : param->type == VALUE_HOURS
               ? "'05:30-19:00'|'18:00-19:30'|'21:00-30:00'|'00:00-24:00'|'03:00-14:45'"
               : NULL;
}

static void append_params(struct draft *draft, const struct rule *rule)
{
    for (uint32_t i = 0; i < rule->n_params; i++) {
        const char *values = values_of(draft, &rule->params[i]);
        if (values != NULL && draft_percent(draft, 75)) {
            draft_append(draft, ", %s: ", rule->params[i].name);
            append_choice(draft, values);
        }
    }
}

static void add_settings(struct draft *draft)
{
    draft_add_line(draft, "rules:");
    for (uint32_t i = 0; i < rule_table_count(); i++) {
        const struct rule *rule = rule_table_at(i);
        bool tested = strcmp(rule->id, draft->rule) == 0;
        if (rule->structural || (!tested && draft_percent(draft, 92))) {
            continue;
        }
        const char *strength = tested ? draft->strength : any_strength(draft);
        if (strcmp(rule->id, "tag-parallel") == 0) {
            draft_add_line(draft, "  tag-parallel: {strength: %s, per: %s", strength,
                           any_per(draft));
            draft_append(draft, "%s%s}", draft->content ? ", content: hard" : "",
                         draft->sector ? ", sector: 2" : "");
        } else if (strcmp(rule->id, "bof-clash") == 0) {
            draft_add_line(draft, "  bof-clash: {related: %s, same_track: %s, per: %s}", strength,
                           tested ? strength : any_strength(draft), any_per(draft));
        } else if (strcmp(rule->id, "not-parallel") == 0) {
            draft_add_line(draft, "  not-parallel: {strength: %s, exclusive_tags: [%s%s%s]",
                           strength, draft->tag_x ? "x" : "",
                           draft->tag_x && draft->tag_y ? ", " : "", draft->tag_y ? "y" : "");
            append_params(draft, rule);
            draft_append(draft, "}");
        } else if (strcmp(rule->id, "attendee-clash") == 0) {
            add_attendee_clash(draft, strength);
        } else {
            draft_add_line(draft, "  %s: {strength: %s", rule->id, strength);
            append_params(draft, rule);
            draft_append(draft, "}");
        }
    }
}

/* Puts some more into the braces of a rule's line. */
static void add_to_rule(char *line, const char *more)
{
    size_t length = strlen(line);
    BUG_UNLESS(line[length - 1] == '}');
    snprintf(line + length - 1, DRAFT_LINE_BYTES - length + 1, ", %s}", more);
}

static const struct rule *rule_of(const char *line)
{
    char id[64];
    snprintf(id, sizeof(id), "%.*s", (int)strcspn(line + 2, ":"), line + 2);
    return rule_table_at(rule_table_find(id));
}

/* Exceptions from the rules whose lines begin at `first`, and waivers. */
static void add_exceptions(struct draft *draft, uint32_t first)
{
    static const char *const events[] = {"except: [e0]", "except: [t0]", "only: [talk]",
                                         "except: [bof, e1]", "only: [e0, e1, t1]"};
    uint32_t last = draft->n;
    bool begun = false;
    for (uint32_t i = first; i < last; i++) {
        const struct rule *rule = rule_of(draft->lines[i]);
        if (!rule->all_events && draft_percent(draft, 15)) {
            add_to_rule(draft->lines[i], events[draft_below(draft, draft->n_talks > 1 ? 5 : 3)]);
        }
        bool pairs = rule->family == RULE_PLACEMENT ||
                     (rule->is_about_pairs != NULL && strstr(draft->lines[i], "window") == NULL &&
                      strstr(draft->lines[i], "utility") == NULL &&
                      strstr(draft->lines[i], "positions") == NULL);
        if (pairs && draft->n_talks > 1 && draft_percent(draft, 15)) {
            if (!begun) {
                draft_add_line(draft, "waive:");
                begun = true;
            }
            draft_add_line(draft, "  - {rule: %s, events: [e0, e1%s], reason: short}", rule->id,
                           draft->n_talks > 2 && draft_percent(draft, 30) ? ", e2" : "");
        }
    }
}

void draft_add_rules(struct draft *draft)
{
    uint32_t first = draft->n + 1;
    add_settings(draft);
    add_exceptions(draft, first);
}
