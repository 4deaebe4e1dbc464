/* Words and lines for what confab/whatif.h found. */
#ifndef OUTPUT_WHATIF_WORDS_H
#define OUTPUT_WHATIF_WORDS_H

#include "confab/whatif.h"
#include "output/strbuf.h"

/* "+20", "hard -1, soft +20", "+0": what a timetable costs more. All in `arena`. */
const char *whatif_words_extra(struct arena *arena, const struct whatif *whatif,
                               const int64_t *extra, int64_t conflicts);
/* " (tag-parallel +20, preferred-time -10)"; "" when no rule's cost changes. */
const char *whatif_words_changes(struct arena *arena, const struct whatif_place *place);
/* ", if 'B' takes its place and 'C' goes to Lab, Thu 24 Oct, 14:00"; "" without moves. */
const char *whatif_words_moves(struct arena *arena, const struct problem *problem,
                               const struct whatif *whatif, const struct whatif_place *place);
/* ", if 'B' and 'C' go elsewhere": the same without where. */
const char *whatif_words_movers(struct arena *arena, const struct problem *problem,
                                const struct whatif_place *place);
const char *whatif_words_room(const struct problem *problem, struct room_id room);
/* What speaks against all these places, which are of one time: in few words. */
const char *whatif_words_against(struct arena *arena, const struct whatif_place *places,
                                 uint32_t n);

/* Lines by time; each day has a heading. */
struct whatif_lines {
    struct strbuf *out;
    struct arena *arena;
    const struct problem *problem;
    const char *day; /* that the last heading was for; NULL: none yet */
};

/* One line. `mark`: a price or a word; up to ten characters fit, others go before the text. */
struct whatif_line {
    int32_t from_min, to_min;
    const char *mark, *text;
};

void whatif_lines_add(struct whatif_lines *lines, struct whatif_line line);
/* Whether both times are on one day. */
bool whatif_lines_same_day(const struct whatif_lines *lines, int32_t a_min, int32_t b_min);

#endif
