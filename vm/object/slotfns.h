/* SPDX-License-Identifier: MIT
 *
 * slotfns.h: slot functions of classes: each looks a dunder up on the type of its operand and calls it (slotfns.c).
 * For slot.c and slotfns.c, and for those who ask whether a slot is a method of a class. RG_SLOTFN_<wrapper kind>(field) names the function of a row of slots.def.
 */
#ifndef RG_OBJECT_SLOTFNS_H
#define RG_OBJECT_SLOTFNS_H

#include "vm/object/type.h"

#define RG_SLOTFN_UNARY(F) rg_slotfn_##F##_UNARY
#define RG_SLOTFN_BINARY(F) rg_slotfn_##F##_BINARY
#define RG_SLOTFN_NUMBER(F) rg_slotfn_##F##_NUMBER
#define RG_SLOTFN_NUMBER_R(F) rg_slotfn_##F##_NUMBER
#define RG_SLOTFN_POW(F) rg_slotfn_pow
#define RG_SLOTFN_POW_R(F) rg_slotfn_pow
#define RG_SLOTFN_COMPARE(F) rg_slotfn_compare
#define RG_SLOTFN_HASH(F) rg_slotfn_hash
#define RG_SLOTFN_CALL(F) rg_slotfn_call
#define RG_SLOTFN_GETATTR(F) rg_slot_getattro
#define RG_SLOTFN_GETATTR_HOOK(F) rg_slot_getattr_hook
#define RG_SLOTFN_SETATTR(F) rg_slot_setattro
#define RG_SLOTFN_DELATTR(F) rg_slot_setattro
#define RG_SLOTFN_NEXT(F) rg_slotfn_next
#define RG_SLOTFN_DESCR_GET(F) rg_slotfn_descr_get
#define RG_SLOTFN_DESCR_SET(F) rg_slotfn_descr_set
#define RG_SLOTFN_DESCR_DELETE(F) rg_slotfn_descr_set
#define RG_SLOTFN_INIT(F) rg_slot_init
#define RG_SLOTFN_NEW(F) rg_slot_new
#define RG_SLOTFN_DEL(F) rg_slotfn_del
#define RG_SLOTFN_LEN(F) rg_slotfn_len
#define RG_SLOTFN_SETITEM(F) rg_slotfn_setitem
#define RG_SLOTFN_DELITEM(F) rg_slotfn_setitem
#define RG_SLOTFN_CONTAINS(F) rg_slotfn_contains
#define RG_SLOTFN_TRUTH(F) rg_slotfn_truth

/* Rows whose function is made from a template in slotfns.c: X(field, dunder) and X(field, dunder, reflected dunder). */
#define RG_SLOTFN_UNARIES(X) \
    X(repr, __repr__) X(str, __str__) X(neg, __neg__) X(pos, __pos__) X(abs, __abs__) X(invert, __invert__) \
    X(int_, __int__) X(float_, __float__) X(index, __index__) X(await, __await__) X(aiter, __aiter__) X(anext, __anext__)
#define RG_SLOTFN_BINARIES(X) \
    X(getitem, __getitem__) X(iadd, __iadd__) X(isub, __isub__) X(imul, __imul__) X(itruediv, __itruediv__) \
    X(ifloordiv, __ifloordiv__) X(imod, __imod__) X(ipow, __ipow__) X(ilshift, __ilshift__) X(irshift, __irshift__) \
    X(iand, __iand__) X(ixor, __ixor__) X(ior, __ior__) X(imatmul, __imatmul__)
#define RG_SLOTFN_NUMBERS(X) \
    X(add, __add__, __radd__) X(sub, __sub__, __rsub__) X(mul, __mul__, __rmul__) X(truediv, __truediv__, __rtruediv__) \
    X(floordiv, __floordiv__, __rfloordiv__) X(mod, __mod__, __rmod__) X(divmod, __divmod__, __rdivmod__) \
    X(lshift, __lshift__, __rlshift__) X(rshift, __rshift__, __rrshift__) X(and_, __and__, __rand__) \
    X(xor_, __xor__, __rxor__) X(or_, __or__, __ror__) X(matmul, __matmul__, __rmatmul__)

#define DECLARE(F, D) RgValue rg_slotfn_##F##_UNARY(RgThread *th, RgValue self);
RG_SLOTFN_UNARIES(DECLARE)
#undef DECLARE
#define DECLARE(F, D) RgValue rg_slotfn_##F##_BINARY(RgThread *th, RgValue self, RgValue other);
RG_SLOTFN_BINARIES(DECLARE)
#undef DECLARE
#define DECLARE(F, D, R) RgValue rg_slotfn_##F##_NUMBER(RgThread *th, RgValue a, RgValue b);
RG_SLOTFN_NUMBERS(DECLARE)
#undef DECLARE
RgValue rg_slotfn_iter_UNARY(RgThread *th, RgValue self);
RgValue rg_slotfn_pow(RgThread *th, RgValue a, RgValue b, RgValue mod);
RgValue rg_slotfn_compare(RgThread *th, RgValue a, RgValue b, RgCmp op);
bool rg_slotfn_hash(RgThread *th, RgValue self, int64_t *out);
RgValue rg_slotfn_call(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames);
RgValue rg_slotfn_next(RgThread *th, RgValue self);
RgValue rg_slotfn_descr_get(RgThread *th, RgValue self, RgValue obj, RgValue type);
bool rg_slotfn_descr_set(RgThread *th, RgValue self, RgValue obj, RgValue value);
void rg_slotfn_del(RgThread *th, RgValue self);
int64_t rg_slotfn_len(RgThread *th, RgValue self);
int64_t rg_slotfn_len_result(RgThread *th, RgValue v); /* what __len__() has returned as a length; -1 raised */
bool rg_slotfn_setitem(RgThread *th, RgValue self, RgValue key, RgValue value);
int rg_slotfn_contains(RgThread *th, RgValue self, RgValue item);
int rg_slotfn_truth(RgThread *th, RgValue self);
int rg_slotfn_truth_result(RgThread *th, RgValue v); /* what __bool__() has returned */
extern const uint16_t rg_slotfn_compare_names[]; /* symbols of the methods, by RgCmp */

/* slot.c / slotfns.c */
bool rg_slot_add_new(RgThread *th, RgType *type);   /* __new__ of a builtin type into its dict */
bool rg_slot_is_native_new(RgValue descr);          /* descr is such a __new__ */
const char *rg_slot_signature(const RgSlotRow *row);
const char *rg_slot_doc(const RgSlotRow *row);

#endif
