/* SPDX-License-Identifier: MIT
 *
 * slot.c: the bridge between slots and dunders, driven by slots.def. Two directions: a builtin type's slot becomes a
 * wrapper descriptor in its dict; a class's dunder becomes a slot function that looks the dunder up and calls it.
 * Always holds: a slot of a class is the function that a lookup of its dunder would reach, so C code may test slots alone.
 */
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/code_object.h"
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/slotfns.h"
#include "vm/object/str.h"

typedef enum Wrap {
    WRAP_UNARY, WRAP_HASH, WRAP_CALL, WRAP_GETATTR, WRAP_GETATTR_HOOK, WRAP_SETATTR, WRAP_DELATTR, WRAP_COMPARE, WRAP_NEXT,
    WRAP_DESCR_GET, WRAP_DESCR_SET, WRAP_DESCR_DELETE, WRAP_INIT, WRAP_NEW, WRAP_DEL, WRAP_LEN, WRAP_BINARY, WRAP_SETITEM,
    WRAP_DELITEM, WRAP_CONTAINS, WRAP_TRUTH, WRAP_NUMBER, WRAP_NUMBER_R, WRAP_POW, WRAP_POW_R
} Wrap;

static const char *const signatures[] = {
    [WRAP_UNARY] = "($self, /)", [WRAP_HASH] = "($self, /)", [WRAP_CALL] = "($self, /, *args, **kwargs)",
    [WRAP_GETATTR] = "($self, name, /)", [WRAP_GETATTR_HOOK] = NULL, [WRAP_SETATTR] = "($self, name, value, /)",
    [WRAP_DELATTR] = "($self, name, /)", [WRAP_COMPARE] = "($self, value, /)", [WRAP_NEXT] = "($self, /)",
    [WRAP_DESCR_GET] = "($self, instance, owner=None, /)", [WRAP_DESCR_SET] = "($self, instance, value, /)",
    [WRAP_DESCR_DELETE] = "($self, instance, /)", [WRAP_INIT] = "($self, /, *args, **kwargs)",
    [WRAP_NEW] = "($type, *args, **kwargs)", [WRAP_DEL] = "($self, /)", [WRAP_LEN] = "($self, /)",
    [WRAP_BINARY] = "($self, value, /)", [WRAP_SETITEM] = "($self, key, value, /)", [WRAP_DELITEM] = "($self, key, /)",
    [WRAP_CONTAINS] = "($self, key, /)", [WRAP_TRUTH] = "($self, /)", [WRAP_NUMBER] = "($self, value, /)",
    [WRAP_NUMBER_R] = "($self, value, /)", [WRAP_POW] = "($self, value, mod=None, /)",
    [WRAP_POW_R] = "($self, value, mod=None, /)",
};

/* One-line descriptions by dunder, for __doc__ of wrappers. */
static const struct { const char *name, *doc; } docs[] = {
    {"__repr__", "Return repr(self)."}, {"__str__", "Return str(self)."}, {"__hash__", "Return hash(self)."},
    {"__call__", "Call self as a function."}, {"__getattribute__", "Return getattr(self, name)."},
    {"__setattr__", "Implement setattr(self, name, value)."}, {"__delattr__", "Implement delattr(self, name)."},
    {"__lt__", "Return self<value."}, {"__le__", "Return self<=value."}, {"__eq__", "Return self==value."},
    {"__ne__", "Return self!=value."}, {"__gt__", "Return self>value."}, {"__ge__", "Return self>=value."},
    {"__iter__", "Implement iter(self)."}, {"__next__", "Implement next(self)."},
    {"__get__", "Return an attribute of instance, which is of type owner."},
    {"__set__", "Set an attribute of instance to value."}, {"__delete__", "Delete an attribute of instance."},
    {"__init__", "Initialize self.  See help(type(self)) for accurate signature."}, {"__len__", "Return len(self)."},
    {"__getitem__", "Return self[key]."}, {"__setitem__", "Set self[key] to value."}, {"__delitem__", "Delete self[key]."},
    {"__contains__", "Return key in self."}, {"__bool__", "True if self else False"}, {"__add__", "Return self+value."},
    {"__sub__", "Return self-value."}, {"__mul__", "Return self*value."}, {"__mod__", "Return self%value."},
    {"__neg__", "-self"}, {"__pos__", "+self"}, {"__abs__", "abs(self)"}, {"__invert__", "~self"}, {"__int__", "int(self)"},
    {"__float__", "float(self)"}, {"__index__", "Return self converted to an integer, if self is suitable for use as an index into a list."},
};

const RgSlotRow rg_slot_rows[] = {
#define SLOT(FIELD, CTYPE, DUNDER, KIND) \
    {#DUNDER, SYM_##DUNDER, offsetof(RgSlots, FIELD), WRAP_##KIND, 0, (void *)RG_SLOTFN_##KIND(FIELD), NULL, NULL},
#include "vm/object/slots.def"
#undef SLOT
};
const size_t rg_slot_row_count = RG_COUNT_OF(rg_slot_rows);

static RgCmp compare_op(const RgSlotRow *row)
{
    switch (row->name[2]) {
    case 'l': return row->name[3] == 't' ? RG_LT : RG_LE;
    case 'e': return RG_EQ;
    case 'n': return RG_NE;
    default: return row->name[3] == 't' ? RG_GT : RG_GE;
    }
}

const char *rg_slot_signature(const RgSlotRow *row) { return signatures[row->wrap]; }

const char *rg_slot_doc(const RgSlotRow *row)
{
    for (size_t i = 0; i < RG_COUNT_OF(docs); i++)
        if (strcmp(docs[i].name, row->name) == 0) return docs[i].doc;
    return row->wrap == WRAP_UNARY || row->wrap == WRAP_BINARY ? "" : "Return a binary operation's result.";
}

static inline void *slot_at(const RgSlots *slots, const RgSlotRow *row) { return *(void *const *)(const void *)((const char *)slots + row->offset); }
static inline void slot_put(RgSlots *slots, const RgSlotRow *row, void *fn) { *(void **)(void *)((char *)slots + row->offset) = fn; }

/* ---- builtin slots called by their dunder ---- */

static bool check_count(RgThread *th, size_t nargs, size_t want)
{
    if (nargs == want) return true;
    /* CPython unpacks two and more with a nameless format, which leaves a blank. */
    rg_raise(th, RG_EXC_TypeError, "%sexpected %zu argument%s, got %zu", want > 1 ? " " : "", want, want == 1 ? "" : "s", nargs);
    return false;
}

static bool check_range(RgThread *th, size_t nargs, size_t min, size_t max)
{
    if (nargs >= min && nargs <= max) return true;
    size_t bound = nargs < min ? min : max;
    rg_raise(th, RG_EXC_TypeError, " expected at %s %zu argument%s, got %zu", nargs < min ? "least" : "most", bound,
             bound == 1 ? "" : "s", nargs);
    return false;
}

static RgValue none_or_error(bool ok) { return ok ? RG_NONE : RG_ERROR; }
static RgValue bool_or_error(int r) { return r < 0 ? RG_ERROR : rg_from_bool(r != 0); }

/* object.__setattr__(cls, ...) must not go round a metaclass's or builtin's own setattr. */
static bool setattr_allowed(RgThread *th, RgValue self, void *fn, const char *what)
{
    RgType *type = rg_type_of(th->rt, self);
    while (type && type->slots.setattro == (RgSetAttrFn)rg_slot_setattro) type = type->base;
    if (type && type->slots.setattro != (RgSetAttrFn)fn) {
        for (RgType *t = type; t; t = t->base)
            if (!rg_type_is_heap(t)) {
                if (t->slots.setattro == (RgSetAttrFn)fn) return true;
                break;
            }
        rg_raise(th, RG_EXC_TypeError, "can't apply this %s to %s object", what, rg_type_of(th->rt, self)->cname);
        return false;
    }
    return true;
}

static RgStr *name_arg(RgThread *th, RgValue name)
{
    if (rg_is_str(name)) return rg_intern(th, RG_STR(name));
    rg_raise(th, RG_EXC_TypeError, "attribute name must be string, not '%T'", name);
    return NULL;
}

static RgValue wrap_attribute(RgThread *th, const RgSlotRow *row, void *fn, RgValue self, const RgValue *args, size_t nargs)
{
    if (!check_count(th, nargs, row->wrap == WRAP_SETATTR ? 2 : 1)) return RG_ERROR;
    RgStr *name = name_arg(th, args[0]);
    if (!name) return RG_ERROR;
    if (row->wrap == WRAP_GETATTR) return ((RgGetAttrFn)fn)(th, self, name);
    if (!setattr_allowed(th, self, fn, row->name)) return RG_ERROR;
    return none_or_error(((RgSetAttrFn)fn)(th, self, name, row->wrap == WRAP_SETATTR ? args[1] : RG_UNBOUND));
}

static RgValue wrap_descriptor(RgThread *th, const RgSlotRow *row, void *fn, RgValue self, const RgValue *args, size_t nargs)
{
    if (row->wrap == WRAP_DESCR_GET) {
        if (!check_range(th, nargs, 1, 2)) return RG_ERROR;
        RgValue obj = args[0] == RG_NONE ? RG_UNBOUND : args[0], type = nargs > 1 && args[1] != RG_NONE ? args[1] : RG_UNBOUND;
        if (obj == RG_UNBOUND && type == RG_UNBOUND) return rg_raise(th, RG_EXC_TypeError, "__get__(None, None) is invalid");
        if (type == RG_UNBOUND) type = RG_NONE;
        return ((RgDescrGetFn)fn)(th, self, obj, type);
    }
    if (!check_count(th, nargs, row->wrap == WRAP_DESCR_SET ? 2 : 1)) return RG_ERROR;
    return none_or_error(((RgDescrSetFn)fn)(th, self, args[0], row->wrap == WRAP_DESCR_SET ? args[1] : RG_UNBOUND));
}

static RgValue wrap_item(RgThread *th, const RgSlotRow *row, void *fn, RgValue self, const RgValue *args, size_t nargs)
{
    if (!check_count(th, nargs, row->wrap == WRAP_SETITEM ? 2 : 1)) return RG_ERROR;
    if (row->wrap == WRAP_CONTAINS) return bool_or_error(((RgContainsFn)fn)(th, self, args[0]));
    return none_or_error(((RgSetItemFn)fn)(th, self, args[0], row->wrap == WRAP_SETITEM ? args[1] : RG_UNBOUND));
}

static RgValue wrap_noargs(RgThread *th, const RgSlotRow *row, void *fn, RgValue self, size_t nargs)
{
    if (!check_count(th, nargs, 0)) return RG_ERROR;
    switch ((Wrap)row->wrap) {
    case WRAP_HASH: {
        int64_t h;
        return ((RgHashFn)fn)(th, self, &h) ? rg_int_from_i64(th, h) : RG_ERROR;
    }
    case WRAP_NEXT: {
        RgValue v = ((RgUnaryFn)fn)(th, self);
        return v == RG_STOP ? rg_raise(th, RG_EXC_StopIteration, NULL) : v;
    }
    case WRAP_LEN: {
        int64_t n = ((RgLenFn)fn)(th, self);
        return n < 0 ? RG_ERROR : rg_int_from_i64(th, n);
    }
    case WRAP_TRUTH: return bool_or_error(((RgTruthFn)fn)(th, self));
    case WRAP_DEL: ((RgFinalizeFn)fn)(th, self); return RG_NONE;
    default: return ((RgUnaryFn)fn)(th, self);
    }
}

RgValue rg_slot_wrap_call(RgThread *th, const RgSlotRow *row, void *fn, RgType *type, RgValue self, const RgValue *args,
                          size_t nargs, RgTuple *kwnames)
{
    (void)type;
    if (kwnames && row->wrap != WRAP_CALL && row->wrap != WRAP_INIT)
        return rg_raise(th, RG_EXC_TypeError, "wrapper %s() takes no keyword arguments", row->name);
    switch ((Wrap)row->wrap) {
    case WRAP_CALL: return ((RgCallFn)fn)(th, self, args, nargs, kwnames);
    case WRAP_INIT: return none_or_error(((RgInitFn)fn)(th, self, args, nargs, kwnames));
    case WRAP_GETATTR: case WRAP_GETATTR_HOOK: case WRAP_SETATTR: case WRAP_DELATTR:
        return wrap_attribute(th, row, fn, self, args, nargs);
    case WRAP_DESCR_GET: case WRAP_DESCR_SET: case WRAP_DESCR_DELETE: return wrap_descriptor(th, row, fn, self, args, nargs);
    case WRAP_SETITEM: case WRAP_DELITEM: case WRAP_CONTAINS: return wrap_item(th, row, fn, self, args, nargs);
    case WRAP_COMPARE:
        return check_count(th, nargs, 1) ? ((RgCompareFn)fn)(th, self, args[0], compare_op(row)) : RG_ERROR;
    case WRAP_BINARY: case WRAP_NUMBER:
        return check_count(th, nargs, 1) ? ((RgBinaryFn)fn)(th, self, args[0]) : RG_ERROR;
    case WRAP_NUMBER_R: return check_count(th, nargs, 1) ? ((RgBinaryFn)fn)(th, args[0], self) : RG_ERROR;
    case WRAP_POW: case WRAP_POW_R: {
        if (!check_range(th, nargs, 1, 2)) return RG_ERROR;
        RgValue mod = nargs > 1 ? args[1] : RG_NONE;
        return row->wrap == WRAP_POW ? ((RgTernaryFn)fn)(th, self, args[0], mod) : ((RgTernaryFn)fn)(th, args[0], self, mod);
    }
    default: return wrap_noargs(th, row, fn, self, nargs);
    }
}

/* Which reflected forms a sequence-like builtin shows: concatenation has no __radd__, formatting has __rmod__. */
static bool shows_row(const RgType *type, const RgSlotRow *row)
{
    bool sequence = (type->flags & RG_TF_SEQUENCE) || type->kind == RG_KIND_str || type->kind == RG_KIND_bytes ||
                    type->kind == RG_KIND_bytearray;
    if (row->wrap == WRAP_GETATTR_HOOK || row->wrap == WRAP_NEW) return false;
    if (row->sym == SYM___radd__) return !sequence;
    if (row->sym == SYM___delattr__ || row->sym == SYM___setattr__) return true;
    return true;
}

bool rg_slot_add_wrappers(RgThread *th, RgType *type)
{
    const RgSlots *own = &type->spec->slots;
    for (size_t i = 0; i < rg_slot_row_count; i++) {
        const RgSlotRow *row = &rg_slot_rows[i];
        void *fn = slot_at(own, row);
        if (!fn || !shows_row(type, row) || fn == (void *)rg_hash_unhashable) continue;
        RgWrapper *w = rg_object_new(th, RG_KIND_wrapper_descriptor, sizeof *w);
        if (!w) return false;
        w->row = row;
        w->type = type;
        w->fn = fn;
        if (!rg_dict_set_str(th, type->dict, th->rt->symbols[row->sym], rg_from_ptr(w))) return false;
    }
    return own->new_ ? rg_slot_add_new(th, type) : true;
}

/* ---- inheritance ---- */

void rg_slot_inherit(RgType *type)
{
    bool own_hash = type->slots.hash != NULL, own_compare = type->slots.compare != NULL;
    size_t n = rg_tuple_len(type->mro);
    for (size_t k = 1; k < n; k++) {
        const RgType *base = RG_AS(RgType, type->mro->items[k]);
        void **to = (void **)(void *)&type->slots;
        void *const *from = (void *const *)(const void *)&base->slots;
        for (size_t i = 0; i < sizeof(RgSlots) / sizeof(void *); i++)
            if (!to[i]) to[i] = from[i];
    }
    if (own_compare && !own_hash) type->slots.hash = rg_hash_unhashable;
    /* A builtin type directly under object is not made by object's __new__. */
    if (type->spec && !type->spec->slots.new_ && type->base && !type->base->base) type->slots.new_ = NULL;
    if (type->slots.getattro == rg_attr_generic_get) type->flags |= RG_TF_DEFAULT_GETATTR;
    if (type->slots.setattro == rg_attr_generic_set) type->flags |= RG_TF_DEFAULT_SETATTR;
}

/* The function for row as lookup finds it now: *fn NULL when the dunder is absent. Returns false when the field must keep
 * calling Python (heap function). */
static bool native_slot(RgThread *th, RgType *type, const RgSlotRow *row, RgValue descr, void **fn)
{
    *fn = NULL;
    if (!descr) return true;
    if (rg_is_kind(descr, RG_KIND_wrapper_descriptor)) {
        RgWrapper *w = RG_AS(RgWrapper, descr);
        if (w->row->wrap == row->wrap && w->row->offset == row->offset && rg_type_is_subtype(type, w->type) &&
            (row->wrap != WRAP_COMPARE || true)) {
            *fn = w->fn;
            return true;
        }
        return false;
    }
    if (row->wrap == WRAP_NEW && rg_slot_is_native_new(descr)) {
        *fn = (void *)type->base->slots.new_;
        return true;
    }
    if (row->wrap == WRAP_HASH && descr == RG_NONE) {
        *fn = (void *)rg_hash_unhashable;
        return true;
    }
    (void)th;
    return false;
}

/* Recomputes the field that row number first belongs to (rows of one field are neighbours or share an offset). */
static void update_field(RgThread *th, RgType *type, uint16_t offset)
{
    void *specific = NULL, *generic = NULL;
    bool use_generic = false, any = false;
    for (size_t i = 0; i < rg_slot_row_count; i++) {
        const RgSlotRow *row = &rg_slot_rows[i];
        if (row->offset != offset) continue;
        RgValue descr = rg_type_lookup(th, type, th->rt->symbols[row->sym]);
        if (!descr) continue;
        any = true;
        void *fn;
        if (!native_slot(th, type, row, descr, &fn)) {
            use_generic = true;
            generic = row->heap; /* of the attribute hooks the later row (__getattr__) wins */
        } else if (specific && specific != fn) {
            use_generic = true;
            if (!generic) generic = row->heap;
        } else {
            specific = fn;
        }
    }
    void *fn = !any ? NULL : use_generic ? generic : specific;
    *(void **)(void *)((char *)&type->slots + offset) = fn;
}

static void refresh_flags(RgType *type)
{
    type->flags &= ~(uint32_t)(RG_TF_DEFAULT_GETATTR | RG_TF_DEFAULT_SETATTR);
    if (type->slots.getattro == rg_attr_generic_get) type->flags |= RG_TF_DEFAULT_GETATTR;
    if (type->slots.setattro == rg_attr_generic_set) type->flags |= RG_TF_DEFAULT_SETATTR;
}

static void update_name(RgThread *th, RgType *type, RgStr *name)
{
    uint16_t last = UINT16_MAX;
    for (size_t i = 0; i < rg_slot_row_count; i++) {
        const RgSlotRow *row = &rg_slot_rows[i];
        if (th->rt->symbols[row->sym] != name || row->offset == last) continue;
        update_field(th, type, row->offset);
        last = row->offset;
    }
    if (last == UINT16_MAX) return;
    refresh_flags(type);
    for (size_t i = 0; i < rg_type_subclass_count(type); i++) {
        RgType *sub = rg_type_subclass(type, i);
        if (sub && (sub->flags & RG_TF_HEAP)) update_name(th, sub, name);
    }
}

static bool is_dunder(const RgStr *s)
{
    return s->length > 4 && rg_str_width(s) == 1 && s->data[0] == '_' && s->data[1] == '_' && s->data[s->length - 1] == '_';
}

/* Inline caches test no slots: those that decide how an attribute is found or bound change only with all caches forgotten. */
static bool steers_caches(RgThread *th, RgStr *name)
{
    for (size_t i = 0; i < rg_slot_row_count; i++) {
        const RgSlotRow *row = &rg_slot_rows[i];
        if (th->rt->symbols[row->sym] != name) continue;
        return row->offset == offsetof(RgSlots, getattro) || row->offset == offsetof(RgSlots, setattro) ||
               row->offset == offsetof(RgSlots, descr_get) || row->offset == offsetof(RgSlots, descr_set) ||
               row->offset == offsetof(RgSlots, new_) || row->offset == offsetof(RgSlots, init) ||
               row->offset == offsetof(RgSlots, call);
    }
    return false;
}

bool rg_slot_update_heap(RgThread *th, RgType *type, RgStr *name)
{
    if (name) {
        update_name(th, type, name);
        if (steers_caches(th, name)) rg_code_flush_caches(th->rt);
        return true;
    }
    if (rg_tuple_len(type->bases) == 1) { /* the base's slots, but for the dunders of the class itself */
        type->slots = type->base->slots;
        uint32_t i = 0;
        RgValue key, value;
        while (rg_dict_next(type->dict, &i, &key, &value))
            if (rg_is_str(key) && is_dunder(RG_STR(key))) {
                uint16_t last = UINT16_MAX;
                for (size_t k = 0; k < rg_slot_row_count; k++) {
                    const RgSlotRow *row = &rg_slot_rows[k];
                    if (th->rt->symbols[row->sym] != RG_STR(key) || row->offset == last) continue;
                    update_field(th, type, row->offset);
                    last = row->offset;
                }
            }
    } else {
        uint16_t done = UINT16_MAX;
        type->slots.new_ = type->base->slots.new_;
        for (size_t k = 0; k < rg_slot_row_count; k++) {
            if (rg_slot_rows[k].offset == done) continue;
            done = rg_slot_rows[k].offset;
            update_field(th, type, done);
        }
    }
    refresh_flags(type);
    return true;
}

bool rg_hash_unhashable(RgThread *th, RgValue self, int64_t *out)
{
    (void)out;
    rg_raise(th, RG_EXC_TypeError, "unhashable type: '%T'", self);
    return false;
}

bool rg_slot_add_is_heap(const RgType *type) { return type->slots.add == rg_slotfn_add_NUMBER; }
bool rg_slot_call_is_heap(const RgType *type) { return type->slots.call == rg_slotfn_call; }
bool rg_slot_mul_is_heap(const RgType *type) { return type->slots.mul == rg_slotfn_mul_NUMBER; }
