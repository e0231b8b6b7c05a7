/* SPDX-License-Identifier: MIT
 *
 * link.c: turns a verified RgCode into a code object: a writable copy of its words, materialised constants, interned names and
 * cold inline caches. Nested code is linked with its parent, so a code object is complete once it exists.
 *
 * The pool is one value array: caches (four words each) counting down from `consts`, constants counting up. Every cache word
 * is a valid value word at all times (tagged versions, never-zero kinds), so the collector traces the pool like any array.
 */
#include "vm/base/mem.h"
#include "vm/interp/polycache.h"
#include "vm/interp/rt.h"

#define CACHE_WORDS (sizeof(RgInlineCache) / sizeof(RgValue))
_Static_assert(sizeof(RgInlineCache) == 32, "caches are addressed by shifting");

static RgStr *text(RgThread *th, RgStrRef s) { return rg_intern_utf8(th, s.data, s.len); }

static RgValue link_tuple(RgThread *th, RgCodeUnit *unit, const RgConst *c)
{
    RgTuple *t = rg_tuple_new(th, c->len);
    if (!t) return RG_ERROR;
    for (uint32_t i = 0; i < c->len; i++) {
        RgValue v = rg_link_const(th, unit, c->u.items[i]);
        if (!v) return RG_ERROR;
        rg_gc_store(t, &t->items[i], v);
    }
    return rg_from_ptr(t);
}

static RgValue link_frozenset(RgThread *th, RgCodeUnit *unit, const RgConst *c)
{
    RgSet *s = rg_set_new(th, RG_KIND_frozenset);
    if (!s) return RG_ERROR;
    for (uint32_t i = 0; i < c->len; i++) {
        RgValue v = rg_link_const(th, unit, c->u.items[i]);
        if (!v || !rg_set_add(th, s, v)) return RG_ERROR;
    }
    return rg_from_ptr(s);
}

RgValue rg_link_const(RgThread *th, RgCodeUnit *unit, const RgConst *c)
{
    switch ((RgConstKind)c->kind) {
    case RG_CONST_NONE: return RG_NONE;
    case RG_CONST_TRUE: return RG_TRUE;
    case RG_CONST_FALSE: return RG_FALSE;
    case RG_CONST_ELLIPSIS: return RG_ELLIPSIS;
    case RG_CONST_INT: return rg_int_from_i64(th, c->u.i);
    case RG_CONST_BIGINT:
        return rg_int_from_bytes_le(th, (const uint8_t *)c->u.bytes, c->len, c->flags & RG_CONSTF_NEGATIVE);
    case RG_CONST_FLOAT: return rg_from_double(c->u.f);
    case RG_CONST_COMPLEX: {
        double parts[2]; /* perhaps unaligned in a mapped file */
        memcpy(parts, c->u.complex, sizeof parts);
        return rg_complex_new(th, parts[0], parts[1]);
    }
    case RG_CONST_STR:
        if (c->flags & RG_CONSTF_INTERNED || c->len <= 1) return rg_from_ptr(rg_intern_utf8(th, c->u.bytes, c->len));
        return rg_from_ptr(rg_str_from_utf8(th, c->u.bytes, c->len));
    case RG_CONST_BYTES: return rg_from_ptr(rg_bytes_new(th, c->u.bytes ? c->u.bytes : "", c->len));
    case RG_CONST_TUPLE: return link_tuple(th, unit, c);
    case RG_CONST_FROZENSET: return link_frozenset(th, unit, c);
    case RG_CONST_CODE: return rg_from_ptr(rg_link_code(th, unit, c->u.code));
    case RG_CONST_STOP_ITERATION: return rg_from_ptr(RG_EXC(th, StopIteration));
    }
    return rg_raise(th, RG_EXC_SystemError, "unknown kind of constant");
}

static RgTuple *link_names(RgThread *th, const RgStrRef *names, uint32_t n)
{
    RgTuple *t = rg_tuple_new(th, n);
    if (!t) return NULL;
    for (uint32_t i = 0; i < n; i++) {
        RgStr *s = text(th, names[i]);
        if (!s) return NULL;
        rg_gc_store(t, &t->items[i], rg_from_ptr(s));
    }
    return t;
}

static bool link_pool(RgThread *th, RgCodeObject *co, RgCodeUnit *unit, const RgCode *code)
{
    size_t cache_words = (size_t)code->nsites * CACHE_WORDS;
    RgArray *pool = rg_array_new(th, RG_MAX(cache_words + code->nconsts + code->nentry, 1));
    if (!pool) return false;
    rg_gc_store_ptr(co, &co->pool, pool);
    co->consts = pool->items + cache_words;
    for (uint32_t i = 0; i < code->nsites; i++) {
        RgInlineCache *ic = RG_CACHE(co, i);
        ic->kind = RG_IC_COLD;
        if (code->sites[i].name != RG_NO_NAME)
            rg_gc_store_ptr(pool, &ic->name, RG_STR(co->names->items[code->sites[i].name]));
    }
    for (uint32_t i = 0; i < code->nconsts; i++) {
        RgValue v = rg_link_const(th, unit, code->consts[i]);
        if (!v) return false;
        rg_gc_store(pool, &co->consts[i], v);
    }
    co->entry = co->consts + code->nconsts;
    co->entry_reg = code->nentry ? code->mirrors[0].reg : 0;
    for (uint32_t i = 0; i < code->nentry; i++) co->consts[code->nconsts + i] = RG_UNBOUND;
    for (uint32_t i = 0; i < code->nentry; i++) co->nentry += code->mirrors[i].kind == RG_MIRROR_GLOBAL;
    co->nentry_cells = code->nentry - co->nentry;
    co->begins = code->nentry || code->nfree;
    co->head.aux8 = rg_code_is_simple(code) && !co->nentry; /* the first call takes the long way */
    co->exact_args = co->head.aux8 ? code->argcount : UINT32_MAX;
    return true;
}

RgCodeObject *rg_link_code(RgThread *th, RgCodeUnit *unit, const RgCode *code)
{
    RgCodeObject *co = rg_object_new(th, RG_KIND_code, sizeof *co);
    if (!co) return NULL;
    co->words = rg_mem_alloc((size_t)code->nwords * sizeof(RgWord));
    if (!co->words) {
        rg_raise_memory(th);
        return NULL;
    }
    rg_heap_external(th->heap, (int64_t)code->nwords * (int64_t)sizeof(RgWord));
    memcpy(co->words, code->words, (size_t)code->nwords * sizeof(RgWord));
    co->code = code;
    co->unit = unit;
    rg_code_unit_retain(unit);
    co->next_code = th->rt->code_list;
    co->prev_code = &th->rt->code_list;
    if (co->next_code) co->next_code->prev_code = &co->next_code;
    th->rt->code_list = co;
    co->nregs = code->nregs;
    co->nlocals = code->nlocals;
    co->nfree = code->nfree;
    co->frame_words = (uint32_t)(sizeof(RgFrame) / sizeof(RgValue)) + code->nregs;
    co->frame_bytes = co->frame_words * (uint32_t)sizeof(RgValue);
    co->argcount = code->argcount;
    co->posonly = code->posonlyargcount;
    co->kwonly = code->kwonlyargcount;
    co->flags = code->flags;
    if (!rg_code_init_mirrors(co)) {
        rg_raise_memory(th);
        return NULL;
    }
    if (th->rt->cells_exposed) rg_code_arm_kind(co, RG_MIRROR_DEREF);
    if (!(co->name = text(th, code->name)) || !(co->qualname = text(th, code->qualname)) ||
        !(co->filename = text(th, code->filename)) ||
        !(co->local_names = link_names(th, code->local_names, code->nlocals)) ||
        !(co->names = link_names(th, code->names, code->nnames)) || !link_pool(th, co, unit, code))
        return NULL;
    return co;
}

void rg_code_flush_caches(RgRuntime *rt)
{
    rg_poly_clear(rt);
    for (RgCodeObject *co = rt->code_list; co; co = co->next_code) {
        if (!co->consts) continue;
        for (uint32_t i = 0; i < co->code->nsites; i++) {
            RgInlineCache *ic = RG_CACHE(co, i);
            ic->key.bits = 0;
            ic->value = 0;
            ic->index = 0;
            ic->kind = RG_IC_COLD;
            if (ic->counter > 2) ic->counter = 2;
        }
    }
}
