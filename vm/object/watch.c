/* SPDX-License-Identifier: MIT
 *
 * watch.c: the table of watchers: chains by the hash of dict and key. Each watcher is in a chain and in its mirror's list.
 */
#include "vm/object/watch.h"

#include "vm/base/hash.h"
#include "vm/base/mem.h"

/* A mirror that watches more dicts than this is armed: its code serves many namespaces, as code run by exec() does. */
#define MAX_DICTS 8

struct RgWatcher {
    RgWatcher *next, **prev; /* chain */
    RgWatcher *other;        /* of the same mirror */
    RgDict *dict;
    RgStr *key;
    RgCodeObject *code;
    uint32_t mirror;
};

struct RgWatch {
    RgRuntime *rt;
    RgWatcher **chains;
    size_t nchains, count; /* nchains: 0 or a power of two */
    bool added;            /* something since the last collection */
};

static RgWatcher **chain_of(struct RgWatch *w, const RgDict *d, uint64_t key_hash)
{
    return &w->chains[rg_hash_mix((uintptr_t)d ^ key_hash) & (w->nchains - 1)];
}

static void link_in(RgWatcher **chain, RgWatcher *it)
{
    it->next = *chain;
    it->prev = chain;
    if (it->next) it->next->prev = &it->next;
    *chain = it;
}

static void unlink_and_free(RgWatcher *it)
{
    *it->prev = it->next;
    if (it->next) it->next->prev = it->prev;
    it->code->mirrors->watch->count--;
    rg_mem_free(it);
}

/* Called between marking and sweeping. */
static void forget_dead_dicts(RgHeap *heap, void *data)
{
    struct RgWatch *w = data;
    if (!w->added && rg_heap_collects_young(heap)) return; /* all these dicts are old */
    w->added = false;
    for (RgCodeObject *co = w->rt->code_list; co; co = co->next_code) {
        for (uint32_t i = 0; co->mirrors && i < co->code->nmirrors; i++) {
            for (RgWatcher **at = &co->mirrors->watchers[i], *it; (it = *at) != NULL;) {
                if (rg_heap_is_marked(heap, it->dict)) {
                    at = &it->other;
                } else {
                    *at = it->other;
                    unlink_and_free(it);
                }
            }
        }
    }
}

static struct RgWatch *table(RgRuntime *rt)
{
    if (rt->watch) return rt->watch;
    struct RgWatch *w = rg_mem_calloc(1, sizeof *w);
    if (w && !rg_heap_add_weak_pass(rt->heap, forget_dead_dicts, w)) {
        rg_mem_free(w);
        return NULL;
    }
    if (w) w->rt = rt;
    return rt->watch = w;
}

static bool make_room(RgRuntime *rt, struct RgWatch *w)
{
    if (w->count < w->nchains) return true;
    size_t n = w->nchains ? w->nchains * 2 : 64;
    RgWatcher **chains = rg_mem_calloc(n, sizeof *chains), **old = w->chains;
    if (!chains) return w->nchains > 0; /* longer chains do */
    size_t before = w->nchains;
    w->chains = chains;
    w->nchains = n;
    for (size_t i = 0; i < before; i++) {
        for (RgWatcher *it = old[i], *next; it; it = next) {
            next = it->next;
            link_in(chain_of(w, it->dict, rg_str_hash(rt, it->key)), it);
        }
    }
    rg_mem_free(old);
    return true;
}

bool rg_watch_add(RgThread *th, RgDict *d, RgStr *key, RgCodeObject *co, uint32_t mirror)
{
    RgCodeMirrors *m = co->mirrors;
    size_t dicts = 0;
    RG_ASSERT(!m->armed[mirror], "mirror %u", mirror);
    for (RgWatcher *it = m->watchers[mirror]; it; it = it->other, dicts++)
        if (it->dict == d) return true;
    struct RgWatch *w = table(th->rt);
    if (dicts >= MAX_DICTS || !w || !make_room(th->rt, w)) return false;
    RgWatcher *it = rg_mem_alloc(sizeof *it);
    if (!it) return false;
    m->watch = w;
    *it = (RgWatcher){.other = m->watchers[mirror], .dict = d, .key = key, .code = co, .mirror = mirror};
    link_in(chain_of(w, d, rg_str_hash(th->rt, key)), it);
    m->watchers[mirror] = it;
    w->count++;
    w->added = true;
    d->head.flags |= RG_OF_WATCHED;
    d->watch_epoch++;
    return true;
}

void rg_watch_drop(RgCodeObject *co, uint32_t mirror, const RgDict *d)
{
    for (RgWatcher **at = &co->mirrors->watchers[mirror], *it; (it = *at) != NULL;) {
        if (d && it->dict != d) {
            at = &it->other;
        } else {
            *at = it->other;
            unlink_and_free(it);
        }
    }
}

static RgWatcher *find(RgRuntime *rt, const RgDict *d, RgStr *key)
{
    struct RgWatch *w = rt->watch;
    if (!w || !w->count) return NULL;
    RgWatcher *it = *chain_of(w, d, rg_str_hash(rt, key));
    while (it && (it->dict != d || (it->key != key && !rg_str_equal(it->key, key)))) it = it->next;
    return it;
}

bool rg_watch_is_sole(RgRuntime *rt, const RgDict *d, RgStr *key, const RgCodeObject *co, uint32_t mirror)
{
    uint32_t count = 0;
    bool own = false;
    struct RgWatch *w = rt->watch;
    if (!w || !w->count) return false;
    for (RgWatcher *it = *chain_of(w, d, rg_str_hash(rt, key)); it; it = it->next) {
        if (it->dict != d || (it->key != key && !rg_str_equal(it->key, key))) continue;
        own |= it->code == co && it->mirror == mirror;
        count++;
    }
    return own && count == 1;
}

bool rg_watch_has(RgRuntime *rt, const RgDict *d, RgStr *key)
{
    return find(rt, d, key) != NULL;
}

void rg_watch_changed(RgThread *th, RgDict *d, RgValue key)
{
    if (!rg_is_exact(key, RG_KIND_str)) { /* it may equal any str */
        rg_watch_changed_all(th, d);
        return;
    }
    for (RgWatcher *it; (it = find(th->rt, d, RG_STR(key))) != NULL;) rg_code_arm(it->code, it->mirror);
}

void rg_watch_changed_all(RgThread *th, RgDict *d)
{
    if (!(d->head.flags & RG_OF_WATCHED)) return;
    for (RgCodeObject *co = th->rt->code_list; co; co = co->next_code) {
        for (uint32_t i = 0; co->mirrors && i < co->code->nmirrors; i++) {
            RgWatcher *it = co->mirrors->watchers[i];
            while (it && it->dict != d) it = it->other;
            if (it) rg_code_arm(co, i);
        }
    }
    d->head.flags &= (uint8_t)~RG_OF_WATCHED;
}

void rg_watch_cells_exposed(RgRuntime *rt)
{
    if (rt->cells_exposed) return;
    rt->cells_exposed = true;
    for (RgCodeObject *co = rt->code_list; co; co = co->next_code) rg_code_arm_kind(co, RG_MIRROR_DEREF);
}

void rg_watch_free(RgRuntime *rt)
{
    if (!rt->watch) return;
    rg_mem_free(rt->watch->chains);
    rg_mem_free(rt->watch);
    rt->watch = NULL;
}
