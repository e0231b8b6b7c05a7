/* SPDX-License-Identifier: MIT
 *
 * weak.c: the table from targets to their weak cells. Open addressing; a deleted slot is (void *)1.
 */
#include "vm/gc/heap_state.h"

#include "vm/base/hash.h"

#define DELETED ((void *)1)

static RgWeakSlot *find(RgWeakTable *t, const void *target)
{
    if (!t->cap) return NULL;
    for (size_t i = rg_hash_mix((uintptr_t)target) & (t->cap - 1);; i = (i + 1) & (t->cap - 1)) {
        if (t->slots[i].target == target) return &t->slots[i];
        if (!t->slots[i].target) return NULL;
    }
}

static void put_new(RgWeakTable *t, void *target, RgWeakCell *first)
{
    size_t i = rg_hash_mix((uintptr_t)target) & (t->cap - 1);
    while (t->slots[i].target) i = (i + 1) & (t->cap - 1);
    t->slots[i] = (RgWeakSlot){target, first};
    t->len++;
    t->used++;
}

static bool rebuild(RgWeakTable *t)
{
    size_t cap = 16;
    while (cap < (t->len + 1) * 3) cap *= 2;
    RgWeakTable fresh = {rg_mem_calloc(cap, sizeof *fresh.slots), cap, 0, 0};
    if (!fresh.slots) return false;
    for (size_t i = 0; i < t->cap; i++)
        if (t->slots[i].target && t->slots[i].target != DELETED) put_new(&fresh, t->slots[i].target, t->slots[i].first);
    rg_mem_free(t->slots);
    *t = fresh;
    return true;
}

bool rg_weak_add(RgHeap *heap, RgWeakCell *cell, void *target)
{
    RgWeakTable *t = &heap->state->weak;
    RgWeakSlot *slot = find(t, target);
    if (slot) {
        RgWeakCell *last = slot->first;
        while (last->next) last = last->next;
        last->next = cell;
    } else {
        if ((t->used + 1) * 3 > t->cap * 2 && !rebuild(t)) return false;
        put_new(t, target, cell);
    }
    cell->target = target;
    cell->next = NULL;
    ((RgCell *)target)->flags |= RG_CELL_HAS_WEAKREF;
    return true;
}

static void remove_slot(RgWeakTable *t, RgWeakSlot *slot)
{
    slot->target = DELETED;
    slot->first = NULL;
    t->len--;
}

void rg_weak_clear(RgHeap *heap, RgWeakCell *cell)
{
    RgWeakTable *t = &heap->state->weak;
    RgWeakSlot *slot = cell->target ? find(t, cell->target) : NULL;
    if (slot) {
        for (RgWeakCell **at = &slot->first; *at; at = &(*at)->next) {
            if (*at == cell) {
                *at = cell->next;
                break;
            }
        }
        if (!slot->first) {
            ((RgCell *)slot->target)->flags &= (uint8_t)~RG_CELL_HAS_WEAKREF;
            remove_slot(t, slot);
        }
    }
    cell->target = NULL;
    cell->next = NULL;
}

RgWeakCell *rg_weak_first(RgHeap *heap, const void *target)
{
    if (!(((const RgCell *)target)->flags & RG_CELL_HAS_WEAKREF)) return NULL;
    RgWeakSlot *slot = find(&heap->state->weak, target);
    return slot ? slot->first : NULL;
}

static void queue(RgHeapState *s, RgWeakCell *cell)
{
    RgFinalizers *f = &s->finalizers;
    if (f->queued == f->queue_cap && !rg_vec_grow((void **)&f->queue, &f->queue_cap, f->queued + 1, sizeof *f->queue)) return;
    f->queue[f->queued++] = cell;
}

void rg_weak_sweep(RgHeapState *s)
{
    RgWeakTable *t = &s->weak;
    for (size_t i = 0; i < t->cap; i++) {
        RgWeakSlot *slot = &t->slots[i];
        if (!slot->target || slot->target == DELETED) continue;
        bool alive = rg_bit(s->mark, rg_granule(s, slot->target));
        RgWeakCell **at = &slot->first;
        while (*at) {
            RgWeakCell *cell = *at;
            if (!rg_bit(s->mark, rg_granule(s, cell))) { /* the weak cell itself dies */
                *at = cell->next;
                cell->target = NULL;
            } else if (!alive) {
                *at = cell->next;
                cell->target = NULL;
                cell->next = NULL;
                if (cell->notify) queue(s, cell);
            } else {
                at = &cell->next;
            }
        }
        if (!slot->first) {
            ((RgCell *)slot->target)->flags &= (uint8_t)~RG_CELL_HAS_WEAKREF;
            remove_slot(t, slot);
        }
    }
}

void rg_weak_fini(RgWeakTable *t)
{
    rg_mem_free(t->slots);
    memset(t, 0, sizeof *t);
}
