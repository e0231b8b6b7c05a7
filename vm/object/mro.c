/* SPDX-License-Identifier: MIT
 *
 * mro.c: C3 linearisation of a class's bases.
 * Always holds: the result begins with the class and keeps the order of each base's own MRO and of the bases.
 */
#include <stdio.h>
#include "vm/base/mem.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type.h"

typedef struct Merge {
    size_t count;     /* lists */
    RgTuple **lists;
    size_t *heads;    /* first item of each list not yet merged */
} Merge;

static bool in_a_tail(const Merge *m, RgValue candidate)
{
    for (size_t i = 0; i < m->count; i++)
        for (size_t j = m->heads[i] + 1; j < rg_tuple_len(m->lists[i]); j++)
            if (m->lists[i]->items[j] == candidate) return true;
    return false;
}

static void raise_conflict(RgThread *th, const Merge *m)
{
    char text[512];
    size_t len = 0;
    RgValue seen[64];
    size_t nseen = 0;
    text[0] = 0;
    for (size_t i = 0; i < m->count; i++) {
        if (m->heads[i] >= rg_tuple_len(m->lists[i])) continue;
        RgValue head = m->lists[i]->items[m->heads[i]];
        bool known = false;
        for (size_t j = 0; j < nseen; j++) known |= seen[j] == head;
        if (known || nseen == RG_COUNT_OF(seen)) continue;
        seen[nseen++] = head;
        RgStr *name = RG_AS(RgType, head)->name;
        const char *utf8 = rg_str_utf8(th, name, NULL);
        if (!utf8) return;
        int n = snprintf(text + len, sizeof text - len, "%s%s", len ? ", " : "", utf8);
        if (n < 0 || (size_t)n >= sizeof text - len) break;
        len += (size_t)n;
    }
    rg_raise(th, RG_EXC_TypeError, "Cannot create a consistent method resolution\norder (MRO) for bases %s", text);
}

static RgValue linear(RgThread *th, RgType *type)
{
    RgTuple *up = type->base->mro;
    size_t n = rg_tuple_len(up);
    RgTuple *mro = rg_tuple_new(th, n + 1);
    if (!mro) return RG_ERROR;
    mro->items[0] = rg_from_ptr(type);
    memcpy(mro->items + 1, up->items, n * sizeof(RgValue));
    return rg_from_ptr(mro);
}

RgValue rg_type_mro_of(RgThread *th, RgType *type)
{
    size_t nbases = type->bases ? rg_tuple_len(type->bases) : 0;
    if (nbases == 0) {
        RgTuple *mro = rg_tuple_pack(th, 1, rg_from_ptr(type));
        return mro ? rg_from_ptr(mro) : RG_ERROR;
    }
    for (size_t i = 0; i < nbases; i++) {
        RgType *b = RG_AS(RgType, type->bases->items[i]);
        for (size_t j = i + 1; j < nbases; j++) {
            if (type->bases->items[j] != rg_from_ptr(b)) continue;
            return rg_raise(th, RG_EXC_TypeError, "duplicate base class %U", b->name);
        }
        if (!b->mro) return rg_raise(th, RG_EXC_TypeError, "Cannot extend an incomplete type '%s'", b->cname);
    }
    if (nbases == 1) return linear(th, type);
    size_t count = nbases + 1, total = 1;
    RgTuple **lists = rg_mem_alloc(count * sizeof *lists);
    size_t *heads = rg_mem_calloc(count, sizeof *heads);
    RgValue result = RG_ERROR;
    if (!lists || !heads) {
        rg_raise_memory(th);
        goto done;
    }
    for (size_t i = 0; i < nbases; i++) {
        lists[i] = RG_AS(RgType, type->bases->items[i])->mro; /* alive through the base */
        total += rg_tuple_len(lists[i]);
    }
    lists[nbases] = type->bases;
    Merge m = {count, lists, heads};
    RgTuple *out = rg_tuple_new(th, total); /* cut to size below */
    if (!out) goto done;
    size_t len = 0;
    out->items[len++] = rg_from_ptr(type);
    for (;;) {
        RgValue next = 0;
        bool left = false;
        for (size_t i = 0; i < count && !next; i++) {
            if (heads[i] >= rg_tuple_len(lists[i])) continue;
            left = true;
            RgValue candidate = lists[i]->items[heads[i]];
            if (!in_a_tail(&m, candidate)) next = candidate;
        }
        if (!left) break;
        if (!next) {
            raise_conflict(th, &m);
            goto done;
        }
        out->items[len++] = next;
        for (size_t i = 0; i < count; i++)
            if (heads[i] < rg_tuple_len(lists[i]) && lists[i]->items[heads[i]] == next) heads[i]++;
    }
    RgTuple *mro = rg_tuple_from(th, out->items, len);
    if (mro) result = rg_from_ptr(mro);
done:
    rg_mem_free(lists);
    rg_mem_free(heads);
    return result;
}
