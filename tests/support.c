#include "support.h"

#include "confab/audit.h"
#include "confab/load.h"
#include "core/rule.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void support_load(struct support_problem *loaded, const char *yaml, bool must_load)
{
    *loaded = (struct support_problem){0};
    uint32_t file = source_add(&loaded->sources, "test.yaml", yaml, strlen(yaml));
    loaded->loaded = load_added(&loaded->sources, &file, 1, &loaded->diags, &loaded->problem);
    if (must_load && !loaded->loaded) {
        fputs(diag_render(&loaded->diags, &loaded->sources), stderr);
        abort();
    }
}

struct support_problem support_load_over(const char *const *texts, uint32_t n)
{
    struct support_problem loaded = {.loaded = false};
    uint32_t files[4];
    for (uint32_t i = 0; i < n; i++) {
        files[i] = source_add(&loaded.sources, "t.yaml", texts[i], strlen(texts[i]));
    }
    loaded.loaded = load_added(&loaded.sources, files, n, &loaded.diags, &loaded.problem);
    if (!loaded.loaded) {
        fputs(diag_render(&loaded.diags, &loaded.sources), stderr);
        abort();
    }
    return loaded;
}

void support_free(struct support_problem *loaded)
{
    problem_free(&loaded->problem);
    diag_free(&loaded->diags);
    source_free(&loaded->sources);
}

void support_add(struct support_text *text, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text->v + text->n, sizeof(text->v) - text->n, fmt, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof(text->v) - text->n) {
        abort();
    }
    text->n += (size_t)n;
}

bool support_chance(struct rng *rng, uint32_t percent)
{
    return rng_below(rng, 100) < percent;
}

uint32_t support_event(const struct problem *problem, const char *id)
{
    for (uint32_t i = 0; i < problem->n_events; i++) {
        if (strcmp(problem->events[i].id, id) == 0) {
            return i;
        }
    }
    fprintf(stderr, "no event '%s'\n", id);
    abort();
}

static uint32_t find_room(const struct problem *problem, const char *id)
{
    for (uint32_t i = 0; i < problem->n_rooms; i++) {
        if (strcmp(problem->rooms[i].id, id) == 0) {
            return i;
        }
    }
    fprintf(stderr, "no room '%s'\n", id);
    abort();
}

struct timetable support_place(struct problem *problem, const char *placements)
{
    struct timetable timetable = timetable_create(&problem->arena, problem);
    while (*placements != '\0') {
        char event[40];
        char room[40];
        int hour = 0;
        int minute = 0;
        int day = 0;
        int read = 0;
        if (sscanf(placements, " %39[^=]=%39[^@]@%2d:%2d%n", event, room, &hour, &minute, &read) !=
            4) {
            fprintf(stderr, "cannot read '%s'\n", placements);
            abort();
        }
        placements += read;
        if (sscanf(placements, "+%1d%n", &day, &read) == 1) {
            placements += read;
        }
        struct assignment *assignment = &timetable.v[support_event(problem, event)];
        assignment->placed = true;
        assignment->room.v = find_room(problem, room);
        calendar_time(&problem->zone, problem->days[0].day_number + day, hour * 60 + minute,
                      &assignment->start_min);
    }
    return timetable;
}

static bool says(const struct score *score, uint32_t rule, const char *text)
{
    for (uint32_t i = 0; i < score->n_violations; i++) {
        if (score->violations[i].rule == rule && strstr(score->violations[i].message, text)) {
            return true;
        }
    }
    fprintf(stderr, "nothing says '%s', but:\n", text);
    for (uint32_t i = 0; i < score->n_violations; i++) {
        fprintf(stderr, "  %s\n", score->violations[i].message);
    }
    return false;
}

bool support_holds(const struct support_case *judged)
{
    struct support_problem loaded;
    support_load(&loaded, judged->yaml, true);
    struct timetable timetable = support_place(&loaded.problem, judged->placements);
    struct score score = audit_timetable(&loaded.problem, &timetable);
    uint32_t rule = rule_table_find(judged->rule);
    struct rule_score found = score.rules[rule];
    bool holds =
        found.count == judged->count && found.cost == judged->cost && found.hard == judged->hard;
    if (!holds) {
        fprintf(stderr, "%s: %s counts %lld, costs %lld, %u hard\n", judged->name, judged->rule,
                (long long)found.count, (long long)found.cost, (unsigned)found.hard);
    }
    if (judged->says != NULL && !says(&score, rule, judged->says)) {
        holds = false;
    }
    score_free(&score);
    support_free(&loaded);
    return holds;
}
