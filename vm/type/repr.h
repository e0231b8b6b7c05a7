/* SPDX-License-Identifier: MIT
 *
 * repr.h: the recursion guard of reprs, and what the sequence types share.
 */
#ifndef RG_TYPE_REPR_H
#define RG_TYPE_REPR_H

#include "vm/object/protocol.h"
#include "vm/object/str.h"

/* Objects whose repr is being made, innermost first; entries live on the C stack. */
typedef struct RgReprEntry {
    RgValue object;
    struct RgReprEntry *prev;
} RgReprEntry;
/* False: obj is being shown already (show "..." instead). Otherwise rg_repr_leave must follow. */
bool rg_repr_enter(RgThread *th, RgReprEntry *entry, RgValue obj);
static inline void rg_repr_leave(RgThread *th, RgReprEntry *entry) { th->repr_active = entry->prev; }
/* Adds the repr of v; false: raised. */
bool rg_repr_add(RgStrBuilder *b, RgThread *th, RgValue v) RG_CHECK_RESULT;

/* Items that may change while Python code runs. */
typedef struct RgItemsView { RgValue *const *items; const int64_t *length; } RgItemsView;
RgValue rg_items_compare(RgThread *th, RgItemsView a, RgItemsView b, RgCmp op);
int rg_items_contain(RgThread *th, RgItemsView v, RgValue item);
/* seq.index(value, start, stop): -1 absent, -2 raised; args: value, start, stop (RG_UNBOUND: not given). */
int64_t rg_items_index(RgThread *th, RgItemsView v, const RgValue *args);
RgValue rg_items_count(RgThread *th, RgItemsView v, RgValue item);
/* Index of a subscript: true with *out made non-negative and in range; IndexError says "<what> out of range"; a key that is
 * no index gives TypeError with type_text (a format for %T). */
bool rg_items_subscript(RgThread *th, RgValue key, int64_t length, const char *what, const char *type_text, int64_t *out)
    RG_CHECK_RESULT;
/* The count of a repetition (negative becomes 0): 1; 0: v is no index; -1 raised. */
int rg_repeat_count(RgThread *th, RgValue v, int64_t *out);
/* For __class_getitem__ rows of method tables. */
RgValue rg_method_class_getitem(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
#define RG_METHOD_CLASS_GETITEM \
    RG_METHOD_F("__class_getitem__", "($type, item, /)", "See PEP 585.", rg_method_class_getitem, RG_MF_CLASS | RG_MF_NO_SIGNATURE)

#endif
