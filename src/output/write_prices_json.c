#include "core/rule.h"
#include "output/json_report.h"
#include "output/write_prices.h"

static const char *kind_name(enum price_kind kind)
{
    static const char *const names[PRICE_KINDS] = {"room", "hour",   "event",
                                                   "pair", "person", "rule"};
    return names[kind];
}

static void add_base(cJSON *root, const struct solve_result *base)
{
    cJSON *object = json_object(root, "base");
    json_text(object, "status", json_report_status(base->status));
    cJSON *levels = json_array(object, "levels");
    for (uint32_t k = 0; k < base->n_levels; k++) {
        cJSON *level = json_item(levels);
        json_text(level, "name", base->levels[k].name);
        json_integer(level, "value", base->levels[k].value);
        json_integer(level, "bound", base->levels[k].bound);
    }
}

static void add_who(struct arena *arena, cJSON *item, const struct problem *problem,
                    const struct price *price)
{
    if (price->rule != ID_NONE) {
        json_text(item, "rule", rule_table_at(price->rule)->id);
    }
    if (price->kind == PRICE_RULE) {
        json_integer(item, "weight", price->weight);
    }
    if (price->kind == PRICE_ROOM) {
        json_text(item, "session", problem->sessions[price->session.v].name);
    }
    cJSON *events = json_array(item, "events");
    for (uint32_t i = 0; i < price->n_events; i++) {
        json_push_text(events, problem->events[price->events[i].v].id);
    }
    cJSON *people = json_array(item, "people");
    if (price->person.v != ID_NONE) {
        json_push_text(people, problem->people[price->person.v].name);
    }
    if (price->span.from_min < price->span.to_min) {
        json_text(item, "from", calendar_print_iso(arena, &problem->zone, price->span.from_min));
        json_text(item, "to", calendar_print_iso(arena, &problem->zone, price->span.to_min));
    }
}

static void add_estimates(cJSON *item, const struct prices *prices, const struct price *price)
{
    cJSON *estimates = json_array(item, "estimates");
    for (uint32_t g = 0; g < prices->n_levels; g++) {
        cJSON *estimate = json_item(estimates);
        json_text(estimate, "level", prices->base.levels[prices->levels[g]].name);
        if (prices->by_duals) {
            /* Thousandths: what is beyond is rounding. */
            double thousandths = price->duals[g] * 1000.0 + 0.5;
            double whole = thousandths < 1e15 ? (double)(int64_t)thousandths : thousandths;
            json_real(estimate, "duals", whole / 1000.0);
        }
        json_integer(estimate, "costs", price->costs[g]);
    }
}

static void add_saving(cJSON *item, const struct price *price)
{
    cJSON_AddBoolToObject(item, "exact", price->exact);
    if (price->exact) {
        cJSON *saving = json_object(item, "saving");
        for (uint32_t k = 0; k < price->n_saving; k++) {
            json_integer(saving, price->saving[k].name, price->saving[k].least);
        }
        return;
    }
    cJSON *bounds = json_array(item, "bounds");
    for (uint32_t k = 0; k < price->n_saving; k++) {
        cJSON *level = json_item(bounds);
        json_text(level, "level", price->saving[k].name);
        json_integer(level, "least", price->saving[k].least);
        json_integer(level, "most", price->saving[k].most);
        json_integer(level, "found", price->saving[k].found);
    }
}

static void add_prices(struct arena *arena, cJSON *root, const struct problem *problem,
                       const struct prices *prices)
{
    cJSON *list = json_array(root, "prices");
    for (uint32_t i = 0; i < prices->n; i++) {
        const struct price *price = &prices->v[i];
        if (price->state != PRICE_TRIED) {
            continue;
        }
        cJSON *item = json_item(list);
        json_text(item, "id", price->id);
        json_text(item, "kind", kind_name(price->kind));
        json_text(item, "what", price->text);
        add_who(arena, item, problem, price);
        add_estimates(item, prices, price);
        add_saving(item, price);
    }
}

static void add_tallies(cJSON *root, const struct prices *prices)
{
    cJSON *tallies = json_array(root, "candidates");
    for (int kind = 0; kind < PRICE_KINDS; kind++) {
        struct write_prices_tally tally = write_prices_count(prices, (enum price_kind)kind);
        if (tally.n > 0) {
            cJSON *item = json_item(tallies);
            json_text(item, "kind", kind_name((enum price_kind)kind));
            json_integer(item, "count", tally.n);
            json_integer(item, "idle", tally.idle);
            json_integer(item, "tried", tally.tried);
            json_integer(item, "unclear", tally.unclear);
            json_integer(item, "saving", tally.saving);
            const struct price_level *limit = &prices->limits[kind];
            if (limit->name != NULL) {
                json_integer(json_object(item, "most"), limit->name, limit->most);
            }
        }
    }
}

const char *write_prices_json(struct arena *arena, const struct problem *problem,
                              const struct prices *prices)
{
    cJSON *root = json_begin();
    add_base(root, &prices->base);
    json_text(root, "estimated_by", prices->by_duals ? "duals" : "costs");
    add_prices(arena, root, problem, prices);
    add_tallies(root, prices);
    return json_finish(arena, root);
}
