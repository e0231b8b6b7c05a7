/* SPDX-License-Identifier: MIT
 *
 * gc_module.c: the gc module over the tracing heap. There are no generations and no thresholds in numbers of objects: what
 * is set is remembered, and shown, without effect.
 */
#include "vm/module/registry.h"
#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/tuple.h"
#include "vm/object/weakref.h"

#define METHOD(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

/* State: list of debug flags and three thresholds. */
static RgList *state(RgThread *th)
{
    return RG_MODULE_STATE(th, gc);
}

/* Raw, so that as few frames of C as possible lie between the program and the scan of the native stack. */
static RgValue gc_collect(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    int64_t generation = 2;
    if (nargs || kwnames) {
        RgValue v = RG_UNBOUND;
        if (!rg_args_parse(th, "collect", "(generation=2)", args, nargs, kwnames, &v)) return RG_ERROR;
        if (v != RG_UNBOUND && !rg_number_as_i64(th, v, &generation)) return RG_ERROR;
    }
    if (generation < 0 || generation > 2) return rg_raise(th, RG_EXC_ValueError, "invalid generation");
    rg_heap_collect(th->heap);
    th->poll &= ~(uint32_t)RG_POLL_FINALIZERS;
    rg_finalizers_run(th);
    return rg_from_int(0); /* what was in cycles only is not known */
}

METHOD(gc_enable)
{
    rg_heap_set_enabled(th->heap, true);
    return RG_NONE;
}

METHOD(gc_disable)
{
    rg_heap_set_enabled(th->heap, false);
    return RG_NONE;
}

METHOD(gc_isenabled) { return rg_from_bool(rg_heap_is_enabled(th->heap)); }
METHOD(gc_get_debug) { return state(th)->items[0]; }

METHOD(gc_set_debug)
{
    int64_t flags;
    if (!rg_number_as_i64(th, args[0], &flags)) return RG_ERROR;
    rg_gc_store(state(th)->array, &state(th)->items[0], rg_int_from_i64(th, flags));
    return RG_NONE;
}

METHOD(gc_get_count)
{
    return rg_from_ptr(rg_tuple_pack(th, 3, rg_from_int(0), rg_from_int(0), rg_from_int(0)));
}

METHOD(gc_get_threshold)
{
    return rg_from_ptr(rg_tuple_from(th, state(th)->items + 1, 3));
}

METHOD(gc_set_threshold)
{
    for (size_t i = 0; i < 3; i++) {
        int64_t n;
        if (args[i] == RG_UNBOUND) continue;
        if (!rg_number_as_i64(th, args[i], &n)) return RG_ERROR;
        rg_gc_store(state(th)->array, &state(th)->items[1 + i], rg_int_from_i64(th, n));
    }
    return RG_NONE;
}

METHOD(gc_get_stats)
{
    RgHeapStats stats;
    rg_heap_stats(th->heap, &stats);
    RgList *l = rg_list_new(th, 3);
    for (int i = 0; l && i < 3; i++) {
        RgDict *d = rg_dict_new(th);
        if (!d || !rg_dict_set_cstr(th, d, "collections", rg_int_from_u64(th, i == 2 ? stats.collections : 0)) ||
            !rg_dict_set_cstr(th, d, "collected", rg_from_int(0)) || !rg_dict_set_cstr(th, d, "uncollectable", rg_from_int(0)) ||
            !rg_list_append(th, l, rg_from_ptr(d)))
            return RG_ERROR;
    }
    return rg_from_ptr(l);
}

/* Cells that Python code may see. */
static bool is_visible(RgObject *o)
{
    if (!o->kind || o->kind >= RG_KIND_COUNT || !o->shape || !o->shape->type) return false;
    return o->kind != RG_KIND_shape_ && o->kind != RG_KIND_array_ && o->kind != RG_KIND_buffer_ && !(o->shape->type->flags & RG_TF_HIDDEN);
}

/* What CPython's collector would know: containers. */
static bool is_tracked(RgObject *o)
{
    return is_visible(o) && o->kind != RG_KIND_str && o->kind != RG_KIND_int && o->kind != RG_KIND_float && o->kind != RG_KIND_bytes &&
           o->kind != RG_KIND_bytearray && o->kind != RG_KIND_complex && o->kind != RG_KIND_range && o->kind != RG_KIND_code;
}

typedef struct Found { RgArray *array; size_t n; } Found;

static void add_found(void *cell, void *data)
{
    Found *f = data;
    if (is_tracked(cell) && cell != f->array && f->n < f->array->cap) f->array->items[f->n++] = rg_from_ptr(cell);
}

METHOD(gc_get_objects)
{
    rg_heap_collect(th->heap);
    RgHeapStats stats;
    rg_heap_stats(th->heap, &stats);
    Found f = {rg_array_new(th, stats.cells_live + 64), 0};
    if (!f.array) return RG_ERROR;
    rg_heap_walk(th->heap, add_found, &f);
    return rg_from_ptr(rg_list_from(th, f.array->items, f.n));
}

METHOD(gc_is_tracked)
{
    return rg_from_bool(rg_is_object(args[0]) && is_tracked(rg_as_object(args[0])));
}

METHOD(gc_is_finalized)
{
    return rg_from_bool(rg_is_object(args[0]) && (rg_as_object(args[0])->flags & RG_CELL_FINALIZED));
}

METHOD(gc_none) { return RG_NONE; }
METHOD(gc_zero) { return rg_from_int(0); }

static const RgMethodDef functions[] = {
    RG_METHOD_F("collect", "($module, /, generation=2)", "Runs a full collection and what it made due.", gc_collect, RG_MF_RAW),
    RG_METHOD("enable", "($module, /)", "Makes collections automatic.", gc_enable),
    RG_METHOD("disable", "($module, /)", "Makes automatic collections rare.", gc_disable),
    RG_METHOD("isenabled", "($module, /)", "Whether collections are automatic.", gc_isenabled),
    RG_METHOD("set_debug", "($module, flags, /)", "Remembers debugging flags.", gc_set_debug),
    RG_METHOD("get_debug", "($module, /)", "The debugging flags.", gc_get_debug),
    RG_METHOD("get_count", "($module, /)", "Always zeros: there are no generations.", gc_get_count),
    RG_METHOD_F("set_threshold", "($module, threshold0, threshold1=0, threshold2=0, /)", "Remembers thresholds.", gc_set_threshold, RG_MF_NO_SIGNATURE),
    RG_METHOD("get_threshold", "($module, /)", "The thresholds.", gc_get_threshold),
    RG_METHOD("get_stats", "($module, /)", "Numbers of collections.", gc_get_stats),
    RG_METHOD("get_objects", "($module, /, generation=None)", "All containers that are alive.", gc_get_objects),
    RG_METHOD("is_tracked", "($module, obj, /)", "Whether obj is a container.", gc_is_tracked),
    RG_METHOD("is_finalized", "($module, obj, /)", "Whether the finalizer of obj has run.", gc_is_finalized),
    RG_METHOD("freeze", "($module, /)", "Does nothing.", gc_none),
    RG_METHOD("unfreeze", "($module, /)", "Does nothing.", gc_none),
    RG_METHOD("get_freeze_count", "($module, /)", "Always 0.", gc_zero),
    RG_METHOD_END,
};

bool rg_module_init_gc(RgThread *th, RgModule *m)
{
    const RgValue initial[] = {rg_from_int(0), rg_from_int(700), rg_from_int(10), rg_from_int(10)};
    RgList *s = rg_list_from(th, initial, 4), *callbacks = rg_list_new(th, 0), *garbage = rg_list_new(th, 0);
    if (!s || !callbacks || !garbage) return false;
    RG_MODULE_STATE(th, gc) = s;
    return rg_module_add_functions(th, m, functions) && rg_module_set(th, m, "callbacks", rg_from_ptr(callbacks)) &&
           rg_module_set(th, m, "garbage", rg_from_ptr(garbage)) && rg_module_set_int(th, m, "DEBUG_STATS", 1) &&
           rg_module_set_int(th, m, "DEBUG_COLLECTABLE", 2) && rg_module_set_int(th, m, "DEBUG_UNCOLLECTABLE", 4) &&
           rg_module_set_int(th, m, "DEBUG_SAVEALL", 32) && rg_module_set_int(th, m, "DEBUG_LEAK", 38);
}
