#include "confab/write.h"

#include "core/rule.h"
#include "output/display.h"
#include "output/report.h"

#include <inttypes.h>
#include <string.h>

static const char *strength_text(struct arena *arena, struct strength strength)
{
    switch (strength.kind) {
    case STRENGTH_OFF:
        return "off";
    case STRENGTH_HARD:
        return "hard";
    case STRENGTH_SOFT:
        return arena_print(arena, "%" PRId64, strength.weight);
    }
    BUG("strength %d", (int)strength.kind);
}

static const char *type_text(enum value_type type)
{
    static const char *const names[] = {
        [VALUE_FLAG] = "true or false",
        [VALUE_NUMBER] = "a number",
        [VALUE_MINUTES] = "minutes",
        [VALUE_TEXT] = "text",
        [VALUE_TEXTS] = "texts",
        [VALUE_EVENTS] = "events",
        [VALUE_AFTER] = "events or kinds",
        [VALUE_TAGS] = "tags",
        [VALUE_WISHES] = "wishes",
        [VALUE_DEMANDS] = "demands",
        [VALUE_PIN] = "a start and/or a room",
        [VALUE_STRENGTH] = "a strength",
        [VALUE_TRACK_WEIGHTS] = "tracks with weights",
        [VALUE_ROOM_COSTS] = "rooms with costs",
        [VALUE_TIME_COSTS] = "windows, tags or dates with costs",
        [VALUE_EVENT_WEIGHTS] = "events with numbers",
        [VALUE_HOURS] = "hours",
    };
    BUG_UNLESS((size_t)type < BASE_COUNT(names) && names[type] != NULL);
    return names[type];
}

static void add_owners(struct strbuf *out, unsigned owners)
{
    static const char *const names[] = {"events", "people", "tracks", "kinds", "rooms"};
    bool first = true;
    for (size_t i = 0; i < BASE_COUNT(names); i++) {
        if ((owners & 1u << i) != 0) {
            strbuf_print(out, "%s%s", first ? "" : ", ", names[i]);
            first = false;
        }
    }
}

static void add_paragraph(struct strbuf *out, struct arena *arena, const char *label,
                          const char *text)
{
    if (text == NULL) {
        return;
    }
    const char *first = arena_print(arena, "%-10s", label);
    display_add_wrapped(out, first, "          ", text, REPORT_WIDTH);
}

static void add_example(struct strbuf *out, const char *example, const char *indent)
{
    for (const char *line = example; *line != '\0';) {
        size_t n = strcspn(line, "\n");
        strbuf_add(out, indent);
        strbuf_add_bytes(out, line, n);
        strbuf_add(out, "\n");
        line += n + (line[n] == '\n' ? 1 : 0);
    }
}

static const char *param_text(struct arena *arena, const struct rule_param *param)
{
    return arena_print(arena, "%s (%s%s%s): %s", param->name,
                       param->choices != NULL ? param->choices : type_text(param->type),
                       param->usual != NULL ? "; default " : "",
                       param->usual != NULL ? param->usual : "", param->help);
}

static const char *key_text(struct arena *arena, const struct rule_key *key)
{
    struct strbuf text = {0};
    strbuf_print(&text, "%s (of ", key->name);
    add_owners(&text, key->owners);
    strbuf_print(&text, "): %s", key->help);
    return strbuf_finish(&text, arena);
}

static const char *default_text(struct arena *arena, const struct rule *rule)
{
    return arena_print(arena, "%s%s%s", strength_text(arena, rule->usual),
                       rule->structural ? " (always)" : "",
                       rule->by_tag_group ? "; a strength for each tag group may be given" : "");
}

static void add_rule_text(struct strbuf *out, struct arena *arena, const struct rule *rule)
{
    strbuf_print(out, "%s\n\n", rule->id);
    display_add_wrapped(out, "", "", rule->sentence, REPORT_WIDTH);
    strbuf_add(out, "\n");
    add_paragraph(out, arena, "default", default_text(arena, rule));
    add_paragraph(out, arena, "counts", rule->formula);
    add_paragraph(out, arena, "unit", rule->unit);
    for (uint32_t i = 0; i < rule->n_params; i++) {
        add_paragraph(out, arena, "parameter", param_text(arena, &rule->params[i]));
    }
    for (uint32_t i = 0; i < rule->n_keys; i++) {
        add_paragraph(out, arena, "key", key_text(arena, &rule->keys[i]));
    }
    add_paragraph(out, arena, "known to", rule->origin);
    if (rule->example != NULL) {
        strbuf_add(out, "\nexample\n");
        add_example(out, rule->example, "    ");
    }
}

static void add_rule_markdown(struct strbuf *out, struct arena *arena, const struct rule *rule)
{
    strbuf_print(out, "## `%s`\n\n%s\n\n", rule->id, rule->sentence);
    strbuf_print(out, "* Default: %s\n", default_text(arena, rule));
    strbuf_print(out, "* Counted: %s\n", rule->formula);
    strbuf_print(out, "* Unit: %s\n", rule->unit);
    for (uint32_t i = 0; i < rule->n_params; i++) {
        strbuf_print(out, "* Parameter: %s\n", param_text(arena, &rule->params[i]));
    }
    for (uint32_t i = 0; i < rule->n_keys; i++) {
        strbuf_print(out, "* Key: %s\n", key_text(arena, &rule->keys[i]));
    }
    if (rule->origin != NULL) {
        strbuf_print(out, "* Known to: %s\n", rule->origin);
    }
    if (rule->example != NULL) {
        strbuf_add(out, "\n```yaml\n");
        add_example(out, rule->example, "");
        strbuf_add(out, "```\n");
    }
}

static void add_list_text(struct strbuf *out, struct arena *arena)
{
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const struct rule *rule = rule_table_at(r);
        const char *lead =
            arena_print(arena, "%-18s %-5s ", rule->id, strength_text(arena, rule->usual));
        display_add_wrapped(out, lead, "                         ", rule->sentence, REPORT_WIDTH);
    }
    strbuf_add(out, "\n`confab rules ID` explains one.\n");
}

static void add_list_markdown(struct strbuf *out, struct arena *arena)
{
    strbuf_add(
        out,
        "# Rules\n\n"
        "Made by `make docs` from the rules themselves (`confab rules --format markdown`); not to "
        "be "
        "edited.\n\n"
        "A rule's strength is `off`, `hard`, or a weight: what one unit of what it counts costs. "
        "`rules:` in the problem\nfile sets it, as in `rules: {track-parallel: 5, room-capacity: "
        "hard}`.\n\n"
        "| rule | default | what it asks for |\n|---|---|---|\n");
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const struct rule *rule = rule_table_at(r);
        strbuf_print(out, "| [`%s`](#%s) | %s | %s |\n", rule->id, rule->id,
                     strength_text(arena, rule->usual), rule->sentence);
    }
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        strbuf_add(out, "\n");
        add_rule_markdown(out, arena, rule_table_at(r));
    }
}

const char *write_rules(struct arena *arena, uint32_t rule, enum write_page page)
{
    struct strbuf out = {0};
    if (rule != ID_NONE && page == WRITE_PAGE_TEXT) {
        add_rule_text(&out, arena, rule_table_at(rule));
    } else if (rule != ID_NONE) {
        add_rule_markdown(&out, arena, rule_table_at(rule));
    } else if (page == WRITE_PAGE_TEXT) {
        add_list_text(&out, arena);
    } else {
        add_list_markdown(&out, arena);
    }
    return strbuf_finish(&out, arena);
}
