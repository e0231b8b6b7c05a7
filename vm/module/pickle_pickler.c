/* SPDX-License-Identifier: MIT
 *
 * pickle_pickler.c: the Pickler type.
 */
#include "vm/module/pickle.h"

#define SELF RG_AS(RgPickler, self)
#define METHOD(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

/* An attribute of the pickler, 0 when it has none. */
static bool own_hook(RgThread *th, RgPickler *p, const char *text, RgValue *out)
{
    RgStr *name = rg_intern_cstr(th, text);
    RgValue v = name ? rg_attr_lookup(th, rg_from_ptr(p), name) : RG_ERROR;
    if (!v) return false;
    rg_gc_store(p, out, v == RG_UNBOUND ? 0 : v);
    return true;
}

bool rg_pickler_setup(RgThread *th, RgPickler *p, RgValue protocol, RgValue fix_imports, RgValue buffer_callback)
{
    int64_t n = RG_PICKLE_DEFAULT;
    if (protocol != RG_UNBOUND && protocol != RG_NONE) {
        if (!rg_number_as_i64(th, protocol, &n)) return false;
        if (n < 0) n = RG_PICKLE_HIGHEST;
        if (n > RG_PICKLE_HIGHEST) return rg_raise(th, RG_EXC_ValueError, "pickle protocol must be <= %d", RG_PICKLE_HIGHEST);
    }
    int fix = fix_imports == RG_UNBOUND ? 1 : rg_truth(th, fix_imports);
    if (fix < 0) return false;
    p->protocol = (int)n;
    p->bin = n > 0;
    p->fix_imports = fix && n < 3;
    if (buffer_callback == RG_UNBOUND || buffer_callback == RG_NONE) buffer_callback = 0;
    if (buffer_callback && n < 5) return rg_raise(th, RG_EXC_ValueError, "buffer_callback needs protocol >= 5");
    rg_gc_store(p, &p->buffer_callback, buffer_callback);
    p->frame_start = -1;
    return true;
}

static RgValue pickler_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return rg_from_ptr(rg_object_new_of(th, type, 0));
}

static bool pickler_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgPickler *p = SELF;
    RgValue a[4];
    if (!rg_args_parse(th, "Pickler", "(file, protocol=None, fix_imports=True, buffer_callback=None)", args, nargs, kwnames, a)) return false;
    p->write = p->persistent_id = p->dispatch_table = 0;
    if (!rg_pickler_setup(th, p, a[1], a[2], a[3])) return false;
    RgValue write = rg_attr_lookup(th, a[0], RG_SYM(th, write));
    if (!write) return false;
    if (write == RG_UNBOUND) return rg_raise(th, RG_EXC_TypeError, "file must have a 'write' attribute");
    rg_gc_store(p, &p->write, write);
    p->memo = (RgPickleMemo){0};
    p->fast = p->fast_nesting = 0;
    p->fast_memo = NULL;
    p->len = 0;
    return own_hook(th, p, "persistent_id", &p->persistent_id) && own_hook(th, p, "dispatch_table", &p->dispatch_table);
}

METHOD(dump)
{
    RgPickler *p = SELF;
    if (!p->write)
        return rg_pickling_error(th, "Pickler.__init__() was not called by %N.__init__()", rg_type_of(th->rt, self));
    return rg_pickle_dump(th, p, args[0]) && rg_pickle_flush(th, p) ? RG_NONE : RG_ERROR;
}

METHOD(clear_memo)
{
    SELF->memo = (RgPickleMemo){0};
    return RG_NONE;
}

METHOD(sizeof)
{
    const RgPickler *p = SELF;
    size_t n = sizeof *p + (p->memo.table ? p->memo.table->cap * sizeof(RgValue) : 0) + (p->out ? p->out->cap : 0);
    return rg_from_int((int64_t)n);
}

static RgValue get_persistent_id(RgThread *th, RgValue self)
{
    if (SELF->persistent_id) return SELF->persistent_id;
    return rg_raise(th, RG_EXC_AttributeError, "persistent_id");
}

static bool set_persistent_id(RgThread *th, RgValue self, RgValue value)
{
    if (value == RG_UNBOUND) return rg_raise(th, RG_EXC_TypeError, "attribute deletion is not supported");
    if (!rg_is_callable(th, value)) return rg_raise(th, RG_EXC_TypeError, "persistent_id must be a callable taking one argument");
    rg_gc_store(SELF, &SELF->persistent_id, value);
    return true;
}

static RgValue get_dispatch_table(RgThread *th, RgValue self)
{
    if (SELF->dispatch_table) return SELF->dispatch_table;
    return rg_raise(th, RG_EXC_AttributeError, "'%N' object has no attribute 'dispatch_table'", rg_type_of(th->rt, self));
}

static bool set_dispatch_table(RgThread *th, RgValue self, RgValue value)
{
    if (value == RG_UNBOUND && !SELF->dispatch_table) return rg_raise(th, RG_EXC_AttributeError, "dispatch_table");
    rg_gc_store(SELF, &SELF->dispatch_table, value == RG_UNBOUND ? 0 : value);
    return true;
}

static RgValue get_bin(RgThread *th, RgValue self) { return rg_from_int(SELF->bin); }
static RgValue get_fast(RgThread *th, RgValue self) { return rg_from_int(SELF->fast); }

static bool int_member(RgThread *th, RgValue value, int64_t *out)
{
    if (value == RG_UNBOUND) return rg_raise(th, RG_EXC_TypeError, "can't delete numeric/char attribute");
    if (!rg_number_as_i64(th, value, out)) return false;
    *out = (int32_t)*out;
    return true;
}

static bool set_bin(RgThread *th, RgValue self, RgValue value)
{
    int64_t n;
    if (!int_member(th, value, &n)) return false;
    SELF->bin = (int)n;
    return true;
}

static bool set_fast(RgThread *th, RgValue self, RgValue value) { return int_member(th, value, &SELF->fast); }

static void pickler_trace(RgMarker *marker, void *cell)
{
    RgPickler *p = cell;
    rg_mark_cell(marker, p->out);
    rg_mark_cell(marker, p->memo.table);
    rg_mark_cell(marker, p->fast_memo);
    rg_mark_values(marker, &p->write, 5);
}

static const RgMethodDef methods[] = {RG_METHOD("dump", "($self, obj, /)", "Writes a pickle of obj to the file.", m_dump),
                                      RG_METHOD("clear_memo", "($self, /)", "Forgets what has been written.", m_clear_memo),
                                      RG_METHOD("__sizeof__", "($self, /)", "Size in memory, in bytes.", m_sizeof), RG_METHOD_END};
static const RgGetSetDef getset[] = {{"memo", rg_pickler_memo_get, rg_pickler_memo_set, NULL},
                                     {"persistent_id", get_persistent_id, set_persistent_id, NULL}, RG_GETSET_END};
static const RgGetSetDef members[] = {{"bin", get_bin, set_bin, NULL}, {"fast", get_fast, set_fast, NULL},
                                      {"dispatch_table", get_dispatch_table, set_dispatch_table, NULL}, RG_GETSET_END};
const RgTypeSpec rg_pickler_spec = {.doc = "Writes pickles to a file.",
                                    .signature = "(file, protocol=None, fix_imports=True, buffer_callback=None)",
                                    .flags = RG_TF_BASETYPE, .basicsize = sizeof(RgPickler), .cell = {"pickler", pickler_trace, NULL},
                                    .slots = {.new_ = pickler_new, .init = pickler_init}, .methods = methods, .getset = getset,
                                    .members = members};
