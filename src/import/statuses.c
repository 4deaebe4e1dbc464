#include "import/statuses.h"

#include "input/text.h"
#include "output/strbuf.h"

#include <string.h>
#include <strings.h>

/* In the order in which they count: "not accepted" is no acceptance. */
static const struct {
    enum status status;
    const char *begins; /* some word of the status does, in a slug; */
    bool whole;         /* and it is all of the status */
} words[] = {
    {STATUS_OUT, "reject", false},
    {STATUS_OUT, "declin", false},
    {STATUS_OUT, "withdr", false},
    {STATUS_OUT, "cancel", false},
    {STATUS_OUT, "abgelehnt", false},
    {STATUS_OUT, "ablehn", false},
    {STATUS_OUT, "zuruck", false},
    {STATUS_OUT, "abgesagt", false},
    {STATUS_OUT, "absage", false},
    {STATUS_OUT, "gestrichen", false},
    {STATUS_OUT, "storniert", false},
    {STATUS_OUT, "refus", false},
    {STATUS_OUT, "wait", false},
    {STATUS_OUT, "wartelist", false},
    {STATUS_OUT, "warteliste", false},
    {STATUS_OUT, "reserve", false},
    {STATUS_OUT, "standby", false},
    {STATUS_OUT, "stand-by", false},
    {STATUS_OUT, "backup", false},
    {STATUS_OUT, "ersatz", false},
    {STATUS_OUT, "draft", false},
    {STATUS_OUT, "entwurf", false},
    {STATUS_OUT, "dropped", false},
    {STATUS_OUT, "deleted", false},
    {STATUS_OUT, "geloscht", false},
    {STATUS_OUT, "spam", false},
    {STATUS_OUT, "duplicate", false},
    {STATUS_OUT, "not-accept", false},
    {STATUS_OUT, "not-select", false},
    {STATUS_OUT, "not-approv", false},
    {STATUS_OUT, "nicht-angen", false},
    {STATUS_OUT, "nicht-akzept", false},
    {STATUS_OUT, "unsuccess", false},
    {STATUS_OUT, "no", true},
    {STATUS_OUT, "n", true},
    {STATUS_OUT, "nein", true},
    {STATUS_OUT, "false", true},
    {STATUS_OUT, "0", true},
    {STATUS_IN, "accept", false},
    {STATUS_IN, "akzept", false},
    {STATUS_IN, "angenommen", false},
    {STATUS_IN, "annahme", false},
    {STATUS_IN, "approv", false},
    {STATUS_IN, "selected", false},
    {STATUS_IN, "schedul", false},
    {STATUS_IN, "publish", false},
    {STATUS_IN, "zusage", false},
    {STATUS_IN, "zugesagt", false},
    {STATUS_IN, "invit", false},
    {STATUS_IN, "eingeladen", false},
    {STATUS_OPEN, "not-confirm", false},
    {STATUS_OPEN, "unconfirm", false},
    {STATUS_IN, "confirm", false},
    {STATUS_IN, "bestatigt", false},
    {STATUS_IN, "final", false},
    {STATUS_IN, "yes", true},
    {STATUS_IN, "y", true},
    {STATUS_IN, "ja", true},
    {STATUS_IN, "ok", true},
    {STATUS_IN, "true", true},
    {STATUS_IN, "1", true},
    {STATUS_OPEN, "pending", false},
    {STATUS_OPEN, "review", false},
    {STATUS_OPEN, "begutacht", false},
    {STATUS_OPEN, "submit", false},
    {STATUS_OPEN, "eingereicht", false},
    {STATUS_OPEN, "nominat", false},
    {STATUS_OPEN, "maybe", false},
    {STATUS_OPEN, "vielleicht", false},
    {STATUS_OPEN, "tentativ", false},
    {STATUS_OPEN, "undecided", false},
    {STATUS_OPEN, "unentschieden", false},
    {STATUS_OPEN, "offen", true},
    {STATUS_OPEN, "open", true},
    {STATUS_OPEN, "new", true},
    {STATUS_OPEN, "neu", true},
    {STATUS_OPEN, "proposed", false},
    {STATUS_OPEN, "shortlist", false},
};

static enum status status_of(struct arena *arena, const char *word)
{
    const char *slug = text_slug(arena, word, '-');
    for (size_t i = 0; i < BASE_COUNT(words); i++) {
        const char *found = strstr(slug, words[i].begins);
        bool is = words[i].whole ? strcmp(slug, words[i].begins) == 0
                                 : found != NULL && (found == slug || found[-1] == '-');
        if (is) {
            return words[i].status;
        }
    }
    return STATUS_UNKNOWN;
}

static bool takes(const struct statuses *statuses, enum status status)
{
    return status != STATUS_OUT && (status != STATUS_OPEN || statuses->n_in == 0);
}

void statuses_note(struct statuses *statuses, const char *word)
{
    if (word == NULL) {
        return;
    }
    for (size_t i = 0; i < statuses->v.n; i++) {
        if (strcasecmp(statuses->v.v[i].word, word) == 0) {
            statuses->v.v[i].n++;
            return;
        }
    }
    struct status_word is = {word, status_of(statuses->import->arena, word), 1};
    statuses->n_in += is.status == STATUS_IN;
    vec_push(&statuses->v, is);
}

bool statuses_take(const struct statuses *statuses, const char *word)
{
    return word == NULL || takes(statuses, status_of(statuses->import->arena, word));
}

/* Those that are taken, or not, of the kind; as "2 'Rejected', 1 'No'". */
static const char *list(const struct statuses *statuses, const bool of[], bool taken, uint32_t *n)
{
    struct strbuf text = {0};
    *n = 0;
    for (size_t i = 0; i < statuses->v.n; i++) {
        const struct status_word *word = &statuses->v.v[i];
        if (of[word->status] && takes(statuses, word->status) == taken) {
            strbuf_print(&text, "%s%u '%.60s'", *n > 0 ? ", " : "", word->n, word->word);
            *n += word->n;
        }
    }
    return strbuf_finish(&text, statuses->import->arena);
}

void statuses_say(const struct statuses *statuses)
{
    static const bool all[] = {true, true, true, true};
    static const bool open[] = {[STATUS_OPEN] = true, [STATUS_UNKNOWN] = false};
    static const bool unknown[] = {[STATUS_UNKNOWN] = true};
    struct faults *faults = &statuses->import->faults;
    uint32_t n;
    const char *text = list(statuses, all, false, &n);
    if (n > 0) {
        faults_add(faults, FAULT_UNKNOWN, SRC_NOWHERE, NULL, "%u talk%s left out by %s status: %s",
                   n, n == 1 ? " is" : "s are", n == 1 ? "its" : "their", text);
    }
    text = list(statuses, open, true, &n);
    if (n > 0) {
        faults_add(faults, FAULT_READ_AS, SRC_NOWHERE, NULL,
                   "no talk is accepted yet: what is not decided is taken: %s", text);
    }
    text = list(statuses, unknown, true, &n);
    if (n > 0) {
        faults_add(faults, FAULT_READ_AS, SRC_NOWHERE, "write accepted or rejected",
                   "what a status means is not known: such talks are taken: %s", text);
    }
}

void statuses_free(struct statuses *statuses)
{
    vec_free(&statuses->v);
}
