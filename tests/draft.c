#include "draft.h"

#include "core/rule.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

BASE_PRINTF(2, 3) static void add_line(struct draft *draft, const char *fmt, ...)
{
    BUG_UNLESS(draft->n < DRAFT_LINES);
    va_list args;
    va_start(args, fmt);
    vsnprintf(draft->lines[draft->n++], DRAFT_LINE_BYTES, fmt, args);
    va_end(args);
}

/* Adds to the line begun last. */
BASE_PRINTF(2, 3) static void append(struct draft *draft, const char *fmt, ...)
{
    char *line = draft->lines[draft->n - 1];
    size_t length = strlen(line);
    va_list args;
    va_start(args, fmt);
    vsnprintf(line + length, DRAFT_LINE_BYTES - length, fmt, args);
    va_end(args);
}

const char *draft_render(struct draft *draft)
{
    size_t length = 0;
    for (uint32_t i = 0; i < draft->n; i++) {
        if (!draft->dropped[i]) {
            length += (size_t)sprintf(draft->text + length, "%s\n", draft->lines[i]);
        }
    }
    draft->text[length] = '\0';
    return draft->text;
}

static uint32_t below(struct draft *draft, uint32_t n)
{
    return rng_below(&draft->rng, n);
}

static bool percent(struct draft *draft, uint32_t chance)
{
    return below(draft, 100) < chance;
}

static bool about(const struct draft *draft, const char *rules)
{
    const char *found = strstr(rules, draft->rule);
    size_t length = strlen(draft->rule);
    return found != NULL && (found == rules || found[-1] == ' ') &&
           (found[length] == ' ' || found[length] == '\0');
}

/* Whether an ingredient of these rules goes in: often when one of them is tested, else now and
 * then. */
static bool wanted(struct draft *draft, const char *rules)
{
    return percent(draft, about(draft, rules) ? 65 : 8);
}

/* The same for what takes several events to matter. */
static bool mostly_wanted(struct draft *draft, const char *rules)
{
    return percent(draft, about(draft, rules) ? 92 : 8);
}

static const char *const times_of_day[] = {"09:00-10:00", "09:00-10:30", "09:30-10:30",
                                           "09:00-09:30"};
static const char *const dates[] = {"2026-05-14", "2026-05-15"};

static const char *date(struct draft *draft)
{
    return dates[draft->two_days ? below(draft, 2) : 0];
}

static const char *tags_of_window(struct draft *draft)
{
    static const char *const tags[] = {"", ", tags: [early]", ", tags: [late]",
                                       ", tags: [early, late]"};
    return tags[wanted(draft, "window-tags preferred-time avoided-time") ? below(draft, 4) : 0];
}

static void add_times(struct draft *draft)
{
    static const char *const aligned[] = {"[09:00-09:30, 09:30-10:00]",
                                          "[09:00-10:00, 10:00-10:30]"};
    static const char *const loose[] = {"[09:00-09:30, 09:45-10:15]", "[09:15-09:45, 10:00-11:00]",
                                        "[09:00-10:00]"};
    draft->slots = percent(draft, 45);
    draft->two_days = percent(draft, about(draft, "after preferred-time avoided-time "
                                                  "published-time level-flow no-gaps")
                                         ? 60
                                         : 20);
    bool same = percent(draft, 60);
    uint32_t set = below(draft, 2);
    add_line(draft, draft->slots ? "slots:" : "windows:");
    for (uint32_t d = 0; d < (draft->two_days ? 2 : 1); d++) {
        for (uint32_t r = 0; r < draft->n_rooms; r++) {
            const char *tags = tags_of_window(draft);
            if (draft->slots) {
                add_line(draft, "  - {date: %s, times: %s, rooms: [r%u]%s", dates[d],
                         same ? aligned[set] : loose[below(draft, 3)], (unsigned)r, tags);
            } else {
                add_line(draft, "  - {id: w%u%u, date: %s, time: %s, rooms: [r%u]%s", (unsigned)d,
                         (unsigned)r, dates[d], times_of_day[below(draft, 4)], (unsigned)r, tags);
            }
            append(draft, "%s%s}", wanted(draft, "kind-window") ? ", kinds: [bof, keynote]" : "",
                   wanted(draft, "kind-window") ? ", tracks: [t0]" : "");
        }
    }
}

static void add_rooms(struct draft *draft)
{
    static const char *const features[] = {"", ", features: [video]", ", features: [video, stage]",
                                           ", features: [stage]"};
    bool several = about(draft, "audience-mix audience-track language-mix popular-big-room "
                                "published-room");
    draft->n_rooms = several ? 2 + below(draft, 2)
                             : 1 + below(draft, about(draft, "room-clash speaker-clash") ? 2 : 3);
    add_line(draft, "rooms:");
    for (uint32_t r = 0; r < draft->n_rooms; r++) {
        add_line(draft, "  - {id: r%u%s", (unsigned)r,
                 wanted(draft, "room-features preferred-room avoided-room")
                     ? features[below(draft, 4)]
                     : "");
        if (wanted(draft, "room-capacity popular-big-room")) {
            append(draft, ", capacity: %u", (unsigned)below(draft, 60));
        }
        append(draft, "%s}", wanted(draft, "room-clash no-gaps") ? ", changeover: 15" : "");
    }
    if (draft->n_rooms > 1 && wanted(draft, "speaker-clash")) {
        add_line(draft, "walk: [{between: [r0, r1], minutes: %u}]",
                 10 + 10 * (unsigned)below(draft, 5));
    }
}

/* {times: …, rooms: …, features: …}, or some of these. */
static void append_wish(struct draft *draft, const char *time)
{
    append(draft, "{features: [%s]", percent(draft, 50) ? "stage" : "");
    if (percent(draft, 60)) {
        append(draft, ", times: [%s %s]", date(draft), time);
    }
    if (percent(draft, 60)) {
        append(draft, ", rooms: [r%u]", (unsigned)below(draft, draft->n_rooms));
    }
    append(draft, "}");
}

/* requires, prohibits, prefers and avoids, as anybody may have them. */
static void append_wishes(struct draft *draft)
{
    static const char *const features[] = {"[video]", "[stage]", "[video, stage]"};
    if (wanted(draft, "room-features")) {
        append(draft, ", requires: {features: %s}", features[below(draft, 3)]);
    }
    if (wanted(draft, "room-features window-tags")) {
        append(draft, ", prohibits: {%s: %s}", about(draft, "room-features") ? "features" : "tags",
               about(draft, "room-features") ? features[below(draft, 3)] : "[late]");
    } else if (wanted(draft, "window-tags")) {
        append(draft, ", prohibits: {tags: [early]}");
    }
    if (wanted(draft, "preferred-time preferred-room")) {
        append(draft, ", prefers: ");
        append_wish(draft, percent(draft, 50) ? "09:00-09:30" : "09:15-11:00");
    }
    if (wanted(draft, "avoided-time avoided-room")) {
        append(draft, ", avoids: ");
        append_wish(draft, "09:15-09:30");
    }
}

static void add_people(struct draft *draft)
{
    draft->n_people = 1 + below(draft, 3);
    draft->n_tracks = 2;
    add_line(draft, "speakers:");
    for (uint32_t p = 0; p < draft->n_people; p++) {
        add_line(draft, "  - {id: p%u, name: Person %c", (unsigned)p, (char)('A' + p));
        if (wanted(draft, "speaker-available")) {
            append(draft, ", unavailable: [%s %s]", date(draft), times_of_day[below(draft, 4)]);
        }
        if (wanted(draft, "speaker-clash")) {
            append(draft, ", pause: 15");
        }
        if (wanted(draft, "comfortable-hours")) {
            static const char *const zones[] = {"America/New_York", "Asia/Tokyo", "Asia/Kolkata",
                                                "Pacific/Auckland"};
            append(draft, ", timezone: %s", zones[below(draft, 4)]);
        }
        append_wishes(draft);
        append(draft, "}");
    }
    add_line(draft, "tracks:");
    for (uint32_t t = 0; t < draft->n_tracks; t++) {
        add_line(draft, "  - {id: t%u, name: Track %u", (unsigned)t, (unsigned)t);
        if (percent(draft, about(draft, "pinned") ? 30 : 3)) {
            append(draft, ", room: r%u", (unsigned)below(draft, draft->n_rooms));
        }
        if (percent(draft, about(draft, "pinned") ? 30 : 3)) {
            append(draft, ", time: %s 09:00-10:00", date(draft));
        }
        if (percent(draft, 30)) {
            append_wishes(draft);
        }
        append(draft, "}");
    }
    add_line(draft, "kinds:");
    add_line(draft, "  bof: {duration: 30%s%s",
             wanted(draft, "kind-window") ? ", slots_only: true" : "",
             wanted(draft, "after") ? ", after_same_day: [announcement]" : "");
    if (percent(draft, 20)) {
        append_wishes(draft);
    }
    append(draft, "}");
}

/* "[e0, e2]": some events other than `self`. */
static void append_events(struct draft *draft, const char *key, uint32_t self)
{
    uint32_t other = below(draft, draft->n_talks);
    if (other != self) {
        append(draft, ", %s: [e%u]", key, (unsigned)other);
    }
}

static void append_tags(struct draft *draft)
{
    static const char *const tags[] = {
        "[x]", "[x, y]",          "{content: [c], sector: [s]}", "{content: [c, d]}",
        "[y]", "{audience: [m]}", "{audience: [m, n]}"};
    bool by_audience = about(draft, "audience-mix audience-track") && percent(draft, 75);
    bool by_content = about(draft, "level-flow");
    uint32_t i = by_audience  ? 5 + below(draft, 2)
                 : by_content ? 2 + below(draft, 2)
                              : below(draft, 7);
    draft->tag_x = draft->tag_x || i < 2;
    draft->tag_y = draft->tag_y || i == 1 || i == 4;
    draft->content = draft->content || i == 2 || i == 3;
    draft->sector = draft->sector || i == 2;
    append(draft, ", tags: %s", tags[i]);
}

/* What rules on mixes, crowds and announcements look at. */
static void append_marks(struct draft *draft)
{
    if (mostly_wanted(draft, "level-mix level-flow")) {
        append(draft, ", level: %u", 1 + (unsigned)below(draft, 3));
    }
    if (wanted(draft, "language-mix")) {
        append(draft, ", language: %s", percent(draft, 50) ? "en" : "de");
    }
    if (wanted(draft, "crowd-control")) {
        append(draft, ", crowding: true");
    }
    if (mostly_wanted(draft, "published-time published-room")) {
        static const char *const clocks[] = {"09:00", "09:30", "09:45", "10:00", "12:00"};
        append(draft, ", published: {start: %s %s", date(draft), clocks[below(draft, 5)]);
        append(draft, percent(draft, 60) ? ", room: r%u}" : "}",
               (unsigned)below(draft, draft->n_rooms));
    }
}

/* What talks and bofs may have. */
static void append_event(struct draft *draft, uint32_t i)
{
    append(draft, ", duration: %u",
           draft->slots ? 15 + 15 * (unsigned)below(draft, 2)
                        : 30 + 15 * (unsigned)below(draft, 3));
    if (mostly_wanted(draft, "audience-track level-flow")) {
        append(draft, ", track: t%u", percent(draft, 80) ? 0 : 1);
    } else if (wanted(draft, "track-parallel bof-clash kind-window pinned") || percent(draft, 15)) {
        append(draft, ", track: t%u", (unsigned)below(draft, draft->n_tracks));
    }
    if (mostly_wanted(draft, "audience-mix audience-track level-flow") ||
        wanted(draft, "tag-parallel not-parallel")) {
        append_tags(draft);
    }
    append_marks(draft);
    if (wanted(draft, "room-capacity popular-big-room")) {
        append(draft, ", audience: %u", (unsigned)below(draft, 80));
    }
    if (wanted(draft, "not-parallel")) {
        append_events(draft, "not_with", i);
    }
    if (wanted(draft, "bof-clash")) {
        append_events(draft, "related", i);
    }
    if (wanted(draft, "after")) {
        append_events(draft, "after", i);
    }
    if (wanted(draft, "after")) {
        append_events(draft, "after_same_day", i);
    }
    if (wanted(draft, "pinned")) {
        append(draft,
               percent(draft, 50) ? ", pin: {start: %s 09:30, room: r0}"
                                  : ", pin: {start: %s 09:00}",
               date(draft));
    }
    if (percent(draft, about(draft, "plenary") ? 35 : 4)) {
        append(draft, ", plenary: true");
    }
    if (wanted(draft, "unscheduled")) {
        append(draft, percent(draft, 50) ? ", optional: true, cost: %u" : ", priority: %u",
               1 + (unsigned)below(draft, 3));
    }
    append_wishes(draft);
    append(draft, "}");
}

static void append_people(struct draft *draft, const char *key, uint32_t share)
{
    if (percent(draft, share)) {
        uint32_t first = below(draft, draft->n_people);
        uint32_t second = below(draft, draft->n_people);
        append(draft, ", %s: [p%u", key, (unsigned)first);
        if (second != first && percent(draft, 40)) {
            append(draft, ", p%u", (unsigned)second);
        }
        append(draft, "]");
    }
}

static void add_events(struct draft *draft)
{
    uint32_t share =
        about(draft,
              "speaker-clash speaker-available preferred-time avoided-time comfortable-hours")
            ? 80
            : 30;
    uint32_t n_bofs =
        about(draft, "bof-clash kind-window after") ? 1 + below(draft, 2) : below(draft, 2);
    draft->n_talks = 2 + below(draft, 3);
    n_bofs = n_bofs > draft->n_talks - 1 ? draft->n_talks - 1 : n_bofs;
    for (uint32_t i = 0; i < draft->n_talks; i++) {
        bool bof = i + n_bofs >= draft->n_talks;
        if (i == 0 || (bof && i + n_bofs == draft->n_talks)) {
            add_line(draft, bof ? "bofs:" : "talks:");
        }
        add_line(draft, "  - {id: e%u, title: Event %u", (unsigned)i, (unsigned)i);
        append_people(draft, bof ? "hosts" : "speakers", share);
        append_event(draft, i);
    }
    bool fixed = about(draft, "plenary after room-clash no-gaps") || percent(draft, 15);
    if (fixed && percent(draft, 60)) {
        static const char *const where[] = {"r0", "Town Hall"};
        static const char *const spans[] = {"09:00-09:30", "09:15-10:15", "10:00-10:30"};
        add_line(draft, "fixed:");
        for (uint32_t i = 0; i < 1 + below(draft, 2); i++) {
            add_line(draft,
                     "  - {id: f%u, title: Fixed %u, kind: announcement, date: %s, time: %s, "
                     "where: %s%s}",
                     (unsigned)i, (unsigned)i, date(draft), spans[below(draft, 3)],
                     where[below(draft, 2)], percent(draft, 40) ? ", plenary: true" : "");
        }
    }
}

static void add_attendees(struct draft *draft)
{
    if (!about(draft, "attendee-clash") &&
        percent(draft, about(draft, "popular-big-room") ? 40 : 85)) {
        return;
    }
    add_line(draft, "attendees:");
    uint32_t n = 1 + below(draft, 3);
    for (uint32_t a = 0; a < n; a++) {
        add_line(draft, "  - {id: a%u, interest: {e0: %u, e1: %u", (unsigned)a,
                 1 + (unsigned)below(draft, 4), 1 + (unsigned)below(draft, 2));
        if (draft->n_talks > 2 && percent(draft, 70)) {
            append(draft, ", e2: %u", 1 + (unsigned)below(draft, 3));
        }
        append(draft, "}}");
    }
}

static const char *any_strength(struct draft *draft)
{
    static const char *const strengths[] = {"off", "hard", "3", "7", "0", "hard"};
    return strengths[below(draft, 6)];
}

static const char *any_per(struct draft *draft)
{
    static const char *const per[] = {"auto", "pair", "tick"};
    return per[below(draft, 3)];
}

/* Parameters of the rule begun last. */
static void append_params(struct draft *draft, const char *id)
{
    static const char *const bands[] = {"05:30-19:00", "18:00-19:30", "21:00-30:00", "00:00-24:00",
                                        "03:00-14:45"};
    bool content = draft->content && percent(draft, 40);
    if (strcmp(id, "audience-mix") == 0 || strcmp(id, "audience-track") == 0) {
        append(draft, "%s", content ? ", group: content" : "");
    } else if (strcmp(id, "level-flow") == 0) {
        append(draft, "%s%s", percent(draft, 40) ? ", of: tags" : "",
               content ? ", group: content" : "");
    } else if (strcmp(id, "popular-big-room") == 0) {
        append(draft, ", among: %s", percent(draft, 50) ? "all" : "parallel");
    } else if (strcmp(id, "comfortable-hours") == 0) {
        append(draft, ", good: '%s', bearable: '%s', less: %u, worse: %u", bands[below(draft, 5)],
               bands[below(draft, 5)], (unsigned)below(draft, 3), (unsigned)below(draft, 5));
    }
}

static void add_rules(struct draft *draft)
{
    add_line(draft, "rules:");
    for (uint32_t i = 0; i < rule_table_count(); i++) {
        const struct rule *rule = rule_table_at(i);
        bool tested = strcmp(rule->id, draft->rule) == 0;
        if (rule->structural || (!tested && percent(draft, 92))) {
            continue;
        }
        const char *strength = tested ? draft->strength : any_strength(draft);
        bool per = rule->n_params > 0 && strcmp(rule->params[rule->n_params - 1].name, "per") == 0;
        if (strcmp(rule->id, "tag-parallel") == 0) {
            add_line(draft, "  tag-parallel: {strength: %s, per: %s", strength, any_per(draft));
            append(draft, "%s%s}", draft->content ? ", content: hard" : "",
                   draft->sector ? ", sector: 2" : "");
        } else if (strcmp(rule->id, "bof-clash") == 0) {
            add_line(draft, "  bof-clash: {related: %s, same_track: %s, per: %s}", strength,
                     tested ? strength : any_strength(draft), any_per(draft));
        } else if (strcmp(rule->id, "not-parallel") == 0) {
            add_line(draft, "  not-parallel: {strength: %s, exclusive_tags: [%s%s%s]}", strength,
                     draft->tag_x ? "x" : "", draft->tag_x && draft->tag_y ? ", " : "",
                     draft->tag_y ? "y" : "");
        } else if (strcmp(rule->id, "after") == 0) {
            add_line(draft, "  after: {strength: %s, gap: %u}", strength,
                     15 * (unsigned)below(draft, 2));
        } else {
            add_line(draft, "  %s: {strength: %s", rule->id, strength);
            append_params(draft, rule->id);
            append(draft, per ? ", per: %s}" : "}", per ? any_per(draft) : "");
        }
    }
}

void draft_problem(struct draft *draft, const char *rule, const char *strength, uint64_t seed)
{
    /* Each rule has problems of its own. */
    for (const char *c = rule; *c != '\0'; c++) {
        seed = seed * 31 + (unsigned char)*c;
    }
    *draft = (struct draft){.rng = rng_seeded(seed), .rule = rule, .strength = strength};
    add_line(draft, "conference: {title: Tiny, timezone: UTC, granularity: %u}",
             percent(draft, 70) ? 30 : 15);
    add_rooms(draft);
    add_times(draft);
    add_people(draft);
    add_events(draft);
    add_attendees(draft);
    add_rules(draft);
}
