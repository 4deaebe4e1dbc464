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

/* Rules on tracks in sessions. */
#define ON_TRACKS                                                                                  \
    "window-one-track track-one-room track-contiguous similar-tracks cell-cost chair-clash "       \
    "order-in-track"
/* Rules that look at sessions, or may. */
#define ON_SESSIONS ON_TRACKS " track-parallel speaker-clash not-parallel"

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

/* Windows that all rooms, or some, have in common. */
static void add_sessions(struct draft *draft)
{
    static const char *const times[] = {"09:00-10:00", "10:00-10:30", "10:45-11:15"};
    bool many = about(draft, "track-contiguous");
    uint32_t n_days = 1 + (percent(draft, 40) ? 1 : 0);
    uint32_t n = many ? 3 : 2 + below(draft, n_days == 1 ? 2 : 1);
    draft->two_days = n_days == 2;
    draft->sessions = true;
    add_line(draft, "windows:");
    for (uint32_t d = 0; d < n_days; d++) {
        for (uint32_t i = 0; i < n; i++) {
            add_line(draft, "  - {id: w%u%u, date: %s, time: %s", (unsigned)d, (unsigned)i,
                     dates[d], times[i]);
            if (percent(draft, 20)) {
                append(draft, ", rooms: [r%u]", (unsigned)below(draft, draft->n_rooms));
            }
            append(draft, "%s}", tags_of_window(draft));
        }
    }
}

static void add_times(struct draft *draft)
{
    if (percent(draft, about(draft, "track-contiguous") ? 90
                       : about(draft, ON_SESSIONS)      ? 65
                       : about(draft, "attendee-clash") ? 25
                                                        : 5)) {
        add_sessions(draft);
        return;
    }
    static const char *const aligned[] = {"[09:00-09:30, 09:30-10:00]",
                                          "[09:00-10:00, 10:00-10:30]"};
    static const char *const loose[] = {"[09:00-09:30, 09:45-10:15]", "[09:15-09:45, 10:00-11:00]",
                                        "[09:00-10:00]"};
    draft->slots = percent(draft, 45);
    draft->two_days = percent(draft, about(draft, "after preferred-time avoided-time") ? 60 : 20);
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

/* room_cost and window_cost, as tracks, events and, `rooms` false, rooms may have them. */
static void append_costs(struct draft *draft, bool rooms)
{
    if (rooms && wanted(draft, "cell-cost")) {
        append(draft, ", room_cost: {r%u: %u}", (unsigned)below(draft, draft->n_rooms),
               1 + (unsigned)below(draft, 3));
    }
    if (wanted(draft, "cell-cost")) {
        append(draft, ", window_cost: {%s: %u}", date(draft), 1 + (unsigned)below(draft, 3));
    }
}

static void add_rooms(struct draft *draft)
{
    static const char *const features[] = {"", ", features: [video]", ", features: [video, stage]",
                                           ", features: [stage]"};
    draft->n_rooms = 1 + below(draft, about(draft, "room-clash speaker-clash") ? 2 : 3);
    add_line(draft, "rooms:");
    for (uint32_t r = 0; r < draft->n_rooms; r++) {
        add_line(draft, "  - {id: r%u%s", (unsigned)r,
                 wanted(draft, "room-features preferred-room avoided-room")
                     ? features[below(draft, 4)]
                     : "");
        if (wanted(draft, "room-capacity")) {
            append(draft, ", capacity: %u", (unsigned)below(draft, 60));
        } else if (wanted(draft, "attendee-clash")) {
            append(draft, ", capacity: %u", (unsigned)below(draft, 4));
        }
        append(draft, "%s", wanted(draft, "room-clash") ? ", changeover: 15" : "");
        append_costs(draft, false);
        append(draft, "}");
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
        if (percent(draft, about(draft, "fair-share") ? 60 : 4)) {
            append(draft, ", first_time: true");
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
        append_costs(draft, true);
        if (wanted(draft, "similar-tracks")) {
            append(draft, ", similar_to: {t%u: %u}", (unsigned)(1 - t),
                   1 + (unsigned)below(draft, 3));
        }
        append_people(draft, "chairs", about(draft, "chair-clash speaker-clash") ? 70 : 5);
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
    static const char *const tags[] = {"[x]", "[x, y]", "{content: [c], sector: [s]}",
                                       "{content: [c, d]}", "[y]"};
    uint32_t i = below(draft, 5);
    draft->tag_x = draft->tag_x || i < 2;
    draft->tag_y = draft->tag_y || i == 1 || i == 4;
    draft->content = draft->content || i == 2 || i == 3;
    draft->sector = draft->sector || i == 2;
    append(draft, ", tags: %s", tags[i]);
}

/* What talks and bofs may have. */
static void append_event(struct draft *draft, uint32_t i)
{
    append(draft, ", duration: %u",
           draft->slots || draft->sessions ? 15 + 15 * (unsigned)below(draft, 2)
                                           : 30 + 15 * (unsigned)below(draft, 3));
    if (wanted(draft, "track-parallel bof-clash kind-window pinned " ON_TRACKS) ||
        percent(draft, 15)) {
        bool one = about(draft, "track-contiguous order-in-track") && percent(draft, 70);
        append(draft, ", track: t%u", one ? 0 : (unsigned)below(draft, draft->n_tracks));
    }
    if (wanted(draft, "order-in-track")) {
        append(draft, ", order: %u", 1 + (unsigned)below(draft, 3));
    }
    if (wanted(draft, "tag-parallel not-parallel")) {
        append_tags(draft);
    }
    if (wanted(draft, "room-capacity")) {
        append(draft, ", audience: %u", (unsigned)below(draft, 80));
    }
    if (wanted(draft, "not-parallel")) {
        append_events(draft, "not_with", i);
    }
    if (wanted(draft, "bof-clash")) {
        append_events(draft, "related", i);
    }
    if (percent(draft, about(draft, "attendee-clash") ? 25 : 4)) {
        uint32_t other = below(draft, draft->n_talks);
        append(draft, other == i ? "" : ", clash: {e%u: %u}", (unsigned)other,
               (unsigned)below(draft, 4));
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
    append_costs(draft, true);
    append(draft, "}");
}

static void add_events(struct draft *draft)
{
    uint32_t share = about(draft, "speaker-clash speaker-available preferred-time avoided-time "
                                  "chair-clash fair-share")
                         ? 80
                         : 30;
    uint32_t n_bofs = about(draft, "bof-clash kind-window after fair-share") ? 1 + below(draft, 2)
                                                                             : below(draft, 2);
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
    bool fixed = about(draft, "plenary after room-clash") || percent(draft, 15);
    if (fixed && percent(draft, 60)) {
        static const char *const where[] = {"r0", "Town Hall"};
        static const char *const spans[] = {"09:00-09:30", "09:15-10:15", "10:00-10:30"};
        add_line(draft, "fixed:");
        draft->n_fixed = 1 + below(draft, 2);
        for (uint32_t i = 0; i < draft->n_fixed; i++) {
            add_line(draft,
                     "  - {id: f%u, title: Fixed %u, kind: announcement, date: %s, time: %s, "
                     "where: %s%s}",
                     (unsigned)i, (unsigned)i, date(draft), spans[below(draft, 3)],
                     where[below(draft, 2)], percent(draft, 40) ? ", plenary: true" : "");
        }
    }
}

static void add_blocks(struct draft *draft)
{
    if (!about(draft, "block-row") && percent(draft, about(draft, "chair-clash") ? 60 : 96)) {
        return;
    }
    add_line(draft, "blocks:");
    for (uint32_t b = 0; b < 1 + below(draft, 2); b++) {
        add_line(draft, "  - {title: Block %u, talks: [%s%s], keep_order: %s", (unsigned)b,
                 percent(draft, 50) ? "e0, e1" : "e1, e0",
                 draft->n_talks > 2 && percent(draft, 50) ? ", e2" : "",
                 percent(draft, 50) ? "true" : "false");
        if (percent(draft, 60)) {
            append(draft, ", chair: p%u", (unsigned)below(draft, draft->n_people));
        }
        append(draft, "}");
    }
}

static void add_attendees(struct draft *draft)
{
    if (!about(draft, "attendee-clash fair-share") && percent(draft, 85)) {
        return;
    }
    add_line(draft, "attendees:");
    uint32_t n = 1 + below(draft, 4);
    for (uint32_t a = 0; a < n; a++) {
        add_line(draft, "  - {id: a%u, interest: {e0: %u", (unsigned)a,
                 1 + (unsigned)below(draft, 4));
        for (uint32_t e = 1; e < draft->n_talks; e++) {
            if (percent(draft, 65)) {
                append(draft, ", e%u: %u", (unsigned)e, 1 + (unsigned)below(draft, 3));
            }
        }
        if (draft->n_fixed > 0 && percent(draft, 50)) {
            append(draft, ", f0: %u", 1 + (unsigned)below(draft, 3));
        }
        append(draft, "}}");
    }
}

static void add_attendee_clash(struct draft *draft, const char *strength)
{
    static const char *const per[] = {"auto", "pair", "tick", "window"};
    add_line(draft, "  attendee-clash: {strength: %s, per: %s", strength, per[below(draft, 4)]);
    if (percent(draft, 60)) {
        append(draft, ", mode: utility%s", percent(draft, 60) ? ", seats: true" : "");
    } else if (percent(draft, 40)) {
        append(draft, ", mode: pairs, significance: %u", 10 * (1 + (unsigned)below(draft, 6)));
    }
    append(draft, "}");
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

/* One of "a|b|c". */
static void append_choice(struct draft *draft, const char *choices)
{
    uint32_t n = 1;
    for (const char *c = choices; *c != '\0'; c++) {
        n += *c == '|' ? 1 : 0;
    }
    const char *word = choices;
    for (uint32_t i = below(draft, n); i > 0; i--) {
        word = strchr(word, '|') + 1;
    }
    append(draft, "%.*s", (int)strcspn(word, "|"), word);
}

/* Any values for those parameters that are words, flags or minutes. */
static void append_params(struct draft *draft, const struct rule *rule)
{
    for (uint32_t i = 0; i < rule->n_params; i++) {
        const struct rule_param *param = &rule->params[i];
        bool words = param->type == VALUE_TEXT && param->choices != NULL;
        bool minutes = param->type == VALUE_MINUTES;
        if ((!words && !minutes && param->type != VALUE_FLAG) || percent(draft, 25)) {
            continue;
        }
        append(draft, ", %s: ", param->name);
        append_choice(draft, words ? param->choices : minutes ? "0|15|30" : "true|false");
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
        if (strcmp(rule->id, "tag-parallel") == 0) {
            add_line(draft, "  tag-parallel: {strength: %s, per: %s", strength, any_per(draft));
            append(draft, "%s%s}", draft->content ? ", content: hard" : "",
                   draft->sector ? ", sector: 2" : "");
        } else if (strcmp(rule->id, "bof-clash") == 0) {
            add_line(draft, "  bof-clash: {related: %s, same_track: %s, per: %s}", strength,
                     tested ? strength : any_strength(draft), any_per(draft));
        } else if (strcmp(rule->id, "not-parallel") == 0) {
            add_line(draft, "  not-parallel: {strength: %s, exclusive_tags: [%s%s%s]", strength,
                     draft->tag_x ? "x" : "", draft->tag_x && draft->tag_y ? ", " : "",
                     draft->tag_y ? "y" : "");
            append_params(draft, rule);
            append(draft, "}");
        } else if (strcmp(rule->id, "attendee-clash") == 0) {
            add_attendee_clash(draft, strength);
        } else if (strcmp(rule->id, "fair-share") == 0) {
            static const char *const of[] = {"attendees", "bofs", "newcomers"};
            add_line(draft, "  fair-share: {strength: %s, of: %s, step: %u}", strength,
                     of[below(draft, 3)], 5 + 7 * (unsigned)below(draft, 8));
        } else if (strcmp(rule->id, "after") == 0) {
            add_line(draft, "  after: {strength: %s, gap: %u}", strength,
                     15 * (unsigned)below(draft, 2));
        } else {
            add_line(draft, "  %s: {strength: %s", rule->id, strength);
            append_params(draft, rule);
            append(draft, "}");
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
    add_blocks(draft);
    add_attendees(draft);
    add_rules(draft);
}
