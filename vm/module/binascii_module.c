/* SPDX-License-Identifier: MIT
 *
 * binascii_module.c: binary data as ASCII text: hexadecimal, base64, quoted-printable, uuencode; and CRCs.
 */
#include "vm/module/registry.h"
#include "vm/object/bytes.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

#define B(NAME) static RgValue b_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static RgValue error_type(RgThread *th)
{
    return rg_from_ptr(RG_MODULE_STATE(th, binascii));
}

static RgValue fail(RgThread *th, const char *text)
{
    return rg_raise_type(th, RG_AS(RgType, error_type(th)), "%s", text);
}

/* A bytes-like object, or an ASCII str where text is expected. */
static bool ascii_arg(RgThread *th, RgValue v, RgBufferView *view)
{
    if (!rg_is_str(v)) {
        if (rg_buffer_supported(v)) return rg_buffer_get(th, v, view, false);
        rg_raise(th, RG_EXC_TypeError, "argument should be bytes, buffer or ASCII string, not '%T'", v);
        return false;
    }
    size_t len;
    const char *s = rg_str_utf8(th, RG_STR(v), &len);
    if (!s) return false;
    if (len != (size_t)RG_STR(v)->length) {
        rg_raise(th, RG_EXC_ValueError, "string argument should contain only ASCII characters");
        return false;
    }
    RgBytes *b = rg_bytes_new(th, s, (int64_t)len);
    return b && rg_buffer_get(th, rg_from_ptr(b), view, false);
}

static RgValue take(RgThread *th, RgByteArray *out)
{
    return rg_from_ptr(rg_bytes_new(th, out->storage ? out->storage->data + out->start : (const uint8_t *)"", out->length));
}

B(hexlify)
{
    RgBufferView view;
    int64_t group = 1, sep = -1;
    if (args[1] != RG_UNBOUND) {
        if (rg_is_str(args[1]) && RG_STR(args[1])->length == 1) sep = rg_str_at(RG_STR(args[1]), 0);
        else if (rg_is_bytes(args[1]) && RG_BYTES(args[1])->length == 1) sep = RG_BYTES(args[1])->data[0];
        else return rg_raise(th, RG_EXC_ValueError, "sep must be length 1.");
    }
    if (args[2] != RG_UNBOUND && !rg_number_as_i64(th, args[2], &group)) return RG_ERROR;
    if (!rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    int64_t n = view.len, size = group < 0 ? -group : group, seps = sep >= 0 && size && n ? (n - 1) / size : 0;
    RgBytes *b = rg_bytes_new(th, NULL, 2 * n + seps);
    for (int64_t i = 0, o = 0; b && i < n; i++) {
        if (seps && i && (group > 0 ? (n - i) % size == 0 : i % size == 0)) b->data[o++] = (uint8_t)sep;
        b->data[o++] = (uint8_t)"0123456789abcdef"[view.data[i] >> 4];
        b->data[o++] = (uint8_t)"0123456789abcdef"[view.data[i] & 15];
    }
    rg_buffer_release(&view);
    return rg_from_ptr(b);
}

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

B(unhexlify)
{
    RgBufferView view;
    if (!ascii_arg(th, args[0], &view)) return RG_ERROR;
    RgValue result = RG_ERROR;
    if (view.len % 2) {
        fail(th, "Odd-length string");
    } else {
        RgBytes *b = rg_bytes_new(th, NULL, view.len / 2);
        bool ok = b != NULL;
        for (int64_t i = 0; ok && i < view.len / 2; i++) {
            int high = hex_digit(view.data[2 * i]), low = hex_digit(view.data[2 * i + 1]);
            if (high < 0 || low < 0) {
                fail(th, "Non-hexadecimal digit found");
                ok = false;
            } else {
                b->data[i] = (uint8_t)(high << 4 | low);
            }
        }
        if (ok) result = rg_from_ptr(b);
    }
    rg_buffer_release(&view);
    return result;
}

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

B(b2a_base64)
{
    RgBufferView view;
    int newline = args[1] == RG_UNBOUND ? 1 : rg_truth(th, args[1]);
    if (newline < 0 || !rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    int64_t n = view.len, out = (n + 2) / 3 * 4;
    RgBytes *b = rg_bytes_new(th, NULL, out + newline);
    uint8_t *o = b ? b->data : NULL;
    for (int64_t i = 0; b && i < n; i += 3) {
        uint32_t w = (uint32_t)view.data[i] << 16 | (i + 1 < n ? (uint32_t)view.data[i + 1] << 8 : 0) | (i + 2 < n ? view.data[i + 2] : 0);
        *o++ = (uint8_t)base64_digits[w >> 18];
        *o++ = (uint8_t)base64_digits[w >> 12 & 63];
        *o++ = i + 1 < n ? (uint8_t)base64_digits[w >> 6 & 63] : '=';
        *o++ = i + 2 < n ? (uint8_t)base64_digits[w & 63] : '=';
    }
    if (b && newline) *o = '\n';
    rg_buffer_release(&view);
    return rg_from_ptr(b);
}

static int base64_value(uint8_t c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static RgValue decode_base64(RgThread *th, const RgBufferView *view, bool strict)
{
    RgByteArray *out = rg_bytearray_new(th, NULL, 0);
    uint32_t left = 0, phase = 0, pads = 0;
    bool padded = false;
    if (!out) return RG_ERROR;
    if (strict && view->len > 0 && view->data[0] == '=') return fail(th, "Leading padding not allowed");
    for (int64_t i = 0; i < view->len; i++) {
        uint8_t c = view->data[i], byte;
        if (c == '=') {
            padded = true;
            if (phase >= 2 && phase + ++pads >= 4) {
                if (strict && i + 1 < view->len) return fail(th, "Excess data after padding");
                return take(th, out);
            }
            continue;
        }
        int v = base64_value(c);
        if (v < 0) {
            if (strict) return fail(th, "Only base64 data is allowed");
            continue;
        }
        if (strict && padded) return fail(th, "Discontinuous padding not allowed");
        pads = 0;
        switch (phase++) {
        case 0: left = (uint32_t)v; continue;
        case 1: byte = (uint8_t)(left << 2 | (uint32_t)v >> 4); left = v & 15; break;
        case 2: byte = (uint8_t)(left << 4 | (uint32_t)v >> 2); left = v & 3; break;
        default: byte = (uint8_t)(left << 6 | (uint32_t)v); phase = 0; left = 0; break;
        }
        if (!rg_bytearray_append(th, out, &byte, 1)) return RG_ERROR;
    }
    if (phase == 1) {
        return rg_raise_type(th, RG_AS(RgType, error_type(th)),
                             "Invalid base64-encoded string: number of data characters (%lld) cannot be 1 more than a multiple of 4",
                             (long long)(out->length / 3 * 4 + 1));
    }
    return phase ? fail(th, "Incorrect padding") : take(th, out);
}

B(a2b_base64)
{
    RgBufferView view;
    int strict = args[1] == RG_UNBOUND ? 0 : rg_truth(th, args[1]);
    if (strict < 0 || !ascii_arg(th, args[0], &view)) return RG_ERROR;
    RgValue v = decode_base64(th, &view, strict);
    rg_buffer_release(&view);
    return v;
}

B(crc32)
{
    RgBufferView view;
    uint64_t crc = 0;
    if (args[1] != RG_UNBOUND) {
        RgValue i = rg_number_index(th, args[1]);
        if (!i) return RG_ERROR;
        rg_int_as_u64_mask(i, &crc);
    }
    if (!rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    uint32_t table[256], c = ~(uint32_t)crc;
    for (uint32_t n = 0; n < 256; n++) {
        uint32_t t = n;
        for (int k = 0; k < 8; k++) t = t & 1 ? t >> 1 ^ 0xedb88320u : t >> 1;
        table[n] = t;
    }
    for (int64_t i = 0; i < view.len; i++) c = table[(c ^ view.data[i]) & 255] ^ c >> 8;
    rg_buffer_release(&view);
    return rg_from_int((int64_t)(uint32_t)~c);
}

B(crc_hqx)
{
    RgBufferView view;
    uint64_t crc;
    RgValue start = rg_number_index(th, args[1]);
    if (!start || !rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    rg_int_as_u64_mask(start, &crc);
    uint32_t c = (uint32_t)crc & 0xffff;
    for (int64_t i = 0; i < view.len; i++) {
        c ^= (uint32_t)view.data[i] << 8;
        for (int k = 0; k < 8; k++) c = (c & 0x8000 ? c << 1 ^ 0x1021 : c << 1) & 0xffff;
    }
    rg_buffer_release(&view);
    return rg_from_int(c);
}

B(b2a_uu)
{
    RgBufferView view;
    int backtick = args[1] == RG_UNBOUND ? 0 : rg_truth(th, args[1]);
    if (backtick < 0 || !rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    if (view.len > 45) {
        rg_buffer_release(&view);
        return fail(th, "At most 45 bytes at once");
    }
    uint8_t text[80], *o = text;
#define DIGIT(V) (uint8_t)((V) || !backtick ? (V) + 32 : '`')
    *o++ = DIGIT(view.len);
    for (int64_t i = 0; i < view.len; i += 3) {
        uint32_t w = (uint32_t)view.data[i] << 16 | (i + 1 < view.len ? (uint32_t)view.data[i + 1] << 8 : 0) | (i + 2 < view.len ? view.data[i + 2] : 0);
        for (int k = 18; k >= 0; k -= 6) *o++ = DIGIT(w >> k & 63);
    }
#undef DIGIT
    *o++ = '\n';
    rg_buffer_release(&view);
    return rg_from_ptr(rg_bytes_new(th, text, o - text));
}

B(a2b_uu)
{
    RgBufferView view;
    if (!ascii_arg(th, args[0], &view)) return RG_ERROR;
    int64_t want = view.len ? (view.data[0] - 32) & 63 : 0, n = 0;
    RgBytes *b = rg_bytes_new(th, NULL, want);
    const char *bad = NULL;
    uint32_t left = 0;
    int bits = 0;
    int64_t i = 1;
    for (; b && !bad && n < want; i++) {
        uint8_t c = i < view.len ? view.data[i] : 0;
        if (c == '\n' || c == '\r' || i >= view.len) c = 0;
        else if (c < ' ' || c > ' ' + 64) bad = "Illegal char";
        else c = (c - ' ') & 63;
        left = left << 6 | c;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            b->data[n++] = (uint8_t)(left >> bits);
            left &= (1u << bits) - 1;
        }
    }
    for (; b && !bad && i < view.len; i++) {
        uint8_t c = view.data[i];
        if (c != ' ' && c != ' ' + 64 && c != '\n' && c != '\r') bad = "Trailing garbage";
    }
    rg_buffer_release(&view);
    return bad ? fail(th, bad) : rg_from_ptr(b);
}

B(a2b_qp)
{
    RgBufferView view;
    int header = args[1] == RG_UNBOUND ? 0 : rg_truth(th, args[1]);
    if (header < 0 || !ascii_arg(th, args[0], &view)) return RG_ERROR;
    RgByteArray *out = rg_bytearray_new(th, NULL, 0);
    bool ok = out != NULL;
    const uint8_t *p = view.data;
    for (int64_t i = 0; ok && i < view.len;) {
        uint8_t c = p[i++];
        if (c == '_' && header) {
            c = ' ';
        } else if (c == '=') {
            if (i >= view.len) break;
            if (p[i] == '\n' || p[i] == '\r') { /* soft line break */
                while (i < view.len && p[i] != '\n') i++;
                i += i < view.len;
                continue;
            }
            if (p[i] == '=') i++;
            else if (i + 1 < view.len && hex_digit(p[i]) >= 0 && hex_digit(p[i + 1]) >= 0) {
                c = (uint8_t)(hex_digit(p[i]) << 4 | hex_digit(p[i + 1]));
                i += 2;
            }
        }
        ok = rg_bytearray_append(th, out, &c, 1);
    }
    rg_buffer_release(&view);
    return ok ? take(th, out) : RG_ERROR;
}

static bool must_quote(const uint8_t *p, int64_t i, int64_t n, bool quote_tabs, bool header, bool text, int64_t line)
{
    uint8_t c = p[i];
    if (c > 126 || c == '=' || (header && c == '_') || (c == '.' && line == 0 && (i + 1 == n || p[i + 1] == '\n' || p[i + 1] == '\r' || p[i + 1] == 0))) return true;
    if (!text && (c == '\r' || c == '\n')) return true;
    if ((c == ' ' || c == '\t') && i + 1 == n) return true;
    if (c < 33 && c != '\r' && c != '\n' && c != '\t' && c != ' ') return true;
    return c < 33 && c != '\r' && c != '\n' && quote_tabs;
}

B(b2a_qp)
{
    RgBufferView view;
    bool flags[3] = {false, true, false}; /* quotetabs, istext, header */
    for (int i = 0; i < 3; i++) {
        int t = args[1 + i] == RG_UNBOUND ? flags[i] : rg_truth(th, args[1 + i]);
        if (t < 0) return RG_ERROR;
        flags[i] = t;
    }
    if (!rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    const uint8_t *p = view.data;
    int64_t n = view.len, line = 0;
    const uint8_t *nl = n ? memchr(p, '\n', (size_t)n) : NULL;
    bool crlf = nl && nl > p && nl[-1] == '\r';
    RgByteArray *out = rg_bytearray_new(th, NULL, 0);
    bool ok = out != NULL;
    for (int64_t i = 0; ok && i < n;) {
        char text[4];
        if (must_quote(p, i, n, flags[0], flags[2], flags[1], line)) {
            if (line + 3 >= 76) {
                ok = rg_bytearray_append(th, out, crlf ? "=\r\n" : "=\n", crlf ? 3 : 2);
                line = 0;
            }
            text[0] = '=';
            text[1] = "0123456789ABCDEF"[p[i] >> 4];
            text[2] = "0123456789ABCDEF"[p[i] & 15];
            ok = ok && rg_bytearray_append(th, out, text, 3);
            line += 3;
            i++;
            continue;
        }
        if (flags[1] && (p[i] == '\n' || (p[i] == '\r' && i + 1 < n && p[i + 1] == '\n'))) {
            line = 0;
            if (out->length && (out->storage->data[out->start + out->length - 1] == ' ' || out->storage->data[out->start + out->length - 1] == '\t')) {
                uint8_t *last = &out->storage->data[out->start + out->length - 1], c = *last;
                *last = '=';
                text[0] = "0123456789ABCDEF"[c >> 4];
                text[1] = "0123456789ABCDEF"[c & 15];
                ok = rg_bytearray_append(th, out, text, 2);
            }
            ok = ok && rg_bytearray_append(th, out, crlf ? "\r\n" : "\n", crlf ? 2 : 1);
            i += p[i] == '\r' ? 2 : 1;
            continue;
        }
        if (i + 1 != n && p[i + 1] != '\n' && line + 1 >= 76) {
            ok = rg_bytearray_append(th, out, crlf ? "=\r\n" : "=\n", crlf ? 3 : 2);
            line = 0;
        }
        text[0] = flags[2] && p[i] == ' ' ? '_' : (char)p[i];
        ok = ok && rg_bytearray_append(th, out, text, 1);
        line++;
        i++;
    }
    rg_buffer_release(&view);
    return ok ? take(th, out) : RG_ERROR;
}

static const RgMethodDef functions[] = {
    RG_METHOD("hexlify", "($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)", "Hexadecimal text of bytes.", b_hexlify),
    RG_METHOD("b2a_hex", "($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)", "Hexadecimal text of bytes.", b_hexlify),
    RG_METHOD("unhexlify", "($module, hexstr, /)", "Bytes of hexadecimal text.", b_unhexlify),
    RG_METHOD("a2b_hex", "($module, hexstr, /)", "Bytes of hexadecimal text.", b_unhexlify),
    RG_METHOD("b2a_base64", "($module, data, /, *, newline=True)", "Base64 of bytes.", b_b2a_base64),
    RG_METHOD("a2b_base64", "($module, data, /, *, strict_mode=False)", "Bytes of base64 text.", b_a2b_base64),
    RG_METHOD("crc32", "($module, data, crc=0, /)", "CRC-32.", b_crc32),
    RG_METHOD("crc_hqx", "($module, data, crc, /)", "CRC-CCITT.", b_crc_hqx),
    RG_METHOD("b2a_uu", "($module, data, /, *, backtick=False)", "A uuencoded line.", b_b2a_uu),
    RG_METHOD("a2b_uu", "($module, data, /)", "Bytes of a uuencoded line.", b_a2b_uu),
    RG_METHOD("a2b_qp", "($module, /, data, header=False)", "Bytes of quoted-printable text.", b_a2b_qp),
    RG_METHOD("b2a_qp", "($module, /, data, quotetabs=False, istext=True, header=False)", "Quoted-printable text of bytes.", b_b2a_qp),
    RG_METHOD_END};

static bool add_exception(RgThread *th, RgModule *m, const char *name, RgExc base, bool state)
{
    RgType *type = rg_module_exception(th, "binascii", name, th->rt->exceptions[base]);
    if (state) RG_MODULE_STATE(th, binascii) = type;
    return type && rg_module_set(th, m, name, rg_from_ptr(type));
}

bool rg_module_init_binascii(RgThread *th, RgModule *m)
{
    return add_exception(th, m, "Error", RG_EXC_ValueError, true) && add_exception(th, m, "Incomplete", RG_EXC_Exception, false) &&
           rg_module_add_functions(th, m, functions) && rg_module_set_str(th, m, "__doc__", "Binary data as ASCII text.");
}
