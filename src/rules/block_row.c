/* The talks of a block follow each other in one room, with nothing else in between.
 *
 * Per talk a and place (r, t) of it: m = [a at (r, t)] − Σ_b [b in r, starting from a's end until
 * gap later], b the block's other talks, or with keep_order those listed after a. n = Σ [m ≥ 1]
 * talks have none that follows; a row has one, its last, so that weight · max(0, n − 1) is charged,
 * or n ≤ 1. The relaxation is that of covering a path: each talk hands over to another, or ends the
 * row. Only where the gap has room for another event c, per a, (r, t) and start of c: [a at (r, t)]
 * + [c there] + [Σ_b [b in r, starting from c's end until gap after a's end] ≥ 1] is 3 when c is
 * between; the weight once for each c. */
#include "rules/findings.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {
    {"gap", VALUE_MINUTES, NULL, "0",
     "minutes that may lie between two talks of a block, on top of the room's changeover"},
};

/* ---- compile --------------------------------------------------------------- */

struct row {
    const struct compile *compile;
    const struct block *block;
    struct terms_ids last;     /* ≥ 1: a talk at a place, without one that follows */
    struct terms_ids *between; /* [n_events]: 3: the event is between two talks */
};

static int32_t longest_gap(const struct compile *compile, struct room_id room)
{
    const struct value *gap = attrs_find(&compile->setting->params, "gap");
    int32_t gap_min = gap == NULL ? 0 : (int32_t)gap->as.number;
    return room.v == ID_NONE ? 0 : gap_min + compile->problem->rooms[room.v].changeover_min;
}

/* Adds coef · Σ [b in the room, starting in the interval] over what may follow talk i. */
static void add_followers(const struct row *row, int32_t coef, uint32_t i, struct room_id room,
                          struct interval starts)
{
    const struct block *block = row->block;
    for (uint32_t k = block->keep_order ? i + 1 : 0; k < block->n_talks && room.v != ID_NONE; k++) {
        if (k != i) {
            model_term_add(row->compile->model, coef,
                           model_literal_between((struct choice_id){block->talks[k].v},
                                                 starts.from_min, starts.to_min, room));
        }
    }
}

static struct literal literal_at(struct event_id event, struct placement placement)
{
    return model_literal_between((struct choice_id){event.v}, placement.start_min,
                                 placement.start_min + 1, placement.room);
}

/* Talk i at the place, and another event between it and what follows. */
static void add_between(struct row *row, uint32_t i, struct placement placement,
                        struct event_id other)
{
    const struct problem *problem = row->compile->problem;
    struct model *model = row->compile->model;
    struct event_id talk = row->block->talks[i];
    int32_t end_min = placement.start_min + problem->events[talk.v].duration_min;
    int32_t until_min = end_min + longest_gap(row->compile, placement.room);
    int32_t length_min = problem->events[other.v].duration_min;
    struct terms_times starts = {0};
    if (until_min - end_min < length_min) {
        return;
    }
    terms_add_starts(row->compile, (struct member){{other.v}, placement.room, 0}, &starts);
    for (size_t t = 0; t < starts.n; t++) {
        struct placement there = {placement.room, starts.v[t]};
        if (starts.v[t] < end_min || starts.v[t] + length_min > until_min) {
            continue;
        }
        struct origin origin = ORIGIN_NONE;
        origin.events[0] = talk;
        origin.events[1] = other;
        origin.room = placement.room;
        origin.at_min = starts.v[t];
        model_term_begin(model, row->compile->rule, origin);
        add_followers(row, 1, i, placement.room,
                      (struct interval){starts.v[t] + length_min, until_min + 1});
        struct term_id after = model_term_end_shared(model);
        if (after.v == ID_NONE) {
            continue;
        }
        model_term_begin(model, row->compile->rule, origin);
        model_term_add(model, 1, literal_at(talk, placement));
        model_term_add(model, 1, literal_at(other, there));
        model_term_add_at_least(model, 1, after, 1);
        if (row->compile->setting->strength.kind == STRENGTH_HARD) {
            model_term_end_range(model, INT64_MIN, 2);
        } else {
            vec_push(&row->between[other.v], model_term_end_count(model));
        }
    }
    vec_free(&starts);
}

static bool is_talk_of(const struct block *block, uint32_t event)
{
    for (uint32_t i = 0; i < block->n_talks; i++) {
        if (block->talks[i].v == event) {
            return true;
        }
    }
    return false;
}

static void compile_talk(struct row *row, uint32_t i)
{
    const struct problem *problem = row->compile->problem;
    struct model *model = row->compile->model;
    struct event_id talk = row->block->talks[i];
    struct placements placements = {0};
    model_list_placements(model, (struct choice_id){talk.v}, &placements);
    for (size_t p = 0; p < placements.n; p++) {
        struct placement placement = placements.v[p];
        int32_t end_min = placement.start_min + problem->events[talk.v].duration_min;
        int32_t gap_min = longest_gap(row->compile, placement.room);
        struct origin origin = ORIGIN_NONE;
        origin.events[0] = talk;
        origin.room = placement.room;
        origin.at_min = placement.start_min;
        model_term_begin(model, row->compile->rule, origin);
        model_term_add(model, 1, literal_at(talk, placement));
        add_followers(row, -1, i, placement.room,
                      (struct interval){end_min, end_min + gap_min + 1});
        vec_push(&row->last, model_term_end_count(model));
        for (uint32_t e = 0; e < problem->n_events && gap_min > 0; e++) {
            if (!is_talk_of(row->block, e)) {
                add_between(row, i, placement, (struct event_id){e});
            }
        }
    }
    vec_free(&placements);
}

static int64_t cost_of_breaks(int64_t n, int64_t weight)
{
    return n > 1 ? weight * (n - 1) : 0;
}

static void end_row(const struct row *row)
{
    const struct compile *compile = row->compile;
    struct model *model = compile->model;
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = row->block->talks[0];
    model_term_begin(model, compile->rule, origin);
    for (size_t i = 0; i < row->last.n; i++) {
        model_term_add_at_least(model, 1, row->last.v[i], 1);
    }
    if (compile->setting->strength.kind == STRENGTH_HARD) {
        model_term_end_range(model, INT64_MIN, 1);
        return;
    }
    model_term_end_cost(model, compile->level, cost_of_breaks, compile->setting->strength.weight);
    for (uint32_t e = 0; e < compile->problem->n_events; e++) {
        origin.events[1].v = e;
        model_term_begin(model, compile->rule, origin);
        for (size_t i = 0; i < row->between[e].n; i++) {
            model_term_add_at_least(model, 1, row->between[e].v[i], 3);
        }
        model_term_end_cost(model, compile->level, model_cost_any,
                            compile->setting->strength.weight);
    }
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    for (uint32_t b = 0; b < problem->n_blocks; b++) {
        struct row row = {.compile = compile, .block = &problem->blocks[b]};
        if (row.block->n_talks < 2) {
            continue;
        }
        row.between = base_alloc_zero((size_t)problem->n_events + 1, sizeof(*row.between));
        for (uint32_t i = 0; i < row.block->n_talks; i++) {
            compile_talk(&row, i);
        }
        end_row(&row);
        for (uint32_t e = 0; e < problem->n_events; e++) {
            vec_free(&row.between[e]);
        }
        base_free(row.between);
        vec_free(&row.last);
    }
}

/* ---- audit ----------------------------------------------------------------- */

/* Whether talk number k of the block follows talk number i directly. */
static bool follows(const struct audit *audit, const struct block *block, uint32_t i, uint32_t k)
{
    struct event_id a = block->talks[i], b = block->talks[k];
    struct room_id room = findings_room(audit, a);
    const struct value *given = attrs_find(&audit->setting->params, "gap");
    if (!findings_is_placed(audit, a) || !findings_is_placed(audit, b) || room.v == ID_NONE ||
        room.v != findings_room(audit, b).v || (block->keep_order && k < i)) {
        return false;
    }
    int64_t most_min =
        audit->problem->rooms[room.v].changeover_min + (given == NULL ? 0 : given->as.number);
    int32_t gap_min = findings_span(audit, b).from_min - findings_span(audit, a).to_min;
    return k != i && gap_min >= 0 && gap_min <= most_min;
}

static void report(const struct audit *audit, const struct block *block, struct event_id event,
                   const char *message)
{
    struct violation violation = findings_one(audit, event, 1);
    violation.at = block->at;
    violation.message = message;
    rule_report(audit, audit->setting->strength, violation);
}

/* Of the talks that none follows, the latest ends the row; the others tear it. */
static void judge_row(const struct audit *audit, const struct block *block)
{
    struct event_id latest = {ID_NONE};
    bool *last = base_alloc_zero((size_t)block->n_talks + 1, sizeof(*last));
    for (uint32_t i = 0; i < block->n_talks; i++) {
        last[i] = findings_is_placed(audit, block->talks[i]);
        for (uint32_t k = 0; k < block->n_talks; k++) {
            last[i] = last[i] && !follows(audit, block, i, k);
        }
        if (last[i] && (latest.v == ID_NONE || findings_span(audit, block->talks[i]).to_min >
                                                   findings_span(audit, latest).to_min)) {
            latest = block->talks[i];
        }
    }
    for (uint32_t i = 0; i < block->n_talks; i++) {
        if (last[i] && block->talks[i].v != latest.v) {
            report(
                audit, block, block->talks[i],
                arena_print(&audit->score->arena,
                            "Block '%s' is torn: after %s, which ends at %s in %s, none of its %s "
                            "follows directly.",
                            block->title, findings_title(audit, block->talks[i]),
                            findings_when(audit, findings_span(audit, block->talks[i]).to_min),
                            findings_room_name(audit, findings_room(audit, block->talks[i])),
                            block->keep_order ? "later talks" : "talks"));
        }
    }
    base_free(last);
}

/* Whether the event lies between two talks that follow each other. */
static bool is_between(const struct audit *audit, const struct block *block, struct event_id event)
{
    struct interval span = findings_span(audit, event);
    for (uint32_t i = 0; i < block->n_talks; i++) {
        if (!findings_is_placed(audit, block->talks[i]) ||
            findings_room(audit, block->talks[i]).v != findings_room(audit, event).v ||
            findings_span(audit, block->talks[i]).to_min > span.from_min) {
            continue;
        }
        for (uint32_t k = 0; k < block->n_talks; k++) {
            if (follows(audit, block, i, k) &&
                span.to_min <= findings_span(audit, block->talks[k]).from_min) {
                return true;
            }
        }
    }
    return false;
}

static void judge_others(const struct audit *audit, const struct block *block)
{
    for (uint32_t e = 0; e < audit->problem->n_events; e++) {
        struct event_id event = {e};
        bool part = false;
        for (uint32_t i = 0; i < block->n_talks; i++) {
            part = part || block->talks[i].v == e;
        }
        if (!part && findings_is_placed(audit, event) && is_between(audit, block, event)) {
            report(audit, block, event,
                   arena_print(
                       &audit->score->arena, "%s (%s, %s) lies between the talks of block '%s'.",
                       findings_title(audit, event),
                       findings_room_name(audit, findings_room(audit, event)),
                       findings_when(audit, findings_span(audit, event).from_min), block->title));
        }
    }
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t b = 0; b < audit->problem->n_blocks; b++) {
        if (audit->problem->blocks[b].n_talks > 1) {
            judge_row(audit, &audit->problem->blocks[b]);
            judge_others(audit, &audit->problem->blocks[b]);
        }
    }
}

const struct rule rule_block_row = {
    .id = "block-row",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_HARD, 0},
    .sentence = "The talks of a block follow each other in one room, with nothing else in between.",
    .formula = "a talk follows another directly when it is in the same room and starts after that "
               "one's end, at most gap minutes and the room's changeover later; with keep_order it "
               "must be listed after it, too. For each block: its talks that no talk of it follows "
               "directly, beyond the one that ends the row; and 1 for each other event that lies "
               "between one and another that follows it. What is left out is not missed",
    .unit = "tear",
    .example = "talks: [{id: a, title: Arenas}, {id: b, title: Bits}]\n"
               "blocks: [{title: \"1A: Memory\", talks: [a, b], keep_order: true}]\n"
               "rules: {block-row: {strength: hard, gap: 5}}\n",
    .origin = "ConfTool, EasyChair (sessions of papers)",
    .params = params,
    .n_params = BASE_COUNT(params),
    .compile = compile_rule,
    .audit = audit_rule,
};
