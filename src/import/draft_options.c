/* What the command line says of a draft's days and hours. */
#include "import/dates.h"
#include "import/draft_write.h"

#include <string.h>

enum { MOST_DAYS = 60 };

static bool complain(struct import *import, const char *option, const char *given,
                     const char *wanted)
{
    return diag_error(import->diags, DIAG_USAGE, SRC_NOWHERE, "%s: not %s: '%s'", option, wanted,
                      given);
}

bool draft_options_hours(struct import *import, struct draft_spans *hours)
{
    const char *given = import->options->hours;
    bool ok = true;
    for (const char *at = given; at != NULL && ok;) {
        struct draft_span span = {0, 0, 0};
        size_t n = strcspn(at, ",;");
        ok = dates_clocks(import->arena, arena_text(import->arena, at, n), &span.from_min,
                          &span.to_min);
        vec_push(hours, span);
        at = at[n] != '\0' ? at + n + 1 : NULL;
    }
    draft_hours_merge(hours);
    return ok || complain(import, "--hours", given, "hours such as 09:00-18:00");
}

bool draft_asked_days(const struct import *import, struct dates *days)
{
    const struct dates none = {false, 0, 0};
    const char *given = import->options->date;
    const char *at = given == NULL ? NULL : dates_plain_dashes(import->arena, given, strlen(given));
    if (at == NULL || !dates_take(&none, &at, &days->first)) {
        return false;
    }
    at += strspn(at, " -");
    days->last = days->first;
    days->known = (*at == '\0' || dates_take(&none, &at, &days->last)) && *at == '\0' &&
                  days->last >= days->first && days->last - days->first < MOST_DAYS;
    return days->known;
}

void draft_options_dates(struct draft *draft)
{
    struct dates days;
    if (draft_asked_days(draft->import, &days)) {
        draft->dated = true;
        draft->first_day = days.first;
        draft->last_day = days.last;
    }
}

bool draft_options_check(struct import *import)
{
    struct draft_spans hours = {0};
    struct dates days;
    bool well = draft_options_hours(import, &hours);
    vec_free(&hours);
    if (import->options->date != NULL && !draft_asked_days(import, &days)) {
        return complain(import, "--date", import->options->date,
                        "a date such as 2026-05-14, or two with ' - ' between them");
    }
    return well;
}
