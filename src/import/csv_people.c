#include "import/csv_people.h"

#include <string.h>

/* The next of the separators outside brackets; what is left when there is none. */
static size_t next_part(const char *text, const char *const *separators, size_t *length)
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

static char *trim(struct arena *arena, const char *text, size_t n)
{
    size_t from = 0;
    while (from < n && strchr(" \t\r\n", text[from]) != NULL) {
        from++;
    }
    while (n > from && strchr(" \t\r\n", text[n - 1]) != NULL) {
        n--;
    }
    return arena_text(arena, text + from, n - from);
}

static void add_person(struct draft *draft, const struct csv_field *cell, const char *text,
                       size_t n, struct csv_people *people)
{
    struct arena *arena = draft->import->arena;
    char *name = trim(arena, text, n);
    const char *affiliation = NULL;
    char *mail = strchr(name, '<'), *bracket = strrchr(name, '(');
    if (mail != NULL) {
        *mail = '\0';
    }
    if (bracket != NULL && bracket > name && strchr(bracket, ')') != NULL) {
        *bracket = '\0';
        affiliation = trim(arena, bracket + 1, strcspn(bracket + 1, ")"));
    }
    name = trim(arena, name, strlen(name));
    const char *comma = strstr(name, ", ");
    if (comma != NULL) {
        name = arena_print(arena, "%s %.*s", comma + 2, (int)(comma - name), name);
    }
    if (name[0] == '\0') {
        return;
    }
    struct draft_person *person = draft_person(draft, name, name);
    if (person == NULL) {
        return;
    }
    person->at = person->at.from.line == 0 ? cell->at : person->at;
    person->affiliation = person->affiliation != NULL ? person->affiliation : affiliation;
    vec_push(people, person);
}

/* "Vogt, Mira" is one: each part is one word. */
static bool is_turned(const char *text)
{
    const char *comma = strchr(text, ',');
    if (comma == NULL || strchr(comma + 1, ',') != NULL || comma == text) {
        return false;
    }
    const char *after = comma + 1 + strspn(comma + 1, " ");
    size_t before = (size_t)(comma - text);
    return *after != '\0' && memchr(text, ' ', before) == NULL && strchr(after, ' ') == NULL;
}

void csv_people_read(struct draft *draft, const struct csv_field *cell, struct csv_people *people)
{
    static const char *const strong[] = {";", "|", "\n", NULL};
    static const char *const weak[] = {",", " & ", " and ", " und ", " / ", NULL};
    if (cell == NULL) {
        return;
    }
    bool listed = strpbrk(cell->text, ";|\n") != NULL || is_turned(cell->text);
    const char *const *separators = listed ? strong : weak;
    for (const char *at = cell->text;;) {
        size_t length, n = next_part(at, separators, &length);
        add_person(draft, cell, at, n, people);
        if (length == 0) {
            return;
        }
        at += n + length;
    }
}
