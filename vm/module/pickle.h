/* SPDX-License-Identifier: MIT
 *
 * pickle.h: what the files of _pickle share: opcodes, the pickler and the unpickler, and the module's state.
 * The bytes written are those of CPython's C pickler: the same memo numbers, batches and frames.
 */
#ifndef RG_MODULE_PICKLE_H
#define RG_MODULE_PICKLE_H

#include <stdio.h>
#include "vm/interp/interp.h"
#include "vm/module/registry.h"
#include "vm/object/bytes.h"
#include "vm/object/dict.h"
#include "vm/object/float.h"
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/set.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

enum { RG_PICKLE_DEFAULT = 4, RG_PICKLE_HIGHEST = 5, RG_PICKLE_BATCH = 1000 };

enum {
    PK_MARK = '(', PK_STOP = '.', PK_POP = '0', PK_POP_MARK = '1', PK_DUP = '2', PK_FLOAT = 'F', PK_INT = 'I', PK_BININT = 'J',
    PK_BININT1 = 'K', PK_LONG = 'L', PK_BININT2 = 'M', PK_NONE = 'N', PK_PERSID = 'P', PK_BINPERSID = 'Q', PK_REDUCE = 'R',
    PK_STRING = 'S', PK_BINSTRING = 'T', PK_SHORT_BINSTRING = 'U', PK_UNICODE = 'V', PK_BINUNICODE = 'X', PK_APPEND = 'a',
    PK_BUILD = 'b', PK_GLOBAL = 'c', PK_DICT = 'd', PK_EMPTY_DICT = '}', PK_APPENDS = 'e', PK_GET = 'g', PK_BINGET = 'h',
    PK_INST = 'i', PK_LONG_BINGET = 'j', PK_LIST = 'l', PK_EMPTY_LIST = ']', PK_OBJ = 'o', PK_PUT = 'p', PK_BINPUT = 'q',
    PK_LONG_BINPUT = 'r', PK_SETITEM = 's', PK_TUPLE = 't', PK_EMPTY_TUPLE = ')', PK_SETITEMS = 'u', PK_BINFLOAT = 'G',
    PK_PROTO = 0x80, PK_NEWOBJ, PK_EXT1, PK_EXT2, PK_EXT4, PK_TUPLE1, PK_TUPLE2, PK_TUPLE3, PK_NEWTRUE, PK_NEWFALSE, PK_LONG1, PK_LONG4,
    PK_BINBYTES = 'B', PK_SHORT_BINBYTES = 'C',
    PK_SHORT_BINUNICODE = 0x8c, PK_BINUNICODE8, PK_BINBYTES8, PK_EMPTY_SET, PK_ADDITEMS, PK_FROZENSET, PK_NEWOBJ_EX, PK_STACK_GLOBAL,
    PK_MEMOIZE, PK_FRAME, PK_BYTEARRAY8, PK_NEXT_BUFFER, PK_READONLY_BUFFER
};

/* The module's state, an RgArray. */
enum {
    RG_PK_ERROR, RG_PK_PICKLING_ERROR, RG_PK_UNPICKLING_ERROR, RG_PK_PICKLER, RG_PK_UNPICKLER, RG_PK_BUFFER, RG_PK_MEMO, RG_PK_UNMEMO,
    RG_PK_DISPATCH_TABLE, RG_PK_EXTENSIONS, RG_PK_INVERTED, RG_PK_EXTENSION_CACHE, /* copyreg's */
    RG_PK_NAMES_2TO3, RG_PK_IMPORTS_2TO3, RG_PK_NAMES_3TO2, RG_PK_IMPORTS_3TO2,    /* _compat_pickle's */
    RG_PK_ENCODE, RG_PK_PARTIAL, RG_PK_GETATTR,                                    /* codecs.encode, functools.partial, getattr */
    RG_PK_SETSTATE, RG_PK_FIND_CLASS,                                              /* two names */
    RG_PK_BUILTINS, /* a str of its own, which only functions of builtins have as the name of their module */
    RG_PK_COUNT
};

/* Objects by identity and the order in which they came: an open-addressed table of pairs (object, number), half empty at least. */
typedef struct RgPickleMemo {
    RgArray *table; /* NULL: nothing in it */
    int64_t count;
} RgPickleMemo;

typedef struct RgPickler {
    RgObject head;
    RgBuffer *out;               /* what is written and not yet given to `write`; NULL at first */
    int64_t len, frame_start;    /* bytes in out; where the open frame's header is, -1: no frame is open */
    RgPickleMemo memo;
    RgDict *fast_memo;           /* containers that are being written in fast mode, from some depth on */
    /* Values, 0 when there is none: */
    RgValue write, persistent_id, dispatch_table, buffer_callback, reducer_override;
    int64_t fast;                /* as the program set it: no memo when not 0 */
    int fast_nesting, protocol, bin;
    bool framing, fix_imports;
} RgPickler;

typedef struct RgUnpickler {
    RgObject head;
    RgArray *stack;
    int64_t depth, fence;        /* values on the stack; those below the fence are not to be touched: the last mark */
    RgBuffer *marks;             /* int64_t each */
    int64_t mark_count;
    RgArray *memo;               /* values by number, 0: none */
    RgDict *sparse;              /* those whose numbers are far from what is used so far; or NULL */
    int64_t memo_count;
    RgBytes *input;              /* what was read, or NULL */
    const uint8_t *data;         /* its bytes */
    int64_t len, at, prefetched; /* how many; the next one; up to where they were read from the file and not only peeked at */
    /* Values, 0 when there is none: */
    RgValue read, readline, peek, buffers, persistent_load;
    RgStr *encoding, *errors;
    int protocol;
    bool fix_imports, made;
} RgUnpickler;

static inline RgValue rg_pickle_state(RgThread *th, int which) { return ((RgArray *)RG_MODULE_STATE(th, pickle))->items[which]; }
#define rg_pickling_error(th, ...) rg_raise_type((th), RG_AS(RgType, rg_pickle_state((th), RG_PK_PICKLING_ERROR)), __VA_ARGS__)
#define rg_unpickling_error(th, ...) rg_raise_type((th), RG_AS(RgType, rg_pickle_state((th), RG_PK_UNPICKLING_ERROR)), __VA_ARGS__)

/* pickle_memo.c */
int64_t rg_pickle_memo_find(const RgPickleMemo *memo, RgValue v); /* its number, -1: none */
/* owner: the cell that holds the memo. */
bool rg_pickle_memo_add(RgThread *th, void *owner, RgPickleMemo *memo, RgValue v, int64_t number) RG_CHECK_RESULT;
RgValue rg_pickler_memo_get(RgThread *th, RgValue self);
bool rg_pickler_memo_set(RgThread *th, RgValue self, RgValue value) RG_CHECK_RESULT;
RgValue rg_unpickler_memo_get(RgThread *th, RgValue self);
bool rg_unpickler_memo_set(RgThread *th, RgValue self, RgValue value) RG_CHECK_RESULT;
extern const RgTypeSpec rg_pickle_memo_spec, rg_pickle_unmemo_spec;

/* pickle_write.c */
bool rg_pickle_put(RgThread *th, RgPickler *p, const void *data, int64_t len) RG_CHECK_RESULT;
static inline bool rg_pickle_op(RgThread *th, RgPickler *p, int op)
{
    uint8_t byte = (uint8_t)op;
    return rg_pickle_put(th, p, &byte, 1);
}
bool rg_pickle_save(RgThread *th, RgPickler *p, RgValue v) RG_CHECK_RESULT;
bool rg_pickle_memoize(RgThread *th, RgPickler *p, RgValue v) RG_CHECK_RESULT;
bool rg_pickle_memo_ref(RgThread *th, RgPickler *p, int64_t number) RG_CHECK_RESULT;
bool rg_pickle_save_items(RgThread *th, RgPickler *p, RgValue it, bool pairs) RG_CHECK_RESULT; /* APPENDS or SETITEMS of an iterator */
/* Writes v as one whole pickle; what is behind the last flush stays in p->out. */
bool rg_pickle_dump(RgThread *th, RgPickler *p, RgValue v) RG_CHECK_RESULT;
bool rg_pickle_flush(RgThread *th, RgPickler *p) RG_CHECK_RESULT;

/* pickle_reduce.c: everything that goes by name or by __reduce_ex__. */
bool rg_pickle_save_other(RgThread *th, RgPickler *p, RgValue v) RG_CHECK_RESULT;
bool rg_pickle_save_reduce(RgThread *th, RgPickler *p, RgValue reduced, RgValue v /* or 0 */) RG_CHECK_RESULT;
bool rg_pickle_save_call(RgThread *th, RgPickler *p, RgValue callable, RgTuple *args, RgValue v /* or 0 */) RG_CHECK_RESULT;
/* The attribute `name` of root (parts: along the dots); *parent (may be NULL): what it was found on. RG_UNBOUND: absent. */
RgValue rg_pickle_getattr(RgThread *th, RgValue root, RgStr *name, bool parts, RgValue *parent);

/* pickle_pickler.c */
bool rg_pickler_setup(RgThread *th, RgPickler *p, RgValue protocol, RgValue fix_imports, RgValue buffer_callback) RG_CHECK_RESULT;
extern const RgTypeSpec rg_pickler_spec;

/* pickle_read.c */
RgValue rg_unpickle(RgThread *th, RgUnpickler *u);
RgValue rg_unpickle_truncated(RgThread *th);
bool rg_unpickle_push(RgThread *th, RgUnpickler *u, RgValue v) RG_CHECK_RESULT; /* v may be 0, raised */
RgValue rg_unpickle_pop(RgThread *th, RgUnpickler *u);
RgValue rg_unpickle_underflow(RgThread *th, const RgUnpickler *u);
int64_t rg_unpickle_marker(RgThread *th, RgUnpickler *u);   /* takes the last mark; -1: raised */
/* Drops what is above `from`. */
static inline void rg_unpickle_cut(RgUnpickler *u, int64_t from) { u->depth = from; }
RgTuple *rg_unpickle_pop_tuple(RgThread *th, RgUnpickler *u, int64_t from) RG_CHECK_RESULT; /* what is above `from` */
bool rg_unpickle_memo_put(RgThread *th, RgUnpickler *u, int64_t number, RgValue v) RG_CHECK_RESULT;
RgValue rg_unpickle_memo_at(RgThread *th, const RgUnpickler *u, int64_t number); /* 0: none */

/* pickle_build.c: the opcodes that make objects or change them. 1: done; 0: raised; -1: op is none of these. */
int rg_unpickle_build_op(RgThread *th, RgUnpickler *u, int op);
RgValue rg_unpickle_find_class(RgThread *th, RgUnpickler *u, RgValue module, RgValue name);

/* pickle_input.c: `n` bytes, valid until the next call; NULL: raised. */
const uint8_t *rg_unpickle_read_slow(RgThread *th, RgUnpickler *u, int64_t n) RG_CHECK_RESULT;
static inline const uint8_t *rg_unpickle_bytes(RgThread *th, RgUnpickler *u, int64_t n)
{
    if (RG_UNLIKELY(n > u->len - u->at)) return rg_unpickle_read_slow(th, u, n);
    u->at += n;
    return u->data + u->at - n;
}
const uint8_t *rg_unpickle_line(RgThread *th, RgUnpickler *u, int64_t *len) RG_CHECK_RESULT; /* with its end */
bool rg_unpickle_skip_read(RgThread *th, RgUnpickler *u) RG_CHECK_RESULT; /* what was only peeked at and used is read */
bool rg_unpickle_input(RgThread *th, RgUnpickler *u, RgValue data) RG_CHECK_RESULT;
bool rg_unpickler_file(RgThread *th, RgUnpickler *u, RgValue file) RG_CHECK_RESULT;

/* pickle_unpickler.c: options: fix_imports, encoding, errors, buffers. */
bool rg_unpickler_setup(RgThread *th, RgUnpickler *u, const RgValue *options) RG_CHECK_RESULT;
extern const RgTypeSpec rg_unpickler_spec;

/* pickle_buffer.c: PickleBuffer. */
typedef struct RgPickleBuffer {
    RgObject head;
    RgValue object, view; /* what is wrapped, and a memoryview of it; 0 once released */
} RgPickleBuffer;
extern const RgTypeSpec rg_pickle_buffer_spec;
static inline bool rg_is_pickle_buffer(RgThread *th, RgValue v)
{
    return rg_is_object(v) && rg_type_of(th->rt, v) == RG_AS(RgType, rg_pickle_state(th, RG_PK_BUFFER));
}

#endif
