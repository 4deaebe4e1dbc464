#include "rules/missed.h"

#include "base/vec.h"
#include "rules/findings.h"

#include <stdlib.h>

static int by_start(const void *left, const void *right)
{
    const struct interval *a = left, *b = right;
    return (a->from_min > b->from_min) - (a->from_min < b->from_min);
}

static bool comes_first(const struct interest *other, const struct interest *own)
{
    if (other->weight == own->weight) {
        return other->event.v < own->event.v;
    }
    return other->weight > own->weight;
}

int32_t missed_minutes(const struct audit *audit, const struct attendee *attendee, uint32_t index)
{
    const struct interest *own = &attendee->interests[index];
    if (!findings_is_placed(audit, own->event)) {
        return 0;
    }
    struct interval span = findings_span(audit, own->event);
    VEC(struct interval) elsewhere = {0};
    for (uint32_t i = 0; i < attendee->n_interests; i++) {
        const struct interest *other = &attendee->interests[i];
        if (findings_is_placed(audit, other->event) && comes_first(other, own) &&
            findings_shared_min(audit, other->event, own->event) > 0) {
            vec_push(&elsewhere, findings_span(audit, other->event));
        }
    }
    if (elsewhere.n > 0) {
        qsort(elsewhere.v, elsewhere.n, sizeof(*elsewhere.v), by_start);
    }
    int32_t minutes = 0, until_min = span.from_min;
    for (size_t i = 0; i < elsewhere.n; i++) {
        int32_t from_min =
            elsewhere.v[i].from_min > until_min ? elsewhere.v[i].from_min : until_min;
        int32_t to_min = elsewhere.v[i].to_min < span.to_min ? elsewhere.v[i].to_min : span.to_min;
        minutes += to_min > from_min ? to_min - from_min : 0;
        until_min = to_min > until_min ? to_min : until_min;
    }
    vec_free(&elsewhere);
    return minutes;
}
