/* SPDX-License-Identifier: MIT
 *
 * str_case.c: case mappings and character classes of str. ASCII text takes byte loops; the rest goes through unicode.h.
 */
#include "vm/type/str_methods.h"

/* ---- mappings ---- */

typedef int (*MapFn)(uint32_t c, uint32_t out[3]);

static bool is_upper(uint8_t c) { return c >= 'A' && c <= 'Z'; }
static bool is_lower(uint8_t c) { return c >= 'a' && c <= 'z'; }
static uint8_t ascii_lower(uint8_t c) { return is_upper(c) ? (uint8_t)(c + 32) : c; }
static uint8_t ascii_upper(uint8_t c) { return is_lower(c) ? (uint8_t)(c - 32) : c; }

/* Final sigma rule: the sigma at i is lowered to its final form when a cased letter precedes and none follows. */
static uint32_t lower_sigma(const RgStr *s, int64_t i)
{
    int64_t j = i - 1;
    uint32_t flags = 0;
    while (j >= 0 && ((flags = rg_unicode_flags(rg_str_at(s, j))) & RG_UC_IGNORABLE))
        j--;
    bool final = j >= 0 && (flags & RG_UC_CASED);
    if (final) {
        j = i + 1;
        while (j < s->length && ((flags = rg_unicode_flags(rg_str_at(s, j))) & RG_UC_IGNORABLE))
            j++;
        final = j == s->length || !(flags & RG_UC_CASED);
    }
    return final ? 0x3c2 : 0x3c3;
}

static int lower_at(const RgStr *s, int64_t i, uint32_t c, uint32_t out[3])
{
    if (c == 0x3a3) {
        out[0] = lower_sigma(s, i);
        return 1;
    }
    return rg_unicode_lower(c, out);
}

static RgValue map_all(RgThread *th, RgStr *s, MapFn fn)
{
    RgStrBuilder b;
    rg_builder_init(&b, th, s->length);
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i), out[3];
        int n = fn == rg_unicode_lower ? lower_at(s, i, c, out) : fn(c, out);
        for (int k = 0; k < n; k++)
            rg_builder_char(&b, out[k]);
    }
    return rg_str_result(rg_builder_finish(&b));
}

RG_STR_METHOD(upper)
{
    RgStr *s = RG_STR(self);
    if (!rg_str_is_ascii(s))
        return map_all(th, s, rg_unicode_upper);
    RgStr *r = rg_str_new(th, s->length, 0x7f);
    if (!r)
        return RG_ERROR;
    for (int64_t i = 0; i < s->length; i++)
        r->data[i] = (uint8_t)(s->data[i] - (is_lower(s->data[i]) ? 32 : 0));
    return rg_from_ptr(r);
}

RG_STR_METHOD(lower)
{
    RgStr *s = RG_STR(self);
    if (!rg_str_is_ascii(s))
        return map_all(th, s, rg_unicode_lower);
    RgStr *r = rg_str_new(th, s->length, 0x7f);
    if (!r)
        return RG_ERROR;
    for (int64_t i = 0; i < s->length; i++)
        r->data[i] = (uint8_t)(s->data[i] + (is_upper(s->data[i]) ? 32 : 0));
    return rg_from_ptr(r);
}

RG_STR_METHOD(casefold)
{
    if (rg_str_is_ascii(RG_STR(self)))
        return rg_str_m_lower(th, self, args, nargs);
    return map_all(th, RG_STR(self), rg_unicode_fold);
}

RG_STR_METHOD(swapcase)
{
    RgStr *s = RG_STR(self);
    RgStrBuilder b;
    rg_builder_init(&b, th, s->length);
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i), out[3];
        uint32_t flags = rg_unicode_flags(c);
        int n = 1;
        out[0] = c;
        if (flags & RG_UC_UPPER)
            n = lower_at(s, i, c, out);
        else if (flags & RG_UC_LOWER)
            n = rg_unicode_upper(c, out);
        for (int k = 0; k < n; k++)
            rg_builder_char(&b, out[k]);
    }
    return rg_str_result(rg_builder_finish(&b));
}

RG_STR_METHOD(title)
{
    RgStr *s = RG_STR(self);
    RgStrBuilder b;
    bool after_cased = false;
    if (rg_str_is_ascii(s)) {
        RgStr *r = rg_str_new(th, s->length, 0x7f);
        if (!r)
            return RG_ERROR;
        for (int64_t i = 0; i < s->length; i++) {
            uint8_t c = s->data[i];
            r->data[i] = after_cased ? ascii_lower(c) : ascii_upper(c);
            after_cased = is_lower(c) || is_upper(c);
        }
        return rg_from_ptr(r);
    }
    rg_builder_init(&b, th, s->length);
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i), out[3];
        int n = after_cased ? lower_at(s, i, c, out) : rg_unicode_title(c, out);
        for (int k = 0; k < n; k++)
            rg_builder_char(&b, out[k]);
        after_cased = rg_unicode_flags(c) & RG_UC_CASED;
    }
    return rg_str_result(rg_builder_finish(&b));
}

RG_STR_METHOD(capitalize)
{
    RgStr *s = RG_STR(self);
    RgStrBuilder b;
    if (rg_str_is_ascii(s)) {
        RgStr *r = rg_str_new(th, s->length, 0x7f);
        if (!r)
            return RG_ERROR;
        for (int64_t i = 0; i < s->length; i++) r->data[i] = i ? ascii_lower(s->data[i]) : ascii_upper(s->data[i]);
        return rg_from_ptr(r);
    }
    rg_builder_init(&b, th, s->length);
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i), out[3];
        int n = i ? lower_at(s, i, c, out) : rg_unicode_title(c, out);
        for (int k = 0; k < n; k++)
            rg_builder_char(&b, out[k]);
    }
    return rg_str_result(rg_builder_finish(&b));
}

/* ---- classes ---- */

/* The flags that all_have asks for, of an ASCII character. */
static uint32_t ascii_flags(uint8_t c)
{
    if (is_lower(c) || is_upper(c))
        return RG_UC_ALPHA | RG_UC_PRINT;
    if (c >= '0' && c <= '9')
        return RG_UC_DECIMAL | RG_UC_DIGIT | RG_UC_NUMERIC | RG_UC_PRINT;
    return ((c >= 9 && c <= 13) || (c >= 28 && c <= 32) ? RG_UC_SPACE : 0) | (c >= 32 && c < 127 ? RG_UC_PRINT : 0);
}

/* Non-empty, and every character has one of the flags: of those that isalpha and its relatives below want. */
static RgValue all_have(RgValue self, uint32_t flags)
{
    RgStr *s = RG_STR(self);
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i);
        if (!((c < 0x80 ? ascii_flags((uint8_t)c) : rg_unicode_flags(c)) & flags))
            return RG_FALSE;
    }
    return rg_from_bool(s->length > 0);
}

RG_STR_METHOD(isalpha) { return all_have(self, RG_UC_ALPHA); }
RG_STR_METHOD(isalnum) { return all_have(self, RG_UC_ALNUM); }
RG_STR_METHOD(isdecimal) { return all_have(self, RG_UC_DECIMAL); }
RG_STR_METHOD(isdigit) { return all_have(self, RG_UC_DIGIT); }
RG_STR_METHOD(isnumeric) { return all_have(self, RG_UC_NUMERIC); }
RG_STR_METHOD(isspace) { return all_have(self, RG_UC_SPACE); }
RG_STR_METHOD(isprintable) { return RG_STR(self)->length == 0 ? RG_TRUE : all_have(self, RG_UC_PRINT); }
RG_STR_METHOD(isascii) { return rg_from_bool(rg_str_is_ascii(RG_STR(self))); }

static RgValue one_case(RgValue self, uint32_t wanted, uint32_t refused)
{
    RgStr *s = RG_STR(self);
    bool any = false;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t flags = rg_unicode_flags(rg_str_at(s, i));
        if (flags & refused)
            return RG_FALSE;
        if (flags & wanted)
            any = true;
    }
    return rg_from_bool(any);
}

RG_STR_METHOD(islower) { return one_case(self, RG_UC_LOWER, RG_UC_UPPER | RG_UC_TITLE); }
RG_STR_METHOD(isupper) { return one_case(self, RG_UC_UPPER, RG_UC_LOWER | RG_UC_TITLE); }

RG_STR_METHOD(istitle)
{
    RgStr *s = RG_STR(self);
    bool any = false, after_cased = false;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t flags = rg_unicode_flags(rg_str_at(s, i));
        if (flags & (RG_UC_UPPER | RG_UC_TITLE)) {
            if (after_cased)
                return RG_FALSE;
            after_cased = any = true;
        } else if (flags & RG_UC_LOWER) {
            if (!after_cased)
                return RG_FALSE;
            any = true;
        } else {
            after_cased = false;
        }
    }
    return rg_from_bool(any);
}

RG_STR_METHOD(isidentifier)
{
    RgStr *s = RG_STR(self);
    for (int64_t i = 0; i < s->length; i++) {
        if (!(rg_unicode_flags(rg_str_at(s, i)) & (i ? RG_UC_CONTINUE : RG_UC_START)))
            return RG_FALSE;
    }
    return rg_from_bool(s->length > 0);
}
