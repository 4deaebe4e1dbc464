/* The problem file that `confab init` writes: commented, valid, and solved in no time. */
#ifndef INPUT_TEMPLATE_H
#define INPUT_TEMPLATE_H

const char *template_text(void);

#endif
