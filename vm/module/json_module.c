/* SPDX-License-Identifier: MIT
 *
 * json_module.c: _json: the string scanner and the string encoders of the json package, whose other parts are Python.
 */
#include "vm/interp/interp.h"
#include "vm/module/registry.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static RgValue decode_error(RgThread *th, const char *msg, RgStr *doc, int64_t pos)
{
    RgValue decoder = rg_import_module(th, "json.decoder");
    RgValue type = decoder ? rg_attr_get_cstr(th, decoder, "JSONDecodeError") : RG_ERROR;
    RgStr *text = type ? rg_str_from_cstr(th, msg) : NULL;
    RgValue e = text ? rg_call3(th, type, rg_from_ptr(text), rg_from_ptr(doc), rg_from_int(pos)) : RG_ERROR;
    return e ? rg_raise_object(th, e) : RG_ERROR;
}

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

static RgValue pair(RgThread *th, RgStr *text, int64_t end)
{
    return text ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(text), rg_from_int(end))) : RG_ERROR;
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

static RgValue j_scanstring(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t at;
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "first argument must be a string, not %T", args[0]);
    if (!rg_number_as_index(th, args[1], &at, RG_EXC_OverflowError)) return RG_ERROR;
    int strict = args[2] == RG_UNBOUND ? 1 : rg_truth(th, args[2]);
    if (strict < 0) return RG_ERROR;
    RgStr *s = RG_STR(args[0]);
    int64_t begin = at - 1, run = at;
    if (at < 0 || at > s->length) return rg_raise(th, RG_EXC_ValueError, "end is out of bounds");
    RgStrBuilder b;
    bool built = false;
    for (;;) {
        uint32_t c = 0;
        while (at < s->length && (c = rg_str_at(s, at)) != '"' && c != '\\' && (c > 0x1f || !strict)) at++;
        if (at >= s->length) return decode_error(th, "Unterminated string starting at", s, begin);
        if (c == '"' && !built) return pair(th, rg_str_slice(th, s, run, at), at + 1);
        if (c != '"' && c != '\\') return decode_error(th, "Invalid control character at", s, at);
        if (!built) rg_builder_init(&b, th, at - run + 32);
        built = true;
        rg_builder_sub(&b, s, run, at);
        if (c == '"') return pair(th, rg_builder_finish(&b), at + 1);
        if (++at >= s->length) return decode_error(th, "Unterminated string starting at", s, begin);
        uint32_t out;
        int64_t letter = at;
        const char *error = escape(s, &at, &out);
        if (error) return decode_error(th, error, s, rg_str_at(s, letter) == 'u' ? letter : letter - 1);
        rg_builder_char(&b, out);
        run = at;
    }
}

static void put_escape(RgStrBuilder *b, uint32_t c)
{
    switch (c) {
    case '"': rg_builder_cstr(b, "\\\""); break;
    case '\\': rg_builder_cstr(b, "\\\\"); break;
    case '\b': rg_builder_cstr(b, "\\b"); break;
    case '\f': rg_builder_cstr(b, "\\f"); break;
    case '\n': rg_builder_cstr(b, "\\n"); break;
    case '\r': rg_builder_cstr(b, "\\r"); break;
    case '\t': rg_builder_cstr(b, "\\t"); break;
    default:
        if (c >= 0x10000) {
            c -= 0x10000;
            rg_builder_printf(b, "\\u%04x\\u%04x", 0xd800 | c >> 10, 0xdc00 | (c & 0x3ff));
        } else {
            rg_builder_printf(b, "\\u%04x", c);
        }
        break;
    }
}

static RgValue encode(RgThread *th, RgValue v, bool ascii)
{
    if (!rg_is_str(v)) return rg_raise(th, RG_EXC_TypeError, "first argument must be a string, not %T", v);
    RgStr *s = RG_STR(v);
    RgStrBuilder b;
    rg_builder_init(&b, th, s->length + 2);
    rg_builder_char(&b, '"');
    int64_t run = 0;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i);
        if (c >= 0x20 && c != '"' && c != '\\' && !(ascii && c > 0x7e)) continue;
        rg_builder_sub(&b, s, run, i);
        put_escape(&b, c);
        run = i + 1;
    }
    rg_builder_sub(&b, s, run, s->length);
    rg_builder_char(&b, '"');
    return rg_from_ptr(rg_builder_finish(&b));
}

static RgValue j_encode(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return encode(th, args[0], false);
}

static RgValue j_encode_ascii(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return encode(th, args[0], true);
}

static const RgMethodDef functions[] = {
    RG_METHOD("scanstring", "($module, string, end, strict=True, /)", "A JSON string and where it ends.", j_scanstring),
    RG_METHOD("encode_basestring", "($module, string, /)", "A JSON string.", j_encode),
    RG_METHOD("encode_basestring_ascii", "($module, string, /)", "A JSON string in ASCII.", j_encode_ascii), RG_METHOD_END};

bool rg_module_init_json(RgThread *th, RgModule *m)
{
    return rg_module_add_functions(th, m, functions);
}
