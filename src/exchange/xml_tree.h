/* An XML document as a tree of located elements. The only file that knows libxml2.
 *
 * Nothing is fetched from anywhere, and a document that declares entities of its own is refused.
 * Caps: elements and depth (see xml_tree.c); what exceeds them is a complaint. */
#ifndef EXCHANGE_XML_TREE_H
#define EXCHANGE_XML_TREE_H

#include "confab/diag.h"

struct xml_attribute {
    const char *name, *value;
};

struct xml_element {
    const char *name; /* without its prefix */
    /* Of its own, without what its children hold; blanks at the ends taken off, unless it says
     * xml:space="preserve". */
    const char *text;
    struct src_span at; /* its start tag's first character and name */
    const struct xml_attribute *attributes;
    uint32_t n_attributes;
    struct xml_element *first, *next; /* child, and sibling; NULL: none */
};

/* The root of a file's document, in `arena`; NULL (a complaint in `diags`): it cannot be read. */
const struct xml_element *xml_tree_read(struct arena *arena, const struct source_set *sources,
                                        uint32_t file, struct diag_list *diags);
/* The first child, or the next one of `after`, with this name; NULL: none. */
const struct xml_element *xml_tree_child(const struct xml_element *parent, const char *name);
const struct xml_element *xml_tree_next(const struct xml_element *after, const char *name);
/* The value of an attribute; NULL: it is not there. */
const char *xml_tree_attribute(const struct xml_element *element, const char *name);

#endif
