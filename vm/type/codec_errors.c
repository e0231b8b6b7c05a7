/* SPDX-License-Identifier: MIT
 *
 * codec_errors.c: error handlers of text encodings, built in and registered, and codecs found through the registry.
 *
 * rt->codecs is a list [search functions (list), cache of codecs (dict), error handlers (dict)], made when first needed.
 */
#include <stdio.h>
#include <stdlib.h>

#include "vm/interp/interp.h"
#include "vm/object/dict.h"
#include "vm/object/exception.h"
#include "vm/type/codec.h"

/* ---- registry ---- */

static RgList *registry(RgThread *th)
{
    if (!th->rt->codecs) {
        RgList *parts = rg_list_new(th, 3), *path = rg_list_new(th, 0);
        RgDict *cache = rg_dict_new(th), *handlers = rg_dict_new(th);
        if (!parts || !path || !cache || !handlers || !rg_list_append(th, parts, rg_from_ptr(path)) ||
            !rg_list_append(th, parts, rg_from_ptr(cache)) || !rg_list_append(th, parts, rg_from_ptr(handlers)))
            return NULL;
        th->rt->codecs = rg_from_ptr(parts);
    }
    return RG_LIST(th->rt->codecs);
}

RgList *rg_codec_search_path(RgThread *th)
{
    RgList *r = registry(th);
    return r ? RG_LIST(r->items[0]) : NULL;
}

RgDict *rg_codec_cache(RgThread *th)
{
    RgList *r = registry(th);
    return r ? RG_DICT(r->items[1]) : NULL;
}

RgDict *rg_codec_error_registry(RgThread *th)
{
    RgList *r = registry(th);
    return r ? RG_DICT(r->items[2]) : NULL;
}

/* Lower case, runs of other characters than letters, digits and '.' made one '_'. */
static RgStr *normalize(RgThread *th, const char *name)
{
    RgStrBuilder b;
    rg_builder_init(&b, th, (int64_t)strlen(name));
    bool gap = false;
    for (const char *p = name; *p; p++) {
        char c = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.') {
            if (gap && b.length)
                rg_builder_char(&b, '_');
            rg_builder_char(&b, (uint8_t)c);
            gap = false;
        } else {
            gap = true;
        }
    }
    return rg_builder_finish(&b);
}

/* Imports encodings (and codecs with it) from the standard library, whatever the program has put on sys.path: CPython does it
 * before the program starts. */
static bool import_encodings(RgThread *th)
{
    RgStr *dir = rg_str_from_fs(th, RG_STDLIB, strlen(RG_STDLIB));
    RgList *path = dir ? rg_list_new(th, 1) : NULL;
    if (!path || !rg_list_append(th, path, rg_from_ptr(dir)))
        return false;
    RgValue old = rg_dict_get_str(th, th->rt->sys_dict, RG_SYM(th, path));
    if (!rg_dict_set_str(th, th->rt->sys_dict, RG_SYM(th, path), rg_from_ptr(path)))
        return false;
    bool ok = rg_import_module(th, "encodings") != RG_ERROR;
    if (old && !rg_dict_set_str(th, th->rt->sys_dict, RG_SYM(th, path), old))
        return false;
    return ok;
}

RgValue rg_codec_lookup(RgThread *th, const char *encoding)
{
    RgList *path = rg_codec_search_path(th);
    RgStr *name = path ? normalize(th, encoding) : NULL;
    if (!name)
        return RG_ERROR;
    RgValue known = rg_dict_get(th, rg_codec_cache(th), rg_from_ptr(name));
    if (known != RG_UNBOUND)
        return known;
    if (path->length == 0 && !import_encodings(th))
        return RG_ERROR;
    for (int64_t i = 0; i < path->length; i++) {
        RgValue r = rg_call1(th, path->items[i], rg_from_ptr(name));
        if (r == RG_ERROR)
            return RG_ERROR;
        if (r == RG_NONE)
            continue;
        if (!rg_is_tuple(r) || rg_tuple_len(RG_TUPLE(r)) != 4)
            return rg_raise(th, RG_EXC_TypeError, "codec search functions must return 4-tuples");
        return rg_dict_set(th, rg_codec_cache(th), rg_from_ptr(name), r) ? r : RG_ERROR;
    }
    return rg_raise(th, RG_EXC_LookupError, "unknown encoding: %s", encoding);
}

/* The registered codec, refused when it declares itself no text encoding. */
static RgValue lookup_text_codec(RgThread *th, const char *encoding, const char *alternative)
{
    RgValue codec = rg_codec_lookup(th, encoding);
    if (codec == RG_ERROR || rg_is_exact(codec, RG_KIND_tuple))
        return codec;
    RgValue flag = rg_attr_get_cstr(th, codec, "_is_text_encoding");
    if (flag == RG_ERROR) {
        if (!rg_raised_is(th, RG_EXC_AttributeError))
            return RG_ERROR;
        rg_exception_clear(th);
        return codec;
    }
    int text = rg_truth(th, flag);
    if (text < 0)
        return RG_ERROR;
    if (!text)
        return rg_raise(th, RG_EXC_LookupError, "'%s' is not a text encoding; use %s to handle arbitrary codecs", encoding,
                        alternative);
    return codec;
}

/* An exception that leaves a codec becomes the cause of one that names the codec, if it is so plain that it can be made anew. */
void rg_codec_wrap_error(RgThread *th, const char *encoding, bool decoding)
{
    static const RgExc special[] = {RG_EXC_UnicodeEncodeError, RG_EXC_UnicodeDecodeError, RG_EXC_UnicodeTranslateError, RG_EXC_OSError,
                                    RG_EXC_SyntaxError, RG_EXC_ImportError, RG_EXC_StopIteration, RG_EXC_SystemExit,
                                    RG_EXC_BaseExceptionGroup};
    RgValue old = th->pending;
    if (!old || rg_type_is_heap(rg_type_of(th->rt, old)) || RG_EXCEPTION(old)->attrs.extra)
        return;
    for (size_t i = 0; i < RG_COUNT_OF(special); i++) {
        if (rg_type_is_subtype(rg_type_of(th->rt, old), th->rt->exceptions[special[i]]))
            return;
    }
    RgTuple *args = RG_EXCEPTION(old)->args;
    if (!args || rg_tuple_len(args) > 1 || (rg_tuple_len(args) == 1 && !rg_is_exact(args->items[0], RG_KIND_str)))
        return;
    old = rg_exception_take(th);
    RgStr *text = rg_format(th, "%s with '%s' codec failed (%N: %S)", decoding ? "decoding" : "encoding", encoding,
                            rg_type_of(th->rt, old), old);
    RgValue arg = text ? rg_from_ptr(text) : 0;
    RgValue fresh = text ? rg_exception_new(th, rg_type_of(th->rt, old), &arg, 1) : RG_ERROR;
    if (fresh != RG_ERROR)
        rg_raise_from(th, fresh, old);
}

/* Calls item `which` of a codec with (object, errors); the first item of the pair it returns. */
static RgValue call_codec(RgThread *th, RgValue codec, int which, RgValue object, const char *encoding, const char *errors)
{
    RgValue fn = RG_TUPLE(codec)->items[which], r;
    if (errors) {
        RgStr *e = rg_str_from_cstr(th, errors);
        r = e ? rg_call2(th, fn, object, rg_from_ptr(e)) : RG_ERROR;
    } else {
        r = rg_call1(th, fn, object);
    }
    if (r == RG_ERROR) {
        rg_codec_wrap_error(th, encoding, which);
        return RG_ERROR;
    }
    if (!rg_is_tuple(r) || rg_tuple_len(RG_TUPLE(r)) != 2)
        return rg_raise(th, RG_EXC_TypeError, which ? "decoder must return a tuple (object,integer)"
                                                    : "encoder must return a tuple (object, integer)");
    return RG_TUPLE(r)->items[0];
}

RgValue rg_codec_encode_any(RgThread *th, RgValue s, const char *encoding, const char *errors)
{
    RgCodec own = rg_codec_by_name(encoding);
    if (own != RG_CODEC_NONE)
        return rg_codec_encode_with(th, RG_STR(s), own, errors);
    RgValue codec = lookup_text_codec(th, encoding, "codecs.encode()");
    RgValue r = codec == RG_ERROR ? RG_ERROR : call_codec(th, codec, 0, s, encoding, errors);
    if (r == RG_ERROR || rg_is_bytes(r))
        return r;
    if (rg_is_bytearray(r)) {
        RgBytes *b = rg_bytes_new(th, rg_bytearray_data(RG_AS(RgByteArray, r)), RG_AS(RgByteArray, r)->length);
        return b ? rg_from_ptr(b) : RG_ERROR;
    }
    return rg_raise(th, RG_EXC_TypeError,
                    "'%s' encoder returned '%T' instead of 'bytes'; use codecs.encode() to encode to arbitrary types", encoding,
                    r);
}

RgValue rg_codec_decode_any(RgThread *th, RgValue data, const char *encoding, const char *errors)
{
    RgCodec own = rg_codec_by_name(encoding);
    if (own != RG_CODEC_NONE) {
        RgBufferView view;
        if (!rg_buffer_get(th, data, &view, false))
            return RG_ERROR;
        RgStr *s = rg_codec_decode_with(th, view.data, view.len, own, errors, NULL, NULL);
        rg_buffer_release(&view);
        return rg_str_result(s);
    }
    RgValue codec = lookup_text_codec(th, encoding, "codecs.decode()");
    RgValue r = codec == RG_ERROR ? RG_ERROR : call_codec(th, codec, 1, data, encoding, errors);
    if (r == RG_ERROR || rg_is_str(r))
        return r;
    return rg_raise(th, RG_EXC_TypeError,
                    "'%s' decoder returned '%T' instead of 'str'; use codecs.decode() to decode to arbitrary types", encoding, r);
}

/* ---- exceptions ---- */

static RgValue make_exception(RgThread *th, RgCodecError kind, const char *encoding, RgValue object, int64_t start, int64_t end,
                              const char *reason)
{
    RgStr *enc = kind == RG_CODEC_TRANSLATE ? th->rt->empty_str : rg_str_from_cstr(th, encoding), *why = rg_str_from_cstr(th, reason);
    if (!enc || !why)
        return RG_ERROR;
    RgValue all[5] = {rg_from_ptr(enc), object, rg_from_int(start), rg_from_int(end), rg_from_ptr(why)};
    if (kind == RG_CODEC_TRANSLATE)
        return rg_exception_new(th, RG_EXC(th, UnicodeTranslateError), all + 1, 4);
    return rg_exception_new(th, kind == RG_CODEC_ENCODE ? RG_EXC(th, UnicodeEncodeError) : RG_EXC(th, UnicodeDecodeError), all, 5);
}

RgValue rg_codec_raise(RgThread *th, RgCodecError kind, const char *encoding, RgValue object, int64_t start, int64_t end,
                       const char *reason)
{
    RgValue e = make_exception(th, kind, encoding, object, start, end, reason);
    return e == RG_ERROR ? RG_ERROR : rg_raise_object(th, e);
}

/* ---- built-in handlers ---- */

typedef struct Problem {
    RgCodecError kind;
    const char *encoding;
    RgValue object; /* str, or bytes when decoding */
    int64_t start, end;
} Problem;

/* A handler gives the replacement (str or bytes) and where to go on; 0 without exception: raise the error itself. */
typedef RgValue (*HandlerFn)(RgThread *th, const Problem *p, int64_t *at);

static RgValue handle_strict(RgThread *th, const Problem *p, int64_t *at)
{
    return 0;
}

static RgValue handle_ignore(RgThread *th, const Problem *p, int64_t *at)
{
    return rg_from_ptr(th->rt->empty_str);
}

static RgValue handle_replace(RgThread *th, const Problem *p, int64_t *at)
{
    RgStr *s = rg_str_from_char(th, p->kind == RG_CODEC_ENCODE ? '?' : 0xfffd);
    if (s && p->kind != RG_CODEC_DECODE)
        s = rg_str_repeat(th, s, p->end - p->start);
    return rg_str_result(s);
}

static RgValue handle_backslash(RgThread *th, const Problem *p, int64_t *at)
{
    RgStrBuilder b;
    rg_builder_init(&b, th, (p->end - p->start) * 6);
    for (int64_t i = p->start; i < p->end; i++) {
        uint32_t c = p->kind == RG_CODEC_DECODE ? RG_BYTES(p->object)->data[i] : rg_str_at(RG_STR(p->object), i);
        rg_builder_printf(&b, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    }
    return rg_str_result(rg_builder_finish(&b));
}

static RgValue handle_xml(RgThread *th, const Problem *p, int64_t *at)
{
    if (p->kind != RG_CODEC_ENCODE)
        return rg_raise(th, RG_EXC_TypeError, "don't know how to handle %s in error callback",
                        p->kind == RG_CODEC_DECODE ? "UnicodeDecodeError" : "UnicodeTranslateError");
    RgStrBuilder b;
    rg_builder_init(&b, th, (p->end - p->start) * 8);
    for (int64_t i = p->start; i < p->end; i++)
        rg_builder_printf(&b, "&#%u;", rg_str_at(RG_STR(p->object), i));
    return rg_str_result(rg_builder_finish(&b));
}

/* \N{NAME} needs the names: through unicodedata when it can be imported, else as backslashreplace does. */
static RgValue handle_name(RgThread *th, const Problem *p, int64_t *at)
{
    if (p->kind != RG_CODEC_ENCODE)
        return rg_raise(th, RG_EXC_TypeError, "don't know how to handle %s in error callback",
                        p->kind == RG_CODEC_DECODE ? "UnicodeDecodeError" : "UnicodeTranslateError");
    RgValue module = rg_import_module(th, "unicodedata");
    RgValue name_of = module == RG_ERROR ? RG_ERROR : rg_attr_get_cstr(th, module, "name");
    if (name_of == RG_ERROR)
        return RG_ERROR;
    RgStrBuilder b;
    rg_builder_init(&b, th, (p->end - p->start) * 16);
    for (int64_t i = p->start; i < p->end; i++) {
        uint32_t c = rg_str_at(RG_STR(p->object), i);
        RgStr *s = rg_str_from_char(th, c);
        RgValue name = s ? rg_call2(th, name_of, rg_from_ptr(s), RG_NONE) : RG_ERROR;
        if (name == RG_ERROR)
            return RG_ERROR;
        if (rg_is_str(name)) {
            rg_builder_cstr(&b, "\\N{");
            rg_builder_str(&b, RG_STR(name));
            rg_builder_char(&b, '}');
        } else {
            rg_builder_printf(&b, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
        }
    }
    return rg_str_result(rg_builder_finish(&b));
}

static RgValue handle_surrogateescape(RgThread *th, const Problem *p, int64_t *at)
{
    uint8_t bytes[4];
    if (p->kind == RG_CODEC_ENCODE) {
        RgBytes *b = rg_bytes_new(th, NULL, p->end - p->start);
        if (!b)
            return RG_ERROR;
        for (int64_t i = p->start; i < p->end; i++) {
            uint32_t c = rg_str_at(RG_STR(p->object), i);
            if (c < 0xdc80 || c > 0xdcff)
                return 0;
            if (b->length == 1)
                b = rg_bytes_new(th, (bytes[0] = (uint8_t)c, bytes), 1);
            else
                b->data[i - p->start] = (uint8_t)c;
            if (!b)
                return RG_ERROR;
        }
        return rg_from_ptr(b);
    }
    if (p->kind != RG_CODEC_DECODE)
        return rg_raise(th, RG_EXC_TypeError, "don't know how to handle UnicodeTranslateError in error callback");
    RgStrBuilder b;
    rg_builder_init(&b, th, 4);
    int64_t i = p->start;
    for (; i < p->end && i < p->start + 4 && RG_BYTES(p->object)->data[i] >= 0x80; i++)
        rg_builder_char(&b, 0xdc00u + RG_BYTES(p->object)->data[i]);
    if (i == p->start)
        return 0;
    *at = i;
    return rg_str_result(rg_builder_finish(&b));
}

static RgValue handle_surrogatepass(RgThread *th, const Problem *p, int64_t *at)
{
    RgCodec codec = rg_codec_by_name(p->encoding);
    int unit = codec == RG_CODEC_UTF8 ? 3 : codec >= RG_CODEC_UTF32 ? 4 : codec >= RG_CODEC_UTF16 ? 2 : 0;
    bool big = codec == RG_CODEC_UTF16_BE || codec == RG_CODEC_UTF32_BE;
    if (!unit)
        return 0;
    if (p->kind == RG_CODEC_ENCODE) {
        RgByteOut out;
        rg_byteout_init(&out, th, (p->end - p->start) * unit);
        for (int64_t i = p->start; i < p->end; i++) {
            uint32_t c = rg_str_at(RG_STR(p->object), i);
            uint8_t b[4] = {0};
            if ((c & ~0x7ffu) != 0xd800)
                return 0;
            if (unit == 3) {
                b[0] = (uint8_t)(0xe0 | c >> 12), b[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f)), b[2] = (uint8_t)(0x80 | (c & 0x3f));
            } else {
                b[big ? unit - 1 : 0] = (uint8_t)c;
                b[big ? unit - 2 : 1] = (uint8_t)(c >> 8);
            }
            rg_byteout_add(&out, b, unit);
        }
        return rg_byteout_finish(&out);
    }
    if (p->kind != RG_CODEC_DECODE)
        return rg_raise(th, RG_EXC_TypeError, "don't know how to handle UnicodeTranslateError in error callback");
    RgBytes *d = RG_BYTES(p->object);
    const uint8_t *q = d->data + p->start;
    uint32_t c = 0;
    if (d->length - p->start < unit)
        return 0;
    if (unit == 3)
        c = (q[0] & 0xf0) == 0xe0 && (q[1] & 0xc0) == 0x80 && (q[2] & 0xc0) == 0x80
                ? (q[0] & 0xfu) << 12 | (q[1] & 0x3fu) << 6 | (q[2] & 0x3fu) : 0;
    else
        for (int k = 0; k < unit; k++)
            c |= (uint32_t)q[big ? unit - 1 - k : k] << 8 * k;
    if ((c & ~0x7ffu) != 0xd800)
        return 0;
    *at = p->start + unit;
    return rg_str_result(rg_str_from_char(th, c));
}

static const struct HandlerRow {
    const char *name;
    HandlerFn fn;
} handler_rows[] = {
    {"strict", handle_strict}, {"ignore", handle_ignore}, {"replace", handle_replace}, {"backslashreplace", handle_backslash},
    {"xmlcharrefreplace", handle_xml}, {"namereplace", handle_name}, {"surrogateescape", handle_surrogateescape},
    {"surrogatepass", handle_surrogatepass},
};

/* ---- handlers as Python functions ---- */

/* Reads the fields of a UnicodeError given to a handler. */
static bool read_problem(RgThread *th, RgValue e, Problem *p)
{
    p->encoding = "";
    if (rg_exception_matches(th, e, rg_from_ptr(RG_EXC(th, UnicodeEncodeError))))
        p->kind = RG_CODEC_ENCODE;
    else if (rg_exception_matches(th, e, rg_from_ptr(RG_EXC(th, UnicodeDecodeError))))
        p->kind = RG_CODEC_DECODE;
    else if (rg_exception_matches(th, e, rg_from_ptr(RG_EXC(th, UnicodeTranslateError))))
        p->kind = RG_CODEC_TRANSLATE;
    else {
        rg_raise(th, RG_EXC_TypeError, "don't know how to handle %T in error callback", e);
        return false;
    }
    if (p->kind != RG_CODEC_TRANSLATE) {
        RgValue enc = rg_attr_get_cstr(th, e, "encoding");
        if (enc == RG_ERROR || !rg_is_str(enc) || !(p->encoding = rg_str_utf8(th, RG_STR(enc), NULL)))
            return false;
    }
    RgValue start, end;
    p->object = rg_attr_get_cstr(th, e, "object");
    if (p->object == RG_ERROR || (start = rg_attr_get_cstr(th, e, "start")) == RG_ERROR ||
        (end = rg_attr_get_cstr(th, e, "end")) == RG_ERROR || !rg_number_as_i64(th, start, &p->start) ||
        !rg_number_as_i64(th, end, &p->end))
        return false;
    if (p->kind == RG_CODEC_DECODE ? !rg_is_bytes(p->object) : !rg_is_str(p->object)) {
        rg_raise(th, RG_EXC_TypeError, "object attribute must be %s", p->kind == RG_CODEC_DECODE ? "bytes" : "unicode");
        return false;
    }
    int64_t n = p->kind == RG_CODEC_DECODE ? RG_BYTES(p->object)->length : RG_STR(p->object)->length;
    p->start = RG_MAX(0, RG_MIN(p->start, n - 1));
    p->end = RG_MAX(RG_MIN(1, n), RG_MIN(p->end, n));
    return true;
}

static RgValue run_handler(RgThread *th, RgValue exception, HandlerFn fn)
{
    Problem p;
    if (fn == handle_strict) {
        if (!rg_is_exception(exception))
            return rg_raise(th, RG_EXC_TypeError, "codec must pass exception instance");
        return rg_raise_object(th, exception);
    }
    if (!read_problem(th, exception, &p))
        return RG_ERROR;
    int64_t at = p.end;
    RgValue text = fn(th, &p, &at);
    if (text == 0)
        return rg_raised(th) ? RG_ERROR : rg_raise_object(th, exception);
    RgTuple *t = rg_tuple_pack(th, 2, text, rg_from_int(at));
    return t ? rg_from_ptr(t) : RG_ERROR;
}

#define HANDLER(NAME) \
    static RgValue NAME##_function(RgThread *th, RgValue self, const RgValue *args, size_t nargs) \
    { \
        return run_handler(th, args[0], NAME); \
    }
HANDLER(handle_strict)
HANDLER(handle_ignore)
HANDLER(handle_replace)
HANDLER(handle_backslash)
HANDLER(handle_xml)
HANDLER(handle_name)
HANDLER(handle_surrogateescape)
HANDLER(handle_surrogatepass)
#undef HANDLER

/* In the order of handler_rows. */
const RgMethodDef rg_codec_handlers[] = {
    RG_METHOD_F("strict_errors", "($module, exception, /)", "Raises the error.", handle_strict_function, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("ignore_errors", "($module, exception, /)", "Skips what cannot be coded.", handle_ignore_function, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("replace_errors", "($module, exception, /)", "Puts a replacement character.", handle_replace_function, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("backslashreplace_errors", "($module, exception, /)", "Puts backslash escapes.", handle_backslash_function, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("xmlcharrefreplace_errors", "($module, exception, /)", "Puts XML character references.", handle_xml_function, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("namereplace_errors", "($module, exception, /)", "Puts \\N{...} escapes.", handle_name_function, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("surrogateescape", "($module, exception, /)", NULL, handle_surrogateescape_function, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("surrogatepass", "($module, exception, /)", NULL, handle_surrogatepass_function, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

RgValue rg_codec_lookup_error(RgThread *th, const char *name)
{
    RgDict *handlers = rg_codec_error_registry(th);
    RgStr *key = handlers ? rg_str_from_cstr(th, name) : NULL;
    if (!key)
        return RG_ERROR;
    RgValue known = rg_dict_get(th, handlers, rg_from_ptr(key));
    if (known != RG_UNBOUND)
        return known;
    for (size_t i = 0; i < RG_COUNT_OF(handler_rows); i++) {
        if (strcmp(handler_rows[i].name, name) != 0)
            continue;
        RgNative *fn = rg_native_new(th, RG_KIND_builtin_function, &rg_codec_handlers[i], RG_NONE, NULL, RG_NONE);
        if (!fn || !rg_dict_set(th, handlers, rg_from_ptr(key), rg_from_ptr(fn)))
            return RG_ERROR;
        return rg_from_ptr(fn);
    }
    return rg_raise(th, RG_EXC_LookupError, "unknown error handler name '%s'", name);
}

/* ---- the way in for codecs ---- */

static bool call_registered(RgThread *th, RgCodecError kind, RgValue handler, RgValue exception, RgValue object, RgValue *text,
                            int64_t *at)
{
    const char *message = kind == RG_CODEC_ENCODE ? "encoding error handler must return (str/bytes, int) tuple"
                          : kind == RG_CODEC_DECODE ? "decoding error handler must return (str, int) tuple"
                                                    : "translating error handler must return (str, int) tuple";
    RgValue r = rg_call1(th, handler, exception);
    if (r == RG_ERROR)
        return false;
    if (!rg_is_tuple(r) || rg_tuple_len(RG_TUPLE(r)) != 2 || !rg_is_integer(RG_TUPLE(r)->items[1]) ||
        !(rg_is_str(RG_TUPLE(r)->items[0]) || (kind == RG_CODEC_ENCODE && rg_is_bytes(RG_TUPLE(r)->items[0])))) {
        rg_raise(th, RG_EXC_TypeError, "%s", message);
        return false;
    }
    *text = RG_TUPLE(r)->items[0];
    int64_t n = rg_is_bytes(object) ? RG_BYTES(object)->length : RG_STR(object)->length;
    if (!rg_number_as_i64(th, RG_TUPLE(r)->items[1], at))
        return false;
    if (*at < 0)
        *at += n;
    if (*at < 0 || *at > n) {
        rg_raise(th, RG_EXC_IndexError, "position %lld from error handler out of bounds", (long long)*at);
        return false;
    }
    return true;
}

bool rg_codec_handle(RgThread *th, RgCodecError kind, const char *errors, const char *encoding, RgValue object, int64_t start,
                     int64_t end, const char *reason, RgValue *text, int64_t *at)
{
    Problem p = {kind, encoding, object, start, end};
    *at = end;
    for (size_t i = 0; i < RG_COUNT_OF(handler_rows); i++) {
        if (strcmp(errors ? errors : "strict", handler_rows[i].name) != 0)
            continue;
        *text = handler_rows[i].fn(th, &p, at);
        if (*text == 0 && !rg_raised(th))
            rg_codec_raise(th, kind, encoding, object, start, end, reason);
        return *text != 0;
    }
    RgValue handler = rg_codec_lookup_error(th, errors);
    RgValue e = handler == RG_ERROR ? RG_ERROR : make_exception(th, kind, encoding, object, start, end, reason);
    return e != RG_ERROR && call_registered(th, kind, handler, e, object, text, at);
}
