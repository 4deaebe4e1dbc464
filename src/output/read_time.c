#include "output/read_time.h"

/* Takes `least` to `most` digits off the front. */
static bool take_number(const char **text, int least, int most, int32_t *number)
{
    int n = 0;
    *number = 0;
    while (n < most && **text >= '0' && **text <= '9') {
        *number = *number * 10 + (**text - '0');
        (*text)++;
        n++;
    }
    return n >= least;
}

static bool take_char(const char **text, char c)
{
    if (**text != c) {
        return false;
    }
    (*text)++;
    return true;
}

static bool take_date(const char **text, int32_t *day_number)
{
    int32_t year, month, day;
    return take_number(text, 4, 4, &year) && take_char(text, '-') &&
           take_number(text, 2, 2, &month) && take_char(text, '-') &&
           take_number(text, 2, 2, &day) && calendar_day_number(year, month, day, day_number);
}

/* Hours, minutes, perhaps seconds with a fraction. */
static bool take_clock(const char **text, int32_t *minutes)
{
    int32_t hour, minute, second = 0;
    if (!take_number(text, 1, 3, &hour) || !take_char(text, ':') ||
        !take_number(text, 2, 2, &minute)) {
        return false;
    }
    if (take_char(text, ':') && !take_number(text, 2, 2, &second)) {
        return false;
    }
    if (take_char(text, '.')) {
        int32_t fraction;
        while (take_number(text, 1, 9, &fraction)) {
            continue;
        }
    }
    *minutes = hour * 60 + minute;
    return minute < 60 && second < 60;
}

/* Z, +01:00 or +0100; nothing is no offset. */
static bool take_offset(const char **text, bool *given, int32_t *offset_min)
{
    *offset_min = 0;
    *given = **text != '\0';
    if (!*given || take_char(text, 'Z') || take_char(text, 'z')) {
        return true;
    }
    bool west = **text == '-';
    int32_t hours, minutes;
    if (!(take_char(text, '+') || take_char(text, '-')) || !take_number(text, 2, 2, &hours)) {
        return false;
    }
    (void)take_char(text, ':');
    if (!take_number(text, 2, 2, &minutes)) {
        return false;
    }
    *offset_min = (west ? -1 : 1) * (hours * 60 + minutes);
    return true;
}

bool read_time_iso(const struct zone *zone, const char *text, int32_t *time_min)
{
    int32_t day_number, minutes, offset_min;
    bool given;
    if (!take_date(&text, &day_number) || !(take_char(&text, 'T') || take_char(&text, ' ')) ||
        !take_clock(&text, &minutes) || minutes >= 24 * 60 ||
        !take_offset(&text, &given, &offset_min) || *text != '\0') {
        return false;
    }
    if (given) {
        *time_min = day_number * 24 * 60 + minutes - offset_min;
        return true;
    }
    return calendar_time(zone, day_number, minutes, time_min) != CALENDAR_SKIPPED;
}

bool read_time_date(const char *text, int32_t *day_number)
{
    return take_date(&text, day_number) && (*text == '\0' || *text == 'T' || *text == ' ');
}

bool read_time_clock(const char *text, int32_t *minutes)
{
    return take_clock(&text, minutes) && *text == '\0';
}

int32_t read_time_minute_of_day(const char *text)
{
    int32_t day_number, minutes;
    bool found = take_date(&text, &day_number) &&
                 (take_char(&text, 'T') || take_char(&text, ' ')) && take_clock(&text, &minutes);
    return found ? minutes : -1;
}
