/* Names as people list them in one cell. */
#ifndef IMPORT_CSV_PEOPLE_H
#define IMPORT_CSV_PEOPLE_H

#include "import/draft.h"
#include "input/csv.h"

struct csv_people {
    struct draft_person **v;
    size_t n, cap;
};

/* "Mira Vogt, Jon Arlen", "Vogt, Mira; Arlen, Jon", "Mira Vogt (Guild) and Jon Arlen <jon@…>". Who
 * is not known yet is made. */
void csv_people_read(struct draft *draft, const struct csv_field *cell, struct csv_people *people);

#endif
