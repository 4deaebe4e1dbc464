#include "draft_lines.h"

#include <stdio.h>
#include <string.h>

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

/* Rules on tracks in sessions. */
#define ON_TRACKS                                                                                  \
    "window-one-track track-one-room track-contiguous similar-tracks cell-cost chair-clash "       \
    "order-in-track"
/* Rules that look at sessions, or may. */
#define ON_SESSIONS ON_TRACKS " track-parallel speaker-clash not-parallel"

static const char *const times_of_day[] = {"09:00-10:00", "09:00-10:30", "09:30-10:30",
                                           "09:00-09:30"};
static const char *const dates[] = {"2026-05-14", "2026-05-15"};

/* The rules about what has been announced. */
#define PUBLISHED_RULES                                                                            \
    "published-time published-room people-told events-moved displacement moves-limit frozen"

/* The rules about days. */
#define DAY_RULES "speaker-day-limit speaker-same-day speaker-span same-day spread-repeats position"

static const char *date(struct draft *draft)
{
    return dates[draft->two_days ? draft_below(draft, 2) : 0];
}

static const char *tags_of_window(struct draft *draft)
{
    static const char *const tags[] = {"", ", tags: [early]", ", tags: [late]",
                                       ", tags: [early, late]"};
    return tags[draft_wanted(draft, "window-tags preferred-time avoided-time")
                    ? draft_below(draft, 4)
                    : 0];
}

/* Windows that all rooms, or some, have in common. */
static void add_sessions(struct draft *draft)
{
    static const char *const times[] = {"09:00-10:00", "10:00-10:30", "10:45-11:15"};
    bool many = draft_about(draft, "track-contiguous");
    uint32_t n_days = 1 + (draft_percent(draft, 40) ? 1 : 0);
    uint32_t n = many ? 3 : 2 + draft_below(draft, n_days == 1 ? 2 : 1);
    draft->two_days = n_days == 2;
    draft->sessions = true;
    draft_add_line(draft, "windows:");
    for (uint32_t d = 0; d < n_days; d++) {
        for (uint32_t i = 0; i < n; i++) {
            draft_add_line(draft, "  - {id: w%u%u, date: %s, time: %s", (unsigned)d, (unsigned)i,
                           dates[d], times[i]);
            if (draft_percent(draft, 20)) {
                draft_append(draft, ", rooms: [r%u]", (unsigned)draft_below(draft, draft->n_rooms));
            }
            draft_append(draft, "%s}", tags_of_window(draft));
        }
    }
}

static void add_times(struct draft *draft)
{
    if (draft_percent(draft, draft_about(draft, "track-contiguous") ? 90
                             : draft_about(draft, ON_SESSIONS)      ? 65
                             : draft_about(draft, "attendee-clash") ? 25
                                                                    : 5)) {
        add_sessions(draft);
        return;
    }
    static const char *const aligned[] = {"[09:00-09:30, 09:30-10:00]",
                                          "[09:00-10:00, 10:00-10:30]"};
    static const char *const loose[] = {"[09:00-09:30, 09:45-10:15]", "[09:15-09:45, 10:00-11:00]",
                                        "[09:00-10:00]"};
    draft->slots = draft_percent(draft, 45);
    draft->two_days = draft_percent(
        draft, draft_about(draft, DAY_RULES) ? 85
               : draft_about(draft, "after preferred-time avoided-time " PUBLISHED_RULES
                                    " level-flow no-gaps")
                   ? 60
                   : 20);
    bool same = draft_percent(draft, 60);
    uint32_t set = draft_below(draft, 2);
    draft_add_line(draft, draft->slots ? "slots:" : "windows:");
    for (uint32_t d = 0; d < (draft->two_days ? 2 : 1); d++) {
        for (uint32_t r = 0; r < draft->n_rooms; r++) {
            const char *tags = tags_of_window(draft);
            if (draft->slots) {
                draft_add_line(draft, "  - {date: %s, times: %s, rooms: [r%u]%s", dates[d],
                               same ? aligned[set] : loose[draft_below(draft, 3)], (unsigned)r,
                               tags);
            } else {
                draft_add_line(draft, "  - {id: w%u%u, date: %s, time: %s, rooms: [r%u]%s",
                               (unsigned)d, (unsigned)r, dates[d],
                               times_of_day[draft_below(draft, 4)], (unsigned)r, tags);
            }
            draft_append(draft, "%s%s}",
                         draft_wanted(draft, "kind-window") ? ", kinds: [bof, keynote]" : "",
                         draft_wanted(draft, "kind-window") ? ", tracks: [t0]" : "");
        }
    }
}

/* room_cost and window_cost, as tracks, events and, `rooms` false, rooms may have them. */
static void append_costs(struct draft *draft, bool rooms)
{
    if (rooms && draft_wanted(draft, "cell-cost")) {
        draft_append(draft, ", room_cost: {r%u: %u}", (unsigned)draft_below(draft, draft->n_rooms),
                     1 + (unsigned)draft_below(draft, 3));
    }
    if (draft_wanted(draft, "cell-cost")) {
        draft_append(draft, ", window_cost: {%s: %u}", date(draft),
                     1 + (unsigned)draft_below(draft, 3));
    }
}

static void add_rooms(struct draft *draft)
{
    static const char *const features[] = {"", ", features: [video]", ", features: [video, stage]",
                                           ", features: [stage]"};
    bool several = draft_about(
        draft, "audience-mix audience-track language-mix popular-big-room " PUBLISHED_RULES);
    bool few = draft_about(draft, DAY_RULES " room-clash speaker-clash multi-part");
    draft->n_rooms = several ? 2 + draft_below(draft, 2) : 1 + draft_below(draft, few ? 2 : 3);
    draft_add_line(draft, "rooms:");
    for (uint32_t r = 0; r < draft->n_rooms; r++) {
        draft_add_line(draft, "  - {id: r%u%s", (unsigned)r,
                       draft_wanted(draft, "room-features preferred-room avoided-room")
                           ? features[draft_below(draft, 4)]
                           : "");
        if (draft_wanted(draft, "room-capacity popular-big-room")) {
            draft_append(draft, ", capacity: %u", (unsigned)draft_below(draft, 60));
        } else if (draft_wanted(draft, "attendee-clash")) {
            draft_append(draft, ", capacity: %u", (unsigned)draft_below(draft, 4));
        }
        draft_append(draft, "%s",
                     draft_wanted(draft, "room-clash multi-part no-gaps") ? ", changeover: 15"
                                                                          : "");
        append_costs(draft, false);
        draft_append(draft, "}");
    }
    if (draft->n_rooms > 1 && draft_wanted(draft, "speaker-clash")) {
        draft_add_line(draft, "walk: [{between: [r0, r1], minutes: %u}]",
                       10 + 10 * (unsigned)draft_below(draft, 5));
    }
}

/* {times: …, rooms: …, features: …}, or some of these. */
static void append_wish(struct draft *draft, const char *time)
{
    draft_append(draft, "{features: [%s]", draft_percent(draft, 50) ? "stage" : "");
    if (draft_percent(draft, 60)) {
        draft_append(draft, ", times: [%s %s]", date(draft), time);
    }
    if (draft_percent(draft, 60)) {
        draft_append(draft, ", rooms: [r%u]", (unsigned)draft_below(draft, draft->n_rooms));
    }
    draft_append(draft, "}");
}

/* requires, prohibits, prefers and avoids, as anybody may have them. */
static void append_wishes(struct draft *draft)
{
    static const char *const features[] = {"[video]", "[stage]", "[video, stage]"};
    if (draft_wanted(draft, "room-features")) {
        draft_append(draft, ", requires: {features: %s}", features[draft_below(draft, 3)]);
    }
    if (draft_wanted(draft, "room-features window-tags")) {
        draft_append(draft, ", prohibits: {%s: %s}",
                     draft_about(draft, "room-features") ? "features" : "tags",
                     draft_about(draft, "room-features") ? features[draft_below(draft, 3)]
                                                         : "[late]");
    } else if (draft_wanted(draft, "window-tags")) {
        draft_append(draft, ", prohibits: {tags: [early]}");
    }
    if (draft_wanted(draft, "preferred-time preferred-room")) {
        draft_append(draft, ", prefers: ");
        append_wish(draft, draft_percent(draft, 50) ? "09:00-09:30" : "09:15-11:00");
    }
    if (draft_wanted(draft, "avoided-time avoided-room")) {
        draft_append(draft, ", avoids: ");
        append_wish(draft, "09:15-09:30");
    }
}

static void append_people(struct draft *draft, const char *key, uint32_t share)
{
    if (draft_percent(draft, share)) {
        uint32_t first = draft_below(draft, draft->n_people);
        uint32_t second = draft_below(draft, draft->n_people);
        draft_append(draft, ", %s: [p%u", key, (unsigned)first);
        if (second != first && draft_percent(draft, 40)) {
            draft_append(draft, ", p%u", (unsigned)second);
        }
        draft_append(draft, "]");
    }
}

static void add_people(struct draft *draft)
{
    draft->n_people = 1 + draft_below(draft, 3);
    draft->n_tracks = 2;
    draft_add_line(draft, "speakers:");
    for (uint32_t p = 0; p < draft->n_people; p++) {
        draft_add_line(draft, "  - {id: p%u, name: Person %c", (unsigned)p, (char)('A' + p));
        if (draft_wanted(draft, "speaker-available")) {
            draft_append(draft, ", unavailable: [%s %s]", date(draft),
                         times_of_day[draft_below(draft, 4)]);
        }
        if (draft_percent(draft, draft_about(draft, "speaker-clash") ? 65
                                 : draft_about(draft, "multi-part")  ? 20
                                                                     : 8)) {
            draft_append(draft, ", pause: 15");
        }
        if (draft_wanted(draft, "speaker-day-limit")) {
            draft_append(draft, ", max_per_day: %u", 1 + (unsigned)draft_below(draft, 2));
        }
        if (draft_wanted(draft, "comfortable-hours")) {
            static const char *const zones[] = {"America/New_York", "Asia/Tokyo", "Asia/Kolkata",
                                                "Pacific/Auckland"};
            draft_append(draft, ", timezone: %s", zones[draft_below(draft, 4)]);
        }
        if (draft_percent(draft, draft_about(draft, "fair-share") ? 60 : 4)) {
            draft_append(draft, ", first_time: true");
        }
        append_wishes(draft);
        draft_append(draft, "}");
    }
    draft_add_line(draft, "tracks:");
    for (uint32_t t = 0; t < draft->n_tracks; t++) {
        draft_add_line(draft, "  - {id: t%u, name: Track %u", (unsigned)t, (unsigned)t);
        if (draft_percent(draft, draft_about(draft, "pinned") ? 30 : 3)) {
            draft_append(draft, ", room: r%u", (unsigned)draft_below(draft, draft->n_rooms));
        }
        if (draft_percent(draft, draft_about(draft, "pinned") ? 30 : 3)) {
            draft_append(draft, ", time: %s 09:00-10:00", date(draft));
        }
        if (draft_percent(draft, 30)) {
            append_wishes(draft);
        }
        append_costs(draft, true);
        if (draft_wanted(draft, "similar-tracks")) {
            draft_append(draft, ", similar_to: {t%u: %u}", (unsigned)(1 - t),
                         1 + (unsigned)draft_below(draft, 3));
        }
        append_people(draft, "chairs",
                      draft_about(draft, "chair-clash speaker-clash people-told") ? 85 : 5);
        draft_append(draft, "}");
    }
    draft_add_line(draft, "kinds:");
    draft_add_line(draft, "  bof: {duration: 30%s%s",
                   draft_wanted(draft, "kind-window") ? ", slots_only: true" : "",
                   draft_wanted(draft, "after") ? ", after_same_day: [announcement]" : "");
    if (draft_percent(draft, 20)) {
        append_wishes(draft);
    }
    draft_append(draft, "}");
}

/* "[e0, e2]": some events other than `self`. */
static void append_events(struct draft *draft, const char *key, uint32_t self)
{
    uint32_t other = draft_below(draft, draft->n_talks);
    if (other != self) {
        draft_append(draft, ", %s: [e%u]", key, (unsigned)other);
    }
}

static void append_tags(struct draft *draft)
{
    static const char *const tags[] = {
        "[x]", "[x, y]",          "{content: [c], sector: [s]}", "{content: [c, d]}",
        "[y]", "{audience: [m]}", "{audience: [m, n]}"};
    bool by_audience =
        draft_about(draft, "audience-mix audience-track") && draft_percent(draft, 75);
    bool by_content = draft_about(draft, "level-flow track-one-room");
    uint32_t i = by_audience  ? 5 + draft_below(draft, 2)
                 : by_content ? 2 + draft_below(draft, 2)
                              : draft_below(draft, 7);
    draft->tag_x = draft->tag_x || i < 2;
    draft->tag_y = draft->tag_y || i == 1 || i == 4;
    draft->content = draft->content || i == 2 || i == 3;
    draft->sector = draft->sector || i == 2;
    draft_append(draft, ", tags: %s", tags[i]);
}

/* Positions, parts and repeats; few, for each makes another event. */
static void append_series(struct draft *draft, uint32_t i)
{
    static const char *const positions[] = {"first", "last", "{at: first, of: day}",
                                            "{at: last, of: day}"};
    bool first = i == 0;
    if (draft_percent(draft, draft_about(draft, "position") ? 50 : 4)) {
        draft_append(draft, ", position: %s", positions[draft_below(draft, 4)]);
    }
    if (draft_percent(draft, draft_about(draft, "multi-part") ? (first ? 85 : 15) : 3)) {
        draft_append(draft, ", parts: %u", 2 + (unsigned)(draft_below(draft, 4) == 0));
    } else if (draft_percent(draft, draft_about(draft, "spread-repeats") ? (first ? 85 : 15) : 3)) {
        draft_append(draft, ", repeats: %u", 2 + (unsigned)(draft_below(draft, 4) == 0));
    }
}

/* What rules on mixes, crowds and announcements look at. */
static void append_marks(struct draft *draft)
{
    if (draft_mostly_wanted(draft, "level-mix level-flow")) {
        draft_append(draft, ", level: %u", 1 + (unsigned)draft_below(draft, 3));
    }
    if (draft_wanted(draft, "language-mix")) {
        draft_append(draft, ", language: %s", draft_percent(draft, 50) ? "en" : "de");
    }
    if (draft_wanted(draft, "crowd-control")) {
        draft_append(draft, ", crowding: true");
    }
    if (draft_mostly_wanted(draft, PUBLISHED_RULES)) {
        static const char *const clocks[] = {"09:00", "09:30", "09:45", "10:00", "12:00"};
        draft_append(draft, ", published: {start: %s %s", date(draft),
                     clocks[draft_below(draft, 5)]);
        draft_append(draft, draft_percent(draft, 60) ? ", room: r%u}" : "}",
                     (unsigned)draft_below(draft, draft->n_rooms));
    }
}

/* What talks and bofs may have. */
static void append_event(struct draft *draft, uint32_t i)
{
    draft_append(draft, ", duration: %u",
                 draft->slots || draft->sessions ? 15 + 15 * (unsigned)draft_below(draft, 2)
                                                 : 30 + 15 * (unsigned)draft_below(draft, 3));
    if (draft_mostly_wanted(draft, "audience-track level-flow")) {
        draft_append(draft, ", track: t%u", draft_percent(draft, 80) ? 0 : 1);
    } else if (draft_wanted(draft,
                            "track-parallel bof-clash kind-window pinned same-day " ON_TRACKS) ||
               draft_percent(draft, 15)) {
        bool one =
            draft_about(draft, "track-contiguous order-in-track") && draft_percent(draft, 70);
        draft_append(draft, ", track: t%u",
                     one ? 0 : (unsigned)draft_below(draft, draft->n_tracks));
    }
    if (draft_wanted(draft, "order-in-track")) {
        draft_append(draft, ", order: %u", 1 + (unsigned)draft_below(draft, 3));
    }
    if (draft_mostly_wanted(draft, "audience-mix audience-track level-flow") ||
        draft_wanted(draft, "tag-parallel not-parallel same-day track-one-room")) {
        append_tags(draft);
    }
    append_marks(draft);
    if (draft_wanted(draft, "room-capacity popular-big-room")) {
        draft_append(draft, ", audience: %u", (unsigned)draft_below(draft, 80));
    }
    if (draft_wanted(draft, "not-parallel")) {
        append_events(draft, "not_with", i);
    }
    if (draft_wanted(draft, "bof-clash")) {
        append_events(draft, "related", i);
    }
    if (draft_percent(draft, draft_about(draft, "attendee-clash") ? 25 : 4)) {
        uint32_t other = draft_below(draft, draft->n_talks);
        draft_append(draft, other == i ? "" : ", clash: {e%u: %u}", (unsigned)other,
                     (unsigned)draft_below(draft, 4));
    }
    if (draft_wanted(draft, "after")) {
        append_events(draft, "after", i);
    }
    if (draft_wanted(draft, "after")) {
        append_events(draft, "after_same_day", i);
    }
    if (draft_wanted(draft, "pinned")) {
        draft_append(draft,
                     draft_percent(draft, 50) ? ", pin: {start: %s 09:30, room: r0}"
                                              : ", pin: {start: %s 09:00}",
                     date(draft));
    }
    if (draft_percent(draft, draft_about(draft, "plenary") ? 35 : 4)) {
        draft_append(draft, ", plenary: true");
    }
    if (draft_wanted(draft, "unscheduled")) {
        draft_append(draft,
                     draft_percent(draft, 50) ? ", optional: true, cost: %u" : ", priority: %u",
                     1 + (unsigned)draft_below(draft, 3));
    }
    append_series(draft, i);
    append_wishes(draft);
    append_costs(draft, true);
    draft_append(draft, "}");
}

static void add_events(struct draft *draft)
{
    uint32_t share =
        draft_about(draft, "speaker-clash speaker-available preferred-time avoided-time "
                           "speaker-day-limit speaker-same-day speaker-span "
                           "comfortable-hours fair-share chair-clash people-told")
            ? 80
            : 30;
    uint32_t n_bofs = draft_about(draft, "bof-clash kind-window after fair-share")
                          ? 1 + draft_below(draft, 2)
                          : draft_below(draft, 2);
    draft->n_talks = draft_about(draft, "multi-part spread-repeats") ? 1 + draft_below(draft, 2)
                                                                     : 2 + draft_below(draft, 3);
    n_bofs = n_bofs > draft->n_talks - 1 ? draft->n_talks - 1 : n_bofs;
    for (uint32_t i = 0; i < draft->n_talks; i++) {
        bool bof = i + n_bofs >= draft->n_talks;
        if (i == 0 || (bof && i + n_bofs == draft->n_talks)) {
            draft_add_line(draft, bof ? "bofs:" : "talks:");
        }
        draft_add_line(draft, "  - {id: e%u, title: Event %u", (unsigned)i, (unsigned)i);
        append_people(draft, bof ? "hosts" : "speakers", share);
        append_event(draft, i);
    }
    bool fixed = draft_about(draft, "plenary after room-clash no-gaps") || draft_percent(draft, 15);
    if (fixed && draft_percent(draft, 60)) {
        static const char *const where[] = {"r0", "Town Hall"};
        static const char *const spans[] = {"09:00-09:30", "09:15-10:15", "10:00-10:30"};
        draft_add_line(draft, "fixed:");
        draft->n_fixed = 1 + draft_below(draft, 2);
        for (uint32_t i = 0; i < draft->n_fixed; i++) {
            draft_add_line(draft,
                           "  - {id: f%u, title: Fixed %u, kind: announcement, date: %s, time: %s, "
                           "where: %s%s}",
                           (unsigned)i, (unsigned)i, date(draft), spans[draft_below(draft, 3)],
                           where[draft_below(draft, 2)],
                           draft_percent(draft, 40) ? ", plenary: true" : "");
        }
    }
}

static void add_blocks(struct draft *draft)
{
    if (draft->n_talks < 2 ||
        (!draft_about(draft, "block-row") &&
         draft_percent(draft, draft_about(draft, "chair-clash people-told") ? 40 : 96))) {
        return;
    }
    draft_add_line(draft, "blocks:");
    for (uint32_t b = 0; b < 1 + draft_below(draft, 2); b++) {
        draft_add_line(draft, "  - {title: Block %u, talks: [%s%s], keep_order: %s", (unsigned)b,
                       draft_percent(draft, 50) ? "e0, e1" : "e1, e0",
                       draft->n_talks > 2 && draft_percent(draft, 50) ? ", e2" : "",
                       draft_percent(draft, 50) ? "true" : "false");
        if (draft_percent(draft, 60)) {
            draft_append(draft, ", chair: p%u", (unsigned)draft_below(draft, draft->n_people));
        }
        draft_append(draft, "}");
    }
}

static void add_attendees(struct draft *draft)
{
    if (!draft_about(draft, "attendee-clash fair-share") &&
        draft_percent(draft, draft_about(draft, "popular-big-room") ? 40 : 85)) {
        return;
    }
    if (draft->n_talks < 2) {
        return;
    }
    draft_add_line(draft, "attendees:");
    uint32_t n = 1 + draft_below(draft, 4);
    for (uint32_t a = 0; a < n; a++) {
        draft_add_line(draft, "  - {id: a%u, interest: {e0: %u", (unsigned)a,
                       1 + (unsigned)draft_below(draft, 4));
        for (uint32_t e = 1; e < draft->n_talks; e++) {
            if (draft_percent(draft, 65)) {
                draft_append(draft, ", e%u: %u", (unsigned)e, 1 + (unsigned)draft_below(draft, 3));
            }
        }
        if (draft->n_fixed > 0 && draft_percent(draft, 50)) {
            draft_append(draft, ", f0: %u", 1 + (unsigned)draft_below(draft, 3));
        }
        draft_append(draft, "}}");
    }
}

void draft_problem(struct draft *draft, const char *rule, const char *strength, uint64_t seed)
{
    /* Each rule has problems of its own. */
    for (const char *c = rule; *c != '\0'; c++) {
        seed = seed * 31 + (unsigned char)*c;
    }
    *draft = (struct draft){.rng = rng_seeded(seed), .rule = rule, .strength = strength};
    draft_add_line(draft, "conference: {title: Tiny, timezone: UTC, granularity: %u}",
                   draft_percent(draft, 70) ? 30 : 15);
    add_rooms(draft);
    add_times(draft);
    add_people(draft);
    add_events(draft);
    add_blocks(draft);
    add_attendees(draft);
    draft_add_rules(draft);
}
