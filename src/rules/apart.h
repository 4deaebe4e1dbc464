/* What compile halves share about pairs of events that are apart: on different days, in different
 * rooms. Audit halves never use it. */
#ifndef RULES_APART_H
#define RULES_APART_H

#include "rules/cells.h"

/* Places in classes, each event in one of them or in none: two events are apart when they are in
 * different ones. */
struct apart {
    struct cells_places places; /* `whole` is not looked at */
    VEC(size_t) ends;           /* by class: where its places end */
};

void apart_add_place(struct apart *apart, struct room_id room, struct interval starts);
void apart_end_class(struct apart *apart);
void apart_free(struct apart *apart);

/* What the rule's weight means for each two of the events is noted as a fact of the model. */
enum apart_fact { APART_DAYS, APART_ROOMS };
void apart_note(const struct compile *compile, enum apart_fact fact,
                const struct cells_events *events, bool ticks);

/* Charges the rule's weight for each two of the events (distinct) that are apart; `ticks`: for each
 * tick of the one and of the other. */
void apart_charge(const struct compile *compile, const struct apart *apart,
                  const struct cells_events *events, bool ticks);

#endif
