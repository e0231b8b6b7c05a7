/* SPDX-License-Identifier: MIT
 *
 * type.c: type objects: layout, builtin creation, attribute lookup along the MRO with its cache, invalidation.
 * Always holds: a type's id is unique and is renewed when all that was cached about the type becomes doubtful;
 * the MRO begins with the type itself and ends with object.
 */
#include "vm/object/type.h"
#include "vm/base/mem.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/code_object.h"
#include "vm/object/function.h"
#include "vm/object/shape.h"
#include "vm/object/str.h"
#include "vm/object/typecache.h"
#include "vm/object/weakref.h"

enum { START_INLINE_SLOTS = 4, FLUSHES_ALLOWED = 8, FLUSH_SHIFT = 24 };

/* ---- the lookup cache ---- */

RgTypeCache *rg_type_cache_new(void)
{
    RgTypeCache *c = rg_mem_calloc(1, sizeof *c);
    if (c) c->epoch = c->next_id = 1;
    return c;
}

void rg_type_cache_forget(RgTypeCache *cache)
{
    if (++cache->epoch == 0) {
        memset(cache->entries, 0, sizeof cache->entries);
        cache->epoch = 1;
    }
}

static uint32_t fresh_id(RgRuntime *rt)
{
    if (RG_UNLIKELY(rt->type_cache->next_id == UINT32_MAX)) {
        /* Ids are used up: start again with an empty cache (types keep theirs, which stay unlikely to meet). */
        rg_type_cache_forget(rt->type_cache);
        rt->type_cache->next_id = 1;
    }
    return rt->type_cache->next_id++;
}

static RgValue lookup_uncached(RgThread *th, RgType *type, RgStr *name, RgType **where)
{
    if (RG_LIKELY(type->mro != NULL)) {
        for (size_t i = 0, n = rg_tuple_len(type->mro); i < n; i++) {
            RgType *t = RG_AS(RgType, type->mro->items[i]);
            RgValue v = t->dict ? rg_dict_get_str(th, t->dict, name) : 0;
            if (v) {
                *where = t;
                return v;
            }
        }
        return 0;
    }
    for (RgType *t = type; t; t = t->base) { /* while the type is being made */
        RgValue v = t->dict ? rg_dict_get_str(th, t->dict, name) : 0;
        if (v) {
            *where = t;
            return v;
        }
    }
    return 0;
}

RgValue rg_type_lookup_in(RgThread *th, RgType *type, RgStr *name, RgType **where)
{
    *where = NULL;
    return lookup_uncached(th, type, name, where);
}

RgValue rg_type_lookup(RgThread *th, RgType *type, RgStr *name)
{
    RgTypeCache *cache = th->rt->type_cache;
    RgTypeCacheEntry *e = rg_type_cache_entry(cache, type->id, name);
    if (RG_LIKELY(e->name == name && e->id == type->id && e->epoch == cache->epoch)) return e->value;
    RgType *where;
    RgValue v = lookup_uncached(th, type, name, &where);
    if (type->mro && rg_str_is_interned(name)) *e = (RgTypeCacheEntry){type->id, cache->epoch, name, v};
    return v;
}

static void forget_name(RgThread *th, RgType *type, RgStr *name)
{
    RgTypeCacheEntry *e = rg_type_cache_entry(th->rt->type_cache, type->id, name);
    if (e->name == name) e->id = 0;
    for (size_t i = 0; i < rg_type_subclass_count(type); i++) {
        RgType *sub = rg_type_subclass(type, i);
        if (sub) forget_name(th, sub, name);
    }
}

static bool renew(RgThread *th, RgType *type)
{
    bool cached = type->flags & RG_TF_CACHED;
    type->id = fresh_id(th->rt);
    for (size_t i = 0; i < rg_type_subclass_count(type); i++) {
        RgType *sub = rg_type_subclass(type, i);
        if (sub) cached |= renew(th, sub);
    }
    return cached;
}

void rg_type_modified(RgThread *th, RgType *type, RgStr *name)
{
    if (!name) {
        if (renew(th, type)) rg_code_flush_caches(th->rt);
        return;
    }
    forget_name(th, type, name);
    if (!(type->flags & RG_TF_CACHED) || !(name->head.aux & RG_STRF_CACHED_ATTR)) return;
    rg_code_flush_caches(th->rt);
    name->head.aux &= ~(uint32_t)RG_STRF_CACHED_ATTR;
    name->head.aux += 1u << FLUSH_SHIFT;
    if (name->head.aux >> FLUSH_SHIFT >= FLUSHES_ALLOWED) name->head.aux |= RG_STRF_NO_CACHE;
}

bool rg_type_cache_depend(RgThread *th, RgType *type, RgStr *name)
{
    if ((name->head.aux & RG_STRF_NO_CACHE) || !rg_str_is_interned(name) || !type->mro) return false;
    if (!(type->flags & RG_TF_CACHED)) {
        for (size_t i = 0; i < rg_tuple_len(type->mro); i++) RG_AS(RgType, type->mro->items[i])->flags |= RG_TF_CACHED;
    }
    name->head.aux |= RG_STRF_CACHED_ATTR;
    return true;
}

/* ---- queries ---- */

bool rg_type_is_subtype(const RgType *a, const RgType *b)
{
    if (a == b) return true;
    if (RG_LIKELY(a->mro != NULL)) {
        for (size_t i = 0, n = rg_tuple_len(a->mro); i < n; i++)
            if (a->mro->items[i] == rg_from_ptr(b)) return true;
        return false;
    }
    for (; a; a = a->base)
        if (a == b) return true;
    return false;
}

RgValue rg_type_lookup_special(RgThread *th, RgValue self, RgStr *name)
{
    RgType *type = rg_type_of(th->rt, self);
    RgValue descr = rg_type_lookup(th, type, name);
    return descr ? rg_attr_bind(th, descr, self, type) : 0;
}

RgValue rg_type_call_special(RgThread *th, RgValue self, RgStr *name, const RgValue *args, size_t nargs)
{
    RgType *type = rg_type_of(th->rt, self);
    RgValue descr = rg_type_lookup(th, type, name);
    if (!descr) return RG_NOT_IMPLEMENTED;
    RgType *descr_type = rg_type_of(th->rt, descr);
    if (descr_type->flags & RG_TF_METHOD) {
        RgValue all[4];
        RG_ASSERT(nargs < RG_COUNT_OF(all), "%zu", nargs);
        all[0] = self;
        for (size_t i = 0; i < nargs; i++) all[i + 1] = args[i];
        return rg_call(th, descr, all, nargs + 1, NULL);
    }
    RgValue bound = rg_attr_bind(th, descr, self, type);
    return bound ? rg_call(th, bound, args, nargs, NULL) : RG_ERROR;
}

RgStr *rg_type_full_name(RgThread *th, RgType *type)
{
    RgValue module = rg_from_ptr(type->module); /* 0 when there is none */
    if (type->dict) {
        RgValue m = rg_dict_get_str(th, type->dict, RG_SYM(th, __module__));
        if (m && rg_is_str(m)) module = m;
    }
    if (!module || rg_str_equal_cstr(RG_STR(module), "builtins")) return type->qualname;
    return rg_format(th, "%U.%U", RG_STR(module), type->qualname);
}

/* ---- instances of classes: tracing follows the C struct of the builtin base, then members and attributes ---- */

static void trace_instance(RgMarker *marker, void *cell)
{
    RgObject *o = cell;
    RgType *type = o->shape->type;
    const RgTypeSpec *spec = rg_type_spec(type);
    if (spec->cell.trace) spec->cell.trace(marker, o);
    if (type->member_slots) {
        size_t end = type->basicsize;
        rg_mark_values(marker, (RgValue *)(void *)((char *)o + end) - type->member_slots, type->member_slots);
    }
    RgAttrs *attrs = rg_attrs(o);
    if (!attrs) return;
    rg_mark_value(marker, attrs->extra);
    if (!(o->shape->flags & RG_SHAPE_DICT)) rg_mark_values(marker, attrs->slots, RG_MIN(o->shape->inline_slots, o->shape->count));
}

const RgCellKind rg_instance_cell_kind = {"instance", trace_instance, NULL};

/* ---- creation ---- */

static void trace_type(RgMarker *marker, void *cell)
{
    RgType *t = cell;
    rg_mark_cell(marker, t->name);
    rg_mark_cell(marker, t->qualname);
    rg_mark_cell(marker, t->base);
    rg_mark_cell(marker, t->bases);
    rg_mark_cell(marker, t->mro);
    rg_mark_cell(marker, t->dict);
    rg_mark_cell(marker, t->subclasses);
    rg_mark_cell(marker, t->root_shape);
    rg_mark_cell(marker, t->dict_shape);
    rg_mark_cell(marker, t->module);
    rg_mark_cell(marker, t->cname_text);
    rg_mark_value(marker, t->weaklist);
}

const RgCellKind rg_type_cell_kind = {"type", trace_type, NULL};

RgType *rg_type_alloc(RgThread *th, RgType *metatype)
{
    RgType *t = metatype && metatype != RG_TYPE(th, type) ? rg_object_new_of(th, metatype, 0)
                                                          : rg_object_new(th, RG_KIND_type, sizeof *t);
    if (t) t->id = fresh_id(th->rt);
    return t;
}

/* Cell functions of instances that have members or attributes beside the struct of spec. */
static const RgCellKind *instance_kind(const RgTypeSpec *spec)
{
    if (!spec->cell.release) return &rg_instance_cell_kind;
    /* Rare: a kind of its own, which lives as long as the process since cells outlive types in a sweep. */
    RgCellKind *kind = rg_mem_calloc(1, sizeof *kind);
    if (!kind) return &rg_instance_cell_kind;
    *kind = (RgCellKind){"instance", trace_instance, spec->cell.release};
    return kind;
}

void rg_type_set_layout(RgType *type, RgType *base, const RgTypeSpec *spec, bool add_attrs, uint32_t members)
{
    type->kind = base ? base->kind : RG_KIND_object;
    if (spec) { /* builtin: the struct says it all */
        bool own = spec->basicsize != 0;
        type->basicsize = own ? spec->basicsize : base->basicsize;
        type->itemsize = spec->itemsize ? spec->itemsize : base ? base->itemsize : 0;
        type->attrs_offset = !own && base ? base->attrs_offset : 0;
        if (own && (spec->flags & RG_TF_ATTRS)) type->attrs_offset = (int32_t)(type->basicsize -= sizeof(RgAttrs));
        if (own || !base) type->cell_kind = type->attrs_offset ? instance_kind(spec) : &spec->cell;
        else type->cell_kind = base->cell_kind;
        type->inline_slots = 0;
        return;
    }
    /* A class: struct of the base, then members, then the attributes (moved behind the members). */
    type->itemsize = base->itemsize;
    type->basicsize = (uint32_t)RG_ALIGN_UP(base->basicsize, 8) + members * (uint32_t)sizeof(RgValue);
    type->member_slots = (uint8_t)(base->member_slots + members);
    bool attrs = add_attrs || base->attrs_offset != 0;
    bool var = type->itemsize != 0 && (rg_type_spec(base)->flags & RG_TF_VAR);
    type->attrs_offset = !attrs ? 0 : var ? -1 : (int32_t)type->basicsize;
    type->inline_slots = attrs ? (base->inline_slots > START_INLINE_SLOTS ? base->inline_slots : START_INLINE_SLOTS) : 0;
    type->cell_kind = instance_kind(rg_type_spec(base));
}

RgType *rg_type_subclass(const RgType *type, size_t i)
{
    RgValue entry = type->subclasses->items[i];
    if (!entry) return NULL;
    if (rg_is_kind(entry, RG_KIND_weakref)) return ((RgWeakCell *)(void *)rg_as_object(entry))->target;
    return RG_AS(RgType, entry);
}

bool rg_type_add_subclass(RgThread *th, RgType *base, RgType *type)
{
    RgValue entry = rg_from_ptr(type);
    if (type->flags & RG_TF_HEAP) { /* classes may go: what remembers them must not keep them */
        entry = rg_weakref_new(th, RG_TYPE(th, weakref), entry, RG_NONE);
        if (!entry) return false;
    }
    RgArray *old = base->subclasses;
    size_t cap = rg_type_subclass_count(base);
    /* Free entries lie at the end, unless a class died or left. */
    if (cap && !rg_type_subclass(base, cap - 1)) {
        size_t i = cap - 1;
        while (i > 0 && !rg_type_subclass(base, i - 1)) i--;
        rg_gc_store(old, &old->items[i], entry);
        return true;
    }
    size_t live = 0;
    for (size_t i = 0; i < cap; i++) live += rg_type_subclass(base, i) != NULL;
    RgArray *a = rg_array_new(th, live ? live * 2 : 2);
    if (!a) return false;
    size_t n = 0;
    for (size_t i = 0; i < cap && n < live; i++)
        if (rg_type_subclass(base, i)) a->items[n++] = old->items[i];
    a->items[n] = entry;
    rg_gc_store_ptr(base, &base->subclasses, a);
    return true;
}

static bool add_methods(RgThread *th, RgType *type, const RgMethodDef *methods)
{
    for (const RgMethodDef *m = methods; m && m->name; m++) {
        RgStr *name = rg_intern_cstr(th, m->name);
        if (!name) return false;
        RgValue descr;
        if (m->flags & RG_MF_STATIC) {
            RgNative *native = rg_native_new(th, RG_KIND_builtin_function, m, RG_NONE, type, RG_NONE);
            RgWrapped *w = native ? rg_object_new(th, RG_KIND_staticmethod, sizeof *w) : NULL;
            if (!w) return false;
            w->callable = rg_from_ptr(native);
            descr = rg_from_ptr(w);
        } else {
            RgKind kind = m->flags & RG_MF_CLASS ? RG_KIND_classmethod_descriptor : RG_KIND_method_descriptor;
            descr = rg_from_ptr(rg_native_new(th, kind, m, 0, type, RG_NONE));
            if (!descr) return false;
        }
        if (!rg_dict_set_str(th, type->dict, name, descr)) return false;
    }
    return true;
}

bool rg_type_add_descriptors(RgThread *th, RgType *type, const RgMethodDef *methods, const RgGetSetDef *getset)
{
    if (!add_methods(th, type, methods)) return false;
    for (const RgGetSetDef *g = getset; g && g->name; g++) {
        RgStr *name = rg_intern_cstr(th, g->name);
        RgGetSet *d = name ? rg_object_new(th, RG_KIND_getset_descriptor, sizeof *d) : NULL;
        if (!d) return false;
        d->def = g;
        d->type = type;
        if (!rg_dict_set_str(th, type->dict, name, rg_from_ptr(d))) return false;
    }
    return true;
}

static bool add_members(RgThread *th, RgType *type, const RgGetSetDef *members)
{
    for (const RgGetSetDef *g = members; g && g->name; g++) {
        RgStr *name = rg_intern_cstr(th, g->name);
        RgMember *m = name ? rg_member_new(th, type, name, 0) : NULL;
        if (!m || !rg_dict_set_str(th, type->dict, name, rg_from_ptr(m))) return false;
        m->def = g;
    }
    return true;
}

static bool set_flags(RgType *type, RgType *base, const RgTypeSpec *spec)
{
    type->flags |= spec->flags | RG_TF_IMMUTABLE;
    if (base) {
        type->flags |= base->flags & (RG_TF_MAPPING | RG_TF_SEQUENCE | RG_TF_EXCEPTION | RG_TF_OWN_DICT | RG_TF_WEAKREF |
                                      RG_TF_VAR | RG_TF_ATTRS);
        if (type->basicsize != base->basicsize || type->itemsize != base->itemsize || type->kind != base->kind)
            type->flags |= RG_TF_SOLID;
    }
    return true;
}

static bool fill_dict(RgThread *th, RgType *type, const RgTypeSpec *spec, const char *doc)
{
    if (!rg_slot_add_wrappers(th, type)) return false;
    if (!rg_type_add_descriptors(th, type, spec->methods, spec->getset) || !add_members(th, type, spec->members)) return false;
    if (spec->slots.hash == rg_hash_unhashable &&
        !rg_dict_set_str(th, type->dict, RG_SYM(th, __hash__), RG_NONE))
        return false;
    RgValue text = RG_NONE;
    if (doc) {
        RgStr *s = rg_str_from_cstr(th, doc);
        if (!s) return false;
        text = rg_from_ptr(s);
    }
    if (rg_dict_get_str(th, type->dict, RG_SYM(th, __doc__))) return true;
    return rg_dict_set_str(th, type->dict, RG_SYM(th, __doc__), text);
}

RgType *rg_type_make(RgThread *th, RgType *into, RgKind kind, const char *pyname, RgType *const *bases, size_t nbases,
                     const RgTypeSpec *spec, const char *doc)
{
    RgType *type = into ? into : rg_type_alloc(th, NULL);
    if (!type) return NULL;
    RgType *base = nbases ? bases[0] : NULL;
    const char *dot = strrchr(pyname, '.');
    rg_gc_store_ptr(type, &type->name, rg_intern_cstr(th, dot ? dot + 1 : pyname));
    type->qualname = type->name;
    type->cname = pyname;
    type->base = base;
    type->spec = spec;
    rg_type_set_layout(type, base, spec, false, 0);
    if (kind) type->kind = (uint8_t)kind;
    set_flags(type, base, spec);
    rg_gc_store_ptr(type, &type->dict, rg_dict_new(th));
    rg_gc_store_ptr(type, &type->bases, rg_tuple_new(th, nbases));
    const char *module = spec->module;
    char from_name[64];
    if (!module && dot && (size_t)(dot - pyname) < sizeof from_name) {
        memcpy(from_name, pyname, (size_t)(dot - pyname));
        from_name[dot - pyname] = 0;
        module = from_name;
    }
    if (module) rg_gc_store_ptr(type, &type->module, rg_intern_cstr(th, module));
    if (!type->name || !type->dict || !type->bases || (module && !type->module)) return NULL;
    for (size_t i = 0; i < nbases; i++) type->bases->items[i] = rg_from_ptr(bases[i]);
    RgValue mro = rg_type_mro_of(th, type);
    if (!mro) return NULL;
    rg_gc_store_ptr(type, &type->mro, RG_TUPLE(mro));
    for (size_t i = 0; i < nbases; i++)
        if (!rg_type_add_subclass(th, bases[i], type)) return NULL;
    type->slots = spec->slots;
    rg_slot_inherit(type);
    if (!fill_dict(th, type, spec, doc)) return NULL;
    /* The root shape of a registered kind exists before its type (cells were made by it already). */
    RgShape *root = kind && th->rt->types[kind] == type ? th->rt->shapes[kind] : NULL;
    if (root) {
        root->type = type;
        root->layout.cell_kind = type->cell_kind;
        root->layout.heap = th->heap;
    } else if (!(root = rg_shape_new_root(th, type))) {
        return NULL;
    }
    rg_gc_store_ptr(type, &type->root_shape, root);
    type->flags |= RG_TF_READY;
    if (spec->ready && !spec->ready(th, type)) return NULL;
    return type;
}

bool rg_type_ready_builtin(RgThread *th, RgKind kind, const char *pyname, RgType *base, const RgTypeSpec *spec)
{
    RgType *into = th->rt->types[kind];
    if (!into) {
        into = rg_type_alloc(th, NULL);
        if (!into) return false;
        th->rt->types[kind] = into;
    }
    return rg_type_make(th, into, kind, pyname, &base, base ? 1 : 0, spec, spec->doc) != NULL;
}

RgType *rg_type_new_native(RgThread *th, const char *module, const char *name, RgType *base, const RgTypeSpec *spec)
{
    if (!base) base = RG_TYPE(th, object);
    RgKind kind = base == RG_TYPE(th, object) && spec->basicsize > sizeof(RgObject) ? RG_KIND_native_state_ : 0;
    RgType *type = rg_type_make(th, NULL, kind, name, &base, 1, spec, spec->doc);
    if (!type) return NULL;
    RgStr *m = rg_intern_cstr(th, module);
    size_t module_len = strlen(module), name_len = strlen(name);
    RgBuffer *full = m && strcmp(module, "builtins") != 0 ? rg_buffer_new(th, module_len + name_len + 2) : NULL;
    if (!m || th->pending) return NULL;
    rg_gc_store_ptr(type, &type->module, m);
    if (full) {
        memcpy(full->data, module, module_len);
        full->data[module_len] = '.';
        memcpy(full->data + module_len + 1, name, name_len);
        rg_gc_store_ptr(type, &type->cname_text, full);
        type->cname = (const char *)full->data;
    }
    return type;
}

/* ---- bases ---- */

RgType *rg_type_solid_base(RgType *type)
{
    while (type->base && !(type->flags & RG_TF_SOLID)) type = type->base;
    return type;
}

RgType *rg_type_best_base(RgThread *th, RgTuple *bases)
{
    RgType *winner = NULL, *best = NULL;
    for (size_t i = 0; i < rg_tuple_len(bases); i++) {
        RgValue v = bases->items[i];
        if (!rg_is_type(v)) {
            rg_raise(th, RG_EXC_TypeError, "bases must be types");
            return NULL;
        }
        RgType *b = RG_AS(RgType, v);
        if (!(b->flags & RG_TF_BASETYPE)) {
            rg_raise(th, RG_EXC_TypeError, "type '%s' is not an acceptable base type", b->cname);
            return NULL;
        }
        RgType *candidate = rg_type_solid_base(b);
        if (!winner) {
            winner = candidate;
            best = b;
        } else if (rg_type_is_subtype(winner, candidate)) {
            continue;
        } else if (rg_type_is_subtype(candidate, winner)) {
            winner = candidate;
            best = b;
        } else {
            rg_raise(th, RG_EXC_TypeError, "multiple bases have instance lay-out conflict");
            return NULL;
        }
    }
    return best;
}

RgType *rg_type_winner(RgThread *th, RgType *metatype, RgTuple *bases)
{
    RgType *winner = metatype;
    for (size_t i = 0; i < rg_tuple_len(bases); i++) {
        RgType *t = rg_type_of(th->rt, bases->items[i]);
        if (rg_type_is_subtype(winner, t)) continue;
        if (rg_type_is_subtype(t, winner)) {
            winner = t;
            continue;
        }
        rg_raise(th, RG_EXC_TypeError, "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass "
                                       "of the metaclasses of all its bases");
        return NULL;
    }
    return winner;
}

/* ---- attributes of types ---- */

bool rg_type_set_attr(RgThread *th, RgType *type, RgStr *name, RgValue value)
{
    if (type->flags & RG_TF_IMMUTABLE) {
        rg_raise(th, RG_EXC_TypeError, "cannot set '%U' attribute of immutable type '%s'", name, type->cname);
        return false;
    }
    name = rg_intern(th, name);
    if (!name) return false;
    RgType *meta = rg_object_type(&type->head);
    RgValue descr = rg_type_lookup(th, meta, name);
    if (descr) {
        RgType *descr_type = rg_type_of(th->rt, descr);
        if (descr_type->slots.descr_set) return descr_type->slots.descr_set(th, descr, rg_from_ptr(type), value);
    }
    if (value == RG_UNBOUND) {
        int found = rg_dict_delete(th, type->dict, rg_from_ptr(name));
        if (found < 0) return false;
        if (!found) {
            rg_attr_error(th, rg_from_ptr(type), name, "type object '%U' has no attribute '%U'", type->name, name);
            return false;
        }
    } else if (!rg_dict_set_str(th, type->dict, name, value)) {
        return false;
    }
    rg_type_modified(th, type, name);
    int64_t n = name->length;
    if (n > 4 && name->data[0] == '_' && name->data[1] == '_' && name->data[n - 1] == '_') return rg_slot_update_heap(th, type, name);
    return true;
}

bool rg_type_set_name(RgThread *th, RgType *type, RgStr *name)
{
    size_t len;
    const char *text = rg_str_utf8(th, name, &len);
    RgBuffer *copy = text ? rg_buffer_new(th, len + 1) : NULL;
    if (!copy) return false;
    memcpy(copy->data, text, len); /* the cell came zeroed */
    rg_gc_store_ptr(type, &type->name, name);
    rg_gc_store_ptr(type, &type->cname_text, copy);
    type->cname = (const char *)copy->data;
    return true;
}
