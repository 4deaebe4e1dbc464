#include "import/words.h"

#include "input/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_MINUTES = 2880, MOST_DIGITS = 4 };

/* ---- lengths --------------------------------------------------------------- */

static bool take_number(const char **text, double *number)
{
    size_t n = strspn(*text, "0123456789");
    if (n == 0 || n > MOST_DIGITS) {
        *text += n;
        return false;
    }
    *number = (double)strtol(*text, NULL, 10);
    *text += n;
    /* "1.5", and "1,5" in other countries */
    bool fraction = (**text == '.' || **text == ',') && isdigit((unsigned char)(*text)[1]);
    double place = 1;
    *text += fraction;
    while (fraction && isdigit((unsigned char)**text)) {
        place /= 10;
        *number += (*(*text)++ - '0') * place;
    }
    return true;
}

static bool begins(const char *text, const char *const *words)
{
    for (; *words != NULL; words++) {
        size_t n = strlen(*words);
        if (strncasecmp(text, *words, n) == 0 && !isalpha((unsigned char)text[n])) {
            return true;
        }
    }
    return false;
}

/* After a number: what it counts; 0: nothing that is known. */
static double unit_of(const char *text)
{
    static const char *const minutes[] = {"min",     "mins", "minute", "minutes",
                                          "minuten", "m",    "'",      NULL};
    static const char *const hours[] = {"h",   "hr",     "hrs",     "hour", "hours",
                                        "std", "stunde", "stunden", NULL};
    text += strspn(text, " -");
    return begins(text, minutes) ? 1 : begins(text, hours) ? 60 : 0;
}

static int32_t sensible(double minutes)
{
    return minutes >= 1 && minutes <= MOST_MINUTES ? (int32_t)(minutes + 0.5) : 0;
}

/* "0:45", "1:30:00" */
static int32_t read_clock(const char *text)
{
    double hours, minutes;
    if (!take_number(&text, &hours) || *text++ != ':' || !take_number(&text, &minutes)) {
        return 0;
    }
    bool ends = *text == '\0' || (*text == ':' && strspn(text, ":0") == strlen(text));
    return ends && minutes < 60 ? sensible(hours * 60 + minutes) : 0;
}

/* "1h30", "1 hour 30 minutes" */
static double minutes_after(const char *text)
{
    double number;
    text += strspn(text, " -");
    text += strcspn(text, " 0123456789");
    text += strspn(text, " ");
    return take_number(&text, &number) && number < 60 ? number : 0;
}

int32_t words_minutes(const char *text)
{
    double number;
    const char *at = text + strspn(text, " ");
    int32_t clock = read_clock(at);
    if (clock > 0) {
        return clock;
    }
    const char *rest = at;
    if (take_number(&rest, &number) && rest[strspn(rest, " ")] == '\0') {
        return sensible(number);
    }
    while (*at != '\0') {
        at += strcspn(at, "0123456789");
        if (*at == '\0' || !take_number(&at, &number)) {
            continue;
        }
        double unit = unit_of(at);
        bool glued = (*at == 'h' || *at == 'H') && isdigit((unsigned char)at[1]);
        if (unit > 1 || glued) {
            return sensible(number * 60 + minutes_after(at));
        }
        if (unit > 0) {
            return sensible(number);
        }
    }
    return 0;
}

/* ---- words ----------------------------------------------------------------- */

bool words_contains(struct arena *arena, const char *text, const char *const *words)
{
    const char *slug = text_slug(arena, text, '-');
    for (; *words != NULL; words++) {
        if (strstr(slug, *words) != NULL) {
            return true;
        }
    }
    return false;
}

int32_t words_level(struct arena *arena, const char *text)
{
    static const char *const levels[][10] = {
        {"beginner", "introduct", "einsteiger", "anfanger", "basic", "100", "all", NULL},
        {"intermediate", "mittel", "medium", "200", "300", NULL},
        {"advanced", "expert", "fortgeschritten", "deep", "400", "500", NULL},
    };
    for (size_t i = BASE_COUNT(levels); i-- > 0;) {
        if (words_contains(arena, text, levels[i])) {
            return (int32_t)i + 1;
        }
    }
    return strlen(text) == 1 && *text >= '1' && *text <= '3' ? *text - '0' : 0;
}

const char *words_language(struct arena *arena, const char *text)
{
    static const struct {
        const char *begins, *code;
    } languages[] = {
        {"english", "en"}, {"englisch", "en"}, {"german", "de"},   {"deutsch", "de"},
        {"french", "fr"},  {"franc", "fr"},    {"spanish", "es"},  {"espan", "es"},
        {"italian", "it"}, {"portug", "pt"},   {"dutch", "nl"},    {"nederlands", "nl"},
        {"polish", "pl"},  {"polski", "pl"},   {"japanese", "ja"}, {"chinese", "zh"},
        {"russian", "ru"}, {"czech", "cs"},    {"swedish", "sv"},  {"danish", "da"}};
    const char *slug = text_slug(arena, text, '-');
    for (size_t i = 0; i < BASE_COUNT(languages); i++) {
        if (strncmp(slug, languages[i].begins, strlen(languages[i].begins)) == 0) {
            return languages[i].code;
        }
    }
    size_t n = strlen(text);
    bool is_code = (n == 2 || (n == 5 && (text[2] == '-' || text[2] == '_'))) &&
                   isalpha((unsigned char)text[0]) && isalpha((unsigned char)text[1]);
    return is_code ? text : NULL;
}

bool words_is_break(struct arena *arena, const char *title)
{
    static const char *const words[] = {
        "break",       "coffee-break", "lunch",         "lunch-break", "tea-break",
        "coffee",      "pause",        "kaffeepause",   "kaffee",      "mittagspause",
        "mittagessen", "morning-tea",  "afternoon-tea", "dinner",      "abendessen",
        "breakfast",   "fruhstuck",    "intermission"};
    const char *slug = text_slug(arena, title, '-');
    for (size_t i = 0; i < BASE_COUNT(words); i++) {
        if (strcmp(slug, words[i]) == 0) {
            return true;
        }
    }
    return false;
}
