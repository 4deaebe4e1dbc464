#include "import/xlsx_styles.h"

#include "confab/calendar.h"
#include "import/xlsx.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_STYLES = 65536, MAX_FORMATS = 1000, DAY_MIN = 24 * 60 };

/* "FF555753" or "555753"; what is not solid, or of a theme, is no colour here. */
static uint32_t read_fill(const struct xml_element *fill)
{
    const struct xml_element *pattern = xml_tree_child(fill, "patternFill");
    const struct xml_element *colour = xml_tree_child(pattern, "fgColor");
    const char *type = pattern != NULL ? xml_tree_attribute(pattern, "patternType") : NULL;
    const char *rgb = colour != NULL ? xml_tree_attribute(colour, "rgb") : NULL;
    if (type == NULL || strcmp(type, "solid") != 0 || rgb == NULL) {
        return XLSX_NO_FILL;
    }
    size_t n = strlen(rgb);
    if ((n != 6 && n != 8) || strspn(rgb, "0123456789abcdefABCDEF") != n) {
        return XLSX_NO_FILL;
    }
    return (uint32_t)strtoul(rgb + n - 6, NULL, 16);
}

/* Whether a format of its own shows a date: it has one of the letters d, m, y, h, s outside quotes
 * and brackets, or a length of time in brackets. */
static bool shows_date(const char *format)
{
    for (const char *at = format; *at != '\0'; at++) {
        if (*at == '"') {
            at += strcspn(at + 1, "\"") + 1;
        } else if (*at == '[') {
            if (strchr("hmsHMS", at[1]) != NULL && at[1] != '\0') {
                return true;
            }
            at += strcspn(at, "]");
        } else if (*at == '\\' || *at == '_' || *at == '*') {
            at++;
        } else if (strchr("dmyhsDMYHS", *at) != NULL) {
            return true;
        }
        if (*at == '\0') {
            break;
        }
    }
    return false;
}

static bool is_date_format(const struct xml_element *formats, const char *id)
{
    const struct xml_element *format = xml_tree_child(formats, "numFmt");
    for (unsigned i = 0; format != NULL && i < MAX_FORMATS;
         i++, format = xml_tree_next(format, "numFmt")) {
        const char *own = xml_tree_attribute(format, "numFmtId");
        const char *code = xml_tree_attribute(format, "formatCode");
        if (own != NULL && code != NULL && strcmp(own, id) == 0) {
            return shows_date(code) && strcmp(code, "General") != 0;
        }
    }
    /* Those that every spreadsheet knows; 27 to 36 and 50 to 58 are of East Asia. */
    long known = strtol(id, NULL, 10);
    return (known >= 14 && known <= 22) || (known >= 27 && known <= 36) ||
           (known >= 45 && known <= 47) || (known >= 50 && known <= 58);
}

static uint32_t count_children(const struct xml_element *parent, const char *name)
{
    uint32_t n = 0;
    const struct xml_element *child = xml_tree_child(parent, name);
    for (; child != NULL && n < MAX_STYLES; child = xml_tree_next(child, name)) {
        n++;
    }
    return n;
}

static const uint32_t *read_fills(struct arena *arena, const struct xml_element *root, uint32_t *n)
{
    const struct xml_element *fills = xml_tree_child(root, "fills");
    *n = count_children(fills, "fill");
    uint32_t *colours = arena_array(arena, *n, sizeof(*colours));
    const struct xml_element *fill = xml_tree_child(fills, "fill");
    for (uint32_t i = 0; i < *n; i++, fill = xml_tree_next(fill, "fill")) {
        colours[i] = read_fill(fill);
    }
    return colours;
}

struct xlsx_styles xlsx_styles_read(struct arena *arena, const struct xml_element *root)
{
    uint32_t n_fills;
    const uint32_t *fills = read_fills(arena, root, &n_fills);
    const struct xml_element *formats = xml_tree_child(root, "numFmts");
    const struct xml_element *all = xml_tree_child(root, "cellXfs");
    uint32_t n = count_children(all, "xf");
    struct xlsx_style *styles = arena_array(arena, n, sizeof(*styles));
    const struct xml_element *xf = xml_tree_child(all, "xf");
    for (uint32_t i = 0; i < n; i++, xf = xml_tree_next(xf, "xf")) {
        const char *fill = xml_tree_attribute(xf, "fillId");
        const char *format = xml_tree_attribute(xf, "numFmtId");
        unsigned long at = fill != NULL ? strtoul(fill, NULL, 10) : n_fills;
        styles[i].fill = at < n_fills ? fills[at] : XLSX_NO_FILL;
        styles[i].is_date = format != NULL && is_date_format(formats, format);
    }
    return (struct xlsx_styles){styles, n};
}

const char *xlsx_styles_number(struct arena *arena, double number)
{
    char text[400];
    int n = snprintf(text, sizeof(text), "%.15g", number);
    if (strchr(text, 'e') != NULL) {
        n = snprintf(text, sizeof(text), "%.*f", fabs(number) < 1 ? 20 : 0, number);
        while (strchr(text, '.') != NULL && (text[n - 1] == '0' || text[n - 1] == '.')) {
            text[--n] = '\0';
        }
    }
    return arena_text(arena, text, (size_t)n);
}

const char *xlsx_styles_date(struct arena *arena, double days, bool from_1904)
{
    if (!(days >= 0 && days < 2958466)) { /* to the end of 9999 */
        return xlsx_styles_number(arena, days);
    }
    int64_t minutes = (int64_t)floor(days * DAY_MIN + 0.5);
    int32_t day = (int32_t)(minutes / DAY_MIN), minute = (int32_t)(minutes % DAY_MIN);
    const char *clock = arena_print(arena, "%02d:%02d", minute / 60, minute % 60);
    if (day == 0) {
        return clock;
    }
    /* Day 60 is a 29 February 1900 that never was; before it all are one day off. */
    int32_t since_1970 = from_1904 ? day - 24107 : day - 25569 + (day < 60 ? 1 : 0);
    const char *date = calendar_print_date(arena, since_1970);
    return minute == 0 ? date : arena_print(arena, "%s %s", date, clock);
}
