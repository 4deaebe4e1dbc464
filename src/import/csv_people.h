/* Names as people list them in one cell, and when two of them are of the same person. */
#ifndef IMPORT_CSV_PEOPLE_H
#define IMPORT_CSV_PEOPLE_H

#include "import/draft.h"
#include "input/csv.h"

struct csv_people {
    struct draft_person **v;
    size_t n, cap;
};

/* "Mira Vogt, Jon Arlen", "Vogt, Mira; Arlen, Jon", "Mira Vogt (Guild) and Jon Arlen <jon@…>", "Dr.
 * Carla Rossi, University of Bern". Who is not known yet is made; "TBA" is nobody. Capitals,
 * accents, titles and the order of names do not make another person of one: that is said. */
void csv_people_read(struct draft *draft, const struct csv_field *cell, struct csv_people *people);
/* "TBA", "n/a", "-": no name of a person or of a room. */
bool csv_people_is_nobody(struct arena *arena, const char *text);

#endif
