#include "import/table_bytes.h"

#include "input/text.h"
#include "output/strbuf.h"

#include <string.h>

static void add_code(struct strbuf *out, uint32_t code)
{
    char bytes[4];
    size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n; i-- > 1; code >>= 6) {
        bytes[i] = (char)(0x80 | (code & 0x3f));
    }
    bytes[0] = (char)(first[n] | code);
    strbuf_add_bytes(out, bytes, n);
}

/* Both orders of bytes; halves of pairs by themselves are U+FFFD. */
static void read_utf16(const struct source *source, struct strbuf *out)
{
    const unsigned char *bytes = (const unsigned char *)source->bytes;
    size_t low = bytes[0] == 0xff ? 0 : 1;
    uint32_t high = 0;
    for (size_t i = 2; i + 1 < source->size; i += 2) {
        uint32_t unit = bytes[i + low] | (uint32_t)bytes[i + 1 - low] << 8;
        if (high != 0 && unit >= 0xdc00 && unit < 0xe000) {
            add_code(out, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
            high = 0;
            continue;
        }
        if (high != 0) {
            add_code(out, 0xfffd);
        }
        high = unit >= 0xd800 && unit < 0xdc00 ? unit : 0;
        if (high == 0) {
            add_code(out, unit >= 0xdc00 && unit < 0xe000 ? 0xfffd : unit);
        }
    }
}

static void read_1252(const struct source *source, struct strbuf *out)
{
    static const uint16_t upper[32] = {
        0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};
    for (size_t i = 0; i < source->size; i++) {
        unsigned char byte = (unsigned char)source->bytes[i];
        add_code(out, byte >= 0x80 && byte < 0xa0 ? upper[byte - 0x80] : byte);
    }
}

static bool is_utf8(const struct source *source)
{
    for (size_t at = 0; at < source->size;) {
        uint32_t code;
        size_t n = text_decode(source->bytes + at, source->size - at, &code);
        if (n == 0) {
            return false;
        }
        at += n;
    }
    return true;
}

void table_bytes_convert(struct import *import, uint32_t *file)
{
    const struct source *source = &import->sources->files[*file];
    const char *bytes = source->bytes;
    bool wide = source->size >= 2 &&
                (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0);
    struct strbuf out = {0};
    if (!wide && is_utf8(source)) {
        return;
    }
    if (wide) {
        read_utf16(source, &out);
    } else {
        read_1252(source, &out);
    }
    size_t n = out.n;
    const char *name = source->name;
    const char *text = strbuf_finish(&out, import->arena);
    *file = source_add(import->sources, name, text, n);
    faults_add(&import->faults, FAULT_READ_AS, SRC_NOWHERE, "save it as UTF-8 if letters are wrong",
               "'%s' is read as %s", name, wide ? "UTF-16" : "Windows-1252");
}
