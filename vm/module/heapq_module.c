/* SPDX-License-Identifier: MIT
 *
 * heapq_module.c: _heapq: binary heaps in lists, and the max-heap helpers that heapq.merge needs. Items are compared in the
 * order in which CPython compares them.
 */
#include "vm/module/registry.h"
#include "vm/object/list.h"

/* a < b (max heaps: b < a): 1, 0, -1 raised. */
static int less(RgThread *th, RgValue a, RgValue b, bool max)
{
    if (max) {
        RgValue t = a;
        a = b;
        b = t;
    }
    if (rg_both_int(a, b)) return rg_as_int(a) < rg_as_int(b);
    if (rg_is_double(a) && rg_is_double(b)) return rg_as_double(a) < rg_as_double(b);
    return rg_compare_bool(th, a, b, RG_LT);
}

/* Compares items i and j of the heap, which must keep its length. */
static int less_at(RgThread *th, RgList *heap, int64_t i, int64_t j, bool max)
{
    int64_t n = heap->length;
    int r = less(th, heap->items[i], heap->items[j], max);
    if (r >= 0 && heap->length != n) {
        rg_raise(th, RG_EXC_RuntimeError, "list changed size during iteration");
        return -1;
    }
    return r;
}

static void swap(RgList *heap, int64_t i, int64_t j)
{
    RgValue t = heap->items[i];
    heap->items[i] = heap->items[j];
    heap->items[j] = t;
}

/* Moves the item at pos towards the root. */
static bool sift_down(RgThread *th, RgList *heap, int64_t start, int64_t pos, bool max)
{
    if (pos >= heap->length) {
        rg_raise(th, RG_EXC_IndexError, "index out of range");
        return false;
    }
    while (pos > start) {
        int64_t parent = (pos - 1) >> 1;
        int r = less_at(th, heap, pos, parent, max);
        if (r < 0) return false;
        if (!r) break;
        swap(heap, pos, parent);
        pos = parent;
    }
    return true;
}

/* Moves the item at pos to a leaf, always changing with the smaller child, and from there up again. */
static bool sift_up(RgThread *th, RgList *heap, int64_t pos, bool max)
{
    int64_t end = heap->length, start = pos;
    if (pos >= end) {
        rg_raise(th, RG_EXC_IndexError, "index out of range");
        return false;
    }
    while (pos < end >> 1) {
        int64_t child = 2 * pos + 1;
        if (child + 1 < end) {
            int r = less_at(th, heap, child, child + 1, max);
            if (r < 0) return false;
            child += !r;
        }
        swap(heap, pos, child);
        pos = child;
    }
    return sift_down(th, heap, start, pos, max);
}

static RgList *heap_arg(RgThread *th, const char *name, RgValue v)
{
    if (rg_is_list(v)) return RG_LIST(v);
    rg_raise(th, RG_EXC_TypeError, strncmp(name, "heapify", 7) == 0 || strstr(name, "pop") == name + 4 || name[0] == '_'
                                       ? "%s() argument must be list, not %T" : "%s() argument 1 must be list, not %T", name, v);
    return NULL;
}

static RgValue pop(RgThread *th, const char *name, RgValue arg, bool max)
{
    RgList *heap = heap_arg(th, name, arg);
    if (!heap) return RG_ERROR;
    if (!heap->length) return rg_raise(th, RG_EXC_IndexError, "index out of range");
    RgValue last = heap->items[heap->length - 1];
    if (!rg_list_resize(th, heap, heap->length - 1)) return RG_ERROR;
    if (!heap->length) return last;
    RgValue result = heap->items[0];
    rg_gc_store(heap->array, &heap->items[0], last);
    return sift_up(th, heap, 0, max) ? result : RG_ERROR;
}

static RgValue replace(RgThread *th, const char *name, const RgValue *args, bool max)
{
    RgList *heap = heap_arg(th, name, args[0]);
    if (!heap) return RG_ERROR;
    if (!heap->length) return rg_raise(th, RG_EXC_IndexError, "index out of range");
    RgValue result = heap->items[0];
    rg_gc_store(heap->array, &heap->items[0], args[1]);
    return sift_up(th, heap, 0, max) ? result : RG_ERROR;
}

static RgValue heapify(RgThread *th, const char *name, RgValue arg, bool max)
{
    RgList *heap = heap_arg(th, name, arg);
    if (!heap) return RG_ERROR;
    for (int64_t i = (heap->length >> 1) - 1; i >= 0; i--)
        if (!sift_up(th, heap, i, max)) return RG_ERROR;
    return RG_NONE;
}

#define HEAP(NAME) static RgValue h_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

HEAP(heappush)
{
    RgList *heap = heap_arg(th, "heappush", args[0]);
    if (!heap || !rg_list_append(th, heap, args[1])) return RG_ERROR;
    return sift_down(th, heap, 0, heap->length - 1, false) ? RG_NONE : RG_ERROR;
}

HEAP(heappushpop)
{
    RgList *heap = heap_arg(th, "heappushpop", args[0]);
    if (!heap) return RG_ERROR;
    if (!heap->length) return args[1];
    int r = less(th, heap->items[0], args[1], false);
    if (r <= 0) return r ? RG_ERROR : args[1];
    if (!heap->length) return rg_raise(th, RG_EXC_IndexError, "index out of range");
    return replace(th, "heappushpop", args, false);
}

HEAP(heappop) { return pop(th, "heappop", args[0], false); }
HEAP(heapreplace) { return replace(th, "heapreplace", args, false); }
HEAP(heapify) { return heapify(th, "heapify", args[0], false); }
HEAP(heappop_max) { return pop(th, "_heappop_max", args[0], true); }
HEAP(heapreplace_max) { return replace(th, "_heapreplace_max", args, true); }
HEAP(heapify_max) { return heapify(th, "_heapify_max", args[0], true); }

static const RgMethodDef functions[] = {
    RG_METHOD("heappush", "($module, heap, item, /)", "Adds item to the heap.", h_heappush),
    RG_METHOD("heappushpop", "($module, heap, item, /)", "Adds item, then removes the smallest item and returns it.", h_heappushpop),
    RG_METHOD("heappop", "($module, heap, /)", "Removes the smallest item and returns it.", h_heappop),
    RG_METHOD("heapreplace", "($module, heap, item, /)", "Removes the smallest item, adds item, returns the removed one.", h_heapreplace),
    RG_METHOD("heapify", "($module, heap, /)", "Makes a list a heap, in place.", h_heapify),
    RG_METHOD("_heappop_max", "($module, heap, /)", "heappop for a heap with the largest item first.", h_heappop_max),
    RG_METHOD("_heapreplace_max", "($module, heap, item, /)", "heapreplace for a heap with the largest item first.", h_heapreplace_max),
    RG_METHOD("_heapify_max", "($module, heap, /)", "heapify with the largest item first.", h_heapify_max),
    RG_METHOD_END,
};

bool rg_module_init_heapq(RgThread *th, RgModule *m)
{
    return rg_module_add_functions(th, m, functions) &&
           rg_module_set_str(th, m, "__about__", "Heaps: binary trees in lists, the smallest item first.");
}
