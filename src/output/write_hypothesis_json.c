#include "confab/write.h"

#include "core/rule.h"
#include "output/json_report.h"
#include "output/json_revision.h"

static const char *answer_word(enum hypothesis_answer answer)
{
    switch (answer) {
    case HYPOTHESIS_POSSIBLE:
        return "possible";
    case HYPOTHESIS_IMPOSSIBLE:
        return "impossible";
    case HYPOTHESIS_UNKNOWN:
        return "unknown";
    }
    BUG("answer %d", (int)answer);
}

/* `result` NULL: nothing was proven of the score after. */
static void add_costs(cJSON *object, const struct score *before, const struct score *after,
                      const struct solve_result *result)
{
    cJSON *levels = json_array(object, "levels");
    for (uint32_t k = 0; k < before->levels.n; k++) {
        cJSON *item = json_item(levels);
        json_text(item, "name", before->levels.v[k].name);
        json_integer(item, "before", before->level_cost[k]);
        json_integer(item, "after", after->level_cost[k]);
        if (result != NULL && k < result->n_levels) {
            json_integer(item, "bound", result->levels[k].bound);
        }
    }
    cJSON *rules = json_array(object, "rules");
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const struct rule_score *was = &before->rules[r], *is = &after->rules[r];
        if (was->cost != is->cost || was->count != is->count || was->hard != is->hard) {
            cJSON *item = json_item(rules);
            json_text(item, "rule", rule_table_at(r)->id);
            json_integer(item, "before", was->cost);
            json_integer(item, "after", is->cost);
            json_integer(item, "hard_before", was->hard);
            json_integer(item, "hard_after", is->hard);
        }
    }
}

static void add_alone(struct arena *arena, cJSON *root, const struct hypothesis *hypothesis)
{
    cJSON *object = json_object(root, "as_it_stands");
    cJSON *conflicts = json_array(object, "conflicts");
    for (uint32_t i = 0; i < hypothesis->n_conflicts; i++) {
        json_report_conflict(arena, json_item(conflicts), hypothesis->variant,
                             &hypothesis->alone_score.violations[hypothesis->conflicts[i]]);
    }
    add_costs(object, &hypothesis->before, &hypothesis->alone_score, NULL);
}

static void add_found(struct arena *arena, cJSON *root, const struct hypothesis *hypothesis,
                      const struct revision *revision)
{
    const struct problem *problem = hypothesis->variant;
    const struct solve_result *result = &hypothesis->result;
    cJSON *object = json_object(root, "consequences");
    json_text(object, "status", json_report_status(result->status));
    json_text_if(object, "mismatch", result->mismatch);
    add_costs(object, &hypothesis->before, &result->score, result);
    json_revision_add(arena, object, revision);
    cJSON *left_out = json_array(object, "left_out");
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (hypothesis->alone.v[e].placed && !result->timetable.v[e].placed) {
            json_push_text(left_out, problem->events[e].id);
        }
    }
}

const char *write_hypothesis_json(struct arena *arena, const struct hypothesis *hypothesis,
                                  const struct revision *revision)
{
    cJSON *root = json_begin();
    json_text(root, "answer", answer_word(hypothesis->answer));
    cJSON *reasons = json_array(root, "reasons");
    for (uint32_t i = 0; i < hypothesis->n_reasons; i++) {
        json_push_text(reasons, hypothesis->reasons[i]);
    }
    add_alone(arena, root, hypothesis);
    if (revision != NULL) {
        add_found(arena, root, hypothesis, revision);
    }
    return json_finish(arena, root);
}
