#include "core/model.h"

void model_set_rule(struct model *model, uint32_t rule)
{
    model->setting = rule == ID_NONE ? NULL : &model->problem->settings[rule];
}

bool model_spares(const struct model *model, struct choice_id choice)
{
    return model->setting != NULL && model->setting->spared != NULL &&
           model->setting->spared[model->choices.v[choice.v].event.v];
}

static bool is_spared(const bool *spared, uint32_t index)
{
    return spared != NULL && index != ID_NONE && spared[index];
}

bool model_waives(const struct model *model, struct origin origin)
{
    if (model->setting == NULL || is_spared(model->setting->spared_people, origin.person.v) ||
        is_spared(model->setting->spared_rooms, origin.room.v)) {
        return model->setting != NULL;
    }
    return model->setting != NULL && origin.events[0].v != ID_NONE &&
           origin.events[1].v != ID_NONE &&
           problem_find_waiver(model->setting, origin.events, 2) != NULL;
}

static bool is_waived(const struct model *model, struct member a, struct member b)
{
    struct event_id pair[2] = {model->choices.v[a.choice.v].event,
                               model->choices.v[b.choice.v].event};
    return pair[0].v != pair[1].v && problem_find_waiver(model->setting, pair, 2) != NULL;
}

static void push_timeline(struct model *model, struct timeline timeline,
                          const struct member *members, uint32_t n)
{
    uint32_t n_heads = timeline.n_heads;
    timeline.first = (uint32_t)model->members.n;
    timeline.n_heads = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (model->choices.v[members[i].choice.v].n > 0 &&
            !model_spares(model, members[i].choice)) {
            vec_push(&model->members, members[i]);
            timeline.n_heads += i < n_heads;
        }
    }
    timeline.n = (uint32_t)model->members.n - timeline.first;
    timeline.shape =
        timeline.n == 2 ? TIMELINE_PAIRS : timeline.shape; /* the same, and known better */
    bool useless =
        timeline.n < 2 || timeline.n_heads == 0 ||
        (timeline.kind == TIMELINE_AT_MOST ? timeline.n <= timeline.most : timeline.weight == 0);
    if (useless) {
        model->members.n = timeline.first;
    } else {
        vec_push(&model->timelines, timeline);
    }
}

/* The first member, a head, that is in a waived pair; n: none. */
static uint32_t find_waived(const struct model *model, const struct member *members,
                            uint32_t n_heads, uint32_t n)
{
    for (uint32_t i = 0; i < n_heads && i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            if (is_waived(model, members[i], members[k])) {
                return i;
            }
        }
    }
    return n;
}

/* All pairs but the waived ones: what one of their members has with the others, then the others. */
static void split_timeline(struct model *model, struct timeline timeline, struct member *members,
                           uint32_t n)
{
    struct member pair[2];
    uint32_t n_heads = timeline.n_heads;
    uint32_t i;
    while ((i = find_waived(model, members, n_heads, n)) < n) {
        pair[0] = members[i];
        for (uint32_t k = 0; k < n; k++) {
            if (k != i && !is_waived(model, members[i], members[k])) {
                pair[1] = members[k];
                timeline.n_heads = 2;
                push_timeline(model, timeline, pair, 2);
            }
        }
        for (uint32_t k = i; k + 1 < n; k++) {
            members[k] = members[k + 1];
        }
        n--;
        n_heads--;
    }
    timeline.n_heads = n_heads;
    push_timeline(model, timeline, members, n);
}

void model_add_timeline(struct model *model, struct timeline timeline, const struct member *members,
                        uint32_t n)
{
    if (model->setting != NULL &&
        (is_spared(model->setting->spared_people, timeline.origin.person.v) ||
         is_spared(model->setting->spared_rooms, timeline.origin.room.v))) {
        return;
    }
    bool of_pairs =
        timeline.kind == TIMELINE_AT_MOST ? timeline.most == 1 : timeline.shape == TIMELINE_PAIRS;
    if (!of_pairs || model->setting == NULL || model->setting->n_waivers == 0) {
        push_timeline(model, timeline, members, n);
        return;
    }
    VEC(struct member) rest = {0};
    for (uint32_t i = 0; i < n; i++) {
        vec_push(&rest, members[i]);
    }
    split_timeline(model, timeline, rest.v, n);
    vec_free(&rest);
}
