#include "generate/render.h"

#include "confab/calendar.h"
#include "generate/words.h"
#include "input/yaml_tree.h"
#include "output/strbuf.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOST_NODES = 1000000, /* that the reader of problem files takes */
    FIRST_YEAR = 2027,
    FIRST_MONTH = 3,
    RUN_HOURS = 3, /* of absence, where time is not cut into slots */
    /* Prime, so that numbers far apart follow each other and all come before one comes again. */
    TITLE_STEP = 104729,
    NAME_STEP = 31337,
};

/* ---- the conference -------------------------------------------------------- */

static void add_options(struct strbuf *out, const struct generate_options *o)
{
    const struct {
        const char *word;
        uint32_t value;
    } numbers[] = {
        {"talks", o->talks},
        {"slots", o->slots},
        {"hours", o->hours},
        {"rooms", o->rooms},
        {"days", o->days},
        {"granularity", o->granularity_min},
        {"fill", o->fill_percent},
        {"speakers", o->speakers},
        {"unavailable", o->unavailable_percent},
        {"tracks", o->tracks},
        {"attendees", o->attendees},
        {"wishes", o->wishes},
    };
    for (size_t i = 0; i < BASE_COUNT(numbers); i++) {
        if (numbers[i].value > 0) {
            strbuf_print(out, " --%s %" PRIu32, numbers[i].word, numbers[i].value);
        }
    }
    strbuf_print(out, " --durations %" PRIu32, o->shortest_min);
    if (o->shortest_min < o->longest_min) {
        strbuf_print(out, "-%" PRIu32, o->longest_min);
    }
    for (uint32_t g = 0; g < o->n_tag_groups; g++) {
        const struct generate_tag_group *group = &o->tag_groups[g];
        strbuf_print(out, "%s%s:%" PRIu32 ":%" PRIu32 ":%" PRIu32 "-%" PRIu32,
                     g == 0 ? " --tags " : ",", group->name, group->count, group->weight,
                     group->least, group->most);
    }
    strbuf_print(out, "%s --seed %" PRIu64, o->rooms_differ ? " --rooms-differ" : "", o->seed);
}

static void add_head(struct strbuf *out, const struct render *render)
{
    const struct generate_options *o = render->options;
    const struct plan *plan = render->plan;
    strbuf_add(out, "# confab generate");
    add_options(out, o);
    strbuf_print(out,
                 "\n# Talks take %" PRIu64 " of the rooms' %" PRIu64 " minutes (%" PRIu64
                 " %%). There is a timetable that breaks no hard rule.\n",
                 plan->talks_min, plan->rooms_min, plan->talks_min * 100 / plan->rooms_min);
    strbuf_print(out,
                 "format: 1\nconference: {title: Generated Conference %" PRIu64
                 ", acronym: generated%" PRIu64 ", timezone: UTC",
                 o->seed, o->seed);
    if (o->hours > 0) {
        strbuf_print(out, ", granularity: %" PRIu32, o->granularity_min);
    }
    strbuf_add(out, "}\n");
}

static void add_rooms(struct strbuf *out, const struct render *render)
{
    strbuf_add(out, "rooms:\n");
    for (uint32_t r = 0; r < render->options->rooms; r++) {
        strbuf_print(out, "  - {id: r%" PRIu32 ", name: Room %" PRIu32, r + 1, r + 1);
        if (render->rooms != NULL) {
            const struct rooms_room *room = &render->rooms[r];
            strbuf_print(out, ", capacity: %" PRIu32 ", features: [", room->capacity);
            for (int c = 0; c <= (int)room->class; c++) {
                strbuf_print(out, "%s%s", c > 0 ? ", " : "", rooms_feature((enum rooms_class)c));
            }
            strbuf_add(out, "]");
        }
        strbuf_add(out, "}\n");
    }
}

static void add_date(struct strbuf *out, struct arena *arena, uint32_t day)
{
    int32_t first;
    BUG_UNLESS(calendar_day_number(FIRST_YEAR, FIRST_MONTH, 1, &first));
    strbuf_add(out, calendar_print_date(arena, first + (int32_t)day));
}

static void add_span(struct strbuf *out, uint32_t from_min, uint32_t to_min)
{
    /* The end may be midnight. */
    uint32_t from = from_min % SETTLE_DAY_MIN, to = from + (to_min - from_min);
    strbuf_print(out, "%02" PRIu32 ":%02" PRIu32 "-%02" PRIu32 ":%02" PRIu32, from / 60, from % 60,
                 to / 60, to % 60);
}

static uint32_t day_of(const struct plan_cell *cell)
{
    return cell->from_min / SETTLE_DAY_MIN;
}

/* The first cell after `c` that is on another day. */
static uint32_t end_of_day(const struct plan *plan, uint32_t c)
{
    uint32_t end = c;
    while (end < plan->n_cells && day_of(&plan->cells[end]) == day_of(&plan->cells[c])) {
        end++;
    }
    return end;
}

static void add_times(struct strbuf *out, const struct render *render, struct arena *arena)
{
    const struct plan *plan = render->plan;
    bool slots = render->options->slots > 0;
    strbuf_add(out, slots ? "slots:\n" : "days:\n");
    for (uint32_t c = 0; c < plan->n_cells; c = end_of_day(plan, c)) {
        uint32_t end = end_of_day(plan, c);
        strbuf_add(out, "  - {date: ");
        add_date(out, arena, day_of(&plan->cells[c]));
        strbuf_add(out, slots ? ", times: [" : ", hours: ");
        for (uint32_t i = c; slots && i < end; i++) {
            strbuf_add(out, i > c ? ", " : "");
            add_span(out, plan->cells[i].from_min, plan->cells[i].to_min);
        }
        if (!slots) {
            add_span(out, plan->cells[c].from_min, plan->cells[end - 1].to_min);
        }
        strbuf_add(out, slots ? "]}\n" : "}\n");
    }
}

static void add_kinds_and_tracks(struct strbuf *out, const struct render *render)
{
    const struct generate_options *o = render->options;
    if (o->shortest_min == o->longest_min) {
        strbuf_print(out, "kinds: {talk: {duration: %" PRIu32 "}}\n", o->longest_min);
    }
    strbuf_add(out, o->tracks > 0 ? "tracks:\n" : "");
    for (uint32_t i = 1; i <= o->tracks; i++) {
        strbuf_print(out, "  - {id: k%" PRIu32 ", name: Track %" PRIu32 "}\n", i, i);
    }
}

/* ---- speakers -------------------------------------------------------------- */

/* Cells in a row on one day are one time, a whole day is its date. */
static void add_away(struct strbuf *out, struct arena *arena, const struct plan *plan,
                     const bool *away)
{
    bool any = false;
    for (uint32_t c = 0; c < plan->n_cells;) {
        uint32_t end = c, day_end = end_of_day(plan, c);
        while (end < day_end && away[end]) {
            end++;
        }
        if (end > c) {
            bool whole = end == day_end &&
                         (c == 0 || day_of(&plan->cells[c - 1]) != day_of(&plan->cells[c]));
            strbuf_add(out, any ? ", " : ", unavailable: [");
            add_date(out, arena, day_of(&plan->cells[c]));
            if (!whole) {
                strbuf_add(out, " ");
                add_span(out, plan->cells[c].from_min, plan->cells[end - 1].to_min);
            }
            any = true;
        }
        c = end > c ? end : c + 1;
    }
    strbuf_add(out, any ? "]" : "");
}

static void add_speakers(struct strbuf *out, struct render *render, struct arena *arena)
{
    const struct plan *plan = render->plan;
    uint32_t *order = arena_array(arena, plan->n_cells, sizeof(*order));
    bool *away = arena_array(arena, plan->n_cells, sizeof(*away));
    uint32_t run = render->options->hours > 0 ? RUN_HOURS : 1;
    uint64_t number = rng_below(&render->words_rng, WORDS_MOST_NAMES);
    strbuf_add(out, "speakers:\n");
    for (uint32_t s = 0; s < render->cast->n_speakers && out->n < YAML_TREE_BYTES; s++) {
        number = (number + NAME_STEP) % WORDS_MOST_NAMES;
        strbuf_print(out, "  - {id: p%" PRIu32 ", name: %s", s + 1, words_person(arena, number));
        if (render->cast->restricted[s]) {
            cast_mark_away(render->cast, plan, s, run, &render->away_rng, order, away);
            add_away(out, arena, plan, away);
        }
        strbuf_add(out, "}\n");
    }
}

/* ---- talks ----------------------------------------------------------------- */

/* A group's tags are called by its first two letters and a number. */
static void add_group(struct strbuf *out, const struct generate_tag_group *group, struct rng *rng,
                      bool first)
{
    uint32_t n = group->least + rng_below(rng, group->most - group->least + 1);
    bool taken[GENERATE_MOST_TAGS] = {false};
    if (n == 0) {
        return;
    }
    for (uint32_t left = n; left > 0;) {
        uint32_t tag = rng_below(rng, group->count);
        left -= taken[tag] ? 0 : 1;
        taken[tag] = true;
    }
    strbuf_print(out, "%s%s: ", first ? ", tags: {" : ", ", group->name);
    for (uint32_t tag = 0, written = 0; tag < GENERATE_MOST_TAGS && written < n; tag++) {
        if (taken[tag]) {
            strbuf_print(out, "%s%.2s%" PRIu32, written++ > 0 ? ", " : "[", group->name, tag + 1);
        }
    }
    strbuf_add(out, "]");
}

/* Marks the groups that the talk has tags of. */
static void add_tags(struct strbuf *out, struct render *render, bool *used)
{
    const struct generate_options *o = render->options;
    bool any = false;
    for (uint32_t g = 0; g < o->n_tag_groups; g++) {
        size_t before = out->n;
        add_group(out, &o->tag_groups[g], &render->topics_rng, !any);
        if (out->n > before) {
            any = true;
            used[g] = true;
        }
    }
    strbuf_add(out, any ? "}" : "");
}

static void add_talk(struct strbuf *out, struct render *render, uint32_t t, bool *used_groups)
{
    const struct generate_options *o = render->options;
    const struct plan_talk *talk = &render->plan->talks[t];
    const struct cast_talk *people = &render->cast->talks[t];
    if (o->shortest_min < o->longest_min) {
        strbuf_print(out, ", duration: %" PRIu32, talk->duration_min);
    }
    for (uint32_t i = 0; i < people->n; i++) {
        strbuf_print(out, "%sp%" PRIu32, i == 0 ? ", speakers: [" : ", ", people->speakers[i] + 1);
    }
    strbuf_add(out, "]");
    if (o->tracks > 0) {
        strbuf_print(out, ", track: k%" PRIu32, rng_below(&render->topics_rng, o->tracks) + 1);
    }
    add_tags(out, render, used_groups);
    if (render->rooms != NULL) {
        struct rooms_demand demand =
            rooms_demand_of(render->rooms[talk->room].class, &render->demands_rng);
        strbuf_print(out, ", audience: %" PRIu32, demand.audience);
        if (demand.feature != NULL) {
            strbuf_print(out, ", requires: {features: [%s]}", demand.feature);
        }
    }
}

static void add_talks(struct strbuf *out, struct render *render, struct arena *arena,
                      bool *used_groups)
{
    uint64_t number = rng_below(&render->words_rng, WORDS_MOST_TITLES);
    strbuf_add(out, "talks:\n");
    for (uint32_t t = 0; t < render->plan->n_talks && out->n < YAML_TREE_BYTES; t++) {
        number = (number + TITLE_STEP) % WORDS_MOST_TITLES;
        strbuf_print(out, "  - {id: t%" PRIu32 ", title: %s", t + 1, words_title(arena, number));
        add_talk(out, render, t, used_groups);
        strbuf_add(out, "}\n");
    }
}

/* ---- the rest -------------------------------------------------------------- */

static void add_attendees(struct strbuf *out, struct render *render, struct arena *arena)
{
    const struct generate_options *o = render->options;
    uint32_t *talks = arena_array(arena, o->wishes, sizeof(*talks));
    strbuf_add(out, o->attendees > 0 ? "attendees:\n" : "");
    for (uint32_t a = 1; a <= o->attendees && out->n < YAML_TREE_BYTES; a++) {
        strbuf_print(out, "  - {id: a%" PRIu32 ", interest: [", a);
        taste_choose(&render->taste, a, &render->wishes_rng, talks, o->wishes);
        for (uint32_t i = 0; i < o->wishes; i++) {
            strbuf_print(out, "%st%" PRIu32, i > 0 ? ", " : "", talks[i] + 1);
        }
        strbuf_add(out, "]}\n");
    }
}

static void add_rules(struct strbuf *out, const struct generate_options *o, const bool *used_groups)
{
    bool any = false;
    for (uint32_t g = 0; g < o->n_tag_groups; g++) {
        if (used_groups[g]) {
            strbuf_print(out, "%s%s: %" PRIu32, any ? ", " : "rules: {tag-parallel: {",
                         o->tag_groups[g].name, o->tag_groups[g].weight);
            any = true;
        }
    }
    strbuf_add(out, any ? "}}\n" : "");
}

/* How many keys and values a reader counts: each follows a bracket, a comma, a colon or a dash, but
 * for the keys that begin a line. */
static size_t count_nodes(const struct strbuf *text)
{
    size_t n = 1;
    for (size_t i = 0; i < text->n; i++) {
        char c = text->v[i];
        int after = i + 1 < text->n ? text->v[i + 1] : '\n';
        bool begins_line = i == 0 || text->v[i - 1] == '\n';
        n += c == '[' || c == '{' || (c == ',' && after == ' ') ||
             (c == ':' && (after == ' ' || after == '\n')) || (c == '-' && after == ' ') ||
             (begins_line && c >= 'a' && c <= 'z');
    }
    return n;
}

const char *render_yaml(struct arena *arena, struct render *render)
{
    struct strbuf out = {0};
    bool used_groups[GENERATE_GROUPS_MAX] = {false};
    add_head(&out, render);
    add_rooms(&out, render);
    add_times(&out, render, arena);
    add_kinds_and_tracks(&out, render);
    add_speakers(&out, render, arena);
    add_talks(&out, render, arena, used_groups);
    add_attendees(&out, render, arena);
    add_rules(&out, render->options, used_groups);
    if (out.n > YAML_TREE_BYTES || count_nodes(&out) > MOST_NODES) {
        strbuf_free(&out);
        return NULL;
    }
    return strbuf_finish(&out, arena);
}
