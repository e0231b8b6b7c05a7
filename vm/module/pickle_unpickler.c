/* SPDX-License-Identifier: MIT
 *
 * pickle_unpickler.c: the Unpickler type.
 */
#include "vm/module/pickle.h"

#define SELF RG_AS(RgUnpickler, self)
#define METHOD(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static bool text_option(RgThread *th, RgUnpickler *u, RgValue v, const char *absent, const char *name, RgStr **out)
{
    if (v != RG_UNBOUND && !rg_is_str(v))
        return rg_raise(th, RG_EXC_TypeError, "Unpickler() argument '%s' must be str, not %T", name, v);
    RgStr *s = v == RG_UNBOUND ? rg_intern_cstr(th, absent) : RG_STR(v);
    if (!s) return false;
    for (int64_t i = 0; i < s->length; i++)
        if (!rg_str_at(s, i)) return rg_raise(th, RG_EXC_ValueError, "embedded null character");
    rg_gc_store_ptr(u, out, s);
    return true;
}

bool rg_unpickler_setup(RgThread *th, RgUnpickler *u, const RgValue *options)
{
    int fix = options[0] == RG_UNBOUND ? 1 : rg_truth(th, options[0]);
    RgValue buffers = 0;
    if (fix < 0 || !text_option(th, u, options[1], "ASCII", "encoding", &u->encoding) ||
        !text_option(th, u, options[2], "strict", "errors", &u->errors))
        return false;
    if (options[3] != RG_UNBOUND && options[3] != RG_NONE && !(buffers = rg_iter(th, options[3]))) return false;
    rg_gc_store(u, &u->buffers, buffers);
    u->fix_imports = fix;
    u->made = true;
    return true;
}

static RgValue unpickler_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return rg_from_ptr(rg_object_new_of(th, type, 0));
}

static bool unpickler_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgUnpickler *u = SELF;
    RgValue a[5];
    if (!rg_args_parse(th, "Unpickler", "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())", args, nargs, kwnames, a))
        return false;
    u->made = false;
    u->persistent_load = 0;
    u->input = NULL;
    u->len = u->at = u->prefetched = 0;
    u->memo = NULL;
    u->sparse = NULL;
    u->memo_count = 0;
    if (!rg_unpickler_file(th, u, a[0]) || !rg_unpickler_setup(th, u, a + 1)) return false;
    RgStr *name = rg_intern_cstr(th, "persistent_load");
    RgValue load = name ? rg_attr_lookup(th, self, name) : RG_ERROR;
    if (load) rg_gc_store(u, &u->persistent_load, load == RG_UNBOUND ? 0 : load);
    return load;
}

METHOD(load)
{
    RgUnpickler *u = SELF;
    if (!u->made) return rg_unpickling_error(th, "Unpickler.__init__() was not called by %N.__init__()", rg_type_of(th->rt, self));
    return rg_unpickle(th, u);
}

METHOD(find_class) { return rg_unpickle_find_class(th, SELF, args[0], args[1]); }

METHOD(sizeof)
{
    const RgUnpickler *u = SELF;
    size_t n = sizeof *u + (u->memo ? u->memo->cap * sizeof(RgValue) : 0) + (u->marks ? u->marks->cap : 0);
    return rg_from_int((int64_t)n);
}

static RgValue get_persistent_load(RgThread *th, RgValue self)
{
    if (SELF->persistent_load) return SELF->persistent_load;
    return rg_raise(th, RG_EXC_AttributeError, "persistent_load");
}

static bool set_persistent_load(RgThread *th, RgValue self, RgValue value)
{
    if (value == RG_UNBOUND) return rg_raise(th, RG_EXC_TypeError, "attribute deletion is not supported");
    if (!rg_is_callable(th, value)) return rg_raise(th, RG_EXC_TypeError, "persistent_load must be a callable taking one argument");
    rg_gc_store(SELF, &SELF->persistent_load, value);
    return true;
}

static void unpickler_trace(RgMarker *marker, void *cell)
{
    RgUnpickler *u = cell;
    rg_mark_cell(marker, u->stack);
    rg_mark_cell(marker, u->marks);
    rg_mark_cell(marker, u->memo);
    rg_mark_cell(marker, u->sparse);
    rg_mark_cell(marker, u->input);
    rg_mark_cell(marker, u->encoding);
    rg_mark_cell(marker, u->errors);
    rg_mark_values(marker, &u->read, 5);
}

static const RgMethodDef methods[] = {RG_METHOD("load", "($self, /)", "Reads a pickle from the file.", m_load),
                                      RG_METHOD("find_class", "($self, module_name, global_name, /)", "What a module has by a name.", m_find_class),
                                      RG_METHOD("__sizeof__", "($self, /)", "Size in memory, in bytes.", m_sizeof), RG_METHOD_END};
static const RgGetSetDef getset[] = {{"memo", rg_unpickler_memo_get, rg_unpickler_memo_set, NULL},
                                     {"persistent_load", get_persistent_load, set_persistent_load, NULL}, RG_GETSET_END};
const RgTypeSpec rg_unpickler_spec = {.doc = "Reads pickles from a file.",
                                      .signature = "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
                                      .flags = RG_TF_BASETYPE, .basicsize = sizeof(RgUnpickler),
                                      .cell = {"unpickler", unpickler_trace, NULL},
                                      .slots = {.new_ = unpickler_new, .init = unpickler_init}, .methods = methods, .getset = getset};
