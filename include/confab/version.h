/* The version of this Confab. */
#ifndef CONFAB_VERSION_H
#define CONFAB_VERSION_H

#define CONFAB_VERSION "0.1.0"

#endif
