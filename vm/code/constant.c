/* SPDX-License-Identifier: MIT
 *
 * constant.c: equality and hashing of neutral constants, in the sense in which a compiler may merge them: same type,
 * same value, same sign of zero, same NaN bits. Nested tuples are walked by recursion; readers bound their depth.
 */
#include "vm/code/constant.h"

#include "vm/base/hash.h"

static bool items_equal(const RgConst *a, const RgConst *b)
{
    if (a->u.items == b->u.items) return true;
    for (uint32_t i = 0; i < a->len; i++) {
        if (!rg_constant_equal(a->u.items[i], b->u.items[i])) return false;
    }
    return true;
}

bool rg_constant_equal(const RgConst *a, const RgConst *b)
{
    if (a == b) return true;
    if (a->kind != b->kind) return false;
    switch ((RgConstKind)a->kind) {
    case RG_CONST_NONE:
    case RG_CONST_TRUE:
    case RG_CONST_FALSE:
    case RG_CONST_ELLIPSIS:
    case RG_CONST_STOP_ITERATION: return true;
    case RG_CONST_INT: return a->u.i == b->u.i;
    case RG_CONST_FLOAT: return memcmp(&a->u.f, &b->u.f, sizeof a->u.f) == 0;
    case RG_CONST_COMPLEX: return memcmp(a->u.complex, b->u.complex, 2 * sizeof(double)) == 0;
    case RG_CONST_BIGINT:
        if ((a->flags ^ b->flags) & RG_CONSTF_NEGATIVE) return false;
        /* fall through */
    case RG_CONST_STR:
    case RG_CONST_BYTES: return a->len == b->len && (a->len == 0 || memcmp(a->u.bytes, b->u.bytes, a->len) == 0);
    case RG_CONST_TUPLE:
    case RG_CONST_FROZENSET: return a->len == b->len && items_equal(a, b);
    case RG_CONST_CODE: return a->u.code == b->u.code;
    }
    return false;
}

uint64_t rg_constant_hash(const RgConst *c)
{
    uint64_t h = (uint64_t)c->kind * 0x9e3779b97f4a7c15ull;
    switch ((RgConstKind)c->kind) {
    case RG_CONST_NONE:
    case RG_CONST_TRUE:
    case RG_CONST_FALSE:
    case RG_CONST_ELLIPSIS:
    case RG_CONST_STOP_ITERATION: return rg_hash_mix(h);
    case RG_CONST_INT: return rg_hash_mix(h ^ (uint64_t)c->u.i);
    case RG_CONST_FLOAT: {
        uint64_t bits;
        memcpy(&bits, &c->u.f, sizeof bits);
        return rg_hash_mix(h ^ bits);
    }
    case RG_CONST_COMPLEX: return rg_hash64(c->u.complex, 2 * sizeof(double), h);
    case RG_CONST_BIGINT:
    case RG_CONST_STR:
    case RG_CONST_BYTES: return rg_hash64(c->u.bytes, c->len, h);
    case RG_CONST_TUPLE:
    case RG_CONST_FROZENSET:
        for (uint32_t i = 0; i < c->len; i++)
            h = rg_hash_mix(h * 31 + rg_constant_hash(c->u.items[i]));
        return rg_hash_mix(h ^ c->len);
    case RG_CONST_CODE: return rg_hash_mix(h ^ (uint64_t)(uintptr_t)c->u.code);
    }
    return h;
}
