/* A window that names kinds or tracks takes only those; kinds that need slots get slots.
 *
 * Placement: for the window w that contains e: kind_e ∈ kinds_w, track_e ∈ tracks_w (where these
 * are given), and w is a slot when kind_e takes slots only. Without such a window room-open
 * complains, not this rule. */
#include "rules/findings.h"
#include "rules/table.h"

static bool concerns(const struct problem *problem, struct event_id event)
{
    bool may = problem->kinds[problem->events[event.v].kind.v].slots_only;
    for (uint32_t w = 0; w < problem->n_windows && !may; w++) {
        may = problem->windows[w].n_kinds > 0 || problem->windows[w].n_tracks > 0;
    }
    return may;
}

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    (void)setting;
    const struct event *one = &problem->events[event.v];
    if (placement.room.v == ID_NONE) {
        return 0;
    }
    struct window_id id =
        problem_window_at(problem, placement.room, placement.start_min, one->duration_min);
    if (id.v == ID_NONE) {
        return 0;
    }
    const struct window *window = &problem->windows[id.v];
    bool kind_fits = window->n_kinds == 0;
    for (uint32_t i = 0; i < window->n_kinds; i++) {
        kind_fits = kind_fits || window->kinds[i].v == one->kind.v;
    }
    bool track_fits = window->n_tracks == 0;
    for (uint32_t i = 0; i < window->n_tracks; i++) {
        track_fits = track_fits || window->tracks[i].v == one->track.v;
    }
    bool slot_missing = problem->kinds[one->kind.v].slots_only && !window->slot;
    return (int64_t)!kind_fits + (int64_t)!track_fits + (int64_t)slot_missing;
}

static const struct window *find_window(const struct problem *problem, struct room_id room,
                                        struct interval span)
{
    for (uint32_t i = 0; i < problem->n_windows; i++) {
        const struct window *window = &problem->windows[i];
        if (window->room.v == room.v && window->span.from_min <= span.from_min &&
            window->span.to_min >= span.to_min) {
            return window;
        }
    }
    return NULL;
}

static bool takes_kind(const struct window *window, struct kind_id kind)
{
    for (uint32_t i = 0; i < window->n_kinds; i++) {
        if (window->kinds[i].v == kind.v) {
            return true;
        }
    }
    return window->n_kinds == 0;
}

static bool takes_track(const struct window *window, struct track_id track)
{
    for (uint32_t i = 0; i < window->n_tracks; i++) {
        if (window->tracks[i].v == track.v) {
            return true;
        }
    }
    return window->n_tracks == 0;
}

static void report(const struct audit *audit, struct event_id event, const char *why)
{
    struct violation violation = findings_one(audit, event, 1);
    violation.message = arena_print(&audit->score->arena, "%s is in %s at %s, but %s.",
                                    findings_title(audit, event),
                                    findings_room_name(audit, findings_room(audit, event)),
                                    findings_when(audit, violation.span.from_min), why);
    rule_report(audit, audit->setting->strength, violation);
}

static void judge(const struct audit *audit, struct event_id event)
{
    const struct problem *problem = audit->problem;
    const struct event *one = &problem->events[event.v];
    const struct window *window =
        find_window(problem, findings_room(audit, event), findings_span(audit, event));
    struct arena *arena = &audit->score->arena;
    if (window == NULL) {
        return;
    }
    if (!takes_kind(window, one->kind)) {
        report(audit, event,
               arena_print(arena, "that time is not for the kind '%s'",
                           problem->kinds[one->kind.v].id));
    }
    if (!takes_track(window, one->track)) {
        report(audit, event,
               one->track.v == ID_NONE ? "that time is kept for tracks that it is not of"
                                       : arena_print(arena, "that time is not for track '%s'",
                                                     problem->tracks[one->track.v].name));
    }
    if (problem->kinds[one->kind.v].slots_only && !window->slot) {
        report(
            audit, event,
            arena_print(arena, "the kind '%s' takes slots only", problem->kinds[one->kind.v].id));
    }
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        if (findings_is_judged(audit, (struct event_id){i})) {
            judge(audit, (struct event_id){i});
        }
    }
}

const struct rule rule_kind_window = {
    .id = "kind-window",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_HARD, 0},
    .sentence = "Times that are kept for certain kinds or tracks take only those, and kinds that "
                "need a slot get one.",
    .formula = "for each event: 1 if its window names kinds and its kind is not among them, plus 1 "
               "if the window "
               "names tracks and its track is not among them, plus 1 if its kind takes slots only "
               "and the window "
               "is no slot",
    .unit = "event in a window that is not for it",
    .example = "days:\n"
               "  - date: 2026-05-14\n"
               "    bof_slots: {main: [14:00-14:45, 14:45-15:30]}\n"
               "kinds: {bof: {slots_only: true}}\n",
    .origin = "OptaPlanner (talk types), EMF",
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_WINDOW,
    .concerns = concerns,
    .audit = audit_rule,
};
