/* SPDX-License-Identifier: MIT
 *
 * thread.c: makes and destroys the runtime and its main thread, and tells the heap about their roots.
 * Always holds: everything the runtime owns hangs off RgRuntime; the register stack never moves.
 */
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <stdlib.h>
#include <time.h>
#include "vm/object/thread.h"
#include "vm/base/hash.h"
#include "vm/base/mem.h"
#include "vm/gc/finalize.h"
#include "vm/object/list.h"
#include "vm/object/raise.h"
#include "vm/object/type.h"
#include "vm/object/typecache.h"
#include "vm/object/watch.h"

#define STACK_RESERVE ((size_t)512 << 20)
#define STACK_LEAST ((size_t)4 << 20)
#define NATIVE_MARGIN ((size_t)256 << 10)

static void mark_runtime(RgMarker *marker, void *data)
{
    RgRuntime *rt = data;
    for (size_t i = 0; i < RG_KIND_COUNT; i++) {
        rg_mark_cell(marker, rt->types[i]);
        rg_mark_cell(marker, rt->shapes[i]);
    }
    for (size_t i = 0; i < RG_EXC_COUNT; i++) rg_mark_cell(marker, rt->exceptions[i]);
    for (size_t i = 0; i < SYM_COUNT; i++) rg_mark_cell(marker, rt->symbols[i]);
    for (size_t i = 0; i < 256; i++) rg_mark_cell(marker, rt->latin1[i]);
    rg_mark_values(marker, rt->bytes1, 256);
    rg_mark_value(marker, rt->empty_bytes);
    rg_mark_cell(marker, rt->empty_tuple);
    rg_mark_cell(marker, rt->empty_str);
    rg_mark_cell(marker, rt->builtins);
    rg_mark_cell(marker, rt->sys_dict);
    rg_mark_cell(marker, rt->sys_modules);
    rg_mark_value(marker, rt->import_state);
    rg_mark_value(marker, rt->spare_memory_error);
    for (size_t i = 0; i < RG_COUNT_OF(rt->module_state); i++) rg_mark_value(marker, (RgValue)(uintptr_t)rt->module_state[i]);
    rg_mark_cell(marker, rt->module_contents);
    /* Names and types that die could be reused at the same address: forget what was cached about them. */
    if (rt->type_cache) rg_type_cache_forget(rt->type_cache);
    RgThread *th = rt->main_thread;
    if (!th) return;
    rg_mark_value(marker, th->pending);
    rg_mark_value(marker, th->handled);
    rg_mark_value(marker, th->context_value);
    rg_mark_values(marker, th->async_gen_hooks, 2);
    rg_mark_value(marker, th->trace_fn);
    rg_mark_value(marker, th->profile_fn);
    if (th->stack_base) rg_mark_conservative(marker, th->stack_base, th->stack_top);
}

static void finalizers_queued(void *data)
{
    RgThread *th = data;
    th->poll |= RG_POLL_FINALIZERS;
}

static bool reserve_stack(RgThread *th)
{
    for (size_t size = STACK_RESERVE; size >= STACK_LEAST; size /= 2) {
        void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (p != MAP_FAILED) {
            th->stack_base = th->stack_top = p;
            th->stack_end = (RgValue *)((char *)p + size);
            return true;
        }
    }
    return false;
}

/* The lowest address that C code may reach, from the process's limit; a host that runs on another stack sets its own. */
static char *native_limit(void)
{
    struct rlimit limit;
    char *here = __builtin_frame_address(0);
    size_t size = (size_t)8 << 20;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) size = limit.rlim_cur;
    if (size > ((size_t)64 << 20)) size = (size_t)64 << 20;
    size_t margin = size / 4 < NATIVE_MARGIN ? size / 4 : NATIVE_MARGIN;
    return here - (size - margin * 2) + margin;
}

static uint64_t choose_seed(void)
{
    const char *text = getenv("PYTHONHASHSEED");
    if (text && *text && strcmp(text, "random") != 0) return rg_hash_mix(strtoull(text, NULL, 10) + 1);
    uint64_t seed;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) == (ssize_t)sizeof seed) return seed;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return rg_hash_mix((uint64_t)now.tv_nsec + (uint64_t)(uintptr_t)&now);
}

void rg_recursion_set(RgRuntime *rt, int32_t limit, struct RgFrameHook *hook)
{
    rt->recursion_limit = limit;
    rt->frame_hook = hook;
    rt->main_thread->inline_depth = hook ? 0 : limit;
}

static void *storage_of(void *cell)
{
    return ((RgObject *)cell)->kind == RG_KIND_list ? ((RgList *)cell)->array : NULL;
}

RgRuntime *rg_runtime_alloc(void)
{
    RgRuntime *rt = rg_mem_calloc(1, sizeof *rt);
    if (!rt) return NULL;
    RgThread *th = rg_mem_calloc(1, sizeof *th);
    rt->heap = rg_heap_new();
    rt->type_cache = rg_type_cache_new();
    if (!th || !rt->heap || !rt->type_cache || !reserve_stack(th)) goto fail;
    rt->main_thread = th;
    rt->hash_seed = choose_seed();
    rg_recursion_set(rt, 1000, NULL);
    rt->int_max_str_digits = 4300;
    th->rt = rt;
    th->heap = rt->heap;
    th->handled = RG_NONE;
    th->native_limit = native_limit();
    rg_finalize_set_notify(rt->heap, finalizers_queued, th);
    rg_heap_set_stack_base(rt->heap, __builtin_frame_address(0));
    rg_heap_set_storage_of(rt->heap, storage_of);
    if (!rg_heap_add_root(rt->heap, mark_runtime, rt)) goto fail;
    return rt;
fail:
    rt->main_thread = NULL;
    if (th && th->stack_base) munmap(th->stack_base, (size_t)((char *)th->stack_end - (char *)th->stack_base));
    rg_mem_free(th);
    if (rt->heap) rg_heap_free(rt->heap);
    rg_mem_free(rt->type_cache);
    rg_mem_free(rt);
    return NULL;
}

void rg_runtime_dealloc(RgRuntime *rt)
{
    if (!rt) return;
    RgThread *th = rt->main_thread;
    rg_heap_free(rt->heap);
    munmap(th->stack_base, (size_t)((char *)th->stack_end - (char *)th->stack_base));
    rg_mem_free(th);
    rg_mem_free(rt->type_cache);
    rg_watch_free(rt); /* code objects, gone by now, were in its lists */
    rg_mem_free(rt);
}

bool rg_recursion_failed(RgThread *th, const char *where)
{
    /* Raising itself may need a little depth: it is allowed to go over. */
    int32_t depth = th->depth;
    char *limit = th->native_limit;
    th->native_limit -= NATIVE_MARGIN / 2;
    th->depth = 0;
    rg_raise(th, RG_EXC_RecursionError, "maximum recursion depth exceeded%s", where);
    th->depth = depth;
    th->native_limit = limit;
    return false;
}
