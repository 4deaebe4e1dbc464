/* Drawn by hand: a few lines and texts, in the reader's own sans-serif. */
#include "output/write_curve.h"

#include <inttypes.h>

enum {
    WIDTH = 640,
    PANEL = 260, /* height of one level's panel */
    LEFT = 90,
    RIGHT = 20,
    TOP = 50,    /* of the first panel; the title is above */
    BOTTOM = 50, /* of each panel, for the axis */
    TICKS = 5,
    NUMBERS = 20, /* below the axis */
};

struct panel {
    const struct curve *curve;
    uint32_t level;
    int top;             /* of the plot */
    int64_t least, most; /* of the values drawn */
    int64_t step;
};

static void add_escaped(struct strbuf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            strbuf_add(out, "&amp;");
            break;
        case '<':
            strbuf_add(out, "&lt;");
            break;
        case '>':
            strbuf_add(out, "&gt;");
            break;
        default:
            strbuf_add_bytes(out, text, 1);
            break;
        }
    }
}

static double x_of(const struct panel *panel, uint32_t moves)
{
    uint32_t last = panel->curve->n > 1 ? panel->curve->n - 1 : 1;
    return LEFT + (double)(WIDTH - LEFT - RIGHT) * moves / last;
}

static double y_of(const struct panel *panel, int64_t value)
{
    double part = (double)(value - panel->least) / (double)(panel->most - panel->least);
    return panel->top + (PANEL - BOTTOM - 20) * (1 - part);
}

/* 1, 2, 5, 10, 20, … so that there are no more than so many of them. */
static int64_t step_of(int64_t range, int64_t most)
{
    static const int64_t factors[] = {1, 2, 5};
    for (int64_t ten = 1;; ten *= 10) {
        for (size_t i = 0; i < BASE_COUNT(factors); i++) {
            if (range / (ten * factors[i]) <= most) {
                return ten * factors[i];
            }
        }
    }
}

/* Bounds are drawn where earlier levels are proven: else they say nothing. */
static bool has_bound(const struct panel *panel, const struct curve_point *point)
{
    for (uint32_t k = 0; k < panel->level && point->timetable != NULL; k++) {
        if (point->bound[k] != point->value[k]) {
            return false;
        }
    }
    return point->timetable != NULL && point->bound[panel->level] < point->value[panel->level];
}

static void scale(struct panel *panel)
{
    const struct curve *curve = panel->curve;
    int64_t least = INT64_MAX, most = INT64_MIN;
    for (uint32_t i = 0; i < curve->n; i++) {
        const struct curve_point *point = &curve->v[i];
        if (point->timetable != NULL) {
            int64_t value = point->value[panel->level];
            int64_t low = has_bound(panel, point) ? point->bound[panel->level] : value;
            least = low < least ? low : least;
            most = value > most ? value : most;
        }
    }
    if (least > most) {
        least = most = 0;
    }
    panel->step = step_of(most - least > 0 ? most - least : 1, TICKS);
    panel->least = least / panel->step * panel->step;
    panel->most = (most + panel->step - 1) / panel->step * panel->step;
    panel->most = panel->most > panel->least ? panel->most : panel->least + panel->step;
}

static void add_axes(struct strbuf *out, const struct panel *panel)
{
    int bottom = panel->top + PANEL - BOTTOM - 20;
    for (int64_t v = panel->least; v <= panel->most; v += panel->step) {
        double y = y_of(panel, v);
        strbuf_print(out, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>\n", LEFT, y, WIDTH - RIGHT);
        strbuf_print(out, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%" PRId64 "</text>\n",
                     LEFT - 8, y + 4, v);
    }
    uint32_t step = (uint32_t)step_of(panel->curve->n, NUMBERS);
    for (uint32_t i = 0; i < panel->curve->n; i += step) {
        strbuf_print(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%" PRIu32 "</text>\n",
                     x_of(panel, i), bottom + 18, i);
    }
    strbuf_print(out, "<path class=\"axis\" d=\"M%d %dV%dH%d\"/>\n", LEFT, panel->top, bottom,
                 WIDTH - RIGHT);
    strbuf_print(out,
                 "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">events moved, at most</text>\n",
                 (LEFT + WIDTH - RIGHT) / 2, bottom + 36);
    strbuf_print(out, "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">",
                 (panel->top + bottom) / 2);
    add_escaped(out, panel->curve->levels.v[panel->level].name);
    strbuf_add(out, "</text>\n");
}

static void add_point(struct strbuf *out, const struct panel *panel,
                      const struct curve_point *point)
{
    double x = x_of(panel, point->moves);
    if (point->timetable == NULL) {
        int bottom = panel->top + PANEL - BOTTOM - 20;
        strbuf_print(out,
                     "<text class=\"none\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                     x, bottom - 8, point->state == CURVE_NONE ? "\xc3\x97" : "?");
        return;
    }
    int64_t value = point->value[panel->level];
    if (has_bound(panel, point)) {
        double low = y_of(panel, point->bound[panel->level]);
        strbuf_print(out, "<path class=\"bound\" d=\"M%.1f %.1fV%.1fM%.1f %.1fh10\"/>\n", x,
                     y_of(panel, value), low, x - 5, low);
    }
    strbuf_print(out, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n",
                 point->state == CURVE_OPTIMAL ? "proven" : "found", x, y_of(panel, value));
}

static void add_panel(struct strbuf *out, const struct panel *panel)
{
    const struct curve *curve = panel->curve;
    add_axes(out, panel);
    strbuf_add(out, "<path class=\"line\" d=\"");
    const char *command = "M";
    for (uint32_t i = 0; i < curve->n; i++) {
        if (curve->v[i].timetable != NULL) {
            strbuf_print(out, "%s%.1f %.1f", command, x_of(panel, i),
                         y_of(panel, curve->v[i].value[panel->level]));
            command = "L";
        }
    }
    strbuf_add(out, "\"/>\n");
    for (uint32_t i = 0; i < curve->n; i++) {
        add_point(out, panel, &curve->v[i]);
    }
}

static void add_head(struct strbuf *out, const struct problem *problem, uint32_t panels)
{
    int height = TOP + (int)panels * PANEL;
    strbuf_print(out,
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                 "viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n",
                 WIDTH, height, WIDTH, height);
    strbuf_add(out, "<style>.grid{stroke:#ddd}.axis{stroke:#333;fill:none}"
                    ".line{stroke:#1f5fa8;fill:none;stroke-width:2}"
                    ".bound{stroke:#c26a00;fill:none;stroke-dasharray:3 2}"
                    ".proven{fill:#1f5fa8}.found{fill:#fff;stroke:#1f5fa8;stroke-width:2}"
                    ".none{fill:#b00020;font-weight:bold}</style>\n");
    strbuf_print(out, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", WIDTH, height);
    strbuf_print(out, "<text x=\"%d\" y=\"20\" font-size=\"15\">Quality against moves: ", LEFT);
    add_escaped(out, problem->title);
    strbuf_print(out,
                 "</text>\n<text x=\"%d\" y=\"38\">full: proven best; hollow: best found, down to "
                 "what is proven; \xc3\x97: infeasible</text>\n",
                 LEFT);
}

const char *write_curve_svg(struct arena *arena, const struct problem *problem,
                            const struct curve *curve)
{
    struct strbuf out = {0};
    uint32_t panels = 0;
    for (uint32_t k = 0; k < curve->levels.n; k++) {
        panels += !curve->levels.v[k].hard;
    }
    add_head(&out, problem, panels);
    int top = TOP + 10;
    for (uint32_t k = 0; k < curve->levels.n; k++) {
        if (!curve->levels.v[k].hard) {
            struct panel panel = {.curve = curve, .level = k, .top = top};
            scale(&panel);
            add_panel(&out, &panel);
            top += PANEL;
        }
    }
    strbuf_add(&out, "</svg>\n");
    return strbuf_finish(&out, arena);
}
