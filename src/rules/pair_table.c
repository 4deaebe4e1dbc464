#include "rules/pair_table.h"

#include "base/vec.h"

/* The slot of the pair, or the free one where it belongs. */
static uint32_t *find_slot(const struct pair_table *table, struct pair_of_events pair)
{
    uint64_t hash = ((uint64_t)pair.first.v << 32 | pair.second.v) * UINT64_C(0x9E3779B97F4A7C15);
    for (size_t i = (size_t)(hash >> 32);; i++) {
        uint32_t *slot = &table->slots[i & (table->n_slots - 1)];
        if (*slot == 0 || (table->v[*slot - 1].first.v == pair.first.v &&
                           table->v[*slot - 1].second.v == pair.second.v)) {
            return slot;
        }
    }
}

static void grow(struct pair_table *table)
{
    base_free(table->slots);
    table->n_slots = table->n_slots == 0 ? 64 : 2 * table->n_slots;
    table->slots = base_alloc_zero(table->n_slots, sizeof(*table->slots));
    for (size_t i = 0; i < table->n; i++) {
        *find_slot(table, table->v[i]) = (uint32_t)i + 1;
    }
}

uint32_t pair_table_number(struct pair_table *table, struct event_id a, struct event_id b)
{
    struct pair_of_events pair = {a.v < b.v ? a : b, a.v < b.v ? b : a};
    if (2 * (table->n + 1) > table->n_slots) {
        grow(table);
    }
    uint32_t *slot = find_slot(table, pair);
    if (*slot == 0) {
        vec_push(table, pair);
        *slot = (uint32_t)table->n;
    }
    return *slot - 1;
}

void pair_table_free(struct pair_table *table)
{
    vec_free(table);
    base_free(table->slots);
    *table = (struct pair_table){0};
}
