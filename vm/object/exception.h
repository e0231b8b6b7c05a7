/* SPDX-License-Identifier: MIT
 *
 * exception.h: exception objects and tracebacks. All exception kinds share RgException (kind exception_); the types with more fields
 * (OSError, StopIteration, SyntaxError, ...) keep them in `fields`, by the indices below.
 */
#ifndef RG_OBJECT_EXCEPTION_H
#define RG_OBJECT_EXCEPTION_H

#include "vm/object/function.h"

typedef struct RgException {
    RgObject head;
    RgTuple *args;
    RgValue traceback, context, cause; /* object or RG_NONE */
    RgValue notes;                     /* list or 0 (__notes__ lives in attrs in CPython; mirrored there) */
    bool suppress_context;
    RgValue fields[8];                 /* by type, 0 = unset */
    RgAttrs attrs;                     /* __dict__; last: no inline slots */
} RgException;
#define RG_EXCEPTION(v) RG_AS(RgException, v)
static inline bool rg_is_exception(RgValue v) { return rg_is_kind(v, RG_KIND_exception_); }
enum { /* indices of fields */
    RG_XF_STOP_VALUE = 0, RG_XF_EXIT_CODE = 0,
    RG_XF_OS_ERRNO = 0, RG_XF_OS_STRERROR, RG_XF_OS_FILENAME, RG_XF_OS_FILENAME2, RG_XF_OS_WRITTEN,
    RG_XF_IMPORT_MSG = 0, RG_XF_IMPORT_NAME, RG_XF_IMPORT_PATH,
    RG_XF_NAME_NAME = 0, /* NameError.name */ RG_XF_ATTR_NAME = 0, RG_XF_ATTR_OBJ,
    RG_XF_SYN_MSG = 0, RG_XF_SYN_FILENAME, RG_XF_SYN_LINENO, RG_XF_SYN_OFFSET, RG_XF_SYN_TEXT, RG_XF_SYN_END_LINENO, RG_XF_SYN_END_OFFSET, RG_XF_SYN_PRINT,
    RG_XF_UNI_ENCODING = 0, RG_XF_UNI_OBJECT, RG_XF_UNI_START, RG_XF_UNI_END, RG_XF_UNI_REASON,
    RG_XF_EG_MESSAGE = 0, RG_XF_EG_EXCEPTIONS
};
RgValue rg_exception_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs); /* calls type(*args) */
/* The MemoryError to raise when nothing can be allocated. */
RgValue rg_exception_no_memory(RgThread *th);
/* raise X / raise X from Y as the RAISE opcode does: exc is a class or an instance, cause RG_UNBOUND when absent. Leaves
 * the exception pending; always RG_ERROR. */
RgValue rg_exception_do_raise(RgThread *th, RgValue exc, RgValue cause);
bool rg_exception_set_traceback(RgThread *th, RgValue exception, RgValue traceback) RG_CHECK_RESULT;
/* except: type_or_tuple must hold classes that derive from BaseException, else TypeError. 1, 0, -1. */
int rg_exception_check_match(RgThread *th, RgValue exception, RgValue type_or_tuple);
/* except*: splits exc by type: *match and *rest are exceptions or RG_NONE. */
bool rg_exception_group_match(RgThread *th, RgValue exc, RgValue type, RgValue *match, RgValue *rest) RG_CHECK_RESULT;
/* End of a try-except*: what must be raised from the original and the list of raised and unhandled, or RG_NONE. */
RgValue rg_exception_prep_reraise_star(RgThread *th, RgValue original, RgValue list);
/* vm/type/exc_group_type.c: group.derive(exceptions) with the metadata of group. */
RgValue rg_exception_group_subset(RgThread *th, RgValue group, RgList *exceptions);

typedef struct RgTraceback {
    RgObject head;
    RgValue next;      /* traceback or RG_NONE */
    RgValue frame;     /* frame object */
    RgCodeObject *code;
    uint32_t word;     /* offset of the instruction in the code's words */
    int32_t lineno;
} RgTraceback;
/* vm/interp/unwind.c: text of traceback and exception as CPython prints it (carets, notes, chains, groups). */
bool rg_traceback_print(RgThread *th, RgValue exception, RgValue file /* object with write, or 0: standard error */);
RgStr *rg_traceback_format(RgThread *th, RgValue exception);

#endif
