/* What a change saves: two results compared, level by level. */
#include "explain/prices.h"

#include "confab/audit.h"
#include "core/rule.h"

#include <string.h>

static const struct solve_level *find_level(const struct solve_result *result, const char *name)
{
    for (uint32_t k = 0; k < result->n_levels; k++) {
        if (strcmp(result->levels[k].name, name) == 0) {
            return &result->levels[k];
        }
    }
    return NULL;
}

/* Whether the timetable that was judged costs less than what the result has. */
static bool is_less(const struct score *score, const struct solve_result *result)
{
    for (uint32_t k = 0; k < result->n_levels; k++) {
        if (score->level_cost[k] != result->levels[k].value) {
            return score->level_cost[k] < result->levels[k].value;
        }
    }
    return false;
}

static bool is_broken(const struct score *score)
{
    bool broken = false;
    for (uint32_t i = 0; i < score->n_violations; i++) {
        broken = broken || (score->violations[i].hard && !score->violations[i].left_out);
    }
    return broken;
}

bool prices_saving_take_base(const struct prices *prices, const struct problem *variant,
                             struct solve_result *result)
{
    struct score score = audit_timetable(variant, &prices->base.timetable);
    bool better = !is_broken(&score) && (!result->has_timetable || is_less(&score, result));
    for (uint32_t k = 0; k < result->n_levels && better; k++) {
        result->levels[k].value = score.level_cost[k];
    }
    score_free(&score);
    return better || result->has_timetable;
}

void prices_saving_improve_base(struct prices *prices, const struct problem *problem,
                                const struct solve_result *result)
{
    struct solve_result *base = &prices->base;
    for (uint32_t e = 0; e < result->timetable.n; e++) {
        const struct assignment *at = &result->timetable.v[e];
        if (at->placed && at->room.v != ID_NONE && at->room.v >= problem->n_rooms) {
            return;
        }
    }
    struct score score = audit_timetable(problem, &result->timetable);
    if (!is_broken(&score) && is_less(&score, base)) {
        bool proven = true;
        memcpy(base->timetable.v, result->timetable.v,
               result->timetable.n * sizeof(*base->timetable.v));
        for (uint32_t k = 0; k < base->n_levels; k++) {
            base->levels[k].value = score.level_cost[k];
            proven = proven && base->levels[k].bound == base->levels[k].value;
        }
        base->status = base->status == SOLVE_FEASIBLE && proven ? SOLVE_OPTIMAL : base->status;
    }
    score_free(&score);
}

bool prices_saving_only_allows_more(const struct problem *problem, enum price_kind kind)
{
    uint32_t ranks = rule_table_find("popular-big-room");
    return kind != PRICE_ROOM || problem->settings[ranks].strength.kind == STRENGTH_OFF;
}

void prices_saving_compare(struct prices *prices, bool only_more, struct price *price,
                           const struct solve_result *result)
{
    struct price_level *saving = arena_array(&prices->arena, result->n_levels, sizeof(*saving));
    price->exact = true;
    price->n_saving = 0;
    for (uint32_t k = 0; k < result->n_levels && price->exact; k++) {
        const struct solve_level *with = &result->levels[k];
        const struct solve_level *base = find_level(&prices->base, with->name);
        int64_t value = base == NULL ? 0 : base->value, bound = base == NULL ? 0 : base->bound;
        const char *name = arena_text(&prices->arena, with->name, strlen(with->name));
        saving[price->n_saving++] = (struct price_level){name, bound - with->value,
                                                         value - with->bound, value - with->value};
        price->exact = bound == value && with->bound == with->value;
    }
    /* Nor can the optimum rise then. */
    struct price_level *last = &saving[price->n_saving - 1];
    bool nothing = true;
    for (uint32_t k = 0; k + 1 < price->n_saving; k++) {
        nothing = nothing && saving[k].least == 0 && saving[k].most == 0;
    }
    if (only_more && nothing && last->least < 0) {
        last->least = 0;
    }
    price->saving = saving;
    price->state = PRICE_TRIED;
}

struct price_level prices_saving_limit(const struct price *price)
{
    for (uint32_t k = 0; k < price->n_saving; k++) {
        if (price->saving[k].least != 0 || price->saving[k].most != 0) {
            return price->saving[k];
        }
    }
    return (struct price_level){0};
}

bool prices_saving_is_none(const struct price *price)
{
    return price->state == PRICE_TRIED && price->exact && prices_saving_limit(price).name == NULL;
}

bool prices_saving_is_known(const struct price *price)
{
    struct price_level first = prices_saving_limit(price);
    return first.least > 0 || first.found > 0;
}

int prices_saving_order(const struct price *x, const struct price *y)
{
    for (uint32_t k = 0; k < x->n_saving && k < y->n_saving; k++) {
        const struct price_level *a = &x->saving[k], *b = &y->saving[k];
        if (a->least != b->least) {
            return a->least > b->least ? -1 : 1;
        }
        if (a->found != b->found) {
            return a->found > b->found ? -1 : 1;
        }
        if (a->most != b->most) {
            return a->most > b->most ? -1 : 1;
        }
    }
    return 0;
}
