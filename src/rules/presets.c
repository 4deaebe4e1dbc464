#include "core/rule.h"

#include <string.h>

#define HARD (-1)
#define OFF  (-2)

/* One line of presets.def: a preset begins, or the one begun sets a rule. */
static const struct line {
    const char *preset, *sentence; /* NULL: a setting */
    const char *rule;
    int64_t strength;
} lines[] = {
#define PRESET(name, sentence) {name, sentence, NULL, 0},
#define SET(rule, strength)    {NULL, NULL, rule, strength},
#include "rules/presets.def"
#undef PRESET
#undef SET
};

static struct strength strength_of(int64_t given)
{
    return given == HARD  ? (struct strength){STRENGTH_HARD, 0}
           : given == OFF ? (struct strength){STRENGTH_OFF, 0}
                          : (struct strength){STRENGTH_SOFT, given};
}

uint32_t rule_preset_count(void)
{
    uint32_t n = 0;
    for (size_t i = 0; i < BASE_COUNT(lines); i++) {
        n += lines[i].preset != NULL;
    }
    return n;
}

static size_t line_of(uint32_t preset)
{
    size_t i = 0;
    for (uint32_t n = 0;; i++) {
        BUG_UNLESS(i < BASE_COUNT(lines));
        if (lines[i].preset != NULL && n++ == preset) {
            return i;
        }
    }
}

const char *rule_preset_name(uint32_t preset)
{
    return lines[line_of(preset)].preset;
}

const char *rule_preset_sentence(uint32_t preset)
{
    return lines[line_of(preset)].sentence;
}

struct strength rule_preset_strength(uint32_t preset, uint32_t rule)
{
    const struct rule *asked = rule_table_at(rule);
    size_t i = line_of(preset) + 1;
    for (; i < BASE_COUNT(lines) && lines[i].preset == NULL; i++) {
        if (strcmp(lines[i].rule, asked->id) == 0) {
            return strength_of(lines[i].strength);
        }
    }
    return asked->usual;
}
