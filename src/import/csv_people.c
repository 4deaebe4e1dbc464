#include "import/csv_people.h"

#include "input/text.h"
#include "output/strbuf.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NAMES = 12 };

/* ---- what words are no names ----------------------------------------------- */

static bool is_among(const char *word, size_t n, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strlen(*words) == n && strncmp(*words, word, n) == 0) {
            return true;
        }
    }
    return false;
}

/* "Prof.", "Dr.", "MSc", of a slug. */
static bool is_title(const char *word, size_t n)
{
    static const char *const titles[] = {
        "prof", "professor", "dr",  "doctor", "phd", "msc", "bsc",  "mba",  "ma",  "ba",  "md",
        "mag",  "ing",       "med", "rer",    "nat", "hc",  "dipl", "jr",   "sr",  "llm", "beng",
        "meng", "ir",        "mr",  "mrs",    "ms",  "mx",  "herr", "frau", "esq", NULL};
    return is_among(word, n, titles);
}

/* All its words are titles: "MSc", "Dipl.-Ing.", "Ph.D.". */
static bool is_suffix(struct arena *arena, const char *text)
{
    static const char *const spelt[] = {"ph-d",    "m-sc",      "b-sc",   "he-him",
                                        "she-her", "they-them", "er-ihm", "sie-ihr",
                                        "ii",      "iii",       NULL};
    const char *slug = text_slug(arena, text, '-');
    bool all = !is_among(slug, strlen(slug), spelt);
    for (const char *at = slug; all && *at != '\0';) {
        size_t n = strcspn(at, "-");
        if (!is_title(at, n)) {
            return false;
        }
        at += n + (at[n] == '-');
    }
    return true;
}

static bool is_affiliation(struct arena *arena, const char *text)
{
    static const char *const begins[] = {
        "universi",   "institut", "hochschul",  "fachhochschul", "college",  "akadem", "academ",
        "foundation", "stiftung", "laborator",  "departm",       "facult",   "fakult", "ministr",
        "technolog",  "consult",  "research",   "softwar",       "solution", "system", "verein",
        "company",    "corporat", "politecnic", "polytechn",     NULL};
    static const char *const whole[] = {
        "inc",     "gmbh", "ltd", "llc",    "ag",  "corp", "kg",   "ev",     "sa",     "bv",
        "plc",     "labs", "lab", "school", "eth", "epfl", "cern", "center", "centre", "group",
        "zentrum", "uni",  "tu",  "fh",     "mit", "co",   "kit",  NULL};
    const char *slug = text_slug(arena, text, '-');
    for (const char *at = slug; *at != '\0';) {
        size_t n = strcspn(at, "-");
        for (size_t i = 0; begins[i] != NULL; i++) {
            if (strncmp(at, begins[i], strlen(begins[i])) == 0) {
                return true;
            }
        }
        if (is_among(at, n, whole)) {
            return true;
        }
        at += n + (at[n] == '-');
    }
    return false;
}

bool csv_people_is_nobody(struct arena *arena, const char *text)
{
    static const char *const words[] = {"tba",
                                        "tbd",
                                        "tbc",
                                        "nn",
                                        "na",
                                        "none",
                                        "null",
                                        "nil",
                                        "unknown",
                                        "unbekannt",
                                        "tobeannounced",
                                        "tobeconfirmed",
                                        "keine",
                                        "niemand",
                                        "nobody",
                                        "noch offen",
                                        "nochoffen",
                                        "tobedetermined",
                                        NULL};
    char *letters = arena_text(arena, text, strlen(text));
    size_t n = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (isalnum((unsigned char)*at) || (unsigned char)*at >= 0x80) {
            letters[n++] = (char)tolower((unsigned char)*at);
        }
    }
    letters[n] = '\0';
    bool dash = n > 0 && strspn(text, "-–— ") == strlen(text);
    return n == 0 || dash || is_among(letters, n, words);
}

/* ---- who is who ------------------------------------------------------------ */

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "weiss" and "weis", "mueller" and "muller" are one word; "1" and "11" are not. */
static const char *fold(struct arena *arena, const char *word, size_t n)
{
    char *out = arena_text(arena, word, n);
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        bool again = k > 0 && out[k - 1] == word[i] && !isdigit((unsigned char)word[i]);
        bool umlaut = k > 0 && word[i] == 'e' && strchr("aou", out[k - 1]) != NULL;
        if (!again && !umlaut) {
            out[k++] = word[i];
        }
    }
    out[k] = '\0';
    return out;
}

/* The same for all spellings of a name. */
static const char *key_of(struct arena *arena, const char *name)
{
    const char *slug = text_slug(arena, name, '-');
    const char *words[MOST_NAMES];
    size_t n_words = 0;
    for (const char *at = slug; *at != '\0' && n_words < MOST_NAMES;) {
        size_t n = strcspn(at, "-");
        if (!is_title(at, n)) {
            words[n_words++] = fold(arena, at, n);
        }
        at += n + (at[n] == '-');
    }
    struct strbuf key = {0};
    if (n_words > 0) {
        qsort(words, n_words, sizeof(*words), compare_words);
    }
    for (size_t i = 0; i < n_words; i++) {
        strbuf_print(&key, "%s%s", i > 0 ? "-" : "", words[i]);
    }
    const char *text = strbuf_finish(&key, arena);
    return text[0] != '\0' ? text : slug;
}

/* Who is called so, perhaps in other words; a spelling is said once, since it has its own key
 * then. */
static struct draft_person *find_person(struct draft *draft, const char *name, struct src_span at)
{
    struct arena *arena = draft->import->arena;
    const char *spelt = arena_print(arena, "=%s", name), *key = key_of(arena, name);
    struct draft_person *person = draft_find_person(draft, spelt);
    if (person != NULL) {
        return person;
    }
    person = draft_find_person(draft, key);
    if (person != NULL) {
        faults_add(&draft->import->faults, FAULT_CHANGED, at, NULL,
                   "'%.200s' is taken for '%.200s'", name, person->name);
    } else {
        person = draft_person(draft, key, name);
    }
    if (person != NULL) {
        draft_also_person(draft, spelt, person);
    }
    return person;
}

/* ---- one name -------------------------------------------------------------- */

static char *trim(struct arena *arena, const char *text, size_t n)
{
    size_t from = 0;
    while (from < n && strchr(" \t\r\n", text[from]) != NULL) {
        from++;
    }
    while (n > from && strchr(" \t\r\n,", text[n - 1]) != NULL) {
        n--;
    }
    return arena_text(arena, text + from, n - from);
}

/* Takes "(Guild)" and what follows the name in it off its end. */
static const char *take_brackets(struct arena *arena, char *name)
{
    char *mail = strchr(name, '<'), *bracket = strrchr(name, '(');
    if (mail != NULL) {
        *mail = '\0';
    }
    if (bracket == NULL || bracket == name || strchr(bracket, ')') == NULL) {
        return NULL;
    }
    *bracket = '\0';
    const char *inside = trim(arena, bracket + 1, strcspn(bracket + 1, ")"));
    return inside[0] == '\0' || is_suffix(arena, inside) ? NULL : inside;
}

/* Takes ", MSc" and ", University of Bern" off its end. */
static const char *take_tails(struct arena *arena, char *name)
{
    const char *affiliation = NULL;
    for (char *comma = strchr(name, ','); comma != NULL; comma = strchr(comma + 1, ',')) {
        const char *rest = trim(arena, comma + 1, strlen(comma + 1));
        const char *next = trim(arena, rest, strcspn(rest, ","));
        if (is_affiliation(arena, next)) {
            affiliation = rest;
            *comma = '\0';
            break;
        }
        if (is_suffix(arena, next)) {
            *comma = '\0';
            const char *other = strchr(rest, ',');
            return other != NULL && is_affiliation(arena, other)
                       ? trim(arena, other + 1, strlen(other + 1))
                       : NULL;
        }
    }
    return affiliation;
}

static void add_person(struct draft *draft, const struct csv_field *cell, const char *text,
                       size_t n, struct csv_people *people)
{
    struct arena *arena = draft->import->arena;
    char *name = trim(arena, text, n);
    const char *bracket = take_brackets(arena, name), *tail = take_tails(arena, name);
    const char *affiliation = bracket != NULL ? bracket : tail;
    name = trim(arena, name, strlen(name));
    const char *comma = strstr(name, ", ");
    if (comma != NULL) {
        name = arena_print(arena, "%s %.*s", comma + 2, (int)(comma - name), name);
    }
    if (name[0] == '\0' || csv_people_is_nobody(arena, name)) {
        return;
    }
    struct draft_person *person = find_person(draft, name, cell->at);
    if (person == NULL) {
        return;
    }
    person->at = person->at.from.line == 0 ? cell->at : person->at;
    person->affiliation = person->affiliation != NULL ? person->affiliation : affiliation;
    vec_push(people, person);
}

/* ---- lists ----------------------------------------------------------------- */

/* The next of the separators outside brackets; what is left when there is none. */
static size_t find_separator(const char *text, const char *const *separators, size_t *length)
{
    int depth = 0;
    for (size_t i = 0; text[i] != '\0'; i++) {
        depth += text[i] == '(';
        depth -= text[i] == ')' && depth > 0;
        for (size_t k = 0; depth == 0 && separators[k] != NULL; k++) {
            size_t n = strlen(separators[k]);
            if (strncmp(text + i, separators[k], n) == 0) {
                *length = n;
                return i;
            }
        }
    }
    *length = 0;
    return strlen(text);
}

/* The same, but what belongs to the name before is no other name. */
static size_t next_part(struct arena *arena, const char *text, const char *const *separators,
                        size_t *length)
{
    size_t n = find_separator(text, separators, length);
    while (*length == 1 && text[n] == ',') {
        size_t after, next = find_separator(text + n + 1, separators, &after);
        const char *tail = trim(arena, text + n + 1, next);
        if (tail[0] == '\0' || (!is_suffix(arena, tail) && !is_affiliation(arena, tail))) {
            *length = 1;
            return n;
        }
        *length = after;
        n += 1 + next;
    }
    return n;
}

/* "Vogt, Mira" is one: each part is one word. */
static bool is_turned(struct arena *arena, const char *text)
{
    const char *comma = strchr(text, ',');
    if (comma == NULL || strchr(comma + 1, ',') != NULL || comma == text) {
        return false;
    }
    const char *after = comma + 1 + strspn(comma + 1, " ");
    size_t before = (size_t)(comma - text);
    return *after != '\0' && memchr(text, ' ', before) == NULL && strchr(after, ' ') == NULL &&
           !is_suffix(arena, after);
}

void csv_people_read(struct draft *draft, const struct csv_field *cell, struct csv_people *people)
{
    static const char *const strong[] = {";", "|", "\n", NULL};
    static const char *const weak[] = {",", " & ", " and ", " und ", " / ", NULL};
    struct arena *arena = draft->import->arena;
    if (cell == NULL || csv_people_is_nobody(arena, cell->text)) {
        return;
    }
    bool listed = strpbrk(cell->text, ";|\n") != NULL || is_turned(arena, cell->text);
    const char *const *separators = listed ? strong : weak;
    for (const char *at = cell->text;;) {
        size_t length, n = next_part(arena, at, separators, &length);
        add_person(draft, cell, at, n, people);
        if (length == 0) {
            return;
        }
        at += n + length;
    }
}
