/* SPDX-License-Identifier: MIT
 *
 * json_encode.c: _json.make_encoder: the function that writes one object as JSON on a single line, and the two string encoders.
 * Python code may run wherever a `default`, an encoder or a subclass of a container is asked: a dict is written as it was when its
 * turn came, a list as it is when each item's turn comes.
 */
#include "vm/module/json.h"

#include <math.h>
#include "vm/base/dtoa.h"

enum { CHAIN = 64 /* levels whose containers are found by walking upwards; deeper ones are in the markers */ };

typedef struct Encoder {
    RgObject head;
    RgValue markers, fallback, encoder, indent, key_separator, item_separator;
    bool sort_keys, skipkeys, allow_nan;
    bool native;       /* encoder is one of ours: */
    bool ascii;        /* this one */
} Encoder;

/* One call of an encoder. */
typedef struct Writer {
    RgThread *th;
    const Encoder *by;
    RgStrBuilder *out;
} Writer;

/* A container (or an object given to `default`) that is being written. */
typedef struct Level {
    RgValue object;
    const struct Level *up;
    const struct Level *near; /* itself, or the nearest one upwards whose depth is below CHAIN */
    int depth;
} Level;

/* ---- strings ---- */

/* Characters of one byte that stand for themselves: bit 1 where everything else is allowed, bit 2 where only ASCII is. */
static const uint8_t plain[256] = {[0x20 ... 0x21] = 3, [0x23 ... 0x5b] = 3, [0x5d ... 0x7e] = 3, [0x7f ... 0xff] = 1};

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

void rg_json_put_string(RgStrBuilder *b, const RgStr *s, bool ascii)
{
    uint8_t mask = ascii ? 2 : 1;
    int64_t run = 0, i = 0;
    bool narrow = rg_str_width(s) == 1;
    rg_builder_char(b, '"');
    for (;; i++) {
        if (narrow) while (i < s->length && plain[s->data[i]] & mask) i++;
        if (i >= s->length) break;
        uint32_t c = rg_str_at(s, i);
        if (c < 0x100 ? plain[c] & mask : !ascii) continue;
        rg_builder_sub(b, s, run, i);
        put_escape(b, c);
        run = i + 1;
    }
    if (run == 0) rg_builder_str(b, s);
    else rg_builder_sub(b, s, run, s->length);
    rg_builder_char(b, '"');
}

static RgValue encode(RgThread *th, RgValue v, bool ascii)
{
    if (!rg_is_str(v)) return rg_raise(th, RG_EXC_TypeError, "first argument must be a string, not %T", v);
    RgStrBuilder b;
    rg_builder_init(&b, th, RG_STR(v)->length + 2);
    rg_json_put_string(&b, RG_STR(v), ascii);
    return rg_from_ptr(rg_builder_finish(&b));
}

RgValue rg_json_encode(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return encode(th, args[0], false); }
RgValue rg_json_encode_ascii(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return encode(th, args[0], true); }

/* ---- values ---- */

static bool put_value(Writer *w, RgValue v, const Level *up);

static bool put_text(Writer *w, RgStr *s)
{
    if (w->by->native) {
        rg_json_put_string(w->out, s, w->by->ascii);
        return !w->out->failed;
    }
    RgValue text = rg_call1(w->th, w->by->encoder, rg_from_ptr(s));
    if (!text) return false;
    if (!rg_is_str(text)) {
        rg_raise(w->th, RG_EXC_TypeError, "encoder() must return a string, not %T", text);
        return false;
    }
    rg_builder_str(w->out, RG_STR(text));
    return !w->out->failed;
}

/* The text of a number, None or bool: in room (128 bytes) or, when that is too small, in *made. NULL: v is something else, or
 * raised. */
static const char *number_text(Writer *w, RgValue v, char *room, RgStr **made, size_t *len)
{
    const char *text = NULL;
    *made = NULL;
    if (v == RG_NONE) text = "null";
    else if (v == RG_TRUE) text = "true";
    else if (v == RG_FALSE) text = "false";
    if (text) {
        *len = strlen(text);
        return text;
    }
    if (rg_is_int(v)) {
        int64_t i = rg_as_int(v);
        size_t n = rg_int_digits(i < 0 ? -(uint64_t)i : (uint64_t)i, 10, room + 65);
        char *p = room + 65 - n;
        if (i < 0) *--p = '-';
        *len = (size_t)(room + 65 - p);
        return p;
    }
    if (rg_is_kind(v, RG_KIND_int)) {
        if (!(*made = rg_int_to_str(w->th, v, 10))) return NULL;
        *len = (size_t)(*made)->length;
        return (const char *)(*made)->data;
    }
    if (!rg_is_float(v)) return NULL;
    double d = rg_float_value(v);
    if (isfinite(d)) {
        *len = rg_dtoa_repr(d, room);
        return room;
    }
    if (!w->by->allow_nan) {
        rg_raise(w->th, RG_EXC_ValueError, "Out of range float values are not JSON compliant");
        return NULL;
    }
    text = d > 0 ? "Infinity" : d < 0 ? "-Infinity" : "NaN";
    *len = strlen(text);
    return text;
}

/* True when v is not being written already; *level then stands for it. */
static bool level_enter(Writer *w, Level *level, RgValue v, const Level *up)
{
    *level = (Level){v, up, NULL, up ? up->depth + 1 : 0};
    level->near = level->depth < CHAIN ? level : up->near;
    if (w->by->markers == RG_NONE) return true;
    bool found = false;
    for (const Level *l = up ? up->near : NULL; l && !found; l = l->up) found = l->object == v;
    if (!found && level->depth >= CHAIN) {
        RgValue id = rg_int_from_u64(w->th, (uint64_t)v);
        int known = id ? rg_dict_contains(w->th, RG_DICT(w->by->markers), id) : -1;
        if (known < 0 || (!known && !rg_dict_set(w->th, RG_DICT(w->by->markers), id, v))) return false;
        found = known;
    }
    if (!found) return true;
    rg_raise(w->th, RG_EXC_ValueError, "Circular reference detected");
    return false;
}

static bool level_leave(Writer *w, const Level *level)
{
    if (w->by->markers == RG_NONE || level->depth < CHAIN) return true;
    RgValue id = rg_int_from_u64(w->th, (uint64_t)level->object);
    return id && rg_dict_delete(w->th, RG_DICT(w->by->markers), id) >= 0;
}

static bool put_list(Writer *w, RgValue seq, const Level *up)
{
    if (!rg_is_exact(seq, RG_KIND_list) && !rg_is_exact(seq, RG_KIND_tuple)) {
        RgList *l = rg_to_list_fast(w->th, seq);
        if (!l) return false;
        seq = rg_from_ptr(l);
    }
    bool list = rg_is_list(seq);
    rg_builder_char(w->out, '[');
    for (int64_t i = 0; i < (list ? RG_LIST(seq)->length : (int64_t)rg_tuple_len(RG_TUPLE(seq))); i++) {
        if (i) rg_builder_str(w->out, RG_STR(w->by->item_separator));
        if (!put_value(w, list ? RG_LIST(seq)->items[i] : RG_TUPLE(seq)->items[i], up)) return false;
    }
    rg_builder_char(w->out, ']');
    return !w->out->failed;
}

/* The text of a dict's key: 1 written, 0 to be skipped, -1 raised. */
static int put_key(Writer *w, RgValue key, bool first)
{
    RgStr *text = rg_is_str(key) ? RG_STR(key) : NULL;
    if (!text) {
        char room[128];
        size_t n;
        const char *s = number_text(w, key, room, &text, &n);
        if (rg_raised(w->th)) return -1;
        if (!s && w->by->skipkeys) return 0;
        if (!s) {
            rg_raise(w->th, RG_EXC_TypeError, "keys must be str, int, float, bool or None, not %T", key);
            return -1;
        }
        if (!text && !(text = rg_str_from_ascii(w->th, s, n))) return -1;
    }
    if (!first) rg_builder_str(w->out, RG_STR(w->by->item_separator));
    return put_text(w, text) ? 1 : -1;
}

static bool put_member(Writer *w, RgValue key, RgValue value, bool *first, const Level *up)
{
    int put = put_key(w, key, *first);
    if (put <= 0) return put == 0;
    *first = false;
    rg_builder_str(w->out, RG_STR(w->by->key_separator));
    return put_value(w, value, up);
}

/* The items of a dict that gives them itself, or sorted. */
static bool put_items(Writer *w, RgValue dict, const Level *up)
{
    RgThread *th = w->th;
    bool first = true;
    RgValue items = rg_call_method0(th, dict, rg_intern_cstr(th, "items"));
    RgList *l = items ? rg_to_list(th, items) : NULL;
    if (!l || (w->by->sort_keys && !rg_list_sort(th, l, RG_NONE, false))) return false;
    for (int64_t i = 0; i < l->length; i++) {
        RgValue item = l->items[i];
        if (!rg_is_tuple(item) || rg_tuple_len(RG_TUPLE(item)) != 2) {
            rg_raise(th, RG_EXC_ValueError, "items must return 2-tuples");
            return false;
        }
        if (!put_member(w, RG_TUPLE(item)->items[0], RG_TUPLE(item)->items[1], &first, up)) return false;
    }
    return true;
}

static bool put_dict(Writer *w, RgValue dict, const Level *up)
{
    RgDict *d = RG_DICT(dict);
    if (!d->count) {
        rg_builder_cstr(w->out, "{}");
        return !w->out->failed;
    }
    rg_builder_char(w->out, '{');
    bool first = true;
    if (w->by->sort_keys || !rg_is_exact(dict, RG_KIND_dict)) {
        if (!put_items(w, dict, up)) return false;
    } else {
        int64_t n = d->count;
        RgArray *pairs = rg_array_new(w->th, 2 * (size_t)n);
        RgValue key, value;
        uint32_t at = 0;
        if (!pairs) return false;
        for (int64_t i = 0; rg_dict_next(d, &at, &key, &value); i++) {
            rg_gc_store(pairs, &pairs->items[2 * i], key);
            rg_gc_store(pairs, &pairs->items[2 * i + 1], value);
        }
        for (int64_t i = 0; i < n; i++)
            if (!put_member(w, pairs->items[2 * i], pairs->items[2 * i + 1], &first, up)) return false;
    }
    rg_builder_char(w->out, '}');
    return !w->out->failed;
}

static bool put_fallback(Writer *w, RgValue v, const Level *up)
{
    RgValue other = rg_call1(w->th, w->by->fallback, v);
    return other && put_value(w, other, up);
}

static bool put_value(Writer *w, RgValue v, const Level *up)
{
    if (rg_is_str(v)) return put_text(w, RG_STR(v));
    char room[128];
    RgStr *made;
    size_t n;
    const char *text = number_text(w, v, room, &made, &n);
    if (text) {
        rg_builder_ascii(w->out, text, n);
        return !w->out->failed;
    }
    if (rg_raised(w->th)) return false;
    Level level;
    bool dict = rg_is_dict(v), list = rg_is_list(v) || rg_is_tuple(v);
    if (!level_enter(w, &level, v, up) || !rg_recursion_enter(w->th, " while encoding a JSON object")) return false;
    bool ok = dict ? put_dict(w, v, &level) : list ? put_list(w, v, &level) : put_fallback(w, v, &level);
    rg_recursion_leave(w->th);
    return ok && level_leave(w, &level);
}

/* ---- the type ---- */

#define SELF RG_AS(Encoder, self)

static RgValue encoder_call(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[2];
    int64_t level;
    if (!rg_args_parse(th, "_iterencode", "(obj, _current_indent_level)", args, nargs, kwnames, a)) return RG_ERROR;
    if (!rg_number_as_index(th, a[1], &level, RG_EXC_OverflowError)) return RG_ERROR;
    RgStrBuilder out;
    rg_builder_init(&out, th, 0);
    Writer w = {th, SELF, &out};
    if (!put_value(&w, a[0], NULL)) return RG_ERROR;
    RgStr *s = rg_builder_finish(&out);
    RgValue text = rg_from_ptr(s);
    return s ? rg_from_ptr(rg_list_from(th, &text, 1)) : RG_ERROR;
}

static RgValue encoder_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    static const char signature[] =
        "(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)";
    RgValue a[9];
    int flags[3];
    if (!rg_args_parse(th, "make_encoder", signature, args, nargs, kwnames, a)) return RG_ERROR;
    for (int i = 4; i < 6; i++)
        if (!rg_is_str(a[i])) return rg_raise(th, RG_EXC_TypeError, "make_encoder() argument %d must be str, not %T", i + 1, a[i]);
    for (int i = 0; i < 3; i++)
        if ((flags[i] = rg_truth(th, a[6 + i])) < 0) return RG_ERROR;
    if (a[0] != RG_NONE && !rg_is_dict(a[0]))
        return rg_raise(th, RG_EXC_TypeError, "make_encoder() argument 1 must be dict or None, not %T", a[0]);
    Encoder *e = rg_object_new_of(th, type, 0);
    if (!e) return RG_ERROR;
    for (int i = 0; i < 6; i++) rg_gc_store(e, &e->markers + i, a[i]);
    e->sort_keys = flags[0];
    e->skipkeys = flags[1];
    e->allow_nan = flags[2];
    if (rg_is_kind(a[2], RG_KIND_builtin_function)) {
        const void *fn = RG_AS(RgNative, a[2])->def->fn;
        e->ascii = fn == (void *)rg_json_encode_ascii;
        e->native = e->ascii || fn == (void *)rg_json_encode;
    }
    return rg_from_ptr(e);
}

static void encoder_trace(RgMarker *marker, void *cell)
{
    rg_mark_values(marker, &((Encoder *)cell)->markers, 6);
}

#define GET(NAME, EXPR) static RgValue get_##NAME(RgThread *th, RgValue self) { return EXPR; }
GET(markers, SELF->markers)
GET(default, SELF->fallback)
GET(encoder, SELF->encoder)
GET(indent, SELF->indent)
GET(key_separator, SELF->key_separator)
GET(item_separator, SELF->item_separator)
GET(sort_keys, rg_from_bool(SELF->sort_keys))
GET(skipkeys, rg_from_bool(SELF->skipkeys))

#define ROW(NAME) {#NAME, get_##NAME, NULL, NULL}
static const RgGetSetDef members[] = {ROW(markers), ROW(default), ROW(encoder), ROW(indent), ROW(key_separator), ROW(item_separator),
                                      ROW(sort_keys), ROW(skipkeys), RG_GETSET_END};
const RgTypeSpec rg_json_encoder_spec = {.doc = "Writes an object as JSON: (obj, level) gives the parts of the text.",
                                         .basicsize = sizeof(Encoder), .cell = {"json encoder", encoder_trace, NULL},
                                         .slots = {.new_ = encoder_new, .call = encoder_call}, .members = members};
