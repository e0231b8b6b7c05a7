/* SPDX-License-Identifier: MIT
 *
 * int.c: integers as the rest of the runtime sees them: fast paths for operands that fit a machine word, and conversions.
 * What does not fit goes to bigint.c. Always holds: an exact int that fits 48 bits is inline.
 */
#include "vm/object/int.h"

#include <math.h>

#include "vm/base/mem.h"
#include "vm/object/bigint.h"
#include "vm/object/str.h"

#define HASH_BITS 61
#define HASH_MODULUS (((uint64_t)1 << HASH_BITS) - 1)
/* Below this many digits sys.set_int_max_str_digits has no effect. */
#define STR_DIGITS_THRESHOLD 640

/* Inline ints and bools. */
static inline bool is_small(RgValue v, int64_t *out)
{
    if (RG_LIKELY(rg_is_int(v))) {
        *out = rg_as_int(v);
        return true;
    }
    if (rg_is_bool(v)) {
        *out = (int64_t)(v & 1);
        return true;
    }
    return false;
}

/* Any integer that fits 64 bits. */
static inline bool as_word(RgValue v, int64_t *out)
{
    if (is_small(v, out)) return true;
    const RgBigInt *big = RG_AS(RgBigInt, v);
    if (big->head.aux != 1 || big->limbs[0] > (uint64_t)INT64_MAX) return rg_int_as_i64(v, out);
    *out = big->head.aux8 ? -(int64_t)big->limbs[0] : (int64_t)big->limbs[0];
    return true;
}

RgValue rg_int_from_i64(RgThread *th, int64_t i)
{
    if (RG_LIKELY(rg_fits_int(i))) return rg_from_int(i);
    RgBigInt *z = rg_object_make(th, RG_KIND_int, sizeof *z + sizeof(uint64_t));
    if (RG_UNLIKELY(!z)) return RG_ERROR;
    z->head.aux = 1;
    z->head.aux8 = i < 0;
    z->limbs[0] = i < 0 ? -(uint64_t)i : (uint64_t)i;
    return rg_from_ptr(z);
}

RgValue rg_int_from_u64(RgThread *th, uint64_t u)
{
    if (RG_LIKELY(u <= (uint64_t)RG_INT_MAX)) return rg_from_int((int64_t)u);
    return rg_big_from_limbs(th, &u, 1, false);
}

RgValue rg_int_from_double(RgThread *th, double d)
{
    if (RG_LIKELY(fabs(d) < 9e15)) return rg_int_from_i64(th, (int64_t)d);
    if (isinf(d)) return rg_raise(th, RG_EXC_OverflowError, "cannot convert float infinity to integer");
    if (isnan(d)) return rg_raise(th, RG_EXC_ValueError, "cannot convert float NaN to integer");
    int exponent;
    double m = frexp(fabs(d), &exponent);
    uint64_t bits = (uint64_t)ldexp(m, 53);
    RgValue v = rg_big_shl(th, rg_int_from_u64(th, bits), (uint64_t)(exponent - 53));
    return v && d < 0 ? rg_int_neg(th, v) : v;
}

RgValue rg_int_from_bytes_le(RgThread *th, const uint8_t *data, size_t len, bool negative)
{
    while (len > 0 && data[len - 1] == 0) len--;
    uint64_t small[4], *limbs = small;
    size_t n = (len + 7) / 8;
    RgBuffer *room = NULL;
    if (n > RG_COUNT_OF(small)) {
        room = rg_buffer_new(th, n * 8);
        if (!room) return RG_ERROR;
        limbs = (uint64_t *)(void *)room->data;
    }
    if (n) limbs[n - 1] = 0;
    memcpy(limbs, data, len); /* the host is little-endian */
    return rg_big_from_limbs(th, limbs, n, negative);
}

bool rg_int_as_i64(RgValue v, int64_t *out)
{
    if (is_small(v, out)) return true;
    RgBigInt *big = RG_AS(RgBigInt, v);
    size_t n = big->head.aux;
    if (n == 0) {
        *out = 0;
        return true;
    }
    if (n > 1 || big->limbs[0] > (uint64_t)INT64_MAX + big->head.aux8) return false;
    *out = (int64_t)(big->head.aux8 ? -big->limbs[0] : big->limbs[0]);
    return true;
}

bool rg_int_as_u64_mask(RgValue v, uint64_t *out)
{
    int64_t i;
    if (is_small(v, &i)) {
        *out = (uint64_t)i;
        return true;
    }
    RgBigInt *big = RG_AS(RgBigInt, v);
    uint64_t low = big->head.aux ? big->limbs[0] : 0;
    *out = big->head.aux8 ? -low : low;
    return true;
}

bool rg_int_to_double(RgThread *th, RgValue v, double *out)
{
    int64_t i;
    if (is_small(v, &i)) {
        *out = (double)i;
        return true;
    }
    int64_t exponent;
    double m = rg_big_frexp(v, &exponent);
    if (exponent > 1024) {
        rg_raise(th, RG_EXC_OverflowError, "int too large to convert to float");
        return false;
    }
    *out = ldexp(m, (int)exponent);
    return true;
}

int rg_int_sign(RgValue v)
{
    int64_t i;
    if (is_small(v, &i)) return i < 0 ? -1 : i > 0;
    RgBigInt *big = RG_AS(RgBigInt, v);
    return big->head.aux == 0 ? 0 : big->head.aux8 ? -1 : 1;
}

int rg_int_compare(RgValue a, RgValue b)
{
    int64_t x, y;
    if (is_small(a, &x) && is_small(b, &y)) return x < y ? -1 : x > y;
    return rg_big_compare(a, b);
}

/* A value of more than 48 bits against a double: the double's integral part is compared exactly, then its fraction. */
int rg_int_compare_double(RgValue a, double d)
{
    int64_t i;
    if (is_small(a, &i)) return (double)i < d ? -1 : (double)i > d;
    if (isinf(d)) return d > 0 ? -1 : 1;
    int sign = rg_int_sign(a), dsign = d > 0 ? 1 : d < 0 ? -1 : 0;
    if (sign != dsign) return sign < dsign ? -1 : 1;
    if (sign == 0) return 0;
    int exponent;
    frexp(d, &exponent);
    uint64_t bits = rg_int_bit_length(a);
    if (exponent < 0) exponent = 0;
    if (bits != (uint64_t)exponent) return (bits < (uint64_t)exponent ? -1 : 1) * sign;
    double whole = trunc(fabs(d));
    uint64_t limbs[17] = {0};
    int shift = exponent > 53 ? exponent - 53 : 0;
    uint64_t m = (uint64_t)ldexp(whole, -shift);
    limbs[shift / 64] = m << (shift % 64);
    if (shift % 64) limbs[shift / 64 + 1] = m >> (64 - shift % 64);
    RgBigInt *big = RG_AS(RgBigInt, a);
    for (size_t k = big->head.aux; k-- > 0;) {
        if (big->limbs[k] != limbs[k]) return (big->limbs[k] < limbs[k] ? -1 : 1) * sign;
    }
    return fabs(d) > whole ? -sign : 0;
}

int64_t rg_int_hash(RgValue v)
{
    int64_t i;
    if (is_small(v, &i)) return i == -1 ? -2 : i; /* 48 bits are below the modulus */
    RgBigInt *big = RG_AS(RgBigInt, v);
    int64_t h = (int64_t)rg_big_mod_small(v, HASH_MODULUS);
    if (big->head.aux8) h = -h;
    return h == -1 ? -2 : h;
}

RgValue rg_int_normalize(RgThread *th, RgValue v)
{
    if (rg_is_int(v)) return v;
    if (rg_is_bool(v)) return rg_from_int((int64_t)(v & 1));
    RgBigInt *big = RG_AS(RgBigInt, v);
    if (big->head.exact) return v;
    return rg_big_from_limbs(th, big->limbs, big->head.aux, big->head.aux8);
}

uint64_t rg_int_bit_length(RgValue v)
{
    RgIntView view;
    rg_int_view(&view, v);
    return view.n ? view.n * 64 - (uint64_t)__builtin_clzll(view.limbs[view.n - 1]) : 0;
}

/* ---- text ---- */

static bool too_many_digits(RgThread *th, size_t digits)
{
    uint32_t max = th->rt->int_max_str_digits;
    return max > 0 && digits > STR_DIGITS_THRESHOLD && digits > max;
}

size_t rg_int_digits(uint64_t u, int base, char *end)
{
    static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    char *p = end;
    switch (base) {
    case 10:
        for (; u >= 100; u /= 100) {
            unsigned two = (unsigned)(u % 100);
            *--p = (char)('0' + two % 10);
            *--p = (char)('0' + two / 10);
        }
        *--p = (char)('0' + u % 10);
        if (u >= 10) *--p = (char)('0' + u / 10);
        break;
    case 2:
    case 8:
    case 16: {
        int shift = base == 2 ? 1 : base == 8 ? 3 : 4;
        do *--p = letters[u & (unsigned)(base - 1)];
        while ((u >>= shift));
        break;
    }
    default:
        do *--p = letters[u % (unsigned)base];
        while ((u /= (unsigned)base));
    }
    return (size_t)(end - p);
}

static RgStr *small_to_str(RgThread *th, int64_t i, int base)
{
    char text[72], *end = text + sizeof text;
    size_t n = rg_int_digits(i < 0 ? -(uint64_t)i : (uint64_t)i, base, end);
    if (i < 0) end[-(ptrdiff_t)++n] = '-';
    return rg_str_from_ascii(th, end - n, n);
}

RgStr *rg_int_to_str(RgThread *th, RgValue v, int base)
{
    int64_t i;
    if (is_small(v, &i)) return small_to_str(th, i, base);
    bool negative = rg_int_sign(v) < 0;
    if (base == 10 && too_many_digits(th, rg_big_digits_bound(v, 10) - negative - 1)) goto too_long;
    size_t len;
    char *text = rg_big_digits(th, v, base, &len);
    if (!text) return NULL;
    RgStr *s = base == 10 && too_many_digits(th, len - negative) ? NULL : rg_str_from_latin1(th, (uint8_t *)text, (int64_t)len);
    rg_mem_free(text);
    if (s || th->pending) return s;
too_long:
    rg_raise(th, RG_EXC_ValueError,
             "Exceeds the limit (%d digits) for integer string conversion; use sys.set_int_max_str_digits() to increase "
             "the limit",
             (int)th->rt->int_max_str_digits);
    return NULL;
}

static int digit_of(uint8_t c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 37;
}

static bool is_space(uint8_t c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

/* Digits with single underscores between them: their values in out, their number, or -1 when ill-formed. */
static int64_t read_digits(const char *s, const char *end, int base, uint8_t *out)
{
    int64_t n = 0;
    bool last_digit = false;
    for (; s < end; s++) {
        if (*s == '_') {
            if (!last_digit) return -1;
            last_digit = false;
            continue;
        }
        int d = digit_of((uint8_t)*s);
        if (d >= base) return -1;
        out[n++] = (uint8_t)d;
        last_digit = true;
    }
    return last_digit ? n : -1;
}

RgValue rg_int_parse(RgThread *th, const char *text, size_t len, int base, RgValue original)
{
    const char *s = text, *end = text + len;
    int shown = base;
    uint8_t room[64], *digits = room;
    RgValue result = RG_ERROR;
    if (base != 0 && (base < 2 || base > 36)) {
        return rg_raise(th, RG_EXC_ValueError, "int() base must be >= 2 and <= 36, or 0");
    }
    while (s < end && is_space((uint8_t)*s)) s++;
    while (end > s && is_space((uint8_t)end[-1])) end--;
    bool negative = false, zero_only = false;
    if (s < end && (*s == '+' || *s == '-')) negative = *s++ == '-';
    if (end - s >= 2 && *s == '0') {
        char c = (char)(s[1] | 32);
        int prefix = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;
        if (prefix && (base == 0 || base == prefix)) {
            base = prefix;
            s += 2;
            if (s < end && *s == '_') s++;
        }
    }
    if (base == 0) {
        base = 10;
        zero_only = s < end && *s == '0'; /* "010" is refused, "00" is not */
    }
    if (s == end) goto invalid;
    if ((size_t)(end - s) > sizeof room && !(digits = rg_mem_alloc((size_t)(end - s)))) return rg_raise_memory(th);
    int64_t n = read_digits(s, end, base, digits);
    if (n < 0) goto invalid;
    for (int64_t i = 0; zero_only && i < n; i++) {
        if (digits[i]) goto invalid;
    }
    if ((base & (base - 1)) != 0 && too_many_digits(th, (size_t)n)) {
        rg_raise(th, RG_EXC_ValueError,
                 "Exceeds the limit (%d digits) for integer string conversion: value has %lld digits; use "
                 "sys.set_int_max_str_digits() to increase the limit",
                 (int)th->rt->int_max_str_digits, (long long)n);
    } else if (n <= 12) {
        uint64_t u = 0;
        for (int64_t i = 0; i < n; i++) u = u * (unsigned)base + digits[i];
        result = rg_int_from_i64(th, negative ? -(int64_t)u : (int64_t)u);
    } else {
        result = rg_big_from_digits(th, digits, (size_t)n, base, negative);
    }
    if (digits != room) rg_mem_free(digits);
    return result;
invalid:
    if (digits != room) rg_mem_free(digits);
    RgStr *shown_text = rg_repr(th, original);
    if (!shown_text) return RG_ERROR;
    return rg_raise(th, RG_EXC_ValueError, "invalid literal for int() with base %d: %.200U", shown, shown_text);
}

/* ---- arithmetic ---- */

RgValue rg_int_add(RgThread *th, RgValue a, RgValue b)
{
    int64_t x, y, z;
    if (as_word(a, &x) && as_word(b, &y) && !__builtin_add_overflow(x, y, &z)) return rg_int_from_i64(th, z);
    return rg_big_add(th, a, b, false);
}

RgValue rg_int_sub(RgThread *th, RgValue a, RgValue b)
{
    int64_t x, y, z;
    if (as_word(a, &x) && as_word(b, &y) && !__builtin_sub_overflow(x, y, &z)) return rg_int_from_i64(th, z);
    return rg_big_add(th, a, b, true);
}

RgValue rg_int_mul(RgThread *th, RgValue a, RgValue b)
{
    int64_t x, y, z;
    if (as_word(a, &x) && as_word(b, &y)) {
        if (!__builtin_mul_overflow(x, y, &z)) return rg_int_from_i64(th, z);
        __int128 wide = (__int128)x * y;
        return rg_big_from_u128(th, (unsigned __int128)(wide < 0 ? -wide : wide), wide < 0);
    }
    return rg_big_mul(th, a, b);
}

static RgValue division_by_zero(RgThread *th, const char *text)
{
    return rg_raise(th, RG_EXC_ZeroDivisionError, "%s", text);
}

RgValue rg_int_floordiv(RgThread *th, RgValue a, RgValue b)
{
    int64_t x, y;
    if (as_word(a, &x) && as_word(b, &y) && x != INT64_MIN) {
        if (y == 0) return division_by_zero(th, "integer division or modulo by zero");
        int64_t q = x / y;
        if (x % y != 0 && (x < 0) != (y < 0)) q--;
        return rg_int_from_i64(th, q);
    }
    if (rg_int_sign(b) == 0) return division_by_zero(th, "integer division or modulo by zero");
    RgValue q;
    return rg_big_divmod(th, a, b, &q, NULL) ? q : RG_ERROR;
}

RgValue rg_int_mod(RgThread *th, RgValue a, RgValue b)
{
    int64_t x, y;
    if (as_word(a, &x) && as_word(b, &y) && x != INT64_MIN) {
        if (y == 0) return division_by_zero(th, "integer modulo by zero");
        int64_t r = x % y;
        if (r != 0 && (r < 0) != (y < 0)) r += y;
        return rg_int_from_i64(th, r);
    }
    if (rg_int_sign(b) == 0) return division_by_zero(th, "integer modulo by zero");
    RgValue r;
    return rg_big_divmod(th, a, b, NULL, &r) ? r : RG_ERROR;
}

bool rg_int_divmod(RgThread *th, RgValue a, RgValue b, RgValue *q, RgValue *r)
{
    int64_t x, y;
    if (rg_int_sign(b) == 0) {
        division_by_zero(th, "integer division or modulo by zero");
        return false;
    }
    if (as_word(a, &x) && as_word(b, &y) && x != INT64_MIN) {
        int64_t quotient = x / y, rest = x % y;
        if (rest != 0 && (rest < 0) != (y < 0)) {
            rest += y;
            quotient--;
        }
        *q = rg_int_from_i64(th, quotient);
        *r = *q ? rg_int_from_i64(th, rest) : RG_ERROR;
        return *r != RG_ERROR;
    }
    return rg_big_divmod(th, a, b, q, r);
}

RgValue rg_int_truediv(RgThread *th, RgValue a, RgValue b)
{
    int64_t x, y;
    if (is_small(a, &x) && is_small(b, &y)) { /* 48 bits are exact as doubles, so one rounding */
        if (y == 0) return division_by_zero(th, "division by zero");
        return rg_from_double((double)x / (double)y);
    }
    if (rg_int_sign(b) == 0) return division_by_zero(th, "division by zero");
    return rg_big_truediv(th, a, b);
}

static RgValue small_pow(RgThread *th, int64_t base, uint64_t exponent)
{
    int64_t result = 1, b = base;
    for (uint64_t e = exponent;;) {
        if ((e & 1) && __builtin_mul_overflow(result, b, &result)) break;
        e >>= 1;
        if (e == 0) return rg_int_from_i64(th, result);
        if (__builtin_mul_overflow(b, b, &b)) break;
    }
    return rg_big_pow(th, rg_from_int(base), exponent);
}

static RgValue pow_mod(RgThread *th, RgValue a, RgValue b, RgValue mod)
{
    if (rg_int_sign(mod) == 0) return rg_raise(th, RG_EXC_ValueError, "pow() 3rd argument cannot be 0");
    if (rg_int_sign(b) < 0) {
        a = rg_big_invert_mod(th, a, mod);
        if (a == RG_ERROR) return RG_ERROR;
        if (a == RG_UNBOUND) {
            int64_t m;
            if (rg_int_as_i64(mod, &m) && (m == 1 || m == -1)) return rg_from_int(0);
            return rg_raise(th, RG_EXC_ValueError, "base is not invertible for the given modulus");
        }
        b = rg_int_neg(th, b);
        if (b == RG_ERROR) return RG_ERROR;
    }
    return rg_big_powmod(th, a, b, mod);
}

RgValue rg_int_pow(RgThread *th, RgValue a, RgValue b, RgValue mod)
{
    if (mod != RG_NONE) return pow_mod(th, a, b, mod);
    if (rg_int_sign(b) < 0) {
        double x, y;
        if (!rg_int_to_double(th, a, &x) || !rg_int_to_double(th, b, &y)) return RG_ERROR;
        if (x == 0) return division_by_zero(th, "0.0 cannot be raised to a negative power");
        return rg_from_double(pow(x, y));
    }
    int64_t x, y;
    if (!rg_int_as_i64(b, &y)) {
        if (is_small(a, &x) && x >= -1 && x <= 1) {
            uint64_t low;
            rg_int_as_u64_mask(b, &low);
            return rg_from_int(x == -1 && !(low & 1) ? 1 : x);
        }
        return rg_raise_memory(th);
    }
    if (is_small(a, &x)) return small_pow(th, x, (uint64_t)y);
    return rg_big_pow(th, a, (uint64_t)y);
}

RgValue rg_int_shl(RgThread *th, RgValue a, RgValue b)
{
    int64_t x, n;
    if (rg_int_sign(b) < 0) return rg_raise(th, RG_EXC_ValueError, "negative shift count");
    if (rg_int_sign(a) == 0) return rg_from_int(0);
    if (!rg_int_as_i64(b, &n)) return rg_raise(th, RG_EXC_OverflowError, "too many digits in integer");
    if (n < 63 && as_word(a, &x)) {
        int64_t shifted = (int64_t)((uint64_t)x << n);
        if (shifted >> n == x) return rg_int_from_i64(th, shifted);
    }
    return rg_big_shl(th, a, (uint64_t)n);
}

RgValue rg_int_shr(RgThread *th, RgValue a, RgValue b)
{
    int64_t x, n;
    if (rg_int_sign(b) < 0) return rg_raise(th, RG_EXC_ValueError, "negative shift count");
    if (!rg_int_as_i64(b, &n)) return rg_from_int(rg_int_sign(a) < 0 ? -1 : 0);
    if (as_word(a, &x)) return rg_int_from_i64(th, x >> RG_MIN(n, 63));
    return rg_big_shr(th, a, (uint64_t)n);
}

RgValue rg_int_and(RgThread *th, RgValue a, RgValue b)
{
    int64_t x, y;
    if (as_word(a, &x) && as_word(b, &y)) return rg_int_from_i64(th, x & y);
    return rg_big_bitop(th, a, b, '&');
}

RgValue rg_int_or(RgThread *th, RgValue a, RgValue b)
{
    int64_t x, y;
    if (as_word(a, &x) && as_word(b, &y)) return rg_int_from_i64(th, x | y);
    return rg_big_bitop(th, a, b, '|');
}

RgValue rg_int_xor(RgThread *th, RgValue a, RgValue b)
{
    int64_t x, y;
    if (as_word(a, &x) && as_word(b, &y)) return rg_int_from_i64(th, x ^ y);
    return rg_big_bitop(th, a, b, '^');
}

RgValue rg_int_neg(RgThread *th, RgValue a)
{
    int64_t x;
    if (is_small(a, &x)) return rg_int_from_i64(th, -x);
    RgBigInt *big = RG_AS(RgBigInt, a);
    return rg_big_from_limbs(th, big->limbs, big->head.aux, !big->head.aux8);
}

RgValue rg_int_invert(RgThread *th, RgValue a)
{
    int64_t x;
    if (is_small(a, &x)) return rg_from_int(~x);
    RgValue plus = rg_big_add(th, a, rg_from_int(1), false);
    return plus ? rg_int_neg(th, plus) : RG_ERROR;
}

RgValue rg_int_gcd(RgThread *th, RgValue a, RgValue b)
{
    int64_t x, y;
    if (is_small(a, &x) && is_small(b, &y)) {
        if (x < 0) x = -x;
        if (y < 0) y = -y;
        while (y) {
            int64_t t = x % y;
            x = y;
            y = t;
        }
        return rg_int_from_i64(th, x);
    }
    return rg_big_gcd(th, a, b);
}

RgValue rg_int_isqrt(RgThread *th, RgValue a)
{
    int64_t x;
    if (rg_int_sign(a) < 0) return rg_raise(th, RG_EXC_ValueError, "isqrt() argument must be nonnegative");
    if (is_small(a, &x)) {
        int64_t r = (int64_t)sqrt((double)x);
        while (r * r > x) r--;
        while ((r + 1) * (r + 1) <= x) r++;
        return rg_from_int(r);
    }
    return rg_big_isqrt(th, a);
}
