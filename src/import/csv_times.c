#include "import/csv_times.h"

#include "input/text.h"

#include <string.h>
#include <strings.h>

enum { DAY_MIN = 24 * 60, NOON_MIN = 12 * 60, EVENING_MIN = 18 * 60, MOST_DAYS = 60 };

static bool begins(const char **text, const char *word)
{
    size_t n = strlen(word);
    bool is = strncasecmp(*text, word, n) == 0 && ((*text)[n] == ' ' || (*text)[n] == '\0');
    *text += is ? n + strspn(*text + n, " ") : 0;
    return is;
}

/* "vormittags", "all day" */
static bool read_part_of_day(const char *text, struct draft_span *span)
{
    static const struct {
        const char *word;
        int32_t from_min, to_min;
    } parts[] = {
        {"morning", 0, NOON_MIN},
        {"mornings", 0, NOON_MIN},
        {"in the morning", 0, NOON_MIN},
        {"vormittag", 0, NOON_MIN},
        {"vormittags", 0, NOON_MIN},
        {"am", 0, NOON_MIN},
        {"afternoon", NOON_MIN, EVENING_MIN},
        {"afternoons", NOON_MIN, EVENING_MIN},
        {"in the afternoon", NOON_MIN, EVENING_MIN},
        {"nachmittag", NOON_MIN, EVENING_MIN},
        {"nachmittags", NOON_MIN, EVENING_MIN},
        {"pm", NOON_MIN, DAY_MIN},
        {"evening", EVENING_MIN, DAY_MIN},
        {"evenings", EVENING_MIN, DAY_MIN},
        {"abend", EVENING_MIN, DAY_MIN},
        {"abends", EVENING_MIN, DAY_MIN},
        {"all day", 0, DAY_MIN},
        {"ganztags", 0, DAY_MIN},
        {"ganztägig", 0, DAY_MIN},
    };
    for (size_t i = 0; i < BASE_COUNT(parts); i++) {
        if (strcasecmp(text, parts[i].word) == 0) {
            span->from_min = parts[i].from_min;
            span->to_min = parts[i].to_min;
            return true;
        }
    }
    return false;
}

/* "09:00-12:00", "ab 14:00", "until 12:00", "vormittags" */
static bool read_hours(struct draft *draft, const char *text, struct draft_span *span)
{
    static const char *const since[] = {"ab", "from", "after", "since", "nach"};
    static const char *const until[] = {"bis", "until", "till", "before", "vor"};
    struct arena *arena = draft->import->arena;
    if (read_part_of_day(text, span) || dates_clocks(arena, text, &span->from_min, &span->to_min)) {
        return true;
    }
    for (size_t i = 0; i < BASE_COUNT(since); i++) {
        const char *at = text;
        if (begins(&at, since[i])) {
            span->to_min = DAY_MIN;
            return dates_clock(arena, at, &span->from_min) && span->from_min < DAY_MIN;
        }
        if (begins(&at, until[i])) {
            span->from_min = 0;
            return dates_clock(arena, at, &span->to_min) && span->to_min > 0;
        }
    }
    return false;
}

static bool add_days(struct draft_spans *spans, int32_t first, int32_t last)
{
    for (int32_t day = first; day <= last && day < first + MOST_DAYS; day++) {
        struct draft_span span = {day, 0, DAY_MIN};
        vec_push(spans, span);
    }
    return first <= last;
}

/* A date, two, or one and hours; or hours alone. */
static bool add_entry(struct draft *draft, const struct dates *dates, const char *text,
                      struct draft_spans *spans)
{
    struct draft_span span = {DRAFT_EACH_DAY, 0, 0};
    int32_t last;
    const char *at = text;
    if (dates_take(dates, &at, &span.day_number)) {
        at += strspn(at, " ,:");
        if (*at == '\0') {
            return add_days(spans, span.day_number, span.day_number);
        }
        const char *other = at + strspn(at, "- ");
        if (*at == '-' && dates_read(dates, other, &last)) {
            return add_days(spans, span.day_number, last);
        }
    } else {
        span.day_number = DRAFT_EACH_DAY;
        at = text;
    }
    bool ok = read_hours(draft, at, &span);
    if (ok) {
        vec_push(spans, span);
    }
    return ok;
}

/* "always", "no", "-": as if nothing were there. */
static bool says_nothing(struct arena *arena, const char *text)
{
    static const char *const words[] = {
        "no",  "none", "nein",  "keine",  "nie",       "never",   "n-a", "na",  "nothing", "nichts",
        "yes", "ja",   "immer", "always", "jederzeit", "anytime", "any", "all", "alle"};
    const char *slug = text_slug(arena, text, '-');
    for (size_t i = 0; i < BASE_COUNT(words); i++) {
        if (strcmp(slug, words[i]) == 0) {
            return true;
        }
    }
    return strspn(text, "-–—/ ") == strlen(text);
}

void csv_times_spans(struct draft *draft, const struct dates *dates, const struct csv_field *cell,
                     struct draft_spans *spans)
{
    struct arena *arena = draft->import->arena;
    const char *at = cell == NULL || says_nothing(arena, cell->text) ? "" : cell->text;
    while (*at != '\0') {
        at += strspn(at, " ;,|\r\n");
        size_t n = strcspn(at, ";,|\n");
        char *text = dates_plain_dashes(arena, at, n);
        for (size_t k = strlen(text); k > 0 && strchr(" \r", text[k - 1]) != NULL; k--) {
            text[k - 1] = '\0';
        }
        if (text[0] != '\0' && !add_entry(draft, dates, text, spans)) {
            faults_add(&draft->import->faults, FAULT_ABSENCE, cell->at,
                       "write 2026-05-14, 2026-05-14 09:00-12:00 or 09:00-12:00",
                       "not a date or a time of day: '%.60s'", text);
        }
        at += n;
    }
}
