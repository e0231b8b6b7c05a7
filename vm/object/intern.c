/* SPDX-License-Identifier: MIT
 *
 * intern.c: the table of interned strings, and the strings every runtime starts with (symbols, one-character strings).
 * Always holds: the table is open-addressed with linear probing, at most half full, lives on the C heap and is a GC root: an
 * interned string lives as long as the runtime.
 */
#include "vm/object/raise.h"
#include "vm/object/str.h"

#include "vm/base/mem.h"

typedef struct RgInternTable {
    RgStr **slots;
    size_t mask, used;
} RgInternTable;

static void trace_table(RgMarker *marker, void *data)
{
    RgRuntime *rt = data;
    RgInternTable *t = rt->intern;
    for (size_t i = 0; i <= t->mask; i++) {
        if (t->slots[i])
            rg_mark_cell(marker, t->slots[i]);
    }
    for (size_t i = 0; i < RG_COUNT_OF(rt->latin1); i++)
        rg_mark_cell(marker, rt->latin1[i]);
    rg_mark_cell(marker, rt->empty_str);
    rg_mark_value(marker, rt->codecs);
    rg_mark_value(marker, rt->empty_bytes);
    for (size_t i = 0; i < RG_COUNT_OF(rt->bytes1); i++)
        rg_mark_value(marker, rt->bytes1[i]);
}

static bool grow(RgInternTable *t)
{
    size_t cap = (t->mask + 1) * 2;
    RgStr **slots = rg_mem_calloc(cap, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i <= t->mask; i++) {
        if (!t->slots[i])
            continue;
        size_t at = t->slots[i]->hash & (cap - 1);
        while (slots[at])
            at = (at + 1) & (cap - 1);
        slots[at] = t->slots[i];
    }
    rg_mem_free(t->slots);
    t->slots = slots;
    t->mask = cap - 1;
    return true;
}

static RgStr *add(RgThread *th, size_t at, RgStr *s)
{
    RgInternTable *t = th->rt->intern;
    s->head.aux |= RG_STRF_INTERNED;
    t->slots[at] = s;
    if (++t->used * 2 > t->mask && !grow(t)) {
        rg_raise_memory(th);
        return NULL;
    }
    return s;
}

RgStr *rg_intern(RgThread *th, RgStr *s)
{
    if (s->head.aux & RG_STRF_INTERNED)
        return s;
    RgInternTable *t = th->rt->intern;
    uint64_t hash = rg_str_hash(th->rt, s);
    size_t at = hash & t->mask;
    for (; t->slots[at]; at = (at + 1) & t->mask) {
        RgStr *other = t->slots[at];
        if (other->hash == hash && rg_str_equal(other, s))
            return other;
    }
    if (!s->head.exact || s->buffer) { /* keep a plain copy: neither a subclass instance nor a grown buffer */
        RgStr *copy = rg_str_new(th, s->length, rg_str_class(s));
        if (!copy)
            return NULL;
        memcpy(copy->data, s->data, (size_t)s->length * s->head.aux8);
        copy->hash = hash;
        s = copy;
    }
    return add(th, at, s);
}

RgStr *rg_intern_utf8(RgThread *th, const char *data, size_t len)
{
    RgStr *s = rg_str_from_utf8(th, data, len);
    return s ? rg_intern(th, s) : NULL;
}

RgStr *rg_intern_cstr(RgThread *th, const char *s)
{
    return rg_intern_utf8(th, s, strlen(s));
}

static const char *const symbol_text[SYM_COUNT] = {
#define SYM(NAME) [SYM_##NAME] = #NAME,
#define SYMTEXT(NAME, TEXT) [SYM_##NAME] = TEXT,
#include "vm/object/symbols.def"
#undef SYM
#undef SYMTEXT
};

bool rg_intern_init(RgThread *th)
{
    RgRuntime *rt = th->rt;
    RgInternTable *t = rg_mem_calloc(1, sizeof *t);
    if (!t || !(t->slots = rg_mem_calloc(2048, sizeof *t->slots))) {
        rg_mem_free(t);
        return false;
    }
    t->mask = 2047;
    rt->intern = t;
    if (!rg_heap_add_root(rt->heap, trace_table, rt))
        return false;
    RgStr *empty = rg_str_new(th, 0, 0);
    if (!empty)
        return false;
    rt->empty_str = empty;
    if (!rg_intern(th, empty))
        return false;
    for (uint32_t c = 0; c < 256; c++) {
        RgStr *s = rg_str_new(th, 1, c);
        if (!s)
            return false;
        rg_str_put(s, 0, c);
        rt->latin1[c] = s;
        if (!rg_intern(th, s))
            return false;
    }
    for (int i = 0; i < SYM_COUNT; i++) {
        rt->symbols[i] = rg_intern_cstr(th, symbol_text[i]);
        if (!rt->symbols[i])
            return false;
    }
    return true;
}

void rg_intern_fini(RgRuntime *rt)
{
    if (rt->intern) {
        rg_mem_free(rt->intern->slots);
        rg_mem_free(rt->intern);
        rt->intern = NULL;
    }
}
