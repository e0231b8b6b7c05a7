/* SPDX-License-Identifier: MIT
 *
 * exception_types.c: BaseException and the exceptions that keep more than their arguments.
 * Always holds: fields of an exception are set by its __init__ (OSError: by __new__); 0 reads as None.
 */
#include <errno.h>
#include "vm/type/exception_types.h"
#include "vm/interp/interp.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static void trace(RgMarker *marker, void *cell)
{
    RgException *e = cell;
    rg_mark_cell(marker, e->args);
    rg_mark_value(marker, e->traceback);
    rg_mark_value(marker, e->context);
    rg_mark_value(marker, e->cause);
    rg_mark_value(marker, e->notes);
    rg_mark_values(marker, e->fields, RG_COUNT_OF(e->fields));
}

static RgException *exc(RgValue v) { return RG_EXCEPTION(v); }
static void store(RgException *e, int field, RgValue v) { rg_gc_store(e, &e->fields[field], v); }
static bool given(const RgTuple *kwnames) { return kwnames && rg_tuple_len(kwnames); }

/* ---- BaseException ---- */

RgValue rg_base_exception_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)kwnames;
    RgException *e = rg_object_new_of(th, type, 0);
    RgTuple *t = e ? rg_tuple_from(th, args, nargs) : NULL;
    if (!t) return RG_ERROR;
    rg_gc_store_ptr(e, &e->args, t);
    e->traceback = e->context = e->cause = RG_NONE;
    return rg_from_ptr(e);
}

static bool set_args(RgThread *th, RgException *e, const RgValue *args, size_t nargs)
{
    if (e->args && rg_tuple_len(e->args) == nargs) {
        size_t i = 0;
        while (i < nargs && e->args->items[i] == args[i]) i++;
        if (i == nargs) return true; /* __new__ was given the same */
    }
    RgTuple *t = rg_tuple_from(th, args, nargs);
    if (t) rg_gc_store_ptr(e, &e->args, t);
    return t != NULL;
}

bool rg_base_exception_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (given(kwnames)) return rg_args_no_kw(th, rg_type_of(th->rt, self)->cname, kwnames);
    return set_args(th, exc(self), args, nargs);
}

RgValue rg_base_exception_str(RgThread *th, RgValue self)
{
    RgTuple *args = exc(self)->args;
    size_t n = args ? rg_tuple_len(args) : 0;
    if (n == 0) return rg_from_ptr(th->rt->empty_str);
    return rg_from_ptr(rg_str_of(th, n == 1 ? args->items[0] : rg_from_ptr(args)));
}

static RgValue base_repr(RgThread *th, RgValue self)
{
    RgTuple *args = exc(self)->args ? exc(self)->args : th->rt->empty_tuple;
    RgStr *name = rg_type_of(th->rt, self)->name;
    if (rg_tuple_len(args) == 1) return rg_from_ptr(rg_format(th, "%U(%R)", name, args->items[0]));
    return rg_from_ptr(rg_format(th, "%U%R", name, rg_from_ptr(args)));
}

static RgValue state_of(RgThread *th, RgValue self)
{
    RgObject *o = rg_as_object(self);
    RgAttrs *attrs = rg_attrs(o);
    if (!attrs || (!attrs->extra && !o->shape->count)) return 0;
    RgDict *d = rg_attr_dict(th, self);
    return d && d->count ? rg_from_ptr(d) : 0;
}

RgValue rg_exception_reduce_with(RgThread *th, RgValue self, RgTuple *args, RgValue state)
{
    RgValue type = rg_from_ptr(rg_type_of(th->rt, self));
    if (!state) state = state_of(th, self);
    if (rg_raised(th)) return RG_ERROR;
    if (state) return rg_from_ptr(rg_tuple_pack(th, 3, type, rg_from_ptr(args), state));
    return rg_from_ptr(rg_tuple_pack(th, 2, type, rg_from_ptr(args)));
}

static RgValue base_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    return rg_exception_reduce_with(th, self, exc(self)->args, 0);
}

static RgValue base_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    if (args[0] == RG_NONE) return RG_NONE;
    if (!rg_is_dict(args[0])) return rg_raise(th, RG_EXC_TypeError, "state is not a dictionary");
    uint32_t i = 0;
    RgValue key, value;
    while (rg_dict_next(RG_DICT(args[0]), &i, &key, &value)) {
        if (!rg_is_str(key)) return rg_raise(th, RG_EXC_TypeError, "attribute name must be string, not '%T'", key);
        if (!rg_attr_set(th, self, RG_STR(key), value)) return RG_ERROR;
    }
    return RG_NONE;
}

static RgValue base_with_traceback(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    return rg_exception_set_traceback(th, self, args[0]) ? self : RG_ERROR;
}

static RgValue base_add_note(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "note must be a str, not '%T'", args[0]);
    RgValue notes = rg_attr_lookup(th, self, RG_SYM(th, __notes__));
    if (!notes) return RG_ERROR;
    if (notes == RG_UNBOUND) {
        notes = rg_from_ptr(rg_list_new(th, 1));
        if (!notes || !rg_attr_set(th, self, RG_SYM(th, __notes__), notes)) return RG_ERROR;
        rg_gc_store(exc(self), &exc(self)->notes, notes);
    } else if (!rg_is_list(notes)) {
        return rg_raise(th, RG_EXC_TypeError, "Cannot add note: __notes__ is not a list");
    }
    return rg_list_append(th, RG_LIST(notes), args[0]) ? RG_NONE : RG_ERROR;
}

static RgValue get_args(RgThread *th, RgValue self) { return rg_from_ptr(exc(self)->args ? exc(self)->args : th->rt->empty_tuple); }
static bool set_args_attr(RgThread *th, RgValue self, RgValue value)
{
    if (value == RG_UNBOUND) {
        rg_raise(th, RG_EXC_TypeError, "args may not be deleted");
        return false;
    }
    RgTuple *t = rg_to_tuple(th, value);
    if (t) rg_gc_store_ptr(exc(self), &exc(self)->args, t);
    return t != NULL;
}
static RgValue get_traceback(RgThread *th, RgValue self) { return (void)th, exc(self)->traceback ? exc(self)->traceback : RG_NONE; }
static bool set_traceback(RgThread *th, RgValue self, RgValue value)
{
    if (value != RG_UNBOUND) return rg_exception_set_traceback(th, self, value);
    rg_raise(th, RG_EXC_TypeError, "__traceback__ may not be deleted");
    return false;
}

static bool set_link(RgThread *th, RgException *e, RgValue *slot, RgValue value, const char *name, const char *what)
{
    if (value == RG_UNBOUND) {
        rg_raise(th, RG_EXC_TypeError, "%s may not be deleted", name);
        return false;
    }
    if (value != RG_NONE && !rg_is_exception(value)) {
        rg_raise(th, RG_EXC_TypeError, "exception %s must be None or derive from BaseException", what);
        return false;
    }
    rg_gc_store(e, slot, value);
    return true;
}
static RgValue get_context(RgThread *th, RgValue self) { return (void)th, exc(self)->context ? exc(self)->context : RG_NONE; }
static bool set_context(RgThread *th, RgValue self, RgValue v)
{
    return set_link(th, exc(self), &exc(self)->context, v, "__context__", "context");
}
static RgValue get_cause(RgThread *th, RgValue self) { return (void)th, exc(self)->cause ? exc(self)->cause : RG_NONE; }
static bool set_cause(RgThread *th, RgValue self, RgValue v)
{
    if (!set_link(th, exc(self), &exc(self)->cause, v, "__cause__", "cause")) return false;
    exc(self)->suppress_context = true;
    return true;
}
static RgValue get_suppress(RgThread *th, RgValue self) { return (void)th, rg_from_bool(exc(self)->suppress_context); }
static bool set_suppress(RgThread *th, RgValue self, RgValue v)
{
    if (v == RG_UNBOUND || !rg_is_bool(v)) {
        rg_raise(th, RG_EXC_TypeError, v == RG_UNBOUND ? "can't delete numeric/char attribute" : "attribute value type must be bool");
        return false;
    }
    exc(self)->suppress_context = v == RG_TRUE;
    return true;
}

static const RgMethodDef base_methods[] = {
    RG_METHOD("__reduce__", "($self, /)", NULL, base_reduce),
    RG_METHOD("__setstate__", "($self, state, /)", NULL, base_setstate),
    RG_METHOD("with_traceback", "($self, tb, /)", "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self.",
              base_with_traceback),
    RG_METHOD("add_note", "($self, note, /)", "Exception.add_note(note) --\n    add a note to the exception", base_add_note),
    RG_METHOD_END,
};
static const RgGetSetDef base_getset[] = {
    {"__suppress_context__", get_suppress, set_suppress, NULL},
    {"__dict__", rg_object_get_dict, rg_object_set_dict, NULL},
    {"args", get_args, set_args_attr, NULL},
    {"__traceback__", get_traceback, set_traceback, NULL},
    {"__context__", get_context, set_context, "exception context"},
    {"__cause__", get_cause, set_cause, "exception cause"},
    RG_GETSET_END,
};

#define BASE_LAYOUT .flags = RG_TF_BASETYPE | RG_TF_ATTRS | RG_TF_EXCEPTION, .basicsize = sizeof(RgException), .cell = {"exception", trace, NULL}
const RgTypeSpec rg_spec_exception_ = {BASE_LAYOUT, .doc = NULL};
static const RgTypeSpec base_spec = {
    BASE_LAYOUT,
    .slots = {.repr = base_repr, .str = rg_base_exception_str, .init = rg_base_exception_init, .new_ = rg_base_exception_new,
              .getattro = rg_attr_generic_get, .setattro = rg_attr_generic_set},
    .methods = base_methods,
    .getset = base_getset,
};
#undef BASE_LAYOUT

/* Plain subclasses: __new__ and __init__ of their own, as CPython shows them, and nothing else. */
static const RgTypeSpec plain_spec = {.flags = RG_TF_BASETYPE, .slots = {.init = rg_base_exception_init, .new_ = rg_base_exception_new}};

/* ---- fields as attributes ---- */

#define FIELD(I)                                                                                                  \
    static RgValue get_field_##I(RgThread *th, RgValue self) { return (void)th, exc(self)->fields[I] ? exc(self)->fields[I] : RG_NONE; } \
    static bool set_field_##I(RgThread *th, RgValue self, RgValue v)                                               \
    {                                                                                                             \
        (void)th;                                                                                                 \
        store(exc(self), I, v == RG_UNBOUND ? 0 : v);                                                             \
        return true;                                                                                              \
    }
FIELD(0) FIELD(1) FIELD(2) FIELD(3) FIELD(4) FIELD(5) FIELD(6) FIELD(7)
#undef FIELD
#define ROW(NAME, I, DOC) {NAME, get_field_##I, set_field_##I, DOC}

/* ---- StopIteration, SystemExit, KeyError ---- */

static bool stop_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_base_exception_init(th, self, args, nargs, kwnames)) return false;
    store(exc(self), RG_XF_STOP_VALUE, nargs ? args[0] : RG_NONE);
    return true;
}
static const RgGetSetDef stop_getset[] = {ROW("value", 0, "generator return value"), RG_GETSET_END};
static const RgTypeSpec stop_spec = {.flags = RG_TF_BASETYPE | RG_TF_SOLID, .slots = {.init = stop_init, .new_ = rg_base_exception_new}, .getset = stop_getset};

static bool exit_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_base_exception_init(th, self, args, nargs, kwnames)) return false;
    store(exc(self), RG_XF_EXIT_CODE, nargs == 0 ? RG_NONE : nargs == 1 ? args[0] : rg_from_ptr(exc(self)->args));
    return true;
}
static const RgGetSetDef exit_getset[] = {ROW("code", 0, "exception code"), RG_GETSET_END};
static const RgTypeSpec exit_spec = {.flags = RG_TF_BASETYPE | RG_TF_SOLID, .slots = {.init = exit_init, .new_ = rg_base_exception_new}, .getset = exit_getset};

static RgValue key_str(RgThread *th, RgValue self)
{
    RgTuple *args = exc(self)->args;
    if (args && rg_tuple_len(args) == 1) return rg_from_ptr(rg_repr(th, args->items[0]));
    return rg_base_exception_str(th, self);
}
static const RgTypeSpec key_spec = {.flags = RG_TF_BASETYPE, .slots = {.str = key_str, .init = rg_base_exception_init, .new_ = rg_base_exception_new}};

/* ---- exceptions with keyword-only fields: ImportError, NameError, AttributeError ---- */

/* Sets fields from keywords that are in names; other keywords are an error. */
static bool take_keywords(RgThread *th, RgException *e, const char *const *names, const uint8_t *fields, size_t n, const char *type,
                          const RgValue *values, RgTuple *kwnames)
{
    for (size_t i = 0; i < n; i++) store(e, fields[i], 0);
    for (size_t k = 0; kwnames && k < rg_tuple_len(kwnames); k++) {
        size_t i = 0;
        while (i < n && !rg_str_equal_cstr(RG_STR(kwnames->items[k]), names[i])) i++;
        if (i == n) {
            rg_raise(th, RG_EXC_TypeError, "'%U' is an invalid keyword argument for %s()", RG_STR(kwnames->items[k]), type);
            return false;
        }
        store(e, fields[i], values[k]);
    }
    return true;
}

static bool import_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    static const char *const names[] = {"name", "path"};
    static const uint8_t fields[] = {RG_XF_IMPORT_NAME, RG_XF_IMPORT_PATH};
    if (!set_args(th, exc(self), args, nargs)) return false;
    if (!take_keywords(th, exc(self), names, fields, 2, "ImportError", args + nargs, kwnames)) return false;
    store(exc(self), RG_XF_IMPORT_MSG, nargs == 1 ? args[0] : 0);
    return true;
}
static RgValue import_str(RgThread *th, RgValue self)
{
    RgValue msg = exc(self)->fields[RG_XF_IMPORT_MSG];
    return msg && rg_is_exact(msg, RG_KIND_str) ? msg : rg_base_exception_str(th, self);
}
static RgValue import_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    RgException *e = exc(self);
    RgValue state = state_of(th, self);
    if (e->fields[RG_XF_IMPORT_NAME] || e->fields[RG_XF_IMPORT_PATH]) {
        RgDict *d = state ? rg_dict_copy(th, RG_DICT(state)) : rg_dict_new(th);
        if (!d) return RG_ERROR;
        if (e->fields[RG_XF_IMPORT_NAME] && !rg_dict_set_str(th, d, RG_SYM(th, name), e->fields[RG_XF_IMPORT_NAME])) return RG_ERROR;
        if (e->fields[RG_XF_IMPORT_PATH] && !rg_dict_set_str(th, d, RG_SYM(th, path), e->fields[RG_XF_IMPORT_PATH])) return RG_ERROR;
        state = rg_from_ptr(d);
    }
    return rg_exception_reduce_with(th, self, e->args, state);
}
static const RgMethodDef import_methods[] = {RG_METHOD("__reduce__", "($self, /)", NULL, import_reduce), RG_METHOD_END};
static const RgGetSetDef import_getset[] = {ROW("msg", 0, "exception message"), ROW("name", 1, "module name"), ROW("path", 2, "module path"), RG_GETSET_END};
static const RgTypeSpec import_spec = {.flags = RG_TF_BASETYPE | RG_TF_SOLID,
                                       .slots = {.str = import_str, .init = import_init, .new_ = rg_base_exception_new},
                                       .methods = import_methods,
                                       .getset = import_getset};

static bool name_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    static const char *const names[] = {"name"};
    static const uint8_t fields[] = {RG_XF_NAME_NAME};
    return set_args(th, exc(self), args, nargs) &&
           take_keywords(th, exc(self), names, fields, 1, "NameError", args + nargs, kwnames);
}
static const RgGetSetDef name_getset[] = {ROW("name", 0, "name"), RG_GETSET_END};
static const RgTypeSpec name_spec = {.flags = RG_TF_BASETYPE | RG_TF_SOLID, .slots = {.init = name_init, .new_ = rg_base_exception_new}, .getset = name_getset};

static bool attribute_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    static const char *const names[] = {"name", "obj"};
    static const uint8_t fields[] = {RG_XF_ATTR_NAME, RG_XF_ATTR_OBJ};
    return set_args(th, exc(self), args, nargs) &&
           take_keywords(th, exc(self), names, fields, 2, "AttributeError", args + nargs, kwnames);
}
static const RgGetSetDef attribute_getset[] = {ROW("name", 0, "attribute name"), ROW("obj", 1, "object"), RG_GETSET_END};
static const RgTypeSpec attribute_spec = {.flags = RG_TF_BASETYPE | RG_TF_SOLID,
                                          .slots = {.init = attribute_init, .new_ = rg_base_exception_new},
                                          .getset = attribute_getset};

/* ---- OSError ---- */

static RgExc class_of_errno(int64_t number)
{
    switch (number) {
    case EAGAIN: case EALREADY: case EINPROGRESS: return RG_EXC_BlockingIOError;
    case EPIPE: case ESHUTDOWN: return RG_EXC_BrokenPipeError;
    case ECHILD: return RG_EXC_ChildProcessError;
    case ECONNABORTED: return RG_EXC_ConnectionAbortedError;
    case ECONNREFUSED: return RG_EXC_ConnectionRefusedError;
    case ECONNRESET: return RG_EXC_ConnectionResetError;
    case EEXIST: return RG_EXC_FileExistsError;
    case ENOENT: return RG_EXC_FileNotFoundError;
    case EISDIR: return RG_EXC_IsADirectoryError;
    case ENOTDIR: return RG_EXC_NotADirectoryError;
    case EINTR: return RG_EXC_InterruptedError;
    case EACCES: case EPERM: return RG_EXC_PermissionError;
    case ESRCH: return RG_EXC_ProcessLookupError;
    case ETIMEDOUT: return RG_EXC_TimeoutError;
    default: return RG_EXC_OSError;
    }
}

static bool os_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames);
static RgValue os_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames);

/* A subclass with its own __init__ but without its own __new__ is filled by OSError.__init__, others by __new__. */
static bool filled_by_init(const RgType *type) { return type->slots.init != os_init && type->slots.new_ == os_new; }

static bool os_fill(RgThread *th, RgException *e, RgType *type, const RgValue *args, size_t nargs)
{
    for (int i = 0; i <= RG_XF_OS_WRITTEN; i++) store(e, i, 0);
    if (nargs < 2 || nargs > 5) return set_args(th, e, args, nargs);
    store(e, RG_XF_OS_ERRNO, args[0]);
    store(e, RG_XF_OS_STRERROR, args[1]);
    RgValue filename = nargs > 2 ? args[2] : RG_NONE, filename2 = nargs > 4 ? args[4] : RG_NONE;
    size_t kept = nargs;
    if (filename != RG_NONE) {
        if (type == RG_EXC(th, BlockingIOError) && rg_is_integer(filename)) {
            store(e, RG_XF_OS_WRITTEN, filename);
        } else {
            store(e, RG_XF_OS_FILENAME, filename);
            if (filename2 != RG_NONE) store(e, RG_XF_OS_FILENAME2, filename2);
            kept = 2;
        }
    }
    return set_args(th, e, args, kept);
}

static RgValue os_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    bool late = filled_by_init(type);
    if (!late) {
        if (!rg_args_no_kw(th, type->cname, kwnames)) return RG_ERROR;
        int64_t number;
        if (type == RG_EXC(th, OSError) && nargs >= 2 && nargs <= 5 && rg_is_integer(args[0]) && rg_int_as_i64(args[0], &number))
            type = th->rt->exceptions[class_of_errno(number)];
    }
    RgException *e = rg_object_new_of(th, type, 0);
    if (!e) return RG_ERROR;
    rg_gc_store_ptr(e, &e->args, th->rt->empty_tuple);
    e->traceback = e->context = e->cause = RG_NONE;
    return late || os_fill(th, e, type, args, nargs) ? rg_from_ptr(e) : RG_ERROR;
}

static bool os_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgType *type = rg_type_of(th->rt, self);
    if (!filled_by_init(type)) return true;
    return rg_args_no_kw(th, type->cname, kwnames) && os_fill(th, exc(self), type, args, nargs);
}

static RgValue os_str(RgThread *th, RgValue self)
{
    RgValue *f = exc(self)->fields;
    RgValue number = f[RG_XF_OS_ERRNO] ? f[RG_XF_OS_ERRNO] : RG_NONE, text = f[RG_XF_OS_STRERROR] ? f[RG_XF_OS_STRERROR] : RG_NONE;
    if (f[RG_XF_OS_FILENAME]) {
        if (f[RG_XF_OS_FILENAME2])
            return rg_from_ptr(rg_format(th, "[Errno %S] %S: %R -> %R", number, text, f[RG_XF_OS_FILENAME], f[RG_XF_OS_FILENAME2]));
        return rg_from_ptr(rg_format(th, "[Errno %S] %S: %R", number, text, f[RG_XF_OS_FILENAME]));
    }
    if (f[RG_XF_OS_ERRNO] && f[RG_XF_OS_STRERROR]) return rg_from_ptr(rg_format(th, "[Errno %S] %S", number, text));
    return rg_base_exception_str(th, self);
}

static RgValue os_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    RgException *e = exc(self);
    RgTuple *t = e->args;
    if (rg_tuple_len(t) == 2 && e->fields[RG_XF_OS_FILENAME]) {
        if (e->fields[RG_XF_OS_FILENAME2])
            t = rg_tuple_pack(th, 5, t->items[0], t->items[1], e->fields[RG_XF_OS_FILENAME], RG_NONE, e->fields[RG_XF_OS_FILENAME2]);
        else t = rg_tuple_pack(th, 3, t->items[0], t->items[1], e->fields[RG_XF_OS_FILENAME]);
        if (!t) return RG_ERROR;
    }
    return rg_exception_reduce_with(th, self, t, 0);
}

static RgValue get_written(RgThread *th, RgValue self)
{
    RgValue v = exc(self)->fields[RG_XF_OS_WRITTEN];
    return v ? v : rg_raise(th, RG_EXC_AttributeError, "characters_written");
}
static bool set_written(RgThread *th, RgValue self, RgValue v)
{
    if (v == RG_UNBOUND) {
        if (!exc(self)->fields[RG_XF_OS_WRITTEN]) {
            rg_raise(th, RG_EXC_AttributeError, "characters_written");
            return false;
        }
        store(exc(self), RG_XF_OS_WRITTEN, 0);
        return true;
    }
    v = rg_number_index(th, v);
    if (v) store(exc(self), RG_XF_OS_WRITTEN, v);
    return v != 0;
}
static const RgMethodDef os_methods[] = {RG_METHOD("__reduce__", "($self, /)", NULL, os_reduce), RG_METHOD_END};
static const RgGetSetDef os_getset[] = {ROW("errno", 0, "POSIX exception code"),
                                        ROW("strerror", 1, "exception strerror"),
                                        ROW("filename", 2, "exception filename"),
                                        ROW("filename2", 3, "second exception filename"),
                                        {"characters_written", get_written, set_written, NULL},
                                        RG_GETSET_END};
static const RgTypeSpec os_spec = {.flags = RG_TF_BASETYPE | RG_TF_SOLID,
                                   .slots = {.str = os_str, .init = os_init, .new_ = os_new},
                                   .methods = os_methods,
                                   .getset = os_getset};
/* Subclasses of OSError inherit both __new__ and __init__. */
static const RgTypeSpec inherit_spec = {.flags = RG_TF_BASETYPE};

/* ---- SyntaxError ---- */

static bool syntax_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_base_exception_init(th, self, args, nargs, kwnames)) return false;
    RgException *e = exc(self);
    if (nargs >= 1) store(e, RG_XF_SYN_MSG, args[0]);
    if (nargs != 2) return true;
    RgTuple *info = rg_to_tuple(th, args[1]);
    if (!info) return false;
    size_t n = rg_tuple_len(info);
    if (n < 4 || n > 6) {
        rg_raise(th, RG_EXC_TypeError, "function takes %s %d arguments (%zu given)", n < 4 ? "at least" : "at most", n < 4 ? 4 : 6, n);
        return false;
    }
    for (size_t i = 0; i < 6; i++) store(e, RG_XF_SYN_FILENAME + (int)i, i < n ? info->items[i] : 0);
    if (n != 5) return true;
    rg_raise(th, RG_EXC_TypeError, "end_offset must be provided when end_lineno is provided");
    return false;
}

static RgValue syntax_str(RgThread *th, RgValue self)
{
    RgValue *f = exc(self)->fields;
    RgValue msg = f[RG_XF_SYN_MSG] ? f[RG_XF_SYN_MSG] : RG_NONE, file = f[RG_XF_SYN_FILENAME], line = f[RG_XF_SYN_LINENO];
    bool has_file = file && rg_is_str(file), has_line = line && (rg_is_int(line) || rg_is_exact(line, RG_KIND_int));
    RgStr *base = NULL;
    if (has_file) {
        RgStr *name = RG_STR(file);
        int64_t slash = rg_str_find(name, th->rt->latin1['/'], 0, name->length, true);
        base = rg_str_slice(th, name, slash + 1, name->length);
        if (!base) return RG_ERROR;
    }
    if (has_file && has_line) return rg_from_ptr(rg_format(th, "%S (%U, line %S)", msg, base, line));
    if (has_file) return rg_from_ptr(rg_format(th, "%S (%U)", msg, base));
    if (has_line) return rg_from_ptr(rg_format(th, "%S (line %S)", msg, line));
    return rg_from_ptr(rg_str_of(th, msg));
}
static const RgGetSetDef syntax_getset[] = {ROW("msg", 0, "exception msg"),
                                            ROW("filename", 1, "exception filename"),
                                            ROW("lineno", 2, "exception lineno"),
                                            ROW("offset", 3, "exception offset"),
                                            ROW("text", 4, "exception text"),
                                            ROW("end_lineno", 5, "exception end lineno"),
                                            ROW("end_offset", 6, "exception end offset"),
                                            ROW("print_file_and_line", 7, "exception print_file_and_line"),
                                            RG_GETSET_END};
static const RgTypeSpec syntax_spec = {.flags = RG_TF_BASETYPE | RG_TF_SOLID,
                                       .slots = {.str = syntax_str, .init = syntax_init, .new_ = rg_base_exception_new},
                                       .getset = syntax_getset};

/* ---- Unicode errors ---- */

enum { UNI_STR, UNI_BYTES, UNI_INT };

static bool unicode_fields(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames, const uint8_t *fields,
                           const uint8_t *kinds, size_t n)
{
    static const char *const names[] = {"str", "bytes", "int"};
    if (!rg_base_exception_init(th, self, args, nargs, kwnames)) return false;
    if (nargs != n) {
        rg_raise(th, RG_EXC_TypeError, "function takes exactly %zu arguments (%zu given)", n, nargs);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        RgValue v = args[i];
        bool ok = kinds[i] == UNI_STR ? rg_is_str(v) : kinds[i] == UNI_BYTES ? rg_buffer_supported(v) : true;
        if (!ok && kinds[i] == UNI_BYTES) {
            rg_raise(th, RG_EXC_TypeError, "a bytes-like object is required, not '%T'", v);
            return false;
        }
        if (!ok) {
            rg_raise(th, RG_EXC_TypeError, "argument %zu must be %s, not %T", i + 1, names[kinds[i]], v);
            return false;
        }
        if (kinds[i] == UNI_INT && !(v = rg_number_index(th, v))) return false;
        if (kinds[i] == UNI_BYTES && !rg_is_kind(v, RG_KIND_bytes)) {
            v = rg_call1(th, rg_from_ptr(RG_TYPE(th, bytes)), v);
            if (!v) return false;
        }
        store(exc(self), fields[i], v);
    }
    return true;
}

static const uint8_t coding_fields[] = {RG_XF_UNI_ENCODING, RG_XF_UNI_OBJECT, RG_XF_UNI_START, RG_XF_UNI_END, RG_XF_UNI_REASON};
static bool decode_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    static const uint8_t kinds[] = {UNI_STR, UNI_BYTES, UNI_INT, UNI_INT, UNI_STR};
    return unicode_fields(th, self, args, nargs, kwnames, coding_fields, kinds, 5);
}
static bool encode_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    static const uint8_t kinds[] = {UNI_STR, UNI_STR, UNI_INT, UNI_INT, UNI_STR};
    return unicode_fields(th, self, args, nargs, kwnames, coding_fields, kinds, 5);
}
static bool translate_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    static const uint8_t kinds[] = {UNI_STR, UNI_INT, UNI_INT, UNI_STR};
    return unicode_fields(th, self, args, nargs, kwnames, coding_fields + 1, kinds, 4);
}

static RgStr *escape_char(RgThread *th, uint32_t c)
{
    return rg_format(th, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
}

static RgValue unicode_str(RgThread *th, RgValue self, const char *verb, bool encoding)
{
    RgValue *f = exc(self)->fields;
    int64_t start, end;
    if (!f[RG_XF_UNI_OBJECT] || !f[RG_XF_UNI_START] || !f[RG_XF_UNI_END]) return rg_from_ptr(th->rt->empty_str);
    if (!rg_int_as_i64(f[RG_XF_UNI_START], &start) || !rg_int_as_i64(f[RG_XF_UNI_END], &end)) return rg_base_exception_str(th, self);
    RgStr *reason = rg_str_of(th, f[RG_XF_UNI_REASON] ? f[RG_XF_UNI_REASON] : RG_NONE);
    RgStr *codec = NULL;
    if (encoding) {
        RgStr *name = rg_str_of(th, f[RG_XF_UNI_ENCODING] ? f[RG_XF_UNI_ENCODING] : RG_NONE);
        codec = name ? rg_format(th, "'%U' codec can't %s", name, verb) : NULL;
    } else {
        codec = rg_format(th, "can't %s", verb);
    }
    if (!reason || !codec) return RG_ERROR;
    RgValue object = f[RG_XF_UNI_OBJECT];
    if (rg_is_str(object)) {
        if (start >= 0 && start < RG_STR(object)->length && end == start + 1) {
            RgStr *c = escape_char(th, rg_str_at(RG_STR(object), start));
            return c ? rg_from_ptr(rg_format(th, "%U character '%U' in position %lld: %U", codec, c, (long long)start, reason)) : RG_ERROR;
        }
        return rg_from_ptr(rg_format(th, "%U characters in position %lld-%lld: %U", codec, (long long)start, (long long)end - 1, reason));
    }
    RgBufferView view;
    if (!rg_buffer_get(th, object, &view, false)) return RG_ERROR;
    RgStr *text;
    if (start >= 0 && start < view.len && end == start + 1)
        text = rg_format(th, "%U byte 0x%02x in position %lld: %U", codec, view.data[start], (long long)start, reason);
    else text = rg_format(th, "%U bytes in position %lld-%lld: %U", codec, (long long)start, (long long)end - 1, reason);
    rg_buffer_release(&view);
    return rg_from_ptr(text);
}
static RgValue decode_str(RgThread *th, RgValue self) { return unicode_str(th, self, "decode", true); }
static RgValue encode_str(RgThread *th, RgValue self) { return unicode_str(th, self, "encode", true); }
static RgValue translate_str(RgThread *th, RgValue self) { return unicode_str(th, self, "translate", false); }

static const RgGetSetDef unicode_getset[] = {ROW("encoding", 0, "exception encoding"), ROW("object", 1, "exception object"),
                                             ROW("start", 2, "exception start"),       ROW("end", 3, "exception end"),
                                             ROW("reason", 4, "exception reason"),     RG_GETSET_END};
#define UNICODE(NAME) \
    static const RgTypeSpec NAME##_spec = {.flags = RG_TF_BASETYPE | RG_TF_SOLID, \
                                           .slots = {.str = NAME##_str, .init = NAME##_init, .new_ = rg_base_exception_new}, \
                                           .getset = unicode_getset};
UNICODE(decode)
UNICODE(encode)
UNICODE(translate)
#undef UNICODE
#undef ROW

/* ---- the table ---- */

const RgTypeSpec *rg_exception_spec(RgExc e)
{
    switch (e) {
    case RG_EXC_BaseException: return &base_spec;
    case RG_EXC_BaseExceptionGroup: return &rg_spec_base_exception_group;
    case RG_EXC_ExceptionGroup: return &rg_spec_exception_group;
    case RG_EXC_StopIteration: return &stop_spec;
    case RG_EXC_SystemExit: return &exit_spec;
    case RG_EXC_KeyError: return &key_spec;
    case RG_EXC_ImportError: return &import_spec;
    case RG_EXC_NameError: return &name_spec;
    case RG_EXC_AttributeError: return &attribute_spec;
    case RG_EXC_OSError: return &os_spec;
    case RG_EXC_SyntaxError: return &syntax_spec;
    case RG_EXC_UnicodeDecodeError: return &decode_spec;
    case RG_EXC_UnicodeEncodeError: return &encode_spec;
    case RG_EXC_UnicodeTranslateError: return &translate_spec;
    case RG_EXC_ModuleNotFoundError: case RG_EXC_UnboundLocalError: case RG_EXC_IndentationError: case RG_EXC_TabError:
    case RG_EXC_BlockingIOError: case RG_EXC_ChildProcessError: case RG_EXC_ConnectionError: case RG_EXC_FileExistsError:
    case RG_EXC_FileNotFoundError: case RG_EXC_InterruptedError: case RG_EXC_IsADirectoryError: case RG_EXC_NotADirectoryError:
    case RG_EXC_PermissionError: case RG_EXC_ProcessLookupError: case RG_EXC_TimeoutError: case RG_EXC_BrokenPipeError:
    case RG_EXC_ConnectionAbortedError: case RG_EXC_ConnectionRefusedError: case RG_EXC_ConnectionResetError:
        return &inherit_spec;
    default: return &plain_spec;
    }
}
