/* SPDX-License-Identifier: MIT
 *
 * object.h: the object header, the runtime (RgRuntime) and how objects are made and asked for their type.
 *
 * An object's first word is its shape (hidden class): it tells the type and where the instance attributes are, so one
 * compare of it in an inline cache pins both. `kind` names the C struct (RG_KIND_list also for subclasses of list);
 * `exact` equals `kind` only when the type is the builtin type itself, else 0. So
 *     rg_is_kind(v, RG_KIND_list)    v has an RgList      (isinstance(v, list))
 *     rg_is_exact(v, RG_KIND_list)   and nobody can have overridden its methods
 */
#ifndef RG_OBJECT_OBJECT_H
#define RG_OBJECT_OBJECT_H

#include "vm/gc/heap.h"
#include "vm/object/value.h"

typedef struct RgThread RgThread;
typedef struct RgRuntime RgRuntime;
typedef struct RgType RgType;
typedef struct RgShape RgShape;
typedef struct RgStr RgStr;
typedef struct RgDict RgDict;
typedef struct RgTuple RgTuple;
typedef struct RgList RgList;
typedef struct RgFrame RgFrame;
typedef struct RgCodeObject RgCodeObject;
typedef struct RgFunction RgFunction;
typedef struct RgModule RgModule;

typedef struct RgObject {
    RgShape *shape;
    uint8_t kind;  /* RG_KIND_x: which C struct this is */
    uint8_t exact; /* kind, or 0 for an instance of a subclass */
    uint8_t flags; /* RG_CELL_x of the heap, RG_OF_x of ours */
    uint8_t aux8;  /* free for the kind's own use */
    uint32_t aux;  /* free for the kind's own use */
} RgObject;

enum { RG_OF_WATCHED = 0x01 /* a dict some code watches (namespaces) */ };

/* Kinds double as ids of builtin types: rt->types[RG_KIND_list] is `list`. */
typedef enum RgKind {
    RG_KIND_NONE_ = 0, /* never a kind: `exact` of subclass instances */
#define TYPE(NAME, PYNAME, BASE) RG_KIND_##NAME,
#include "vm/object/types.def"
#undef TYPE
    RG_KIND_COUNT
} RgKind;

typedef enum RgExc {
#define EXCEPTION(NAME, BASE, DOC) RG_EXC_##NAME,
#include "vm/object/exceptions.def"
#undef EXCEPTION
    RG_EXC_COUNT
} RgExc;

typedef enum RgSym {
#define SYM(NAME) SYM_##NAME,
#define SYMTEXT(NAME, TEXT) SYM_##NAME,
#include "vm/object/symbols.def"
#undef SYM
#undef SYMTEXT
    SYM_COUNT
} RgSym;

static inline RgObject *rg_as_object(RgValue v)
{
    RG_ASSERT(rg_is_object(v) && v != 0, "%llx", (unsigned long long)v);
    return (RgObject *)(uintptr_t)v;
}
/* Any pointer to a struct that begins with an RgObject. */
static inline RgValue rg_from_ptr(const void *p) { return (RgValue)(uintptr_t)p; }
#define RG_AS(T, v) ((T *)(void *)rg_as_object(v))

static inline bool rg_is_kind(RgValue v, RgKind kind) { return rg_is_object(v) && rg_as_object(v)->kind == kind; }
static inline bool rg_is_exact(RgValue v, RgKind kind) { return rg_is_object(v) && rg_as_object(v)->exact == kind; }

/* Everything one interpreter owns; no global variables anywhere. Fields are grouped by the module that fills them. */
struct RgRuntime {
    RgHeap *heap;
    RgThread *main_thread;
    uint64_t hash_seed;
    RgType *types[RG_KIND_COUNT];
    RgType *exceptions[RG_EXC_COUNT];
    RgStr *symbols[SYM_COUNT];
    RgShape *shapes[RG_KIND_COUNT]; /* root shape of each builtin type: what rg_object_new gives new objects */
    struct RgInternTable *intern;   /* vm/object/intern.c */
    RgStr *latin1[256];             /* one-character strings */
    RgTuple *empty_tuple;
    RgStr *empty_str;
    RgValue empty_bytes, bytes1[256]; /* may be 0 until first use */
    struct RgTypeCache *type_cache;   /* vm/object/type.c: (type, name) -> attribute */
    struct RgPolyCache *poly_cache;   /* vm/interp/polycache.c: (shape, name) -> how the attribute is found */
    struct RgWatch *watch;            /* vm/object/watch.c */
    bool cells_exposed;               /* no mirror of a cell is relied upon */
    RgDict *builtins;     /* namespace of the builtins module */
    RgDict *sys_dict;     /* namespace of the sys module */
    RgDict *sys_modules;  /* sys.modules */
    RgValue import_state; /* vm/interp/import.c's own, a dict or 0 */
    RgCodeObject *code_list; /* all linked code objects, weakly linked, for cache flushes (vm/object/code_object.c) */
    RgValue spare_memory_error; /* MemoryError made at start-up, for when nothing can be allocated */
    int32_t recursion_limit;
    uint32_t dict_versions; /* last RgDict.version given */
    uint32_t int_max_str_digits; /* sys.set_int_max_str_digits, 4300 */
    /* upward edges, installed by vm/api */
    struct RgLoader *loader;
    struct RgFrameHook *frame_hook;
    void *jit;
    void *module_state[96];  /* private cells of builtin modules (GC-traced as values), by row number in modules.def */
    struct RgArray *module_contents; /* vm/module/registry.c: what modules with such a cell held when they were new */
    void *api;               /* vm/api's own */
    int argc;
    char **argv;
    bool (*signal_hook)(RgThread *th); /* runs pending signal handlers; false: one raised (installed by _signal) */
    struct RgStepTrace *steps; /* vm/interp/steptrace.c: counts executed instructions, or NULL */
    void *config;            /* RgConfig of vm/api (options as sys.flags shows them) */
    RgValue codecs;          /* vm/type/codec.c: codec and error-handler registries, or 0 */
};

/* Type of any value. A shape's first field behind its cell layout is the type (checked in shape.c). */
RgType *rg_type_of_immediate(RgRuntime *rt, RgValue v);
static inline RgType *rg_type_of(RgRuntime *rt, RgValue v)
{
    if (RG_LIKELY(rg_is_object(v))) return *(RgType **)(void *)((char *)(void *)rg_as_object(v)->shape + sizeof(RgCellLayout));
    return rg_type_of_immediate(rt, v);
}

/* New zeroed object of the builtin type `kind`, size bytes in all (>= the struct). NULL with MemoryError raised. */
void *rg_object_new(RgThread *th, RgKind kind, size_t size) RG_CHECK_RESULT;
void *rg_object_new_raw(RgThread *th, RgKind kind, size_t size) RG_CHECK_RESULT; /* as rg_heap_alloc_raw */
/* New instance of `type` (builtin or user-made): size = type->basicsize (+ extra bytes for var-sized kinds) plus room for
 * its attributes. Sets shape, kind, exact; queues nothing; does not call __init__. */
void *rg_object_new_of(RgThread *th, RgType *type, size_t extra) RG_CHECK_RESULT;

/* Untyped storage cells, for list items, dict tables and the like; referenced by exactly one owner. */
typedef struct RgArray { /* RG_KIND_array_: n values, traced */
    RgObject head;
    uint64_t cap;
    RgValue items[];
} RgArray;
typedef struct RgBuffer { /* RG_KIND_buffer_: bytes, not traced */
    RgObject head;
    uint64_t cap;
    uint8_t data[];
} RgBuffer;
RgArray *rg_array_new(RgThread *th, size_t cap) RG_CHECK_RESULT; /* NULL: MemoryError raised */
RgBuffer *rg_buffer_new(RgThread *th, size_t cap) RG_CHECK_RESULT;
RgBuffer *rg_buffer_new_raw(RgThread *th, size_t cap) RG_CHECK_RESULT; /* contents undefined */

#endif
