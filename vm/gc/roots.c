/* SPDX-License-Identifier: MIT
 *
 * roots.c: root providers and the native stack. Callee-saved registers are spilled into a frame of ours, then every word
 * from below that frame up to the stack's base is a possible reference.
 */
#include "vm/gc/heap_state.h"

bool rg_heap_add_root(RgHeap *heap, RgRootFn fn, void *data)
{
    return RG_VEC_PUSH(&heap->state->roots, ((RgRoot){fn, data}));
}

void rg_heap_remove_root(RgHeap *heap, RgRootFn fn, void *data)
{
    RgHeapState *s = heap->state;
    for (size_t i = 0; i < s->roots.len; i++) {
        if (s->roots.data[i].fn == fn && s->roots.data[i].data == data) {
            s->roots.data[i] = s->roots.data[--s->roots.len];
            return;
        }
    }
}

bool rg_heap_add_weak_pass(RgHeap *heap, RgWeakFn fn, void *data)
{
    return RG_VEC_PUSH(&heap->state->weak_passes, ((RgWeakPass){fn, data}));
}

void rg_heap_set_stack_base(RgHeap *heap, void *base)
{
    heap->state->stack_base = base;
}

void rg_heap_set_storage_of(RgHeap *heap, void *(*fn)(void *cell))
{
    heap->state->storage_of = fn;
}

static RG_NOINLINE void scan_stack(RgHeapState *s)
{
    s->holding = true;
    rg_mark_conservative(&s->marker, __builtin_frame_address(0), s->stack_base);
    s->holding = false;
    __asm__ volatile("" ::: "memory");
}

static RG_NOINLINE void scan_registers_and_stack(RgHeapState *s)
{
    __builtin_unwind_init();
    scan_stack(s);
    __asm__ volatile("" ::: "memory");
}

void rg_roots_mark(RgHeapState *s)
{
    for (size_t i = 0; i < s->roots.len; i++) s->roots.data[i].fn(&s->marker, s->roots.data[i].data);
    if (s->stack_base) scan_registers_and_stack(s);
}
