#include "confab/write.h"

#include "output/display.h"
#include "output/json_report.h"
#include "output/report.h"
#include "output/strbuf.h"

static void add_levels(cJSON *root, const struct score *score)
{
    cJSON *levels = json_array(root, "levels");
    for (uint32_t l = 0; l < score->levels.n; l++) {
        cJSON *item = json_item(levels);
        json_text(item, "name", score->levels.v[l].name);
        json_integer(item, "value", score->level_cost[l]);
    }
}

static void add_unscheduled(cJSON *root, const struct problem *problem,
                            const struct timetable *timetable)
{
    cJSON *unscheduled = json_array(root, "unscheduled");
    for (uint32_t e = 0; e < timetable->n; e++) {
        if (!timetable->v[e].placed) {
            json_push_text(unscheduled, problem->events[e].id);
        }
    }
}

const char *write_check_json(struct arena *arena, const struct problem *problem,
                             const struct timetable *timetable, const struct score *score)
{
    cJSON *root = json_begin();
    json_integer(root, "hard_conflicts", score->n_hard);
    add_levels(root, score);
    json_report_rules(root, problem, score);
    json_report_conflicts(arena, root, problem, score);
    add_unscheduled(root, problem, timetable);
    return json_finish(arena, root);
}

static bool is_conflict(const struct score *score, uint32_t event)
{
    for (uint32_t i = 0; i < score->n_violations; i++) {
        const struct violation *violation = &score->violations[i];
        if (violation->left_out && violation->n_events > 0 && violation->events[0].v == event) {
            return true;
        }
    }
    return false;
}

/* Events that are missing though no rule minds. */
static void add_missing(struct strbuf *out, struct arena *arena, const struct problem *problem,
                        const struct timetable *timetable, const struct score *score)
{
    const char *names = NULL;
    for (uint32_t e = 0; e < timetable->n; e++) {
        if (!timetable->v[e].placed && !is_conflict(score, e)) {
            names = arena_print(arena, "%s%s'%s'", names != NULL ? names : "",
                                names != NULL ? ", " : "", problem->events[e].title);
        }
    }
    if (names != NULL) {
        const char *text =
            arena_print(arena, "Not in the timetable, which no rule forbids: %s.", names);
        display_add_wrapped(out, "", "  ", display_clean(arena, text), REPORT_WIDTH);
    }
}

const char *write_check_text(struct arena *arena, const struct problem *problem,
                             const struct timetable *timetable, const struct score *score)
{
    struct strbuf out = {0};
    report_add_score(&out, arena, score);
    add_missing(&out, arena, problem, timetable, score);
    report_add_conflicts(&out, arena, score, 0, SIZE_MAX);
    return strbuf_finish(&out, arena);
}
