/* SPDX-License-Identifier: MIT
 *
 * protocol.h: the abstract operations on any value (number.c, compare.c, iter.c, seq.c implement them).
 */
#ifndef RG_OBJECT_PROTOCOL_H
#define RG_OBJECT_PROTOCOL_H

#include "vm/object/call.h"

/* ---- numbers (number.c): full Python semantics of a op b, with reflected forms and CPython's messages ---- */
typedef enum RgArith { /* order of op table rows in number.c; names follow the opcodes */
    RG_ADD, RG_SUB, RG_MUL, RG_TRUEDIV, RG_FLOORDIV, RG_MOD, RG_POW, RG_AND, RG_OR, RG_XOR, RG_SHL, RG_SHR, RG_MATMUL, RG_DIVMOD
} RgArith;
RgValue rg_number_binary(RgThread *th, RgArith op, RgValue a, RgValue b);
RgValue rg_number_inplace(RgThread *th, RgArith op, RgValue a, RgValue b);
/* The method that an operator calls first when that is a class's: a caller may call method(self, other) itself, and go on
 * with the rest when the result is NotImplemented. */
typedef struct RgOperator {
    RgValue method, self, other;
    uint32_t rest;
} RgOperator;
bool rg_number_first(RgThread *th, RgArith op, bool inplace, RgValue a, RgValue b, RgOperator *first); /* runs nothing */
RgValue rg_number_rest(RgThread *th, uint32_t rest, RgValue a, RgValue b);
RgValue rg_number_pow(RgThread *th, RgValue a, RgValue b, RgValue mod);
RgValue rg_number_neg(RgThread *th, RgValue v);
RgValue rg_number_pos(RgThread *th, RgValue v);
RgValue rg_number_invert(RgThread *th, RgValue v);
RgValue rg_number_abs(RgThread *th, RgValue v);
RgValue rg_number_index(RgThread *th, RgValue v);  /* operator.index: an int (bool becomes int only via int subclass rules) */
RgValue rg_number_int(RgThread *th, RgValue v);    /* int(v) without base */
RgValue rg_number_float(RgThread *th, RgValue v);  /* float(v) */
bool rg_number_as_double(RgThread *th, RgValue v, double *out) RG_CHECK_RESULT;     /* PyFloat_AsDouble */
bool rg_number_as_i64(RgThread *th, RgValue v, int64_t *out) RG_CHECK_RESULT;       /* __index__; OverflowError when too large */
bool rg_number_as_index(RgThread *th, RgValue v, int64_t *out, RgExc overflow) RG_CHECK_RESULT; /* PyNumber_AsSsize_t; clips when overflow is RG_EXC_BaseException */

/* ---- truth and comparison (compare.c) ---- */
int rg_truth(RgThread *th, RgValue v);             /* 1, 0, -1 raised */
RgValue rg_compare(RgThread *th, RgValue a, RgValue b, RgCmp op);
bool rg_compare_first(RgThread *th, RgCmp op, RgValue a, RgValue b, RgOperator *first); /* as rg_number_first */
RgValue rg_compare_rest(RgThread *th, uint32_t rest, RgValue a, RgValue b);
int rg_compare_bool(RgThread *th, RgValue a, RgValue b, RgCmp op); /* identity implies equality, as PyObject_RichCompareBool */
bool rg_hash(RgThread *th, RgValue v, int64_t *out) RG_CHECK_RESULT;
bool rg_identical(RgValue a, RgValue b);           /* `is`: words equal; equal floats and ints are identical words */

/* ---- text ---- */
RgStr *rg_repr(RgThread *th, RgValue v);
RgStr *rg_str_of(RgThread *th, RgValue v);
RgStr *rg_ascii(RgThread *th, RgValue v);
RgStr *rg_format_value(RgThread *th, RgValue v, RgStr *spec /* or NULL */);

/* ---- iteration (iter.c) ---- */
RgValue rg_iter(RgThread *th, RgValue v);
RgValue rg_iter_next(RgThread *th, RgValue it);    /* RG_STOP when exhausted (StopIteration is cleared), RG_ERROR raised */
bool rg_is_iterator(RgThread *th, RgValue v);
/* Calls fn for each item until it returns false (then: result false with fn's exception pending, or true if none is). */
bool rg_iterate(RgThread *th, RgValue iterable, bool (*fn)(RgThread *th, RgValue item, void *data), void *data) RG_CHECK_RESULT;
int64_t rg_length_hint(RgThread *th, RgValue v, int64_t fallback); /* -1: raised */
RgTuple *rg_to_tuple(RgThread *th, RgValue iterable); /* tuple(v), shares exact tuples */
RgList *rg_to_list(RgThread *th, RgValue iterable);   /* list(v), always new */
RgList *rg_to_list_fast(RgThread *th, RgValue iterable); /* list(iter(v)), which asks v for no length */

/* ---- items (seq.c) ---- */
int64_t rg_len(RgThread *th, RgValue v);           /* -1: raised */
RgValue rg_getitem(RgThread *th, RgValue v, RgValue key); /* types: __class_getitem__ */
bool rg_setitem(RgThread *th, RgValue v, RgValue key, RgValue value) RG_CHECK_RESULT;
bool rg_delitem(RgThread *th, RgValue v, RgValue key) RG_CHECK_RESULT;
int rg_contains(RgThread *th, RgValue container, RgValue item);
bool rg_is_sequence(RgThread *th, RgValue v);      /* PySequence_Check */
bool rg_is_mapping(RgThread *th, RgValue v);
/* Slice indices: start, stop, step (values or RG_NONE) against length, clipped as PySlice_AdjustIndices; *count = items. */
bool rg_slice_unpack(RgThread *th, RgValue slice, int64_t *start, int64_t *stop, int64_t *step) RG_CHECK_RESULT;
int64_t rg_slice_adjust(int64_t length, int64_t *start, int64_t *stop, int64_t step);
typedef struct RgSlice { RgObject head; RgValue start, stop, step; } RgSlice;
RgValue rg_slice_new(RgThread *th, RgValue start, RgValue stop, RgValue step);

/* isinstance / issubclass with hooks: 1, 0, -1 raised. */
int rg_is_instance(RgThread *th, RgValue v, RgValue cls);
int rg_is_subclass(RgThread *th, RgValue v, RgValue cls);

/* The same without hooks (type.__instancecheck__, type.__subclasscheck__). */
int rg_is_instance_real(RgThread *th, RgValue v, RgValue cls);
int rg_is_subclass_real(RgThread *th, RgValue v, RgValue cls);

/* ---- buffers: bytes-like objects. While a view is held a bytearray refuses to resize. ---- */
typedef struct RgBufferView {
    RgValue owner;
    uint8_t *data;
    int64_t len; /* bytes */
    bool readonly;
    bool counted;          /* release must give an export back */
    char format[4];        /* struct code of the items, "B" for bytes */
    int64_t itemsize;
    int64_t *exports;      /* count of an RgExports (vm/object/bytes.h), which memoryviews share with the owner; or NULL */
} RgBufferView;
bool rg_buffer_get(RgThread *th, RgValue v, RgBufferView *out, bool writable) RG_CHECK_RESULT; /* TypeError as CPython */
void rg_buffer_release(RgBufferView *view);
bool rg_buffer_supported(RgValue v);

#endif
