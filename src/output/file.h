/* Writes results: whole or not at all. */
#ifndef OUTPUT_FILE_H
#define OUTPUT_FILE_H

#include "confab/diag.h"

/* Writes `text` to the file `path` (NULL or "-": standard output). A regular file is written beside
 * its final place, synced and renamed, so that a reader sees the old or the new one, never half of
 * it; what cannot be written leaves the old one as it was and nothing else behind. Devices and
 * pipes are written directly. False: a complaint is in `diags`. */
bool file_write(const char *path, const char *text, struct diag_list *diags);
/* The same, but a file that exists is left alone: that is a complaint. */
bool file_create(const char *path, const char *text, struct diag_list *diags);

#endif
