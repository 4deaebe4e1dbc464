/* Times for sessions: an event has one length, wherever it is, so all slots are equally long, and
 * sessions start where that length's grid lies. Scores do not depend on it: nothing but the order
 * of sessions, and who shares a slot, counts there. */
#include "import/cosplib.h"

enum {
    HOUR_MIN = 60,
    DAY_MIN = 24 * HOUR_MIN,
    MADE_UP_SLOT_MIN = 15,
    MADE_UP_DAY = 20094, /* 2025-01-06, a Monday */
    MADE_UP_FROM = 9 * HOUR_MIN,
    LAST_MIN = 2 * DAY_MIN, /* a window's end may be so late */
};

/* Whether all sessions fit in their order, each starting when it says, or up to a slot before. */
static bool fits(const struct cosplib *instance, int32_t slot_min, bool exactly)
{
    int64_t last = 0;
    for (size_t s = 0; s < instance->sessions.n; s++) {
        const struct cosplib_session *session = &instance->sessions.v[s];
        if (session->day_number == COSPLIB_NONE || session->from_min == COSPLIB_NONE ||
            (exactly && session->from_min % slot_min != 0)) {
            return false;
        }
        int32_t from = session->from_min / slot_min * slot_min;
        int32_t length = slot_min * session->n_slots;
        int64_t start = (int64_t)session->day_number * DAY_MIN + from;
        if (start < last || from + length > LAST_MIN) {
            return false;
        }
        last = start + length;
    }
    return true;
}

static int32_t find_length(const struct cosplib *instance)
{
    static const int32_t lengths[] = {60, 30, 20, 15, 10, 5};
    for (int exactly = 1; exactly >= 0; exactly--) {
        for (size_t i = 0; i < BASE_COUNT(lengths); i++) {
            if (fits(instance, lengths[i], exactly == 1)) {
                return lengths[i];
            }
        }
    }
    return 0;
}

/* In the order of the sheet, whatever their clocks say: a session that would begin before the last
 * one has ended begins then; what reaches past midnight goes to the next day. */
static void make_up(struct cosplib *instance)
{
    instance->slot_min = MADE_UP_SLOT_MIN;
    int64_t last = 0;
    int32_t day = instance->sessions.v[0].day_number;
    day = day != COSPLIB_NONE ? day : MADE_UP_DAY;
    for (size_t s = 0; s < instance->sessions.n; s++) {
        struct cosplib_session *session = &instance->sessions.v[s];
        int32_t from = session->from_min != COSPLIB_NONE ? session->from_min : MADE_UP_FROM;
        from = from / MADE_UP_SLOT_MIN * MADE_UP_SLOT_MIN;
        int32_t length = MADE_UP_SLOT_MIN * session->n_slots;
        /* A week's gap at most: a slip in a date makes no conference of years. */
        if (session->day_number > day && session->day_number - day <= 7) {
            day = session->day_number;
        }
        int64_t start = (int64_t)day * DAY_MIN + from;
        start = start < last ? last : start;
        if (start + length > (int64_t)(day + 1) * DAY_MIN) {
            day = (int32_t)(last > (int64_t)(day + 1) * DAY_MIN ? last / DAY_MIN + 1 : day + 1);
            start = (int64_t)day * DAY_MIN + MADE_UP_FROM;
        }
        session->start_min = start;
        last = start + length;
    }
}

void cosplib_times_make(struct cosplib *instance, struct faults *faults)
{
    instance->slot_min = find_length(instance);
    if (instance->slot_min == 0) {
        make_up(instance);
        faults_add(faults, FAULT_CHANGED, SRC_NOWHERE, NULL,
                   "%s: sessions overlap, are not in the order of their times, or have none: times "
                   "are made up",
                   instance->name);
        return;
    }
    for (size_t s = 0; s < instance->sessions.n; s++) {
        struct cosplib_session *session = &instance->sessions.v[s];
        int32_t from = session->from_min / instance->slot_min * instance->slot_min;
        session->start_min = (int64_t)session->day_number * DAY_MIN + from;
    }
}
