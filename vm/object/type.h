/* SPDX-License-Identifier: MIT
 *
 * type.h: type objects: slots, method tables, MRO, attribute lookup, and how builtin types are declared.
 *
 * Invalidation rule of inline caches: a cache that pins (shape, name) or (type object, name) marks every type on the MRO
 * RG_TF_CACHED and the name string RG_STRF_CACHED_ATTR. A change of such a name on such a type flushes all inline caches of
 * the runtime (rare); a name that is changed again and again becomes RG_STRF_NO_CACHE and is never cached again.
 */
#ifndef RG_OBJECT_TYPE_H
#define RG_OBJECT_TYPE_H

#include "vm/object/raise.h"

typedef RgValue (*RgUnaryFn)(RgThread *th, RgValue self);
typedef RgValue (*RgBinaryFn)(RgThread *th, RgValue a, RgValue b);
typedef RgValue (*RgTernaryFn)(RgThread *th, RgValue a, RgValue b, RgValue c); /* pow: c is RG_NONE when absent */
typedef enum RgCmp { RG_LT, RG_LE, RG_EQ, RG_NE, RG_GT, RG_GE } RgCmp;
typedef RgValue (*RgCompareFn)(RgThread *th, RgValue a, RgValue b, RgCmp op); /* may be RG_NOT_IMPLEMENTED */
typedef bool (*RgHashFn)(RgThread *th, RgValue self, int64_t *out); /* false: raised; *out is never -1 */
/* nargs positional values in args, then one value per name in kwnames (NULL: none). */
typedef RgValue (*RgCallFn)(RgThread *th, RgValue callee, const RgValue *args, size_t nargs, RgTuple *kwnames);
typedef RgValue (*RgGetAttrFn)(RgThread *th, RgValue self, RgStr *name);
typedef bool (*RgSetAttrFn)(RgThread *th, RgValue self, RgStr *name, RgValue value); /* RG_UNBOUND deletes */
typedef RgValue (*RgDescrGetFn)(RgThread *th, RgValue descr, RgValue obj /* RG_UNBOUND: on the class */, RgValue type);
typedef bool (*RgDescrSetFn)(RgThread *th, RgValue descr, RgValue obj, RgValue value /* RG_UNBOUND deletes */);
typedef bool (*RgInitFn)(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames);
typedef RgValue (*RgNewFn)(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames);
typedef void (*RgFinalizeFn)(RgThread *th, RgValue self); /* errors are reported as unraisable */
typedef int64_t (*RgLenFn)(RgThread *th, RgValue self); /* -1: raised */
typedef bool (*RgSetItemFn)(RgThread *th, RgValue self, RgValue key, RgValue value); /* RG_UNBOUND deletes */
typedef int (*RgContainsFn)(RgThread *th, RgValue self, RgValue item); /* 1, 0, -1 raised */
typedef int (*RgTruthFn)(RgThread *th, RgValue self);                  /* 1, 0, -1 raised */

/* One field per distinct slot of slots.def. A NULL slot is absent. hash == rg_hash_unhashable: __hash__ = None. */
typedef struct RgSlots {
    RgUnaryFn repr;
    RgUnaryFn str;
    RgHashFn hash;
    RgCallFn call;
    RgGetAttrFn getattro;
    RgSetAttrFn setattro;
    RgCompareFn compare;
    RgUnaryFn iter;
    RgUnaryFn next;
    RgDescrGetFn descr_get;
    RgDescrSetFn descr_set;
    RgInitFn init;
    RgNewFn new_;
    RgFinalizeFn finalize;
    RgLenFn len;
    RgBinaryFn getitem;
    RgSetItemFn setitem;
    RgContainsFn contains;
    RgTruthFn truth;
    RgBinaryFn add;
    RgBinaryFn sub;
    RgBinaryFn mul;
    RgBinaryFn truediv;
    RgBinaryFn floordiv;
    RgBinaryFn mod;
    RgBinaryFn divmod;
    RgTernaryFn pow;
    RgBinaryFn lshift;
    RgBinaryFn rshift;
    RgBinaryFn and_;
    RgBinaryFn xor_;
    RgBinaryFn or_;
    RgBinaryFn matmul;
    RgBinaryFn iadd;
    RgBinaryFn isub;
    RgBinaryFn imul;
    RgBinaryFn itruediv;
    RgBinaryFn ifloordiv;
    RgBinaryFn imod;
    RgBinaryFn ipow;
    RgBinaryFn ilshift;
    RgBinaryFn irshift;
    RgBinaryFn iand;
    RgBinaryFn ixor;
    RgBinaryFn ior;
    RgBinaryFn imatmul;
    RgUnaryFn neg;
    RgUnaryFn pos;
    RgUnaryFn abs;
    RgUnaryFn invert;
    RgUnaryFn int_;
    RgUnaryFn float_;
    RgUnaryFn index;
    RgUnaryFn await;
    RgUnaryFn aiter;
    RgUnaryFn anext;
} RgSlots;

/* A native function's C form. `args` holds one value per declared parameter (RG_UNBOUND: not given and no default in
 * the signature text is materialised), bound from the signature text; with a *args parameter the surplus positionals follow and nargs counts all. */
typedef RgValue (*RgNativeFn)(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
/* Raw form for signatures "(...)": positional values, then keyword values. */
typedef RgValue (*RgNativeRawFn)(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames);

enum {
    RG_MF_CLASS = 1,   /* classmethod: self is the type */
    RG_MF_STATIC = 2,  /* staticmethod: self is RG_NONE */
    RG_MF_RAW = 4,     /* fn is an RgNativeRawFn; the signature only documents */
    RG_MF_COEXIST = 8, /* replaces the slot wrapper of the same name */
    RG_MF_NO_SIGNATURE = 16 /* __text_signature__ is None */
};

/* Signature text: "($self, a, b=None, /, c, *args, d=0)" for methods, "($module, ...)" for functions: the first $-parameter is self.
 * "/" ends positional-only, "*" begins keyword-only. "x=<anything>" makes x optional. No **kwargs: use RG_MF_RAW for those. */
typedef struct RgMethodDef {
    const char *name;
    const char *signature;
    const char *doc;
    void *fn; /* RgNativeFn or RgNativeRawFn */
    uint32_t flags;
} RgMethodDef;
#define RG_METHOD(name, sig, doc, fn) {name, sig, doc, (void *)(fn), 0}
#define RG_METHOD_F(name, sig, doc, fn, flags) {name, sig, doc, (void *)(fn), flags}
#define RG_METHOD_END {NULL, NULL, NULL, NULL, 0}

typedef struct RgGetSetDef {
    const char *name;
    RgValue (*get)(RgThread *th, RgValue self);
    bool (*set)(RgThread *th, RgValue self, RgValue value); /* RG_UNBOUND deletes; NULL: read-only */
    const char *doc;
} RgGetSetDef;
#define RG_GETSET_END {NULL, NULL, NULL, NULL}

enum { /* RgTypeSpec.flags and RgType.flags */
    RG_TF_BASETYPE = 1 << 0,     /* may be subclassed */
    RG_TF_HEAP = 1 << 1,         /* made by a class statement or type() */
    RG_TF_ATTRS = 1 << 2,        /* instances have attributes (and __dict__) */
    RG_TF_WEAKREF = 1 << 3,      /* instances may be weakly referenced */
    RG_TF_VAR = 1 << 4,          /* size depends on the instance: basicsize + aux * itemsize */
    RG_TF_CACHED = 1 << 5,       /* some inline cache depends on this type */
    RG_TF_ABSTRACT = 1 << 6,     /* has abstract methods */
    RG_TF_IMMUTABLE = 1 << 7,    /* attributes cannot be set (builtin types) */
    RG_TF_MAPPING = 1 << 8, RG_TF_SEQUENCE = 1 << 9, /* for match */
    RG_TF_METHOD = 1 << 10,      /* descr_get may be skipped when called (functions, method descriptors) */
    RG_TF_NO_NEW = 1 << 11,      /* "cannot create 'x' instances" */
    RG_TF_READY = 1 << 12,
    RG_TF_EXCEPTION = 1 << 13,   /* derives from BaseException */
    RG_TF_HIDDEN = 1 << 14,      /* not in builtins */
    RG_TF_DEFAULT_GETATTR = 1 << 15, /* getattro is rg_attr_generic_get: caches may apply */
    RG_TF_DEFAULT_SETATTR = 1 << 16,
    RG_TF_SOLID = 1 << 17,       /* adds fields to its base's layout: two such bases conflict */
    RG_TF_OWN_DICT = 1 << 18     /* types and modules: the namespace is a field, instances never get RgAttrs */
};

struct RgBufferView;
/* Declaration of a builtin type: a const object beside its functions: `const RgTypeSpec rg_spec_list = {...}`. */
typedef struct RgTypeSpec {
    const char *doc;
    const char *module;      /* NULL: builtins */
    const char *signature;   /* __text_signature__, or NULL */
    uint32_t flags;
    uint32_t basicsize, itemsize;
    RgCellKind cell;         /* trace and release (name may be NULL) */
    RgSlots slots;
    const RgMethodDef *methods;
    const RgGetSetDef *getset;
    const RgGetSetDef *members; /* the same, but their descriptors are member_descriptor: what CPython keeps in a C field, and inspect tells apart */
    bool (*ready)(RgThread *th, RgType *type); /* extra set-up after creation, or NULL */
    /* Exporters other than bytes, bytearray and memoryview: fills the view (owner is set already); NULL: no buffer. */
    bool (*buffer)(RgThread *th, RgValue self, struct RgBufferView *view, bool writable);
} RgTypeSpec;

struct RgType {
    RgObject head;
    RgStr *name, *qualname;   /* name without module */
    const char *cname;        /* for messages: "module.name" for builtin types of modules as in tp_name, else name */
    RgType *base;
    RgTuple *bases, *mro;     /* mro includes the type itself */
    RgDict *dict;
    RgArray *subclasses;      /* direct subclasses: builtin types, or weak references to classes; entries may be 0. Or NULL */
    const RgTypeSpec *spec;   /* builtin types; NULL for heap types */
    const RgCellKind *cell_kind;
    RgShape *root_shape;      /* shape of an instance without attributes */
    RgShape *dict_shape;      /* shape of an instance whose attributes live in its __dict__; made on demand */
    uint32_t flags;           /* RG_TF_x */
    uint32_t basicsize, itemsize;
    int32_t attrs_offset;     /* where RgAttrs is in instances: 0 none, -1 behind the items of a var-sized instance */
    uint16_t inline_slots;    /* attribute slots allocated inside new instances; grows as instances show their need */
    uint8_t kind;             /* RG_KIND_x of instances */
    uint8_t member_slots;     /* number of __slots__ members, stored before RgAttrs */
    RgSlots slots;
    RgStr *module;            /* __module__ for heap types, may be NULL */
    RgValue weaklist;         /* 0 */
    RgBuffer *cname_text;     /* what cname points into, for classes */
    uint32_t id;              /* unique in the runtime; renewed when anything about lookups changes at once */
    void *jit;
};

/* Instance attributes, at rg_attrs(obj): `extra` is 0, an RgArray of overflow slots, or the __dict__ (dict shape). */
typedef struct RgAttrs {
    RgValue extra;
    RgValue slots[];
} RgAttrs;

/* One wrapper-or-class-function row of slots.def (slot.c). */
typedef struct RgSlotRow {
    const char *name;   /* the dunder */
    uint16_t sym;       /* SYM_x of it */
    uint16_t offset;    /* of the field in RgSlots */
    uint8_t wrap;       /* wrapper kind */
    uint8_t op;         /* RgCmp of comparison rows */
    void *heap;         /* slot function of classes that define the dunder */
    const char *signature, *doc;
} RgSlotRow;
extern const RgSlotRow rg_slot_rows[];
extern const size_t rg_slot_row_count;
/* Calls slot function fn of row with a wrapper's arguments (self apart). */
RgValue rg_slot_wrap_call(RgThread *th, const RgSlotRow *row, void *fn, RgType *type, RgValue self, const RgValue *args,
                          size_t nargs, RgTuple *kwnames);
/* True for slot functions that call a dunder defined in Python. */
bool rg_slot_is_heap(const RgType *type, const RgSlotRow *row);
bool rg_slot_call_is_heap(const RgType *type); /* a class has __call__ */
bool rg_slot_add_is_heap(const RgType *type); /* the `add` (or `mul`) slot is a class's __add__ / __radd__ */
bool rg_slot_mul_is_heap(const RgType *type);
RgValue rg_slot_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames); /* class-defined __new__ */
bool rg_slot_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames);   /* class-defined __init__ */
RgValue rg_slot_getattro(RgThread *th, RgValue self, RgStr *name);    /* class-defined __getattribute__ */
RgValue rg_slot_getattr_hook(RgThread *th, RgValue self, RgStr *name); /* class-defined __getattr__ */
bool rg_slot_setattro(RgThread *th, RgValue self, RgStr *name, RgValue value);

/* ---- creation ---- */
bool rg_type_ready_builtin(RgThread *th, RgKind kind, const char *pyname, RgType *base, const RgTypeSpec *spec) RG_CHECK_RESULT;
/* A type that belongs to a builtin module (collections.deque, ...), registered nowhere else. kind for instances: RG_KIND_native_state_ or base's. */
RgType *rg_type_new_native(RgThread *th, const char *module, const char *name, RgType *base, const RgTypeSpec *spec) RG_CHECK_RESULT;
/* The class statement's work: type(name, bases, dict); metatype may be a subclass of type. */
RgType *rg_type_new_class(RgThread *th, RgType *metatype, RgStr *name, RgTuple *bases, RgDict *dict) RG_CHECK_RESULT;

/* The common part of both: a builtin type with one or more bases; into (may be NULL) is filled when it exists already. */
RgType *rg_type_make(RgThread *th, RgType *into, RgKind kind, const char *pyname, RgType *const *bases, size_t nbases,
                     const RgTypeSpec *spec, const char *doc) RG_CHECK_RESULT;
RgType *rg_type_alloc(RgThread *th, RgType *metatype) RG_CHECK_RESULT; /* empty type object with an id */
void rg_type_set_layout(RgType *type, RgType *base, const RgTypeSpec *spec, bool add_attrs, uint32_t members);
/* Direct subclass number i < rg_type_subclass_count; NULL: none there, or dead. */
RgType *rg_type_subclass(const RgType *type, size_t i);
static inline size_t rg_type_subclass_count(const RgType *type) { return type->subclasses ? type->subclasses->cap : 0; }
bool rg_type_add_subclass(RgThread *th, RgType *base, RgType *type) RG_CHECK_RESULT;
bool rg_type_add_descriptors(RgThread *th, RgType *type, const RgMethodDef *methods, const RgGetSetDef *getset) RG_CHECK_RESULT;
RgType *rg_type_winner(RgThread *th, RgType *metatype, RgTuple *bases) RG_CHECK_RESULT; /* most derived metaclass */
RgType *rg_type_solid_base(RgType *type);
extern const RgCellKind rg_instance_cell_kind; /* instances of classes */
/* type.__call__'s default and object's own slots, compared by the interpreter's caches. */
RgValue rg_type_call(RgThread *th, RgValue type, const RgValue *args, size_t nargs, RgTuple *kwnames);
RgValue rg_type_getattro(RgThread *th, RgValue type, RgStr *name);
/* As rg_type_getattro; RG_UNBOUND, nothing raised, when absent. */
RgValue rg_type_getattro_lookup(RgThread *th, RgValue type, RgStr *name);
bool rg_type_setattro(RgThread *th, RgValue type, RgStr *name, RgValue value);
RgValue rg_object_tp_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames);
bool rg_object_tp_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames);
RgValue rg_object_repr(RgThread *th, RgValue self);
RgValue rg_object_compare(RgThread *th, RgValue a, RgValue b, RgCmp op);
bool rg_object_hash(RgThread *th, RgValue self, int64_t *out);
static inline bool rg_type_is_heap(const RgType *t) { return t->flags & RG_TF_HEAP; }
/* The spec that gives the C struct: the first along the base chain that has one of its own. */
static inline const RgTypeSpec *rg_type_spec(const RgType *t)
{
    while (!t->spec || !t->spec->basicsize) t = t->base;
    return t->spec;
}
/* Sets name and cname from a str (a copy of its UTF-8 text is kept). */
bool rg_type_set_name(RgThread *th, RgType *type, RgStr *name) RG_CHECK_RESULT;
extern const RgCellKind rg_type_cell_kind;
/* Name of type for messages with module in front for what is not builtin ("%N" gives tp_name). */
RgStr *rg_type_full_name(RgThread *th, RgType *type);

/* ---- queries ---- */
bool rg_type_is_subtype(const RgType *a, const RgType *b); /* real MRO, no hooks */
static inline bool rg_is_type(RgValue v) { return rg_is_kind(v, RG_KIND_type); }
RgType *rg_type_best_base(RgThread *th, RgTuple *bases);
/* Attribute `name` along the MRO, without binding: value or 0 (absent; no exception). name is interned. Cached. */
RgValue rg_type_lookup(RgThread *th, RgType *type, RgStr *name);
RgValue rg_type_lookup_in(RgThread *th, RgType *type, RgStr *name, RgType **where);
/* Special method lookup on the type, bound to self (CPython's lookup_maybe_method): 0 with nothing raised when absent. */
RgValue rg_type_lookup_special(RgThread *th, RgValue self, RgStr *name);
/* Call self.<name>(args) looked up on the type; RG_NOT_IMPLEMENTED when absent. */
RgValue rg_type_call_special(RgThread *th, RgValue self, RgStr *name, const RgValue *args, size_t nargs);
/* type.__setattr__: updates the dict, slots of the type and its subclasses, caches. */
bool rg_type_set_attr(RgThread *th, RgType *type, RgStr *name, RgValue value) RG_CHECK_RESULT;
void rg_type_modified(RgThread *th, RgType *type, RgStr *name /* NULL: anything */);
/* An inline cache now depends on lookups of name through type: false when it must not be cached. */
bool rg_type_cache_depend(RgThread *th, RgType *type, RgStr *name);
RgValue rg_type_mro_of(RgThread *th, RgType *type); /* C3, vm/object/mro.c; a tuple */
bool rg_hash_unhashable(RgThread *th, RgValue self, int64_t *out);
/* vm/object/slot.c: slots of a heap type from its dict; wrapper descriptors of a builtin type into its dict. */
bool rg_slot_update_heap(RgThread *th, RgType *type, RgStr *name /* NULL: all */);
bool rg_slot_add_wrappers(RgThread *th, RgType *type);
void rg_slot_inherit(RgType *type);

/* Called at start-up by vm/api, in this order; false: exception pending. */
bool rg_types_init(RgThread *th) RG_CHECK_RESULT; /* vm/type/types.c: all rows of types.def and exceptions.def */

#endif
