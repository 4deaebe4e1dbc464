#include "input/text.h"

#include <ctype.h>
#include <string.h>

enum { DISTANCE_BYTES = 64, ACRONYM_BYTES = 32, SLUG_BYTES = 80 };

size_t text_decode(const char *bytes, size_t left, uint32_t *code_point)
{
    const unsigned char *b = (const unsigned char *)bytes;
    if (b[0] < 0x80) {
        *code_point = b[0];
        return 1;
    }
    size_t length = b[0] >= 0xf0 ? 4 : b[0] >= 0xe0 ? 3 : 2;
    if (b[0] < 0xc2 || b[0] > 0xf4 || length > left) {
        return 0;
    }
    uint32_t value = b[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((b[i] & 0xc0) != 0x80) {
            return 0;
        }
        value = value << 6 | (b[i] & 0x3fu);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < least[length] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) {
        return 0;
    }
    *code_point = value;
    return length;
}

size_t text_length(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text++) {
        n += ((unsigned char)*text & 0xc0) != 0x80 ? 1 : 0;
    }
    return n;
}

static unsigned char lower(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte - 'A' + 'a') : byte;
}

static uint32_t least_of(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Three rows of the usual table are kept: swaps look back two. */
uint32_t text_distance(const char *a, const char *b, uint32_t limit)
{
    size_t n = strlen(a), m = strlen(b);
    if (n > DISTANCE_BYTES || m > DISTANCE_BYTES || (n > m ? n - m : m - n) > limit) {
        return limit + 1;
    }
    uint32_t rows[3][DISTANCE_BYTES + 1];
    for (uint32_t j = 0; j <= m; j++) {
        rows[0][j] = j;
    }
    for (uint32_t i = 1; i <= n; i++) {
        uint32_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *twice = rows[(i + 1) % 3];
        row[0] = i;
        for (uint32_t j = 1; j <= m; j++) {
            uint32_t cost = lower(a[i - 1]) != lower(b[j - 1]) ? 1 : 0;
            row[j] = least_of(above[j - 1] + cost, least_of(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1])) {
                row[j] = least_of(row[j], twice[j - 2] + 1);
            }
        }
    }
    return least_of(rows[n % 3][m], limit + 1);
}

static bool have_same_digits(const char *a, const char *b)
{
    static const char digits[] = "0123456789";
    for (;;) {
        a += strcspn(a, digits);
        b += strcspn(b, digits);
        if (*a != *b || *a == '\0') {
            return *a == *b;
        }
        a++;
        b++;
    }
}

static bool is_word(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
           ((unsigned char)c & 0x80) != 0;
}

/* "Track A" and "Track B", "Part II" and "Part III", "keynote-a" and "keynote-b". */
static bool differ_in_short_word(const char *a, const char *b)
{
    enum { SHORT_WORD_BYTES = 3 };
    size_t n = strlen(a), m = strlen(b), before = 0, after = 0;
    while (a[before] != '\0' && lower(a[before]) == lower(b[before])) {
        before++;
    }
    while (before > 0 && is_word(a[before - 1])) {
        before--;
    }
    n -= before;
    m -= before;
    a += before;
    b += before;
    while (after < n && after < m && lower(a[n - 1 - after]) == lower(b[m - 1 - after])) {
        after++;
    }
    while (after > 0 && is_word(a[n - after]) &&
           ((after < n && is_word(a[n - after - 1])) || (after < m && is_word(b[m - after - 1])))) {
        after--;
    }
    n -= after;
    m -= after;
    return n > 0 && n <= SHORT_WORD_BYTES && m > 0 && m <= SHORT_WORD_BYTES && is_word(a[0]) &&
           is_word(b[0]);
}

bool text_is_slip(const char *given, const char *name)
{
    enum { SHORT_BYTES = 4, LONG_BYTES = 8 };
    size_t length = strlen(given);
    uint32_t limit = length < SHORT_BYTES ? 0 : length < LONG_BYTES ? 1 : 2;
    uint32_t distance = text_distance(given, name, limit);
    return strcmp(given, name) != 0 && distance <= limit &&
           (distance == 0 || (have_same_digits(given, name) && !differ_in_short_word(given, name)));
}

const char *text_nearest(const char *given, const char *const *names, size_t n_names)
{
    size_t length = strlen(given);
    uint32_t limit = length <= 2 ? 0 : length <= 5 ? 1 : length <= 9 ? 2 : 3;
    const char *nearest = NULL;
    for (size_t i = 0; i < n_names; i++) {
        uint32_t distance = text_distance(given, names[i], limit);
        if (distance <= limit) {
            nearest = names[i];
            if (distance == 0) {
                break;
            }
            limit = distance - 1;
        }
    }
    return nearest;
}

static bool begins(const char *a, const char *b)
{
    enum { LEAST_BYTES = 4 };
    size_t n = strlen(a), m = strlen(b);
    size_t shorter = n < m ? n : m;
    return shorter >= LEAST_BYTES && strncmp(a, b, shorter) == 0;
}

const char *text_suggestion(const char *given, const char *const *names, size_t n_names)
{
    size_t n = 0, which = 0;
    for (size_t i = 0; i < n_names && n < 2; i++) {
        if (begins(given, names[i])) {
            which = i;
            n++;
        }
    }
    const char *nearest = text_nearest(given, names, n_names);
    return nearest == NULL && n == 1 ? names[which] : nearest;
}

/* Latin letters with marks, U+00C0 … U+017F, as plain ones; a space where there is none. */
static const char PLAIN[] = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
                            "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static char plain_letter(uint32_t code_point)
{
    static const char small[] = "abcdefghijklmnopqrstuvwxyz";
    if (code_point >= 'A' && code_point <= 'Z') {
        return small[code_point - 'A'];
    }
    if ((code_point >= 'a' && code_point <= 'z') || (code_point >= '0' && code_point <= '9')) {
        return (char)code_point;
    }
    if (code_point >= 0xc0 && code_point < 0xc0 + sizeof(PLAIN) - 1) {
        return PLAIN[code_point - 0xc0];
    }
    return ' ';
}

/* For texts without a single Latin letter or digit: FNV-1a of the text, so that it stays the same.
 */
static const char *hashed_slug(struct arena *arena, const char *text)
{
    uint32_t hash = 2166136261u;
    for (const char *c = text; *c != '\0'; c++) {
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    }
    return arena_print(arena, "x%08x", hash);
}

const char *text_slug(struct arena *arena, const char *text, char joint)
{
    char slug[SLUG_BYTES];
    size_t n = 0, left = strlen(text);
    bool gap = false;
    for (const char *c = text; left > 0 && n + 2 < sizeof(slug);) {
        uint32_t code_point;
        size_t length = text_decode(c, left, &code_point);
        if (length == 0) {
            break;
        }
        char letter = plain_letter(code_point);
        bool skipped = code_point == '\'' || code_point == 0x2019;
        if (letter != ' ' && gap && n > 0) {
            slug[n++] = joint;
        }
        if (letter != ' ') {
            slug[n++] = letter;
        }
        gap = letter == ' ' && (gap || !skipped);
        c += length;
        left -= length;
    }
    return n > 0 ? arena_text(arena, slug, n) : hashed_slug(arena, text);
}

const char *text_acronym(struct arena *arena, const char *title, int32_t year)
{
    const char *slug = text_slug(arena, title, '_');
    size_t length = strlen(slug);
    if (length > ACRONYM_BYTES) {
        length = ACRONYM_BYTES;
        while (length > 4 && slug[length] != '_') {
            length--;
        }
    }
    const char *acronym = arena_text(arena, slug, length);
    return length >= 4 ? acronym : arena_print(arena, "%s%04d", acronym, year);
}

bool text_is_zone(const char *name)
{
    static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                      small[] = "abcdefghijklmnopqrstuvwxyz";
    const char *at = name;
    for (int part = 0; part < 2; part++) {
        if (*at == '\0' || strchr(upper, *at) == NULL || strspn(at + 1, small) == 0) {
            return false;
        }
        at += 1 + strspn(at + 1, small);
        if (part == 0 && *at++ != '/') {
            return false;
        }
    }
    return true;
}

bool text_is_acronym(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return length >= 4 && text[length] == '\0';
}

bool text_is_guid(const char *text)
{
    static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (strlen(text) != sizeof(form) - 1) {
        return false;
    }
    for (size_t i = 0; form[i] != '\0'; i++) {
        if (form[i] == '-' ? text[i] != '-' : !isxdigit((unsigned char)text[i])) {
            return false;
        }
    }
    return true;
}
