/* SPDX-License-Identifier: MIT
 *
 * bigint.c: large integers: the only home of GMP. Results are written straight into new cells by mpn functions where these
 * exist; the rest goes through mpz temporaries, which never outlive a function.
 * Always holds: an exact result that fits 48 bits is returned inline; a cell's top limb is not zero; whatever makes GMP
 * allocate runs under guarded(), so that short memory is a MemoryError.
 */
#include "vm/object/bigint.h"

#include <gmp.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>

#include "vm/base/mem.h"

_Static_assert(sizeof(mp_limb_t) == 8 && GMP_NAIL_BITS == 0, "64-bit limbs");

/* 2**31 limbs are 16 GiB: more is refused as memory that is not there. */
#define MAX_LIMBS ((size_t)1 << 31)

/* ---- memory ----
 * GMP cannot be told that memory is short: its allocation functions return what was asked for or do not return. Ours leave
 * through the guard of the call under way, which frees all that GMP had allocated in it: it is reached from no object yet. */

typedef struct Block { /* what lies before each piece of memory that GMP has from a guarded call */
    struct Block *next, *prev;
} Block;

typedef struct Guard {
    jmp_buf escape;
    Block blocks; /* ring */
} Guard;

/* GMP's functions have no argument for it: the guard of this thread's call of GMP. NULL: the call is a host's own. */
static _Thread_local Guard *current_guard;

/* What was installed before ours, for hosts that use GMP themselves; written once. */
static struct {
    void *(*alloc)(size_t);
    void *(*realloc)(void *, size_t, size_t);
    void (*free)(void *, size_t);
} others;

static void link_block(Guard *guard, Block *b)
{
    b->prev = &guard->blocks;
    b->next = guard->blocks.next;
    b->next->prev = guard->blocks.next = b;
}

static void unlink_block(Block *b)
{
    b->next->prev = b->prev;
    b->prev->next = b->next;
}

static void *gmp_alloc(size_t size)
{
    Guard *guard = current_guard;
    if (!guard) return others.alloc(size);
    Block *b = rg_mem_alloc(size + sizeof *b);
    if (!b) _longjmp(guard->escape, 1);
    link_block(guard, b);
    return b + 1;
}

static void *gmp_realloc(void *p, size_t old_size, size_t size)
{
    Guard *guard = current_guard;
    if (!guard) return others.realloc(p, old_size, size);
    Block *b = (Block *)p - 1;
    unlink_block(b);
    Block *moved = rg_mem_realloc(b, size + sizeof *b);
    link_block(guard, moved ? moved : b);
    if (!moved) _longjmp(guard->escape, 1);
    return moved + 1;
}

static void gmp_free(void *p, size_t size)
{
    if (!current_guard) {
        others.free(p, size);
        return;
    }
    Block *b = (Block *)p - 1;
    unlink_block(b);
    rg_mem_free(b);
}

static void install(void)
{
    mp_get_memory_functions(&others.alloc, &others.realloc, &others.free);
    mp_set_memory_functions(gmp_alloc, gmp_realloc, gmp_free);
}

/* Operands and result of a guarded call. */
typedef struct Work {
    RgThread *th;
    const RgIntView *a, *b, *c; /* not copies: a view may point into itself */
    uint64_t n;
    int64_t shift;
    int op;
    bool inexact;
    const uint8_t *digits;
    char *text;
    uint64_t *out, *out2;
    RgBigInt *room;
    RgValue result;
} Work;

/* Does the work, which leaves no memory of GMP's behind. False: memory was short, MemoryError is pending, and what the
 * work was to write is undefined. */
static bool guarded(Work *w, void (*work)(Work *))
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
    Guard guard;
    guard.blocks.next = guard.blocks.prev = &guard.blocks;
    bool done = _setjmp(guard.escape) == 0;
    if (done) {
        current_guard = &guard;
        work(w);
    }
    current_guard = NULL;
    RG_ASSERT(!done || guard.blocks.next == &guard.blocks, "GMP kept memory");
    if (done) return true;
    for (Block *b = guard.blocks.next, *next; b != &guard.blocks; b = next) {
        next = b->next;
        rg_mem_free(b);
    }
    rg_raise_memory(w->th);
    return false;
}

/* Operands of fewer limbs than this are worked on without allocating: temporaries are on the stack. */
#define STACK_LIMBS 64

static mp_limb_t *as_limbs(uint64_t *p)
{
    return (mp_limb_t *)(void *)p;
}

static const mp_limb_t *as_const_limbs(const uint64_t *p)
{
    return (const mp_limb_t *)(const void *)p;
}

static RgBigInt *new_big(RgThread *th, size_t limbs)
{
    if (limbs > MAX_LIMBS) {
        rg_raise_memory(th);
        return NULL;
    }
    return rg_object_make(th, RG_KIND_int, sizeof(RgBigInt) + limbs * 8);
}

/* For callers that write every limb. */
static RgBigInt *new_raw(RgThread *th, size_t limbs)
{
    if (limbs > MAX_LIMBS) {
        rg_raise_memory(th);
        return NULL;
    }
    return rg_object_make_raw(th, RG_KIND_int, sizeof(RgBigInt) + limbs * 8);
}

/* Strips leading zero limbs and chooses the inline form when it fits. */
static RgValue finish(RgBigInt *z, size_t n, bool negative)
{
    while (n > 0 && z->limbs[n - 1] == 0) n--;
    if (n == 0) return rg_from_int(0);
    if (n == 1 && z->limbs[0] <= (uint64_t)RG_INT_MAX + negative) {
        int64_t i = (int64_t)z->limbs[0];
        return rg_from_int(negative ? -i : i);
    }
    z->head.aux = (uint32_t)n;
    z->head.aux8 = negative;
    return rg_from_ptr(z);
}

RgValue rg_big_from_limbs(RgThread *th, const uint64_t *limbs, size_t n, bool negative)
{
    while (n > 0 && limbs[n - 1] == 0) n--;
    if (n == 0) return rg_from_int(0);
    if (n == 1 && limbs[0] <= (uint64_t)RG_INT_MAX + negative) {
        int64_t i = (int64_t)limbs[0];
        return rg_from_int(negative ? -i : i);
    }
    RgBigInt *z = new_raw(th, n);
    if (!z) return RG_ERROR;
    memcpy(z->limbs, limbs, n * 8);
    return finish(z, n, negative);
}

RgValue rg_big_from_u128(RgThread *th, unsigned __int128 magnitude, bool negative)
{
    uint64_t limbs[2] = {(uint64_t)magnitude, (uint64_t)(magnitude >> 64)};
    return rg_big_from_limbs(th, limbs, 2, negative);
}

static void mpz_view(mpz_t z, const RgIntView *v)
{
    mpz_roinit_n(z, as_const_limbs(v->limbs), v->negative ? -(mp_size_t)v->n : (mp_size_t)v->n);
}

static RgValue from_mpz(RgThread *th, const mpz_t z)
{
    return rg_big_from_limbs(th, (const uint64_t *)mpz_limbs_read(z), mpz_size(z), mpz_sgn(z) < 0);
}

static int compare_magnitudes(const RgIntView *a, const RgIntView *b)
{
    if (a->n != b->n) return a->n < b->n ? -1 : 1;
    return a->n ? mpn_cmp(as_const_limbs(a->limbs), as_const_limbs(b->limbs), (mp_size_t)a->n) : 0;
}

int rg_big_compare(RgValue x, RgValue y)
{
    RgIntView a, b;
    rg_int_view(&a, x);
    rg_int_view(&b, y);
    if (a.negative != b.negative) return a.negative ? -1 : 1;
    int c = compare_magnitudes(&a, &b);
    c = c < 0 ? -1 : c > 0;
    return a.negative ? -c : c;
}

RgValue rg_big_add(RgThread *th, RgValue x, RgValue y, bool subtract)
{
    RgIntView va, vb, *a = &va, *b = &vb;
    rg_int_view(a, x);
    rg_int_view(b, y);
    if (b->n == 0) return rg_int_normalize(th, x);
    b->negative ^= subtract;
    bool same = a->negative == b->negative;
    if (same ? a->n < b->n : compare_magnitudes(a, b) < 0) {
        RgIntView *t = a;
        a = b;
        b = t;
    }
    if (b->n == 0) return rg_big_from_limbs(th, a->limbs, a->n, a->negative);
    RgBigInt *z = new_raw(th, a->n + same);
    if (!z) return RG_ERROR;
    mp_limb_t *out = as_limbs(z->limbs);
    if (same) {
        mp_limb_t carry = mpn_add(out, as_const_limbs(a->limbs), (mp_size_t)a->n, as_const_limbs(b->limbs), (mp_size_t)b->n);
        z->limbs[a->n] = carry;
        return finish(z, a->n + 1, a->negative);
    }
    mpn_sub(out, as_const_limbs(a->limbs), (mp_size_t)a->n, as_const_limbs(b->limbs), (mp_size_t)b->n);
    return finish(z, a->n, a->negative);
}

static void mul_work(Work *w)
{
    mp_limb_t *out = as_limbs(w->out);
    const mp_limb_t *pa = as_const_limbs(w->a->limbs), *pb = as_const_limbs(w->b->limbs);
    if (pa == pb && w->a->n == w->b->n)
        mpn_sqr(out, pa, (mp_size_t)w->a->n);
    else
        mpn_mul(out, pa, (mp_size_t)w->a->n, pb, (mp_size_t)w->b->n);
}

RgValue rg_big_mul(RgThread *th, RgValue x, RgValue y)
{
    RgIntView va, vb, *a = &va, *b = &vb;
    rg_int_view(a, x);
    rg_int_view(b, y);
    if (a->n < b->n) {
        a = &vb;
        b = &va;
    }
    if (b->n == 0) return rg_from_int(0);
    RgBigInt *z = new_raw(th, a->n + b->n);
    if (!z) return RG_ERROR;
    mp_limb_t *out = as_limbs(z->limbs);
    const mp_limb_t *pa = as_const_limbs(a->limbs), *pb = as_const_limbs(b->limbs);
    if (b->n == 1) {
        z->limbs[a->n] = mpn_mul_1(out, pa, (mp_size_t)a->n, pb[0]);
    } else {
        Work w = {.th = th, .a = a, .b = b, .out = z->limbs};
        if (a->n < STACK_LIMBS)
            mul_work(&w);
        else if (!guarded(&w, mul_work))
            return RG_ERROR;
    }
    return finish(z, a->n + b->n, a->negative != b->negative);
}

static void divmod_work(Work *w)
{
    mpn_tdiv_qr(as_limbs(w->out), as_limbs(w->out2), 0, as_const_limbs(w->a->limbs), (mp_size_t)w->a->n,
                as_const_limbs(w->b->limbs), (mp_size_t)w->b->n);
}

/* Truncated quotient and remainder have the signs of magnitudes; floor moves both by one divisor when signs differ. */
bool rg_big_divmod(RgThread *th, RgValue x, RgValue y, RgValue *q, RgValue *r)
{
    RgIntView a, b;
    rg_int_view(&a, x);
    rg_int_view(&b, y);
    bool differ = a.negative != b.negative;
    if (compare_magnitudes(&a, &b) < 0) {
        if (q) *q = rg_from_int(differ && a.n ? -1 : 0);
        if (!r) return true;
        *r = differ && a.n ? rg_big_add(th, x, y, false) : rg_int_normalize(th, x);
        return *r != RG_ERROR;
    }
    size_t qn = a.n - b.n + 1;
    RgBigInt *quotient = new_raw(th, qn + 1), *remainder = quotient ? new_raw(th, b.n) : NULL;
    if (!remainder) return false;
    quotient->limbs[qn] = 0;
    if (b.n == 1) {
        remainder->limbs[0] = mpn_divrem_1(as_limbs(quotient->limbs), 0, as_const_limbs(a.limbs), (mp_size_t)a.n, b.limbs[0]);
    } else {
        Work w = {.th = th, .a = &a, .b = &b, .out = quotient->limbs, .out2 = remainder->limbs};
        if (a.n < STACK_LIMBS)
            divmod_work(&w);
        else if (!guarded(&w, divmod_work))
            return false;
    }
    bool rest = !mpn_zero_p(as_const_limbs(remainder->limbs), (mp_size_t)b.n);
    if (differ && rest) {
        quotient->limbs[qn] = mpn_add_1(as_limbs(quotient->limbs), as_limbs(quotient->limbs), (mp_size_t)qn, 1);
        mpn_sub_n(as_limbs(remainder->limbs), as_const_limbs(b.limbs), as_limbs(remainder->limbs), (mp_size_t)b.n);
    }
    if (q) *q = finish(quotient, qn + 1, differ);
    if (r) *r = finish(remainder, b.n, b.negative);
    return true;
}

static uint64_t bit_length(const RgIntView *v)
{
    return v->n ? v->n * 64 - (uint64_t)__builtin_clzll(v->limbs[v->n - 1]) : 0;
}

/* Top 64 bits of the magnitude, the lowest of them also set when anything below is (n > 0). */
static uint64_t top_bits(const RgIntView *v)
{
    uint64_t top = v->limbs[v->n - 1];
    int shift = __builtin_clzll(top);
    if (v->n == 1) return top << shift;
    uint64_t low = v->limbs[v->n - 2];
    uint64_t bits = shift ? top << shift | low >> (64 - shift) : top;
    bool sticky = shift ? (low << shift) != 0 : low != 0;
    for (size_t i = v->n - 2; !sticky && i-- > 0;) sticky = v->limbs[i] != 0;
    return bits | sticky;
}

double rg_big_frexp(RgValue a, int64_t *exponent)
{
    RgIntView v;
    rg_int_view(&v, a);
    *exponent = 0;
    if (v.n == 0) return 0.0;
    double m = ldexp((double)top_bits(&v), -64);
    int carry;
    m = frexp(m, &carry); /* rounding may give 1.0 */
    *exponent = (int64_t)bit_length(&v) + carry;
    return v.negative ? -m : m;
}

static void truediv_work(Work *w)
{
    mpz_t num, den, q, r, va, vb;
    mpz_view(va, w->a);
    mpz_view(vb, w->b);
    mpz_inits(num, den, q, r, NULL);
    mpz_abs(num, va);
    mpz_abs(den, vb);
    if (w->shift <= 0)
        mpz_mul_2exp(num, num, (mp_bitcnt_t)-w->shift);
    else
        mpz_mul_2exp(den, den, (mp_bitcnt_t)w->shift);
    mpz_tdiv_qr(q, r, num, den);
    w->n = mpz_get_ui(q);
    w->inexact = mpz_sgn(r) != 0;
    mpz_clears(num, den, q, r, NULL);
}

/* a / b rounded once: the integer quotient of suitably scaled operands has 55 or 56 bits, the last one sticky. */
RgValue rg_big_truediv(RgThread *th, RgValue x, RgValue y)
{
    RgIntView a, b;
    rg_int_view(&a, x);
    rg_int_view(&b, y);
    bool negative = a.negative != b.negative;
    if (a.n == 0) return rg_from_double(negative ? -0.0 : 0.0);
    int64_t diff = (int64_t)bit_length(&a) - (int64_t)bit_length(&b);
    if (diff > 1024) goto overflow;
    if (diff < -1021 - 53 - 1) return rg_from_double(negative ? -0.0 : 0.0);
    int64_t shift = RG_MAX(diff, -1021) - 53 - 2;
    Work w = {.th = th, .a = &a, .b = &b, .shift = shift};
    if (!guarded(&w, truediv_work)) return RG_ERROR;
    uint64_t bits = w.n;
    int nbits = bits ? 64 - __builtin_clzll(bits) : 0;
    int64_t extra = RG_MAX((int64_t)nbits, -1021 - shift) - 53;
    uint64_t mask = (uint64_t)1 << (extra - 1);
    uint64_t low = bits | w.inexact;
    if ((low & mask) && (low & (3 * mask - 1))) low += mask;
    bits = low & ~(2 * mask - 1);
    double d = ldexp((double)bits, (int)shift);
    if (isinf(d)) goto overflow;
    return rg_from_double(negative ? -d : d);
overflow:
    return rg_raise(th, RG_EXC_OverflowError, "integer division result too large for a float");
}

static void pow_work(Work *w)
{
    mpz_t b, z;
    mpz_view(b, w->a);
    mpz_init(z);
    mpz_pow_ui(z, b, w->n);
    if (w->room && rg_heap_cell_size(w->th->heap, w->room) >= sizeof(RgBigInt) + mpz_size(z) * 8) {
        memcpy(w->room->limbs, mpz_limbs_read(z), mpz_size(z) * 8);
        w->result = finish(w->room, mpz_size(z), mpz_sgn(z) < 0);
    } else {
        w->result = from_mpz(w->th, z);
    }
    mpz_clear(z);
}

RgValue rg_big_pow(RgThread *th, RgValue base, uint64_t exponent)
{
    RgIntView v;
    rg_int_view(&v, base);
    if (exponent == 0) return rg_from_int(1);
    if (v.n == 0) return rg_from_int(0);
    if (v.n == 1 && v.limbs[0] == 1) return rg_from_int(v.negative && (exponent & 1) ? -1 : 1);
    if (v.n == 1 && (v.limbs[0] & (v.limbs[0] - 1)) == 0) { /* a power of two */
        uint64_t log = (uint64_t)__builtin_ctzll(v.limbs[0]), bits;
        if (__builtin_mul_overflow(log, exponent, &bits)) return rg_raise_memory(th);
        return rg_big_shl(th, rg_from_int(v.negative && (exponent & 1) ? -1 : 1), bits);
    }
    unsigned __int128 bits = (unsigned __int128)(bit_length(&v) - 1) * exponent;
    if (bits / 64 > MAX_LIMBS) return rg_raise_memory(th);
    RgBigInt *room = bits > 1 << 20 ? new_big(th, (size_t)(bits / 64) + 2) : NULL;
    if (bits > 1 << 20 && !room) return RG_ERROR;
    Work w = {.th = th, .a = &v, .n = exponent, .room = room};
    return guarded(&w, pow_work) ? w.result : RG_ERROR;
}

static void powmod_work(Work *w)
{
    mpz_t b, e, m, z;
    mpz_view(b, w->a);
    mpz_view(e, w->b);
    mpz_view(m, w->c);
    mpz_init(z);
    mpz_powm(z, b, e, m);
    if (w->c->negative && mpz_sgn(z) != 0) mpz_add(z, z, m);
    w->result = from_mpz(w->th, z);
    mpz_clear(z);
}

RgValue rg_big_powmod(RgThread *th, RgValue base, RgValue exponent, RgValue mod)
{
    RgIntView b, e, m;
    rg_int_view(&b, base);
    rg_int_view(&e, exponent);
    rg_int_view(&m, mod);
    Work w = {.th = th, .a = &b, .b = &e, .c = &m};
    return guarded(&w, powmod_work) ? w.result : RG_ERROR;
}

enum { OP_INVERT, OP_GCD, OP_SQRT, OP_FACTORIAL, OP_BINOMIAL };

/* Operations of one or two operands with one result. */
static void op_work(Work *w)
{
    mpz_t a, b, z;
    bool exists = true;
    static const RgIntView zero;
    mpz_view(a, w->a ? w->a : &zero);
    mpz_view(b, w->b ? w->b : &zero);
    mpz_init(z);
    switch (w->op) {
    case OP_INVERT: exists = mpz_invert(z, a, b) != 0; break;
    case OP_GCD: mpz_gcd(z, a, b); break;
    case OP_SQRT: mpz_sqrt(z, a); break;
    case OP_FACTORIAL: mpz_fac_ui(z, w->n); break;
    case OP_BINOMIAL: mpz_bin_ui(z, a, w->n); break;
    case '&': mpz_and(z, a, b); break;
    case '|': mpz_ior(z, a, b); break;
    default: mpz_xor(z, a, b); break;
    }
    w->result = exists ? from_mpz(w->th, z) : RG_UNBOUND;
    mpz_clear(z);
}

static RgValue operate(Work *w)
{
    return guarded(w, op_work) ? w->result : RG_ERROR;
}

RgValue rg_big_invert_mod(RgThread *th, RgValue a, RgValue mod)
{
    RgIntView v, m;
    rg_int_view(&v, a);
    rg_int_view(&m, mod);
    Work w = {.th = th, .op = OP_INVERT, .a = &v, .b = &m};
    return operate(&w);
}

RgValue rg_big_shl(RgThread *th, RgValue a, uint64_t bits)
{
    RgIntView v;
    rg_int_view(&v, a);
    if (v.n == 0) return rg_from_int(0);
    size_t limbs = bits / 64;
    if (limbs >= MAX_LIMBS) return rg_raise_memory(th);
    unsigned rest = bits % 64;
    RgBigInt *z = new_big(th, v.n + limbs + 1);
    if (!z) return RG_ERROR;
    if (rest) z->limbs[v.n + limbs] = mpn_lshift(as_limbs(z->limbs + limbs), as_const_limbs(v.limbs), (mp_size_t)v.n, rest);
    else memcpy(z->limbs + limbs, v.limbs, v.n * 8);
    return finish(z, v.n + limbs + 1, v.negative);
}

/* Floor: a negative value loses bits towards minus infinity. */
RgValue rg_big_shr(RgThread *th, RgValue a, uint64_t bits)
{
    RgIntView v;
    rg_int_view(&v, a);
    size_t limbs = bits / 64;
    unsigned rest = bits % 64;
    if (limbs >= v.n) return rg_from_int(v.negative ? -1 : 0);
    size_t n = v.n - limbs;
    RgBigInt *z = new_big(th, n + 1);
    if (!z) return RG_ERROR;
    bool lost = v.negative && limbs > 0 && !mpn_zero_p(as_const_limbs(v.limbs), (mp_size_t)limbs);
    if (rest) {
        mp_limb_t out = mpn_rshift(as_limbs(z->limbs), as_const_limbs(v.limbs + limbs), (mp_size_t)n, rest);
        lost |= out != 0;
    } else {
        memcpy(z->limbs, v.limbs + limbs, n * 8);
    }
    if (v.negative && lost) z->limbs[n] = mpn_add_1(as_limbs(z->limbs), as_limbs(z->limbs), (mp_size_t)n, 1);
    return finish(z, n + 1, v.negative);
}

RgValue rg_big_bitop(RgThread *th, RgValue x, RgValue y, char op)
{
    RgIntView va, vb, *a = &va, *b = &vb;
    rg_int_view(a, x);
    rg_int_view(b, y);
    if (!a->negative && !b->negative) {
        if (a->n < b->n) {
            a = &vb;
            b = &va;
        }
        size_t n = op == '&' ? b->n : a->n;
        RgBigInt *z = new_raw(th, n);
        if (!z) return RG_ERROR;
        for (size_t i = 0; i < b->n; i++) {
            uint64_t p = a->limbs[i], q = b->limbs[i];
            z->limbs[i] = op == '&' ? p & q : op == '|' ? p | q : p ^ q;
        }
        if (op != '&') memcpy(z->limbs + b->n, a->limbs + b->n, (a->n - b->n) * 8);
        return finish(z, n, false);
    }
    Work w = {.th = th, .a = a, .b = b, .op = op};
    return operate(&w);
}

RgValue rg_big_gcd(RgThread *th, RgValue x, RgValue y)
{
    RgIntView a, b;
    rg_int_view(&a, x);
    rg_int_view(&b, y);
    Work w = {.th = th, .op = OP_GCD, .a = &a, .b = &b};
    return operate(&w);
}

RgValue rg_big_isqrt(RgThread *th, RgValue x)
{
    RgIntView a;
    rg_int_view(&a, x);
    Work w = {.th = th, .op = OP_SQRT, .a = &a};
    return operate(&w);
}

uint64_t rg_big_mod_small(RgValue x, uint64_t modulus)
{
    RgIntView a;
    rg_int_view(&a, x);
    return a.n ? mpn_mod_1(as_const_limbs(a.limbs), (mp_size_t)a.n, modulus) : 0;
}

uint64_t rg_big_popcount(RgValue x)
{
    RgIntView a;
    rg_int_view(&a, x);
    return a.n ? mpn_popcount(as_const_limbs(a.limbs), (mp_size_t)a.n) : 0;
}

size_t rg_big_digits_bound(RgValue x, int base)
{
    RgIntView a;
    rg_int_view(&a, x);
    mpz_t z;
    mpz_view(z, &a);
    return mpz_sizeinbase(z, base) + a.negative;
}

static void digits_work(Work *w)
{
    mpz_t z;
    mpz_view(z, w->a);
    mpz_get_str(w->text, w->op, z);
}

char *rg_big_digits(RgThread *th, RgValue x, int base, size_t *len)
{
    RgIntView a;
    mpz_t z;
    rg_int_view(&a, x);
    mpz_view(z, &a);
    Work w = {.th = th, .op = base, .a = &a};
    w.text = rg_mem_alloc(mpz_sizeinbase(z, base) + 2);
    if (!w.text) {
        rg_raise_memory(th);
        return NULL;
    }
    if (!guarded(&w, digits_work)) {
        rg_mem_free(w.text);
        return NULL;
    }
    *len = strlen(w.text);
    return w.text;
}

static void from_digits_work(Work *w)
{
    w->n = (uint64_t)mpn_set_str(as_limbs(w->out), w->digits, w->n, w->op);
}

RgValue rg_big_from_digits(RgThread *th, const uint8_t *digits, size_t n, int base, bool negative)
{
    while (n > 0 && *digits == 0) {
        digits++;
        n--;
    }
    if (n == 0) return rg_from_int(0);
    /* bits per digit, rounded up in sixteenths: log2(36) < 83/16 */
    static const uint8_t sixteenths[37] = {0,  0,  16, 26, 32, 38, 42, 45, 48, 51, 54, 56, 58, 60, 61, 63, 64, 66, 67,
                                           68, 70, 71, 72, 73, 74, 75, 76, 77, 77, 78, 79, 80, 80, 81, 82, 83, 83};
    RgBigInt *z = new_big(th, n * sixteenths[base] / 1024 + 3);
    if (!z) return RG_ERROR;
    Work w = {.th = th, .digits = digits, .n = n, .op = base, .out = z->limbs};
    return guarded(&w, from_digits_work) ? finish(z, (size_t)w.n, negative) : RG_ERROR;
}

RgValue rg_big_factorial(RgThread *th, uint64_t n)
{
    if (n > (uint64_t)1 << 30) return rg_raise_memory(th);
    Work w = {.th = th, .n = n, .op = OP_FACTORIAL};
    return operate(&w);
}

RgValue rg_big_comb(RgThread *th, RgValue n, uint64_t k)
{
    RgIntView v;
    rg_int_view(&v, n);
    Work w = {.th = th, .n = k, .op = OP_BINOMIAL, .a = &v};
    return operate(&w);
}
