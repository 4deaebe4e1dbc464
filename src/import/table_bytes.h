/* What spreadsheets save is not always UTF-8 text: makes it that. */
#ifndef IMPORT_TABLE_BYTES_H
#define IMPORT_TABLE_BYTES_H

#include "import/import.h"

/* *file is UTF-8 then: another source where its bytes are UTF-16 with a mark in front, or else no
 * UTF-8, which is taken for Windows-1252. Each is a fault. */
void table_bytes_convert(struct import *import, uint32_t *file);

#endif
