/* SPDX-License-Identifier: MIT
 *
 * bytes_methods.c: methods of bytes and bytearray that map, classify, pad, translate and convert. Letters are ASCII's only.
 */
#include "vm/type/bytes_methods.h"

#include "vm/object/dict.h"

static bool upper(uint8_t c) { return c >= 'A' && c <= 'Z'; }
static bool lower(uint8_t c) { return c >= 'a' && c <= 'z'; }
static bool alpha(uint8_t c) { return upper(c) || lower(c); }
static bool digit(uint8_t c) { return c >= '0' && c <= '9'; }
static bool alnum(uint8_t c) { return alpha(c) || digit(c); }
static bool space(uint8_t c) { return c == ' ' || (c >= 9 && c <= 13); }
static bool ascii(uint8_t c) { return c < 128; }

/* ---- case ---- */

typedef enum CaseMap { TO_UPPER, TO_LOWER, SWAP, TITLE, CAPITALIZE } CaseMap;

static RgValue map_case(RgThread *th, RgValue self, CaseMap how)
{
    int64_t n;
    RgValue r = rg_bytes_make(th, self, NULL, rg_bytes_data_of(self, &n) ? n : 0);
    if (r == RG_ERROR)
        return r;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    uint8_t *out = (uint8_t *)rg_bytes_data_of(r, &n);
    bool in_word = false;
    for (int64_t i = 0; i < n; i++) {
        uint8_t c = p[i];
        bool up = how == TO_UPPER || (how == SWAP && lower(c)) || (how == TITLE && !in_word) || (how == CAPITALIZE && i == 0);
        out[i] = up ? (lower(c) ? c - 32 : c) : (upper(c) ? c + 32 : c);
        in_word = alpha(c);
    }
    return r;
}

RG_BYTES_METHOD(upper) { return map_case(th, self, TO_UPPER); }
RG_BYTES_METHOD(lower) { return map_case(th, self, TO_LOWER); }
RG_BYTES_METHOD(swapcase) { return map_case(th, self, SWAP); }
RG_BYTES_METHOD(title) { return map_case(th, self, TITLE); }
RG_BYTES_METHOD(capitalize) { return map_case(th, self, CAPITALIZE); }

static RgValue all_are(RgValue self, bool (*is)(uint8_t), bool when_empty)
{
    int64_t n;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    for (int64_t i = 0; i < n; i++) {
        if (!is(p[i]))
            return RG_FALSE;
    }
    return rg_from_bool(n > 0 || when_empty);
}

RG_BYTES_METHOD(isalnum) { return all_are(self, alnum, false); }
RG_BYTES_METHOD(isalpha) { return all_are(self, alpha, false); }
RG_BYTES_METHOD(isascii) { return all_are(self, ascii, true); }
RG_BYTES_METHOD(isdigit) { return all_are(self, digit, false); }
RG_BYTES_METHOD(isspace) { return all_are(self, space, false); }

static RgValue one_case(RgValue self, bool (*wanted)(uint8_t), bool (*refused)(uint8_t))
{
    int64_t n;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    bool any = false;
    for (int64_t i = 0; i < n; i++) {
        if (refused(p[i]))
            return RG_FALSE;
        any = any || wanted(p[i]);
    }
    return rg_from_bool(any);
}

RG_BYTES_METHOD(islower) { return one_case(self, lower, upper); }
RG_BYTES_METHOD(isupper) { return one_case(self, upper, lower); }

RG_BYTES_METHOD(istitle)
{
    int64_t n;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    bool any = false, in_word = false;
    for (int64_t i = 0; i < n; i++) {
        if (upper(p[i]) ? in_word : lower(p[i]) && !in_word)
            return RG_FALSE;
        in_word = alpha(p[i]);
        any = any || in_word;
    }
    return rg_from_bool(any);
}

/* ---- layout ---- */

static RgValue pad(RgThread *th, RgValue self, int64_t left, int64_t right, uint8_t fill)
{
    int64_t n, total;
    rg_bytes_data_of(self, &n);
    left = RG_MAX(left, 0);
    right = RG_MAX(right, 0);
    if (left == 0 && right == 0)
        return rg_bytes_whole(th, self);
    if (left > INT64_MAX / 8 || right > INT64_MAX / 8)
        return rg_raise_memory(th);
    RgValue r = rg_bytes_make(th, self, NULL, left + n + right);
    if (r == RG_ERROR)
        return r;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    uint8_t *out = (uint8_t *)rg_bytes_data_of(r, &total);
    memset(out, fill, (size_t)left);
    memcpy(out + left, p, (size_t)n);
    memset(out + left + n, fill, (size_t)right);
    return r;
}

static bool pad_arguments(RgThread *th, const char *name, const RgValue *args, int64_t *width, uint8_t *fill)
{
    int64_t n;
    *fill = ' ';
    if (!rg_args_index(th, args[0], 0, width))
        return false;
    if (args[1] == RG_UNBOUND)
        return true;
    if (!rg_is_bytes(args[1]) && !rg_is_bytearray(args[1])) {
        rg_raise(th, RG_EXC_TypeError, "%s() argument 2 must be a byte string of length 1, not %T", name, args[1]);
        return false;
    }
    const uint8_t *p = rg_bytes_data_of(args[1], &n);
    if (n != 1) {
        rg_raise(th, RG_EXC_TypeError, "%s() argument 2 must be a byte string of length 1, not %T", name, args[1]);
        return false;
    }
    *fill = *p;
    return true;
}

RG_BYTES_METHOD(center)
{
    int64_t n, width;
    uint8_t fill;
    if (!pad_arguments(th, "center", args, &width, &fill))
        return RG_ERROR;
    rg_bytes_data_of(self, &n);
    int64_t room = RG_MAX(width - n, 0), left = room / 2 + (room & width & 1);
    return pad(th, self, left, room - left, fill);
}

RG_BYTES_METHOD(ljust)
{
    int64_t n, width;
    uint8_t fill;
    if (!pad_arguments(th, "ljust", args, &width, &fill))
        return RG_ERROR;
    rg_bytes_data_of(self, &n);
    return pad(th, self, 0, width - n, fill);
}

RG_BYTES_METHOD(rjust)
{
    int64_t n, width;
    uint8_t fill;
    if (!pad_arguments(th, "rjust", args, &width, &fill))
        return RG_ERROR;
    rg_bytes_data_of(self, &n);
    return pad(th, self, width - n, 0, fill);
}

RG_BYTES_METHOD(zfill)
{
    int64_t n, width, total;
    if (!rg_args_index(th, args[0], 0, &width))
        return RG_ERROR;
    rg_bytes_data_of(self, &n);
    RgValue r = pad(th, self, width - n, 0, '0');
    if (r == RG_ERROR || width <= n || n == 0)
        return r;
    uint8_t *p = (uint8_t *)rg_bytes_data_of(r, &total), *first = p + (width - n);
    if (*first == '+' || *first == '-') {
        *p = *first;
        *first = '0';
    }
    return r;
}

RG_BYTES_METHOD(expandtabs)
{
    int64_t n, size, column = 0;
    if (!rg_args_index(th, args[0], 8, &size))
        return RG_ERROR;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    RgByteArray *out = rg_bytearray_new(th, NULL, 0);
    if (!out)
        return RG_ERROR;
    for (int64_t i = 0; i < n; i++) {
        int64_t count = 1;
        uint8_t c = p[i];
        if (c == '\t') {
            count = size > 0 ? size - column % size : 0;
            c = ' ';
            column += count;
        } else {
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        }
        int64_t at = out->length;
        if (!rg_bytearray_resize(th, out, at + count))
            return RG_ERROR;
        memset(rg_bytearray_data(out) + at, c, (size_t)count);
    }
    return rg_bytes_make(th, self, rg_bytearray_data(out), out->length);
}

/* ---- translate ---- */

RG_BYTES_METHOD(translate)
{
    RgBufferView table = {0}, delete_ = {0};
    bool drop[256] = {false}, has_table = args[0] != RG_NONE;
    int64_t n;
    if (has_table && !rg_buffer_get(th, args[0], &table, false))
        return RG_ERROR;
    if (has_table && table.len != 256) {
        rg_buffer_release(&table);
        return rg_raise(th, RG_EXC_ValueError, "translation table must be 256 characters long");
    }
    if (args[1] != RG_UNBOUND) {
        if (!rg_buffer_get(th, args[1], &delete_, false)) {
            rg_buffer_release(&table);
            return RG_ERROR;
        }
        for (int64_t i = 0; i < delete_.len; i++)
            drop[delete_.data[i]] = true;
        rg_buffer_release(&delete_);
    }
    const uint8_t *p = rg_bytes_data_of(self, &n);
    RgBuffer *out = rg_buffer_new(th, (size_t)n + 1);
    int64_t len = 0;
    for (int64_t i = 0; out && i < n; i++) {
        if (!drop[p[i]])
            out->data[len++] = has_table ? table.data[p[i]] : p[i];
    }
    rg_buffer_release(&table);
    return out ? rg_bytes_make(th, self, out->data, len) : RG_ERROR;
}

RG_BYTES_METHOD(maketrans)
{
    RgBufferView from, to;
    uint8_t table[256];
    if (!rg_buffer_get(th, args[0], &from, false))
        return RG_ERROR;
    if (!rg_buffer_get(th, args[1], &to, false)) {
        rg_buffer_release(&from);
        return RG_ERROR;
    }
    bool ok = from.len == to.len;
    for (int i = 0; i < 256; i++)
        table[i] = (uint8_t)i;
    for (int64_t i = 0; ok && i < from.len; i++)
        table[from.data[i]] = to.data[i];
    rg_buffer_release(&from);
    rg_buffer_release(&to);
    if (!ok)
        return rg_raise(th, RG_EXC_ValueError, "maketrans arguments must have same length");
    RgBytes *b = rg_bytes_new(th, table, 256);
    return b ? rg_from_ptr(b) : RG_ERROR;
}

/* ---- text ---- */

RG_BYTES_METHOD(decode)
{
    bool failed;
    const char *encoding = rg_args_cstr(th, "decode", "encoding", args[0], &failed);
    if (failed)
        return RG_ERROR;
    const char *errors = rg_args_cstr(th, "decode", "errors", args[1], &failed);
    if (failed)
        return RG_ERROR;
    return rg_codec_decode_any(th, self, encoding ? encoding : "utf-8", errors);
}

RgValue rg_bytes_hex_text(RgThread *th, const uint8_t *p, int64_t n, RgValue sep, RgValue group)
{
    static const char hex[] = "0123456789abcdef";
    int64_t per = 1, count;
    uint32_t c = 0;
    if (!rg_args_index(th, group, 1, &per))
        return RG_ERROR;
    if (sep != RG_UNBOUND) {
        if (rg_is_str(sep)) {
            count = RG_STR(sep)->length;
            c = count == 1 ? rg_str_at(RG_STR(sep), 0) : 0;
        } else if (rg_is_bytes(sep)) {
            count = RG_BYTES(sep)->length;
            c = count == 1 ? RG_BYTES(sep)->data[0] : 0;
        } else {
            if ((count = rg_len(th, sep)) < 0)
                return RG_ERROR;
            if (count == 1)
                return rg_raise(th, RG_EXC_TypeError, "sep must be str or bytes.");
        }
        if (count != 1)
            return rg_raise(th, RG_EXC_ValueError, "sep must be length 1.");
        if (c > 127)
            return rg_raise(th, RG_EXC_ValueError, "sep must be ASCII.");
    } else {
        per = 0;
    }
    int64_t size = per < 0 ? (per == INT64_MIN ? INT64_MAX : -per) : per, seps = size && n ? (n - 1) / size : 0;
    RgStr *s = rg_str_new(th, n * 2 + seps, 0x7f);
    if (!s)
        return RG_ERROR;
    uint8_t *out = s->data;
    for (int64_t i = 0; i < n; i++) {
        if (i && size && (per > 0 ? (n - i) % size == 0 : i % size == 0))
            *out++ = (uint8_t)c;
        *out++ = (uint8_t)hex[p[i] >> 4];
        *out++ = (uint8_t)hex[p[i] & 15];
    }
    return rg_from_ptr(s);
}

RG_BYTES_METHOD(hex)
{
    int64_t n;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    return rg_bytes_hex_text(th, p, n, args[0], args[1]);
}

static int hex_value(uint32_t c)
{
    return c >= '0' && c <= '9'   ? (int)c - '0'
           : c >= 'a' && c <= 'f' ? (int)c - 'a' + 10
           : c >= 'A' && c <= 'F' ? (int)c - 'A' + 10
                                  : -1;
}

RG_BYTES_METHOD(fromhex)
{
    RgType *type = RG_AS(RgType, self);
    bool array = rg_type_is_subtype(type, RG_TYPE(th, bytearray));
    RgStr *s;
    if (!rg_args_str(th, "fromhex", 0, args[0], &s))
        return RG_ERROR;
    RgBuffer *out = rg_buffer_new(th, (size_t)s->length / 2 + 1);
    if (!out)
        return RG_ERROR;
    int64_t n = 0;
    for (int64_t i = 0; i < s->length;) {
        uint32_t c = rg_str_at(s, i);
        if (c < 128 && space((uint8_t)c)) {
            i++;
            continue;
        }
        int high = hex_value(c), low = i + 1 < s->length ? hex_value(rg_str_at(s, i + 1)) : -1;
        if (high < 0 || low < 0)
            return rg_raise(th, RG_EXC_ValueError, "non-hexadecimal number found in fromhex() arg at position %lld",
                            (long long)(high < 0 ? i : i + 1));
        out->data[n++] = (uint8_t)(high << 4 | low);
        i += 2;
    }
    void *r = array ? (void *)rg_bytearray_new(th, out->data, n) : (void *)rg_bytes_new(th, out->data, n);
    if (!r || type == RG_TYPE(th, bytes) || type == RG_TYPE(th, bytearray))
        return r ? rg_from_ptr(r) : RG_ERROR;
    return rg_call1(th, self, rg_from_ptr(r));
}

/* ---- repr ---- */

RgStr *rg_bytes_repr_of(RgThread *th, const uint8_t *data, int64_t len, const char *before, const char *after)
{
    /* bytearray's repr, the one with parentheses, escapes ' even between double quotes. */
    bool escape_single = *after;
    bool single = memchr(data, '\'', (size_t)len), dbl = memchr(data, '"', (size_t)len);
    char quote = single && !dbl ? '"' : '\'';
    RgStrBuilder b;
    rg_builder_init(&b, th, len + 8);
    rg_builder_cstr(&b, before);
    rg_builder_char(&b, (uint8_t)quote);
    for (int64_t i = 0; i < len; i++) {
        uint8_t c = data[i];
        if (c == (uint8_t)quote || c == '\\' || (c == '\'' && escape_single)) {
            rg_builder_char(&b, '\\');
            rg_builder_char(&b, c);
        } else if (c == '\t' || c == '\n' || c == '\r') {
            rg_builder_char(&b, '\\');
            rg_builder_char(&b, c == '\t' ? 't' : c == '\n' ? 'n' : 'r');
        } else if (c < ' ' || c >= 127) {
            rg_builder_printf(&b, "\\x%02x", c);
        } else {
            rg_builder_char(&b, c);
        }
    }
    rg_builder_char(&b, (uint8_t)quote);
    rg_builder_cstr(&b, after);
    return rg_builder_finish(&b);
}

/* ---- contents from arguments ---- */

int rg_bytes_byte_value(RgThread *th, RgValue v, const char *what)
{
    int64_t i;
    if (rg_is_int(v)) {
        i = rg_as_int(v);
    } else {
        RgValue n = rg_number_index(th, v);
        if (n == RG_ERROR)
            return -1;
        if (!rg_int_as_i64(n, &i))
            i = -1;
    }
    if (i < 0 || i > 255) {
        rg_raise(th, RG_EXC_ValueError, "%s must be in range(0, 256)", what);
        return -1;
    }
    return (int)i;
}

typedef struct Collect {
    RgByteArray *out;
    const char *what;
} Collect;

static bool collect_byte(RgThread *th, RgValue item, void *data)
{
    Collect *c = data;
    int v = rg_bytes_byte_value(th, item, c->what);
    uint8_t byte = (uint8_t)v;
    return v >= 0 && rg_bytearray_append(th, c->out, &byte, 1);
}

bool rg_bytes_from_arguments(RgThread *th, const char *fname, RgValue source, RgValue encoding, RgValue errors, RgByteArray *out)
{
    bool failed, array = fname[4] == 'a';
    if (source == RG_UNBOUND) {
        if (encoding != RG_UNBOUND || errors != RG_UNBOUND) {
            rg_raise(th, RG_EXC_TypeError, encoding != RG_UNBOUND ? "encoding without a string argument"
                                                                  : "errors without a string argument");
            return false;
        }
        return true;
    }
    if (rg_is_str(source)) {
        if (encoding == RG_UNBOUND) {
            rg_raise(th, RG_EXC_TypeError, "string argument without an encoding");
            return false;
        }
        const char *enc = rg_args_cstr(th, fname, "encoding", encoding, &failed);
        const char *err = failed ? NULL : rg_args_cstr(th, fname, "errors", errors, &failed);
        RgValue b = failed ? RG_ERROR : rg_codec_encode_any(th, source, enc, err);
        return b != RG_ERROR && rg_bytearray_append(th, out, RG_BYTES(b)->data, RG_BYTES(b)->length);
    }
    if (encoding != RG_UNBOUND || errors != RG_UNBOUND) {
        rg_raise(th, RG_EXC_TypeError, encoding != RG_UNBOUND ? "encoding without a string argument"
                                                              : "errors without a string argument");
        return false;
    }
    if (!rg_buffer_supported(source) && (rg_is_integer(source) || rg_type_of(th->rt, source)->slots.index)) {
        int64_t n;
        if (rg_number_as_index(th, source, &n, RG_EXC_OverflowError)) {
            if (n < 0) {
                rg_raise(th, RG_EXC_ValueError, "negative count");
                return false;
            }
            return rg_bytearray_resize(th, out, n) && memset(rg_bytearray_data(out), 0, (size_t)n);
        }
        if (!rg_raised_is(th, RG_EXC_TypeError))
            return false;
        rg_exception_clear(th);
    }
    if (rg_buffer_supported(source)) {
        RgBufferView view;
        if (!rg_buffer_get(th, source, &view, false))
            return false;
        bool ok = rg_bytearray_append(th, out, view.data, view.len);
        rg_buffer_release(&view);
        return ok;
    }
    if (!rg_type_of(th->rt, source)->slots.iter && !rg_is_sequence(th, source)) {
        rg_raise(th, RG_EXC_TypeError, "cannot convert '%T' object to %s", source, array ? "bytearray" : "bytes");
        return false;
    }
    if (!array) {
        RgValue it = rg_iter(th, source);
        if (!it || rg_length_hint(th, source, 64) < 0)
            return false;
        source = it;
    }
    Collect c = {out, array ? "byte" : "bytes"};
    return rg_iterate(th, source, collect_byte, &c);
}
