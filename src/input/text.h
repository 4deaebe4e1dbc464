/* Small things about text: UTF-8, nearness, and the ids that are made of titles. */
#ifndef INPUT_TEXT_H
#define INPUT_TEXT_H

#include "confab/arena.h"

/* Decodes the code point at `bytes` (`left` > 0 bytes long); its length, or 0 when it is not valid
 * UTF-8. */
size_t text_decode(const char *bytes, size_t left, uint32_t *code_point);
/* Code points of valid UTF-8. */
size_t text_length(const char *text);
/* How many letters to insert, remove, replace or swap to get from one to the other, without regard
 * to case; `limit` + 1 when it is more than `limit` or a text is longer than 64 bytes. */
uint32_t text_distance(const char *a, const char *b, uint32_t limit);
/* Whether `given` may be `name` misspelt: other capitals or blanks, or a letter or two in a longer
 * text. Texts whose digits or short words differ
 * ("Part I", "Part II") are meant to differ. */
bool text_is_slip(const char *given, const char *name);
/* Of the names the one that is nearest to `given`, if it is near; NULL otherwise. */
const char *text_nearest(const char *given, const char *const *names, size_t n_names);
/* The same; else the one name that `given` begins, or that begins it. */
const char *text_suggestion(const char *given, const char *const *names, size_t n_names);
/* "Why C? An Élan" → "why-c-an-elan": lower case letters and digits, joined by `joint`; never
 * empty. */
const char *text_slug(struct arena *arena, const char *text, char joint);
/* Whether schedule.json can name the time zone: Area/City, of one word each or begun by one. */
bool text_is_zone(const char *name);
/* What names the conference in files: lower-case letters, digits and _, at least four of them. */
const char *text_acronym(struct arena *arena, const char *title, int32_t year);
bool text_is_acronym(const char *text);
/* "6f1d0c1e-5d3b-4b0a-9f59-2c3f7a0e8b61" (RFC 4122), in small letters or capitals. */
bool text_is_guid(const char *text);

#endif
