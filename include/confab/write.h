/* Writers: one file a format. Each returns text in `arena`; the caller writes it out
 * (output/file.h). */
#ifndef CONFAB_WRITE_H
#define CONFAB_WRITE_H

#include "confab/explain.h"
#include "confab/hypothesis.h"
#include "confab/revision.h"
#include "confab/whatif.h"

struct write_options {
    bool timing; /* run.seconds too */
    uint64_t seed;
    /* What the search was told: for what may help where it has come to no end. */
    double time_limit_s; /* ≤ 0: none */
    uint64_t work_limit; /* 0: none */
    double gap;
    enum solve_engine engine;
    const struct explanation *explanation; /* of a problem without a timetable; NULL: none */
    const struct revision *revision;       /* of what was announced; NULL: nothing was */
};

/* The timetable file: c3voc schedule.json with `solution` inside (docs/timetable-format.md). */
const char *write_json(struct arena *arena, const struct problem *problem,
                       const struct solve_result *result, const struct write_options *options);
/* The same of a timetable that was not found here: with what the audit says of it. */
const char *write_published_json(struct arena *arena, const struct problem *problem,
                                 const struct timetable *timetable, const struct score *score);
/* A grid for each day that fits 80 columns, then conflicts and what is left out. */
const char *write_text(struct arena *arena, const struct problem *problem,
                       const struct solve_result *result, const struct write_options *options);

/* The same grids of any timetable, then what the audit says of it. */
const char *write_timetable_text(struct arena *arena, const struct problem *problem,
                                 const struct timetable *timetable, const struct score *score);

/* A row for each event, as spreadsheets read it; breaks are left out. */
const char *write_csv(struct arena *arena, const struct problem *problem,
                      const struct timetable *timetable);

/* Where pretalx is to have its slots: a list of {id, submission, room, start}, of which the last
 * two are what may be written there. What has no `ref` is said. */
const char *write_pretalx_json(struct arena *arena, const struct problem *problem,
                               const struct timetable *timetable, struct diag_list *diags);

/* A judged timetable (confab check): conflicts and costs. */
const char *write_check_json(struct arena *arena, const struct problem *problem,
                             const struct timetable *timetable, const struct score *score);
const char *write_check_text(struct arena *arena, const struct problem *problem,
                             const struct timetable *timetable, const struct score *score);

/* Why there is no timetable, and what would help (confab explain). */
const char *write_explain_json(struct arena *arena, const struct problem *problem,
                               const struct explanation *explanation);
const char *write_explain_text(struct arena *arena, const struct problem *problem,
                               const struct explanation *explanation);

/* Why an event is where it is (confab explain --event). */
const char *write_whatif_json(struct arena *arena, const struct problem *problem,
                              const struct whatif *whatif);
const char *write_whatif_text(struct arena *arena, const struct problem *problem,
                              const struct whatif *whatif);

/* What a change to an announced timetable would bring about (confab whatif). `revision`: of the
 * timetable given to the one found, NULL where none was. */
const char *write_hypothesis_json(struct arena *arena, const struct hypothesis *hypothesis,
                                  const struct revision *revision);
const char *write_hypothesis_text(struct arena *arena, const struct hypothesis *hypothesis,
                                  const struct revision *revision);

/* Pages made from the program's own tables, for a terminal or for docs/. */
enum write_page { WRITE_PAGE_TEXT, WRITE_PAGE_MARKDOWN };

/* One rule of the rule table, or (ID_NONE) all of them: as text a line each, as markdown in full.
 */
const char *write_rules(struct arena *arena, uint32_t rule, enum write_page page);
/* One complaint with this slug, or (NULL) all of them. NULL: there is no such slug. */
const char *write_diagnostics(struct arena *arena, const char *slug, enum write_page page);

#endif
