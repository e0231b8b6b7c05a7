/* SPDX-License-Identifier: MIT
 *
 * codecs_module.c: the module _codecs: the registry, and every built-in encoding as a pair of functions that return
 * (result, consumed).
 */
#include "vm/interp/interp.h"
#include "vm/module/registry.h"
#include "vm/object/dict.h"
#include "vm/type/codec.h"

#define FUNCTION(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

/* ---- arguments and results ---- */

static bool errors_text(RgThread *th, const char *fname, RgValue v, const char **out)
{
    bool failed = false;
    *out = v == RG_NONE ? NULL : rg_args_cstr(th, fname, "errors", v, &failed);
    return !failed;
}

static RgValue pair(RgThread *th, RgValue v, int64_t n)
{
    RgTuple *t = v == RG_ERROR ? NULL : rg_tuple_pack(th, 2, v, rg_from_int(n));
    return t ? rg_from_ptr(t) : RG_ERROR;
}

/* ---- registry ---- */

FUNCTION(codecs_register)
{
    RgList *path = rg_codec_search_path(th);
    if (!path)
        return RG_ERROR;
    if (!rg_is_callable(th, args[0]))
        return rg_raise(th, RG_EXC_TypeError, "argument must be callable");
    return rg_list_append(th, path, args[0]) ? RG_NONE : RG_ERROR;
}

FUNCTION(codecs_unregister)
{
    RgList *path = rg_codec_search_path(th);
    for (int64_t i = 0; path && i < path->length; i++) {
        if (path->items[i] == args[0]) {
            rg_dict_clear(th, rg_codec_cache(th));
            return rg_list_delete(th, path, i, i + 1) ? RG_NONE : RG_ERROR;
        }
    }
    return path ? RG_NONE : RG_ERROR;
}

static const char *name_argument(RgThread *th, const char *fname, RgValue v)
{
    RgStr *s;
    return rg_args_str(th, fname, 0, v, &s) ? rg_str_utf8_strict(th, s, NULL) : NULL;
}

FUNCTION(codecs_lookup)
{
    const char *name = name_argument(th, "lookup", args[0]);
    return name ? rg_codec_lookup(th, name) : RG_ERROR;
}

FUNCTION(codecs_lookup_error)
{
    const char *name = name_argument(th, "lookup_error", args[0]);
    return name ? rg_codec_lookup_error(th, name) : RG_ERROR;
}

FUNCTION(codecs_register_error)
{
    RgStr *name;
    if (!rg_args_str(th, "register_error", 1, args[0], &name))
        return RG_ERROR;
    if (!rg_is_callable(th, args[1]))
        return rg_raise(th, RG_EXC_TypeError, "handler must be callable");
    RgDict *d = rg_codec_error_registry(th);
    return d && rg_dict_set(th, d, rg_from_ptr(name), args[1]) ? RG_NONE : RG_ERROR;
}

/* codecs.encode and codecs.decode: any codec, any objects. */
static RgValue run_codec(RgThread *th, const char *fname, int which, const RgValue *args)
{
    bool failed;
    const char *encoding = rg_args_cstr(th, fname, "encoding", args[1], &failed);
    RgValue codec = failed ? RG_ERROR : rg_codec_lookup(th, encoding ? encoding : "utf-8");
    if (codec == RG_ERROR)
        return RG_ERROR;
    RgValue a[2] = {args[0], args[2]};
    RgValue r = rg_call(th, RG_TUPLE(codec)->items[which], a, args[2] == RG_UNBOUND ? 1 : 2, NULL);
    if (r == RG_ERROR) {
        rg_codec_wrap_error(th, encoding ? encoding : "utf-8", which);
        return RG_ERROR;
    }
    if (!rg_is_tuple(r) || rg_tuple_len(RG_TUPLE(r)) != 2)
        return rg_raise(th, RG_EXC_TypeError, which ? "decoder must return a tuple (object,integer)"
                                                    : "encoder must return a tuple (object, integer)");
    return RG_TUPLE(r)->items[0];
}

FUNCTION(codecs_encode) { return run_codec(th, "encode", 0, args); }
FUNCTION(codecs_decode) { return run_codec(th, "decode", 1, args); }

/* ---- the encodings ---- */

static RgValue encode_one(RgThread *th, const char *fname, RgCodec codec, const RgValue *args)
{
    RgStr *s;
    const char *errors;
    if (!rg_args_str(th, fname, 1, args[0], &s) || !errors_text(th, fname, args[1], &errors))
        return RG_ERROR;
    return pair(th, rg_codec_encode_with(th, s, codec, errors), s->length);
}

/* args: data, errors, final. order NULL: fixed. */
static RgValue decode_one(RgThread *th, const char *fname, RgCodec codec, const RgValue *args, bool final, int *order)
{
    RgBufferView view;
    const char *errors;
    if (!errors_text(th, fname, args[1], &errors))
        return RG_ERROR;
    if (rg_is_str(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "a bytes-like object is required, not 'str'");
    if (!rg_buffer_get(th, args[0], &view, false))
        return RG_ERROR;
    int64_t used = view.len;
    RgStr *s = rg_codec_decode_with(th, view.data, view.len, codec, errors, final ? NULL : &used, order);
    rg_buffer_release(&view);
    return s ? pair(th, rg_from_ptr(s), used) : RG_ERROR;
}

static bool final_flag(RgThread *th, RgValue v, bool *final)
{
    int yes = v == RG_UNBOUND ? 0 : rg_truth(th, v);
    *final = yes > 0;
    return yes >= 0;
}

#define ENCODING(NAME, CODEC) \
    FUNCTION(NAME##_encode) { return encode_one(th, #NAME "_encode", CODEC, args); } \
    FUNCTION(NAME##_decode) \
    { \
        bool final; \
        return final_flag(th, args[2], &final) ? decode_one(th, #NAME "_decode", CODEC, args, final, NULL) : RG_ERROR; \
    }
ENCODING(utf_8, RG_CODEC_UTF8)
ENCODING(utf_16_le, RG_CODEC_UTF16_LE)
ENCODING(utf_16_be, RG_CODEC_UTF16_BE)
ENCODING(utf_32_le, RG_CODEC_UTF32_LE)
ENCODING(utf_32_be, RG_CODEC_UTF32_BE)
ENCODING(latin_1, RG_CODEC_LATIN1)
ENCODING(ascii, RG_CODEC_ASCII)
#undef ENCODING

static RgValue marked_encode(RgThread *th, const char *fname, const RgValue *args, RgCodec mark, RgCodec little, RgCodec big)
{
    int64_t order;
    if (!rg_args_index(th, args[2], 0, &order))
        return RG_ERROR;
    return encode_one(th, fname, order == 0 ? mark : order < 0 ? little : big, args);
}

FUNCTION(utf_16_encode) { return marked_encode(th, "utf_16_encode", args, RG_CODEC_UTF16, RG_CODEC_UTF16_LE, RG_CODEC_UTF16_BE); }
FUNCTION(utf_32_encode) { return marked_encode(th, "utf_32_encode", args, RG_CODEC_UTF32, RG_CODEC_UTF32_LE, RG_CODEC_UTF32_BE); }

static RgValue marked_decode(RgThread *th, const char *fname, RgCodec codec, const RgValue *args)
{
    bool final;
    int order = 0;
    return final_flag(th, args[2], &final) ? decode_one(th, fname, codec, args, final, &order) : RG_ERROR;
}

FUNCTION(utf_16_decode) { return marked_decode(th, "utf_16_decode", RG_CODEC_UTF16, args); }
FUNCTION(utf_32_decode) { return marked_decode(th, "utf_32_decode", RG_CODEC_UTF32, args); }

/* (data, errors, byteorder, final) -> (text, consumed, byteorder) */
static RgValue ex_decode(RgThread *th, const char *fname, RgCodec codec, const RgValue *args)
{
    bool final;
    int64_t given;
    if (!rg_args_index(th, args[2], 0, &given) || !final_flag(th, args[3], &final))
        return RG_ERROR;
    int order = (int)given;
    RgValue v = decode_one(th, fname, codec, args, final, &order);
    if (v == RG_ERROR)
        return RG_ERROR;
    RgTuple *t = rg_tuple_pack(th, 3, RG_TUPLE(v)->items[0], RG_TUPLE(v)->items[1], rg_from_int(order));
    return t ? rg_from_ptr(t) : RG_ERROR;
}

FUNCTION(utf_16_ex_decode) { return ex_decode(th, "utf_16_ex_decode", RG_CODEC_UTF16, args); }
FUNCTION(utf_32_ex_decode) { return ex_decode(th, "utf_32_ex_decode", RG_CODEC_UTF32, args); }

FUNCTION(unicode_escape_encode)
{
    RgStr *s;
    if (!rg_args_str(th, "unicode_escape_encode", 1, args[0], &s))
        return RG_ERROR;
    return pair(th, rg_codec_unicode_escape_encode(th, s), s->length);
}

FUNCTION(raw_unicode_escape_encode)
{
    RgStr *s;
    if (!rg_args_str(th, "raw_unicode_escape_encode", 1, args[0], &s))
        return RG_ERROR;
    return pair(th, rg_codec_raw_unicode_escape_encode(th, s), s->length);
}

/* str arguments stand for their UTF-8 bytes here. */
static bool text_or_bytes(RgThread *th, RgValue v, RgBufferView *view)
{
    if (!rg_is_str(v))
        return rg_buffer_get(th, v, view, false);
    size_t n;
    const char *p = rg_str_utf8_strict(th, RG_STR(v), &n);
    *view = (RgBufferView){.owner = v, .data = (uint8_t *)p, .len = (int64_t)n};
    return p != NULL;
}

static RgValue unescape(RgThread *th, const RgValue *args, bool raw)
{
    RgBufferView view;
    const char *errors;
    int final = args[2] == RG_UNBOUND ? 1 : rg_truth(th, args[2]);
    if (final < 0 || !errors_text(th, "unicode_escape_decode", args[1], &errors) || !text_or_bytes(th, args[0], &view))
        return RG_ERROR;
    int64_t used = view.len;
    RgStr *s = (raw ? rg_codec_raw_unicode_escape_decode : rg_codec_unicode_escape_decode)(th, view.data, view.len, errors,
                                                                                       final ? NULL : &used);
    rg_buffer_release(&view);
    return s ? pair(th, rg_from_ptr(s), used) : RG_ERROR;
}

FUNCTION(unicode_escape_decode) { return unescape(th, args, false); }
FUNCTION(raw_unicode_escape_decode) { return unescape(th, args, true); }

FUNCTION(escape_decode)
{
    RgBufferView view;
    const char *errors;
    if (!errors_text(th, "escape_decode", args[1], &errors) || !text_or_bytes(th, args[0], &view))
        return RG_ERROR;
    RgValue v = rg_codec_escape_decode(th, view.data, view.len, errors);
    rg_buffer_release(&view);
    return pair(th, v, view.len);
}

FUNCTION(escape_encode)
{
    if (!rg_is_bytes(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "escape_encode() argument 1 must be bytes, not %T", args[0]);
    RgBytes *b = RG_BYTES(args[0]);
    static const char hex[] = "0123456789abcdef";
    RgByteOut out;
    rg_byteout_init(&out, th, b->length);
    for (int64_t i = 0; i < b->length; i++) {
        uint8_t c = b->data[i];
        uint8_t escape = c == '\\' || c == '\'' ? c : c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : 0;
        if (escape) {
            rg_byteout_byte(&out, '\\');
            rg_byteout_byte(&out, escape);
        } else if (c < ' ' || c >= 127) {
            rg_byteout_add(&out, "\\x", 2);
            rg_byteout_byte(&out, (uint8_t)hex[c >> 4]);
            rg_byteout_byte(&out, (uint8_t)hex[c & 15]);
        } else {
            rg_byteout_byte(&out, c);
        }
    }
    return pair(th, rg_byteout_finish(&out), b->length);
}

FUNCTION(readbuffer_encode)
{
    RgBufferView view;
    if (!text_or_bytes(th, args[0], &view))
        return RG_ERROR;
    RgBytes *b = rg_bytes_new(th, view.data, view.len);
    rg_buffer_release(&view);
    return b ? pair(th, rg_from_ptr(b), view.len) : RG_ERROR;
}

/* ---- character maps ---- */

FUNCTION(charmap_build)
{
    RgStr *s;
    RgDict *d = rg_dict_new(th);
    if (!d || !rg_args_str(th, "charmap_build", 0, args[0], &s))
        return RG_ERROR;
    for (int64_t i = 0; i < s->length; i++) {
        if (!rg_dict_set(th, d, rg_from_int(rg_str_at(s, i)), rg_from_int(i)))
            return RG_ERROR;
    }
    return rg_from_ptr(d);
}

/* map[key], with LookupError and None made RG_UNBOUND. */
static RgValue map_lookup(RgThread *th, RgValue map, int64_t key)
{
    RgValue v = rg_getitem(th, map, rg_from_int(key));
    if (v == RG_ERROR && rg_raised_is(th, RG_EXC_LookupError)) {
        rg_exception_clear(th);
        return RG_UNBOUND;
    }
    return v == RG_NONE ? RG_UNBOUND : v;
}

/* Appends what c maps to: 1, 0 unmapped, -1 raised. */
static int charmap_put(RgThread *th, RgByteOut *out, RgValue map, uint32_t c)
{
    RgValue v = map_lookup(th, map, c);
    if (v == RG_ERROR || v == RG_UNBOUND)
        return v == RG_ERROR ? -1 : 0;
    int64_t i;
    if (rg_is_integer(v)) {
        if (!rg_int_as_i64(v, &i) || i < 0 || i > 255) {
            rg_raise(th, RG_EXC_TypeError, "character mapping must be in range(256)");
            return -1;
        }
        rg_byteout_byte(out, (uint8_t)i);
    } else if (rg_is_bytes(v)) {
        rg_byteout_add(out, RG_BYTES(v)->data, RG_BYTES(v)->length);
    } else {
        rg_raise(th, RG_EXC_TypeError, "character mapping must return integer, bytes or None, not %T", v);
        return -1;
    }
    return 1;
}

FUNCTION(charmap_encode)
{
    RgStr *s;
    const char *errors;
    if (!rg_args_str(th, "charmap_encode", 1, args[0], &s) || !errors_text(th, "charmap_encode", args[1], &errors))
        return RG_ERROR;
    RgValue map = args[2];
    if (map == RG_UNBOUND || map == RG_NONE)
        return pair(th, rg_codec_encode_with(th, s, RG_CODEC_LATIN1, errors), s->length);
    static const char reason[] = "character maps to <undefined>";
    RgByteOut out;
    rg_byteout_init(&out, th, s->length);
    for (int64_t i = 0; i < s->length;) {
        int r = charmap_put(th, &out, map, rg_str_at(s, i));
        if (r < 0)
            return RG_ERROR;
        if (r) {
            i++;
            continue;
        }
        int64_t end = i + 1;
        while (end < s->length) {
            RgValue v = map_lookup(th, map, rg_str_at(s, end));
            if (v == RG_ERROR)
                return RG_ERROR;
            if (v != RG_UNBOUND)
                break;
            end++;
        }
        RgValue text;
        int64_t at;
        if (!rg_codec_handle(th, RG_CODEC_ENCODE, errors, "charmap", args[0], i, end, reason, &text, &at))
            return RG_ERROR;
        if (rg_is_bytes(text)) {
            rg_byteout_add(&out, RG_BYTES(text)->data, RG_BYTES(text)->length);
        } else {
            for (int64_t k = 0; k < RG_STR(text)->length; k++) {
                r = charmap_put(th, &out, map, rg_str_at(RG_STR(text), k));
                if (r == 0)
                    rg_codec_raise(th, RG_CODEC_ENCODE, "charmap", args[0], i, end, reason);
                if (r <= 0)
                    return RG_ERROR;
            }
        }
        i = at;
    }
    return pair(th, rg_byteout_finish(&out), s->length);
}

/* Appends what byte c maps to: 1, 0 unmapped, -1 raised. */
static int charmap_get(RgThread *th, RgStrBuilder *b, RgValue map, uint8_t c)
{
    if (rg_is_str(map)) {
        RgStr *s = RG_STR(map);
        uint32_t u = c < s->length ? rg_str_at(s, c) : 0xfffe;
        if (u == 0xfffe)
            return 0;
        rg_builder_char(b, u);
        return 1;
    }
    RgValue v = map_lookup(th, map, c);
    if (v == RG_ERROR || v == RG_UNBOUND)
        return v == RG_ERROR ? -1 : 0;
    int64_t i;
    if (rg_is_integer(v)) {
        if (!rg_int_as_i64(v, &i) || i < 0 || i > 0x10ffff) {
            rg_raise(th, RG_EXC_TypeError, "character mapping must be in range(0x%x)", 0x110000);
            return -1;
        }
        if (i == 0xfffe)
            return 0;
        rg_builder_char(b, (uint32_t)i);
    } else if (rg_is_str(v)) {
        if (RG_STR(v)->length == 1 && rg_str_at(RG_STR(v), 0) == 0xfffe)
            return 0;
        rg_builder_str(b, RG_STR(v));
    } else {
        rg_raise(th, RG_EXC_TypeError, "character mapping must return integer, None or str");
        return -1;
    }
    return 1;
}

FUNCTION(charmap_decode)
{
    RgBufferView view;
    const char *errors;
    if (!errors_text(th, "charmap_decode", args[1], &errors) || !rg_buffer_get(th, args[0], &view, false))
        return RG_ERROR;
    RgBytes *data = rg_bytes_new(th, view.data, view.len);
    rg_buffer_release(&view);
    if (!data)
        return RG_ERROR;
    RgValue map = args[2];
    if (map == RG_UNBOUND || map == RG_NONE)
        return pair(th, rg_str_result(rg_str_from_latin1(th, data->data, data->length)), data->length);
    RgStrBuilder b;
    rg_builder_init(&b, th, data->length);
    for (int64_t i = 0; i < data->length;) {
        int r = charmap_get(th, &b, map, data->data[i]);
        if (r < 0)
            return RG_ERROR;
        if (r) {
            i++;
            continue;
        }
        RgValue text;
        if (!rg_codec_handle(th, RG_CODEC_DECODE, errors, "charmap", rg_from_ptr(data), i, i + 1, "character maps to <undefined>",
                             &text, &i))
            return RG_ERROR;
        rg_builder_str(&b, RG_STR(text));
    }
    return pair(th, rg_str_result(rg_builder_finish(&b)), data->length);
}

/* ---- module ---- */

#define F(NAME, SIG) RG_METHOD(#NAME, "($module, " SIG ")", NULL, NAME)
#define BOTH(NAME) F(NAME##_encode, "str, errors=None, /"), F(NAME##_decode, "data, errors=None, final=False, /")
static const RgMethodDef functions[] = {
    RG_METHOD("register", "($module, search_function, /)", "Registers a codec search function.", codecs_register),
    RG_METHOD("unregister", "($module, search_function, /)", "Removes a codec search function.", codecs_unregister),
    RG_METHOD("lookup", "($module, encoding, /)", "The codec of that name, as a CodecInfo.", codecs_lookup),
    RG_METHOD("encode", "($module, /, obj, encoding='utf-8', errors='strict')", "Encodes with a registered codec.", codecs_encode),
    RG_METHOD("decode", "($module, /, obj, encoding='utf-8', errors='strict')", "Decodes with a registered codec.", codecs_decode),
    RG_METHOD("register_error", "($module, errors, handler, /)", "Registers an error handler.", codecs_register_error),
    RG_METHOD("lookup_error", "($module, name, /)", "The error handler of that name.", codecs_lookup_error),
    BOTH(utf_8),
    BOTH(utf_16_le),
    BOTH(utf_16_be),
    BOTH(utf_32_le),
    BOTH(utf_32_be),
    F(latin_1_encode, "str, errors=None, /"),
    F(latin_1_decode, "data, errors=None, final=True, /"),
    F(ascii_encode, "str, errors=None, /"),
    F(ascii_decode, "data, errors=None, final=True, /"),
    F(utf_16_encode, "str, errors=None, byteorder=0, /"),
    F(utf_32_encode, "str, errors=None, byteorder=0, /"),
    F(utf_16_decode, "data, errors=None, final=False, /"),
    F(utf_32_decode, "data, errors=None, final=False, /"),
    F(utf_16_ex_decode, "data, errors=None, byteorder=0, final=False, /"),
    F(utf_32_ex_decode, "data, errors=None, byteorder=0, final=False, /"),
    F(unicode_escape_encode, "str, errors=None, /"),
    F(unicode_escape_decode, "data, errors=None, final=True, /"),
    F(raw_unicode_escape_encode, "str, errors=None, /"),
    F(raw_unicode_escape_decode, "data, errors=None, final=True, /"),
    F(escape_encode, "data, errors=None, /"),
    F(escape_decode, "data, errors=None, /"),
    F(readbuffer_encode, "data, errors=None, /"),
    F(charmap_build, "map, /"),
    F(charmap_encode, "str, errors=None, mapping=None, /"),
    F(charmap_decode, "data, errors=None, mapping=None, /"),
    RG_METHOD_END,
};
#undef F
#undef BOTH

bool rg_module_init_codecs(RgThread *th, RgModule *m)
{
    return rg_module_add_functions(th, m, functions);
}
