/* SPDX-License-Identifier: MIT
 *
 * random_module.c: _random: the MT19937 generator of Matsumoto and Nishimura, seeded and read as CPython does, so that sequences agree.
 */
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "vm/module/registry.h"
#include "vm/object/bigint.h"
#include "vm/object/call.h"
#include "vm/object/float.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/type/types.h"

#define N 624
#define M 397

typedef struct Random {
    RgObject head;
    uint32_t index;
    uint32_t state[N];
} Random;

static uint32_t next_word(Random *r)
{
    uint32_t *mt = r->state;
    if (r->index >= N) {
        for (int k = 0; k < N; k++) {
            uint32_t y = (mt[k] & 0x80000000u) | (mt[(k + 1) % N] & 0x7fffffffu);
            mt[k] = mt[(k + M) % N] ^ (y >> 1) ^ (y & 1 ? 0x9908b0dfu : 0);
        }
        r->index = 0;
    }
    uint32_t y = mt[r->index++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
}

static void seed_word(Random *r, uint32_t s)
{
    r->state[0] = s;
    for (uint32_t i = 1; i < N; i++) r->state[i] = 1812433253u * (r->state[i - 1] ^ (r->state[i - 1] >> 30)) + i;
    r->index = N;
}

static void seed_array(Random *r, const uint32_t *key, size_t len)
{
    uint32_t *mt = r->state;
    seed_word(r, 19650218u);
    size_t i = 1, j = 0;
    for (size_t k = N > len ? N : len; k; k--) {
        mt[i] = (mt[i] ^ ((mt[i - 1] ^ (mt[i - 1] >> 30)) * 1664525u)) + key[j] + (uint32_t)j;
        if (++i >= N) {
            mt[0] = mt[N - 1];
            i = 1;
        }
        if (++j >= len) j = 0;
    }
    for (size_t k = N - 1; k; k--) {
        mt[i] = (mt[i] ^ ((mt[i - 1] ^ (mt[i - 1] >> 30)) * 1566083941u)) - (uint32_t)i;
        if (++i >= N) {
            mt[0] = mt[N - 1];
            i = 1;
        }
    }
    mt[0] = 0x80000000u;
}

static bool seed_from(RgThread *th, Random *r, RgValue v)
{
    if (v == RG_UNBOUND || v == RG_NONE) {
        uint32_t key[N];
        if (getrandom(key, sizeof key, 0) != (ssize_t)sizeof key) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            memset(key, 0, sizeof key);
            key[0] = (uint32_t)now.tv_nsec;
            key[1] = (uint32_t)now.tv_sec;
            key[2] = (uint32_t)getpid();
        }
        seed_array(r, key, N);
        return true;
    }
    if (!rg_is_integer(v)) {
        int64_t h;
        if (!rg_hash(th, v, &h)) return false;
        v = rg_int_from_u64(th, (uint64_t)h);
        if (!v) return false;
    }
    RgIntView view;
    rg_int_view(&view, v);
    size_t words = (rg_int_bit_length(v) + 31) / 32;
    uint32_t zero = 0;
    seed_array(r, words ? (const uint32_t *)(const void *)view.limbs : &zero, words ? words : 1);
    return true;
}

static RgValue random_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    Random *r = rg_object_new_of(th, type, 0);
    if (!r) return RG_ERROR;
    return seed_from(th, r, nargs ? args[0] : RG_UNBOUND) ? rg_from_ptr(r) : RG_ERROR;
}

static bool random_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return seed_from(th, RG_AS(Random, self), nargs ? args[0] : RG_UNBOUND);
}

#define METHOD(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

METHOD(random)
{
    Random *r = RG_AS(Random, self);
    uint32_t a = next_word(r) >> 5, b = next_word(r) >> 6;
    return rg_from_double((a * 67108864.0 + b) * (1.0 / 9007199254740992.0));
}

METHOD(seed)
{
    return seed_from(th, RG_AS(Random, self), args[0]) ? RG_NONE : RG_ERROR;
}

METHOD(getrandbits)
{
    int64_t k;
    Random *r = RG_AS(Random, self);
    if (!rg_number_as_i64(th, args[0], &k)) return RG_ERROR;
    if (k < 0) return rg_raise(th, RG_EXC_ValueError, "number of bits must be non-negative");
    if (k == 0) return rg_from_int(0);
    if (k <= 32) return rg_from_int(next_word(r) >> (32 - k));
    size_t words = (size_t)(k - 1) / 32 + 1;
    RgBuffer *room = rg_buffer_new(th, words * 4);
    if (!room) return RG_ERROR;
    uint32_t *w = (uint32_t *)(void *)room->data;
    for (size_t i = 0; i < words; i++, k -= 32) {
        w[i] = next_word(r);
        if (k < 32) w[i] >>= 32 - k;
    }
    return rg_int_from_bytes_le(th, room->data, words * 4, false);
}

METHOD(getstate)
{
    Random *r = RG_AS(Random, self);
    RgTuple *t = rg_tuple_new(th, N + 1);
    if (!t) return RG_ERROR;
    for (int i = 0; i < N; i++) t->items[i] = rg_from_int(r->state[i]);
    t->items[N] = rg_from_int(r->index);
    return rg_from_ptr(t);
}

METHOD(setstate)
{
    Random *r = RG_AS(Random, self);
    if (!rg_is_tuple(args[0])) return rg_raise(th, RG_EXC_TypeError, "state vector must be a tuple");
    RgTuple *t = RG_TUPLE(args[0]);
    if (rg_tuple_len(t) != N + 1) return rg_raise(th, RG_EXC_ValueError, "state vector is the wrong size");
    uint32_t words[N + 1];
    for (int i = 0; i <= N; i++) {
        int64_t w;
        if (!rg_number_as_i64(th, t->items[i], &w)) return RG_ERROR;
        words[i] = (uint32_t)w;
    }
    if (words[N] > N) return rg_raise(th, RG_EXC_ValueError, "invalid state");
    memcpy(r->state, words, sizeof r->state);
    r->index = words[N];
    return RG_NONE;
}

static const RgMethodDef methods[] = {
    RG_METHOD("random", "($self, /)", "A float from 0 (included) to 1.", m_random),
    RG_METHOD("seed", "($self, n=None, /)", "Begin a new sequence.", m_seed),
    RG_METHOD("getrandbits", "($self, k, /)", "An int of k random bits.", m_getrandbits),
    RG_METHOD("getstate", "($self, /)", "The generator's state.", m_getstate),
    RG_METHOD("setstate", "($self, state, /)", "Put a state back.", m_setstate),
    RG_METHOD_END,
};
static const RgTypeSpec random_spec = {
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(Random),
    .cell = {"Random", NULL, NULL},
    .slots = {.new_ = random_new, .init = random_init},
    .methods = methods,
};

bool rg_module_init_random(RgThread *th, RgModule *m)
{
    RgType *type = rg_type_new_native(th, "_random", "Random", RG_TYPE(th, object), &random_spec);
    return type && rg_module_set(th, m, "Random", rg_from_ptr(type));
}
