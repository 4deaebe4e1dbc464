#include "import/cosplib.h"

#include <string.h>

/* Lists of numbers by a number: those of i are v[from[i]] … v[from[i + 1] - 1]. */
struct lists {
    size_t *from;
    uint32_t *v;
};

struct finder {
    const struct cosplib *instance;
    bool attendees;
    /* By person: submissions that they are needed at or want to see (own), that they present, and
     * the tracks that they chair; by track: its submissions. */
    struct lists own, presented, chaired, in_track;
    uint32_t *mark; /* [submissions]: the submission, plus one, that it is known to conflict with */
};

typedef struct cosplib_people list_of(const struct cosplib *instance, bool attendees, uint32_t at,
                                      uint32_t *track);

static struct cosplib_people own_people(const struct cosplib *instance, bool attendees, uint32_t at,
                                        uint32_t *track)
{
    (void)track;
    const struct cosplib_submission *submission = &instance->submissions.v[at];
    return attendees ? submission->attendees : submission->presenters;
}

static struct cosplib_people presenters(const struct cosplib *instance, bool attendees, uint32_t at,
                                        uint32_t *track)
{
    (void)track;
    (void)attendees;
    return instance->submissions.v[at].presenters;
}

static struct cosplib_people chairs(const struct cosplib *instance, bool attendees, uint32_t at,
                                    uint32_t *track)
{
    (void)track;
    (void)attendees;
    return instance->tracks.v[at].chairs;
}

static struct cosplib_people its_track(const struct cosplib *instance, bool attendees, uint32_t at,
                                       uint32_t *track)
{
    (void)attendees;
    *track = instance->submissions.v[at].track;
    return (struct cosplib_people){track, 1};
}

/* Turns "what i has" round: for each of `n_keys` things, which i have it. */
static struct lists turn_round(const struct finder *finder, list_of *list, size_t n, size_t n_keys)
{
    struct lists lists = {base_alloc_zero(n_keys + 2, sizeof(*lists.from)), NULL};
    uint32_t track = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct cosplib_people has = list(finder->instance, finder->attendees, i, &track);
        for (uint32_t k = 0; k < has.n; k++) {
            lists.from[has.v[k] + 2]++;
        }
    }
    for (size_t key = 0; key < n_keys; key++) {
        lists.from[key + 2] += lists.from[key + 1];
    }
    lists.v = base_alloc_zero(lists.from[n_keys + 1] + 1, sizeof(*lists.v));
    for (uint32_t i = 0; i < n; i++) {
        struct cosplib_people has = list(finder->instance, finder->attendees, i, &track);
        for (uint32_t k = 0; k < has.n; k++) {
            lists.v[lists.from[has.v[k] + 1]++] = i;
        }
    }
    return lists;
}

static void free_lists(struct lists *lists)
{
    base_free(lists->from);
    base_free(lists->v);
}

/* Marks those of the list that are of another track, or all. */
static void mark(struct finder *finder, uint32_t self, const struct lists *lists, uint32_t key,
                 bool other_tracks)
{
    uint32_t track = finder->instance->submissions.v[self].track;
    for (size_t i = lists->from[key]; i < lists->from[key + 1]; i++) {
        uint32_t other = lists->v[i];
        if (!other_tracks || finder->instance->submissions.v[other].track != track) {
            finder->mark[other] = self + 1;
        }
    }
}

static void mark_all(struct finder *finder, uint32_t self)
{
    const struct cosplib *instance = finder->instance;
    const struct cosplib_submission *submission = &instance->submissions.v[self];
    uint32_t unused;
    struct cosplib_people own = own_people(instance, finder->attendees, self, &unused);
    for (uint32_t i = 0; i < own.n; i++) {
        uint32_t person = own.v[i];
        mark(finder, self, &finder->own, person, false);
        if (finder->attendees) {
            mark(finder, self, &finder->presented, person, false);
        }
        for (size_t k = finder->chaired.from[person]; k < finder->chaired.from[person + 1]; k++) {
            mark(finder, self, &finder->in_track, finder->chaired.v[k], true);
        }
    }
    for (uint32_t i = 0; finder->attendees && i < submission->presenters.n; i++) {
        mark(finder, self, &finder->own, submission->presenters.v[i], false);
    }
    struct cosplib_people its_chairs = instance->tracks.v[submission->track].chairs;
    for (uint32_t i = 0; i < its_chairs.n; i++) {
        mark(finder, self, &finder->own, its_chairs.v[i], true);
    }
}

static struct cosplib_people collect(const struct finder *finder, uint32_t self)
{
    VEC(uint32_t) later = {0};
    for (uint32_t i = self + 1; i < finder->instance->submissions.n; i++) {
        if (finder->mark[i] == self + 1) {
            vec_push(&later, i);
        }
    }
    struct cosplib_people result = {vec_to_arena(&later, finder->instance->arena),
                                    (uint32_t)later.n};
    vec_free(&later);
    return result;
}

bool cosplib_conflicts_find(const struct cosplib *instance, bool attendees, size_t most,
                            struct cosplib_conflicts *conflicts)
{
    size_t n = instance->submissions.n, n_people = instance->people.n;
    struct finder finder = {.instance = instance, .attendees = attendees};
    finder.own = turn_round(&finder, own_people, n, n_people);
    finder.presented = turn_round(&finder, presenters, n, n_people);
    finder.chaired = turn_round(&finder, chairs, instance->tracks.n, n_people);
    finder.in_track = turn_round(&finder, its_track, n, instance->tracks.n);
    finder.mark = base_alloc_zero(n + 1, sizeof(*finder.mark));
    conflicts->later = arena_array(instance->arena, n, sizeof(*conflicts->later));
    conflicts->n = 0;
    for (uint32_t i = 0; i < n && conflicts->n <= most; i++) {
        mark_all(&finder, i);
        conflicts->later[i] = collect(&finder, i);
        conflicts->n += conflicts->later[i].n;
    }
    base_free(finder.mark);
    free_lists(&finder.own);
    free_lists(&finder.presented);
    free_lists(&finder.chaired);
    free_lists(&finder.in_track);
    return conflicts->n <= most;
}
