#include "output/grid.h"

#include "output/display.h"
#include "output/grid_text.h"
#include "output/lanes.h"

#include <stdlib.h>
#include <string.h>

enum {
    LABEL_WIDTH = 6, /* "09:00 " */
    COLUMN_MIN = 22, /* narrower ones break titles into shreds */
    NONE = -1,
};

/* A rectangle of cells with one item in it. */
struct region {
    int32_t item;
    size_t top, bottom, left, right; /* bands and columns, both ends included */
    struct grid_text text;
};

/* Some of a day's lanes side by side. Between boundary i and i + 1 lies band i, `height[i]` lines
 * high. */
struct grid {
    struct arena *arena;
    const struct problem *problem;
    const struct lanes *lanes;
    uint32_t first_lane;
    size_t n_columns, n_bands;
    size_t *column_width;
    int32_t *boundary_min; /* [n_bands + 1] */
    int32_t *cell_item;    /* [n_bands * n_columns]: into lanes.items; NONE: empty */
    int32_t *cell_region;
    struct region *regions;
    size_t n_regions;
    size_t *height; /* [n_bands] */
};

static bool is_in_grid(const struct grid *grid, const struct lane_item *item)
{
    return item->lane == ID_NONE ||
           (item->lane >= grid->first_lane && item->lane < grid->first_lane + grid->n_columns);
}

static int by_value(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static void find_boundaries(struct grid *grid)
{
    size_t n = 0;
    grid->boundary_min =
        arena_array(grid->arena, (size_t)grid->lanes->n_items * 2 + 1, sizeof(int32_t));
    for (uint32_t i = 0; i < grid->lanes->n_items; i++) {
        if (is_in_grid(grid, &grid->lanes->items[i])) {
            grid->boundary_min[n++] = grid->lanes->items[i].item->span.from_min;
            grid->boundary_min[n++] = grid->lanes->items[i].item->span.to_min;
        }
    }
    qsort(grid->boundary_min, n, sizeof(int32_t), by_value);
    size_t distinct = 0;
    for (size_t i = 0; i < n; i++) {
        if (distinct == 0 || grid->boundary_min[i] != grid->boundary_min[distinct - 1]) {
            grid->boundary_min[distinct++] = grid->boundary_min[i];
        }
    }
    grid->n_bands = distinct > 0 ? distinct - 1 : 0;
}

static int32_t *new_cells(struct grid *grid)
{
    size_t n = grid->n_bands * grid->n_columns;
    int32_t *cells = arena_array(grid->arena, n, sizeof(*cells));
    for (size_t i = 0; i < n; i++) {
        cells[i] = NONE;
    }
    return cells;
}

static void paint_items(struct grid *grid)
{
    grid->cell_item = new_cells(grid);
    for (uint32_t i = 0; i < grid->lanes->n_items; i++) {
        const struct lane_item *item = &grid->lanes->items[i];
        if (!is_in_grid(grid, item)) {
            continue;
        }
        size_t left = item->lane == ID_NONE ? 0 : item->lane - grid->first_lane;
        size_t right = item->lane == ID_NONE ? grid->n_columns - 1 : left;
        for (size_t b = 0; b < grid->n_bands; b++) {
            bool covers = item->item->span.from_min <= grid->boundary_min[b] &&
                          grid->boundary_min[b] < item->item->span.to_min;
            for (size_t c = left; covers && c <= right; c++) {
                grid->cell_item[b * grid->n_columns + c] = (int32_t)i;
            }
        }
    }
}

/* What a cell shows: items that are one break in several lanes are one thing. */
static const struct agenda_item *shown(const struct grid *grid, size_t band, size_t column)
{
    int32_t item = grid->cell_item[band * grid->n_columns + column];
    return item == NONE ? NULL : grid->lanes->items[item].item;
}

static bool run_is(const struct grid *grid, const struct region *region, size_t band)
{
    for (size_t c = region->left; c <= region->right; c++) {
        if (shown(grid, band, c) != shown(grid, region->top, region->left)) {
            return false;
        }
    }
    return true;
}

static struct region region_at(const struct grid *grid, size_t band, size_t column)
{
    struct region region = {.item = grid->cell_item[band * grid->n_columns + column],
                            .top = band,
                            .bottom = band,
                            .left = column,
                            .right = column};
    const struct agenda_item *item = shown(grid, band, column);
    while (region.right + 1 < grid->n_columns && shown(grid, band, region.right + 1) == item &&
           grid->cell_region[band * grid->n_columns + region.right + 1] == NONE) {
        region.right++;
    }
    while (region.bottom + 1 < grid->n_bands && run_is(grid, &region, region.bottom + 1)) {
        region.bottom++;
    }
    return region;
}

/* Columns from left to right with the lines between them. */
static size_t width_of(const struct grid *grid, size_t left, size_t right)
{
    size_t width = right - left;
    for (size_t c = left; c <= right; c++) {
        width += grid->column_width[c];
    }
    return width;
}

static void find_regions(struct grid *grid)
{
    size_t n = grid->n_bands * grid->n_columns;
    grid->regions = arena_array(grid->arena, n, sizeof(*grid->regions));
    grid->cell_region = new_cells(grid);
    for (size_t i = 0; i < n; i++) {
        if (grid->cell_item[i] == NONE || grid->cell_region[i] != NONE) {
            continue;
        }
        struct region region = region_at(grid, i / grid->n_columns, i % grid->n_columns);
        for (size_t b = region.top; b <= region.bottom; b++) {
            for (size_t c = region.left; c <= region.right; c++) {
                grid->cell_region[b * grid->n_columns + c] = (int32_t)grid->n_regions;
            }
        }
        const struct lane_item *item = &grid->lanes->items[region.item];
        if (grid->boundary_min[region.top] == item->item->span.from_min) {
            region.text =
                grid_text_of(grid->arena, grid->problem, item->item, item->lane == ID_NONE,
                             width_of(grid, region.left, region.right) - 2);
        }
        grid->regions[grid->n_regions++] = region;
    }
}

/* Gives a region the lines that its text needs, where it has fewest. */
static void make_room(struct grid *grid, const struct region *region)
{
    size_t have = region->bottom - region->top;
    for (size_t b = region->top; b <= region->bottom; b++) {
        have += grid->height[b];
    }
    for (; have < region->text.n; have++) {
        size_t lowest = region->top;
        for (size_t b = region->top; b <= region->bottom; b++) {
            lowest = grid->height[b] < grid->height[lowest] ? b : lowest;
        }
        grid->height[lowest]++;
    }
}

static void find_heights(struct grid *grid)
{
    grid->height = arena_array(grid->arena, grid->n_bands, sizeof(*grid->height));
    /* Short ones first: what they need is there for the long ones too. */
    for (size_t bands = 1; bands <= grid->n_bands; bands++) {
        for (size_t r = 0; r < grid->n_regions; r++) {
            if (grid->regions[r].bottom - grid->regions[r].top + 1 == bands) {
                make_room(grid, &grid->regions[r]);
            }
        }
    }
}

/* Whether a line is to be seen below boundary i - 1's band, above band i, in column c; outside is
 * empty. */
static bool has_rule(const struct grid *grid, size_t i, size_t c)
{
    if (c >= grid->n_columns) {
        return false;
    }
    const struct agenda_item *above = i > 0 ? shown(grid, i - 1, c) : NULL;
    const struct agenda_item *below = i < grid->n_bands ? shown(grid, i, c) : NULL;
    return above != below;
}

/* Whether a line is to be seen left of column c in band b. */
static bool has_side(const struct grid *grid, size_t b, size_t c)
{
    if (b >= grid->n_bands) {
        return false;
    }
    const struct agenda_item *left = c > 0 ? shown(grid, b, c - 1) : NULL;
    const struct agenda_item *right = c < grid->n_columns ? shown(grid, b, c) : NULL;
    return left != right;
}

static const char *corner(const struct grid *grid, size_t i, size_t c)
{
    /* Arms: 1 up, 2 down, 4 left, 8 right. */
    static const char *const shapes[16] = {" ", "╵", "╷", "│", "╴", "┘", "┐", "┤",
                                           "╶", "└", "┌", "├", "─", "┴", "┬", "┼"};
    unsigned arms = 0;
    arms |= i > 0 && has_side(grid, i - 1, c) ? 1u : 0u;
    arms |= has_side(grid, i, c) ? 2u : 0u;
    arms |= c > 0 && has_rule(grid, i, c - 1) ? 4u : 0u;
    arms |= has_rule(grid, i, c) ? 8u : 0u;
    return shapes[arms];
}

/* Adds line `line` of the text of the region, over its whole width. */
static void add_text(struct strbuf *out, const struct grid *grid, const struct region *region,
                     size_t line)
{
    size_t width = width_of(grid, region->left, region->right);
    size_t lead = 1, used = 0;
    const char *text = line < region->text.n ? region->text.lines[line] : "";
    used = display_width(text, strlen(text));
    if (region->text.centred && used + 2 < width) {
        lead = (width - used) / 2;
    }
    strbuf_fill(out, " ", lead);
    display_add_cell(out, text, width - lead - 1);
    strbuf_add(out, " ");
}

/* How many lines of the region lie above line `line` of band `band`. */
static size_t lines_above(const struct grid *grid, const struct region *region, size_t band,
                          size_t line)
{
    size_t n = line;
    for (size_t b = region->top; b < band; b++) {
        n += grid->height[b] + 1;
    }
    return n;
}

static const struct region *region_of(const struct grid *grid, size_t band, size_t column)
{
    int32_t region = grid->cell_region[band * grid->n_columns + column];
    return region == NONE ? NULL : &grid->regions[region];
}

/* The line at boundary i. */
static void add_boundary(struct strbuf *out, const struct grid *grid, size_t i)
{
    strbuf_print(out, "%-*s", LABEL_WIDTH,
                 calendar_print_clock(grid->arena, &grid->problem->zone, grid->boundary_min[i]));
    for (size_t c = 0; c < grid->n_columns; c++) {
        strbuf_add(out, corner(grid, i, c));
        const struct region *above = i > 0 ? region_of(grid, i - 1, c) : NULL;
        const struct region *below = i < grid->n_bands ? region_of(grid, i, c) : NULL;
        if (above != NULL && above == below) {
            add_text(out, grid, above, lines_above(grid, above, i - 1, grid->height[i - 1]));
            c = above->right;
        } else {
            strbuf_fill(out, has_rule(grid, i, c) ? "─" : " ", grid->column_width[c]);
        }
    }
    strbuf_add(out, corner(grid, i, grid->n_columns));
    strbuf_trim(out);
    strbuf_add(out, "\n");
}

static void add_line(struct strbuf *out, const struct grid *grid, size_t band, size_t line)
{
    strbuf_fill(out, " ", LABEL_WIDTH);
    for (size_t c = 0; c < grid->n_columns; c++) {
        strbuf_add(out, has_side(grid, band, c) ? "│" : " ");
        const struct region *region = region_of(grid, band, c);
        if (region != NULL) {
            add_text(out, grid, region, lines_above(grid, region, band, line));
            c = region->right;
        } else {
            strbuf_fill(out, " ", grid->column_width[c]);
        }
    }
    strbuf_add(out, has_side(grid, band, grid->n_columns) ? "│" : "");
    strbuf_trim(out);
    strbuf_add(out, "\n");
}

static void add_header(struct strbuf *out, const struct grid *grid)
{
    bool named = false;
    for (size_t c = 0; c < grid->n_columns; c++) {
        named = named || grid->lanes->v[grid->first_lane + c].name[0] != '\0';
    }
    if (!named) {
        return;
    }
    strbuf_fill(out, " ", LABEL_WIDTH);
    for (size_t c = 0; c < grid->n_columns; c++) {
        strbuf_add(out, "  ");
        display_add_cell(out, display_clean(grid->arena, grid->lanes->v[grid->first_lane + c].name),
                         grid->column_width[c] - 1);
    }
    strbuf_trim(out);
    strbuf_add(out, "\n");
}

static void add_grid(struct strbuf *out, struct grid *grid, size_t width)
{
    size_t inner = width - LABEL_WIDTH - (grid->n_columns + 1);
    grid->column_width = arena_array(grid->arena, grid->n_columns, sizeof(size_t));
    for (size_t c = 0; c < grid->n_columns; c++) {
        grid->column_width[c] = inner / grid->n_columns + (c < inner % grid->n_columns ? 1 : 0);
    }
    find_boundaries(grid);
    paint_items(grid);
    find_regions(grid);
    find_heights(grid);
    add_header(out, grid);
    for (size_t b = 0; b < grid->n_bands; b++) {
        add_boundary(out, grid, b);
        for (size_t line = 0; line < grid->height[b]; line++) {
            add_line(out, grid, b, line);
        }
    }
    add_boundary(out, grid, grid->n_bands);
}

static void add_heading(struct strbuf *out, int32_t day_number, const char *more)
{
    static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                           "Friday", "Saturday", "Sunday"};
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int32_t year, month, day;
    calendar_date(day_number, &year, &month, &day);
    strbuf_print(out, "%s %d %s %d%s\n", weekdays[calendar_weekday(day_number)], (int)day,
                 months[month - 1], (int)year, more);
}

static bool is_open(const struct problem *problem, struct room_id room, struct day_id day)
{
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        if (problem->windows[w].room.v == room.v && problem->windows[w].day.v == day.v) {
            return true;
        }
    }
    return false;
}

static bool is_shown(const struct lanes *lanes, struct room_id room)
{
    for (uint32_t l = 0; l < lanes->n; l++) {
        if (lanes->v[l].room.v == room.v) {
            return true;
        }
    }
    for (uint32_t i = 0; i < lanes->n_items; i++) {
        const struct agenda_item *item = lanes->items[i].item;
        for (uint32_t r = 0; item->what == AGENDA_EVENT && r < item->n_rooms; r++) {
            if (item->rooms[r].v == room.v) {
                return true;
            }
        }
    }
    return false;
}

/* Rooms that have no column because nothing is in them, though something could be. */
static void add_free_rooms(struct strbuf *out, struct arena *arena, const struct problem *problem,
                           const struct lanes *lanes, struct day_id day, size_t width)
{
    const char *names = NULL;
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        struct room_id room = {r};
        if (is_open(problem, room, day) && !is_shown(lanes, room)) {
            const char *name = problem->rooms[r].name;
            names = names == NULL ? name : arena_print(arena, "%s, %s", names, name);
        }
    }
    if (names != NULL && problem->n_rooms > 1) {
        const char *text = arena_print(arena, "Free all day: %s", names);
        display_add_wrapped(out, "      ", "        ", display_clean(arena, text), width);
    }
}

void grid_add_day(struct strbuf *out, struct arena *arena, const struct problem *problem,
                  const struct agenda *agenda, struct day_id day, size_t width)
{
    int32_t day_number = problem->days[day.v].day_number;
    add_heading(out, day_number, "");
    struct lanes lanes = lanes_create(arena, problem, agenda, day);
    if (lanes.n_items == 0) {
        strbuf_add(out, "\nNothing is on.\n");
        return;
    }
    uint32_t most = (uint32_t)((width - LABEL_WIDTH - 1) / (COLUMN_MIN + 1));
    uint32_t n_grids = (lanes.n + most - 1) / most;
    /* Spread evenly: 7 rooms are 3 + 2 + 2, not 3 + 3 + 1. */
    for (uint32_t g = 0; g < n_grids; g++) {
        uint32_t first = g * lanes.n / n_grids, next = (g + 1) * lanes.n / n_grids;
        struct grid grid = {.arena = arena,
                            .problem = problem,
                            .lanes = &lanes,
                            .first_lane = first,
                            .n_columns = next - first};
        strbuf_add(out, "\n");
        if (g > 0) {
            add_heading(out, day_number, " (continued)");
            strbuf_add(out, "\n");
        }
        add_grid(out, &grid, width);
    }
    add_free_rooms(out, arena, problem, &lanes, day, width);
}
