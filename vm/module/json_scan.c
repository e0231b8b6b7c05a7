/* SPDX-License-Identifier: MIT
 *
 * json_scan.c: _json.make_scanner: the function that reads one JSON value at an index of a text. Where no value begins it raises
 * StopIteration with the index, which json.decoder turns into its own error; everything else raises JSONDecodeError.
 */
#include "vm/module/json.h"
#include "vm/base/dtoa.h"

enum { KEYS = 64 /* of a scan's cache, a power of two */, KEY_MAX = 64 /* longest key that is looked for in it */ };

typedef struct Scanner {
    RgObject head;
    RgValue object_hook, object_pairs_hook, parse_float, parse_int, parse_constant;
    bool strict;
} Scanner;

/* One call of a scanner. */
typedef struct Scan {
    RgThread *th;
    const Scanner *by;
    RgStr *s;
    const uint8_t *data; /* the text's characters */
    int width;
    int64_t length;
    RgDict *memo;        /* every key that was read, so that equal keys are one object; NULL: none yet */
    RgStr *keys[KEYS];   /* some of them, by their characters */
} Scan;

static const char MISSING_COMMA[] = "Expecting ',' delimiter", MISSING_COLON[] = "Expecting ':' delimiter";
static const char MISSING_NAME[] = "Expecting property name enclosed in double quotes";

/* Characters of one byte that stand for themselves in a string. */
static const bool plain[256] = {[0x20 ... 0x21] = true, [0x23 ... 0x5b] = true, [0x5d ... 0xff] = true};

RgValue rg_json_decode_error(RgThread *th, const char *msg, RgStr *doc, int64_t pos)
{
    RgValue decoder = rg_import_module(th, "json.decoder");
    RgValue type = decoder ? rg_attr_get_cstr(th, decoder, "JSONDecodeError") : RG_ERROR;
    RgStr *text = type ? rg_str_from_cstr(th, msg) : NULL;
    RgValue e = text ? rg_call3(th, type, rg_from_ptr(text), rg_from_ptr(doc), rg_from_int(pos)) : RG_ERROR;
    return e ? rg_raise_object(th, e) : RG_ERROR;
}

/* ---- strings ---- */

/* Four hexadecimal digits at i, or -1. */
static int64_t hex4(const RgStr *s, int64_t i)
{
    int64_t v = 0;
    for (int64_t end = i + 4; i < end; i++) {
        uint32_t c = rg_str_at(s, i);
        if (c >= '0' && c <= '9') v = v * 16 + c - '0';
        else if ((c | 32) >= 'a' && (c | 32) <= 'f') v = v * 16 + (c | 32) - 'a' + 10;
        else return -1;
    }
    return v;
}

/* The escape whose letter is at *i; leaves *i behind it. Result in *out; an error message or NULL. */
static const char *escape(const RgStr *s, int64_t *i, uint32_t *out)
{
    static const char letters[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    uint32_t c = rg_str_at(s, *i);
    if (c != 'u') {
        const char *p = c && c < 128 ? strchr(letters, (int)c) : NULL;
        if (!p) return "Invalid \\escape";
        *out = (uint32_t)values[p - letters];
        ++*i;
        return NULL;
    }
    int64_t v = *i + 5 < s->length ? hex4(s, *i + 1) : -1;
    if (v < 0) return "Invalid \\uXXXX escape";
    *i += 5;
    *out = (uint32_t)v;
    if (v >= 0xd800 && v < 0xdc00 && *i + 6 < s->length && rg_str_at(s, *i) == '\\' && rg_str_at(s, *i + 1) == 'u') {
        int64_t low = hex4(s, *i + 2);
        if (low >= 0xdc00 && low < 0xe000) {
            *out = (uint32_t)(0x10000 + ((v - 0xd800) << 10) + (low - 0xdc00));
            *i += 6;
        }
    }
    return NULL;
}

/* Index of the first character from `at` on that is not plain, or the text's length. */
static int64_t plain_end(const RgStr *s, int64_t at, bool strict)
{
    if (RG_LIKELY(s->head.aux8 == 1 && strict)) {
        while (at < s->length && plain[s->data[at]]) at++;
        return at;
    }
    for (uint32_t c; at < s->length && (c = rg_str_at(s, at)) != '"' && c != '\\' && (c > 0x1f || !strict);) at++;
    return at;
}

RgStr *rg_json_scan_string(RgThread *th, RgStr *s, int64_t at, bool strict, int64_t *end)
{
    int64_t begin = at - 1;
    RgStrBuilder b;
    bool built = false;
    for (;;) {
        int64_t run = at;
        at = plain_end(s, at, strict);
        uint32_t c = at < s->length ? rg_str_at(s, at) : 0;
        const char *error = NULL;
        if (at >= s->length) error = "Unterminated string starting at";
        else if (c != '"' && c != '\\') error = "Invalid control character at";
        if (error) return rg_json_decode_error(th, error, s, at >= s->length ? begin : at), NULL;
        *end = at + 1;
        if (c == '"' && !built) return rg_str_slice(th, s, run, at);
        if (!built) rg_builder_init(&b, th, at - run + 32);
        built = true;
        rg_builder_sub(&b, s, run, at);
        if (c == '"') return rg_builder_finish(&b);
        if (++at >= s->length) return rg_json_decode_error(th, "Unterminated string starting at", s, begin), NULL;
        uint32_t out;
        int64_t letter = at;
        if ((error = escape(s, &at, &out)))
            return rg_json_decode_error(th, error, s, rg_str_at(s, letter) == 'u' ? letter : letter - 1), NULL;
        rg_builder_char(&b, out);
    }
}

/* ---- values ---- */

static RgValue scan_value(Scan *sc, int64_t at, int64_t *next);

static inline uint32_t char_at(const Scan *sc, int64_t i)
{
    return RG_LIKELY(sc->width == 1) ? sc->data[i] : rg_char_at(sc->data, sc->width, i);
}

static inline bool is_char(const Scan *sc, int64_t i, uint32_t c) { return i < sc->length && char_at(sc, i) == c; }

static inline bool is_digit_at(const Scan *sc, int64_t i) { return i < sc->length && char_at(sc, i) - '0' < 10; }

static inline int64_t skip_space(const Scan *sc, int64_t i)
{
    for (uint32_t c; i < sc->length && ((c = char_at(sc, i)) == ' ' || c == '\n' || c == '\r' || c == '\t');) i++;
    return i;
}

/* The text from `at` on begins with word. */
static bool is_word(const Scan *sc, int64_t at, const char *word)
{
    for (; *word; word++, at++)
        if (!is_char(sc, at, (uint8_t)*word)) return false;
    return true;
}

static RgValue no_value(Scan *sc, int64_t at) { return rg_raise_value(sc->th, RG_EXC_StopIteration, rg_from_int(at)); }

static RgValue scan_error(Scan *sc, const char *msg, int64_t at) { return rg_json_decode_error(sc->th, msg, sc->s, at); }

/* The key whose first character is at `at`: the same object for equal keys. */
static RgStr *scan_key(Scan *sc, int64_t at, int64_t *next)
{
    int64_t end = sc->width == 1 ? plain_end(sc->s, at, true) : sc->length, n = end - at;
    RgStr **cached = NULL;
    if (n > 0 && n <= KEY_MAX && is_char(sc, end, '"')) {
        const uint8_t *p = sc->data + at;
        cached = &sc->keys[(p[0] * 7u + p[n - 1] * 5u + p[n / 2] * 3u + (uint32_t)n) % KEYS];
        if (*cached && (*cached)->length == n && memcmp((*cached)->data, p, (size_t)n) == 0) {
            *next = end + 1;
            return *cached;
        }
    }
    RgStr *key = rg_json_scan_string(sc->th, sc->s, at, sc->by->strict, next);
    if (!key || (!sc->memo && !(sc->memo = rg_dict_new(sc->th)))) return NULL;
    RgValue known = rg_dict_set_default(sc->th, sc->memo, rg_from_ptr(key), rg_from_ptr(key));
    if (!known) return NULL;
    if (cached) *cached = RG_STR(known);
    return RG_STR(known);
}

/* The members of an object into a list of pairs or a dict. *at: behind the brace, then behind the closing one. */
static bool scan_members(Scan *sc, int64_t *at, RgList *pairs, RgDict *dict)
{
    int64_t i = skip_space(sc, *at);
    if (is_char(sc, i, '}')) {
        *at = i + 1;
        return true;
    }
    for (;;) {
        if (!is_char(sc, i, '"')) return scan_error(sc, MISSING_NAME, i);
        RgStr *key = scan_key(sc, i + 1, &i);
        if (!key) return false;
        i = skip_space(sc, i);
        if (!is_char(sc, i, ':')) return scan_error(sc, MISSING_COLON, i);
        RgValue value = scan_value(sc, skip_space(sc, i + 1), &i);
        if (!value) return false;
        if (pairs) {
            RgTuple *pair = rg_tuple_pair(sc->th, rg_from_ptr(key), value);
            if (!pair || !rg_list_append(sc->th, pairs, rg_from_ptr(pair))) return false;
        } else if (!rg_dict_set_str(sc->th, dict, key, value)) {
            return false;
        }
        i = skip_space(sc, i);
        if (is_char(sc, i, '}')) break;
        if (!is_char(sc, i, ',')) return scan_error(sc, MISSING_COMMA, i);
        i = skip_space(sc, i + 1);
    }
    *at = i + 1;
    return true;
}

static RgValue scan_object(Scan *sc, int64_t at, int64_t *next)
{
    RgThread *th = sc->th;
    RgList *pairs = NULL;
    RgDict *dict = NULL;
    bool as_pairs = sc->by->object_pairs_hook != RG_NONE;
    if (!(as_pairs ? (void *)(pairs = rg_list_new(th, 0)) : (void *)(dict = rg_dict_new(th)))) return RG_ERROR;
    if (!scan_members(sc, &at, pairs, dict)) return RG_ERROR;
    *next = at;
    if (as_pairs) return rg_call1(th, sc->by->object_pairs_hook, rg_from_ptr(pairs));
    if (sc->by->object_hook != RG_NONE) return rg_call1(th, sc->by->object_hook, rg_from_ptr(dict));
    return rg_from_ptr(dict);
}

static RgValue scan_array(Scan *sc, int64_t at, int64_t *next)
{
    RgList *l = rg_list_new(sc->th, 0);
    if (!l) return RG_ERROR;
    int64_t i = skip_space(sc, at);
    *next = i + 1;
    if (is_char(sc, i, ']')) return rg_from_ptr(l);
    for (;;) {
        RgValue v = scan_value(sc, i, &i);
        if (!v || !rg_list_append(sc->th, l, v)) return RG_ERROR;
        i = skip_space(sc, i);
        *next = i + 1;
        if (is_char(sc, i, ']')) return rg_from_ptr(l);
        if (!is_char(sc, i, ',')) return scan_error(sc, MISSING_COMMA, i);
        i = skip_space(sc, i + 1);
    }
}

/* The number in [start, end), which is ASCII. */
static RgValue number_value(Scan *sc, int64_t start, int64_t end, bool is_float)
{
    RgThread *th = sc->th;
    char room[64];
    size_t n = (size_t)(end - start);
    const char *text = (const char *)sc->data + start;
    if (sc->width != 1) {
        RgBuffer *big = n > sizeof room ? rg_buffer_new_raw(th, n) : NULL;
        if (n > sizeof room && !big) return RG_ERROR;
        char *narrow = big ? (char *)big->data : room;
        for (size_t i = 0; i < n; i++) narrow[i] = (char)char_at(sc, start + (int64_t)i);
        text = narrow;
    }
    RgValue parse = is_float ? sc->by->parse_float : sc->by->parse_int;
    if (parse != rg_from_ptr(is_float ? RG_TYPE(th, float) : RG_TYPE(th, int))) {
        RgStr *s = rg_str_from_ascii(th, text, n);
        return s ? rg_call1(th, parse, rg_from_ptr(s)) : RG_ERROR;
    }
    if (is_float) {
        double d;
        rg_dtoa_parse(text, text + n, &d, NULL);
        return rg_from_double(d);
    }
    bool negative = *text == '-';
    if (n - negative <= 14) {
        int64_t value = 0;
        for (size_t i = negative; i < n; i++) value = value * 10 + (text[i] - '0');
        return rg_from_int(negative ? -value : value);
    }
    return rg_int_parse(th, text, n, 10, rg_from_ptr(sc->s));
}

static RgValue scan_number(Scan *sc, int64_t start, int64_t *next)
{
    int64_t i = start + is_char(sc, start, '-');
    if (!is_digit_at(sc, i)) return no_value(sc, start);
    bool is_float = false;
    if (char_at(sc, i) == '0') i++;
    else while (is_digit_at(sc, i)) i++;
    if (is_char(sc, i, '.') && is_digit_at(sc, i + 1)) {
        is_float = true;
        for (i++; is_digit_at(sc, i);) i++;
    }
    if (is_char(sc, i, 'e') || is_char(sc, i, 'E')) {
        int64_t e = i + 1;
        if (is_char(sc, e, '+') || is_char(sc, e, '-')) e++;
        if (is_digit_at(sc, e)) {
            is_float = true;
            while (is_digit_at(sc, e)) e++;
            i = e;
        }
    }
    *next = i;
    return number_value(sc, start, i, is_float);
}

static RgValue scan_constant(Scan *sc, const char *name, int64_t at, int64_t *next)
{
    RgStr *s = rg_str_from_cstr(sc->th, name);
    *next = at + (int64_t)strlen(name);
    return s ? rg_call1(sc->th, sc->by->parse_constant, rg_from_ptr(s)) : RG_ERROR;
}

static RgValue scan_nested(Scan *sc, int64_t at, int64_t *next, bool object)
{
    const char *where = object ? " while decoding a JSON object from a unicode string"
                               : " while decoding a JSON array from a unicode string";
    if (!rg_recursion_enter(sc->th, where)) return RG_ERROR;
    RgValue v = object ? scan_object(sc, at, next) : scan_array(sc, at, next);
    rg_recursion_leave(sc->th);
    return v;
}

static RgValue scan_word(Scan *sc, int64_t at, int64_t *next, const char *word, RgValue value)
{
    if (!is_word(sc, at, word)) return no_value(sc, at);
    *next = at + (int64_t)strlen(word);
    return value;
}

/* The value at `at`; *next is behind it. */
static RgValue scan_value(Scan *sc, int64_t at, int64_t *next)
{
    if (at >= sc->length) return no_value(sc, at);
    switch (char_at(sc, at)) {
    case '"': {
        RgStr *s = rg_json_scan_string(sc->th, sc->s, at + 1, sc->by->strict, next);
        return s ? rg_from_ptr(s) : RG_ERROR;
    }
    case '{': return scan_nested(sc, at + 1, next, true);
    case '[': return scan_nested(sc, at + 1, next, false);
    case 'n': return scan_word(sc, at, next, "null", RG_NONE);
    case 't': return scan_word(sc, at, next, "true", RG_TRUE);
    case 'f': return scan_word(sc, at, next, "false", RG_FALSE);
    case 'N': return is_word(sc, at, "NaN") ? scan_constant(sc, "NaN", at, next) : no_value(sc, at);
    case 'I': return is_word(sc, at, "Infinity") ? scan_constant(sc, "Infinity", at, next) : no_value(sc, at);
    case '-':
        if (is_word(sc, at, "-Infinity")) return scan_constant(sc, "-Infinity", at, next);
        break;
    default: break;
    }
    return scan_number(sc, at, next);
}

/* ---- the type ---- */

#define SELF RG_AS(Scanner, self)

static RgValue scanner_call(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[2];
    int64_t at, next = 0;
    if (!rg_args_parse(th, "scan_once", "(string, idx)", args, nargs, kwnames, a)) return RG_ERROR;
    if (!rg_number_as_index(th, a[1], &at, RG_EXC_OverflowError)) return RG_ERROR;
    if (!rg_is_str(a[0])) return rg_raise(th, RG_EXC_TypeError, "first argument must be a string, not %T", a[0]);
    if (at < 0) return rg_raise(th, RG_EXC_ValueError, "idx cannot be negative");
    RgStr *s = RG_STR(a[0]);
    Scan sc = {.th = th, .by = SELF, .s = s, .data = s->data, .width = rg_str_width(s), .length = s->length};
    RgValue v = scan_value(&sc, at, &next);
    return v ? rg_from_ptr(rg_tuple_pair(th, v, rg_from_int(next))) : RG_ERROR;
}

static RgValue scanner_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    static const char *const names[] = {"object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant"};
    RgValue context;
    if (!rg_args_parse(th, "make_scanner", "(context)", args, nargs, kwnames, &context)) return RG_ERROR;
    Scanner *sc = rg_object_new_of(th, type, 0);
    RgValue strict = sc ? rg_attr_get_cstr(th, context, "strict") : RG_ERROR;
    int truth = strict ? rg_truth(th, strict) : -1;
    if (truth < 0) return RG_ERROR;
    sc->strict = truth;
    for (size_t i = 0; i < RG_COUNT_OF(names); i++) {
        RgValue v = rg_attr_get_cstr(th, context, names[i]);
        if (!v) return RG_ERROR;
        rg_gc_store(sc, &sc->object_hook + i, v);
    }
    return rg_from_ptr(sc);
}

static void scanner_trace(RgMarker *marker, void *cell)
{
    rg_mark_values(marker, &((Scanner *)cell)->object_hook, 5);
}

static RgValue get_strict(RgThread *th, RgValue self) { return rg_from_bool(SELF->strict); }
#define GET(NAME) static RgValue get_##NAME(RgThread *th, RgValue self) { return SELF->NAME; }
GET(object_hook)
GET(object_pairs_hook)
GET(parse_float)
GET(parse_int)
GET(parse_constant)

#define ROW(NAME) {#NAME, get_##NAME, NULL, NULL}
static const RgGetSetDef members[] = {ROW(strict), ROW(object_hook), ROW(object_pairs_hook), ROW(parse_float), ROW(parse_int),
                                      ROW(parse_constant), RG_GETSET_END};
const RgTypeSpec rg_json_scanner_spec = {.doc = "Reads one JSON value at an index of a text.", .basicsize = sizeof(Scanner),
                                         .cell = {"json scanner", scanner_trace, NULL},
                                         .slots = {.new_ = scanner_new, .call = scanner_call}, .members = members};
