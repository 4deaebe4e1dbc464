/* The options of `confab generate`: counts, lengths and groups of tags. */
#include "cli/options.h"

#include <string.h>

/* An option that is a whole number, and where it goes. */
struct count_row {
    const char *word;
    size_t at; /* of a uint32_t in struct generate_options */
    uint32_t least, most;
};

#define AT(member) offsetof(struct generate_options, member)

static const struct count_row count_rows[] = {
    {"talks", AT(talks), 1, GENERATE_MOST_TALKS},
    {"rooms", AT(rooms), 1, GENERATE_MOST_ROOMS},
    {"days", AT(days), 1, GENERATE_MOST_DAYS},
    {"slots", AT(slots), 1, GENERATE_MOST_SLOTS},
    {"hours", AT(hours), 1, GENERATE_MOST_HOURS},
    {"granularity", AT(granularity_min), 1, 60},
    {"fill", AT(fill_percent), 1, 100},
    {"speakers", AT(speakers), 1, GENERATE_MOST_SPEAKERS},
    {"unavailable", AT(unavailable_percent), 0, 100},
    {"tracks", AT(tracks), 1, GENERATE_MOST_TRACKS},
    {"attendees", AT(attendees), 1, GENERATE_MOST_ATTENDEES},
    {"wishes", AT(wishes), 1, GENERATE_MOST_WISHES},
};

/* Takes the digits at the start of *text. False: there are none, or they make too large a number.
 */
static bool take_number(const char **text, uint32_t least, uint32_t most, uint32_t *number)
{
    uint64_t value = 0;
    const char *c = *text;
    for (; *c >= '0' && *c <= '9' && value <= most; c++) {
        value = value * 10 + (uint64_t)(*c - '0');
    }
    bool ok = c > *text && value >= least && value <= most;
    *text = c;
    *number = (uint32_t)value;
    return ok;
}

/* "5-60" or "50". */
static bool take_range(const char **text, uint32_t least, uint32_t most, uint32_t *from,
                       uint32_t *to)
{
    if (!take_number(text, least, most, from)) {
        return false;
    }
    *to = *from;
    if (**text == '-') {
        (*text)++;
        return take_number(text, *from, most, to);
    }
    return true;
}

static bool take_count(struct diag_list *diags, const struct count_row *row, const char *argument,
                       struct generate_options *generate)
{
    const char *rest = argument;
    uint32_t number;
    if (!take_number(&rest, row->least, row->most, &number) || *rest != '\0') {
        return diag_error(diags, DIAG_USAGE, SRC_NOWHERE,
                          "--%s: not a whole number from %u to %u: '%s'", row->word, row->least,
                          row->most, argument);
    }
    memcpy((char *)generate + row->at, &number, sizeof(number));
    return true;
}

/* Names that the rule tag-parallel takes for its own. */
static bool is_reserved(const char *name)
{
    return strcmp(name, "strength") == 0 || strcmp(name, "per") == 0;
}

static bool take_name(const char **text, struct generate_options *generate, char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    size_t n = strspn(*text, letters);
    if (n == 0 || n >= GENERATE_GROUP_BYTES) {
        return false;
    }
    memcpy(name, *text, n);
    name[n] = '\0';
    *text += n;
    for (uint32_t i = 0; i < generate->n_tag_groups; i++) {
        if (strcmp(generate->tag_groups[i].name, name) == 0) {
            return false;
        }
    }
    return !is_reserved(name);
}

static bool take_character(const char **text, char c)
{
    if (**text != c) {
        return false;
    }
    (*text)++;
    return true;
}

/* NAME:COUNT:WEIGHT[:LEAST-MOST] */
static bool take_group(const char **text, struct generate_options *generate)
{
    enum { USUAL_MOST = 3 };
    struct generate_tag_group group = {.least = 1};
    if (generate->n_tag_groups == GENERATE_GROUPS_MAX || !take_name(text, generate, group.name) ||
        !take_character(text, ':') || !take_number(text, 1, GENERATE_MOST_TAGS, &group.count) ||
        !take_character(text, ':') || !take_number(text, 0, GENERATE_MOST_WEIGHT, &group.weight)) {
        return false;
    }
    group.most = group.count < USUAL_MOST ? group.count : USUAL_MOST;
    if (take_character(text, ':') && !take_range(text, 0, group.count, &group.least, &group.most)) {
        return false;
    }
    generate->tag_groups[generate->n_tag_groups++] = group;
    return true;
}

static bool take_tags(struct diag_list *diags, const char *argument,
                      struct generate_options *generate)
{
    const char *rest = argument;
    bool ok;
    generate->n_tag_groups = 0;
    do {
        ok = take_group(&rest, generate);
    } while (ok && take_character(&rest, ','));
    if (!ok || *rest != '\0') {
        diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "--tags: not groups of tags: '%s'", argument);
        diag_hint(
            diags,
            "at most %d, as theme:12:10:1-2,content:13:100: different names in small letters, "
            "1 to %d tags, the weight, and how many a talk has",
            GENERATE_GROUPS_MAX, GENERATE_MOST_TAGS);
        return false;
    }
    return true;
}

static bool take_durations(struct diag_list *diags, const char *argument,
                           struct generate_options *generate)
{
    const char *rest = argument;
    if (!take_range(&rest, 1, GENERATE_MOST_MINUTES, &generate->shortest_min,
                    &generate->longest_min) ||
        *rest != '\0') {
        diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "--durations: not minutes from 1 to %d: '%s'",
                   GENERATE_MOST_MINUTES, argument);
        diag_hint(diags, "write 50, or 15-60 for lengths in between");
        return false;
    }
    return true;
}

bool options_take_generate(struct diag_list *diags, const char *word, const char *argument,
                           struct generate_options *generate)
{
    for (size_t i = 0; i < BASE_COUNT(count_rows); i++) {
        if (strcmp(count_rows[i].word, word) == 0) {
            return take_count(diags, &count_rows[i], argument, generate);
        }
    }
    if (strcmp(word, "tags") == 0) {
        return take_tags(diags, argument, generate);
    }
    if (strcmp(word, "durations") == 0) {
        return take_durations(diags, argument, generate);
    }
    BUG_UNLESS(strcmp(word, "rooms-differ") == 0);
    generate->rooms_differ = true;
    return true;
}
